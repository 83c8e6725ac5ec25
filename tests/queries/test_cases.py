"""One melding with all that happened to it, finding it, and what asks for attention."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pandas as pd
import pytest
from sqlalchemy import text

from config.clock import FixedClock
from config.errors import Forbidden, NotFound
from config.kinds import EventKind
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.engine import Writer
from queries.attention import Line, attention
from queries.cases import EVENT_WORDS, case_of
from queries.db import Database
from queries.filters import Filters, Reach, Scope
from queries.registry import measure
from queries.search import search, search_proposals
from tests.conftest import NOW
from tests.fold import Event
from tests.world import World, at, story

K = EventKind
WHOLE_YEAR = Filters(date(2026, 1, 1), date(2026, 11, 22))
NAMED = {"number": "M-26-00417", "title": "Verzakking rijweg", "street": "Zelestraat", "category_id": 1, "area_id": 1}


@pytest.fixture
def town(writer: Writer, clock: FixedClock) -> World:
    return World(writer, clock)


def long_story() -> list[Event]:
    """In screening for a day, with advice out for two days, waiting for a day, done after that; forwarded once."""
    one = {"payload": {"ref": "1", "partner_id": 2, "system": "DOSIS", "due": "2026-09-04T10:00:00+00:00"}}
    told = {"payload": {"moment": "ontvankelijk", "channel": "sms"}}
    steps = story(
        (K.SUBMITTED, "2026-09-01 10:00", {"service_id": 3, "payload": NAMED}),
        (K.ASSIGNED, "2026-09-01 10:00", {"actor_role": "system"}),
        (K.IN_TREATMENT, "2026-09-02 10:00"),
        (K.ADVICE_REQUESTED, "2026-09-02 10:00", one),
        (K.CITIZEN_NOTIFIED, "2026-09-02 12:00", told),
        (K.ADVICE_RECEIVED, "2026-09-04 10:00", one),
        (K.WAITING_ON_CITIZEN, "2026-09-07 10:00"),
        (K.IN_TREATMENT, "2026-09-08 10:00"),
        (K.FORWARDED, "2026-09-08 10:00", {"service_id": 1}),
        (K.RESOLVED, "2026-09-09 10:00"),
        (K.EVALUATED, "2026-09-10 10:00", {"payload": {"ref": "1", "score": 2}}),
        (K.CLOSED_UNHANDLED, "2026-09-10 11:00"),
    )
    return [*steps, Event(len(steps) + 1, K.VOID, NOW, voids_seq=len(steps))]


def test_a_case_from_begin_to_end(town: World, reader: Database) -> None:
    subject = town.melding(town.a, long_story())
    with reader.read() as db:
        case = case_of(db, Scope.whole(town.a), subject)
    header = case.header
    assert (header["category"], header["service"], header["first_service"]) == (
        "Bomen",
        "Groendienst",
        "Openbare Werken",
    )
    assert (header["organisation"], header["source"], header["zone"]) == ("Aalst-aan-Zee", "World", "Europe/Brussels")
    assert (header["lead_days"], header["stopped_days"]) == (7, 1)
    assert (header["lead_working_days"], header["stopped_working_days"]) == (5, 1)
    parts = case.stays.loc[case.stays["days"] > 0, ["part", "service"]]
    assert parts.values.tolist() == [
        ["screening", "Openbare Werken"],
        ["handling", "Openbare Werken"],
        ["stopped", "Openbare Werken"],
        ["handling", "Groendienst"],
    ]
    assert case.stays["external_days"].sum() == 2
    assert case.advice[["partner", "system"]].values.tolist() == [["Politie", "DOSIS"]]
    assert case.notifications["channel"].tolist() == ["sms"]
    assert case.evaluations["score"].tolist() == [2]
    kinds = case.events["kind"].tolist()
    assert (kinds[0], kinds[-1], "void" in kinds, "closed_unhandled" in kinds) == (
        "submitted",
        "evaluated",
        False,
        False,
    )
    asked = case.events[case.events["kind"] == "advice_requested"].iloc[0]
    assert (asked["words"], asked["partner"]) == (EVENT_WORDS[K.ADVICE_REQUESTED], "Politie")


def test_an_open_case_counts_to_the_horizon(town: World, reader: Database) -> None:
    subject = town.melding(town.a, story((K.SUBMITTED, "2026-11-20 14:32")))
    with reader.read() as db:
        case = case_of(db, Scope.whole(town.a), subject)
    assert (case.header["lead_days"], case.header["lead_working_days"]) == (2, 0)  # Friday to Sunday
    assert case.header["as_of"] == NOW


def test_outside_the_scope_there_is_no_case(town: World, reader: Database) -> None:
    """The same refusal whether it exists or not; none of it without the right to see cases."""
    subject = town.melding(town.a, long_story())
    outside = (Scope.whole(town.b), Scope((Reach(town.a, frozenset({3})),)), Scope(()))
    with reader.read() as db:
        for scope in outside:
            for asked in (subject, uuid4()):
                with pytest.raises(NotFound):
                    case_of(db, scope, asked)
        for asked in (subject, uuid4()):
            with pytest.raises(Forbidden):
                case_of(db, replace(Scope.whole(town.a), cases=False), asked)


# --- search ------------------------------------------------------------------------------------------------------
FOUND = ("M-26-004", "m-26-00417", "verzak", "RIJWEG zele", "Zelestraat", "  rijweg  ")
NOT_FOUND = ("", "m", "zweg", "rijweg boom", "%%", "X%", "' | !& :*", "\\", "__", "M-27")


def test_what_is_found_and_what_not(town: World, reader: Database) -> None:
    """By the begin of the number, and by the begins of words in any order; signs mean nothing."""
    subject = town.melding(town.a, long_story())
    town.melding(town.a, story((K.SUBMITTED, "2026-09-01 10:00", {"payload": {"title": "Boom om", "number": "X_1"}})))
    with reader.read() as db:
        for asked in FOUND:
            found = search(db, Scope.whole(town.a), asked)
            assert found["subject_id"].tolist() == [subject], asked
            assert found[["number", "category", "service"]].values.tolist() == [["M-26-00417", "Bomen", "Groendienst"]]
        for asked in NOT_FOUND:
            assert search(db, Scope.whole(town.a), asked).empty, asked
        assert search(db, Scope.whole(town.b), "rijweg").empty


def test_a_number_before_words_and_the_latest_first(town: World, reader: Database) -> None:
    told: list[UUID] = []
    for moment, payload in (
        ("2026-09-01 10:00", {"title": "put 12"}),
        ("2026-09-03 10:00", {"title": "put 12"}),
        ("2026-09-02 10:00", {"number": "12-put"}),
    ):
        told.append(town.melding(town.a, story((K.SUBMITTED, moment, {"payload": payload}))))
    with reader.read() as db:
        assert search(db, Scope.whole(town.a), "12")["subject_id"].tolist() == [told[2], told[1], told[0]]
        with pytest.raises(Forbidden):
            search(db, replace(Scope.whole(town.a), cases=False), "12")


def test_proposals_are_found_in_the_same_way_by_who_may_know_of_them(town: World, reader: Database) -> None:
    told = {"payload": {"number": "P-0417", "title": "Geveltuin", "street": "Zelestraat", "theme_id": 1, "area_id": 1}}
    submitted = (P.SUBMITTED, "2026-09-01 10:00", told | {"service_id": 1})
    chosen = (P.SELECTION_MADE, "2026-09-20 10:00", {"payload": {"outcome": "selected"}})
    with town.writer.transaction() as connection:
        waiting, known = town.add(
            connection,
            town.a,
            story(submitted),
            story(submitted, (P.PUBLISHED, "2026-09-03 10:00"), chosen),
            topic=Topic.PROPOSAL,
        )
    town.melding(town.a, long_story())
    everybody, own = Scope.whole(town.a), Scope((Reach(town.a, frozenset({3})),))
    public = replace(everybody, cases=False, embargoed=False)
    with reader.read() as db:
        for asked in ("P-04", "p-0417", "gevel", "ZELE gevelt"):
            assert set(search_proposals(db, everybody, asked)["subject_id"]) == {waiting, known}, asked
            found = search_proposals(db, public, asked)
            assert found[["subject_id", "stage"]].values.tolist() == [[known, "published"]], asked
            assert found[["theme", "area"]].values.tolist() == [["Vergroening", "Centrum"]]
        for asked in ("", "p", "tuin", "M-26", "' | !& :*"):
            assert search_proposals(db, everybody, asked).empty, asked
        assert search_proposals(db, own, "gevel").empty
        assert search_proposals(db, Scope.whole(town.b), "gevel").empty


# --- attention ---------------------------------------------------------------------------------------------------
def test_what_asks_for_attention(town: World, reader: Database, writer: Writer) -> None:
    late = {"service_id": 3, "payload": {"category_id": 1, "area_id": 1}}
    one, two = {"payload": {"ref": "1", "partner_id": 2}}, {"payload": {"ref": "2"}}
    silent = (K.SUBMITTED, "2026-11-19 10:00", {"service_id": 1, "payload": {"category_id": 2}})
    told = (K.CITIZEN_NOTIFIED, "2026-10-01 10:00", {"payload": {"moment": "ontvankelijk", "channel": "sms"}})
    for life in (
        story((K.SUBMITTED, "2026-10-01 10:00", late), told, (K.ADVICE_REQUESTED, "2026-10-05 10:00", one)),
        story((K.SUBMITTED, "2026-10-15 10:00", late), (K.DECISION_READY, "2026-11-16 10:00", two)),
        story(silent, (K.ADVICE_REQUESTED, "2026-11-20 10:00", one)),
        long_story(),
    ):
        town.melding(town.a, life)
    with writer.transaction() as connection:
        connection.execute(text("UPDATE source SET expected_every = 24 WHERE organisation_id = :o"), {"o": town.a})
        report = '{"reasons": {"status": 40, "date": 8}}'
        for number, (state, at_) in enumerate((("voided", "2026-11-21 06:00"), ("merged", "2026-11-20 06:00"))):
            connection.execute(
                text(
                    "INSERT INTO import_run VALUES (:o, gen_random_uuid(), 1, :state, NULL, NULL, NULL, :at, :at, :v, "
                    "CAST(:report AS jsonb))"
                ),
                {"o": town.a, "state": state, "at": at(at_), "v": None if number else at(at_), "report": report},
            )
    with reader.read() as db:
        found = attention(db, Scope.whole(town.a), WHOLE_YEAR, at("2026-11-24 15:00"))
        nothing = attention(db, Scope.whole(town.b), WHOLE_YEAR, NOW)
    assert nothing.empty
    columns = ["line", "count", "worst", "owner_code", "about", "narrow"]
    rows = [[None if pd.api.types.is_scalar(v) and pd.isna(v) else v for v in row] for row in found[columns].values]
    # working days up to Sunday 22 November, without All Souls' and Armistice: from 1 October 34, 5 October 32,
    # 15 October 24, 16 November 4; the evaluation of 10 September 49
    assert rows == [
        [Line.OVERDUE, 2, 34, "wegen", (), {}],
        [Line.SLOW_ADVICE, 1, 32, "wegen", (("Politie", 1),), {}],
        [Line.NO_ANSWER, 1, 24, "wegen", (), {}],
        [Line.DECISIONS_WAITING, 1, 4, "wegen", (), {}],
        [Line.LOW_SCORES, 1, 49, "groen", (), {}],
        [Line.WITHOUT_AREA, 1, None, "groen", (), {"area": "-"}],
        [Line.LATE_SOURCE, 1, None, None, (("World", 1),), {}],
        [Line.REFUSED_ROWS, 48, None, None, (("World", 48),), {}],
    ]


# --- the registry ------------------------------------------------------------------------------------------------
def test_a_year_by_hand(town: World, reader: Database) -> None:
    """Five times the same melding: what the registry makes of its questions."""
    for _ in range(5):
        town.melding(town.a, long_story())
    with reader.read() as db:
        frame = measure(db, Scope.whole(town.a), WHOLE_YEAR)
    found = {(row.measure, row.part): row.value for row in frame.itertuples()}
    expected = {
        ("time_to_close_curve", "resolved after 40 days"): 1,
        ("phase_time", "screening and assignment"): 1,
        ("phase_time", "external advice"): 2,
        ("phase_time", "waiting on the citizen"): 1,
        ("advice", "finished"): 5,
        ("advice", "open"): 0,
        ("first_answer", "median"): 1,
        ("informed", "First answer"): 1,
        ("forwarding", ""): 1,
        ("forwarding", "changes of service"): 5,
        ("auto_routing", ""): 0,
        ("auto_routing", "routed by the system"): 1,
        ("channel_mix", "without channel"): 1,
        ("satisfaction", ""): 2,
        ("satisfaction", "score of 4 or 5"): 0,
        ("satisfaction", "low and not processed"): 5,
    }
    assert {key: found[key] for key in expected} == expected

"""What asks for attention and what waits: each line with its worst case, whose it is, and nothing of others."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from config.clock import FixedClock
from config.kinds import EventKind as K
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.engine import Writer
from queries.attention import Line, attention, choices_late, overdue, queue
from queries.db import Database
from queries.decisions import decisions_waiting_by_organ
from queries.filters import Filters, Period, Reach, Scope
from queries.key_figures import PARTS, key_figures
from tests.world import World, at, story

GREEN, ROADS = {"service_id": 1}, {"service_id": 2}
WITH_NORM = {"category_id": 1, "area_id": 1}
ASKED = {"payload": {"ref": "x", "partner_id": 1}}
READY = {"payload": {"ref": "d", "organ": "college"}}
TOLD = {"payload": {"moment": "ontvankelijk", "channel": "e-mail"}}


def lives() -> list[list]:
    """Overdue and unheard twice, advice that is out long and shortly, a decision that waits, a low score."""
    old, new = "2026-09-01 09:00", "2026-11-19 09:00"
    return [
        story((K.SUBMITTED, old, GREEN | {"payload": WITH_NORM})),
        story((K.SUBMITTED, "2026-09-15 09:00", ROADS | {"payload": WITH_NORM})),
        story((K.SUBMITTED, "2026-09-14 09:00", ROADS | {"payload": WITH_NORM})),
        story((K.SUBMITTED, old, GREEN), (K.CITIZEN_NOTIFIED, old, TOLD), (K.ADVICE_REQUESTED, old, ASKED)),
        story((K.SUBMITTED, new, GREEN), (K.CITIZEN_NOTIFIED, new, TOLD), (K.ADVICE_REQUESTED, new, ASKED)),
        story((K.SUBMITTED, new, ROADS), (K.DECISION_READY, new, READY)),
        story(
            (K.SUBMITTED, "2026-11-02 09:00", GREEN),
            (K.RESOLVED, "2026-11-03 09:00"),
            (K.EVALUATED, "2026-11-04 09:00", {"payload": {"ref": "e", "score": 1}}),
        ),
    ]


def test_lines_tell_how_many_how_long_and_whose(writer: Writer, reader: Database, clock: FixedClock) -> None:
    world = World(writer, clock)
    for life in lives():
        world.melding(world.a, life)
    for _ in range(3):
        world.melding(world.b, lives()[0])
    with writer.transaction() as connection:
        people = text("UPDATE organisation_version SET population = 2000 WHERE organisation_id = :o")
        connection.execute(people, {"o": world.a})
    filters = Filters.for_period(Period.LAST_12_WEEKS, clock.now().date())
    whole, green = Scope.whole(world.a), Scope((Reach(world.a, frozenset({1})),))
    with reader.read() as db:
        found = attention(db, whole, filters, clock.now()).set_index("line")
        own = queue(db, whole, filters).set_index("line")
        limited = queue(db, green, filters).set_index("line")
        late = overdue(db, whole, filters)
        organs = decisions_waiting_by_organ(db, whole, filters)
        row = key_figures(db, whole, filters).set_index("measure")
    counts = dict(found["count"])
    assert counts == {
        Line.OVERDUE: 4,
        Line.SLOW_ADVICE: 1,
        Line.NO_ANSWER: 3,
        Line.DECISIONS_WAITING: 1,
        Line.LOW_SCORES: 1,
        Line.WITHOUT_AREA: 4,
        Line.WITHOUT_CATEGORY: 4,
    }
    assert late.to_dict("records") == found.loc[[Line.OVERDUE]].reset_index()[late.columns].to_dict("records")
    assert (late["owner_count"].iloc[0], found["worst"][Line.OVERDUE]) == (2, found["worst"].max())
    assert [n for _, n in found["about"][Line.SLOW_ADVICE]] == [1]
    assert found["narrow"][Line.WITHOUT_AREA] == {"area": "-"}
    assert dict(own["count"]) == {Line.OVERDUE: 4, Line.ADVICE: 2, Line.LOW_SCORES: 1, Line.NO_ANSWER: 3} | {
        Line.DECISIONS_WAITING: 1
    }
    assert dict(limited["count"]) == {Line.OVERDUE: 2, Line.ADVICE: 2, Line.LOW_SCORES: 1, Line.NO_ANSWER: 1}
    assert organs[["organ", "n"]].values.tolist() == [["college", 1]]
    assert list(row.index) == list(PARTS)
    assert (row["value"]["open"], row["beside"]["open"], row["beside"]["lead_time"]) == (6, 3.0, None)
    assert at("2026-11-22 14:32") == clock.now()


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    return World(writer, clock)


def test_choices_that_wait_too_long_are_told_to_who_handles_proposals(world: World, reader: Database) -> None:
    """Both lines count past their days, whoever must act; what was told, planned or begun waits no more."""

    def chosen(day: str, *more: tuple, service: int = 1, outcome: str = "selected") -> list:
        told = {"service_id": service, "payload": {"title": "Plein"}}
        why = {"payload": {"outcome": outcome, "ref": "1", "motivation": "Veel steun"}}
        return story((P.SUBMITTED, "2026-03-02 10:00", told), (P.SELECTION_MADE, f"{day} 10:00", why), *more)

    published = (P.SELECTION_PUBLISHED, "2026-09-15 10:00", {"payload": {"ref": "1"}})
    planned, begun = (P.EXECUTION_PLANNED, "2026-09-16 10:00"), (P.EXECUTION_STARTED, "2026-09-17 10:00")
    lives = (
        chosen("2026-08-03", published),  # 77 working days without works
        chosen("2026-08-03", published, planned),
        chosen("2026-08-03", published, begun),
        chosen("2026-10-01", service=3),  # 34 working days without motivation, too early to ask for works
        chosen("2026-11-04", outcome="not_selected"),  # 11 working days
        chosen("2026-11-05"),  # 10 working days
    )
    with world.writer.transaction() as connection:
        world.add(connection, world.a, *lives, topic=Topic.PROPOSAL)
        world.add(connection, world.b, lives[0], topic=Topic.PROPOSAL)
    filters = Filters.for_period(Period.LAST_4_WEEKS, world.clock.now().date())
    whole = Scope.whole(world.a)
    with reader.read() as db:
        found = choices_late(db, whole, filters).set_index("line")
        green = choices_late(db, Scope((Reach(world.a, frozenset({1})),)), filters).set_index("line")
        council = choices_late(db, replace(whole, embargoed=False), filters)
    told = found[["count", "worst", "owner"]].T.to_dict("list")
    assert told == {Line.UNMOTIVATED: [2, 34, "Groendienst"], Line.NOT_STARTED: [1, 77, "Groendienst"]}
    assert dict(green["count"]) == {Line.UNMOTIVATED: 1, Line.NOT_STARTED: 1}
    assert council.empty

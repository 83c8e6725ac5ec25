"""What waits for a decision, the calendar of sittings and their agendas, on a small world with known days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, insert

from config.errors import Forbidden, NotFound
from config.kinds import EventKind as K
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.project import project
from queries.agenda_dossiers import ON_AGENDA
from queries.filters import Filters, Reach, Scope
from queries.sittings import agenda, agendas, sitting_of, sittings, sittings_on
from queries.tables import dossier, selection_round, sitting, sitting_item
from queries.undecided import closing_soon, waiting
from tests.conftest import NOW
from tests.world import World, at, story

GREEN, CLEAN = 1, 2
ASKED = {"payload": {"ref": "1", "partner_id": 1}}
READY = {"payload": {"ref": "1", "organ": "gemeenteraad"}}


@dataclass
class Hall:
    """A town with sittings, in a transaction that is rolled back."""

    db: Connection
    world: World

    def melding(self, *steps: tuple, service: int = GREEN, **payload: Any) -> UUID:
        begun = (K.SUBMITTED, "2026-11-02 10:00", {"service_id": service, "payload": payload})
        return self.world.add(self.db, self.world.a, story(begun, *steps))[0]

    def place(self, outcome: str, *steps: tuple, service: int | None = GREEN, ref: str = "najaar", **more: Any) -> UUID:
        told = {"payload": {"outcome": outcome, "ref": ref} | more}
        begun = (P.SUBMITTED, "2026-10-02 10:00", {"service_id": service, "payload": {"title": outcome}})
        history = story(begun, (P.PUBLISHED, "2026-10-03 10:00"), (P.SELECTION_MADE, "2026-11-16 10:00", told), *steps)
        return self.world.add(self.db, self.world.a, history, topic=Topic.PROPOSAL)[0]

    def sitting(self, moment: str, until: str | None = None, *, state: str = "planned", organ: str = "college") -> UUID:
        key = {"organisation_id": self.world.a, "sitting_id": uuid4(), "organ": organ, "organ_name": "", "state": state}
        ends = {
            "starts_at": at(moment),
            "agenda_until": at(until) if until else None,
            "planned_at": NOW,
            "change_no": 1,
        }
        self.db.execute(insert(sitting).values(key | ends))
        found: Any = key["sitting_id"]
        return UUID(str(found))

    def item(self, of: UUID, *subjects: UUID, kind: str = "melding", **more: Any) -> None:
        key = {"organisation_id": self.world.a, "item_id": uuid4(), "sitting_id": of, "subject_ids": list(subjects)}
        usual = {"kind": kind, "place": 1, "late": False, "added_at": NOW, "change_no": 1}
        self.db.execute(insert(sitting_item).values(key | usual | more))

    def round(self, ref: str) -> UUID:
        moments = dict.fromkeys(("opened_at", "changed_at"), at("2026-11-01 10:00"))
        key = {"organisation_id": self.world.a, "round_id": uuid4(), "ref": ref, "name": ref.title()}
        rules = {"theme_ids": [], "weights": {}, "least_per_area": 0, "needs_approval": True, "change_no": 1}
        self.db.execute(insert(selection_round).values(key | moments | rules))
        return UUID(str(key["round_id"]))

    def dossier(self, of: UUID, *subjects: UUID, version: int = 1, services: Any = None, draft: bool = False) -> UUID:
        """A decision dossier of the round 'winter' with the first choice about each of these places."""
        key = {"organisation_id": self.world.a, "dossier_id": uuid4(), "round_id": of, "ref": "winter"}
        places = [
            {"organisation": self.world.a, "subject": str(one), "outcome": "selected", "version": 1} for one in subjects
        ]
        told = {"version": version, "draft": draft, "places": len(subjects), "reach": [[self.world.a, services]]}
        made = {
            "as_of": NOW,
            "made_at": NOW,
            "made_role": "medewerker",
            "frozen": {"places": places},
            "hash": "8f41c2a9",
        }
        self.db.execute(insert(dossier).values(key | told | made))
        return UUID(str(key["dossier_id"]))

    def scope(self, service: int | None = None, **more: Any) -> Scope:
        return Scope((Reach(self.world.a, frozenset({service}) if service else None),), **more)

    def waits(self, scope: Scope | None = None) -> list[dict[Any, Any]]:
        lines = waiting(self.db, scope or self.scope(), NOW).lines
        return lines.astype(object).where(lines.notna(), None).to_dict("records")


@pytest.fixture
def hall(world: World) -> Iterator[Hall]:
    with world.writer.engine.connect() as connection, connection.begin() as transaction:
        yield Hall(connection, world)
        transaction.rollback()


def test_a_melding_waits_from_ready_or_pending_until_its_decision_is_taken(hall: Hall) -> None:
    pending = (K.DECISION_PENDING, "2026-11-09 10:00")
    ready, asked = (K.DECISION_READY, "2026-11-12 10:00", READY), (K.ADVICE_REQUESTED, "2026-11-03 10:00", ASKED)
    first = hall.melding(pending, number="M-1", title="Put", area_id=1)
    second = hall.melding(asked, ready)
    hall.melding((K.IN_TREATMENT, "2026-11-09 10:00"))
    hall.melding(pending, ready, (K.DECISION_TAKEN, "2026-11-16 10:00", READY), (K.DECIDED, "2026-11-16 10:00"))
    hall.melding(pending, (K.RESOLVED, "2026-11-16 10:00"))
    one, other = hall.waits()
    assert (one["subject_id"], one["since"], one["age"], one["age_working"]) == (first, date(2026, 11, 9), 13, 8)
    assert (one["name"], one["code"], one["organ"], one["advice"]) == ("Put", "M-1", None, 0)
    assert (other["subject_id"], other["since"], other["age_working"]) == (second, date(2026, 11, 12), 6)
    assert (other["organ"], other["advice"], other["unnumbered"], other["unplaced"]) == ("gemeenteraad", 1, 1, 1)
    assert (one["unnumbered"], one["unplaced"]) == (0, 0)


def test_choices_wait_by_round_until_they_are_ratified(hall: Hall) -> None:
    ratified = (P.SELECTION_RATIFIED, "2026-11-19 10:00", {"payload": {"ref": "najaar"}})
    public = (P.SELECTION_PUBLISHED, "2026-11-18 10:00", {"payload": {"ref": "najaar"}})
    chosen = hall.place("selected", motivation="Nodig")
    hall.place("not_selected")
    for over in (
        hall.place("selected", ratified),
        hall.place("not_selected", public),
        hall.place("selected", (P.EXECUTION_STARTED, "2026-11-19 10:00")),
        hall.place("not_selected", ref="voorjaar"),
        hall.place("selected", needs_approval=True, ref="later"),
    ):
        assert over not in waiting(hall.db, hall.scope(), NOW).choices["subject_id"].tolist()
    (line,) = hall.waits()
    assert (line["kind"], line["name"], line["n"], line["selected"], line["not_selected"]) == (
        "dossier",
        "najaar",
        2,
        1,
        1,
    )
    assert (line["unmotivated"], line["age_working"], line["service"]) == (1, 4, "Groendienst")
    assert len(line["seen"]) == 2
    choices = waiting(hall.db, hall.scope(), NOW).choices
    assert choices.loc[choices["outcome"] == "selected", "subject_id"].tolist() == [chosen]


def test_a_round_of_our_own_is_named_with_what_still_waits_for_approval_in_it(hall: Hall) -> None:
    of_round = hall.round("winter")
    chosen = hall.place("selected", ref="winter")
    for service in (GREEN, CLEAN):
        hall.place("selected", needs_approval=True, ref="winter", service=service)
    (line,) = hall.waits()
    assert (line["name"], line["round_id"], line["unapproved"]) == ("selected", of_round, 2)
    assert line["subject_id"] == chosen
    assert hall.waits(hall.scope(GREEN))[0]["unapproved"] == 1
    hall.place("not_selected", ref="winter")
    assert [(line["name"], line["kind"]) for line in hall.waits()] == [("Winter", "dossier")]
    one = hall.sitting("2026-11-23 14:00")
    hall.item(one, chosen, kind="dossier", title="Winter")
    assert agenda(hall.db, hall.scope(), one, NOW)["round_id"].tolist() == [of_round]


def test_a_round_waits_with_the_last_version_of_its_dossier_that_is_no_draft(hall: Hall) -> None:
    of_round = hall.round("winter")
    ratified = (P.SELECTION_RATIFIED, "2026-11-19 10:00", {"payload": {"ref": "winter"}})
    anew = (P.SELECTION_MADE, "2026-11-18 10:00", {"payload": {"outcome": "selected", "ref": "winter"}})
    one, two = (hall.place("selected", ref="winter") for _ in range(2))
    done, moved = hall.place("selected", ratified, ref="winter"), hall.place("selected", anew, ref="winter")

    def line(scope: Scope | None = None) -> list[Any]:
        (found,) = hall.waits(scope)
        names = ("dossier_lacks", "dossier_version", "dossier_places", "dossier_outside", "dossier_changed")
        return [{subject for subject, _ in found["seen"]}, found["dossier_id"], *(found[name] for name in names)]

    everything = {one, two, moved}
    assert line() == [everything, None, "none", None, None, None, None]
    hall.dossier(of_round, one, version=1, draft=True)
    assert line() == [everything, None, "draft", 1, None, None, None]
    hall.dossier(of_round, done, version=2)
    assert line() == [everything, None, "outside", 2, None, None, None]
    made = hall.dossier(of_round, one, done, moved, version=3)
    hall.dossier(of_round, one, version=4, draft=True)
    assert line() == [{one, moved}, made, None, 3, 3, 1, 1]
    assert line(hall.scope(GREEN))[1:3] == [None, None], "it tells of services that are not theirs"
    assert line(hall.scope(cases=False, embargoed=False))[1] == made, "the secretariat prepares it"


def test_an_agenda_says_when_its_dossier_was_overtaken(hall: Hall) -> None:
    of_round, next_one = hall.round("winter"), hall.sitting("2026-11-30 14:00")
    one, two = (hall.place("selected", ref="winter") for _ in range(2))
    made = hall.dossier(of_round, one, two)
    hall.item(next_one, one, two, kind="dossier", dossier_id=made)

    def told(scope: Scope | None = None) -> list[Any]:
        frame = agenda(hall.db, scope or hall.scope(), next_one, NOW)
        return list(frame.astype(object).where(frame.notna(), None)[list(ON_AGENDA)].iloc[0])

    assert told() == [1, "8f41c2a9", 0, None, 0]
    anew = story(
        (P.SELECTION_MADE, "2026-11-18 10:00", {"seq": 9, "payload": {"outcome": "deferred", "ref": "winter"}})
    )
    hall.world.append(hall.db, hall.world.a, one, anew)
    project(hall.db, hall.world.a, [one])
    hall.dossier(of_round, one, two, version=2)
    hall.dossier(of_round, one, two, version=3, draft=True)
    assert told() == [1, "8f41c2a9", 0, 2, 1]
    assert told(hall.scope(GREEN)) == [None] * 5


def test_the_sittings_of_some_days_that_began_with_their_agendas(hall: Hall) -> None:
    monday = hall.sitting("2026-11-16 14:00")
    evening = hall.sitting("2026-11-16 20:00", organ="gemeenteraad")
    hall.sitting("2026-11-16 09:00", state="cancelled")
    hall.sitting("2026-11-23 14:00")
    subject = hall.melding((K.DECISION_PENDING, "2026-11-09 10:00"))
    for of in (monday, evening):
        hall.item(of, subject)
    hall.item(evening, hall.melding(service=CLEAN), place=2)
    days = [date(2026, 11, 16), date(2026, 11, 23)]
    assert sittings_on(hall.db, hall.scope(), days, NOW)["sitting_id"].tolist() == [monday, evening]
    assert sittings_on(hall.db, Scope.whole(hall.world.b), days, NOW).empty
    found = agendas(hall.db, hall.scope(), [monday, evening], NOW)
    assert sorted(found["sitting_id"].tolist()) == sorted([monday, evening, evening])
    assert agendas(hall.db, hall.scope(CLEAN), [monday, evening], NOW)["place"].tolist() == [2]


def test_what_stands_on_an_agenda_says_which_and_what_was_postponed_waits_again(hall: Hall) -> None:
    pending = (K.DECISION_PENDING, "2026-11-09 10:00")
    on, off, gone = (hall.melding(pending) for _ in range(3))
    next_one, past = hall.sitting("2026-11-23 14:00"), hall.sitting("2026-11-16 14:00", state="held")
    hall.item(next_one, on)
    hall.item(past, off, result="postponed")
    hall.item(hall.sitting("2026-11-30 14:00", state="cancelled"), gone)
    found = {line["subject_id"]: line for line in hall.waits()}
    assert (found[on]["sitting_id"], found[on]["sitting_day"]) == (next_one, date(2026, 11, 23))
    assert (found[off]["sitting_id"], found[off]["last_result"], found[off]["last_day"]) == (
        None,
        "postponed",
        date(2026, 11, 16),
    )
    assert (found[gone]["sitting_id"], found[gone]["last_result"]) == (None, None)


def test_the_calendar_counts_working_days_until_an_agenda_closes(hall: Hall) -> None:
    hall.sitting("2026-09-01 14:00")
    past = hall.sitting("2026-11-16 14:00", "2026-11-13 12:00", state="held")
    soon = hall.sitting("2026-11-26 14:00", "2026-11-24 12:00")
    open_ended = hall.sitting("2026-11-30 20:00", organ="gemeenteraad")
    subject = hall.melding((K.DECISION_PENDING, "2026-11-09 10:00"))
    hall.item(past, subject, result="approved")
    hall.item(past, hall.melding(service=CLEAN))
    frame = sittings(hall.db, hall.scope(), NOW)
    rows = frame.astype(object).where(frame.notna(), None).set_index("sitting_id")
    assert rows.index.tolist() == [past, soon, open_ended]
    assert rows[["begun", "closed", "left", "items", "open_items"]].values.tolist() == [
        [True, True, None, 2, 1],
        [False, False, 2, 0, 0],
        [False, False, 6, 0, 0],
    ]
    limited = sittings(hall.db, hall.scope(GREEN), NOW)
    assert limited.loc[limited["sitting_id"] == past, ["items", "open_items"]].values.tolist() == [[1, 0]]
    assert sitting_of(hall.db, hall.scope(), soon, NOW)["left"] == 2
    with pytest.raises(NotFound):
        sitting_of(hall.db, Scope.whole(hall.world.b), soon, NOW)


def test_what_waits_is_counted_for_the_menu_when_an_agenda_closes_soon(hall: Hall) -> None:
    def count(day: date) -> int:
        return int(closing_soon(hall.db, hall.scope(), Filters(day, day))["count"].item())

    hall.sitting("2026-11-30 14:00", "2026-11-26 12:00")
    hall.place("selected")
    hall.melding((K.DECISION_READY, "2026-11-12 10:00", READY))
    hall.item(hall.sitting("2026-12-21 14:00"), hall.melding((K.DECISION_PENDING, "2026-11-09 10:00")))
    assert [count(date(2026, 11, day)) for day in (23, 24, 26, 27)] == [0, 1, 1, 0]
    hall.sitting("2026-11-25 20:00", organ="gemeenteraad")
    assert count(date(2026, 11, 24)) == 2


def test_an_agenda_tells_what_was_recorded_and_what_another_system_told(hall: Hall) -> None:
    taken = {"payload": READY["payload"] | {"result": "approved", "number": "2026_GR_1", "uri": "urn:x"}}
    told = hall.melding((K.DECISION_READY, "2026-11-12 10:00", READY), (K.DECISION_TAKEN, "2026-11-16 20:00", taken))
    chosen, refused = hall.place("selected", number="P-1"), hall.place("not_selected")
    one = hall.sitting("2026-11-16 20:00", organ="gemeenteraad")
    hall.item(one, told)
    hall.item(one, chosen, refused, uuid4(), kind="dossier", title="Ronde najaar", place=2)
    hall.item(one, hall.melding(service=CLEAN), place=3, result="refused", number="2026_GR_2")
    frame = agenda(hall.db, hall.scope(), one, NOW)
    first, second, third = frame.astype(object).where(frame.notna(), None).to_dict("records")
    assert [first[name] for name in ("told_result", "told_number", "told_uri", "told_day")] == [
        *("approved", "2026_GR_1", "urn:x"),
        date(2026, 11, 16),
    ]
    assert (second["name"], second["n"], second["selected"], second["told_result"]) == ("Ronde najaar", 2, 1, None)
    assert (third["result"], third["number"], third["service"]) == ("refused", "2026_GR_2", "Netheid")
    assert agenda(hall.db, hall.scope(GREEN), one, NOW)["place"].tolist() == [1, 2]
    assert agenda(hall.db, Scope.whole(hall.world.b), one, NOW).empty


def test_only_who_may_know_what_an_agenda_names_is_told(hall: Hall) -> None:
    one = hall.sitting("2026-11-23 14:00")
    hall.place("selected", service=None)
    hall.melding((K.DECISION_PENDING, "2026-11-09 10:00"))
    clerk = hall.scope(cases=False, embargoed=False)
    assert len(hall.waits(clerk)) == 2
    assert [line["kind"] for line in hall.waits(hall.scope(CLEAN))] == ["place"], "what names no service is everybody's"
    nobody = hall.scope(agenda=False)
    for ask in (
        lambda: waiting(hall.db, nobody, NOW),
        lambda: sittings(hall.db, nobody, NOW),
        lambda: agenda(hall.db, nobody, one, NOW),
        lambda: sittings_on(hall.db, nobody, [NOW.date()], NOW),
        lambda: closing_soon(hall.db, nobody, Filters(NOW.date(), NOW.date())),
    ):
        with pytest.raises(Forbidden):
            ask()

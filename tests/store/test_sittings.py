"""Sittings: what planning, an agenda and a record write, and what is impossible."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from config.errors import InvalidInput, NotFound
from config.kinds import EventKind as K
from config.kinds import ItemKind, Organ, Role, SittingResult
from config.topics import ProposalEvent as P
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.sittings import planning, recording
from dashboard.store.actions.sittings.agenda import AgendaClosed, Marked, Put, put_on, take_off
from dashboard.store.actions.sittings.planning import Sitting, series
from dashboard.store.actions.sittings.recording import Result
from dashboard.store.actions.subject_turn import Acting, Overtaken
from dashboard.store.engine import Writer
from dashboard.store.project import project
from queries.agenda_dossiers import changes
from queries.filters import Reach, Scope
from tests.desk import GREEN, Desk
from tests.world import ZONE, at, story

CLERK = Actor(UUID(int=9), Role.SECRETARIAAT, "r9")
MONDAY = Sitting(Organ.COLLEGE, at("2026-11-23 14:00"), at("2026-11-20 12:00"))
READY = {"payload": {"ref": "besluit-1", "organ": "college"}}
CHOSEN = (
    (P.PUBLISHED, "2026-11-03 10:00"),
    (P.SELECTION_MADE, "2026-11-16 10:00", {"payload": {"outcome": "selected", "ref": "najaar"}}),
)
YES = Result(SittingResult.APPROVED, "2026_CBS_01", "https://besluiten.example/1")
ON_AGENDA = (K.DECISION_ON_AGENDA, Role.SECRETARIAAT, {"ref": "besluit-1", "organ": "college"}, None)


DOSSIER = """
INSERT INTO dossier (organisation_id, dossier_id, round_id, ref, version, draft, places, reach, as_of, made_at,
    made_role, frozen, hash)
VALUES (:o, :d, gen_random_uuid(), 'najaar', 1, :draft, 1, '[]', :now, :now, 'medewerker', CAST(:frozen AS jsonb), '')
"""


class Chamber(Desk):
    """A desk of the secretariat on Friday morning, with a sitting of the college on Monday."""

    sitting: UUID

    def begin(self) -> "Chamber":
        with self.writer.transaction() as connection:
            for table in ("sitting_item", "sitting", "audit"):
                connection.execute(text(f"DELETE FROM {table}"))
        self.clock.set(at("2026-11-20 09:00"))
        self.by = Acting(CLERK, self.world.a)
        self.sitting = planning.plan(**self.held, by=self.by, sitting=MONDAY)
        return self

    def melding(self, *more: tuple, **payload: Any) -> UUID:
        begun = (K.SUBMITTED, "2026-11-02 10:00", {"service_id": GREEN, "payload": {"title": "Put"} | payload})
        pending = (K.DECISION_PENDING, "2026-11-10 10:00"), (K.DECISION_READY, "2026-11-12 10:00", READY)
        return self.world.melding(self.world.a, story(begun, *pending, *more))

    def put(
        self, *subjects: UUID, kind: ItemKind = ItemKind.MELDING, late: bool = False, to: UUID | None = None
    ) -> UUID:
        one = Put(kind, tuple(map(self.seen, subjects)), "Ronde" if kind is ItemKind.DOSSIER else "")
        return put_on(**self.held, by=self.by, sitting_id=to or self.sitting, puts=[one], late=late)[0]

    def dossier(self, *subjects: UUID, draft: bool = False) -> UUID:
        """A decision dossier about the choices of these places."""
        made = uuid4()
        places = [{"organisation": self.world.a, "subject": str(one), "version": 1} for one in subjects]
        values = {"o": self.world.a, "d": made, "draft": draft, "frozen": json.dumps({"places": places})}
        values |= {"now": self.clock.now()}
        with self.writer.transaction() as connection:
            connection.execute(text(DOSSIER), values)
        return made

    def put_dossier(self, dossier_id: UUID, *subjects: UUID, by: Acting | None = None) -> UUID:
        one = Put(ItemKind.DOSSIER, tuple(map(self.seen, subjects)), "Ronde", dossier_id)
        return put_on(**self.held, by=by or self.by, sitting_id=self.sitting, puts=[one])[0]

    def marked(self, item: UUID) -> Marked:
        row = self.ask("SELECT change_no, subject_ids FROM sitting_item WHERE item_id = :i", i=item)[0]
        return Marked(item, row.change_no, tuple(map(self.seen, row.subject_ids)))

    def act(self, act: Callable[..., Any], *items: UUID, **more: Any) -> Any:
        return act(**self.held, by=self.by, sitting_id=self.sitting, items=list(map(self.marked, items)), **more)

    def record(self, *items: UUID, told: Result = YES) -> recording.Recorded:
        recorded: recording.Recorded = self.act(recording.record, *items, told=told)
        return recorded

    def after(self) -> "Chamber":
        self.clock.set(at("2026-11-25 09:00"))
        return self

    def decision(self, subject: UUID) -> tuple:
        columns = "result, number, uri, on_agenda_day, decided_day, signed_day, published_day"
        return tuple(self.ask(f"SELECT {columns} FROM decision WHERE subject_id = :s", s=subject)[0])

    def told(self, subject: UUID) -> list[tuple]:
        """What was written here."""
        return [one for one in self.events(subject) if one[1] == Role.SECRETARIAAT]

    def where(self, subject: UUID) -> str:
        return str(self.ask("SELECT stage FROM melding WHERE subject_id = :s", s=subject)[0][0])

    def ratified(self, subject: UUID) -> tuple:
        return tuple(
            self.ask("SELECT organ, decision_number, ratified_day FROM selection WHERE subject_id = :s", s=subject)[0]
        )


@pytest.fixture(scope="module")
def made(shared_writer: Writer) -> Chamber:
    return Chamber(shared_writer)


@pytest.fixture
def chamber(made: Chamber) -> Chamber:
    return made.begin()


def test_a_melding_goes_from_agenda_to_publication_each_act_with_its_events_and_one_audit_row(chamber: Chamber) -> None:
    one = chamber.melding(number="M-1")
    item = chamber.put(one)
    chamber.after().record(item)
    days = Result(YES.result, YES.number, YES.uri, date(2026, 11, 23), date(2026, 11, 24))
    chamber.record(item, told=days)
    chamber.record(item, told=days)
    said = {"ref": "besluit-1", "organ": "college", "result": "approved", "number": YES.number, "uri": YES.uri}
    assert chamber.told(one) == [
        ON_AGENDA,
        (K.DECISION_TAKEN, Role.SECRETARIAAT, said, None),
        (K.DECIDED, Role.SECRETARIAAT, {"result": "approved"}, None),
        (K.DECISION_SIGNED, Role.SECRETARIAAT, said, None),
        (K.DECISION_PUBLISHED, Role.SECRETARIAAT, said, None),
    ]
    monday = date(2026, 11, 23)
    assert chamber.decision(one) == (
        "approved",
        YES.number,
        YES.uri,
        date(2026, 11, 20),
        monday,
        monday,
        date(2026, 11, 24),
    )
    assert chamber.where(one) == "decided"
    assert chamber.ask("SELECT state FROM sitting") == [("held",)]
    assert [(row[0], row[3]) for row in chamber.log()] == [
        ("sitting_planned", None),
        ("agenda_item_added", one),
        *[("decision_recorded", one)] * 3,
    ]
    assert chamber.log()[-1][4] | {"number": "M-1", "decision": YES.number, "day": "2026-11-23"} == chamber.log()[-1][4]


def test_a_record_that_is_put_right_voids_what_no_longer_holds(chamber: Chamber) -> None:
    one = chamber.melding()
    item = chamber.put(one)
    chamber.after().record(item, told=Result(SittingResult.REFUSED, "2026_CBS_01"))
    assert chamber.decision(one)[0] == "refused"
    chamber.record(item, told=Result(SittingResult.AMENDED, "2026_CBS_01"))
    assert chamber.decision(one)[0] == "approved"
    chamber.record(item, told=Result(SittingResult.POSTPONED))
    assert (chamber.decision(one)[0], chamber.where(one)) == (None, "decision_pending")
    chamber.record(item)
    chamber.act(recording.take_back, item)
    assert (chamber.decision(one)[0], chamber.where(one)) == (None, "decision_pending")
    assert chamber.ask("SELECT result, number, decided_at FROM sitting_item") == [(None, None, None)]
    assert chamber.ask("SELECT state FROM sitting") == [("planned",)]


def test_a_decision_that_no_source_told_of_gets_a_name_of_its_own(chamber: Chamber) -> None:
    begun = (K.SUBMITTED, "2026-11-02 10:00"), (K.DECISION_PENDING, "2026-11-10 10:00")
    before = [(kind, "2026-11-11 10:00", {"payload": {"ref": "a"}}) for kind in (K.DECISION_READY, K.DECISION_TAKEN)]
    one = chamber.world.melding(chamber.world.a, story(*begun, *before, (K.DECISION_PENDING, "2026-11-12 10:00")))
    item = chamber.put(one)
    chamber.after().record(item)
    assert {payload.get("ref") for kind, _, payload, _ in chamber.told(one) if kind != K.DECIDED} == {f"zitting-{item}"}
    assert chamber.ask("SELECT count(*) FROM decision WHERE subject_id = :s", s=one)[0][0] == 2


def test_a_choice_is_ratified_when_it_is_approved_and_left_alone_otherwise(chamber: Chamber) -> None:
    one = chamber.add(*CHOSEN, number="P-1")
    item = chamber.put(one, kind=ItemKind.PLACE)
    assert chamber.told(one) == []
    chamber.after()
    for result in (SittingResult.REFUSED, SittingResult.AMENDED, SittingResult.POSTPONED):
        chamber.record(item, told=Result(result))
        assert chamber.ratified(one) == (None, None, None)
    chamber.record(item)
    assert chamber.ratified(one) == ("college", YES.number, date(2026, 11, 23))
    chamber.act(recording.take_back, item)
    assert chamber.ratified(one) == (None, None, None)


def test_of_a_dossier_only_choices_that_still_count_are_ratified(chamber: Chamber) -> None:
    stays, goes = chamber.add(*CHOSEN), chamber.add(*CHOSEN, title="Laan")
    item = chamber.put(stays, goes, kind=ItemKind.DOSSIER)
    chamber.after()
    anew = {"seq": 9, "payload": {"outcome": "selected", "ref": "b"}}
    with chamber.writer.transaction() as connection:
        chamber.world.append(connection, chamber.world.a, goes, story((P.SELECTION_MADE, "2026-11-24 10:00", anew)))
        project(connection, chamber.world.a, [goes])
    assert chamber.record(item).left == ("Laan",)
    assert chamber.ratified(stays)[0] == "college"


def test_of_a_decision_dossier_exactly_the_places_that_wait_go_on_an_agenda(chamber: Chamber) -> None:
    one, other, done = (chamber.add(*CHOSEN) for _ in range(3))
    before = chamber.put(done, kind=ItemKind.PLACE)
    chamber.after().record(before)
    chamber.clock.set(at("2026-11-20 11:00"))
    made = chamber.dossier(one, other, done)
    for wrong, places in ((made, [one]), (made, [one, other, chamber.add(*CHOSEN)])):
        with pytest.raises(InvalidInput, match="other places"):
            chamber.put_dossier(wrong, *places)
    with pytest.raises(InvalidInput, match="Only a draft"):
        chamber.put_dossier(chamber.dossier(one, draft=True), one)
    with pytest.raises(NotFound):
        chamber.put_dossier(uuid4(), one)
    chamber.put_dossier(made, one, other)
    assert chamber.ask("SELECT subject_ids FROM sitting_item WHERE dossier_id = :d", d=made) == [([one, other],)]
    assert [row[4]["dossiers"] for row in chamber.log() if "dossiers" in row[4]] == [[str(made)]]
    with pytest.raises(InvalidInput, match="on an agenda already"):
        chamber.put_dossier(chamber.dossier(one), one)


@pytest.mark.parametrize("result", SittingResult)
def test_what_an_organ_does_with_a_decision_dossier_holds_for_each_of_its_places(
    chamber: Chamber, result: SittingResult
) -> None:
    places = chamber.add(*CHOSEN), chamber.add(*CHOSEN)
    item = chamber.put_dossier(chamber.dossier(*places), *places)
    number, uri = (None, None) if result is SittingResult.POSTPONED else (YES.number, YES.uri)
    chamber.after().record(item, told=Result(result, number or "", uri or ""))
    ratified = ("college", YES.number, YES.uri, date(2026, 11, 23))
    wanted = ratified if result is SittingResult.APPROVED else (None,) * 4
    asked = "SELECT organ, decision_number, decision_uri, ratified_day FROM selection WHERE subject_id = ANY(:s)"
    assert [tuple(row) for row in chamber.ask(asked, s=list(places))] == [wanted] * 2
    kept = "SELECT result, number, uri, decided_at IS NULL FROM sitting_item"
    assert chamber.ask(kept) == [(result, number, uri, result is SittingResult.POSTPONED)]


def test_a_choice_that_the_organ_did_not_read_is_not_ratified(chamber: Chamber) -> None:
    """Undone and made anew before the sitting: with the same number as the one in the dossier."""
    stays, anew = chamber.add(*CHOSEN), chamber.add(*CHOSEN, title="Laan")
    made = chamber.dossier(stays, anew)
    item = chamber.put_dossier(made, stays, anew)
    other = {"payload": {"outcome": "not_selected", "ref": "najaar"}}
    events = story((P.VOID, "2026-11-21 10:00", {"voids_seq": 3}), (P.SELECTION_MADE, "2026-11-21 11:00", other))
    for place, event in enumerate(events, 4):
        object.__setattr__(event, "seq", place)
    with chamber.writer.transaction() as connection:
        chamber.world.append(connection, chamber.world.a, anew, events)
        project(connection, chamber.world.a, [anew])
        scope = Scope((Reach(chamber.world.a),), agenda=True)
        assert changes(connection, scope, [made]) == {made: 1}
    assert chamber.after().record(item).left == ("Laan",)
    assert (chamber.ratified(stays)[0], chamber.ratified(anew)[0]) == ("college", None)


def test_what_cannot_stand_on_an_agenda_is_refused_in_words(chamber: Chamber) -> None:
    closed, waits = chamber.melding((K.RESOLVED, "2026-11-13 10:00")), chamber.melding()
    unchosen, chosen = chamber.add(CHOSEN[0]), chamber.add(*CHOSEN)
    for subject, kind, words in (
        (closed, ItemKind.MELDING, "closed"),
        (waits, ItemKind.PLACE, "in this way"),
        (unchosen, ItemKind.PLACE, "no choice"),
        (chosen, ItemKind.MELDING, "in this way"),
    ):
        with pytest.raises(InvalidInput, match=words):
            chamber.put(subject, kind=kind)
    chamber.put(waits)
    with pytest.raises(InvalidInput, match="on an agenda already"):
        chamber.put(waits)
    early = planning.plan(**chamber.held, by=chamber.by, sitting=Sitting(Organ.COLLEGE, at("2026-11-16 09:00")))
    with pytest.raises(InvalidInput, match="after the sitting began"):
        chamber.put(chosen, kind=ItemKind.PLACE, late=True, to=early)
    elsewhere = Acting(CLERK, chamber.world.b)
    with pytest.raises(NotFound):
        put_on(
            **chamber.held,
            by=elsewhere,
            sitting_id=chamber.sitting,
            puts=[Put(ItemKind.PLACE, (chamber.seen(chosen),))],
        )
    assert chamber.ask("SELECT count(*) FROM sitting_item")[0][0] == 1


def test_after_its_deadline_an_agenda_is_closed_unless_somebody_says_so(chamber: Chamber) -> None:
    one = chamber.melding()
    chamber.clock.set(at("2026-11-20 12:00") + timedelta(seconds=5))
    with pytest.raises(AgendaClosed) as refusal:
        chamber.put(one)
    assert refusal.value.closed_at == MONDAY.agenda_until
    chamber.put(one, late=True)
    assert chamber.ask("SELECT late FROM sitting_item") == [(True,)]


def test_what_is_taken_off_or_was_on_a_cancelled_sitting_waits_again(chamber: Chamber) -> None:
    one, other = chamber.melding(), chamber.melding()
    item = chamber.put(one)
    chamber.put(other)
    chamber.act(take_off, item)
    assert chamber.ask("SELECT place, subject_ids FROM sitting_item") == [(1, [other])]
    planning.cancel(**chamber.held, by=chamber.by, sitting_id=chamber.sitting, change_no=1)
    for subject in (one, other):
        assert chamber.decision(subject)[3] is None
    again = planning.plan(**chamber.held, by=chamber.by, sitting=MONDAY)
    chamber.put(one, to=again)
    assert chamber.decision(one)[3] == date(2026, 11, 20)
    with pytest.raises(InvalidInput, match="called off"):
        chamber.put(other)


def test_nothing_is_recorded_of_a_sitting_to_come_or_in_an_order_that_cannot_be(chamber: Chamber) -> None:
    item = chamber.put(chamber.melding())
    with pytest.raises(InvalidInput, match="still to come"):
        chamber.record(item)
    chamber.after()
    for told in (
        Result(SittingResult.APPROVED, signed_on=date(2026, 11, 22)),
        Result(SittingResult.APPROVED, signed_on=date(2026, 11, 25), published_on=date(2026, 11, 24)),
        Result(SittingResult.APPROVED, published_on=date(2026, 11, 26)),
        Result(SittingResult.POSTPONED, "2026_CBS_01"),
        Result(SittingResult.APPROVED, uri="javascript:alert(1)"),
    ):
        with pytest.raises(InvalidInput):
            chamber.record(item, told=told)
    chamber.record(item)
    with pytest.raises(InvalidInput, match="undo that first"):
        chamber.act(take_off, item)
    with pytest.raises(InvalidInput, match="recorded"):
        planning.cancel(**chamber.held, by=chamber.by, sitting_id=chamber.sitting, change_no=2)


def test_of_two_people_the_second_is_told(chamber: Chamber) -> None:
    one = chamber.melding()
    seen = chamber.seen(one)
    item = chamber.put(one)
    chamber.act(take_off, item)
    with pytest.raises(Overtaken) as told:
        put_on(**chamber.held, by=chamber.by, sitting_id=chamber.sitting, puts=[Put(ItemKind.MELDING, (seen,))])
    assert [each.kind for each in told.value.happened] == [K.DECISION_ON_AGENDA, K.DECISION_ON_AGENDA]
    place = chamber.put(chamber.add(*CHOSEN), kind=ItemKind.PLACE)
    first = chamber.marked(place)
    chamber.after().record(place, told=Result(SittingResult.POSTPONED))
    with pytest.raises(InvalidInput, match="meanwhile"):
        recording.record(**chamber.held, by=chamber.by, sitting_id=chamber.sitting, items=[first], told=YES)


def test_a_series_keeps_its_hour_and_passes_over_closing_days(chamber: Chamber) -> None:
    first = Sitting(Organ.COLLEGE, at("2026-10-19 14:00"), at("2026-10-15 12:00"))
    planned = planning.plan_series(**chamber.held, by=chamber.by, first=first, until=date(2026, 11, 30))
    assert planned.closed == (date(2026, 11, 2),), "All Souls"
    assert planned.known == (date(2026, 11, 23),)
    rows = chamber.ask(
        "SELECT starts_at, agenda_until FROM sitting WHERE sitting_id <> :s ORDER BY 1", s=chamber.sitting
    )
    moments = ["10-19", "10-26", "11-09", "11-16", "11-30"]
    assert [row.starts_at for row in rows] == [at(f"2026-{day} 14:00") for day in moments]
    closes = ["10-15", "10-22", "11-05", "11-12", "11-26"]
    assert [row.agenda_until for row in rows] == [at(f"2026-{day} 12:00") for day in closes]
    with pytest.raises(InvalidInput, match="known already"):
        planning.plan_series(**chamber.held, by=chamber.by, first=first, until=date(2026, 11, 30))


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.sampled_from(planning.WEEKS), st.integers(0, 120))
def test_each_sitting_of_a_series_is_on_the_same_weekday_at_the_same_hour(first: date, weeks: int, days: int) -> None:
    until = first + timedelta(days=days)
    found = series(Sitting(Organ.COLLEGE, at(f"{first} 14:30")), until, ZONE, weeks)
    assert [one.starts_at for one in found] == [
        at(f"{first + timedelta(weeks=weeks * n)} 14:30") for n in range(days // (7 * weeks) + 1)
    ]


def test_a_sitting_moves_until_results_are_recorded(chamber: Chamber) -> None:
    def change(no: int, **more: Any) -> None:
        other = Sitting(**vars(MONDAY) | more)
        planning.change(**chamber.held, by=chamber.by, sitting_id=chamber.sitting, change_no=no, sitting=other)

    change(1, starts_at=at("2026-11-24 14:00"))
    with pytest.raises(InvalidInput, match="meanwhile"):
        change(1, note="Zaal 2")
    planning.plan(**chamber.held, by=chamber.by, sitting=MONDAY)
    with pytest.raises(InvalidInput, match="has a sitting"):
        change(2)
    change(2, organ=Organ.OTHER, organ_name="Stuurgroep kern")
    item = chamber.put(chamber.melding())
    chamber.after().record(item)
    with pytest.raises(InvalidInput, match="recorded"):
        change(4)


def test_what_was_read_from_a_file_is_recorded_as_anything_else_and_the_log_names_the_file(chamber: Chamber) -> None:
    one = chamber.melding()
    item = chamber.put(one)
    chamber.after().act(recording.record, item, told=YES, read_from="lijst.html")
    assert chamber.decision(one)[:3] == ("approved", YES.number, YES.uri)
    (logged,) = [detail for action, *_, detail in chamber.log() if action == "decision_recorded"]
    assert logged["read_from"] == "lijst.html"

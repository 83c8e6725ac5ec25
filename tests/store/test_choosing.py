"""Choosing places: what each act writes, what is impossible, and that of two people nobody's words are lost."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from config.errors import InvalidInput, NotFound
from config.ids import uuid7
from config.kinds import Role
from config.topics import ProposalEvent as P
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.choosing import choices, drafts, publishing, rounds
from dashboard.store.actions.choosing.choices import Mark
from dashboard.store.actions.choosing.drafts import Beside, Change, Content
from dashboard.store.actions.choosing.rounds import Rules, Within
from dashboard.store.actions.proposal_turn import Acting, Overtaken, Seen
from dashboard.store.actions.reasons import NewReason, add_reason
from dashboard.store.engine import Writer
from dashboard.store.project import project
from queries.filters import Filters, Reach, Scope
from queries.publishing import choices_to_publish, planned, to_publish
from tests.desk import CLEAN, GREEN, Desk
from tests.world import at, story

WRITES, READS = Actor(UUID(int=7), Role.MEDEWERKER, "r7"), Actor(UUID(int=8), Role.DIENSTHOOFD, "r8")
PUBLISHED = (P.PUBLISHED, "2026-11-03 10:00")
RULES = Rules("Ronde najaar 2026", {"support": 60, "gain.depaving_m2": 40})
SECOND = Rules("Tweede ronde", {"support": 100})
WHOLE = Content("selected", ("support",), "Met {stemmen} stemmen de meeste.", "Ronde van het najaar.")
FACTS = {"stemmen": "62"}
POINT = {"type": "Point", "coordinates": [4.14, 51.16]}


class Office(Desk):
    """A desk with a round, where one person writes and another one reads."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer)
        self.one, self.two = Acting(WRITES, self.world.a), Acting(READS, self.world.a)
        self.round = rounds.open_round(**self.held, by=self.one, rules=RULES)
        self.within = Within(self.world.a, self.round)

    def place(self, **more: Any) -> UUID:
        return self.add(PUBLISHED, **more)

    def draft(self, subject: UUID, content: Content = WHOLE, *, no: int = 0, by: Acting | None = None) -> int:
        key: dict[str, Any] = {"within": self.within, "subject_id": subject}
        return drafts.save(**self.held, by=by or self.one, **key, draft_no=no, content=content)

    def mark(self, *subjects: UUID, by: Acting | None = None, no: int = 1) -> tuple[Seen, ...]:
        marks = [Mark(self.seen(one), no, FACTS, {"support": 79.5}) for one in subjects]
        return choices.make(**self.held, by=by or self.one, within=self.within, marks=marks)

    def act(self, act: Callable[..., Any], *subjects: UUID, by: Acting | None = None, **more: Any) -> Any:
        return act(**self.held, by=by or self.two, seen=[self.seen(one) for one in subjects], **more)

    def made(self, **more: Any) -> UUID:
        """A place about which a choice was made that waits for approval."""
        subject = self.place(**more)
        self.draft(subject)
        self.mark(subject)
        return subject

    def standing(self, subject: UUID) -> list[tuple]:
        found = self.ask("SELECT standing, published_at IS NOT NULL FROM selection WHERE subject_id = :s", s=subject)
        return [tuple(row) for row in found]


@pytest.fixture
def office(writer: Writer) -> Office:
    return Office(writer)


def test_from_draft_to_publication_each_act_writes_its_event_and_one_audit_row(office: Office) -> None:
    place = office.place(number="P-1")
    office.draft(place, Content(**vars(WHOLE) | {"geometry": POINT, "internal_note": "Leidingen?"}))
    before = len(office.log())
    office.mark(place)
    office.act(choices.approve, place)
    office.act(publishing.publish, place)
    told: dict[str, Any] = {
        "outcome": "selected",
        "reasons": ["support"],
        "motivation": "Ronde van het najaar.\n\nMet 62 stemmen de meeste.",
        "internal_note": "Leidingen?",
        "geometry": POINT,
        "scores": {"support": 79.5},
        "needs_approval": True,
        "ref": "ronde-najaar-2026",
    }
    ref = {"ref": "ronde-najaar-2026"}
    assert office.events(place)[1:] == [
        (P.SELECTION_MADE, Role.MEDEWERKER, told, None),
        (P.SELECTION_APPROVED, Role.DIENSTHOOFD, ref, None),
        (P.SELECTION_PUBLISHED, Role.DIENSTHOOFD, ref, None),
    ]
    assert [(action, who) for action, who, *_ in office.log()[before:]] == [
        ("choice_made", WRITES.account_id),
        ("choice_approved", READS.account_id),
        ("choices_published", READS.account_id),
    ]
    assert office.ask("SELECT public_stage, outcome FROM proposal")[0] == ("selected", "selected")
    assert office.ask("SELECT count(*) FROM selection_draft")[0][0] == 0


def test_a_choice_counts_for_nothing_until_it_is_approved(office: Office) -> None:
    place = office.made()
    assert office.stage(place) == "published"
    assert office.standing(place) == [("pending", False)]
    office.act(choices.approve, place)
    assert office.stage(place) == "selected"


def test_nobody_approves_their_own_choice(office: Office) -> None:
    place = office.made()
    with pytest.raises(InvalidInput, match="yourself"):
        office.act(choices.approve, place, by=Acting(Actor(WRITES.account_id, Role.DIENSTHOOFD, "r"), office.world.a))
    assert office.standing(place) == [("pending", False)]


def test_nor_when_somebody_else_chose_the_place_in_another_round(office: Office) -> None:
    place = office.made()
    office.act(choices.approve, place)
    second = Within(office.world.a, rounds.open_round(**office.held, by=office.two, rules=SECOND))
    key: dict[str, Any] = {"by": office.two, "within": second}
    drafts.save(**office.held, **key, subject_id=place, draft_no=0, content=WHOLE)
    choices.make(**office.held, **key, marks=[Mark(office.seen(place), 1, FACTS)])
    with office.writer.transaction() as connection:  # rows come in any order: let the older one be the last
        connection.execute(
            text("UPDATE selection_draft SET saved_at = saved_at WHERE round_id = :r"), {"r": office.round}
        )
    with pytest.raises(InvalidInput, match="yourself"):
        office.act(choices.approve, place)
    choices.send_back(**office.held, by=office.one, seen=office.seen(place), message="Eén keer is genoeg.")
    made = office.ask("SELECT made_seq IS NOT NULL FROM selection_draft WHERE round_id = :r", r=office.round)
    assert made[0][0], "what the other round chose stays made"


def test_nor_when_a_source_chose_the_place_meanwhile_and_that_is_public(office: Office) -> None:
    place = office.made()
    told = {"payload": {"outcome": "selected", "ref": "elders", "motivation": "Elders gekozen."}}
    office.clock.advance(timedelta(hours=1))
    with office.writer.transaction() as connection:
        [event] = story((P.SELECTION_MADE, "2026-11-20 09:30", told))
        object.__setattr__(event, "seq", office.seen(place).seq + 1)
        office.world.append(connection, office.world.a, place, [event])
        project(connection, office.world.a, [place])
    office.act(publishing.publish, place)
    assert office.standing(place) == [("pending", False), ("counts", True)]
    with pytest.raises(InvalidInput, match="yourself"):
        office.act(choices.approve, place, by=office.one)


def test_without_a_second_person_a_choice_counts_at_once(office: Office) -> None:
    rules = Rules(RULES.name, RULES.weights, needs_approval=False)
    rounds.change_round(**office.held, by=office.one, round_id=office.round, change_no=1, rules=rules)
    place = office.made()
    assert office.stage(place) == "selected"
    assert "needs_approval" not in office.events(place)[-1][2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (Content(), "chosen, not chosen or deferred"),
        (Content("selected", (), "Omdat."), "reason"),
        (Content("not_selected", ("too_costly",), "  "), "motivation"),
        (Content("deferred", ("later_round",), "{onbekend}"), "onbekend"),
        (Content("selected", ("support",), "Omdat.", chosen_by="working_group"), "working group"),
    ],
)
def test_what_is_not_complete_is_refused_with_why(office: Office, content: Content, words: str) -> None:
    place, other = office.place(title="Kaai"), office.place()
    office.draft(place, content)
    office.draft(other)
    with pytest.raises(InvalidInput, match=words):
        office.mark(other, place)
    assert [kind for kind, *_ in office.events(other)] == [P.PUBLISHED]


@pytest.mark.parametrize(
    "steps",
    [
        (),
        ((P.REFUSED, "2026-11-03 10:00"),),
        (PUBLISHED, (P.EXECUTION_STARTED, "2026-11-04 10:00")),
        (PUBLISHED, (P.WITHDRAWN, "2026-11-04 10:00")),
    ],
)
def test_about_some_places_nothing_can_be_chosen(office: Office, steps: tuple) -> None:
    place = office.add(*steps)
    office.draft(place)
    with pytest.raises(InvalidInput):
        office.mark(place)


def test_what_is_sent_back_can_be_written_on(office: Office) -> None:
    place = office.made()
    choices.send_back(**office.held, by=office.two, seen=office.seen(place), message="Noem de leidingen.")
    with pytest.raises(InvalidInput, match="waits for approval"):
        office.act(choices.approve, place)
    office.draft(place, Content(**vars(WHOLE) | {"motivation": "Met de leidingen."}), no=1)
    office.mark(place, no=2)
    assert office.standing(place) == [("returned", False), ("pending", False)]
    assert office.ask("SELECT return_message FROM selection WHERE version = 1")[0][0] == "Noem de leidingen."


def test_a_choice_can_be_undone_until_it_is_public(office: Office) -> None:
    place = office.made()
    office.act(choices.approve, place)
    office.act(choices.undo, place)
    assert (office.stage(place), office.standing(place)) == ("published", [])
    office.mark(place)
    office.act(choices.approve, place)
    office.act(publishing.publish, place)
    with pytest.raises(InvalidInput):
        office.act(choices.undo, place)


def test_after_publication_a_new_version_follows_and_the_public_one_stays(office: Office) -> None:
    place = office.made()
    office.act(choices.approve, place)
    office.act(publishing.publish, place)
    office.draft(place, Content("deferred", ("later_round",), "Toch later."))
    office.mark(place)
    assert office.ask("SELECT public_stage, stage FROM proposal")[0] == ("selected", "selected")
    office.act(choices.approve, place)
    assert office.ask("SELECT public_stage, stage FROM proposal")[0] == ("selected", "deferred")
    office.act(publishing.publish, place)
    assert office.ask("SELECT public_stage, stage FROM proposal")[0] == ("deferred", "deferred")


def test_what_is_not_approved_is_not_published(office: Office) -> None:
    place, other = office.made(), office.made()
    office.act(choices.approve, other)
    with pytest.raises(InvalidInput, match="approval"):
        office.act(publishing.publish, other, place)
    assert office.standing(other) == [("counts", False)]


def test_a_planned_publication_comes_when_its_moment_has_come(office: Office) -> None:
    place, undone = office.made(), office.made()
    office.act(choices.approve, place, undone)
    moment = office.clock.now() + timedelta(hours=1)
    office.act(publishing.plan, place, undone, publish_at=moment)
    assert publishing.carry_out(office.writer, office.clock) == 0
    assert office.standing(place) == [("counts", False)]
    office.act(choices.undo, undone)
    office.clock.advance(timedelta(hours=1))
    assert publishing.carry_out(office.writer, office.clock) == 1
    assert publishing.carry_out(office.writer, office.clock) == 0
    assert office.standing(place) == [("counts", True)]
    assert office.ask("SELECT report FROM publication_plan")[0][0] == {"published": 1, "left": [str(undone)]}
    assert [action for action, *_ in office.log()][-1] == "publication_carried_out"


def test_a_planned_choice_of_a_source_comes_too_and_what_is_gone_holds_up_nothing(office: Office) -> None:
    told = {
        "payload": {"outcome": "selected", "ref": "elders", "reasons": ["support"], "motivation": "Elders gekozen."}
    }
    there, gone = (office.add(PUBLISHED, (P.SELECTION_MADE, "2026-11-05 10:00", told)) for _ in range(2))
    for place in (gone, there):
        office.act(publishing.plan, place, publish_at=office.clock.now() + timedelta(hours=1))
    with office.writer.transaction() as connection:
        connection.execute(text("DELETE FROM proposal WHERE subject_id = :s"), {"s": gone})
    office.clock.advance(timedelta(hours=2))
    assert publishing.carry_out(office.writer, office.clock) == 2
    assert office.standing(there) == [("counts", True)]
    reports = [row[0] for row in office.ask("SELECT report FROM publication_plan ORDER BY publish_at")]
    assert reports == [{"published": 0, "left": [str(gone)]}, {"published": 1, "left": []}]


def test_a_plan_that_fails_holds_up_no_other(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    place = office.made()
    office.act(choices.approve, place)
    office.act(publishing.plan, place, publish_at=office.clock.now() + timedelta(hours=1))
    office.clock.advance(timedelta(hours=2))
    with monkeypatch.context() as broken:
        broken.setattr(publishing, "_publish", lambda *_: 1 / 0)
        assert publishing.carry_out(office.writer, office.clock) == 0
    assert publishing.carry_out(office.writer, office.clock) == 1


def test_a_planned_publication_that_is_cancelled_never_comes(office: Office) -> None:
    place = office.made()
    office.act(choices.approve, place)
    later = {"publish_at": office.clock.now() + timedelta(hours=1)}
    plan_id = office.act(publishing.plan, place, **later)
    with pytest.raises(InvalidInput, match="planned"):
        office.act(publishing.plan, place, **later)
    publishing.cancel(**office.held, by=office.two, plan_id=plan_id)
    office.clock.advance(timedelta(hours=2))
    assert publishing.carry_out(office.writer, office.clock) == 0
    assert office.standing(place) == [("counts", False)]
    with pytest.raises(InvalidInput):
        publishing.cancel(**office.held, by=office.two, plan_id=plan_id)


def test_a_plan_of_another_service_is_out_of_reach(office: Office) -> None:
    place, other = office.made(), office.made(service=CLEAN)
    office.act(choices.approve, place, other)
    plans = [
        office.act(publishing.plan, one, publish_at=office.clock.now() + timedelta(hours=1)) for one in (place, other)
    ]
    narrow = replace(office.two, service_ids=frozenset({GREEN}))
    with office.writer.transaction() as connection:
        seen = planned(connection, Scope((Reach(office.world.a, narrow.service_ids),)))
        assert len(planned(connection, Scope.whole(office.world.a))) == 2
    assert list(seen["plan_id"]) == plans[:1]
    with pytest.raises(NotFound):
        publishing.cancel(**office.held, by=narrow, plan_id=plans[1])
    publishing.cancel(**office.held, by=narrow, plan_id=plans[0])


def test_of_two_people_at_one_place_neither_loses_a_word(office: Office) -> None:
    place = office.place()
    assert office.draft(place, Content(motivation="Eerst.")) == 1
    assert office.draft(place, Content(motivation="Door een ander."), no=1, by=office.two) == 2
    with pytest.raises(Beside) as told:
        office.draft(place, Content(motivation="Eerst, en nog meer."), no=1)
    assert (told.value.theirs.motivation, told.value.draft_no) == ("Door een ander.", 2)
    assert told.value.saved_by == READS.account_id
    kept = office.ask("SELECT motivation, saved_by, aside FROM selection_draft_text ORDER BY text_no")
    assert [tuple(row) for row in kept] == [
        ("Eerst.", WRITES.account_id, False),
        ("Eerst, en nog meer.", WRITES.account_id, True),
    ]
    assert office.ask("SELECT motivation FROM selection_draft")[0][0] == "Door een ander."


def test_what_was_typed_by_one_person_is_saved_once(office: Office) -> None:
    place = office.place()
    assert office.draft(place, Content(motivation="Een")) == 1
    assert office.draft(place, Content(motivation="Een"), no=1) == 1
    assert office.draft(place, Content(motivation="Een zin"), no=1) == 2
    assert office.draft(place, Content(), no=2) == 3
    kept = office.ask("SELECT motivation FROM selection_draft_text")
    assert kept == []


def test_who_writes_in_two_windows_finds_both_texts(office: Office) -> None:
    place = office.place()
    office.draft(place, Content(motivation="Eerste venster."))
    office.draft(place, Content(motivation="Tweede venster."), no=1)
    assert office.draft(place, Content(motivation="Eerste, later."), no=1) == 3
    assert office.ask("SELECT motivation FROM selection_draft_text") == [("Tweede venster.",)]


def test_a_round_chooses_places_of_a_predecessor(office: Office) -> None:
    before = Acting(WRITES, office.world.predecessor)
    place = office.add(PUBLISHED, town=office.world.predecessor, service=None)
    assert office.draft(place, by=before) == 1
    office.mark(place, by=before)
    office.act(choices.approve, place, by=Acting(READS, office.world.predecessor))
    assert office.ask("SELECT ref, standing FROM selection") == [("ronde-najaar-2026", "counts")]


def test_a_round_of_the_same_name_elsewhere_doubles_no_choice(office: Office) -> None:
    place = office.made()
    office.act(choices.approve, place)
    theirs = rounds.open_round(**office.held, by=Acting(WRITES, office.world.predecessor), rules=RULES)
    scope = Scope.whole(office.world.a, office.world.predecessor)
    with office.writer.transaction() as db:
        [row] = to_publish(db, scope).to_dict("records")
        assert choices_to_publish(db, scope, Filters(row["made_day"], row["made_day"]))["count"].item() == 1
    assert (row["subject_id"], row["round_id"]) == (place, office.round) != (place, theirs)


def test_a_choice_is_made_of_the_draft_that_was_seen(office: Office) -> None:
    place = office.place()
    office.draft(place)
    office.draft(place, Content(**vars(WHOLE) | {"motivation": "Anders."}), no=1, by=office.two)
    with pytest.raises(InvalidInput, match="meanwhile"):
        office.mark(place, no=1)
    seen = office.seen(place)
    office.mark(place, no=2)
    with pytest.raises(Overtaken):
        choices.make(**office.held, by=office.two, within=office.within, marks=[Mark(seen, 2, FACTS)])
    with pytest.raises(InvalidInput, match="made already"):
        office.draft(place, no=2)


def test_many_get_an_outcome_and_a_shared_part_and_keep_their_own(office: Office) -> None:
    first, second = office.place(), office.place()
    office.draft(first, Content(motivation="Eigen deel.", shared="Oud"))
    change = Change("not_selected", ("low_support",), "Deze ronde koos de werkgroep zes plekken.")
    seen = {first: 1, second: 0}
    found = drafts.save_many(**office.held, by=office.one, within=office.within, seen=seen, change=change)
    assert found == {first: 2, second: 1}
    rows = office.ask("SELECT outcome, reasons, motivation, shared FROM selection_draft ORDER BY draft_no DESC")
    assert [tuple(row) for row in rows] == [
        ("not_selected", ["low_support"], "Eigen deel.", change.shared),
        ("not_selected", ["low_support"], "", change.shared),
    ]
    assert office.ask("SELECT shared FROM selection_draft_text")[0][0] == "Oud"
    with pytest.raises(InvalidInput, match="meanwhile"):
        drafts.save_many(**office.held, by=office.two, within=office.within, seen=seen, change=change)


def test_places_of_another_service_or_town_are_out_of_reach(office: Office) -> None:
    narrow = Acting(WRITES, office.world.a, frozenset({GREEN}))
    other, elsewhere = office.add(PUBLISHED, service=CLEAN), office.add(PUBLISHED, town=office.world.b)
    for subject in (other, elsewhere, uuid7(1, 1)):
        with pytest.raises(NotFound):
            office.draft(subject, by=narrow)
        with pytest.raises(NotFound):
            office.act(choices.approve, subject, by=narrow) if subject != uuid7(1, 1) else office.draft(subject)


@pytest.mark.parametrize(
    "content",
    [
        Content("chosen"),
        Content(reasons=("support", "support")),
        Content(reasons=("unheard_of",)),
        Content(motivation="x" * (drafts.LONGEST_MOTIVATION + 1)),
        Content(motivation="a\x00b"),
        Content(geometry={"type": "Point", "coordinates": [4]}),
        Content(chosen_by="me"),
    ],
)
def test_no_draft_holds_what_no_choice_can(office: Office, content: Content) -> None:
    place = office.place()
    with pytest.raises(InvalidInput):
        office.draft(place, content)
    assert office.ask("SELECT count(*) FROM selection_draft")[0][0] == 0


SQUARE = {"type": "Polygon", "coordinates": [[[4.1, 51.1], [4.2, 51.1], [4.2, 51.2], [4.1, 51.2], [4.1, 51.1]]]}


@pytest.mark.parametrize(("lon", "made"), [(4.14, True), (4.9, False)])
def test_a_final_place_lies_within_the_boundaries_that_are_known(office: Office, lon: float, made: bool) -> None:
    with office.writer.transaction() as connection:
        own = {"o": office.world.a, "square": json.dumps(SQUARE)}
        connection.execute(text(_BOUNDED), own)
    place = office.place()
    office.draft(place, Content(**vars(WHOLE) | {"geometry": {"type": "Point", "coordinates": [lon, 51.16]}}))
    with nullcontext() if made else pytest.raises(InvalidInput, match="in no neighbourhood"):
        office.mark(place)
    assert len(office.standing(place)) == made


_BOUNDED = """
WITH kinds AS (UPDATE organisation o SET area_kind = a.kind FROM area a
    WHERE a.organisation_id = o.organisation_id AND o.organisation_id = :o)
UPDATE area_version SET geometry = CAST(:square AS jsonb) WHERE organisation_id = :o
"""


def test_own_reasons_can_be_chosen(office: Office) -> None:
    place, told = office.place(), office.held | {"actor": WRITES, "organisation_id": office.world.a}
    add_reason(**told, new=NewReason("School", "School", ["selected"]))
    office.draft(place, Content(**vars(WHOLE) | {"reasons": ("own_school", "support")}))
    office.mark(place)
    assert office.ask("SELECT reasons FROM selection")[0][0] == ["own_school", "support"]


class TestRounds:
    """Opening, changing and closing a round."""

    @pytest.mark.parametrize(
        "rules",
        [
            Rules("", RULES.weights),
            Rules("-- !", RULES.weights),
            Rules("Ronde", {}),
            Rules("Ronde", {"support": 99}),
            Rules("Ronde", {"support": 150, "cost": -50}),
            Rules("Ronde", {"unheard_of": 100}),
            Rules("Ronde", RULES.weights, budget=0),
            Rules("Ronde", RULES.weights, least_per_area=3, most_per_area=2),
            Rules("Ronde", RULES.weights, most_per_area=0),
        ],
    )
    def test_rules_that_no_round_can_have_are_refused(self, office: Office, rules: Rules) -> None:
        with pytest.raises(InvalidInput):
            rounds.open_round(**office.held, by=office.one, rules=rules)

    def test_a_round_has_a_name_of_its_own_and_themes_that_there_are(self, office: Office) -> None:
        with pytest.raises(InvalidInput, match="already"):
            rounds.open_round(**office.held, by=office.one, rules=Rules("Ronde  NAJAAR, 2026", RULES.weights))
        with pytest.raises(NotFound):
            rounds.open_round(**office.held, by=office.one, rules=Rules("Andere", RULES.weights, theme_ids=(1, 99)))
        rounds.open_round(**office.held, by=Acting(WRITES, office.world.b), rules=RULES)

    def test_who_changes_what_another_changed_meanwhile_is_told(self, office: Office) -> None:
        this = office.held | {"by": office.one, "round_id": office.round}
        rules = Rules("Najaar", RULES.weights, budget=320_000)
        assert rounds.change_round(**this, change_no=1, rules=rules) == 2
        with pytest.raises(InvalidInput, match="meanwhile"):
            rounds.change_round(**this, change_no=1, rules=RULES)
        assert office.ask("SELECT ref, name, budget FROM selection_round")[0] == (
            "ronde-najaar-2026",
            "Najaar",
            320_000,
        )
        assert office.log()[-1][4] == {"ref": "ronde-najaar-2026", "name": "Najaar", "budget": 320_000}

    def test_in_a_closed_round_nothing_is_prepared(self, office: Office) -> None:
        place = office.made()
        rounds.close_round(**office.held, by=office.one, round_id=office.round)
        with pytest.raises(InvalidInput, match="closed"):
            office.draft(office.place())
        office.act(choices.approve, place)
        assert office.stage(place) == "selected"
        rounds.change_round(**office.held, by=office.one, round_id=office.round, change_no=1, rules=RULES, reopen=True)
        assert office.draft(office.place()) == 1


def test_the_moments_are_those_of_the_clock(office: Office) -> None:
    office.made()
    assert office.ask("SELECT made_at FROM selection")[0][0] > at("2026-11-20 09:00")

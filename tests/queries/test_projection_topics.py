"""What `project` makes of the topics beside melding is what the plain readings make of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from config.payloads import Field, Form, payloads
from config.topics import BEGINNINGS, DeliverableEvent, ParticipantEvent, Topic, kinds_of
from config.topics import ActivityEvent as A
from config.topics import ProposalEvent as P
from queries import tables
from queries.projection import table_at
from queries.tables import DERIVED_OF
from tests.fold import Event
from tests.folds import programme, proposals
from tests.world import CONTEXT, World, at, rows, story

ANOTHER = "019cadfd-8900-7298-a9ac-a3bbf619be92"


def fold(events: list[Event], topic: Topic) -> dict[str, list[dict[str, Any]]]:
    return proposals.fold(events, CONTEXT) if topic is Topic.PROPOSAL else programme.fold(events, topic, CONTEXT)


def assert_same(connection: Connection, world: World, topic: Topic, *histories: list[Event]) -> None:
    subjects = world.add(connection, world.a, *histories, topic=topic)
    for subject, events in zip(subjects, histories, strict=True):
        expected = fold(events, topic)
        for table in DERIVED_OF[topic]:
            assert rows(connection, table.name, subject) == expected.get(table.name, []), table.name


def chosen(outcome: str, ref: str = "1", **more: Any) -> dict[str, Any]:
    return {"payload": {"outcome": outcome, "ref": ref, "motivation": f"{outcome} {ref}"} | more}


SUBMITTED = (P.SUBMITTED, "2026-03-02 10:00", {"payload": {"title": "Plein", "text": "Meer groen", "theme_id": 1}})
PUBLISHED = (P.PUBLISHED, "2026-03-04 10:00")
CHOSEN = (P.SELECTION_MADE, "2026-04-01 10:00", chosen("selected"))
SHOWN = (P.SELECTION_PUBLISHED, "2026-04-08 10:00", {"payload": {"ref": "1"}})
BY_ITSELF = (P.PUBLISHED, "2026-03-04 10:00", {"actor_role": "system"})
WHY_NOT = (P.SELECTION_MADE, "2026-04-01 10:00", {"payload": {"outcome": "selected", "ref": "1", "motivation": " "}})
UNAPPROVED = (P.SELECTION_MADE, "2026-04-01 10:00", chosen("selected", needs_approval=True))
APPROVED = (P.SELECTION_APPROVED, "2026-04-03 10:00", {"payload": {"ref": "1"}})
RETURNED = (P.SELECTION_RETURNED, "2026-04-02 15:00", {"payload": {"ref": "1", "message": "Noem de leidingen."}})
STARTED = (P.EXECUTION_STARTED, "2026-05-04 10:00")
STORIES = {
    "from place to tree": story(
        SUBMITTED,
        PUBLISHED,
        CHOSEN,
        SHOWN,
        STARTED,
        (P.REALISED, "2026-06-01 10:00", {"payload": {"cost_actual": 9.5}}),
    ),
    "refused, then published": story(
        SUBMITTED, (P.REFUSED, "2026-03-03 10:00", {"payload": {"reason": "x"}}), PUBLISHED
    ),
    "published, then refused": story(SUBMITTED, PUBLISHED, (P.REFUSED, "2026-03-05 10:00")),
    "chosen, not shown": story(SUBMITTED, PUBLISHED, CHOSEN, STARTED),
    "another version, not shown yet": story(
        SUBMITTED, PUBLISHED, CHOSEN, SHOWN, (P.SELECTION_MADE, "2026-04-20 10:00", chosen("deferred"))
    ),
    "a publication before the choice publishes nothing": story(
        SUBMITTED, PUBLISHED, (P.SELECTION_PUBLISHED, "2026-03-20 10:00", {"payload": {"ref": "1"}}), CHOSEN
    ),
    "the publication of another round": story(
        SUBMITTED, PUBLISHED, CHOSEN, (P.SELECTION_PUBLISHED, "2026-04-08 10:00", {"payload": {"ref": "2"}})
    ),
    "chosen again in the same round before its publication": story(
        SUBMITTED, PUBLISHED, CHOSEN, (P.SELECTION_MADE, "2026-04-02 10:00", chosen("not_selected")), SHOWN
    ),
    "chosen, waits for approval": story(SUBMITTED, PUBLISHED, UNAPPROVED, SHOWN, STARTED),
    "approved, shown": story(SUBMITTED, PUBLISHED, UNAPPROVED, APPROVED, SHOWN, STARTED),
    "shown before it was approved": story(
        SUBMITTED, PUBLISHED, UNAPPROVED, SHOWN, (P.SELECTION_APPROVED, "2026-04-10 10:00", {"payload": {"ref": "1"}})
    ),
    "planned before the approval": story(
        SUBMITTED, PUBLISHED, UNAPPROVED, (P.EXECUTION_PLANNED, "2026-04-02 10:00"), APPROVED, SHOWN
    ),
    "returned": story(SUBMITTED, PUBLISHED, UNAPPROVED, RETURNED, SHOWN),
    "returned, and then approved after all": story(SUBMITTED, PUBLISHED, UNAPPROVED, RETURNED, APPROVED),
    "a later version waits while the first is public": story(
        SUBMITTED,
        PUBLISHED,
        CHOSEN,
        SHOWN,
        (P.SELECTION_MADE, "2026-04-20 10:00", chosen("deferred", needs_approval=True)),
    ),
    "the approval of an older round comes last": story(
        SUBMITTED,
        PUBLISHED,
        UNAPPROVED,
        (P.SELECTION_MADE, "2026-04-02 10:00", chosen("not_selected", "2")),
        (P.SELECTION_PUBLISHED, "2026-04-02 11:00", {"payload": {"ref": "2"}}),
        APPROVED,
        SHOWN,
    ),
    "scored and scored again": story(
        SUBMITTED,
        (P.SCORE_SET, "2026-03-03 10:00", {"payload": {"criterion": "feasibility", "value": 3}}),
        (P.SCORE_SET, "2026-03-04 10:00", {"payload": {"criterion": "heat", "value": 70.5}}),
        (P.SCORE_SET, "2026-03-05 10:00", {"payload": {"criterion": "feasibility", "value": 4}}),
    ),
    "what happens next": story(
        SUBMITTED,
        PUBLISHED,
        (P.NEXT_STEPS_TOLD, "2026-05-03 10:00", {"payload": {"text": "De aannemer komt in mei."}}),
        (P.NEXT_STEPS_TOLD, "2026-06-03 10:00", {"payload": {"text": "Bomen volgen in november."}}),
    ),
    "drawn elsewhere": story(
        SUBMITTED,
        PUBLISHED,
        (
            P.SELECTION_MADE,
            "2026-04-01 10:00",
            chosen("selected", geometry={"type": "Point", "coordinates": [4.5, 51.25]}),
        ),
    ),
    "planned before the choice that is shown": story(
        SUBMITTED, PUBLISHED, (P.EXECUTION_PLANNED, "2026-03-20 10:00"), CHOSEN, SHOWN
    ),
    "estimated and measured again": story(
        (P.SUBMITTED, "2026-03-02 10:00", {"payload": {"estimates": {"trees": 3, "solar_kwp": 2.5}}}),
        (P.ESTIMATE_SET, "2026-03-03 10:00", {"payload": {"indicator": "trees", "value": 4}}),
        (P.OUTCOME_MEASURED, "2026-05-03 10:00", {"payload": {"indicator": "trees", "value": 5}}),
        (P.OUTCOME_MEASURED, "2026-06-03 10:00", {"payload": {"indicator": "trees", "value": 2}}),
    ),
    "the publication was void": [
        *story(SUBMITTED, PUBLISHED, CHOSEN, SHOWN),
        Event(5, P.VOID, at("2026-04-09 10:00"), voids_seq=4),
    ],
    "merged": story(SUBMITTED, PUBLISHED, (P.MERGED, "2026-03-09 10:00", {"payload": {"into_id": ANOTHER}})),
    "unmerged": [
        *story(SUBMITTED, PUBLISHED, (P.MERGED, "2026-03-09 10:00", {"payload": {"into_id": ANOTHER}})),
        Event(4, P.VOID, at("2026-03-10 10:00"), voids_seq=3),
    ],
    "votes cast and counted": story(
        SUBMITTED,
        (P.VOTES_COUNTED, "2026-03-05 10:00", {"payload": {"total": 10}}),
        (P.VOTES_COUNTED, "2026-03-06 10:00", {"payload": {"total": 10}}),
        (P.VOTES_CAST, "2026-03-07 09:00", {"payload": {"votes": 2, "voters": ["b2", "a1"]}}),
        (P.VOTES_CAST, "2026-03-07 11:00", {"payload": {"votes": 1, "voters": ["a1"]}}),
        (P.VOTES_COUNTED, "2026-03-29 00:30", {"payload": {"total": 11}}),
        (P.VOTES_COUNTED, "2026-03-29 23:30", {"payload": {"total": 15}}),
    ),
    "its texts were removed": story(SUBMITTED, PUBLISHED, (P.TEXT_REMOVED, "2028-03-02 10:00")),
    "asked, answered and asked again": story(
        SUBMITTED,
        (P.QUESTION_ASKED, "2026-03-03 09:00", {"payload": {"message": "Waar precies?"}}),
        (P.QUESTION_ANSWERED, "2026-03-03 12:00", {"payload": {"message": "Aan de kerk."}}),
        (P.QUESTION_ASKED, "2026-03-04 09:00", {"payload": {"message": "Welke kant?"}}),
    ),
    "photos": story(
        SUBMITTED,
        (P.PHOTO_ADDED, "2026-03-02 10:00", {"payload": {"photo": "b", "alt": "Het plein"}}),
        (P.PHOTO_ADDED, "2026-03-02 10:00", {"payload": {"photo": "a", "moment": "after"}}),
        (P.PHOTO_PUBLISHED, "2026-03-03 10:00", {"payload": {"photo": "b"}}),
        (P.PHOTO_HIDDEN, "2026-03-04 10:00", {"payload": {"photo": "b"}}),
        (P.PHOTO_PUBLISHED, "2026-03-04 11:00", {"payload": {"photo": "a"}}),
        (P.PHOTO_PUBLISHED, "2026-03-04 11:00", {"payload": {"photo": "never added"}}),
    ),
    "photos of which the texts were removed": story(
        SUBMITTED,
        (P.PHOTO_ADDED, "2026-03-02 10:00", {"payload": {"photo": "b"}}),
        (P.TEXT_REMOVED, "2028-03-02 10:00"),
    ),
    "relocated": story(
        (P.SUBMITTED, "2026-03-02 10:00", {"payload": {"lon": 4.2, "lat": 51.2, "h3_10": 622001, "area_id": 1}}),
        (P.RELOCATED, "2026-03-03 10:00", {"payload": {"lon": 4.3, "lat": 51.1, "h3_10": 622002}}),
    ),
    "withdrawn before moderation": story(SUBMITTED, (P.WITHDRAWN, "2026-03-03 10:00")),
    "refused here, published by its source": story(SUBMITTED, (P.REFUSED, "2026-03-02 11:00"), BY_ITSELF),
    "published by its source": story(SUBMITTED, BY_ITSELF, CHOSEN, SHOWN),
    "published without a motivation": story(SUBMITTED, PUBLISHED, WHY_NOT, SHOWN),
    "realised without a choice": story(SUBMITTED, PUBLISHED, (P.REALISED, "2026-06-01 10:00")),
}


@pytest.mark.parametrize("events", STORIES.values(), ids=STORIES)
def test_a_story_of_a_proposal_means_what_the_fold_says(world: World, events: list[Event]) -> None:
    with world.writer.transaction() as connection:
        assert_same(connection, world, Topic.PROPOSAL, events)


def test_a_proposal_as_known_at_an_earlier_instant(world: World) -> None:
    """What occurred later is not known yet; what was taken back was never so."""
    then = at("2026-04-05 12:00")
    with world.writer.transaction() as connection:
        subjects = world.add(connection, world.a, *STORIES.values(), topic=Topic.PROPOSAL)
        known = table_at(tables.proposal, then, [world.a])
        found = {row["subject_id"]: dict(row) for row in connection.execute(select(known)).mappings()}
    for subject, events in zip(subjects, STORIES.values(), strict=True):
        told = [event for event in events if event.occurred_at <= then or event.kind == P.VOID]
        expected = proposals.fold(told, CONTEXT)["proposal"][0]
        assert {key: found[subject][key] for key in expected} == expected


def stages(name: str) -> tuple[str, str | None]:
    proposal = proposals.fold(STORIES[name], CONTEXT)["proposal"][0]
    return proposal["stage"], proposal["public_stage"]


def test_the_public_knows_only_what_was_published() -> None:
    """By hand: where a proposal stands, and where it stands for the public."""
    assert stages("from place to tree") == ("realised", "realised")
    assert stages("refused, then published") == ("published", "published")
    assert stages("published, then refused") == ("refused", None)
    assert stages("chosen, not shown") == ("in_execution", "published")
    assert stages("another version, not shown yet") == ("deferred", "selected")
    assert stages("a publication before the choice publishes nothing") == ("selected", "published")
    assert stages("the publication of another round") == ("selected", "published")
    assert stages("chosen again in the same round before its publication") == ("not_selected", "not_selected")
    assert stages("planned before the choice that is shown") == ("selected", "selected")
    assert stages("the publication was void") == ("selected", "published")
    assert stages("merged") == ("merged", None)
    assert stages("unmerged") == ("published", "published")
    assert stages("withdrawn before moderation") == ("withdrawn", None)


def lasted(name: str) -> list[tuple[str, str | None]]:
    return [(row["step"], row["result"]) for row in proposals.fold(STORIES[name], CONTEXT)["proposal_step"]]


def test_a_step_ends_with_what_it_waits_for() -> None:
    """By hand: nobody waits for who publishes by itself, a choice that was skipped, or an empty motivation."""
    moderated, chosen_ = [("moderation", "published"), ("first_answer", "published")], ("choice", "selected")
    by_itself = [chosen_, ("explanation", "explained"), ("start", None)]
    assert lasted("published by its source") == by_itself
    refused = [("moderation", "refused"), ("first_answer", "refused"), ("choice", None)]
    assert lasted("refused here, published by its source") == refused
    assert lasted("published without a motivation") == [*moderated, chosen_, ("explanation", None), ("start", None)]
    assert lasted("realised without a choice") == [*moderated, ("choice", "realised")]


def test_running_totals_become_growth() -> None:
    """By hand: 10 counted, the same the day after, 3 cast on top, then 15 after a dip to 11 on the same local day."""
    told = proposals.fold(STORIES["votes cast and counted"], CONTEXT)["vote"]
    assert [(row["day"].day, row["votes"], row["total"], row["voters"], row["first_count"]) for row in told] == [
        (5, 10, 10, None, True),
        (7, 3, 13, ["a1", "b2"], False),
        (29, 2, 15, None, False),
    ]


def test_removed_texts_leave_the_counts() -> None:
    before, after = (
        proposals.fold(events, CONTEXT)["proposal"][0]
        for events in (STORIES["its texts were removed"][:2], STORIES["its texts were removed"])
    )
    gone = {"title": None, "text": None, "text_removed": True, "text_removed_day": date(2028, 3, 2)}
    assert after == before | gone


# --- drawn stories -----------------------------------------------------------------------------------------------
NIGHTS = (
    datetime(2026, 3, 28, 22, tzinfo=UTC),
    datetime(2026, 6, 29, 9, tzinfo=UTC),
    datetime(2026, 10, 24, 21, tzinfo=UTC),
)
STEPS = st.sampled_from([0, 0, 1, 1_800, 7_200, 86_400, 3 * 86_400, 40 * 86_400])
COLUMNS: dict[str, tuple[str, st.SearchStrategy[Any]]] = {
    "theme": ("theme_id", st.integers(1, 2)),
    "area": ("area_id", st.integers(1, 2)),
    "channel": ("channel_id", st.integers(1, 2)),
    "category": ("category_id", st.integers(1, 3)),
    "lon": ("lon", st.sampled_from([4.5, 4.75])),
    "lat": ("lat", st.just(51.25)),
}
TEXTS = st.sampled_from(["a", "b"])
IDS = st.sampled_from([ANOTHER, ANOTHER.replace("0", "1")])
VALUES: dict[Form, st.SearchStrategy[Any]] = {
    Form.TEXT: TEXTS,
    Form.WHOLE: st.integers(0, 5),
    Form.NUMBER: st.sampled_from([0.5, 2.0, -1.25]),
    Form.BOOLEAN: st.booleans(),
    Form.DATE: st.sampled_from([date(2026, 5, 1), date(2027, 1, 1)]).map(str),
    Form.PSEUDONYMS: st.lists(st.sampled_from(["a1", "b2", "c3"]), max_size=2),
    Form.REFERENCE: IDS,
    Form.REFERENCES: st.lists(IDS, max_size=2),
    Form.GEOMETRY: st.just({"type": "Point", "coordinates": [4.5, 51.25]}),
}


def _value(field: Field) -> st.SearchStrategy[Any]:
    some = st.sampled_from(sorted(field.codes or {"x", "y"})[:4])
    kinds: dict[Form, st.SearchStrategy[Any]] = {
        Form.CODE: some,
        Form.CODES: st.lists(some, max_size=2),
        Form.AMOUNTS: st.dictionaries(some, st.just(2.5), max_size=2),
    }
    return (kinds | VALUES)[field.form]


@cache
def _payload(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    parts: dict[bool, dict[str, st.SearchStrategy[Any]]] = {True: {}, False: {}}
    for field in payloads().get(kind, ()):
        column = COLUMNS.get(field.name, (field.name, TEXTS))
        name, drawn = column if field.form is Form.COLUMN else (field.stored, _value(field))
        parts[field.required][name] = drawn
    return st.fixed_dictionaries(parts[True], optional=parts[False])


OFTEN = [
    *(P.PUBLISHED, P.SELECTION_MADE, P.SELECTION_MADE, P.SELECTION_APPROVED, P.SELECTION_PUBLISHED),
    *(P.EXECUTION_STARTED, P.VOTES_CAST),
]


@st.composite
def histories(draw: st.DrawFn, topic: Topic) -> list[Event]:
    """The events of a subject as a source might tell them: out of order, tied, repeated, voided."""
    kinds = [*kinds_of(topic), *(map(str, OFTEN) if topic is Topic.PROPOSAL else ())]
    moment = draw(st.sampled_from(NIGHTS)) + timedelta(microseconds=draw(st.sampled_from([0, 400_000])))
    events: list[Event] = []
    for seq in range(1, draw(st.integers(2, 16))):
        kind = draw(st.sampled_from(kinds)) if events else str(BEGINNINGS[topic])
        early = timedelta(days=draw(st.sampled_from([0, 0, 0, 0, 2])))
        role, service = draw(st.sampled_from([None, "medewerker", "system"])), draw(st.sampled_from([None, 1, 2]))
        event = Event(seq, _kind(topic, kind), moment - early, service, role, draw(_payload(kind)))
        events.append(replace(event, inferred=draw(st.booleans())))
        moment += timedelta(seconds=draw(STEPS))
    voided = draw(st.lists(st.sampled_from([event.seq for event in events]), max_size=2, unique=True))
    return events + [Event(len(events) + n, P.VOID, moment, voids_seq=seq) for n, seq in enumerate(voided, 1)]


def _kind(topic: Topic, kind: str) -> Any:
    return type(BEGINNINGS[topic])(kind)


def _draw(world: World, data: st.DataObject, topic: Topic) -> None:
    drawn = data.draw(st.lists(histories(topic), min_size=1, max_size=4))
    with world.writer.engine.connect() as connection:
        assert_same(connection, world, topic, *drawn)
        connection.rollback()


HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@settings(max_examples=100, deadline=None, suppress_health_check=HEALTH)
@given(st.data())
def test_drawn_proposals_mean_what_the_fold_says(world: World, data: st.DataObject) -> None:
    _draw(world, data, Topic.PROPOSAL)


@pytest.mark.parametrize("topic", programme.READINGS)
@settings(max_examples=20, deadline=None, suppress_health_check=HEALTH)
@given(st.data())
def test_drawn_subjects_of_other_topics_mean_what_the_fold_says(
    world: World, topic: Topic, data: st.DataObject
) -> None:
    _draw(world, data, topic)


OTHERS = {
    "held after all": (
        Topic.ACTIVITY,
        story(
            (A.PLANNED, "2026-03-02 10:00", {"payload": {"activity_kind": "plantdag", "phase": "co_creeren"}}),
            (A.CANCELLED, "2026-03-03 10:00", {"payload": {"reason": "storm"}}),
            (A.PLANNED, "2026-03-04 10:00", {"payload": {"planned_on": "2026-03-29"}}),
            (A.HELD, "2026-03-29 10:00", {"payload": {"invited": 60, "attended": 24}}),
            (A.LED_TO, "2026-03-30 10:00", {"payload": {"proposal_ids": [ANOTHER]}}),
        ),
    ),
    "left and came back": (
        Topic.PARTICIPANT,
        story(
            (ParticipantEvent.JOINED, "2026-03-02 10:00", {"payload": {"phase": "informeren", "how": "platform"}}),
            (ParticipantEvent.LEFT, "2026-03-03 10:00"),
            (ParticipantEvent.JOINED, "2027-03-03 10:00", {"payload": {"phase": "co_creeren"}}),
            (ParticipantEvent.ACTIVE, "2027-03-04 10:00", {"payload": {"phase": "raadplegen"}}),
        ),
    ),
    "a new plan does not stop the work": (
        Topic.DELIVERABLE,
        story(
            (DeliverableEvent.PLANNED, "2026-03-02 10:00", {"payload": {"title": "x", "ends_on": "2026-06-30"}}),
            (DeliverableEvent.STARTED, "2026-03-03 10:00"),
            (DeliverableEvent.PLANNED, "2026-05-03 10:00", {"payload": {"title": "x", "ends_on": "2026-12-31"}}),
        ),
    ),
}


def test_told_stories_of_other_topics(world: World) -> None:
    with world.writer.transaction() as connection:
        for topic, events in OTHERS.values():
            assert_same(connection, world, topic, events)
    held, back, work = (fold(events, topic)[topic][0] for topic, events in OTHERS.values())
    assert (held["state"], held["planned_on"], held["attended"]) == ("held", date(2026, 3, 29), 24)
    assert (back["left_at"], back["highest_phase"], back["first_phase"]) == (None, "co_creeren", "informeren")
    assert (work["state"], work["ends_on"]) == ("in_progress", date(2026, 12, 31))

"""`project` gives exactly what the plain fold gives, for stories that are told and for thousands that are drawn."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from config.kinds import EventKind, NotificationMoment
from tests.fold import Event, fold
from tests.world import CONTEXT, World, at, rows, story

K = EventKind
TABLES = ("melding", "closing", "stay", "advice", "task", "notification", "moment", "decision", "evaluation")


def assert_same(connection: Connection, world: World, *histories: list[Event]) -> None:
    for subject, events in zip(world.add(connection, world.a, *histories), histories, strict=True):
        expected = fold(events, CONTEXT)
        for table in TABLES:
            found = rows(connection, table, subject)
            assert found == [_typed(row) for row in expected.get(table, [])], table


def _typed(row: dict) -> dict:
    return {key: str(value) if isinstance(value, EventKind) else value for key, value in row.items()}


STORIES = {
    "closed at once": story((K.SUBMITTED, "2026-03-02 10:00"), (K.RESOLVED, "2026-03-02 10:00")),
    "closed before it was received": story((K.SUBMITTED, "2026-03-02 10:00"), (K.RESOLVED, "2026-03-01 09:00")),
    "reopened and closed again": story(
        (K.SUBMITTED, "2026-03-02 10:00", {"service_id": 1, "payload": {"category_id": 1}}),
        (K.RESOLVED, "2026-03-10 10:00"),
        (K.REOPENED, "2026-03-12 10:00", {"actor_role": "citizen"}),
        (K.CLOSED_UNHANDLED, "2026-03-13 10:00"),
    ),
    "only a closed melding reopens": story((K.SUBMITTED, "2026-03-02 10:00"), (K.REOPENED, "2026-03-03 10:00")),
    "a further outcome changes the outcome": story(
        (K.SUBMITTED, "2026-03-02 10:00"), (K.RESOLVED, "2026-03-03 10:00"), (K.WITHDRAWN, "2026-03-04 10:00")
    ),
    "evaluated never closes": story(
        (K.SUBMITTED, "2026-03-02 10:00"), (K.EVALUATED, "2026-03-03 10:00", {"payload": {"score": 4, "ref": "1"}})
    ),
    "the clock stands still over the spring change": story(
        (K.SUBMITTED, "2026-03-27 10:00", {"payload": {"category_id": 1}}),
        (K.WAITING_ON_CITIZEN, "2026-03-28 12:00"),
        (K.IN_TREATMENT, "2026-03-30 12:00"),
        (K.RESOLVED, "2026-04-07 12:00"),
    ),
    "the clock stands still over the autumn change": story(
        (K.SUBMITTED, "2026-10-23 10:00", {"payload": {"category_id": 1}}),
        (K.WAITING_ON_CITIZEN, "2026-10-24 23:30"),
        (K.IN_TREATMENT, "2026-10-25 12:00"),
        (K.RESOLVED, "2026-11-10 12:00"),
    ),
    "a second stop begins before the moved deadline": story(
        (K.SUBMITTED, "2026-07-01 10:00", {"payload": {"category_id": 1}}),
        (K.WAITING_ON_CITIZEN, "2026-07-03 10:00"),
        (K.IN_TREATMENT, "2026-07-08 10:00"),
        (K.WAITING_ON_CITIZEN, "2026-07-09 10:00"),
        (K.IN_TREATMENT, "2026-07-14 10:00"),
        (K.RESOLVED, "2026-07-14 15:00"),
    ),
    "a stop after the deadline does not count": story(
        (K.SUBMITTED, "2026-07-01 10:00", {"payload": {"category_id": 1}}),
        (K.WAITING_ON_CITIZEN, "2026-07-07 10:00"),
        (K.IN_TREATMENT, "2026-07-20 10:00"),
    ),
    "a stop that is not over": story(
        (K.SUBMITTED, "2026-07-01 10:00", {"payload": {"category_id": 1}}), (K.WAITING_ON_CITIZEN, "2026-07-02 10:00")
    ),
    "a norm in calendar days": story(
        (K.SUBMITTED, "2026-07-01 10:00", {"payload": {"category_id": 2}}),
        (K.WAITING_ON_CITIZEN, "2026-07-03 10:00"),
        (K.IN_TREATMENT, "2026-07-05 10:00"),
        (K.RESOLVED, "2026-07-13 23:59:59"),
    ),
    "parallel advice": story(
        (K.SUBMITTED, "2026-03-02 10:00"),
        (K.ADVICE_REQUESTED, "2026-03-03 10:00", {"payload": {"ref": "p", "partner_id": 2, "system": "x"}}),
        (K.ADVICE_REQUESTED, "2026-03-04 10:00", {"payload": {"ref": "b", "partner_id": 1}}),
        (K.ADVICE_RECEIVED, "2026-03-06 10:00", {"payload": {"ref": "p"}}),
    ),
    "advice of an own service within that of another, over a stop": story(
        (K.SUBMITTED, "2026-03-02 10:00", {"service_id": 1}),
        (K.IN_TREATMENT, "2026-03-03 10:00"),
        (K.ADVICE_REQUESTED, "2026-03-04 10:00", {"payload": {"ref": "own", "partner_id": 1}}),
        (K.ADVICE_REQUESTED, "2026-03-05 10:00", {"payload": {"ref": "police", "partner_id": 2}}),
        (K.WAITING_ON_CITIZEN, "2026-03-06 10:00"),
        (K.IN_TREATMENT, "2026-03-10 10:00"),
        (K.ADVICE_RECEIVED, "2026-03-11 10:00", {"payload": {"ref": "police"}}),
        (K.RESOLVED, "2026-03-13 10:00"),
    ),
    "forwarded there and back": story(
        (K.SUBMITTED, "2026-03-02 10:00"),
        (K.ADMISSIBLE, "2026-03-02 10:00", {"actor_role": "system"}),
        (K.ASSIGNED, "2026-03-02 10:00", {"service_id": 1, "actor_role": "system"}),
        (K.FORWARDED, "2026-03-04 10:00", {"service_id": 2}),
        (K.WAITING_ON_CITIZEN, "2026-03-05 10:00"),
        (K.IN_TREATMENT, "2026-03-06 10:00"),
        (K.FORWARDED, "2026-03-09 10:00", {"service_id": 1}),
        (K.INADMISSIBLE, "2026-03-10 10:00"),
    ),
    "taken in by nobody, forwarded once": story(
        (K.SUBMITTED, "2026-03-02 10:00"),
        (K.ASSIGNED, "2026-03-02 11:00", {"service_id": 2, "actor_role": "system"}),
        (K.FORWARDED, "2026-03-04 10:00", {"service_id": 1}),
        (K.RESOLVED, "2026-03-05 10:00"),
    ),
    "told late, told before, told of nothing": story(
        (K.SUBMITTED, "2026-03-02 10:00"),
        (K.CITIZEN_NOTIFIED, "2026-03-03 10:00", {"payload": {"moment": "ontvankelijk", "channel": "sms"}}),
        (K.ADMISSIBLE, "2026-03-04 10:00"),
        (K.CITIZEN_NOTIFIED, "2026-03-05 10:00", {"payload": {"moment": "beslissing", "channel": "brief"}}),
        (K.RESOLVED, "2026-03-09 10:00"),
        (K.CITIZEN_NOTIFIED, "2026-03-16 10:00", {"payload": {"moment": "afgehandeld", "channel": "brief"}}),
    ),
    "told in the second of the decision": story(
        (K.SUBMITTED, "2026-03-02 10:00"),
        (K.DECISION_TAKEN, "2026-03-09 10:00", {"payload": {"ref": "1", "organ": "college"}}),
        (K.CITIZEN_NOTIFIED, "2026-03-09 10:00", {"payload": {"moment": "beslissing", "channel": "sms"}}),
        (K.DECISION_PUBLISHED, "2026-03-06 10:00", {"payload": {"ref": "1"}}),
    ),
    "reclassified under another norm, moved, promised": story(
        (K.SUBMITTED, "2026-03-02 10:00", {"payload": {"category_id": 1, "area_id": 1, "lon": 4.0, "lat": 51.1}}),
        (K.RECLASSIFIED, "2026-03-03 10:00", {"payload": {"category_id": 3}}),
        (K.RELOCATED, "2026-03-03 11:00", {"payload": {"area_id": 2, "lon": 4.1, "lat": 51.2}}),
    ),
    "the receipt was void": [
        *story((K.SUBMITTED, "2026-03-02 10:00"), (K.RESOLVED, "2026-03-03 10:00")),
        Event(3, K.VOID, at("2026-03-04 10:00"), voids_seq=1),
    ],
    "the closing was void": [
        *story((K.SUBMITTED, "2026-03-02 10:00"), (K.RESOLVED, "2026-03-03 10:00")),
        Event(3, K.VOID, at("2026-03-04 10:00"), voids_seq=2),
    ],
}


@pytest.mark.parametrize("events", STORIES.values(), ids=STORIES)
def test_a_story_means_what_the_fold_says(world: World, events: list[Event]) -> None:
    with world.writer.transaction() as connection:
        assert_same(connection, world, events)


def test_deadline_moves_with_the_stop(world: World) -> None:
    """By hand: 3 working days from Wednesday 1 July is Monday 6 July; a stop from 3 to 8 July moves it 3 days."""
    events = STORIES["a second stop begins before the moved deadline"]
    assert fold(events[:1], CONTEXT)["melding"][0]["deadline_at"] == at("2026-07-06 23:59:59")
    assert fold(events[:3], CONTEXT)["melding"][0]["deadline_at"] == at("2026-07-09 23:59:59")
    assert fold(events, CONTEXT)["melding"][0]["deadline_at"] == at("2026-07-14 23:59:59")
    assert fold(events, CONTEXT)["melding"][0]["on_time"] is True


def test_time_of_advice_is_the_stage_less_what_was_out(world: World) -> None:
    """By hand, Wednesday 4 to Friday 13 March: outside advice from Thursday counts before the own one."""
    stays = fold(STORIES["advice of an own service within that of another, over a stop"], CONTEXT)["stay"]
    days = [(row["working_days"], row["internal_working_days"], row["external_working_days"]) for row in stays]
    assert days == [(1, 0, 0), (3, 1, 1), (2, 0, 0), (3, 2, 1)]


def test_days_lost_are_those_of_other_services(world: World) -> None:
    """By hand: service 2 had it from Wednesday 4 to Monday 9 March, less a stop of a day."""
    rows = fold(STORIES["forwarded there and back"], CONTEXT)
    closing, melding = rows["closing"][0], rows["melding"][0]
    assert (closing["hops"], closing["lost_working_days"], closing["lost_seconds"]) == (2, 2, 4 * 86_400)
    assert (melding["routed_by"], melding["rerouted"]) == ("system", True)
    assert (melding["screened_by"], melding["overruled"]) == ("system", True)


def test_the_first_service_is_the_first_that_held_it(world: World) -> None:
    """Assigned two hours after receipt is no change of service; forwarded later is one."""
    closing = fold(STORIES["taken in by nobody, forwarded once"], CONTEXT)["closing"][0]
    assert (closing["first_service_id"], closing["closing_service_id"]) == (2, 1)
    assert (closing["hops"], closing["lost_working_days"]) == (1, 2)


def test_what_the_citizen_heard_belongs_to_the_moment_that_arose(world: World) -> None:
    rows = fold(STORIES["told late, told before, told of nothing"], CONTEXT)["moment"]
    assert [(row["moment"], row["working_days"]) for row in rows] == [
        ("eerste_antwoord", 1),
        ("ontvankelijk", 0),
        ("beslissing", 0),
        ("afgehandeld", 5),
    ]


def test_lead_time_over_the_spring_change_counts_real_hours(world: World) -> None:
    closing = fold(STORIES["the clock stands still over the spring change"], CONTEXT)["closing"][0]
    # 27 March 10:00 to 7 April 12:00 by the wall clock is 266 h; the night of 29 March lacks one; stopped for 47 h
    assert closing["lead_seconds"] == (266 - 1 - 47) * 3600


# --- drawn stories -----------------------------------------------------------------------------------------------
NIGHTS = (
    datetime(2026, 3, 28, 22, tzinfo=UTC),
    datetime(2026, 6, 29, 9, tzinfo=UTC),
    datetime(2026, 10, 24, 21, tzinfo=UTC),
)
STEPS = st.sampled_from([0, 1, 59, 1_800, 3_600, 7_200, 86_400, 3 * 86_400, 11 * 86_400])
PAYLOADS: dict[EventKind, st.SearchStrategy[dict[str, Any]]] = {
    K.SUBMITTED: st.fixed_dictionaries(
        {},
        optional={
            "category_id": st.integers(1, 3),
            "area_id": st.integers(1, 2),
            "channel_id": st.integers(1, 2),
            "melding_kind": st.sampled_from(["melding", "klacht"]),
            "number": st.just("D-1"),
            "title": st.just("Losse tegel"),
            "street": st.just("Stationsstraat"),
            "deadline": st.sampled_from(["2026-07-03T10:00:00+00:00", "2026-10-25T00:30:00.900000+00:00"]),
        },
    ),
    K.RECLASSIFIED: st.fixed_dictionaries({"category_id": st.integers(1, 3)}),
    K.RELOCATED: st.fixed_dictionaries(
        {}, optional={"area_id": st.integers(1, 2), "lon": st.just(4.5), "street": st.just("Kerkstraat")}
    ),
    K.DEADLINE_SET: st.fixed_dictionaries({"deadline": st.just("2026-07-08T10:00:00+00:00")}),
    K.CITIZEN_NOTIFIED: st.fixed_dictionaries(
        {"moment": st.sampled_from([str(m) for m in NotificationMoment]), "channel": st.sampled_from(["sms", "brief"])}
    ),
    K.EVALUATED: st.fixed_dictionaries({"ref": st.sampled_from(["1", "2"]), "score": st.integers(1, 5)}),
}
REFERRED: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"ref": st.sampled_from(["1", "2"])},
    optional={"partner_id": st.integers(1, 2), "system": st.just("x"), "organ": st.just("college")},
)
COMMON = [K.IN_TREATMENT, K.WAITING_ON_CITIZEN, K.RESOLVED, K.REOPENED, K.ASSIGNED, K.FORWARDED]
COMMON += [K.ADVICE_REQUESTED, K.ADVICE_REQUESTED, K.ADVICE_RECEIVED, K.CITIZEN_NOTIFIED]
KINDS = st.one_of(st.sampled_from(COMMON), st.sampled_from([kind for kind in K if kind is not K.VOID]))


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """A melding's events as a source might tell them: out of order, tied, repeated, voided."""
    moment = draw(st.sampled_from(NIGHTS)) + timedelta(microseconds=draw(st.sampled_from([0, 400_000])))
    events = [Event(1, K.SUBMITTED, moment, draw(st.sampled_from([None, 1, 2])), payload=draw(PAYLOADS[K.SUBMITTED]))]
    for seq in range(2, draw(st.integers(2, 14))):
        moment += timedelta(seconds=draw(STEPS))
        kind = draw(KINDS)
        payload = draw(PAYLOADS.get(kind, REFERRED))
        early = timedelta(days=draw(st.sampled_from([0, 0, 0, 0, 2])))
        role, service = draw(st.sampled_from([None, "citizen", "system"])), draw(st.sampled_from([None, 1, 2, 3]))
        events.append(Event(seq, kind, moment - early, service, role, payload))
    voided = draw(st.lists(st.sampled_from([event.seq for event in events]), max_size=2, unique=True))
    voids = [Event(len(events) + n, K.VOID, moment, voids_seq=seq) for n, seq in enumerate(voided, 1)]
    return events + voids


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(histories(), min_size=1, max_size=4))
def test_drawn_histories_mean_what_the_fold_says(world: World, drawn: list[list[Event]]) -> None:
    with world.writer.engine.connect() as connection:
        assert_same(connection, world, *drawn)
        connection.rollback()

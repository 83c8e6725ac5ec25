"""Taking a run out: as if it had never been, whatever came before it and whatever is told again."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.clock import FixedClock
from config.errors import ImportRefused, InvalidInput, NotFound
from config.ids import derived_id, milliseconds_of
from config.settings import with_role
from dashboard.store.engine import Writer
from dashboard.store.staging import Batch, Refusal
from tests.conftest import NOW
from tests.deliveries import Town, frame, instant, melding, step

OPEN, CLOSED = melding("a", "2026-03-02 10:00"), melding("a", "2026-03-02 10:00", "2026-03-05 10:00")
MOVED = melding("a", "2026-03-02 10:00", "2026-03-07 10:00")
OTHER = melding("b", "2026-03-03 10:00")
EARLY, LATE = instant("2026-03-10"), instant("2026-03-20")


def test_the_only_run_taken_out_leaves_no_melding(town):
    run = town.load(CLOSED + OTHER, as_of=EARLY)
    assert town.damage() == []
    assert town.void(run) == 2
    assert (town.state(), town.live(), town.damage()) == ({}, [], [])
    assert town.rows("SELECT as_of FROM source WHERE organisation_id = :o") == [(None,)]
    assert town.rows("SELECT state, voided_at FROM import_run WHERE organisation_id = :o") == [("voided", NOW)]


def test_events_are_voided_and_never_removed(town):
    run = town.load(CLOSED)
    town.void(run)
    kinds = town.rows("SELECT kind, voids_seq FROM event WHERE organisation_id = :o ORDER BY seq")
    assert kinds == [("submitted", None), ("resolved", None), ("void", 1), ("void", 2)]


def test_the_days_it_touched_are_told(town):
    run = town.load(CLOSED)
    before = town.rows("SELECT count(*) FROM outbox WHERE organisation_id = :o")
    town.void(run)
    days = {str(day) for (day,) in town.rows("SELECT day FROM outbox WHERE organisation_id = :o")}
    assert days == {"2026-03-02", "2026-03-05"}
    assert town.rows("SELECT count(*) FROM outbox WHERE organisation_id = :o") > before


def test_told_again_it_gets_the_same_public_id(town):
    run = town.load(CLOSED + OTHER)
    before = town.state()
    town.void(run)
    again = town.load(CLOSED + OTHER)
    assert (again.loaded, again.updated, again.unchanged) == (2, 0, 0)
    assert town.state() == before
    assert town.load(CLOSED + OTHER).unchanged == 2
    assert town.damage() == []


SECONDS = {
    "a changed date": (CLOSED, MOVED),
    "a closing": (OPEN, CLOSED),
    "a closing no longer told": (CLOSED, OPEN),
    "a stage no longer told": ([*OPEN, step("a", "in_treatment", "2026-03-03")], OPEN),
    "a changed category": (OPEN, [step("a", "submitted", "2026-03-02 10:00", category="put")]),
    "a new melding": (OPEN, OPEN + OTHER),
    "everything at once": ([*CLOSED, step("a", "in_treatment", "2026-03-03")], [*MOVED[1:], *OPEN, *OTHER]),
}


@pytest.mark.parametrize("name", SECONDS)
def test_what_the_second_run_changed_is_as_the_first_told_it(town, name):
    first, second = SECONDS[name]
    town.load(first, as_of=EARLY)
    before = town.state()
    run = town.load(second, as_of=LATE)
    assert town.state() != before
    town.void(run)
    assert town.state() == before
    assert town.rows("SELECT as_of FROM source WHERE organisation_id = :o") == [(EARLY,)]
    assert town.load(first, as_of=EARLY).events == 0
    town.load(second, as_of=LATE)
    assert town.damage() == []


def test_three_runs_are_taken_out_one_by_one(town):
    states, runs = [{}], []
    for told in (CLOSED, MOVED, melding("a", "2026-03-02 10:00", "2026-03-09")):
        runs.append(town.load(told))
        states.append(town.state())
    for run in reversed(runs):
        assert town.state() == states.pop()
        town.void(run)
    assert town.state() == {}


def test_a_run_on_which_a_later_one_builds_stays(town):
    """Taking out only the first telling would leave a closing of a melding that nobody ever received."""
    first, second = town.load(OPEN), town.load(CLOSED)
    before = town.state()
    with pytest.raises(InvalidInput) as refused:
        town.void(first)
    assert str(second.run_id) in refused.value.text("en")
    assert town.state() == before
    town.void(second)
    town.void(first)
    assert (town.state(), town.damage()) == ({}, [])


def test_a_run_of_other_meldingen_is_taken_out_first(town):
    first, _ = town.load(OPEN), town.load(OTHER)
    town.void(first)
    assert set(town.state()) == {"b"}
    assert town.damage() == []


def test_a_restored_event_does_not_stand_in_the_way(town):
    """Voiding the third run tells the first again, which is no later run than the second."""
    town.load(OPEN)
    second = town.load(CLOSED)
    third = town.load(melding("a", "2026-03-02 10:00", "2026-03-05 10:00", title="Anders"))
    town.void(third)
    town.void(second)
    assert town.state()["a"][6] == "submitted"
    assert town.damage() == []


def test_a_run_of_one_source_leaves_the_other_alone(town):
    run = town.load(CLOSED, source="one")
    town.load(CLOSED, source="two")
    before = town.state("two")
    town.void(run)
    assert (town.state("one"), town.state("two")) == ({}, before)


def test_twice_is_refused(town):
    run = town.load(CLOSED)
    town.void(run)
    with pytest.raises(InvalidInput):
        town.void(run)


def test_an_unknown_run_or_that_of_somebody_else_is_not_found(town, shared_writer, clock):
    with pytest.raises(NotFound):
        town.void(uuid4())
    run = town.load(CLOSED)
    with pytest.raises(NotFound):
        Town(shared_writer, clock).void(run)
    assert len(town.state()) == 1


def test_a_refused_run_cannot_be_taken_out(town):
    with pytest.raises(ImportRefused):
        town.load(Batch(frame([]), 1, [Refusal(2, "x")]))
    [(run,)] = town.rows("SELECT run_id FROM import_run WHERE organisation_id = :o")
    with pytest.raises(InvalidInput):
        town.void(run)


def test_the_source_is_complete_up_to_the_last_run_that_still_counts(town):
    town.load(OPEN, as_of=EARLY)
    town.void(town.load(OPEN, as_of=LATE))
    assert town.rows("SELECT as_of FROM source WHERE organisation_id = :o") == [(EARLY,)]


def test_thousands_are_taken_out_in_one_go(database_url, clock):
    """On tables of which the server has no statistics yet, where a plan for a handful never ends."""
    town = Town(Writer(with_role(database_url, "heli_writer")), clock)
    keys = [str(number) for number in range(2_500)]
    town.load([event for key in keys for event in melding(key, "2026-03-02", "2026-03-05")])
    run = town.load([event for key in keys for event in melding(key, "2026-03-02", "2026-03-06", title="Anders")])
    began = time.monotonic()
    assert town.void(run) == 2_500
    assert time.monotonic() - began < 20
    assert town.damage() == []
    town.writer.close()


# --- any sequence of deliveries and voids ------------------------------------------------------------------------
KEYS = ("a", "b", "c")
DAYS = ("2026-03-02", "2026-03-04", "2026-03-06")


@st.composite
def told_meldingen(draw):
    """A delivery of one to three meldingen: each with a category, perhaps a stage, perhaps a closing."""
    events = []
    for key in draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True)):
        category, closed, stage = draw(
            st.tuples(st.sampled_from(["boom", "put"]), st.sampled_from([None, *DAYS]), st.sampled_from([None, *DAYS]))
        )
        events.append(step(key, "submitted", "2026-03-01", category=category))
        events += [step(key, "in_treatment", stage)] if stage else []
        events += [step(key, "resolved", closed, "closed")] if closed else []
    return events


STEPS = st.lists(st.one_of(told_meldingen(), st.just("void")), min_size=2, max_size=5)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(steps=STEPS)
def test_any_sequence_is_what_is_left_of_it_told_to_a_new_town(shared_writer, steps):
    """Deliveries one after another, the last of those that count taken out now and then: always as if never told."""
    town, replay = _towns(shared_writer)
    counting = []
    for number, told in enumerate(steps):
        town.clock.set(NOW + timedelta(hours=number))
        if told != "void":
            counting.append((town.load(told, as_of=instant("2026-03-05")), told))
        elif counting:
            town.void(counting.pop()[0])
    for _, told in counting:
        replay.load(told, as_of=instant("2026-03-05"))
    assert town.damage() == []
    assert _of(town) == _of(replay)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(before=st.lists(told_meldingen(), min_size=1, max_size=3), last=told_meldingen())
def test_without_reopenings_only_the_last_delivery_counts(shared_writer, before, last):
    town, fresh = _towns(shared_writer)
    closed = {event["source_key"] for event in last if event["event_key"].endswith("closed")}
    stay_open = {event["source_key"] for event in last} - closed
    for told in before:
        town.load([event for event in told if not (event["kind"] == "resolved" and event["source_key"] in stay_open)])
    report = town.load(last)
    fresh.load(last)
    state, expected = _of(town), _of(fresh)
    assert {key: state[key] for key in expected} == expected
    assert report.read == report.loaded + report.updated + report.unchanged
    assert town.load(last).events == 0


def _towns(writer):
    return Town(writer, FixedClock(NOW)), Town(writer, FixedClock(NOW))


def _of(town):
    """The state of a town with keys instead of ids, which are checked here: they follow from the names alone."""
    own = dict(town.rows("SELECT source_key, subject_id FROM subject WHERE organisation_id = :o"))
    received = milliseconds_of(instant("2026-03-01"))
    assert own == {key: derived_id(received, town.code, "csv", key) for key in own}
    return {key: tuple(str(value).replace(str(own[key]), key) for value in row) for key, row in town.state().items()}

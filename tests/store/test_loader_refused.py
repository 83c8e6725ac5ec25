"""Deliveries that cannot count: refused as a whole, in one line, leaving nothing but their record."""

import pytest

from config.clock import FixedClock
from config.errors import ImportRefused, NotFound
from dashboard.store.loader import load
from dashboard.store.staging import Batch, Delivery, Refusal
from tests.conftest import NOW
from tests.deliveries import Town, batch, counts, frame, instant, melding, step

TWO = melding("a", "2026-03-02 10:00", "2026-03-05 10:00") + melding("b", "2026-03-03 10:00")
OPEN = melding("a", "2026-03-02 10:00")


def left(town):
    tables = ("subject", "event", "melding", "category", "outbox", "calendar")
    return {name: town.rows(f"SELECT count(*) FROM {name} WHERE organisation_id = :o")[0][0] for name in tables}


NOTHING = dict.fromkeys(("subject", "event", "melding", "category", "outbox", "calendar"), 0)


def failing(error):
    yield batch(TWO)
    raise error


def test_a_refusal_halfway_leaves_nothing_but_its_record(town):
    broken = Delivery(town.id, "csv", "CSV", failing(ImportRefused()), file_name="m.csv")
    with pytest.raises(ImportRefused):
        load(town.writer, town.clock, broken)
    assert left(town) == NOTHING
    [(state, report, name)] = town.rows("SELECT state, report, file_name FROM import_run WHERE organisation_id = :o")
    assert (state, name, report["read"], report["loaded"]) == ("refused", "m.csv", 2, 0)
    assert report["problem"]["reason"] == ImportRefused.message
    assert counts(town.load(TWO)) == (2, 0, 0, 3)


def test_any_other_error_halfway_leaves_nothing_at_all(town):
    broken = Delivery(town.id, "csv", "CSV", failing(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        load(town.writer, town.clock, broken)
    assert left(town) == NOTHING
    assert town.rows("SELECT 1 FROM import_run WHERE organisation_id = :o") == []


def test_a_delivery_without_one_readable_row_is_refused(town):
    with pytest.raises(ImportRefused, match="None of the 3 rows"):
        town.load(Batch(frame([]), 3, [Refusal(2, "x"), Refusal(3, "x"), Refusal(4, "x")]))
    assert left(town) == NOTHING


def test_an_unknown_organisation_is_said(town):
    with pytest.raises(NotFound):
        load(town.writer, town.clock, Delivery(2_000_000_000, "csv", "CSV", [batch(TWO)]))


@pytest.fixture(scope="module")
def settled(shared_writer):
    """A town that has its meldingen, and refuses everything that follows."""
    town = Town(shared_writer, FixedClock(NOW))
    town.load(TWO)
    return town


@pytest.fixture(scope="module")
def bare(shared_writer):
    """A town that refuses its first delivery."""
    return Town(shared_writer, FixedClock(NOW))


WRONG = {
    "Line 2: an event of an unknown kind": [step("a", "void", "2026-03-02")],
    "Line 3: an event of an unknown kind": [*OPEN, step("a", "no_such_kind", "2026-03-02")],
    "Line 2: an event without a key, a melding": [step("a", "submitted", "2026-03-02") | {"source_key": None}],
    "Line 2: an event without a key": [step("a", "submitted", "2026-03-02") | {"event_key": ""}],
    "Line 2: an event without": [step("a", "submitted", "2026-03-02") | {"occurred_at": None}],
    "Line 2: an event with details": [step("a", "submitted", "2026-03-02", extra=[1])],
    "Line 2: a date before 1900": [step("a", "submitted", "1899-12-31 23:59")],
    "Line 2: a date .* after 2299": [step("a", "submitted", "2026-03-02", deadline=instant("2300-01-01"))],
}


@pytest.mark.parametrize("says", WRONG)
@pytest.mark.parametrize("which", ["bare", "settled"])
def test_an_event_that_nobody_could_count_refuses_the_delivery(request, which, says):
    town = request.getfixturevalue(which)
    before = left(town)
    with pytest.raises(ImportRefused, match=says):
        town.load(WRONG[says])
    assert left(town) == before


@pytest.mark.parametrize("which", ["bare", "settled"])
def test_an_event_told_twice_refuses_the_delivery(request, which):
    town = request.getfixturevalue(which)
    before = left(town)
    with pytest.raises(ImportRefused, match=r"a/submitted.* already exists|a/submitted is told twice"):
        town.load([step("a", "submitted", "2026-03-02"), step("a", "submitted", "2026-03-03")])
    assert left(town) == before


def test_an_event_key_of_another_melding_is_refused(town):
    town.load(TWO)
    before = town.state()
    stolen = [*OPEN, step("b", "submitted", "2026-03-03 10:00") | {"event_key": "a/closed"}]
    with pytest.raises(ImportRefused, match="already exists"):
        town.load(stolen)
    assert town.state() == before


def test_something_of_next_year_is_refused(town):
    with pytest.raises(ImportRefused, match="still to come"):
        town.load(melding("a", "2099-03-02 10:00"))
    assert town.state() == {}

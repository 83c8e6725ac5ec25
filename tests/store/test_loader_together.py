"""Several at once: two imports, an import and a void, two clicks. Each waits its turn or goes its own way."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event

import pytest
from sqlalchemy import text

from config.errors import InvalidInput
from dashboard.store.check import rebuild
from dashboard.store.loader import load
from dashboard.store.organisations import ensure_organisation
from dashboard.store.project import project
from dashboard.store.staging import Delivery
from tests.deliveries import batch, melding

WAIT = 30


def told(source):
    """Meldingen of which every code is new, the same codes in each source."""
    return [
        event
        for number in range(30)
        for event in melding(
            f"{source}-{number}",
            f"20{10 + number // 3}-03-02",
            title=source,
            service=f"s{number}",
            channel=f"c{number}",
        )
    ]


def at_the_same_time(town, *deliveries):
    """Load these when all have been read, so that they meet where codes are made and events compared."""
    met = Barrier(len(deliveries), timeout=WAIT)

    def batches(events):
        yield batch(events)
        met.wait()

    def one(delivery):
        source, events = delivery
        return load(town.writer, town.clock, Delivery(town.id, source, source, batches(events)))

    with ThreadPoolExecutor(len(deliveries)) as pool:
        return list(pool.map(one, deliveries))


def test_two_sources_of_one_organisation(town):
    reports = at_the_same_time(town, ("one", told("x")), ("two", told("y")), ("three", told("x")))
    assert [report.loaded for report in reports] == [30, 30, 30]
    assert [len(town.state(source)) for source in ("one", "two", "three")] == [30, 30, 30]
    codes = town.rows("SELECT code, count(*) FROM service WHERE organisation_id = :o GROUP BY 1")
    assert dict(codes) == {f"s{number}": 1 for number in range(30)}
    assert town.damage() == []


@contextmanager
def paused_import(town):
    """An import that has read its meldingen and waits; gives a function that runs another beside it.

    That one must wait; then the import goes on, and its report comes with the result of the other.
    """
    reading, go_on = Event(), Event()

    def slow():
        reading.set()
        yield batch([event | {"category": "put"} for event in told("x")])
        assert go_on.wait(WAIT)

    def beside(other, *arguments):
        running = pool.submit(other, *arguments)
        _until_somebody_waits(town)
        go_on.set()
        return loading.result(WAIT), running

    with ThreadPoolExecutor(2) as pool:
        loading = pool.submit(load, town.writer, town.clock, Delivery(town.id, "csv", "CSV", slow()))
        assert reading.wait(WAIT)
        yield beside
        go_on.set()


def _until_somebody_waits(town):
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND classid = :o"
    for _ in range(1_000):
        if town.rows(waiting)[0][0]:
            return
        Event().wait(0.01)
    pytest.fail("nobody waits")


def test_two_imports_into_one_source(town):
    """The second does not even read before the first is through, and then finds nothing new."""
    with paused_import(town) as beside:
        again = [event | {"category": "put"} for event in told("x")]
        first, second = beside(town.load, again)
        assert (first.loaded, second.result(WAIT).unchanged, second.result().events) == (30, 30, 0)


def test_a_void_waits_for_an_import_of_its_source(town):
    run = town.load(told("x"))
    with paused_import(town) as beside:
        report, voiding = beside(town.void, run)
        assert report.updated == 30
        with pytest.raises(InvalidInput, match="builds on this one"):
            voiding.result(WAIT)
    assert town.damage() == []


def test_a_click_waits_for_an_import(town):
    town.load(told("x"))
    with paused_import(town) as beside:
        report, clicking = beside(click, town, [town.state()["x-0"][0]])
        clicking.result(WAIT)
        assert report.updated == 30
    assert town.damage() == []


def test_a_rebuild_waits_for_an_import(town):
    town.load(told("x"))

    def again():
        with town.writer.transaction() as connection:
            return rebuild(connection)

    with paused_import(town) as beside:
        report, rebuilding = beside(again)
        assert (report.updated, rebuilding.result(WAIT) >= 30) == (30, True)
    assert town.damage() == []


def test_one_run_is_taken_out_once(town):
    run = town.load(told("x"))
    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(town.void, run) for _ in range(2)]
        failed = [one.exception(WAIT) for one in tries]
    assert sorted(map(type, failed), key=str) == sorted([type(None), InvalidInput], key=str)
    assert (town.state(), town.damage()) == ({}, [])


def test_an_organisation_is_made_once(town):
    met = Barrier(3, timeout=WAIT)

    def make(_):
        with town.writer.transaction() as connection:
            connection.execute(text("SELECT 1"))
            met.wait()
            return ensure_organisation(connection, clock=town.clock, code=f"{town.code}-x", kind="ocmw", name="X")

    with ThreadPoolExecutor(3) as pool:
        assert len(set(pool.map(make, range(3)))) == 1


def click(town, subjects):
    for subject in subjects:
        with town.writer.transaction() as connection:
            project(connection, town.id, [subject])


def test_clicks_on_several_meldingen_at_once(town):
    town.load(told("x"))
    before = town.state()
    subjects = [row[0] for row in before.values()]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(click, [town] * 4, (subjects[number::4] for number in range(4))))
    assert town.state() == before
    assert town.damage() == []


def test_clicks_on_one_melding_at_once(town):
    town.load(melding("a", "2026-03-02", "2026-03-05"))
    before = town.state()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(click, [town] * 4, [[before["a"][0]] * 5] * 4))
    assert town.state() == before
    assert town.damage() == []

"""From a write to the memory of a web process: the worker takes in, every listener hears."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from config.clock import FixedClock
from config.settings import Settings, with_role
from dashboard.jobs import worker
from dashboard.jobs.worker import Worker
from dashboard.store.engine import Writer
from dashboard.store.outbox import take_in
from queries import versions
from queries.tables import PUBLIC_NEWS, data_version, outbox
from queries.versions import Listener, Versions
from tests.jobs.test_worker import ask, running, until

TOWN, BERG = 1, 2
WRITTEN = datetime(2026, 11, 22, 13, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_TICK", 0.1)
    monkeypatch.setattr(worker, "LONGEST_PAUSE", 0.5)
    monkeypatch.setattr(versions, "LONGEST_PAUSE", 0.5)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings().model_copy(update={"database_url": database_url})


@pytest.fixture
def listeners(database_url: str) -> Iterator[list[Listener]]:
    """Two, as two web processes have."""
    made = [Listener(with_role(database_url, "heli_writer"), Versions()).start() for _ in range(2)]
    yield made
    for one in made:
        one.stop()


def write(writer: Writer, *organisations: int) -> None:
    """What a write of some meldingen leaves, two days each."""
    with writer.transaction() as connection:
        for number in organisations:
            for day in (date(2026, 11, 2), date(2026, 11, 3)):
                row = {"organisation_id": number, "topic": "melding", "day": day, "written_at": WRITTEN}
                connection.execute(outbox.insert().values(row))


def test_what_waits_is_taken_in_once_and_moves_only_what_it_touched(writer: Writer, clock: FixedClock) -> None:
    assert take_in(writer, clock) == 0
    write(writer, TOWN)
    write(writer, TOWN)
    assert take_in(writer, clock) == 1
    assert take_in(writer, clock) == 0
    write(writer, TOWN, BERG)
    assert take_in(writer, clock) == 2
    with writer.transaction() as connection:
        found = connection.execute(select(data_version)).all()
    assert set(found) == {(TOWN, "melding", 2, clock.now()), (BERG, "melding", 1, clock.now())}


def test_every_process_hears_of_a_write_also_after_the_server_was_away(
    settings: Settings, writer: Writer, clock: FixedClock, database_url: str, listeners: list[Listener]
) -> None:
    def all_at(version: int) -> bool:
        return all(one.versions.of([TOWN]) == version for one in listeners)

    async def body(one: Worker) -> None:
        await until(one.working.is_set)
        await until(lambda: all(listener.versions.hearing.is_set() for listener in listeners))
        write(writer, TOWN)
        await until(lambda: all_at(1))
        assert [listener.versions.of([BERG]) for listener in listeners] == [0, 0]
        ask(
            database_url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        write(writer, TOWN)
        await until(lambda: all_at(2))

    running(settings, clock, body)


def test_what_moved_while_nobody_listened_is_read(writer: Writer, clock: FixedClock, database_url: str) -> None:
    for _ in range(3):
        write(writer, TOWN)
        take_in(writer, clock)
    late = Listener(with_role(database_url, "heli_writer"), Versions()).start()
    assert late.versions.hearing.wait(60)
    late.stop()
    assert late.versions.of([TOWN]) == 3


def test_a_version_is_told_by_organisation_and_topic_and_never_goes_back() -> None:
    heard = Versions()
    for organisation, topic, version in (
        (1, "melding", 5),
        (1, "melding", 4),
        (1, "proposal", 2),
        (2, "melding", 7),
        (1, PUBLIC_NEWS, 9),
    ):
        heard.hear(organisation, topic, version)
    assert [heard.of([1]), heard.of([1], "melding"), heard.of([1, 2]), heard.of([3]), heard.of([])] == [7, 5, 14, 0, 0]

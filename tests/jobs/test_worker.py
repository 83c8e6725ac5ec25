import asyncio
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import text

from config.clock import FixedClock
from config.settings import Settings, child_environment, with_role
from dashboard.jobs import schema, worker
from dashboard.jobs.demo import accounts, making
from dashboard.jobs.demo.making import ensure_demo
from dashboard.jobs.schema import conninfo, ensure_schema, library_version, migrations_since
from dashboard.jobs.worker import Worker
from dashboard.store.engine import Writer
from tests import server

ROOT = Path(__file__).parents[2]
SECONDS = 60
JOB = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) "
    "VALUES ('default', 'remove_expired', jsonb_build_object('timestamp', 0), '{status}', {attempts})"
)
LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE status <> 'failed'"


def ask(url: str, question: str) -> Any:
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        cursor = connection.execute(question.encode())
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def in_a_loop(body: Coroutine[Any, Any, None]) -> None:
    """Run `body` to its end in a thread of its own: the tests with a browser leave a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, body).result()


async def until(what: Callable[[], Any]) -> None:
    """Wait for something to become true, for a minute at most."""
    async with asyncio.timeout(SECONDS):
        while not await asyncio.to_thread(what):
            await asyncio.sleep(0.05)


def running(settings: Settings, clock: FixedClock, body: Callable[[Worker], Coroutine[Any, Any, None]]) -> None:
    """Run a worker beside `body`, and stop it afterwards."""

    async def both() -> None:
        one = Worker(settings, clock)
        task = asyncio.create_task(one.run())
        try:
            await body(one)
        finally:
            one.stop()
            await asyncio.wait_for(task, SECONDS)

    in_a_loop(both())


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_TICK", 0.1)
    monkeypatch.setattr(worker, "LONGEST_PAUSE", 0.5)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings().model_copy(update={"database_url": database_url})


def test_expired_rows_go_and_others_stay(
    settings: Settings, writer: Writer, clock: FixedClock, database_url: str
) -> None:
    now = clock.now()
    with writer.transaction() as connection:
        for age in (timedelta(hours=25), timedelta(hours=23)):
            attempt = text("INSERT INTO login_attempt (username, address, at, succeeded) VALUES ('a', 'b', :at, false)")
            connection.execute(attempt, {"at": now - age})
        connection.execute(
            text(
                "INSERT INTO account (account_id, username, display_name, language, session_version, demo, created_at) "
                "VALUES (gen_random_uuid(), 'iemand', 'Iemand', 'nl', 1, false, :now)"
            ),
            {"now": now},
        )
        for token, end in ((b"old", now - timedelta(seconds=1)), (b"new", now + timedelta(seconds=1))):
            link = text(
                "INSERT INTO one_time_link (token_hash, account_id, purpose, created_at, expires_at) "
                "SELECT :token, account_id, 'reset', :now, :end FROM account"
            )
            connection.execute(link, {"token": token, "now": now, "end": end})

    async def body(_: Worker) -> None:
        await until(lambda: ask(database_url, "SELECT count(*) FROM public.login_attempt") == 1)
        await until(lambda: ask(database_url, "SELECT count(*) FROM public.one_time_link") == 1)

    running(settings, clock, body)
    assert ask(database_url, "SELECT token_hash = 'new' FROM public.one_time_link")


def test_the_demo_grows_in_the_background(
    settings: Settings, writer: Writer, clock: FixedClock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "YEARS", 10 / 365)
    monkeypatch.setattr(making, "ONLY", frozenset({"beveren_kruibeke_zwijndrecht"}))
    monkeypatch.setattr(accounts, "hash_password", lambda _: "no hash")
    ensure_demo(writer, clock, embedded=True)
    before = ask(database_url, "SELECT count(*) FROM public.event")
    clock.advance(timedelta(days=3))

    async def body(_: Worker) -> None:
        await until(lambda: ask(database_url, "SELECT count(*) FROM public.event") > before)

    running(settings, clock, body)
    assert ask(database_url, "SELECT count(*) FROM public.import_run") == 2


def test_one_works_at_a_time_and_the_next_takes_over(settings: Settings, clock: FixedClock) -> None:
    async def body(first: Worker) -> None:
        await until(first.working.is_set)
        second = Worker(settings, clock)
        task = asyncio.create_task(second.run())
        await asyncio.sleep(1)
        assert not second.working.is_set()
        first.stop()
        await until(second.working.is_set)
        second.stop()
        await asyncio.wait_for(task, SECONDS)

    running(settings, clock, body)


def test_one_that_waits_can_be_stopped(settings: Settings, clock: FixedClock) -> None:
    async def body(first: Worker) -> None:
        await until(first.working.is_set)
        second = Worker(settings, clock)
        task = asyncio.create_task(second.run())
        await asyncio.sleep(0.5)
        second.stop()
        await asyncio.wait_for(task, SECONDS)

    running(settings, clock, body)


class Answering:
    """Stands for the connection that holds the lock; it answers when the test says so."""

    def __init__(self) -> None:
        self.asked, self.answer = asyncio.Event(), asyncio.Event()

    async def execute(self, _question: str) -> None:
        self.asked.set()
        await self.answer.wait()


@pytest.mark.parametrize("steps", range(6))
def test_the_watch_ends_when_told_so_at_the_moment_of_an_answer(steps: int) -> None:
    async def told() -> None:
        guard = Answering()
        watch = asyncio.create_task(worker._watch(guard))  # type: ignore[arg-type]
        await guard.asked.wait()
        guard.answer.set()
        for _ in range(steps):
            await asyncio.sleep(0)
        watch.cancel()
        ended, _ = await asyncio.wait([watch], timeout=5)
        assert ended

    in_a_loop(told())


def test_it_survives_a_database_that_goes_away_for_a_while(
    settings: Settings, clock: FixedClock, database_url: str
) -> None:
    name = conninfo_to_dict(conninfo(database_url))["dbname"]
    elsewhere = server.url("postgres")

    async def body(one: Worker) -> None:
        await until(one.working.is_set)
        ask(elsewhere, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        ask(elsewhere, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        await until(lambda: not one.working.is_set())
        await asyncio.sleep(1)
        assert not one.working.is_set()
        ask(elsewhere, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await until(one.working.is_set)
        ask(database_url, JOB.format(status="todo", attempts=0))
        await until(lambda: ask(database_url, LEFT) == 0)

    running(settings, clock, body)


def test_what_was_broken_off_is_done_again_but_not_for_ever(
    settings: Settings, clock: FixedClock, database_url: str
) -> None:
    ensure_schema(database_url)
    for attempts in (1, 3):
        ask(database_url, JOB.format(status="doing", attempts=attempts))

    async def body(_: Worker) -> None:
        await until(lambda: ask(database_url, LEFT) == 0)

    running(settings, clock, body)
    assert ask(database_url, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == 1


def test_sigterm_ends_the_process_in_an_orderly_way(database_url: str) -> None:
    code = (
        "from config.clock import SystemClock; from config.settings import Settings; "
        "from dashboard.jobs.worker import work; work(Settings(), SystemClock())"
    )
    environment = child_environment(Settings(), database_url, embedded=False)
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment)
    try:
        in_a_loop(until(lambda: _is_locked(database_url)))
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    finally:
        process.kill()
    assert not _is_locked(database_url)


def _is_locked(url: str) -> bool:
    held = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {worker.LOCK} AND granted"
    return bool(ask(url, f"{held} AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))


def test_the_tables_live_in_their_own_schema_and_are_made_once(database_url: str) -> None:
    ensure_schema(database_url)
    ask(database_url, "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'something')")
    ensure_schema(database_url)
    assert ask(database_url, "SELECT count(*) FROM jobs.procrastinate_jobs") == 1
    assert (
        ask(database_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename ~ '^procras'") == 0
    )
    assert ask(database_url, "SELECT obj_description('jobs'::regnamespace)") == library_version()
    assert ask(with_role(database_url, "heli_writer"), "SELECT count(*) FROM procrastinate_jobs") == 1
    with pytest.raises(psycopg.errors.UndefinedTable):
        ask(with_role(database_url, "heli_reader"), "SELECT count(*) FROM procrastinate_jobs")


def test_a_newer_library_applies_its_own_migrations(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert migrations_since("03.03.00")
    assert not migrations_since(library_version())
    ensure_schema(database_url)
    monkeypatch.setattr(schema, "library_version", lambda: "99.00.00")
    monkeypatch.setattr(schema, "migrations_since", lambda _: [b"CREATE TABLE added (n int)"])
    ensure_schema(database_url)
    assert ask(database_url, "SELECT count(*) FROM jobs.added") == 0
    assert ask(database_url, "SELECT obj_description('jobs'::regnamespace)") == "99.00.00"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql+psycopg://me:p%40ss@db:5433/heli", {"user": "me", "password": "p@ss", "port": "5433"}),
        ("postgresql+psycopg://me@/heli?host=/tmp/socket&port=5432", {"host": "/tmp/socket", "dbname": "heli"}),
    ],
)
def test_the_address_keeps_what_it_said(url: str, expected: dict[str, str]) -> None:
    found = conninfo_to_dict(conninfo(with_role(url, "heli_writer")))
    assert expected.items() <= found.items()
    assert found["options"] == "-c role=heli_writer -c search_path=jobs"

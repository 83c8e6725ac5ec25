"""The one owner of background work: `python -m dashboard work`.

An advisory lock lets one worker work at a time; another one waits and takes over. When the database goes away the
worker starts over as soon as it answers again, and does once more what was broken off. A signal lets the job that is
running finish first.
"""

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from typing import LiteralString

import procrastinate
import psycopg
import structlog
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from config.clock import Clock
from config.errors import DatabaseUnavailable
from config.settings import Settings
from dashboard.jobs import proposing, publication_packs
from dashboard.jobs.dossiers import making
from dashboard.jobs.mail import sending
from dashboard.jobs.reports import making as reports
from dashboard.jobs.requests import serve
from dashboard.jobs.schema import conninfo, ensure_schema
from dashboard.jobs.tasks import make_app
from dashboard.store.actions.choosing.publishing import carry_out
from dashboard.store.engine import Writer
from dashboard.store.outbox import IS_WAITING, take_in
from dashboard.store.requests import Doing, do_next
from queries.db import Database

LOCK = 4_802_024
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
_TICK = 2.0
_PATIENCE = 5.0
_LOOK = 0.25
"""Seconds between two looks into the outbox: one cheap question, so that no write has to call."""
_SPACING = 1.0
"""Seconds that versions stand still at least, however much is written."""
_ATTEMPTS = 3
_LOST = (psycopg.Error, ConnectorException, DatabaseUnavailable, OSError, TimeoutError)

log = structlog.get_logger()


def _kinds(database: Database) -> dict[str, Doing]:
    """The work that needs more than the store."""
    kinds = making.kinds_of(database) | proposing.kinds_of(database)
    return kinds | publication_packs.kinds_of(database) | reports.kinds_of(database)


@dataclass
class Worker:
    """Works on the database of `settings` until `stop` is called. One use, on one event loop."""

    settings: Settings
    clock: Clock
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    working: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while it holds the lock and takes jobs."""

    def stop(self) -> None:
        """End soon: no new job, the running one is finished."""
        self.stopping.set()

    async def run(self) -> None:
        """Work, and start over whenever the database went away."""
        pause = FIRST_PAUSE
        while not self.stopping.is_set():
            try:
                await self._work()
                pause = FIRST_PAUSE
            except _LOST as error:
                log.warning("database_lost", reason=type(error).__name__, again_in=pause)
                await self._rest(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        log.info("worker_stopped")

    async def _work(self) -> None:
        async with self._only_one() as guard:
            if self.stopping.is_set():
                return
            await asyncio.to_thread(ensure_schema, self.settings.url_for("owner"))
            # one for the tasks and one for the outbox: each is used by one thread at a time
            writer, changes = (Writer(self.settings.url_for("writer"), pool_size=1) for _ in range(2))
            app = make_app(_connector(self.settings), writer, self.clock)
            # what was asked and what is mailed do not wait for each other
            reading, mails = (Database(self.settings.url_for("reader"), pool_size=1) for _ in range(2))
            try:
                async with app.open_async():
                    await _take_up_again(app)
                    await self._until_over(app, guard, changes, reading, mails)
            finally:
                writer.close()
                changes.close()
                reading.close()
                mails.close()

    @contextlib.asynccontextmanager
    async def _only_one(self) -> AsyncIterator[psycopg.AsyncConnection]:
        """A connection that holds the lock for as long as it lives; waits while another worker has it."""
        address = conninfo(self.settings.url_for("writer"))
        async with await psycopg.AsyncConnection.connect(address, autocommit=True, connect_timeout=10) as guard:
            waited = False
            while not self.stopping.is_set() and not await _locked(guard):
                if not waited:
                    log.info("another_worker_works")
                waited = True
                await self._rest(_TICK)
            yield guard

    async def _until_over(
        self,
        app: procrastinate.App,
        guard: psycopg.AsyncConnection,
        changes: Writer,
        reading: Database,
        mails: Database,
    ) -> None:
        """Take jobs and changes until a signal, or until lock or library say that the database is gone."""
        tasks = [
            asyncio.create_task(app.run_worker_async(install_signal_handlers=False, delete_jobs="successful")),
            asyncio.create_task(serve(self.settings, self.clock, partial(do_next, kinds=_kinds(reading)))),
            asyncio.create_task(serve(self.settings, self.clock, carry_out)),
            asyncio.create_task(serve(self.settings, self.clock, partial(sending.look, self.settings, mails))),
            asyncio.create_task(_watch(guard)),
            asyncio.create_task(self._take_changes(guard, changes)),
            asyncio.create_task(self.stopping.wait()),
        ]
        log.info("worker_started")
        self.working.set()
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        self.working.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    async def _take_changes(self, guard: psycopg.AsyncConnection, changes: Writer) -> None:
        """Take in what writes leave in the outbox, within a second; never ends by itself."""
        while True:
            if await _answer(guard, IS_WAITING):
                await asyncio.to_thread(take_in, changes, self.clock)
                await asyncio.sleep(_SPACING)
            else:
                await asyncio.sleep(_LOOK)

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stopping.wait()


def work(settings: Settings, clock: Clock) -> None:
    """Work until SIGTERM or SIGINT."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # tasks log for themselves
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # losing the database is logged here, once
    # psycopg needs a loop with selectors; the default one on Windows has none
    loop = asyncio.SelectorEventLoop if sys.platform == "win32" else None
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(_work_until_signal(settings, clock))


async def _work_until_signal(settings: Settings, clock: Clock) -> None:
    worker, loop = Worker(settings, clock), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(worker.stop))
    await worker.run()


def _connector(settings: Settings) -> procrastinate.PsycopgConnector:
    address = conninfo(settings.url_for("writer"))
    return procrastinate.PsycopgConnector(conninfo=address, min_size=1, max_size=3, timeout=_PATIENCE)


async def _locked(guard: psycopg.AsyncConnection) -> bool:
    return await _answer(guard, "SELECT pg_try_advisory_lock(%s)", LOCK)


async def _answer(guard: psycopg.AsyncConnection, question: LiteralString, *values: int) -> bool:
    row = await (await guard.execute(question, values)).fetchone()
    return bool(row and row[0])


async def _watch(guard: psycopg.AsyncConnection) -> None:
    """Notice that the connection with the lock is gone. Raises what it died of; otherwise never ends."""
    while True:
        await asyncio.sleep(_TICK)
        async with asyncio.timeout(_PATIENCE):  # `wait_for` of Python 3.11 can lose that this task was cancelled
            await guard.execute("SELECT 1")


async def _take_up_again(app: procrastinate.App) -> None:
    """Jobs that a worker left half done: once more, but not for ever. With the lock, nobody else is at them."""
    for job in await app.job_manager.list_jobs_async(status=Status.DOING.value):
        if job.attempts < _ATTEMPTS:
            await app.job_manager.retry_job(job)
        else:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)

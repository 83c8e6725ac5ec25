"""How soon an open page knows of a write, and what it costs to ask.

    python -m benchmarks.freshness [--writes 30]

Runs a durable embedded server, a worker and a web server of its own, as `serve` does, and one page that asks as the
browser does. Prints: from the commit of a write until the worker has notified, until a web process has heard it, and
until the page has been told; what a look into an empty outbox costs; what the question of an open page costs beside an
empty callback.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import dash
import psycopg
from pydantic import SecretStr
from sqlalchemy import text

import app  # noqa: TID251  # a benchmark composes the whole, as the launcher does
from config import logs
from config.clock import SystemClock
from config.kinds import Role
from config.settings import Settings, with_role
from dashboard.jobs.schema import conninfo
from dashboard.jobs.worker import Worker
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.passwords import hash_password
from dashboard.store.embedded import throwaway
from dashboard.store.engine import Writer
from dashboard.store.migrate import upgrade
from dashboard.store.organisations import ensure_organisation
from dashboard.store.outbox import IS_WAITING
from dashboard.web.context import of
from queries.versions import Listener, Versions
from tests.whole_app.people import Browser

PASSWORD = "vier paarden lopen langs de vaart"  # noqa: S105  # of an account that ends with the benchmark
WRITE = "INSERT INTO outbox SELECT :town, 'melding', date '2026-01-01' + n, now() FROM generate_series(1, 4) n"
ROUNDS = 300
BEAT = 800
"""Milliseconds between two questions of an open page, as in assets/30-live.js."""


@contextmanager
def working(settings: Settings) -> Iterator[None]:
    """A worker in a thread."""
    one, loop = Worker(settings, SystemClock()), asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(one.run()))
    thread.start()
    while not one.working.is_set():
        time.sleep(0.05)
    yield
    loop.call_soon_threadsafe(one.stop)
    thread.join()


def latencies(writer: Writer, town: int, versions: Versions, client: Browser, writes: int) -> dict[str, list[float]]:
    """Seconds from a commit until a web process has heard of it, and until a page that asks each beat is told."""
    heard, told = [], []
    for _ in range(writes):
        time.sleep(random.uniform(1.5, 3.0))  # noqa: S311  # writes come at any moment of the worker's rhythm
        before, phase = versions.of([town]), random.uniform(0, BEAT / 1000)  # noqa: S311  # and of the page's
        with writer.transaction() as connection:
            connection.execute(text(WRITE), {"town": town})
        began = time.perf_counter()
        while versions.of([town]) == before:
            time.sleep(0.005)
        heard.append(time.perf_counter() - began)
        asks = phase
        while True:
            time.sleep(max(0.0, began + asks - time.perf_counter()))
            if int(client.get("/puls").text) > before:
                break
            asks += BEAT / 1000
        told.append(time.perf_counter() - began)
    return {"write to web process, s": heard, "write to open page, s": told}


def each(what: Callable[[], object]) -> list[float]:
    """Milliseconds of many runs."""
    found = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        what()
        found.append((time.perf_counter() - began) * 1000)
    return found


def costs(site: dash.Dash, client: Browser, url: str) -> dict[str, list[float]]:
    """Milliseconds of a look into the outbox, of the question of a page, and of the callback with the least to do."""
    with psycopg.connect(conninfo(with_role(url, "heli_writer")), autocommit=True) as guard:
        look = each(lambda: guard.execute(IS_WAITING).fetchone())
    pulse = each(lambda: client.get("/puls"))
    name = next(name for name in site.callback_map if name.startswith("start-words"))
    empty = each(lambda: client.call(name, {"url.pathname": "/start"}))
    return {"look into the outbox, ms": look, "question of an open page, ms": pulse, "callback without data, ms": empty}


def show(found: dict[str, list[float]]) -> None:
    """Median, 95th percentile and the most."""
    for name, values in found.items():
        ordered = sorted(values)
        p95 = ordered[int(0.95 * (len(ordered) - 1))]
        print(f"{name:34} median {statistics.median(ordered):7.3f}   p95 {p95:7.3f}   most {ordered[-1]:7.3f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--writes", type=int, default=30)
    options = parser.parse_args()
    logs.configure("ERROR")
    with throwaway(durable=True) as server, tempfile.TemporaryDirectory() as folder:
        url = server.url("postgres")
        upgrade(url)
        writer, clock = Writer(with_role(url, "heli_writer")), SystemClock()
        with writer.transaction() as connection:
            town = ensure_organisation(connection, clock=clock, code="town", kind="municipality", name="Town")
        new = NewAccount("directeur", "Directeur", password_hash=hash_password(PASSWORD))
        grant = NewGrant(town, Role.ALGEMEEN_DIRECTEUR)
        create_account(writer=writer, clock=clock, actor=COMMAND_LINE, new=new, grant=grant)
        settings = Settings(database_url=url, data_dir=Path(folder), secret_key=SecretStr("k" * 48))
        site = app.create_app(settings)
        versions = of(site.server).versions
        listener = Listener(settings.url_for("writer"), versions).start()
        listener.versions.hearing.wait(30)
        client = Browser(site)
        client.log_in("directeur", PASSWORD)
        client.open_a_page()
        with working(settings):
            show(costs(site, client, url))
            show(latencies(writer, town, versions, client, options.writes))
        listener.stop()
        writer.close()


if __name__ == "__main__":
    main()

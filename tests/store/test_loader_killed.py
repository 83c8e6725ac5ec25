"""Killed in mid-import, the importer or the server: nothing half, nothing locked, and the next try succeeds."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from config.clock import FixedClock
from config.errors import DatabaseUnavailable
from config.settings import with_role
from dashboard.store.embedded import EmbeddedServer
from dashboard.store.engine import Writer
from dashboard.store.loader import load
from dashboard.store.migrate import upgrade
from dashboard.store.postmaster import read_postmaster
from dashboard.store.staging import Delivery
from tests import server
from tests.conftest import NOW
from tests.deliveries import Town, batch, melding
from tests.store.import_in_child import told

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
TABLES = ("subject", "event", "melding", "closing", "stay", "category", "source", "import_run", "outbox", "calendar")


@contextmanager
def child(town, url, wait_at):
    """An import in another process, until it says that it is at `wait_at`."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.store.import_in_child", url, str(town.id), wait_at]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert any(line.strip() == wait_at for line in process.stdout)
            yield process
        finally:
            process.kill()


def left(town):
    return {name: town.rows(f"SELECT count(*) FROM {name} WHERE organisation_id = :o")[0][0] for name in TABLES}


def held(town):
    """Locks on the town, and temporary tables that somebody left."""
    locks = town.rows(
        "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
        "WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.classid = :o"
    )
    staged = town.rows("SELECT count(*) FROM pg_class WHERE relname = 'staged'")
    return locks[0][0] + staged[0][0]


def everything(town):
    report = town.load(*told())
    return report.loaded, report.events, town.damage()


@pytest.mark.parametrize("wait_at", ["reading 40", "projecting 100"])
def test_a_killed_importer_leaves_nothing(database_url, clock, wait_at):
    url = with_role(database_url, "heli_writer")
    town = Town(Writer(url), clock)
    with child(town, url, wait_at) as process:
        assert held(town)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert everything(town) == (100, 134, [])  # waits for the lock of the dead, should it still be there
    assert held(town) == 0
    assert left(town)["import_run"] == 1
    town.writer.close()


@pytest.fixture(scope="module")
def durable():
    """A server that keeps what was committed when it is killed."""
    folder = Path(tempfile.mkdtemp(prefix="heli-test-"))
    folder.chmod(0o711)
    with EmbeddedServer(folder) as own:
        upgrade(own.url())
        yield own
    shutil.rmtree(folder, ignore_errors=True)


def kill(durable):
    os.kill(read_postmaster(durable.place.data).pid, signal.SIGKILL)
    durable._process.wait()


@pytest.mark.parametrize("wait_at", ["reading 40", "projecting 100"])
def test_a_killed_server_is_said_to_the_importer_and_holds_nothing_half(durable, wait_at):
    town = Town(Writer(with_role(durable.url(), "heli_writer")), FixedClock(NOW))
    town.load(melding("kept", "2026-03-02"), source="other")
    before, state = left(town), town.state("other")

    def progress(step, done):
        at = {"Reading rows": "reading", "Deriving the numbers": "projecting"}.get(step)
        if wait_at == f"{at} {done}":
            kill(durable)

    batches = (batch(events) for events in told())
    with pytest.raises(DatabaseUnavailable):
        load(town.writer, town.clock, Delivery(town.id, "csv", "CSV", batches), progress)
    with pytest.raises(DatabaseUnavailable):
        left(town)
    durable.launch()
    assert left(town) == before
    assert town.state("other") == state
    assert everything(town) == (100, 134, [])
    town.writer.close()


def test_what_was_told_to_be_loaded_survives(durable):
    """The report is only given once the delivery is on disk."""
    town = Town(Writer(with_role(durable.url(), "heli_writer")), FixedClock(NOW))
    town.load(*told())
    kill(durable)
    town.writer.close()
    durable.launch()
    assert len(town.state()) == 100
    assert town.damage() == []
    town.writer.close()


def test_an_import_that_the_server_breaks_off_is_said(town):
    """The connection stays, only the work ends: a cancel here, a full disk elsewhere."""
    owner = create_engine(server.url(town.writer.engine.url.database), isolation_level="AUTOCOMMIT")

    def progress(_step, done):
        if done == 40:
            with owner.connect() as connection:
                assert connection.scalar(text(CANCEL))

    batches = (batch(events) for events in told())
    with pytest.raises(DatabaseUnavailable):
        load(town.writer, town.clock, Delivery(town.id, "csv", "CSV", batches), progress)
    owner.dispose()
    assert left(town) == dict.fromkeys(TABLES, 0)
    assert everything(town) == (100, 134, [])


CANCEL = """
SELECT pg_cancel_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND query LIKE 'COPY staged%'
"""

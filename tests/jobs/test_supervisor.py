"""Children are started again, stopped in order, and given up when they keep dying; none survives its launcher."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from dashboard.jobs import supervisor
from dashboard.jobs.supervisor import Command, EmbeddedDatabase, Supervisor
from dashboard.store.embedded import throwaway
from dashboard.store.embedded_place import EmbeddedError
from dashboard.store.postmaster import read_postmaster

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture(autouse=True)
def quick_and_restored(monkeypatch):
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.01)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Fake:
    """A child that writes down what happens to it."""

    def __init__(self, name, diary, lives=1_000):
        self.name, self.diary, self.lives = name, diary, lives

    def start(self):
        self.diary.append(f"start {self.name}")

    def poll(self):
        return None if self.lives else 1

    def stop(self):
        self.diary.append(f"stop {self.name}")


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def command(name="child", program=SLEEP):
    return Command(name, program, dict(os.environ))  # noqa: TID251  # a child needs what pytest was given


def test_children_stop_in_the_reverse_order_of_starting():
    diary = []
    run = Supervisor([Fake(name, diary) for name in ("database", "worker", "web")])
    run.ask_to_stop()
    assert run.run() == 0
    assert diary == ["start database", "start worker", "start web", "stop web", "stop worker", "stop database"]


def test_a_child_that_keeps_dying_ends_everything():
    diary = []
    assert Supervisor([Fake("web", diary, lives=0), Fake("worker", diary)]).run() == 1
    assert diary.count("start web") == supervisor.DEATHS
    assert diary[-2:] == ["stop worker", "stop web"]


def test_a_killed_child_is_started_again():
    child = command()
    run = Supervisor([child])
    seen = []

    def kill_twice():
        for _ in range(2):
            wait_for(lambda: child.poll() is None and child._process and child._process.pid not in seen)
            seen.append(child._process.pid)
            os.kill(child._process.pid, signal.SIGKILL)
            wait_for(lambda: child._process.pid not in seen)
        run.ask_to_stop()

    helper = threading.Thread(target=kill_twice)
    helper.start()
    assert run.run() == 0
    helper.join()
    assert child.poll() == -signal.SIGTERM


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_child_deaf_to_asking_is_killed():
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    child = Command("deaf", [sys.executable, "-c", deaf], {}, patience=0.2)
    child.start()
    wait_for(lambda: signal.SIGTERM in ignored_by(child._process.pid))
    child.stop()
    assert child.poll() == -signal.SIGKILL


def test_announce_is_called_until_it_is_content():
    calls = []
    run = Supervisor([Fake("web", [])])

    def announce():
        calls.append(len(calls))
        if len(calls) == 3:
            threading.Timer(0.5, run.ask_to_stop).start()
        return len(calls) == 3

    assert run.run(announce) == 0
    assert len(calls) == 3


def test_a_killed_database_comes_back_with_what_was_committed():
    with throwaway(durable=True) as server:
        server.execute("CREATE TABLE kept AS SELECT 42 AS n")
        run = Supervisor([EmbeddedDatabase(server)])
        first, found = server._process.pid, []

        def kill():
            os.kill(first, signal.SIGKILL)
            try:
                wait_for(lambda: found or (server._process.pid != first and found.extend(rows_or_nothing(server))))
            finally:
                run.ask_to_stop()

        helper = threading.Thread(target=kill)
        helper.start()
        assert run.run() == 0
        helper.join()
        assert found == [(42,)]
        assert read_postmaster(server.place.data) is None


def rows_or_nothing(server):
    """What was committed; nothing while the server recovers."""
    try:
        return server.execute("SELECT n FROM kept")
    except (psycopg.OperationalError, EmbeddedError):
        return []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_children_end_with_a_killed_launcher(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from dashboard.jobs.supervisor import Command, Supervisor;"
        "child = Command('child', [sys.executable, '-c', 'import time; time.sleep(60)'], {});"
        "said = lambda: Path(sys.argv[1]).write_text(str(child._process.pid)) > 0;"
        "Supervisor([child]).run(said)"
    )
    told = tmp_path / "pid"
    with subprocess.Popen([sys.executable, "-c", code, told], cwd=supervisor.ROOT) as launcher:
        wait_for(lambda: told.exists() and told.read_text())
        launcher.kill()
    wait_for(lambda: ended(int(told.read_text())))


def ended(pid):
    """Gone, or a zombie where process 1 does not collect the dead."""
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"


def ignored_by(pid):
    """The signals that process `pid` ignores, from the mask that Linux shows."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    mask = int(next(line for line in lines if line.startswith("SigIgn")).split()[1], 16)
    return {number for number in signal.Signals if mask >> (number - 1) & 1}

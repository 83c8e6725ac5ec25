"""Keeps the processes of one installation running: database, worker and web.

Children start in the order given and stop in the reverse order. A child that dies is started again after a pause that
doubles; one that keeps dying ends everything, so that the system's own service manager sees it.
"""

import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Protocol

import structlog

from config.errors import HelikopterError
from dashboard.store.embedded import EmbeddedServer

ROOT = Path(__file__).parents[2]
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
DEATHS, WITHIN_SECONDS = 5, 60.0
_TICK = 0.2

log = structlog.get_logger()


class Child(Protocol):
    """Something that runs, may die, and can be started again."""

    name: str

    def start(self) -> None:
        """Start it; harmless when it runs. Raises HelikopterError or OSError when it cannot."""

    def poll(self) -> int | None:
        """None while it runs, its exit code afterwards."""

    def stop(self) -> None:
        """End it in an orderly way; harmless when it does not run."""


class Command:
    """A program of our own, run from the project's folder. It ends when the launcher is killed (on Linux)."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], *, patience: float = 15
    ) -> None:
        self.name, self.command, self.environment, self.patience = name, list(command), dict(environment), patience
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches the launcher alone, which stops things in order."""
        self._process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent(),  # noqa: PLW1509  # one system call, made by the launcher's only busy thread
        )

    def poll(self) -> int | None:
        """Its exit code once it has ended."""
        return self._process.poll() if self._process else None

    def stop(self) -> None:
        """Ask, wait, then insist."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(self.patience)
        self._process.kill()
        self._process.wait()


class EmbeddedDatabase:
    """The embedded server as a child; whoever made it has started it already."""

    name = "database"

    def __init__(self, server: EmbeddedServer) -> None:
        self.server = server

    def start(self) -> None:
        """Start it again after it died."""
        if self.server.poll() is not None:
            self.server.launch()

    def poll(self) -> int | None:
        """Its exit code once it has ended."""
        return self.server.poll()

    def stop(self) -> None:
        """End it cleanly."""
        self.server.stop()


class _Watched:
    """A child with the history of its deaths."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.deaths: deque[float] = deque(maxlen=DEATHS)
        self.again_at: float | None = None

    def tend(self, now: float) -> bool:
        """Note a death, start again when its pause is over; False when it dies too often."""
        if self.again_at is None and self.child.poll() is not None:
            return self._died(now, code=self.child.poll())
        if self.again_at is not None and now >= self.again_at:
            return self._start_again(now)
        return True

    def _start_again(self, now: float) -> bool:
        self.again_at = None
        try:
            self.child.start()
        except (HelikopterError, OSError) as error:
            return self._died(now, reason=str(error))
        log.warning("started_again", child=self.child.name)
        return True

    def _died(self, now: float, **why: object) -> bool:
        while self.deaths and now - self.deaths[0] > WITHIN_SECONDS:
            self.deaths.popleft()
        pause = min(FIRST_PAUSE * 2 ** len(self.deaths), LONGEST_PAUSE)
        self.deaths.append(now)
        self.again_at = now + pause
        gives_up = len(self.deaths) == DEATHS
        log.warning("gives_up" if gives_up else "died", child=self.child.name, again_in=pause, **why)
        return not gives_up


class Supervisor:
    """Runs `children` until a signal asks to stop, or one of them dies DEATHS times within WITHIN_SECONDS."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._watched = [_Watched(child) for child in children]
        self._stopping = threading.Event()

    def run(self, announce: Callable[[], bool] = lambda: True) -> int:
        """0 after a signal, 1 after giving up. `announce` is called at each tick until it returns True."""
        self._listen()
        announced = False
        try:
            for watched in self._watched:
                watched.child.start()
            while not self._stopping.wait(_TICK):
                if not all(watched.tend(time.monotonic()) for watched in self._watched):
                    return 1
                announced = announced or announce()
            return 0
        finally:
            for watched in reversed(self._watched):
                watched.child.stop()

    def ask_to_stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """End `run` soon."""
        self._stopping.set()

    def _listen(self) -> None:
        """The signals by which a terminal, a service manager or a container ends a program."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self.ask_to_stop)


def _end_with_parent() -> Callable[[], None] | None:
    """On Linux: what a child does before it becomes our program, so that a killed launcher leaves nothing behind."""
    if sys.platform != "linux":
        return None
    import ctypes

    library = ctypes.CDLL(None)
    parent_death_signal = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
    return lambda: library.prctl(parent_death_signal, signal.SIGTERM)

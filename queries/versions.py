"""The versions of the data as this process has heard them: what an open page asks costs no question to the database.

`Listener` keeps `Versions` up to date from a thread with a connection of its own.
"""

import threading
from collections.abc import Iterable

import psycopg
import structlog
from psycopg import Notify
from sqlalchemy import NullPool, create_engine, select
from sqlalchemy.exc import SQLAlchemyError

from queries.tables import CHANGES, PUBLIC_NEWS, data_version

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
CALM = 20.0
"""Seconds without news after which everything is read again: also to notice that the connection is dead."""
_TICK = 0.5
_LOST = (SQLAlchemyError, psycopg.Error, OSError)

log = structlog.get_logger(__name__)


class Versions:
    """Data versions by organisation and topic. Thread-safe; a version never goes back."""

    def __init__(self) -> None:
        self.hearing = threading.Event()
        """Set while somebody listens and nothing can be missed."""
        self._known: dict[int, dict[str, int]] = {}
        self._lock = threading.Lock()

    def hear(self, organisation_id: int, topic: str, version: int) -> None:
        """Note that the data of an organisation and topic has at least this version."""
        with self._lock:
            topics = self._known.get(organisation_id, {})
            self._known[organisation_id] = topics | {topic: max(version, topics.get(topic, 0))}

    def of(self, organisation_ids: Iterable[int], topic: str | None = None) -> int:
        """One number for the data of these organisations (and one topic): it moves when any of them does.

        What the public sees is part of proposals, which move with it: it does not count once more.
        """
        found = (self._known.get(number, {}) for number in set(organisation_ids))
        heard = (item for topics in found for item in topics.items())
        return sum(version for one, version in heard if (one == topic if topic else one != PUBLIC_NEWS))


class Listener:
    """Hears from PostgreSQL which versions move. Make it after fork; the thread ends with the process.

    `url` is the address of a server that takes LISTEN, so not of a replica.
    """

    def __init__(self, url: str, versions: Versions) -> None:
        self.versions = versions
        self._engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="versions", daemon=True)

    def start(self) -> "Listener":
        """Begin to listen; comes back at once."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                self._listen()
                pause = FIRST_PAUSE
            except _LOST as error:
                if self.versions.hearing.is_set():
                    pause = FIRST_PAUSE
                log.warning("versions_not_heard", reason=type(error).__name__, again_in=pause)
                self.versions.hearing.clear()
                self._stopping.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    def _listen(self) -> None:
        """Listen until told to stop. First LISTEN, then what there is: so nothing is missed in between."""
        with self._engine.connect() as connection:
            wire = connection.connection.driver_connection
            assert isinstance(wire, psycopg.Connection)  # noqa: S101  # for the type checker: the engine's only driver
            wire.execute(f"LISTEN {CHANGES}".encode())
            while not self._stopping.is_set():
                for row in connection.execute(select(data_version)):
                    self.versions.hear(row.organisation_id, row.topic, row.version)
                self.versions.hearing.set()
                self._hear(wire)

    def _hear(self, wire: psycopg.Connection) -> None:
        """Take notifications until it has been calm for a while."""
        calm = 0.0
        while calm < CALM and not self._stopping.is_set():
            calm += _TICK
            for notice in wire.notifies(timeout=_TICK, stop_after=1):
                calm = 0.0
                self._note(notice)

    def _note(self, notice: Notify) -> None:
        organisation_id, version, topic = notice.payload.split(" ", 2)
        self.versions.hear(int(organisation_id), topic, int(version))

"""The writing side of the database: one engine, one transaction an action."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import InterfaceError, OperationalError

from config.errors import DatabaseUnavailable


class Writer:
    """Writes as the database role of `url` (heli_writer). Thread-safe; make one a process, after fork."""

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        self.engine = create_engine(url, pool_size=pool_size, pool_pre_ping=True, hide_parameters=True)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing. Raises DatabaseUnavailable when the server does not answer."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except (OperationalError, InterfaceError) as error:
            raise DatabaseUnavailable() from error

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

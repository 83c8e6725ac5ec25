"""The reading side of the database: one engine, one read-only transaction a question or page, one helper to a frame."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import pandas as pd
from psycopg.errors import QueryCanceled
from sqlalchemy import Connection, Executable, Select, create_engine, event, func, select, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from config.errors import DatabaseUnavailable, HelikopterError
from config.language import N_

READING = """
SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
SET statement_timeout = '{patience}s';
SET timezone = 'UTC'
"""
PATIENCE, SHORT_PATIENCE = 30, 5
"""Seconds that one question may take; of a page for everybody, where many may ask at once."""
BATCH = 5_000
"""Rows that are held at once of what is too many for one frame."""


class TooSlow(HelikopterError):
    """The question took longer than any page may."""

    code = "too_slow"
    message = N_("This question takes too long. Choose a shorter period or fewer filters.")


class Database:
    """Reads as the database role of `url` (heli_reader). Thread-safe; make one a process, after fork.

    A question that takes more than `patience` seconds is given up.
    """

    def __init__(self, url: str, *, pool_size: int = 5, patience: int = PATIENCE) -> None:
        self.engine = create_engine(url, pool_size=pool_size, pool_pre_ping=True, hide_parameters=True)
        event.listen(self.engine, "connect", partial(_prepare, patience))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One snapshot of the database: all numbers of a page agree. Raises DatabaseUnavailable, TooSlow."""
        with _in_words(), self.engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


@contextmanager
def _in_words() -> Iterator[None]:
    """Failures of the database as errors that a person may see."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise (TooSlow() if isinstance(error.orig, QueryCanceled) else DatabaseUnavailable()) from error


def _prepare(patience: int, connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.autocommit = True
    connection.execute(READING.format(patience=patience))
    connection.autocommit = False


def fetch(db: Connection, statement: Executable, params: Mapping[str, Any] | None = None) -> pd.DataFrame:
    """Run a statement; a frame with its columns, in its order, also when there are no rows.

    Raises DatabaseUnavailable, TooSlow.
    """
    with _in_words():
        result = db.execute(statement, params or {})
        # as plain tuples: pandas looks at each row of another kind one by one
        return pd.DataFrame(list(map(tuple, result.all())), columns=list(result.keys()))


def batches(db: Connection, statement: Executable, size: int = BATCH) -> Generator[pd.DataFrame]:
    """The rows of a statement as frames of at most `size` rows, read by a cursor of the server as they are asked for:
    however many there are, in the memory of a few. No frame where there are none.

    To the time limit each frame is a statement of its own. Close the generator where it is not read to its end.
    Raises DatabaseUnavailable, TooSlow.
    """
    with _in_words():
        result = db.execute(statement, execution_options={"yield_per": size})
        try:
            columns = list(result.keys())
            for part in result.partitions(size):
                yield pd.DataFrame(list(map(tuple, part)), columns=columns)
        finally:
            result.close()


def one_snapshot(db: Connection) -> None:
    """Let a transaction of the writing side, which has to begin with this, read as of one moment and write nothing: as
    every one of the reading side does."""
    db.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))


def counted(db: Connection, statement: Select) -> int:
    """How many rows a statement gives. Raises DatabaseUnavailable, TooSlow."""
    with _in_words():
        found = db.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    return int(found or 0)

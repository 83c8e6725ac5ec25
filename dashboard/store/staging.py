"""What an importer hands to the loader, and how it reaches the database: COPY into a temporary table."""

import json
import socket
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd
import psycopg
from sqlalchemy import Connection, text

from config.errors import DatabaseUnavailable, ImportRefused
from config.language import N_
from config.plain import plain
from config.topics import Topic, kinds_of
from dashboard.store.pictures import Picture

UNFIT = N_("The delivery holds something that the database cannot keep: {problem}. Nothing was changed.")
_COLUMNS = {
    "row_no": "int",
    "source_key": "text",
    "event_key": "text",
    "kind": "text",
    "occurred_at": "timestamptz",
    "service": "text",
    "category": "text",
    "area": "text",
    "channel": "text",
    "partner": "text",
    "lon": "float8",
    "lat": "float8",
    "deadline": "timestamptz",
    "melding_kind": "text",
    "number": "text",
    "title": "text",
    "actor_role": "text",
    "inferred": "boolean",
    "extra": "jsonb",
    "theme": "text",
    "topic": "text",
    "h3_10": "bigint",
    "told_area": "text",
}
OPTIONAL = ("theme", "topic", "h3_10", "told_area")
"""Columns of `Batch.events` that need not be there: without a topic it is a melding, and the loader finds two."""
STAGED = [name for name in _COLUMNS if name not in OPTIONAL]
"""The other columns: row_no is the line in the file, dimensions are codes, instants are UTC, extra is JSON."""
PATIENCE = 5.0
"""Seconds that a block under way still gets when an import is stopped."""
DIMENSIONS = ("service", "category", "area", "channel", "partner", "theme")


@dataclass(frozen=True)
class Refusal:
    """A row that was not loaded: its line, and why (an English sentence of the catalogue with its parameters)."""

    line: int
    reason: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Suspicion:
    """A row that was loaded but should be looked at."""

    kind: str
    line: int
    params: dict[str, Any] = field(default_factory=dict)


@dataclass
class Batch:
    """One chunk of a delivery: `events` has the columns STAGED and perhaps those of OPTIONAL; `names` gives a name to
    new codes per dimension."""

    events: pd.DataFrame
    read: int
    refusals: list[Refusal] = field(default_factory=list)
    suspicions: list[Suspicion] = field(default_factory=list)
    names: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Delivery:
    """One delivery of a source. `snapshot`: each subject in it is told completely, so what is missing was withdrawn.

    `as_of` may be a function, for sources that only know it once all batches were read; so are `pictures`, those that
    events of this delivery name and that may be new. `made`: when it was made, of one that tells how things stood
    then; the loader refuses one that is older than another of its source.
    """

    organisation_id: int
    source_code: str
    source_name: str
    batches: Iterable[Batch]
    as_of: datetime | Callable[[], datetime | None] | None = None
    made: datetime | None = None
    snapshot: bool = True
    file_name: str | None = None
    file_sha256: str | Callable[[], str] | None = None
    dropped_columns: tuple[str, ...] | Callable[[], tuple[str, ...]] = ()
    pictures: Callable[[], Iterable[Picture]] = tuple


def create_staged(connection: Connection) -> None:
    """An empty temporary table `staged`, gone at the end of the transaction."""
    columns = ", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())
    connection.execute(text(f"CREATE TEMP TABLE staged ({columns}) ON COMMIT DROP"))


@contextmanager
def copying(connection: Connection) -> Iterator[Callable[[pd.DataFrame], None]]:
    """Gives a function that appends events (as in `Batch`) to `staged`; one batch is sent while the next is made.

    Until the block ends the connection can do nothing else. Raises ImportRefused when the server cannot keep a value,
    DatabaseUnavailable when it has gone.
    """
    driver: Any = connection.connection.driver_connection
    try:
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY staged ({', '.join(_COLUMNS)}) FROM STDIN") as copy,
            sending(copy.write, lambda: _hang_up(driver)) as send,
        ):
            yield lambda events: send(_lines(events)) if len(events) else None
    except psycopg.DataError as error:
        raise ImportRefused(UNFIT, problem=error.diag.message_primary or error) from error
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise DatabaseUnavailable() from error


@contextmanager
def sending(write: Callable[[bytes], None], hang_up: Callable[[], None]) -> Iterator[Callable[[bytes], None]]:
    """Gives a function that writes in another thread, one block at a time; what fails is raised by the next call or at
    the end of the block. Who stops in between does not wait for a line that stands still: that is hung up."""
    with ThreadPoolExecutor(1) as other:
        under_way: Future[None] | None = None

        def send(block: bytes) -> None:
            nonlocal under_way
            if under_way is not None:
                under_way.result()
            under_way = other.submit(write, block)

        try:
            yield send
            if under_way is not None:
                under_way.result()
        except BaseException:
            if under_way is not None:
                _end(under_way, hang_up)
            raise


def _end(under_way: Future[None], hang_up: Callable[[], None]) -> None:
    try:
        wait([under_way], PATIENCE)
    finally:  # also when the one who stops loses patience sooner
        if not under_way.done():
            hang_up()


def _hang_up(driver: Any) -> None:
    """End the connection below the other thread, which then fails; closing it there would take away what that uses."""
    with socket.fromfd(driver.pgconn.socket, socket.AF_INET, socket.SOCK_STREAM) as line:
        line.shutdown(socket.SHUT_RDWR)


_CHECKS = {
    N_("Line {line}: an event without a key, a melding or a moment. Nothing was changed."): (
        "source_key IS NULL OR event_key IS NULL OR occurred_at IS NULL"
    ),
    N_("Line {line}: an event of an unknown kind. Nothing was changed."): (
        "kind IS NULL OR CASE WHEN topic IS NULL THEN kind <> ALL(:kinds) ELSE topic || '/' || kind <> ALL(:others) END"
    ),
    N_("Line {line}: an event with details that are not named. Nothing was changed."): (
        "jsonb_typeof(extra) <> 'object'"
    ),
    N_("Line {line}: a date before 1900 or after 2299. Nothing was changed."): (
        "least(occurred_at, deadline) < TIMESTAMPTZ '1900-01-01Z' "
        "OR greatest(occurred_at, deadline) >= TIMESTAMPTZ '2300-01-01Z'"
    ),
}


def check_staged(connection: Connection) -> None:
    """Refuse events that nobody could count, whichever importer made them. Raises ImportRefused."""
    lines = ", ".join(f"min(coalesce(row_no, 0)) FILTER (WHERE {wrong})" for wrong in _CHECKS.values())
    kinds = {"kinds": list(kinds_of(Topic.MELDING)), "others": [f"{t}/{kind}" for t in Topic for kind in kinds_of(t)]}
    found = connection.execute(text(f"SELECT {lines} FROM staged"), kinds).one()
    for sentence, line in zip(_CHECKS, found, strict=True):
        if line is not None:
            raise ImportRefused(sentence, line=line)


def _lines(events: pd.DataFrame) -> bytes:
    """COPY text: one line an event; columns become lists of ready texts, so that a row is one join.

    NUL and halves of surrogate pairs, which PostgreSQL does not keep, are left out or become a question mark.
    """
    nothing = ["\\N"] * len(events)
    columns = [_texts(events[name], kind) if name in events else nothing for name, kind in _COLUMNS.items()]
    lines = "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n"
    return lines.replace("\0", "").encode("utf-8", "replace")


def _texts(values: pd.Series, kind: str) -> list[str]:
    if values.isna().all():
        return ["\\N"] * len(values)
    if kind == "timestamptz":
        return _instants(values)
    codes, unique = pd.factorize(values, use_na_sentinel=True)
    cleaned = map(_storable, unique) if kind == "jsonb" else unique
    texts = [*_escaped(cleaned), "\\N"]  # code -1, missing, takes the last
    return [texts[code] for code in codes.tolist()]


def _instants(values: pd.Series) -> list[str]:
    whole = values.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy("datetime64[us]")
    return [f"{instant}+00" if instant != "NaT" else "\\N" for instant in whole.astype(str).tolist()]


def _storable(value: str) -> str:
    """JSON text without the escapes that jsonb refuses; what is no JSON is left for the server to name."""
    if "\\u0000" not in value and "\\ud" not in value.lower():
        return value
    try:
        return json.dumps(plain(json.loads(value)))
    except ValueError:
        return value


_SPECIAL = "\\\n\t\r\0"


def _escaped(values: Iterable[Any]) -> list[str]:
    """Values in COPY's text format; an empty text is a missing one. Most columns hold nothing to escape."""
    texts = list(map(str, values))
    whole = "".join(texts)
    if all(texts) and not any(sign in whole for sign in _SPECIAL):
        return texts
    return [_escaped_one(text_) for text_ in texts]


def _escaped_one(text_: str) -> str:
    if not text_.strip("\0"):
        return "\\N"
    return text_.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")

"""What a change of norms or closing days would do, counted without changing anything.

The change is written behind a savepoint, the projection read as a question, and the savepoint taken back: the numbers
are those that the worker would write. What no change can touch is left out before; of more than MOST meldingen the ones
received last are counted, and the answer says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.errors import QueryCanceled
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from config.clock import Clock
from config.errors import InvalidInput
from config.language import N_
from config.topics import Topic
from dashboard.store.actions.calendar import drop_day, write_day
from dashboard.store.actions.norms import EndOfNorm, NewNorm, end_norm, write_norm
from dashboard.store.actions.writing import Writing
from dashboard.store.organisations import organisation_number, renumber_calendar
from dashboard.store.project import CHOSEN, create_key_table
from queries.projection import plan_as_usual, plan_for_many, projection

MOST = 20_000
"""So many meldingen are looked at; a projection of these takes a few seconds."""
_SECONDS = 25
_TOO_SLOW = N_("Counting this takes too long now. The change itself can be saved.")
_OF_NORM = """
organisation_id = :organisation AND received_day >= :first AND deadline_origin IS DISTINCT FROM 'source'
AND (CAST(:category AS int) IS NULL OR category_id = :category)
"""
_OF_DAY = """
organisation_id = :organisation AND received_day <= :first AND deadline_origin = 'norm'
AND deadline_at >= CAST(:first AS date) - 1
"""
_LATE = "(r.deadline_at IS NOT NULL AND coalesce(r.first_closed_at, s.as_of) > r.deadline_at)"
_COMPARED = f"""
SELECT count(*) FILTER (WHERE r.deadline_at IS DISTINCT FROM m.deadline_at) AS deadlines,
       count(*) FILTER (WHERE r.deadline_at IS DISTINCT FROM m.deadline_at AND r.open) AS open_deadlines,
       count(*) FILTER (WHERE {_LATE} AND NOT {_LATE.replace("r.", "m.")}) AS late,
       count(*) FILTER (WHERE NOT {_LATE} AND {_LATE.replace("r.", "m.")}) AS in_time
FROM melding_row r JOIN melding m ON m.organisation_id = r.organisation_id AND m.subject_id = r.subject_id
JOIN source s ON s.organisation_id = m.organisation_id AND s.source_id = m.source_id
"""


@dataclass(frozen=True)
class Moved:
    """What would change: `deadlines` get another deadline, `open_deadlines` of them are open; `late` become late that
    were not, `in_time` the other way. Looked at were `counted` meldingen, the last received of `concerned`."""

    concerned: int
    counted: int
    deadlines: int
    open_deadlines: int
    late: int
    in_time: int


def preview_norm(*, writer: Writing, clock: Clock, new: NewNorm) -> Moved:
    """What a new norm for handling would change. Raises what the change itself would raise."""
    with _undone(writer) as connection:
        organisation_id = organisation_number(connection, new.organisation)
        written = write_norm(connection, clock, organisation_id, new)
        values = {"first": date.fromisoformat(written["valid_from"]), "category": written["category_id"]}
        return _moved(connection, organisation_id, _OF_NORM, values)


def preview_end(*, writer: Writing, end: EndOfNorm) -> Moved:
    """What the end of a norm would change."""
    with _undone(writer) as connection:
        organisation_id = organisation_number(connection, end.organisation)
        row = end_norm(connection, organisation_id, end)
        values = {"first": end.last_day, "category": row.category_id}
        return _moved(connection, organisation_id, _OF_NORM, values)


def preview_day(*, writer: Writing, organisation_id: int, day: date, closes: bool) -> Moved:
    """What one closing day more, or one less, would change."""
    with _undone(writer) as connection:
        if closes:
            write_day(connection, organisation_id, day, "-")
        else:
            drop_day(connection, organisation_id, day)
        renumber_calendar(connection, organisation_id)
        return _moved(connection, organisation_id, _OF_DAY, {"first": day})


@contextmanager
def _undone(writer: Writing) -> Iterator[Connection]:
    """A transaction of which nothing stays, and which gives up in time."""
    with writer.transaction() as connection:
        connection.execute(text(f"SET LOCAL statement_timeout = '{_SECONDS}s'"))
        savepoint = connection.begin_nested()
        try:
            yield connection
        except OperationalError as error:
            raise (InvalidInput(_TOO_SLOW) if isinstance(error.orig, QueryCanceled) else error) from error
        finally:
            savepoint.rollback()


def _moved(connection: Connection, organisation_id: int, which: str, values: dict[str, Any]) -> Moved:
    return _compared(connection, *_keys(connection, organisation_id, which, values))


def _keys(connection: Connection, organisation_id: int, which: str, values: dict[str, Any]) -> tuple[int, int]:
    """Fill `project_key`; returns how many meldingen are concerned and how many of them are looked at."""
    create_key_table(connection)
    told = values | {"organisation": organisation_id}
    concerned = connection.scalar(text(f"SELECT count(*) FROM melding WHERE {which}"), told) or 0
    latest = (
        f"SELECT organisation_id, subject_id, :topic FROM melding WHERE {which} ORDER BY received_day DESC LIMIT {MOST}"
    )
    columns = "organisation_id, subject_id, topic"
    connection.execute(text(f"INSERT INTO project_key ({columns}) {latest}"), told | {"topic": Topic.MELDING})
    connection.execute(text("ANALYZE project_key"))
    return concerned, min(concerned, MOST)


def _compared(connection: Connection, concerned: int, counted: int) -> Moved:
    plan_for_many(connection)
    keys = CHOSEN.format(topic=Topic.MELDING)
    row = connection.execute(text(f"WITH {projection(keys, Topic.MELDING)} {_COMPARED}")).one()
    plan_as_usual(connection)
    return Moved(concerned, counted, row.deadlines, row.open_deadlines, row.late, row.in_time)

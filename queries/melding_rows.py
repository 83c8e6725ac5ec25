"""The meldingen that filters leave, one row each: too many for one frame, so in batches."""

from collections.abc import Generator
from contextlib import closing

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Date, Select, case, cast, func, select

from config.errors import Forbidden
from queries import tables
from queries.db import BATCH, batches, counted
from queries.facts import facts
from queries.filters import Filters, Scope
from queries.names import named, names

_NAMED = ("category", "service", "area", "channel")
_KEPT = ("organisation_id", "subject_id", "number", "street", "received_day", "stage", "open", "reopenings")
_TEXTS = ("title", "text_removed_day")


def count_of_meldingen(db: Connection, scope: Scope, filters: Filters) -> int:
    """How many rows `meldingen_in_batches` gives: as many as measure 'received' counts. Raises as that."""
    return counted(db, _rows(db, scope, filters, texts=False))


def meldingen_in_batches(
    db: Connection, scope: Scope, filters: Filters, *, texts: bool = False, size: int = BATCH
) -> Generator[pd.DataFrame]:
    """The meldingen received in the period that scope and filters leave, in the order of receipt, as frames of `size`.

    Columns: organisation_id, subject_id, number (null without), category, service, area, channel (names or null),
    street, received_day, stage, stage_since (local date), open, first_closed_day, last_closed_day (null before it),
    deadline (local date; null without norm or while the clock stands still), on_time (whether the first closing was;
    null without norm and while that is not known at the horizon), reopenings; with `texts` also title (null when
    removed) and text_removed_day. All as they are now.

    Raises Forbidden to a scope without single cases.
    """
    known = {dimension: names(db, scope, dimension) for dimension in _NAMED}
    with closing(batches(db, _rows(db, scope, filters, texts=texts), size)) as found:
        for frame in found:
            whole = frame
            for dimension, members in known.items():
                whole = named(whole, members, f"{dimension}_id", **{dimension: "name"})
            yield whole.drop(columns=[f"{dimension}_id" for dimension in _NAMED])


def _rows(db: Connection, scope: Scope, filters: Filters, *, texts: bool) -> Select:
    if not scope.cases:
        raise Forbidden()
    own = facts(db, scope, filters)
    table, town = own.melding, tables.organisation
    columns = (*_KEPT, *(f"{dimension}_id" for dimension in _NAMED), *(_TEXTS if texts else ()))
    days = "first_closed_day", "last_closed_day"
    judged = case((own.then(table.c.judged_at), table.c.on_time)).label("on_time")
    due = case((~table.c.deadline_moves, table.c.deadline_at))
    told = select(
        *(table.c[name] for name in (*columns, *days)),
        _local(table.c.stage_since).label("stage_since"),
        _local(due).label("deadline"),
        judged,
    )
    joined = own.with_horizon(table).join(town, town.c.organisation_id == table.c.organisation_id)
    ours = *own.rows(table), own.in_period(table.c.received_day)
    return told.select_from(joined).where(*ours).order_by(table.c.received_day, table.c.subject_id)


def _local(instant: ColumnElement) -> ColumnElement:
    """The day of an instant in the organisation of a row."""
    return cast(func.timezone(tables.organisation.c.time_zone, instant), Date)

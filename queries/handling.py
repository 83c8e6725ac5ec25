"""How municipalities handle the same category, side by side, on the fixed grain of `queries.municipalities`."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import Column, ColumnElement, Connection, FromClause, and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from config.kinds import stage_codes
from queries import tables
from queries.db import fetch
from queries.facts import Facts, bucket_column, facts, lead_bucket
from queries.filters import Days, Filters, Scope
from queries.informing import FIRST_ANSWER
from queries.municipalities import OTHER, by_region, fixed, inhabitants, whole
from queries.names import names
from queries.organisations import organisations
from queries.percentiles import percentiles
from queries.suppression import LEAST

CLOSING = "closing"
"""The phase of the norms for receipt to first closing."""
_STEP = 5
_KEYS = ("heir_id", "category")
_COLUMNS = ["category", "municipality", "code", "n", "norms", "phases", "first_answer", "lead_time", "messages"]


def side_by_side(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Handling in the whole months of the period that are over, by regional category and municipality.

    Columns: category (regional code), municipality (name), code, n (closings, to the nearest 5), norms (tuple of (n,
    unit) of the closing norms that hold on the last day), phases (tuple of the stages that visits were made to),
    first_answer and lead_time (median working days), messages (sent per melding received, in tenths; null where no
    source tells them). Numbers of fewer than 5 cases are null; what has fewer than 5 closings has no row, nor has what
    has no regional category. No count is exact: beside `queries.municipalities`, or over another period, it would tell
    what is withheld there.
    """
    scope, filters = whole(scope), fixed(filters)
    own = facts(db, scope, filters)
    end = _end(own)
    if end < filters.first_day:
        return pd.DataFrame(columns=_COLUMNS)
    filters = replace(filters, last_day=min(end, filters.last_day))
    own = replace(own, filters=filters)
    n = _counted(db, own, tables.closing.c.closed_day)
    frame = n[n["n"] >= LEAST].set_index(list(_KEYS))
    columns = {
        "norms": _norms(db, own),
        "phases": _phases(db, own),
        "first_answer": _first_answers(db, own),
        "lead_time": _lead_times(db, own),
        "messages": _messages(db, own),
    }
    for name, values in columns.items():
        frame[name] = values.reindex(frame.index)
    frame["n"] = (frame["n"] + _STEP // 2) // _STEP * _STEP
    people = inhabitants(db, scope, filters.last_day)
    named = frame.reset_index().astype({"heir_id": "Int64"}).merge(people.astype({"heir_id": "Int64"}), on="heir_id")
    return named.sort_values(["category", "municipality"])[_COLUMNS].reset_index(drop=True)


def _end(own: Facts) -> date:
    """The last day of the last month that is over."""
    latest = max((one.day for one in own.horizons), default=own.filters.first_day)
    return latest.replace(day=1) - timedelta(days=1)


def _regional(db: Connection, own: Facts, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows (organisation_id, category_id, ...) with heir_id and the regional category that they have."""
    found = by_region(frame, organisations(db, own.scope), names(db, own.scope, "category"))
    return found[found["category"] != OTHER]


def _counted(db: Connection, own: Facts, day: Column, *, telling: bool = False) -> pd.DataFrame:
    """How many rows of the day's table lie in the period; `telling`: of sources that tell of messages.

    Columns: heir_id, category, n.
    """
    table = own.of(day.table)
    keys = (table.c.organisation_id, table.c.category_id)
    counted = select(*keys, func.count().label("n")).where(*own.rows(table), own.in_period(table.c[day.name]))
    if telling:
        counted = counted.where(_tells(table))
    found = _regional(db, own, fetch(db, counted.group_by(*keys)))
    return found.groupby(list(_KEYS))["n"].sum().reset_index()


def _tells(table: FromClause) -> ColumnElement[bool]:
    source = tables.source.c
    same = and_(source.organisation_id == table.c.organisation_id, source.source_id == table.c.source_id)
    return exists().where(same, source.notifies)


def _medians(db: Connection, own: Facts, table: FromClause, bucket: ColumnElement, *where: ColumnElement) -> pd.Series:
    keys = (table.c.organisation_id, table.c.category_id, bucket)
    counted = select(*keys, func.count().label("n")).where(*own.rows(table), *where)
    found = _regional(db, own, fetch(db, counted.group_by(*keys)))
    medians = {key: _median(part) for key, part in found.groupby(list(_KEYS))}
    return pd.Series(medians, dtype=float)


def _median(histogram: pd.DataFrame) -> float | None:
    found = percentiles(histogram, Days.WORKING)
    return found["median"] if (found["n"] or 0) >= LEAST else None


def _lead_times(db: Connection, own: Facts) -> pd.Series:
    table = own.closing
    return _medians(db, own, table, lead_bucket(table, Days.WORKING), own.in_period(table.c.closed_day))


def _first_answers(db: Connection, own: Facts) -> pd.Series:
    table = own.of(tables.moment)
    told = (table.c.moment == FIRST_ANSWER, table.c.told_at.is_not(None), own.in_period(table.c.arose_day))
    return _medians(db, own, table, bucket_column(table, Days.WORKING), *told)


def _messages(db: Connection, own: Facts) -> pd.Series:
    sent, received = (
        _counted(db, own, day, telling=True).set_index(list(_KEYS))["n"]
        for day in (tables.notification.c.told_day, tables.melding.c.received_day)
    )
    return (sent.reindex(received.index, fill_value=0) / received.where(received >= LEAST)).astype(float).round(1)


def _phases(db: Connection, own: Facts) -> pd.Series:
    """Stages to which at least 5 visits ended in the period, in the order in which they come."""
    table = own.of(tables.stay)
    keys = (table.c.organisation_id, table.c.category_id, table.c.stage)
    counted = select(*keys, func.count().label("n")).where(*own.rows(table), own.in_period(table.c.left_day))
    found = _regional(db, own, fetch(db, counted.group_by(*keys)))
    visits = found.groupby([*_KEYS, "stage"])["n"].sum()
    used = visits[visits >= LEAST].reset_index()
    order = [str(code) for code in stage_codes()]
    grouped = used.groupby(list(_KEYS))["stage"]
    return pd.Series({key: tuple(sorted(codes, key=order.index)) for key, codes in grouped}, dtype=object)


def _norms(db: Connection, own: Facts) -> pd.Series:
    """The closing norms of the local categories, each once, shortest first."""
    norm, category, day = tables.norm.c, tables.category.c, own.filters.last_day
    keys = (category.organisation_id, category.category_id)
    applies = or_(norm.category_id == category.category_id, norm.category_id.is_(None))
    valid = (norm.valid_from <= day, or_(norm.valid_to.is_(None), norm.valid_to >= day))
    found = select(*keys, norm.n, norm.unit).where(
        category.organisation_id.in_(own.scope.organisation_ids),
        norm.organisation_id == category.organisation_id,
        norm.phase == CLOSING,
        applies,
        *valid,
    )
    nearest = found.ext(distinct_on(*keys)).order_by(*keys, norm.category_id.is_(None), norm.valid_from.desc())
    told = _regional(db, own, fetch(db, nearest)).drop_duplicates([*_KEYS, "n", "unit"]).sort_values(["n", "unit"])
    grouped = told.groupby(list(_KEYS))[["n", "unit"]]
    pairs = {
        key: tuple(zip(part["n"].astype(int).tolist(), part["unit"].astype(str), strict=True)) for key, part in grouped
    }
    return pd.Series(pairs, dtype=object)

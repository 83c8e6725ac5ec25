"""How municipalities handle the same category, side by side, on the fixed grain of `queries.municipalities`.

Only meldingen of which the number is published count here, those of its cell of municipality, month of receipt and
category: whatever stands in a withheld cell changes no answer, so that no answer tells of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from sqlalchemy import Column, ColumnElement, Connection, Date, FromClause, and_, cast, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from config.kinds import stage_codes
from queries import tables
from queries.db import fetch
from queries.ended import ended, ends
from queries.facts import Facts, bucket_column, facts, lead_bucket
from queries.filters import Days, Filters, Scope
from queries.informing import FIRST_ANSWER
from queries.municipalities import OTHER, by_region, fixed, inhabitants, published_cells, whole
from queries.names import names
from queries.organisations import organisations
from queries.percentiles import percentiles
from queries.suppression import LEAST

CLOSING = "closing"
"""The phase of the norms for receipt to first closing."""
_STEP = 5
_YEARS = 20
"""What was received longer before the period does not count."""
_KEYS = ("heir_id", "category")
_CELL = (*_KEYS, "month")
_COLUMNS = ["category", "municipality", "code", "n", "norms", "phases", "first_answer", "lead_time", "messages"]


@dataclass(frozen=True)
class _Asked:
    """A question: the facts, by organisation the last day that is over, and the cells up to the end of the period.

    `ends` as of `queries.ended`, `cells` as of `published_cells` without the sums.
    """

    own: Facts
    ends: dict[int, date]
    cells: pd.DataFrame


def side_by_side(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Handling in the whole months of the period that are over, by regional category and municipality.

    Columns: category (regional code), municipality (name), code, n (closings, to the nearest 5), norms (tuple of (n,
    unit) of the closing norms that hold on the last day), phases (tuple of the stages that visits were made to),
    first_answer and lead_time (median working days), messages (sent per melding received, in tenths; null where no
    source tells them). Numbers of fewer than 5 cases are null; what has fewer than 5 closings has no row, nor has what
    has no regional category, nor that of which a month of the period is withheld. Meldingen of earlier months that are
    withheld do not count. No count is exact.
    """
    scope, filters = whole(scope), fixed(filters)
    last = ends(db, scope)
    end = max(last.values(), default=date.min)
    if end < filters.first_day:
        return pd.DataFrame(columns=_COLUMNS)
    filters = replace(filters, last_day=min(end, filters.last_day))
    earliest = filters.first_day.replace(year=filters.first_day.year - _YEARS)
    cells = published_cells(db, scope, replace(filters, first_day=earliest))
    asked = _Asked(facts(db, scope, filters), last, cells[cells["category"].notna()])
    frame = _closed(db, asked)
    columns = {
        "norms": _norms(db, asked.own),
        "phases": _phases(db, asked),
        "first_answer": _first_answers(db, asked),
        "lead_time": _lead_times(db, asked),
        "messages": _messages(db, asked),
    }
    for name, values in columns.items():
        frame[name] = values.reindex(frame.index)
    frame["n"] = (frame["n"] + _STEP // 2) // _STEP * _STEP
    people = inhabitants(db, scope, filters.last_day)
    named = frame.reset_index().astype({"heir_id": "Int64"}).merge(people.astype({"heir_id": "Int64"}), on="heir_id")
    return named.sort_values(["category", "municipality"])[_COLUMNS].reset_index(drop=True)


def _closed(db: Connection, asked: _Asked) -> pd.DataFrame:
    """The closings, of what is told at all, by heir_id and category. Columns: n."""
    n = _counted(db, asked, tables.closing.c.closed_day)
    return n[(n >= LEAST) & ~n.index.isin(_withheld(asked))].to_frame("n")


def _withheld(asked: _Asked) -> list[tuple[int, str]]:
    """Of which heir_id and category a month of the period is withheld."""
    cells = asked.cells
    inside = cells["month"] >= asked.own.filters.first_day
    return list(cells.loc[inside & cells["n"].isna(), list(_KEYS)].itertuples(index=False, name=None))


def _regional(db: Connection, own: Facts, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows (organisation_id, category_id, ...) with heir_id and the regional category that they have."""
    found = by_region(frame, organisations(db, own.scope), names(db, own.scope, "category"))
    return found[found["category"] != OTHER]


def _counts(
    db: Connection, asked: _Asked, day: Column, *by: ColumnElement, where: Sequence[ColumnElement[bool]] = ()
) -> pd.DataFrame:
    """How many rows of the day's table lie in the months of the period that are over, of meldingen that are published.

    Columns: heir_id, category, month (of receipt), *by, n.
    """
    own, table, melding = asked.own, asked.own.of(day.table), asked.own.melding
    month = cast(func.date_trunc("month", melding.c.received_day), Date).label("month")
    keys = (table.c.organisation_id, table.c.category_id, month, *by)
    over = (own.in_period(table.c[day.name]), ended(table, table.c[day.name], asked.ends))
    counted = select(*keys, func.count().label("n")).select_from(_with_melding(table, melding))
    found = _regional(db, own, fetch(db, counted.where(*own.rows(table), *over, *where).group_by(*keys)))
    shown = asked.cells.loc[asked.cells["n"].notna(), list(_CELL)]
    return found.astype({"heir_id": "Int64"}).merge(shown.astype({"heir_id": "Int64"}), on=list(_CELL))


def _with_melding(table: FromClause, melding: FromClause) -> FromClause:
    if table is melding:
        return melding
    same = and_(melding.c.organisation_id == table.c.organisation_id, melding.c.subject_id == table.c.subject_id)
    return table.join(melding, same)


def _counted(db: Connection, asked: _Asked, day: Column, *where: ColumnElement[bool]) -> pd.Series:
    """The same of all months of receipt together, by heir_id and category."""
    return _counts(db, asked, day, where=where).groupby(list(_KEYS))["n"].sum()


def _tells(table: FromClause) -> ColumnElement[bool]:
    source = tables.source.c
    same = and_(source.organisation_id == table.c.organisation_id, source.source_id == table.c.source_id)
    return exists().where(same, source.notifies)


def _medians(histograms: pd.DataFrame) -> pd.Series:
    medians = {key: _median(part) for key, part in histograms.groupby(list(_KEYS))}
    return pd.Series(medians, dtype=float)


def _median(histogram: pd.DataFrame) -> float | None:
    found = percentiles(histogram, Days.WORKING)
    return found["median"] if (found["n"] or 0) >= LEAST else None


def _lead_times(db: Connection, asked: _Asked) -> pd.Series:
    table = asked.own.closing
    return _medians(_counts(db, asked, tables.closing.c.closed_day, lead_bucket(table, Days.WORKING)))


def _first_answers(db: Connection, asked: _Asked) -> pd.Series:
    table = asked.own.of(tables.moment)
    told = (table.c.moment == FIRST_ANSWER, table.c.told_at.is_not(None))
    return _medians(_counts(db, asked, tables.moment.c.arose_day, bucket_column(table, Days.WORKING), where=told))


def _messages(db: Connection, asked: _Asked) -> pd.Series:
    sent, received = (
        _counted(db, asked, day, _tells(asked.own.of(day.table)))
        for day in (tables.notification.c.told_day, tables.melding.c.received_day)
    )
    return (sent.reindex(received.index, fill_value=0) / received.where(received >= LEAST)).astype(float).round(1)


def _phases(db: Connection, asked: _Asked) -> pd.Series:
    """Stages to which at least 5 visits ended in the period, in the order in which they come."""
    found = _counts(db, asked, tables.stay.c.left_day, asked.own.of(tables.stay).c.stage)
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

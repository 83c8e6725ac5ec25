"""What came in, what was closed, what was opened again, and what is left: counts of meldingen.

Each question is a pure function (db, scope, filters) -> DataFrame.
"""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import INTERVAL

from queries.db import fetch
from queries.facts import Facts, facts
from queries.filters import Filters, Scope
from queries.steps import Steps, number_of, weeks_of

FOLLOW_UP_DAYS = 30
"""Days after a closing within which a reopening counts against it."""


def received(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Meldingen received in the period. One row: received (count)."""
    own = facts(db, scope, filters)
    table = own.melding
    counted = select(func.count().label("received")).select_from(table)
    return fetch(db, counted.where(*own.rows(table), own.in_period(table.c.received_day)))


def closed(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Closing events in the period, by outcome and (outcome null) in all.

    Columns: outcome (text), events, meldingen (distinct); counts.
    """
    own = facts(db, scope, filters)
    table = own.closing
    earlier = table.alias("earlier")
    first, first_so = (
        func.count().filter(~_again(own, earlier, *same)) for same in ((), (earlier.c.outcome == table.c.outcome,))
    )
    meldingen = case((func.grouping(table.c.outcome) == 1, first), else_=first_so).label("meldingen")
    narrowed = (*own.rows(table), own.in_period(table.c.closed_day))
    counted = select(table.c.outcome, func.count().label("events"), meldingen).where(*narrowed)
    return fetch(db, counted.group_by(func.rollup(table.c.outcome)).order_by(table.c.outcome.nulls_first()))


def _again(own: Facts, earlier: FromClause, *same: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the melding of a closing had an earlier one in the period; looked up for later closings only."""
    closing, first_day = own.closing.c, own.filters.first_day
    of_it = and_(
        earlier.c.organisation_id == closing.organisation_id,
        earlier.c.subject_id == closing.subject_id,
        earlier.c.closing_no < closing.closing_no,
    )
    found = select(literal(1)).where(of_it, earlier.c.closed_day >= first_day, *same).correlate(own.closing).exists()
    return case((closing.closing_no > 1, found), else_=false())


def reopened(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Reopenings in the period, and how many closings of the period were reopened within 30 days.

    One row of counts: events; followed (closings in the period with 30 days of follow-up); again (of these, reopened
    within 30 days).
    """
    own = facts(db, scope, filters)
    table = own.closing
    span = cast(f"{FOLLOW_UP_DAYS} days", INTERVAL)
    followed = and_(own.in_period(table.c.closed_day), table.c.closed_at + span <= own.horizon)
    again = and_(followed, table.c.reopened_at <= table.c.closed_at + span)
    counts = (
        func.count().filter(own.in_period(table.c.reopened_day)).label("events"),
        func.count().filter(followed).label("followed"),
        func.count().filter(again).label("again"),
    )
    either = or_(own.in_period(table.c.closed_day), own.in_period(table.c.reopened_day))
    return fetch(db, select(*counts).select_from(own.with_horizon(table)).where(*own.rows(table), either))


def stock(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The reconciliation: open_start + received + reopened - closed = open_end.

    One row: open_start (at the first instant of the period), received, reopened, closed, open_end (at its end), counts;
    first_day, last_day. The stock is counted from what was open then, apart from the flows, so the sum is a check.
    """
    own = facts(db, scope, filters)
    melding, closing, first = own.melding, own.closing, filters.first_day
    end = filters.last_day + timedelta(days=1)
    came = _counts(
        own,
        melding,
        melding.c.received_day < end,
        received=own.in_period(melding.c.received_day),
        never_start=_never_closed(melding, first),
        never_end=_never_closed(melding, end),
    )
    again = _counts(
        own,
        closing,
        closing.c.reopened_day < end,
        reopened=own.in_period(closing.c.reopened_day),
        again_start=_open_again(closing, first),
        again_end=_open_again(closing, end),
    )
    went = _counts(own, closing, own.in_period(closing.c.closed_day), closed=true())
    parts = [part.subquery() for part in (came, again, went)]
    frame = fetch(db, select(*parts).select_from(parts[0].join(parts[1], true()).join(parts[2], true())))
    opened = {f"open_{end}": frame[f"never_{end}"] + frame[f"again_{end}"] for end in ("start", "end")}
    frame = frame.assign(**opened, first_day=filters.first_day, last_day=filters.last_day)
    return frame[["open_start", "received", "reopened", "closed", "open_end", "first_day", "last_day"]]


def _counts(own: Facts, table: FromClause, condition: ColumnElement[bool], **counted: ColumnElement[bool]) -> Select:
    """Several counts of one reading of a table."""
    columns = [func.count().filter(one).label(name) for name, one in counted.items()]
    return select(*columns).select_from(table).where(*own.rows(table), condition)


def _never_closed(melding: FromClause, day: date) -> ColumnElement[bool]:
    """Received before the first instant of a local day and not closed before it."""
    closed = melding.c.first_closed_day
    return and_(melding.c.received_day < day, or_(closed.is_(None), closed >= day))


def _open_again(closing: FromClause, day: date) -> ColumnElement[bool]:
    """Reopened before the first instant of a local day and not closed again before it."""
    closed = closing.c.next_closed_day
    return and_(closing.c.reopened_day < day, or_(closed.is_(None), closed >= day))


def stock_by_week(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How many were open at the end of each week, or of the period, beside the same weeks a year (52 weeks) before.

    Columns: week_start (Monday), open, last_year_open (counts).
    """
    weeks = weeks_of(filters)
    year = timedelta(weeks=52)
    then = replace(filters, first_day=weeks.first - year, last_day=filters.last_day - year, period=None)
    before = stock_by_step(db, scope, then, weeks_of(then))
    now = stock_by_step(db, scope, replace(filters, first_day=weeks.first, period=None), weeks)
    return now.rename(columns={"first_day": "week_start"}).assign(last_year_open=before["open"])


def stock_by_step(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> pd.DataFrame:
    """How many were open at the end of each step, from one count and what changed. Columns: first_day, open."""
    own = facts(db, scope, filters)
    melding, closing = own.melding, own.closing
    flows = (
        (melding, melding.c.received_day, 1),
        (closing, closing.c.reopened_day, 1),
        (closing, closing.c.closed_day, -1),
    )
    parts = [
        select(number_of(day, steps).label("step"), (func.count() * sign).label("change"))
        .select_from(table)
        .where(*own.rows(table), day.between(steps.first, steps.last))
        .group_by("step")
        for table, day, sign in flows
    ]
    before = [
        select(literal(0).label("step"), func.count().label("change"))
        .select_from(table)
        .where(*own.rows(table), condition)
        for table, condition in (
            (melding, _never_closed(melding, steps.first)),
            (closing, _open_again(closing, steps.first)),
        )
    ]
    found = fetch(db, union_all(*before, *parts))
    changes = found.groupby("step")["change"].sum().reindex(range(len(steps.starts) + 1), fill_value=0)
    open_then = changes.cumsum().iloc[1:].astype(int)
    return pd.DataFrame({"first_day": list(steps.starts), "open": open_then.to_numpy()})

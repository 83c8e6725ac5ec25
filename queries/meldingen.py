"""Questions on meldingen, answered from the derived tables; each is a pure function (db, scope, filters) -> DataFrame.

Periods are local days. What is open, late or finished is judged at the horizon of each melding: up to when its source
gave data, at most `filters.as_of`, less `filters.lag` days. With `filters.as_of` the tables are read as they stood
then.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    Double,
    FromClause,
    Select,
    and_,
    case,
    cast,
    distinct,
    extract,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import INTERVAL

from config.errors import Forbidden
from config.grid import DAY, Grid, bucket, edges, percentile
from queries import tables
from queries.db import fetch
from queries.filters import Days, Filters, Population, Scope
from queries.narrowing import chosen, within
from queries.projection import plan_for_many, table_at

Moment = tuple[ColumnElement, ColumnElement]
"""An instant and its local day."""
FOLLOW_UP_DAYS = 30
"""Days after a closing within which a reopening counts against it."""


@dataclass(frozen=True)
class Facts:
    """The derived tables of one question and the horizon of its rows."""

    melding: FromClause
    closing: FromClause
    scope: Scope
    filters: Filters

    def rows(self, table: FromClause) -> list[ColumnElement[bool]]:
        """The rows of `table` that scope, kind and filters leave."""
        kind = table.c.melding_kind == str(self.filters.kind)
        return [within(table, self.scope), kind, *chosen(table, self.filters)]

    def in_period(self, day: ColumnElement) -> ColumnElement[bool]:
        """Rows whose local day lies in the period."""
        return day.between(self.filters.first_day, self.filters.last_day)

    def with_horizon(self, table: FromClause) -> FromClause:
        """`table` beside its source, which tells the horizon, and its organisation, which tells the time zone."""
        source, organisation = tables.source, tables.organisation
        same = and_(source.c.organisation_id == table.c.organisation_id, source.c.source_id == table.c.source_id)
        own = organisation.c.organisation_id == table.c.organisation_id
        return table.join(organisation, own).outerjoin(source, same)

    @property
    def horizon(self) -> ColumnElement:
        """Instant at which a row is judged; the row must come from `with_horizon`. Lagging days are local ones."""
        as_of: ColumnElement = func.coalesce(tables.source.c.as_of, func.now())
        if self.filters.as_of is not None:
            as_of = func.least(as_of, literal(self.filters.as_of, tables.Instant))
        if not self.filters.lag:
            return as_of
        zone = tables.organisation.c.time_zone
        return func.timezone(zone, func.timezone(zone, as_of) - cast(f"{self.filters.lag} days", INTERVAL))


def facts(db: Connection, scope: Scope, filters: Filters) -> Facts:
    """The tables to read: as they are, or as they stood at `filters.as_of`."""
    if filters.as_of is None:
        return Facts(tables.melding, tables.closing, scope, filters)
    plan_for_many(db)
    then = {table: table_at(table, filters.as_of, scope.organisation_ids) for table in (tables.melding, tables.closing)}
    return Facts(then[tables.melding], then[tables.closing], scope, filters)


# --- counts ------------------------------------------------------------------------------------------------------
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
    counts = (func.count().label("events"), func.count(distinct(table.c.subject_id)).label("meldingen"))
    narrowed = (*own.rows(table), own.in_period(table.c.closed_day))
    by_outcome = select(table.c.outcome, *counts).where(*narrowed).group_by(func.rollup(table.c.outcome))
    return fetch(db, by_outcome.order_by(table.c.outcome.nulls_first()))


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
    end = filters.last_day + timedelta(days=1)
    flows = select(
        _scalar(own, own.melding, own.in_period(own.melding.c.received_day)).label("received"),
        _scalar(own, own.closing, own.in_period(own.closing.c.reopened_day)).label("reopened"),
        _scalar(own, own.closing, own.in_period(own.closing.c.closed_day)).label("closed"),
        _open_before(own, literal(filters.first_day, Date)).label("open_start"),
        _open_before(own, literal(end, Date)).label("open_end"),
    )
    frame = fetch(db, flows).assign(first_day=filters.first_day, last_day=filters.last_day)
    return frame[["open_start", "received", "reopened", "closed", "open_end", "first_day", "last_day"]]


def _scalar(own: Facts, table: FromClause, condition: ColumnElement[bool]) -> ColumnElement:
    counted = select(func.count()).select_from(table).where(*own.rows(table), condition)
    return counted.scalar_subquery()


def _open_before(own: Facts, day: ColumnElement) -> ColumnElement:
    """How many were open at the first instant of a local day: never closed before, or reopened and not closed again."""
    melding, closing = own.melding.c, own.closing.c
    never = and_(melding.received_day < day, or_(melding.first_closed_day.is_(None), melding.first_closed_day >= day))
    again = and_(closing.reopened_day < day, or_(closing.next_closed_day.is_(None), closing.next_closed_day >= day))
    return _scalar(own, own.melding, never) + _scalar(own, own.closing, again)


# --- durations ---------------------------------------------------------------------------------------------------
def lead_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Receipt to closing, of closings in the period.

    One row: n (closings), median, p90, longest (days, null without any).
    """
    own = facts(db, scope, filters)
    table = own.closing
    group = _bucket(table, filters.days)
    counted = select(group, func.count().label("n")).where(*own.rows(table), own.in_period(table.c.closed_day))
    return pd.DataFrame([_percentiles(fetch(db, counted.group_by(group)), filters.days)])


def cohort_lead_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Receipt to last closing, of meldingen received in the period and closed at the horizon.

    One row: n (closed), median, p90, longest (days, null without any); open and received (counts at the horizon).
    """
    own = facts(db, scope, filters)
    table, group = own.closing, _bucket(own.closing, filters.days)
    counted = select(group, func.count().label("n")).select_from(own.with_horizon(table))
    counted = counted.where(*own.rows(table), own.in_period(table.c.received_day), _closed_then(own))
    row = _percentiles(fetch(db, counted.group_by(group)), filters.days)
    whole = select(func.count().label("received")).select_from(own.with_horizon(own.melding))
    known = own.melding.c.received_at <= own.horizon
    asked = whole.where(*own.rows(own.melding), own.in_period(own.melding.c.received_day), known)
    total = int(fetch(db, asked)["received"].iloc[0])
    return pd.DataFrame([row | {"open": total - int(row["n"] or 0), "received": total}])


def _closed_then(own: Facts) -> ColumnElement[bool]:
    """The closing that held at the horizon: one row for each melding that was closed then."""
    closing = own.closing.c
    return and_(closing.closed_at <= own.horizon, or_(closing.reopened_at.is_(None), closing.reopened_at > own.horizon))


def lead_time_by_week(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Lead time by ISO week, beside the same weeks a year (52 weeks) before.

    By week of closing, or of receipt for the cohort. Columns: week_start (Monday), n, median, p90 (days, null when
    n is 0), last_year_median, last_year_n; every week of the period has a row.
    """
    year = timedelta(weeks=52)
    now = _by_week(db, scope, filters)
    before = _moved(filters, -year)
    then = _by_week(db, scope, before)
    then.index = then.index + year
    frame = now.join(then[["n", "median"]].add_prefix("last_year_"))
    return frame.rename_axis("week_start").reset_index()


def _moved(filters: Filters, step: timedelta) -> Filters:
    first, last = filters.first_day + step, filters.last_day + step
    return replace(filters, first_day=first, last_day=last, period=None, lag=filters.lag - step.days)


def _by_week(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    own = facts(db, scope, filters)
    table, group = own.closing, _bucket(own.closing, filters.days)
    cohort = filters.population is Population.COHORT
    day = table.c.received_day if cohort else table.c.closed_day
    week = cast(func.date_trunc("week", day), Date).label("week")
    counted = select(week, group, func.count().label("n")).select_from(own.with_horizon(table))
    counted = counted.where(*own.rows(table), own.in_period(day), *([_closed_then(own)] if cohort else []))
    found = fetch(db, counted.group_by(week, group))
    mondays = pd.date_range(_monday(filters.first_day), filters.last_day, freq="7D").date
    rows = [_percentiles(found[found["week"] == monday], filters.days) for monday in mondays]
    return pd.DataFrame(rows, index=list(mondays), columns=["n", "median", "p90"])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _bucket(table: FromClause, days: Days) -> ColumnElement:
    return (table.c.lead_working_bucket if days is Days.WORKING else table.c.lead_bucket).label("bucket")


def _percentiles(histogram: pd.DataFrame, days: Days) -> dict[str, float | None]:
    """n, median, p90 and longest in days of a histogram (bucket, n)."""
    grid, unit = _grid(days)
    counts = [0] * len(edges(grid))
    for number, count in zip(histogram["bucket"], histogram["n"], strict=True):
        counts[number] += int(count)
    ranks = (("median", 50), ("p90", 90), ("longest", 100))
    edge = {name: percentile(counts, rank, grid) for name, rank in ranks}
    return {"n": sum(counts)} | {name: None if value is None else value / unit for name, value in edge.items()}


def _grid(days: Days) -> tuple[Grid, int]:
    """The grid of a unit, and how many of its steps make a day."""
    return (Grid.WORKING_DAYS, 1) if days is Days.WORKING else (Grid.SECONDS, DAY)


# --- on time -----------------------------------------------------------------------------------------------------
def on_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How meldingen met their deadline, each judged once. One row of counts.

    Judged in the period: on_time; closed_late; open_late (deadline passed, not closed at the horizon). Apart, of those
    received in the period: too_early (not judged at the horizon), without_norm.
    """
    own = facts(db, scope, filters)
    table = own.melding
    judged = and_(own.in_period(table.c.judged_day), table.c.judged_at <= own.horizon)
    late = and_(judged, table.c.on_time.is_(False))
    closed_by_then = func.coalesce(table.c.first_closed_at <= own.horizon, False)
    known = and_(own.in_period(table.c.received_day), table.c.received_at <= own.horizon)
    open_question = or_(table.c.judged_at.is_(None), table.c.judged_at > own.horizon)
    parts = {
        "on_time": and_(judged, table.c.on_time),
        "closed_late": and_(late, closed_by_then),
        "open_late": and_(late, ~closed_by_then),
        "too_early": and_(known, table.c.deadline_at.is_not(None), open_question),
        "without_norm": and_(known, table.c.deadline_at.is_(None)),
    }
    counts = [func.count().filter(condition).label(name) for name, condition in parts.items()]
    either = or_(own.in_period(table.c.judged_day), own.in_period(table.c.received_day))
    return fetch(db, select(*counts).select_from(own.with_horizon(table)).where(*own.rows(table), either))


def on_time_compared(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """`on_time` of the period, the previous one and last year's. Columns: period (text) and the counts of `on_time`."""
    periods = {"current": filters, "previous": filters.previous(), "last_year": filters.last_year()}
    parts = [on_time(db, scope, asked).assign(period=name) for name, asked in periods.items()]
    return pd.concat(parts, ignore_index=True)


# --- rows --------------------------------------------------------------------------------------------------------
OLDEST = 50


def oldest_open(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The meldingen open at the horizon for longest, at most 50.

    Columns: subject_id, number, category, area, service (names or null), stage, stage_since (local date), age (days in
    the unit of the filters), deadline (local date; null without norm or while the clock stands still), days_over (days
    past the deadline, negative before it, null without), total (count of all open ones). Raises Forbidden to a scope
    without single cases.
    """
    if not scope.cases:
        raise Forbidden()
    own = facts(db, scope, filters)
    table = own.melding
    zone, horizon = tables.organisation.c.time_zone, own.horizon
    due = case((~table.c.deadline_moves, table.c.deadline_at))
    due_day = cast(func.timezone(zone, due), Date)
    aged = select(
        table.c.subject_id,
        table.c.number,
        _name(table, "category"),
        _name(table, "area"),
        _name(table, "service"),
        table.c.stage,
        cast(func.timezone(zone, table.c.stage_since), Date).label("stage_since"),
        _days(own, _age(own)).label("age"),
        due_day.label("deadline"),
        _days(own, _between(own, (due, due_day), (horizon, _today(own)))).label("days_over"),
        func.count().over().label("total"),
    ).select_from(own.with_horizon(table))
    found = aged.where(*_open_then(own))
    return fetch(db, found.order_by(table.c.received_at, table.c.subject_id).limit(OLDEST))


def open_ages(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How long the meldingen open at the horizon have been open: receipt to horizon, the clock not stopped.

    One row: n (open), median, p90, longest (days on the grid, null without any).
    """
    own = facts(db, scope, filters)
    age = _age(own).label("age")
    counted = select(age, func.count().label("n")).select_from(own.with_horizon(own.melding)).where(*_open_then(own))
    ages = fetch(db, counted.group_by(age))
    grid, _ = _grid(filters.days)
    histogram = ages.assign(bucket=[bucket(int(number), grid) for number in ages["age"]])
    return pd.DataFrame([_percentiles(histogram, filters.days)])


def _open_then(own: Facts) -> list[ColumnElement[bool]]:
    """Meldingen open at the horizon: open now or closed since, and not inside a time spent closed."""
    table, closing = own.melding, own.closing.c
    same = and_(closing.organisation_id == table.c.organisation_id, closing.subject_id == table.c.subject_id)
    inside = select(literal(1)).where(same, _closed_then(own)).correlate(table, tables.source, tables.organisation)
    later = or_(table.c.open, table.c.last_closed_at > own.horizon)
    return [*own.rows(table), later, table.c.received_at <= own.horizon, ~inside.exists()]


def _today(own: Facts) -> ColumnElement:
    """The local day of the horizon; the row must come from `with_horizon`."""
    return cast(func.timezone(tables.organisation.c.time_zone, own.horizon), Date)


def _age(own: Facts) -> ColumnElement:
    received = (own.melding.c.received_at, own.melding.c.received_day)
    return _between(own, received, (own.horizon, _today(own)))


def _between(own: Facts, begin: Moment, end: Moment) -> ColumnElement:
    """From one moment to another, in steps of the grid: whole working days, or whole seconds."""
    if own.filters.days is Days.CALENDAR:
        return cast(func.trunc(extract("epoch", end[0] - begin[0])), BigInteger)
    return _working_no(own, end[1]) - _working_no(own, begin[1])


def _days(own: Facts, steps: ColumnElement) -> ColumnElement:
    """Steps of the grid as days."""
    _, unit = _grid(own.filters.days)
    return steps if unit == 1 else cast(steps, Double) / unit


def _working_no(own: Facts, day: ColumnElement) -> ColumnElement:
    calendar = tables.calendar.alias()
    same = and_(calendar.c.organisation_id == own.melding.c.organisation_id, calendar.c.day == day)
    return select(calendar.c.working_no).where(same).scalar_subquery()


def _name(table: FromClause, dimension: str) -> ColumnElement:
    """The latest name of a row's dimension."""
    version, key = tables.metadata.tables[f"{dimension}_version"], f"{dimension}_id"
    same = and_(version.c.organisation_id == table.c.organisation_id, version.c[key] == table.c[key])
    latest = select(version.c.name).where(same).order_by(version.c.valid_from.desc()).limit(1)
    return latest.scalar_subquery().label(dimension)


def nearest_period(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The month nearest to the period in which meldingen were received under the same filters, for an empty page.

    At most one row: first_day, last_day (dates), n.
    """
    own = facts(db, scope, filters)
    table = own.melding
    month = func.date_trunc("month", table.c.received_day)
    before = select(func.max(table.c.received_day)).where(*own.rows(table), table.c.received_day < filters.first_day)
    after = select(func.min(table.c.received_day)).where(*own.rows(table), table.c.received_day > filters.last_day)
    days: Select = select(union_all(before, after).subquery().c[0].label("day"))
    found = fetch(db, days).dropna()
    if found.empty:
        return pd.DataFrame(columns=["first_day", "last_day", "n"])
    gaps = [(max(filters.first_day - day, day - filters.last_day), day) for day in found["day"]]
    day = min(gaps)[1]
    counted = select(
        cast(month, Date).label("first_day"),
        cast(month + cast("1 month", INTERVAL) - cast("1 day", INTERVAL), Date).label("last_day"),
        func.count().label("n"),
    ).where(*own.rows(table), month == func.date_trunc("month", literal(day, Date)))
    return fetch(db, counted.group_by(month))

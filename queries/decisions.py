"""How long decisions on meldingen take, step by step, and which of them wait."""

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    and_,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)

from queries import tables
from queries.db import fetch
from queries.facts import BEGUN, Facts, facts, with_calendar
from queries.filters import Filters, Scope
from queries.percentiles import percentiles_of_days

STEPS = {
    "ready_agenda": ("agenda_working_days", "on_agenda_at"),
    "agenda_decided": ("decision_working_days", "decided_at"),
    "decided_signed": ("signing_working_days", "signed_at"),
    "signed_published": ("publication_working_days", "published_at"),
    "published_told": ("telling_working_days", "told_at"),
}
"""Each step with the column of its working days and the instant at which it ended."""
NEXT_DAY = 1
"""Working days after the decision within which it should be published."""


def decision_timing(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The steps of decisions taken in the period, as far as they had ended at the horizon.

    Columns: step (a key of STEPS), n, median, p90, longest (working days on the grid, null when n is 0); every step
    has a row.
    """
    own = facts(db, scope, filters)
    table = own.of(tables.decision)
    steps = [_lasted(own, table, *columns).label(step) for step, columns in STEPS.items()]
    whole = select(*steps).select_from(own.with_horizon(table))
    taken = whole.where(*own.rows(table), own.in_period(table.c.decided_day)).subquery()
    columns = list(taken.c)
    counted = select(*columns, func.grouping(*columns).label("grouped"), func.count().label("n"))
    found = fetch(db, counted.group_by(func.grouping_sets(*columns)))
    return pd.DataFrame([{"step": step} | _percentiles(found, number) for number, step in enumerate(STEPS)])


def _lasted(own: Facts, table: FromClause, days: str, ended_at: str) -> ColumnElement:
    return case((own.then(table.c[ended_at]), table.c[days]))


def _percentiles(found: pd.DataFrame, number: int) -> dict[str, float | None]:
    """Of the rows that were grouped by the step with this number: those where grouping() has its bit at 0."""
    bit = 1 << (len(STEPS) - 1 - number)
    step = list(STEPS)[number]
    own = found[(found["grouped"] & bit == 0) & found[step].notna()]
    return percentiles_of_days(own.rename(columns={step: "days"})[["days", "n"]])


def decisions_published(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Whether decisions taken in the period were published by the next working day.

    One row of counts: taken; decided (published at the horizon, or more than one working day old: they can be judged);
    published_next_day (of these, by the next working day).
    """
    own = facts(db, scope, filters)
    table = own.of(tables.decision)
    published = own.then(table.c.published_at)
    older = own.today_no - BEGUN.c.working_no > NEXT_DAY
    in_time = and_(published, table.c.public_working_days <= NEXT_DAY)
    counts = (
        func.count().label("taken"),
        func.count().filter(or_(published, older)).label("decided"),
        func.count().filter(in_time).label("published_next_day"),
    )
    joined = with_calendar(own.with_horizon(table), table, BEGUN, table.c.decided_day)
    counted = select(*counts).select_from(joined)
    return fetch(db, counted.where(*own.rows(table), own.in_period(table.c.decided_day)))


def decisions_waiting(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Decisions that were ready and not taken at the horizon, of meldingen not closed for good.

    One row: n, median, p90, longest (working days since ready, null when n is 0).
    """
    return pd.DataFrame([percentiles_of_days(_waited(db, scope, filters)[["days", "n"]])])


def decisions_waiting_by_organ(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same by organ, the most waiting first. Columns: organ (its code; null where not told), n, median, p90,
    longest."""
    found = _waited(db, scope, filters)
    groups = found.groupby("organ", dropna=False, sort=True)
    rows = [{"organ": organ} | percentiles_of_days(part[["days", "n"]]) for organ, part in groups]
    frame = pd.DataFrame(rows, columns=["organ", "n", "median", "p90", "longest"])
    return frame.sort_values("n", ascending=False, kind="stable").reset_index(drop=True)


def _waited(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Decisions that wait at the horizon, by organ and working days since ready. Columns: organ, days, n."""
    own = facts(db, scope, filters)
    table = own.of(tables.decision)
    age = cast(own.today_no - BEGUN.c.working_no, Integer).label("days")
    joined = with_calendar(own.with_horizon(table), table, BEGUN, table.c.ready_day)
    counted = select(table.c.organ, age, func.count().label("n")).select_from(joined)
    return fetch(db, counted.where(*waiting(own)).group_by(table.c.organ, age))


def waiting(own: Facts) -> list[ColumnElement[bool]]:
    """The decisions that wait at the horizon; the row must come from `with_horizon`."""
    table, melding = own.of(tables.decision), own.melding.c
    not_decided = or_(
        table.c.decided_day.is_(None), and_(table.c.decided_day >= own.floor, table.c.decided_at > own.horizon)
    )
    same = and_(melding.organisation_id == table.c.organisation_id, melding.subject_id == table.c.subject_id)
    closed_for_good = and_(~melding.open, melding.last_closed_at <= own.horizon)
    gone = exists().where(same, closed_for_good).correlate(table, tables.source, tables.organisation)
    return [*own.rows(table), table.c.ready_at <= own.horizon, not_decided, ~gone]

"""How long it took from receipt to closing.

Each question is a pure function (db, scope, filters) -> DataFrame.
"""

from dataclasses import replace
from datetime import timedelta

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, func, select

from queries.db import fetch
from queries.facts import Facts, facts, lead_bucket
from queries.filters import Filters, Population, Scope
from queries.percentiles import percentiles
from queries.steps import Steps, number_of, weeks_of


def lead_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Receipt to closing, of closings in the period.

    One row: n (closings), median, p90, longest (days, null without any).
    """
    own = facts(db, scope, filters)
    table = own.closing
    group = lead_bucket(table, filters.days)
    counted = select(group, func.count().label("n")).where(*own.rows(table), own.in_period(table.c.closed_day))
    return pd.DataFrame([percentiles(fetch(db, counted.group_by(group)), filters.days)])


def cohort_lead_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Receipt to last closing, of meldingen received in the period and closed at the horizon.

    One row: n (closed), median, p90, longest (days, null without any); open and received (counts at the horizon).
    """
    own = facts(db, scope, filters)
    table, group = own.closing, lead_bucket(own.closing, filters.days)
    counted = select(group, func.count().label("n")).select_from(own.with_horizon(table))
    counted = counted.where(*own.rows(table), own.in_period(table.c.received_day), own.closed_then())
    row = percentiles(fetch(db, counted.group_by(group)), filters.days)
    whole = select(func.count().label("received")).select_from(own.with_horizon(own.melding))
    known = own.melding.c.received_at <= own.horizon
    asked = whole.where(*own.rows(own.melding), own.in_period(own.melding.c.received_day), known)
    total = int(fetch(db, asked)["received"].iloc[0])
    return pd.DataFrame([row | {"open": total - int(row["n"] or 0), "received": total}])


def lead_time_by_week(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Lead time by ISO week, beside the same weeks a year (52 weeks) before.

    By week of closing, or of receipt for the cohort. Columns: week_start (Monday), n, median, p90 (days, null when
    n is 0), last_year_median, last_year_n; every week of the period has a row.
    """
    year = timedelta(weeks=52)
    before = _moved(filters, -year)
    now, then = (_by_week(db, scope, asked) for asked in (filters, before))
    then.index = then.index + year
    frame = now.join(then[["n", "median"]].add_prefix("last_year_"))
    return frame.rename_axis("week_start").reset_index()


def _moved(filters: Filters, step: timedelta) -> Filters:
    first, last = filters.first_day + step, filters.last_day + step
    return replace(filters, first_day=first, last_day=last, period=None, lag=filters.lag - step.days)


def _by_week(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    frame = lead_time_by_step(db, scope, filters, weeks_of(filters))
    return frame.set_index("first_day")[["n", "median", "p90"]]


def lead_time_by_step(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> pd.DataFrame:
    """Lead time of the days of the period by step; of the cohort by step of receipt.

    Columns: first_day (of the step), n, median, p90, longest (days, null when n is 0); a row for every step.
    """
    own = facts(db, scope, filters)
    cohort = filters.population is Population.COHORT
    table = own.closing
    day = table.c.received_day if cohort else table.c.closed_day
    step, group = number_of(day, steps).label("step"), lead_bucket(table, filters.days)
    counted = select(step, group, func.count().label("n")).select_from(_from(own, cohort))
    narrowed = counted.where(*own.rows(table), own.in_period(day), *_held(own, cohort))
    found = fetch(db, narrowed.group_by(step, group))
    rows = [percentiles(found[found["step"] == number], filters.days) for number in range(1, len(steps.starts) + 1)]
    return pd.DataFrame(rows).assign(first_day=list(steps.starts))


def _from(own: Facts, cohort: bool) -> FromClause:
    return own.with_horizon(own.closing) if cohort else own.closing


def _held(own: Facts, cohort: bool) -> list[ColumnElement[bool]]:
    return [own.closed_then()] if cohort else []

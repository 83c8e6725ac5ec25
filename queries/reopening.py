"""How often a closing did not hold: the counter-measure beside what citizens say of the handling."""

from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Date, and_, cast, func, select
from sqlalchemy.dialects.postgresql import INTERVAL

from queries.counts import FOLLOW_UP_DAYS
from queries.db import fetch
from queries.facts import Facts, facts
from queries.filters import Filters, Scope
from queries.names import named, names, summed
from queries.steps import months_of, year_after

_COUNTS = ("n", "again")


def reopened_by_service(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Closings of the period with 30 days of follow-up, by the service that holds the melding.

    Columns: service, code (null without), n, again (of these, reopened within 30 days).
    """
    own = facts(db, scope, filters)
    table = own.closing
    found = _followed(db, own, table.c.organisation_id, table.c.service_id)
    told = named(found, names(db, scope, "service"), "service_id", service="name", code="code")
    return summed(told, ["service", "code"], _COUNTS)


def reopened_by_month(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same by month of closing, beside the same month a year before.

    Columns: month (first day), n, again, share, last_year_n, last_year_share (shares null where n is 0); every month of
    the period has a row.
    """
    months = months_of(filters)
    then = facts(db, scope, filters).known.last_year()
    now, before = (_by_month(db, scope, asked) for asked in (replace(filters, period=None), then))
    before.index = [year_after(month) for month in before.index]
    frame = now.reindex(months).join(before[["n", "share"]].add_prefix("last_year_"))
    counts = {name: frame[name].fillna(0).astype(int) for name in (*_COUNTS, "last_year_n")}
    columns = ["month", *_COUNTS, "share", "last_year_n", "last_year_share"]
    return frame.assign(**counts).rename_axis("month").reset_index()[columns]


def _by_month(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    own = facts(db, scope, filters)
    month = cast(func.date_trunc("month", own.closing.c.closed_day), Date).label("month")
    found = _followed(db, own, month).set_index("month")
    return found.assign(share=(found["again"] / found["n"]).astype(float))


def _followed(db: Connection, own: Facts, *keys: ColumnElement[Any]) -> pd.DataFrame:
    """Counts of closings of the period that could be followed, by `keys`."""
    table, span = own.closing, cast(f"{FOLLOW_UP_DAYS} days", INTERVAL)
    followed = and_(own.in_period(table.c.closed_day), table.c.closed_at + span <= own.horizon)
    again = func.count().filter(table.c.reopened_at <= table.c.closed_at + span).label("again")
    counted = select(*keys, func.count().label("n"), again).select_from(own.with_horizon(table))
    return fetch(db, counted.where(*own.rows(table), followed).group_by(*keys))

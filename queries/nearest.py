"""The period to offer when there is nothing to show."""

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, func, literal, select, union_all

from queries import tables
from queries.choices import day_of
from queries.db import fetch
from queries.facts import facts
from queries.filters import Filters, Scope
from queries.narrowing import proposals, whatever_stage
from queries.steps import next_month


def nearest_period(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The month nearest to the period in which meldingen were received under the same filters, for an empty page.

    At most one row: first_day, last_day (dates), n.
    """
    own = facts(db, scope, filters)
    return _nearest(db, filters, own.melding.c.received_day, own.rows(own.melding))


def nearest_period_of_proposals(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same of proposals that stand: the month nearest to the period in which any was submitted."""
    table = facts(db, scope, filters).of(tables.proposal)
    return _nearest(db, filters, table.c.submitted_day, proposals(table, scope, filters))


def nearest_period_of_choices(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same of places that were decided on."""
    table = facts(db, scope, filters).of(tables.proposal)
    return _nearest(db, filters, day_of(table, scope), whatever_stage(table, scope, filters))


def _nearest(
    db: Connection, filters: Filters, of_row: ColumnElement, conditions: Sequence[ColumnElement[bool]]
) -> pd.DataFrame:
    before = select(func.max(of_row)).where(*conditions, of_row < filters.first_day)
    after = select(func.min(of_row)).where(*conditions, of_row > filters.last_day)
    days: Select = select(union_all(before, after).subquery().c[0].label("day"))
    found = fetch(db, days).dropna()
    if found.empty:
        return pd.DataFrame(columns=["first_day", "last_day", "n"])
    gaps = [(max(filters.first_day - day, day - filters.last_day), day) for day in found["day"]]
    day = min(gaps)[1]
    first, last = day.replace(day=1), next_month(day.replace(day=1)) - timedelta(days=1)
    counted = select(literal(first).label("first_day"), literal(last).label("last_day"), func.count().label("n"))
    return fetch(db, counted.where(*conditions, of_row.between(first, last)))

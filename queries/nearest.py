"""The period to offer when there is nothing to show."""

import pandas as pd
from sqlalchemy import Connection, Date, Select, cast, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import INTERVAL

from queries.db import fetch
from queries.facts import facts
from queries.filters import Filters, Scope


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

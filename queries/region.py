"""What the page on municipalities asks: one year or one month, and one regional category at most.

Whatever else an address says is left out here, before the question, so that no two of them differ in more than this.
"""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import Connection

from queries.filters import Filters, Period, Scope
from queries.handling import side_by_side
from queries.municipalities import (
    of_category,
    per_inhabitants,
    per_inhabitants_by_category,
    per_inhabitants_by_month,
    whole,
)
from queries.names import names
from queries.steps import next_month

MONTHS = 12


def grain(filters: Filters) -> Filters:
    """What of a question counts: a calendar year or a month of meldingen, and one regional category at most.

    Of a named period, which nobody chose on that page, it is the last month before its last one, which may still run.
    """
    first, last, one = filters.first_day, filters.last_day, filters.categories[:1]
    if first == date(last.year, 1, 1) and (filters.period is Period.THIS_YEAR or last == date(last.year, 12, 31)):
        return Filters(first, date(last.year, 12, 31), categories=one)
    month = last.replace(day=1)
    if filters.period is not None:
        month = _first_of(month - timedelta(days=1))
    return Filters(month, next_month(month) - timedelta(days=1), categories=one)


def is_year(filters: Filters) -> bool:
    """Whether a grain is a year."""
    return filters.first_day.month != filters.last_day.month


def _first_of(day: date) -> date:
    return day.replace(day=1)


def regional_codes(db: Connection, scope: Scope) -> pd.DataFrame:
    """The regional categories to which the municipalities of a scope map theirs. Columns: category."""
    found = names(db, whole(scope), "category")["regional_code"].dropna()
    return pd.DataFrame({"category": sorted(set(found))}, dtype=object)


def category_of(db: Connection, scope: Scope, filters: Filters) -> str | None:
    """The regional category that is asked about; None for all together, also when there is no such category."""
    known = set(regional_codes(db, scope)["category"])
    return next((code for code in grain(filters).categories if code in known), None)


def received(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Meldingen per 1 000 inhabitants of each municipality. Columns: as of `per_inhabitants`."""
    return per_inhabitants(db, scope, grain(filters), category=category_of(db, scope, filters))


def received_by_month(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same by month: of the year, or of the twelve months up to the one asked about.

    Columns: code, municipality, month, category, n, inhabitants, per_1000.
    """
    asked = grain(filters)
    first = asked.first_day
    for _ in range(0 if is_year(asked) else MONTHS - 1):
        first = _first_of(first - timedelta(days=1))
    cells = per_inhabitants_by_month(db, scope, replace(asked, first_day=first))
    return of_category(cells, category_of(db, scope, filters)).reset_index(drop=True)


def received_by_category(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same by regional category, or of one. Columns: as of `per_inhabitants_by_category`."""
    found, one = per_inhabitants_by_category(db, scope, grain(filters)), category_of(db, scope, filters)
    return found if one is None else found[found["category"] == one].reset_index(drop=True)


def handled(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How each municipality handles one category: the one asked about, else the one that most of them share.

    Columns: as of `side_by_side`.
    """
    found, one = side_by_side(db, scope, grain(filters)), category_of(db, scope, filters)
    if one is None and len(found):
        shared = found.groupby("category").agg(shared=("code", "nunique"), n=("n", "sum"))
        one = str(shared.sort_values(["shared", "n"], kind="stable").index[-1])
    return found[found["category"] == one].reset_index(drop=True)

"""What a click on a chart chooses: a filter that everybody sees, as an address, by the words in the chart."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from config.language import t
from dashboard.charts.phrases import WITHOUT_SERVICE, WITHOUT_THEME
from queries.filters import WITHOUT, Filters
from queries.steps import next_month

WEEK = timedelta(days=6)


def address_of(filters: Filters, look: str = "") -> str:
    """The search string of an address with these filters, and the look of a map; empty for the usual ones."""
    query = "&".join(filter(None, (filters.to_query(), look)))
    return f"?{query}" if query else ""


def service_picks(members: pd.DataFrame, filters: Filters) -> dict[str, str]:
    """The address with one service, by its name. `members`: dimension, code, name (text)."""
    codes = _codes(members[members["dimension"] == "service"], "name") | {t(WITHOUT_SERVICE): (WITHOUT,)}
    return {name: _address(replace(filters, services=own)) for name, own in codes.items()}


def category_picks(members: pd.DataFrame, filters: Filters) -> dict[str, str]:
    """The address with the categories of a theme, or with one that has none. `members`: and theme (text or null)."""
    categories = members[members["dimension"] == "category"]
    named = categories.assign(words=categories["theme"].fillna(categories["name"]))
    return {name: _address(replace(filters, categories=own)) for name, own in _codes(named, "words").items()}


def theme_picks(themes: pd.DataFrame, filters: Filters) -> dict[str, str]:
    """The address with one theme of proposals, by its name. `themes`: theme (text or null) and code (null without)."""
    named = themes.assign(words=themes["theme"].fillna(t(WITHOUT_THEME)), code=themes["code"].fillna(WITHOUT))
    return {name: _address(replace(filters, themes=own)) for name, own in _codes(named, "words").items()}


def area_picks(areas: pd.DataFrame, filters: Filters) -> dict[str, str]:
    """The address with one neighbourhood, by its name. `areas`: code, name (code null: without neighbourhood)."""
    return {
        str(name): _address(replace(filters, areas=(str(code),)))
        for code, name in areas[["code", "name"]].dropna().itertuples(index=False, name=None)
    }


def _codes(members: pd.DataFrame, by: str) -> dict[str, tuple[str, ...]]:
    return {str(name): tuple(sorted(set(own["code"]))) for name, own in members.groupby(by)}


def month_pick(month: date, filters: Filters) -> str:
    """The address with as much of a month as lies in the period."""
    return days_pick(month, next_month(month) - timedelta(days=1), filters)


def week_pick(monday: date, filters: Filters) -> str:
    """The address with as much of a week as lies in the period."""
    return days_pick(monday, monday + WEEK, filters)


def days_pick(first: date, last: date, filters: Filters) -> str:
    """The address with as much of these days as lies in the period."""
    first, last = max(first, filters.first_day), min(last, filters.last_day)
    return _address(replace(filters, first_day=first, last_day=last, period=None))


def _address(filters: Filters) -> str:
    return f"?{filters.to_query()}"

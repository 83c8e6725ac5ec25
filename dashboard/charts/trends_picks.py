"""Where a series leads: the address with the filter that leaves it alone, and the rows behind a signal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd

from config.topics import Topic
from dashboard.charts.trends import Pick
from queries.filters import WITHOUT, By, Filters
from queries.trends import TOTAL


def narrowed(code: str, filters: Filters, topic: Topic, members: pd.DataFrame) -> Filters:
    """The filters that leave one series. `members`: of categories (dimension, code, theme)."""
    if code == TOTAL:
        return filters
    match filters.by:
        case By.AREA:
            return replace(filters, areas=(code,))
        case By.CATEGORY if topic is Topic.MELDING:
            return replace(filters, categories=(code,))
        case By.THEME if topic is Topic.MELDING:
            own = members[(members["dimension"] == "category") & (members["theme"].fillna(WITHOUT) == code)]
            codes = {*own["code"], *([WITHOUT] if code == WITHOUT else [])}
            return replace(filters, categories=tuple(sorted(codes)))
    return replace(filters, themes=(code,))


def series_pick(filters: Filters, topic: Topic, members: pd.DataFrame) -> Pick:
    """The address of this page with one series, by its code."""
    return lambda code: f"?{narrowed(code, filters, topic, members).to_query()}"


def cases_search(signal: Mapping[Any, Any], filters: Filters, topic: Topic, members: pd.DataFrame) -> str:
    """The search string with the weeks of a signal and its series."""
    days = {"first_day": signal["first_week"], "last_day": signal["last_week"] + timedelta(days=6)}
    own = replace(narrowed(signal["code"], filters, topic, members), period=None, by=By.CATEGORY, **days)
    return f"?{own.to_query()}"

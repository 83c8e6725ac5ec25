"""The words of the page on municipalities: its period, its category, and what it opens with."""

import pandas as pd

from config.language import N_, current_language, number, t
from dashboard.charts.compare_months import category_name
from dashboard.charts.lead import Lead
from dashboard.charts.phrases import month_name
from queries.filters import Filters
from queries.region import is_year

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
WHOLE_YEAR, ALL = N_("Whole year"), N_("All together")


def grain_words(filters: Filters) -> str:
    """The period of a grain: 2025, or okt 2026."""
    return str(filters.first_day.year) if is_year(filters) else month_name(filters.first_day)


def grain_in_words(filters: Filters) -> str:
    """Period and category of a grain, for a file."""
    category = category_name(filters.categories[0]) if filters.categories else t(ALL)
    return "; ".join(
        (
            t(N_("Period: {period}"), period=grain_words(filters)),
            t(N_("Shared category: {category}"), category=category),
            t(N_("Small numbers withheld")),
        )
    )


def region_lead(df: pd.DataFrame, filters: Filters) -> Lead:
    """How many municipalities stand beside each other, and by which rules.

    `df`: a row for each municipality, with n (null where withheld).
    """
    words = {"period": grain_words(filters)}
    if df.empty:
        return Lead(t(N_("No municipality has meldingen of {period} that may be compared yet."), **words))
    news = t(N_("{n} municipalities beside each other, {period}."), n=number(len(df)), **words)
    rule = N_(
        "Numbers of 1 to 4, and those that would tell them, are withheld; predecessors count with their successor."
    )
    return Lead(news, t(rule))


def month_label(month: int) -> str:
    """The name of a month, by its number, as a choice."""
    name = t(MONTHS[month - 1])
    return name if current_language() == "en" else name.lower()

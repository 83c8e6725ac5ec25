"""The sentences with which the page on trends opens."""

import pandas as pd

from config.language import N_, number, t
from dashboard.charts.lead import Lead
from dashboard.charts.phrases import maybe
from dashboard.charts.trends_growth import changed
from dashboard.charts.trends_words import signal_words
from queries.expectation import TESTED
from queries.filters import By

_CLEAR = (N_("No clear signals."), N_("One clear signal."), N_("{n} clear signals."))


def trends_lead(signals: pd.DataFrame, growth: pd.DataFrame, by: By) -> Lead:
    """How many signals chance does not explain and the first of them; and how what came in changed.

    `signals` and `growth`: as `queries.signals.signals` and `queries.growth.growth` give them.
    """
    clear = signals[signals["clear"].astype(bool)]
    news = t(_CLEAR[min(len(clear), 2)], n=number(len(clear)))
    return Lead(news, " ".join([*_first(clear, by), *_maybe(len(signals) - len(clear)), *_grown(growth)]))


def _first(clear: pd.DataFrame, by: By) -> list[str]:
    return [f"{signal_words(row, by)}." for row in clear.head(1).to_dict("records")]


def _maybe(n: int) -> list[str]:
    if not n:
        return []
    message = N_("1 more in the last {weeks} weeks may be chance.")
    return [
        t(message if n == 1 else N_("{n} more in the last {weeks} weeks may be chance."), n=number(n), weeks=TESTED)
    ]


def _grown(growth: pd.DataFrame) -> list[str]:
    """What came in during the period against a year before, where that is known."""
    ratio = maybe(growth["last_year_ratio"].iloc[0]) if len(growth) else None
    if ratio is None:
        return []
    row = growth.iloc[0]
    sure = row["last_year_low"] > 1 or row["last_year_high"] < 1
    words = {"n": number(row["n"]), "before": number(row["last_year_n"]), "change": changed(ratio - 1)}
    if sure:
        return [t(N_("In this period {n} meldingen came in, a year before {before}: {change}."), **words)]
    return [t(N_("In this period {n} meldingen came in, a year before {before}: no clear change."), **words)]

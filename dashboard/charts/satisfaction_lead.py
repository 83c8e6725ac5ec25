"""The sentences with which the page on satisfaction opens."""

from typing import Any

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.lead import Lead
from dashboard.charts.phrases import too_few_sentence
from dashboard.charts.satisfaction import NOBODY

_WAITING = (
    N_("Every low score was processed."),
    N_("One low score waits to be processed."),
    N_("{n} low scores wait to be processed."),
)


def satisfaction_lead(df: pd.DataFrame, *, smallest_n: int = 5) -> Lead:
    """How many are satisfied, how sure that is, how many answered and which low scores wait.

    `df`: one row with scored, good, share, low, high (shares), mean, asked, responded and unprocessed.
    """
    row = df.to_dict("records")[0]
    waiting = _waiting(int(row["unprocessed"]))
    if row["scored"] < max(smallest_n, 1):
        few = t(NOBODY) if row["scored"] == 0 else too_few_sentence(row["scored"], smallest_n)
        return Lead(few, waiting)
    news = t(N_("{share} of those who answered gives 4 or 5."), share=percent(row["share"], decimals=0))
    return Lead(news, " ".join([_certainty(row), *_response(row, smallest_n), waiting]))


def _certainty(row: dict[Any, Any]) -> str:
    words = {"low": percent(row["low"], decimals=0), "high": percent(row["high"], decimals=0)}
    message = N_("That is {good} of {scored} scores: with 95 % certainty between {low} and {high}.")
    return t(message, good=number(row["good"]), scored=number(row["scored"]), **words)


def _response(row: dict[Any, Any], smallest_n: int) -> list[str]:
    if row["asked"] < max(smallest_n, 1):
        return []
    return [
        t(N_("{share} of those who were asked answered."), share=percent(row["responded"] / row["asked"], decimals=0))
    ]


def _waiting(n: int) -> str:
    return t(_WAITING[n]) if n < 2 else t(_WAITING[2], n=number(n))

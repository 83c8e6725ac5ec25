"""The sentences with which the page on the climate pact opens."""

import pandas as pd

from config.climate import lekp_targets
from config.language import N_, current_language, percent, t
from dashboard.charts.climate import NO_PEOPLE, amount_words
from dashboard.charts.lead import Lead


def climate_lead(df: pd.DataFrame) -> Lead:
    """Which target is furthest, against a steady pace, and what is decided beside it.

    `df`: rows as `queries.climate.climate` gives them.
    """
    if df["target"].isna().all():
        return Lead(t(NO_PEOPLE))
    first = df.sort_values(["share_known", "share_decided"], ascending=False, kind="stable").iloc[0]
    if not first["share_decided"]:
        return Lead(t(N_("Nothing of what the climate pact asks was realised or decided yet.")))
    if not first["whole"]:
        return Lead(t(N_("{name} goes furthest: {share} of the target of 2030."), **_words(first)))
    news = t(
        N_("{name} goes furthest: {share} of the target of 2030, where a steady pace asks {needed}."), **_words(first)
    )
    return Lead(news, _decided(first))


def _words(row: pd.Series) -> dict[str, str]:
    words = {"name": lekp_targets()[row["code"]].label(current_language()), "share": percent(row["share_known"])}
    return words | ({"needed": percent(row["expected_share"])} if row["whole"] else {})


def _decided(row: pd.Series) -> str:
    """What is decided beside what is realised."""
    if not row["committed"]:
        return ""
    target = lekp_targets()[row["code"]]
    words = {"amount": amount_words(row["committed"], target), "share": percent(row["share_decided"])}
    return t(N_("With what is decided ({amount}) it becomes {share}."), **words)

"""The sentences with which the page on motivations opens."""

import pandas as pd

from config.language import N_, number, percent, t
from dashboard.charts.choices import NO_CHOICES, outcome_name
from dashboard.charts.lead import Lead
from queries.choices import OUTCOMES


def choices_lead(outcomes: pd.DataFrame, coverage: pd.DataFrame, told: pd.DataFrame, *, smallest_n: int = 5) -> Lead:
    """What was decided, and of how much of it everybody can read why.

    `outcomes`: one row with decided, selected, not_selected and deferred. `coverage`: rows with outcome (null: all of
    them), decided and motivated; none for who may know only what is public. `told`: one row with published and
    explained.
    """
    row = outcomes.iloc[0]
    if not row["decided"]:
        return Lead(t(NO_CHOICES), "")
    if row["decided"] == 1:
        outcome = next(name for name in OUTCOMES if row[name])
        return Lead(t(N_("1 place was decided on: {outcome}."), outcome=outcome_name(outcome).lower()), "")
    words = {name: number(row[name]) for name in ("decided", "selected", "not_selected", "deferred")}
    if coverage.empty:
        known = N_(
            "Of {decided} published choices {selected} are in favour, {not_selected} are not and {deferred} wait."
        )
        return Lead(t(known, **words), "")
    news = N_("Of {decided} places {selected} were chosen, {not_selected} were not and {deferred} were deferred.")
    return Lead(t(news, **words), _explained(coverage, smallest_n))


def _explained(coverage: pd.DataFrame, smallest_n: int) -> str:
    whole = coverage[coverage["outcome"].isna()].iloc[0]
    motivated, decided = int(whole["motivated"]), int(whole["decided"])
    if motivated == decided:
        return t(N_("Everybody can read why."))
    left = {"left": number(decided - motivated)}
    if decided < smallest_n:
        return t(N_("The motivation of {left} is not published."), **left)
    share = percent(motivated / decided)
    return t(
        N_("For {share} of them everybody can read why; the motivation of {left} is not published."),
        share=share,
        **left,
    )

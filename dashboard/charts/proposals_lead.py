"""The sentences with which the page on proposals opens."""

import pandas as pd

from config.language import N_, number, t
from dashboard.charts.lead import Lead
from dashboard.charts.phrases import NO_PROPOSALS, maybe
from dashboard.charts.proposals import most_proposed
from dashboard.charts.proposals_equity import clearly_above
from dashboard.charts.spec import days_text
from queries.filters import Days, Filters

_DAYS = {
    Days.WORKING: (N_("{days} working day"), N_("{days} working days")),
    Days.CALENDAR: (N_("{days} day"), N_("{days} days")),
}
"""One and several."""


def proposals_lead(
    standing: pd.DataFrame,
    themes: pd.DataFrame,
    areas: pd.DataFrame,
    whole: pd.DataFrame,
    moderation: pd.DataFrame,
    filters: Filters,
) -> Lead:
    """What is proposed most often and where, and the figures; what is not sure is left out.

    `standing`: one row with n and support. `themes`: rows with theme (name, null without) and n. `areas`: rows with
    area, n, per_1000, low and high. `whole`: one row with per_1000 of all areas together. `moderation`: one row with
    open and age_longest (null where not known).
    """
    n, support = int(standing["n"].iloc[0]), int(standing["support"].iloc[0])
    waits = _waits(moderation.iloc[0], filters.days)
    if not n:
        return Lead(t(NO_PROPOSALS), waits)
    figures = _figures(n, support)
    most = most_proposed(themes)
    if most is None:
        return Lead(figures, waits)
    above, theme = clearly_above(areas.dropna(subset=["low"]), _rate(whole)), str(most["theme"])
    news = t(N_("{theme} is proposed most often."), theme=theme)
    if len(above) == 1:
        words = {"theme": theme, "area": above[0]}
        more = N_("{theme} is proposed most often; about {area} there are clearly more proposals than average.")
        news = t(more, **words)
    return Lead(news, " ".join(filter(None, (figures, waits))))


def _rate(whole: pd.DataFrame) -> float:
    """The average; without one nothing lies above it."""
    found = maybe(whole["per_1000"].iloc[0])
    return float("inf") if found is None else found


def _figures(n: int, support: int) -> str:
    words = {"n": number(n), "votes": number(support)}
    if n == 1 and support == 1:
        return t(N_("1 proposal of this period got 1 vote."))
    if n == 1:
        return t(N_("1 proposal of this period got {votes} votes."), **words)
    if support == 1:
        return t(N_("{n} proposals of this period got 1 vote together."), **words)
    return t(N_("{n} proposals of this period got {votes} votes together."), **words)


def _waits(moderation: pd.Series, days: Days) -> str:
    """How many wait for moderation, and the oldest of them; nothing where none does, or it is not known."""
    waiting, oldest = maybe(moderation["open"]), maybe(moderation["age_longest"])
    if not waiting or oldest is None:
        return ""
    one, several = _DAYS[days]
    age = t(one if oldest == 1 else several, days=days_text(oldest))
    if waiting == 1:
        return t(N_("1 proposal still waits for moderation, for {age}."), age=age)
    return t(N_("{n} proposals still wait for moderation, the oldest for {age}."), n=number(waiting), age=age)

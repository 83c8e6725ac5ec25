"""The chart cards about choices: those of the page on motivations, and two of the page on proposals."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from config.kinds import Permission
from config.language import N_
from dashboard.cards.card import Card
from dashboard.charts import choices as charts
from dashboard.charts.choices_told import coverage, explanation
from dashboard.charts.influence import influence, not_started
from dashboard.charts.picks import theme_picks
from dashboard.charts.proposals_equity import PLACES, equity
from dashboard.charts.spec import ChartSpec
from dashboard.components.card_parts import Group
from dashboard.components.filter_parts import About
from dashboard.components.motivation_look import Look
from queries import choices, proposal_steps
from queries import influence as came_of
from queries import not_started as waiting
from queries.choices import SELECTED
from queries.filters import Filters
from queries.nearest import nearest_period_of_choices, nearest_period_of_proposals
from queries.registry import MEASURES


def of_choices(filters: Filters) -> Filters:
    """The filters that count for choices: not where a proposal stands."""
    return replace(filters, stages=())


_SHARED: Mapping[str, Any] = {
    "permission": Permission.SEE_PROPOSALS,
    "nearest": nearest_period_of_choices,
    "reads": of_choices,
    "about": About.CHOICES,
}


def reason_picks(df: pd.DataFrame, filters: Filters, *, chosen: bool) -> dict[str, str]:
    """The address with one reason, by its name; of what was chosen also with that outcome. `df`: as of
    `queries.choices.reasons`."""
    look, own = Look(outcome=SELECTED if chosen else ""), df[(df["outcome"] == SELECTED) == chosen]
    rows = own.dropna(subset="reason").sort_values("reason").to_dict("records")
    return {charts.reason_name(row): replace(look, reason=row["reason"]).search(filters.to_query()) for row in rows}


def build_why(df: pd.DataFrame, filters: Filters) -> ChartSpec:
    """Reasons of what was chosen."""
    return charts.reasons_why(df, picks=reason_picks(df, filters, chosen=True))


def build_why_not(df: pd.DataFrame, filters: Filters) -> ChartSpec:
    """Reasons of what was not."""
    return charts.reasons_why_not(df, picks=reason_picks(df, filters, chosen=False))


def build_coverage(df: pd.DataFrame, filters: Filters, themes: pd.DataFrame, told: pd.DataFrame) -> ChartSpec:
    """Shares of enough places."""
    least = MEASURES["motivation_coverage"].smallest_n
    return coverage(df, themes, told, picks=theme_picks(themes, filters), smallest_n=least)


def build_explanation(df: pd.DataFrame, filters: Filters, whole: pd.DataFrame) -> ChartSpec:
    """In the days of the filters."""
    return explanation(df, whole, days=filters.days, smallest_n=MEASURES["proposal_steps"].smallest_n)


def build_areas(df: pd.DataFrame, _filters: Filters, whole: pd.DataFrame) -> ChartSpec:
    """Neighbourhoods beside the average."""
    return equity(df, whole, what=PLACES, smallest_n=MEASURES["choices_equity"].smallest_n)


def build_influence(df: pd.DataFrame, _filters: Filters, themes: pd.DataFrame, decided: pd.DataFrame) -> ChartSpec:
    """Shares of enough proposals."""
    return influence(df, themes, decided, smallest_n=MEASURES["influence"].smallest_n)


def build_not_started(df: pd.DataFrame, filters: Filters, whole: pd.DataFrame) -> ChartSpec:
    """Each with the way to its page, which keeps the filters."""
    return not_started(df, whole, search=f"?{filters.to_query()}")


CARDS = (
    Card(
        id="why",
        title=N_("Why places were chosen"),
        measures=("choice_reasons",),
        query=choices.reasons,
        build=build_why,
        **_SHARED,
    ),
    Card(
        id="why-not",
        title=N_("Why places were not chosen, or deferred"),
        measures=("choice_reasons",),
        query=choices.reasons,
        build=build_why_not,
        **_SHARED,
    ),
    Card(
        id="coverage",
        title=N_("Decisions with a published motivation"),
        measures=("motivation_coverage",),
        query=choices.coverage,
        more={"themes": choices.coverage_by_theme, "told": choices.published_choices},
        build=build_coverage,
        against=("motivation_coverage", ""),
        group=Group.BELOW,
        **_SHARED,
    ),
    Card(
        id="areas",
        title=N_("Chosen places per 1,000 inhabitants, per neighbourhood"),
        measures=("choices_equity",),
        query=choices.chosen_by_area,
        more={"whole": choices.chosen_spread},
        build=build_areas,
        group=Group.BELOW,
        height=480,
        **_SHARED,
    ),
    Card(
        id="themes",
        title=N_("Decided per theme"),
        measures=("proposals", "choice_reasons"),
        query=choices.by_theme,
        build=lambda df, filters: charts.by_theme(df),
        group=Group.BELOW,
        span=7,
        **_SHARED,
    ),
    Card(
        id="explanation",
        title=N_("From choice to published motivation"),
        measures=("proposal_steps",),
        query=proposal_steps.explanation_by_theme,
        more={"whole": proposal_steps.step_times},
        build=build_explanation,
        group=Group.BELOW,
        span=5,
        **{**_SHARED, "permission": Permission.HANDLE_PROPOSALS},
    ),
    Card(
        id="places",
        title=N_("Reasons per theme and neighbourhood"),
        measures=("choice_reasons",),
        query=choices.reasons_by_place,
        build=lambda df, filters: charts.by_place(df),
        group=Group.BELOW,
        span=12,
        **_SHARED,
    ),
)
CHOSEN, NOT_STARTED = (
    Card(
        id="chosen",
        title=N_("What was chosen and carried out"),
        measures=("influence", "proposals"),
        query=came_of.influence,
        more={"themes": came_of.influence_by_theme, "decided": choices.by_outcome},
        nearest=nearest_period_of_proposals,
        build=build_influence,
        group=Group.BELOW,
        permission=Permission.SEE_PROPOSALS,
    ),
    Card(
        id="not-started",
        title=N_("Selected, not started"),
        measures=("selected_not_started",),
        query=waiting.not_started_longest,
        more={"whole": waiting.not_started},
        build=build_not_started,
        group=Group.BELOW,
        span=12,
        permission=Permission.SEE_PROPOSALS,
    ),
)
"""Cards of the page on proposals."""

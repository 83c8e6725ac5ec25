"""The chart cards on the climate pact; the page declares them, and the overview has the short one."""

from typing import Any

import pandas as pd

from config.kinds import Permission
from config.language import N_
from dashboard.cards.card import Card
from dashboard.charts.climate import climate_brief, climate_targets, pact_figures
from dashboard.charts.climate_parts import climate_missing, climate_years, depaved_areas, pact_asks
from dashboard.charts.spec import ChartSpec
from dashboard.components.card_parts import Group
from dashboard.components.filter_parts import About
from queries import climate_yields
from queries.climate import climate
from queries.filters import Filters

_SHARED: dict[str, Any] = {
    "measures": ("climate",),
    "permission": Permission.SEE_PROPOSALS,
    "reads": climate_yields.asked,
    "about": About.CLIMATE,
}


def _targets(df: pd.DataFrame, _filters: Filters) -> ChartSpec:
    return climate_targets(df)


CARDS = (
    Card(
        id="targets",
        title=N_("Towards the targets of 2030"),
        query=climate,
        build=_targets,
        span=12,
        height=480,
        **_SHARED,
    ),
    Card(
        id="years",
        title=N_("Realised by year"),
        query=climate_yields.climate_by_year,
        build=lambda df, _filters: climate_years(df),
        group=Group.BELOW,
        span=7,
        height=280,
        **_SHARED,
    ),
    Card(
        id="areas",
        title=N_("De-paved per 1,000 inhabitants, per neighbourhood"),
        query=climate_yields.depaved_by_area,
        build=lambda df, _filters: depaved_areas(df),
        group=Group.BELOW,
        span=5,
        height=400,
        rows=2,
        **_SHARED,
    ),
    Card(
        id="missing",
        title=N_("What is not measured or estimated"),
        query=climate_yields.climate_missing,
        build=lambda df, _filters: climate_missing(df),
        group=Group.BELOW,
        span=7,
        height=160,
        **_SHARED,
    ),
    Card(
        id="figures",
        title=N_("Figures for Pactportaal and Groenblauwpeil"),
        query=climate,
        build=lambda df, _filters: pact_figures(df),
        group=Group.BELOW,
        span=12,
        height=360,
        **_SHARED,
    ),
    Card(
        id="asks",
        title=N_("What the pact asks"),
        query=climate,
        build=lambda df, _filters: pact_asks(df),
        group=Group.BELOW,
        span=12,
        height=400,
        **_SHARED,
    ),
)
BRIEF = Card(
    id="climate",
    title=N_("Climate pact: furthest towards 2030"),
    query=climate,
    build=lambda df, _filters: climate_brief(df),
    group=Group.BELOW,
    span=12,
    height=180,
    **_SHARED,
)

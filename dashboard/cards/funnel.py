"""The cards that put own services beside each other."""

import pandas as pd

from config.language import N_, t
from dashboard.cards.card import Card, Query
from dashboard.charts.funnel import funnel
from dashboard.charts.spec import ChartSpec
from dashboard.components.card_parts import Group
from queries import comparing
from queries.filters import Filters
from queries.measures.base import SMALLEST_N

COMPARED: dict[str, tuple[str, str, Query]] = {
    "on-time": (N_("Handled on time"), "on_time", comparing.funnel_on_time),
    "reopened": (N_("Reopened within 30 days"), "reopened", comparing.funnel_reopened),
    "informed": (N_("Citizen told in time"), "informed", comparing.funnel_informed),
    "satisfied": (N_("Satisfied: score of 4 or 5"), "satisfaction", comparing.funnel_satisfied),
}
"""What is compared: title and measure, and the question."""


def _funnel(df: pd.DataFrame, _filters: Filters) -> ChartSpec:
    return funnel(df, heading=t(N_("Service")), smallest_n=SMALLEST_N)


CARDS = tuple(
    Card(
        id=name,
        title=heading,
        measures=(measure,),
        query=query,
        build=_funnel,
        group=Group.ABOVE if place < 2 else Group.BELOW,
        height=320,
    )
    for place, (name, (heading, measure, query)) in enumerate(COMPARED.items())
)

"""The cards of the overview."""

import pandas as pd

from config.kinds import Permission
from config.language import N_
from dashboard.cards.card import Card
from dashboard.cards.climate import BRIEF
from dashboard.charts.overview import on_time_by_service, stock_by_week
from dashboard.charts.overview_decisions import decisions_waiting
from dashboard.charts.phrases import maybe
from dashboard.components.card_parts import Group
from queries import overview as queries
from queries.nearest import nearest_period
from queries.registry import MEASURES

DECISIONS = "decisions"
CARDS = (
    Card(
        id=DECISIONS,
        title=N_("Waiting for a decision"),
        measures=("decision_timing",),
        query=queries.decisions_waiting_by_organ,
        build=lambda df, filters: decisions_waiting(df),
        group=Group.BELOW,
        permission=Permission.SEE_CASES,
        span=12,
        height=120,
    ),
    Card(
        id="stock",
        title=N_("Open meldingen by week"),
        measures=("open",),
        query=queries.stock_against_target,
        nearest=nearest_period,
        build=lambda df, filters: stock_by_week(df, target=_goal(df)),
        annotated=True,
        group=Group.BELOW,
        span=7,
        height=260,
    ),
    Card(
        id="services",
        title=N_("Handled on time by service"),
        measures=("on_time",),
        query=queries.on_time_against_target,
        nearest=nearest_period,
        build=lambda df, filters: on_time_by_service(df, target=_goal(df), smallest_n=MEASURES["on_time"].smallest_n),
        group=Group.BELOW,
        span=5,
        height=260,
    ),
    BRIEF,
)


def _goal(df: pd.DataFrame) -> float | None:
    """The target beside the rows."""
    return maybe(df["target"].iloc[0]) if len(df) else None

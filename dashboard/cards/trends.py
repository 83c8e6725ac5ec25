"""The cards of weekly series of meldingen and proposals: what was expected, what came in, growth, and signals."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection

from config.kinds import Permission
from config.language import N_
from config.topics import Topic
from dashboard.cards.card import Card
from dashboard.charts.hotspots import hotspot_table
from dashboard.charts.spec import ChartSpec
from dashboard.charts.trends import signal_table, weekly_members, weekly_total
from dashboard.charts.trends_answers import answer_table
from dashboard.charts.trends_growth import growth_dots
from dashboard.charts.trends_picks import series_pick
from dashboard.components.card_parts import Group
from dashboard.components.filter_parts import About
from queries import growth, hotspots, signals
from queries.filters import Filters, Scope
from queries.names import members
from queries.signal_answers import signal_answers

_TOTAL: dict[str, Any] = {"measures": ("signal",), "span": 7, "height": 280, "annotated": True}
_GROWTH: dict[str, Any] = {"measures": ("growth",), "span": 5, "height": 400, "rows": 2}
_MEMBERS: dict[str, Any] = {"measures": ("signal",), "span": 7, "height": 400, "more": {"members": members}}
_SIGNALS: dict[str, Any] = {"measures": ("signal",), "span": 12, "height": 200, "more": {"members": members}}
_HOT: dict[str, Any] = {"measures": ("hotspot",), "span": 12, "height": 200}
_PROPOSALS: dict[str, Any] = {
    "group": Group.BELOW,
    "permission": Permission.HANDLE_PROPOSALS,
    "about": About.PROPOSALS,
}


def _hot(df: pd.DataFrame, _filters: Filters) -> ChartSpec:
    return hotspot_table(df)


def _total(df: pd.DataFrame, _filters: Filters) -> ChartSpec:
    return weekly_total(df)


def _growth(df: pd.DataFrame, filters: Filters) -> ChartSpec:
    return growth_dots(df, filters.by)


def _members(topic: Topic) -> Any:
    def build(df: pd.DataFrame, filters: Filters, members: pd.DataFrame) -> ChartSpec:
        return weekly_members(df, filters.by, pick=series_pick(filters, topic, members))

    return build


def _signals(topic: Topic) -> Any:
    def build(df: pd.DataFrame, filters: Filters, members: pd.DataFrame) -> ChartSpec:
        return signal_table(df, filters.by, pick=series_pick(filters, topic, members))

    return build


def answers(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The signals of meldingen that were taken up, late or not on the last day of the period."""
    return signal_answers(db, scope, filters.last_day)


CARDS = (
    Card(id="week", title=N_("Meldingen by week"), query=signals.series, build=_total, **_TOTAL),
    Card(id="growth", title=N_("Growth of meldingen"), query=growth.growth, build=_growth, **_GROWTH),
    Card(
        id="series",
        title=N_("Meldingen by week, series by series"),
        query=signals.series,
        build=_members(Topic.MELDING),
        **_MEMBERS,
    ),
    Card(
        id="signals",
        title=N_("Signals of meldingen, as a table"),
        query=signals.signals,
        build=_signals(Topic.MELDING),
        group=Group.BELOW,
        **_SIGNALS,
    ),
    Card(
        id="hotspots",
        title=N_("Hot spots of meldingen, as a table"),
        query=hotspots.hotspots,
        build=_hot,
        group=Group.BELOW,
        **_HOT,
    ),
    Card(
        id="proposal-week",
        title=N_("Proposals submitted by week"),
        query=signals.proposal_series,
        build=_total,
        **(_TOTAL | _PROPOSALS),
    ),
    Card(
        id="proposal-growth",
        title=N_("Growth of proposals"),
        query=growth.proposal_growth,
        build=_growth,
        **(_GROWTH | _PROPOSALS),
    ),
    Card(
        id="proposal-series",
        title=N_("Proposals by week, series by series"),
        query=signals.proposal_series,
        build=_members(Topic.PROPOSAL),
        **(_MEMBERS | _PROPOSALS),
    ),
    Card(
        id="proposal-signals",
        title=N_("Signals of proposals, as a table"),
        query=signals.proposal_signals,
        build=_signals(Topic.PROPOSAL),
        **(_SIGNALS | _PROPOSALS),
    ),
    Card(
        id="proposal-hotspots",
        title=N_("Hot spots of proposals, as a table"),
        query=hotspots.proposal_hotspots,
        build=_hot,
        **(_HOT | _PROPOSALS),
    ),
    Card(
        id="answers",
        title=N_("Signals that were taken up"),
        measures=("signal",),
        query=answers,
        build=lambda df, _filters: answer_table(df),
        group=Group.BELOW,
        span=12,
        height=200,
    ),
)

"""Diensten vergelijken: own services beside each other, without making a league table of chance."""

from typing import Any

import dash
import pandas as pd
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.charts.funnel import funnel
from dashboard.charts.funnel_lead import funnel_lead
from dashboard.charts.spec import ChartSpec
from dashboard.components.card import Group
from dashboard.components.filter_bar import filter_bar
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, lead_words, page_head, tab_title
from dashboard.web import cards
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_scope
from dashboard.web.cards import Card, Query
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries import comparing
from queries.filters import Filters
from queries.measures.base import SMALLEST_N

PAGE = "vergelijk"
NAME = N_("Compare services")
COMPARED: dict[str, tuple[str, str, Query]] = {
    "on-time": (N_("Handled on time"), "on_time", comparing.funnel_on_time),
    "reopened": (N_("Reopened within 30 days"), "reopened", comparing.funnel_reopened),
    "informed": (N_("Citizen told in time"), "informed", comparing.funnel_informed),
    "satisfied": (N_("Satisfied: score of 4 or 5"), "satisfaction", comparing.funnel_satisfied),
}
"""What is compared: title and measure, and the question."""


def _funnel(df: pd.DataFrame, _filters: Filters) -> ChartSpec:
    return funnel(df, heading=t(N_("Service")), smallest_n=SMALLEST_N)


CHARTS = cards.declare(
    PAGE,
    tuple(
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
    ),
)


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; whatever the address holds is read by the callbacks."""
    return html.Div([page_head(PAGE, t(NAME)), filter_bar(), *cards.cards_layout(PAGE)])


dash.register_page(
    __name__,
    path="/vergelijk",
    name=NAME,
    title=title,
    order=40,
    permission=Permission.SEE_MELDINGEN,
    instead="/vergelijk/gemeenten",
    section=Section.POLICY,
)


@callback(Output(lead_id(PAGE), "children"), Input(Key.URL, "search"), Input(Key.VERSION, "data"))
def show_lead(search: str | None, _version: int | None) -> list[Any]:
    """On what the services differ more than chance explains."""
    filters, _ = filters_or_usual(search or "")
    with services().db.read() as db:
        found = {heading: query(db, current_scope(), filters) for heading, _, query in COMPARED.values()}
    return lead_words(funnel_lead(found, smallest_n=SMALLEST_N))

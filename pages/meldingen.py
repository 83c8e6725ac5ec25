"""Meldingen: what came in, what was closed, how long it took and what is left."""

from typing import Any

import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.charts import meldingen as charts
from dashboard.charts.meldingen_lead import meldingen_lead
from dashboard.charts.meldingen_lead_time import lead_time_by_week
from dashboard.charts.meldingen_oldest import oldest_open
from dashboard.components.card import Group
from dashboard.components.filter_bar import filter_bar
from dashboard.components.icon import Icon
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, lead_words, page_head, tab_title
from dashboard.web import cards
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_scope
from dashboard.web.cards import Card
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries import meldingen as queries
from queries.registry import MEASURES

PAGE = "meldingen"
NAME = N_("Meldingen")
CHARTS = cards.declare(
    PAGE,
    (
        Card(
            id="stock",
            title=N_("Reconciliation of the stock"),
            measures=("open", "received", "reopened", "closed"),
            query=queries.stock,
            nearest=queries.nearest_period,
            build=lambda df, filters: charts.stock(df),
            span=7,
        ),
        Card(
            id="on-time",
            title=N_("Handled on time"),
            measures=("on_time",),
            query=queries.on_time_compared,
            nearest=queries.nearest_period,
            build=lambda df, filters: charts.on_time(df, smallest_n=MEASURES["on_time"].smallest_n),
            span=5,
        ),
        Card(
            id="lead-time",
            title=N_("Lead time by week"),
            measures=("lead_time", "cohort_lead_time"),
            query=queries.lead_time_by_week,
            nearest=queries.nearest_period,
            build=lambda df, filters: lead_time_by_week(
                df, days=filters.days, population=filters.population, smallest_n=MEASURES["lead_time"].smallest_n
            ),
            span=12,
            height=288,
        ),
        Card(
            id="oldest",
            title=N_("Oldest open meldingen"),
            measures=("open_age",),
            query=queries.oldest_open,
            build=lambda df, filters: oldest_open(df, days=filters.days),
            group=Group.BELOW,
            permission=Permission.SEE_CASES,
            span=12,
            height=600,
        ),
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
    path="/meldingen",
    name=NAME,
    title=title,
    order=10,
    permission=Permission.SEE_MELDINGEN,
    section=Section.SERVICES,
    icon=Icon.MESSAGE,
)


@callback(Output(lead_id(PAGE), "children"), Input(Key.URL, "search"), Input(Key.VERSION, "data"))
def show_lead(search: str | None, _version: int | None) -> list[Any]:
    """The news of the page, computed from the stock."""
    filters, _ = filters_or_usual(search or "")
    with services().db.read() as db:
        stock = queries.stock(db, current_scope(), filters)
    return lead_words(meldingen_lead(stock, filters))

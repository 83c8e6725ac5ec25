"""Diensten vergelijken: own services beside each other, without making a league table of chance."""

from typing import Any

import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.cards.funnel import COMPARED
from dashboard.charts.funnel_lead import funnel_lead
from dashboard.components.filter_bar import filter_bar
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, lead_words, page_head, tab_title
from dashboard.web import cards
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries.measures.base import SMALLEST_N

PAGE = "vergelijk"
NAME = N_("Compare services")
cards.declare(PAGE)


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

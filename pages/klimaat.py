"""Klimaat: what proposals yield of the climate pact, realised, decided and possible, against its targets and pace."""

from typing import Any

import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.charts.climate_lead import climate_lead
from dashboard.components.filter_bar import filter_bar
from dashboard.components.filter_parts import About
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, lead_words, page_head, tab_title
from dashboard.web import cards
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries.climate import climate

PAGE = "klimaat"
NAME = N_("Climate")
cards.declare(PAGE)


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; whatever the address holds is read by the callbacks."""
    return html.Div([page_head(PAGE, t(NAME)), filter_bar(About.CLIMATE), *cards.cards_layout(PAGE)])


dash.register_page(
    __name__,
    path="/klimaat",
    name=NAME,
    title=title,
    order=48,
    permission=Permission.SEE_PROPOSALS,
    section=Section.POLICY,
)


@callback(Output(lead_id(PAGE), "children"), Input(Key.URL, "search"), Input(Key.VERSION, "data"))
def show_lead(search: str | None, _version: int | None) -> list[Any]:
    """The news of the page: which target is furthest, and how all of them stand against a steady pace."""
    filters, _ = filters_or_usual(search or "")
    with services().db.read() as db:
        return lead_words(climate_lead(climate(db, current_scope(Permission.SEE_PROPOSALS), filters)))

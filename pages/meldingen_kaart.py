"""Meldingen op de kaart: where they come from, by the same filters as their other numbers."""

from typing import Any

import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.charts.meldingen_areas import areas_lead
from dashboard.components.atlas import atlas_choices, atlas_frame
from dashboard.components.filter_bar import filter_bar
from dashboard.components.filter_parts import About
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, lead_words, page_head, tab_title
from dashboard.web import atlas, cards
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries.atlas import meldingen_by_area

PAGE = "meldingen-kaart"
NAME = N_("Meldingen on the map")
cards.declare(PAGE)
atlas.declare(PAGE, About.MELDINGEN)


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; whatever the address holds is read by the callbacks."""
    beside = html.Div([atlas_frame(PAGE), html.Div(cards.cards_layout(PAGE))], className="atlas-beside")
    return html.Div([page_head(PAGE, t(NAME)), filter_bar(), atlas_choices(PAGE), beside])


dash.register_page(
    __name__,
    path="/meldingen-kaart",
    name=NAME,
    title=title,
    order=20,
    permission=Permission.SEE_MELDINGEN,
    section=Section.SERVICES,
)


@callback(Output(lead_id(PAGE), "children"), Input(Key.URL, "search"), Input(Key.VERSION, "data"))
def show_lead(search: str | None, _version: int | None) -> list[Any]:
    """How many the map shows."""
    filters, _ = filters_or_usual(search or "")
    scope = current_scope(Permission.SEE_MELDINGEN)
    with services().db.read() as db:
        return lead_words(areas_lead(meldingen_by_area(db, scope, filters), filters))

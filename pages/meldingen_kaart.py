"""Meldingen op de kaart: where they come from, by the same filters as their other numbers."""

import dash
from dash import html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.atlas import atlas_choices, atlas_frame
from dashboard.components.filter_bar import filter_bar
from dashboard.components.filter_parts import About
from dashboard.components.navigation import Section
from dashboard.components.page_head import page_head, tab_title
from dashboard.web import atlas, cards

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

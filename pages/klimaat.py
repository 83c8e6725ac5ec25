"""Klimaat: what proposals yield of the climate pact, realised, decided and possible, against its targets and pace."""

import dash
from dash import html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.filter_bar import filter_bar
from dashboard.components.filter_parts import About
from dashboard.components.navigation import Section
from dashboard.components.page_head import page_head, tab_title
from dashboard.web import cards

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

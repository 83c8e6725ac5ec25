"""Meldingen: what came in, what was closed, how long it took, where it waited and what is left."""

import dash
from dash import html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.filter_bar import filter_bar
from dashboard.components.icon import Icon
from dashboard.components.navigation import Section
from dashboard.components.page_head import page_head, tab_title
from dashboard.web import cards
from queries.attention import overdue

PAGE = "meldingen"
NAME = N_("Meldingen")
cards.declare(PAGE)


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
    waiting=(overdue, N_("{n} overdue"), Permission.SEE_CASES),
)

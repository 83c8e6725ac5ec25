"""Meldingen: what came in, what was closed, how long it took, where it waited and what is left."""

from typing import Any

import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.charts.meldingen_lead import meldingen_lead
from dashboard.components.filter_bar import filter_bar
from dashboard.components.icon import Icon
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, lead_words, page_head, tab_title
from dashboard.web import cards
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries import meldingen as queries
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


@callback(Output(lead_id(PAGE), "children"), Input(Key.URL, "search"), Input(Key.VERSION, "data"))
def show_lead(search: str | None, _version: int | None) -> list[Any]:
    """The news of the page, computed from the stock and from where the time went."""
    filters, _ = filters_or_usual(search or "")
    scope = current_scope()
    with services().db.read() as db:
        stock, phases = queries.stock(db, scope, filters), queries.phase_parts(db, scope, filters)
    return lead_words(meldingen_lead(stock, phases, filters))

"""Tevredenheid: what citizens think of the handling, and whether it held."""

from typing import Any

import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.cards.satisfaction import FEWEST
from dashboard.charts.satisfaction_lead import satisfaction_lead
from dashboard.components.filter_bar import filter_bar
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, lead_words, page_head, tab_title
from dashboard.web import cards
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries import attention, satisfaction

PAGE = "tevredenheid"
NAME = N_("Satisfaction")
cards.declare(PAGE)


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; whatever the address holds is read by the callbacks."""
    return html.Div([page_head(PAGE, t(NAME)), filter_bar(), *cards.cards_layout(PAGE)])


dash.register_page(
    __name__,
    path="/tevredenheid",
    name=NAME,
    title=title,
    order=30,
    permission=Permission.SEE_MELDINGEN,
    section=Section.SERVICES,
    waiting=(attention.low_scores, N_("{n} low scores to process"), Permission.SEE_CASES),
)


@callback(Output(lead_id(PAGE), "children"), Input(Key.URL, "search"), Input(Key.VERSION, "data"))
def show_lead(search: str | None, _version: int | None) -> list[Any]:
    """The news of the page, computed from the evaluations of the period."""
    filters, _ = filters_or_usual(search or "")
    with services().db.read() as db:
        found = satisfaction.satisfaction(db, current_scope(), filters)
    return lead_words(satisfaction_lead(found, smallest_n=FEWEST))

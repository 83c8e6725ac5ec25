"""Trends: what comes in week by week against what the season lets expect, and what is done about signals."""

from typing import Any

import dash
from dash import Input, Output, callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import t
from config.topics import Topic
from dashboard.charts.trends_lead import trends_lead
from dashboard.components.filter_bar import filter_bar
from dashboard.components.markup import lean
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, lead_words, page_head, tab_title
from dashboard.components.trends.frame import NAME, PAGE, PATH, Part, whole
from dashboard.components.trends.listed import signal_list
from dashboard.web import cards, trends
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries.growth import growth

cards.declare(PAGE)


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; whatever the address holds is read by the callbacks."""
    return whole([page_head(PAGE, t(NAME)), filter_bar()], cards.cards_layout(PAGE), [])


dash.register_page(
    __name__,
    path=PATH,
    name=NAME,
    title=title,
    order=35,
    permission=Permission.SEE_MELDINGEN,
    section=Section.SERVICES,
)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(Part.BY, "children"),
    Output(Part.SIGNALS, "children"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
)
def show(search: str | None, _version: int | None) -> tuple[Any, Any, Any]:
    """The news, the choice of series, and the signals."""
    filters, _ = filters_or_usual(search or "")
    with services().db.read() as db:
        found = {topic: trends.found_signals(db, filters, topic) for topic in trends.topics()}
        grown = growth(db, current_scope(), filters)
        listed = [line for topic, own in found.items() for line in trends.lines(db, filters, topic, own)]
    lead = trends_lead(found[Topic.MELDING], grown, filters.by)
    return lead_words(lead), lean(trends.by_bar(filters)), lean(signal_list(listed))

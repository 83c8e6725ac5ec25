"""Voorstellen: where residents ask for something, how much it is wanted, and what came of it."""

import dash
from dash import Input, Output, callback, html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.atlas import atlas_choices, atlas_frame
from dashboard.components.filter_bar import filter_bar
from dashboard.components.filter_parts import About
from dashboard.components.icon import Icon
from dashboard.components.moderation.frame import PATH as MODERATION_PATH
from dashboard.components.moderation.queue import way_in
from dashboard.components.navigation import Section
from dashboard.components.page_head import page_head, tab_title
from dashboard.web import atlas, cards, pages, proposal_list
from dashboard.web.address import usual_filters
from dashboard.web.auth import require
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries.moderation import to_moderate

PAGE = "voorstellen"
NAME = N_("Proposals")
MODERATION = "voorstellen-moderation"
cards.declare(PAGE)
atlas.declare(PAGE, About.PROPOSALS)
proposal_list.declare(PAGE)


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; whatever the address holds is read by the callbacks."""
    beside = html.Div([atlas_frame(PAGE), proposal_list.list_layout(PAGE)], className="atlas-beside")
    way = html.P(id=MODERATION, className="page-way")
    head = [page_head(PAGE, t(NAME)), way, filter_bar(About.PROPOSALS)]
    return html.Div([*head, atlas_choices(PAGE), beside, *cards.cards_layout(PAGE)])


dash.register_page(
    __name__,
    path="/voorstellen",
    name=NAME,
    title=title,
    order=45,
    permission=Permission.SEE_PROPOSALS,
    section=Section.PLACES,
    icon=Icon.PLACE,
)


@callback(Output(MODERATION, "children"), Input(Key.URL, "pathname"), Input(Key.VERSION, "data"))
def show_moderation(_path: str | None, _version: int | None) -> list[Component]:
    """The way to what waits for moderation, whatever the filters, and how much that is; nothing for others."""
    person = require(Permission.SEE_PROPOSALS)
    href = pages.way_to(MODERATION_PATH, person)
    if not href:
        return []
    with services().db.read() as db:
        waits = to_moderate(db, person.scope(Permission.MODERATE), usual_filters())
    return way_in(int(waits["count"].iloc[0]), href)

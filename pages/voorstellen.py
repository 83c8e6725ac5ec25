"""Voorstellen: where residents ask for something, how much it is wanted, and what came of it."""

import dash
from dash import html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.atlas import atlas_choices, atlas_frame
from dashboard.components.filter_bar import filter_bar
from dashboard.components.filter_parts import About
from dashboard.components.icon import Icon
from dashboard.components.navigation import Section
from dashboard.components.page_head import page_head, tab_title
from dashboard.web import atlas, proposal_list

PAGE = "voorstellen"
NAME = N_("Proposals")
atlas.declare(PAGE, About.PROPOSALS)
proposal_list.declare(PAGE)


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; whatever the address holds is read by the callbacks."""
    beside = html.Div([atlas_frame(PAGE), proposal_list.list_layout(PAGE)], className="atlas-beside")
    return html.Div([page_head(PAGE, t(NAME)), filter_bar(About.PROPOSALS), atlas_choices(PAGE), beside])


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

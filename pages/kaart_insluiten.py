"""Kaart op de website: the HTML with which a town puts its public map in a page of its own website."""

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, html
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.embedding import COPIED, COPY, SNIPPET, allowed, content, missing
from dashboard.components.navigation import Section
from dashboard.components.page_head import tab_title
from dashboard.web.embedding import choices_of, embedding_of, own_maps, town_in
from dashboard.web.keys import Key
from dashboard.web.manage.desk import asked_in

PARTS = "embed-parts"
NAME = N_("Map on the website")
LEAD = N_("Choose what visitors of your website see, and copy the HTML into a page of it.")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    words = html.Div([html.H1(t(NAME)), html.P(t(LEAD), className="lead")], className="page-words")
    return html.Div([html.Div(words, className="page-head"), html.Div(id=PARTS, className="embed-parts")])


dash.register_page(
    __name__,
    path="/kaart-insluiten",
    name=NAME,
    title=title,
    order=60,
    permission=Permission.PUBLISH_MAP,
    section=Section.REPORTS,
)


@callback(Output(PARTS, "children"), Input(Key.URL, "search"))
def describe(search: str | None) -> list[Component]:
    """What lacks, what can be chosen, the HTML to copy, and how it looks."""
    asked, own = asked_in(search), own_maps()
    town = town_in(asked, own)
    lacks = missing(opened=town.public_map, websites=town.frame_ancestors, licence=town.licence)
    if not town.public_map:
        return lacks
    shown = content(choices_of(asked, town, own), embedding_of(asked, town))
    return [*lacks, *allowed(town.frame_ancestors), *shown]


clientside_callback(
    ClientsideFunction("shell", "copy"),
    Output(COPIED, "hidden"),
    Input(COPY, "n_clicks"),
    State(SNIPPET, "id"),
    prevent_initial_call=True,
)

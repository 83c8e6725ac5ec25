"""One proposal: what it asks, its votes, its choice with motivation, its course, and what lies around it."""

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, dcc, html
from dash.development.base_component import Component

from config.errors import HelikopterError, NotFound
from config.kinds import Permission
from config.language import N_, t
from dashboard.components.card_parts import Part
from dashboard.components.icon import Icon, icon
from dashboard.components.markup import lean
from dashboard.components.page_head import tab_title
from dashboard.components.proposal_case import VOTES, proposal_body, proposal_head
from dashboard.web.context import services
from dashboard.web.keys import Key
from dashboard.web.pages import variables_at
from dashboard.web.problem import problem_panel
from dashboard.web.proposal import LIST, around, filters_in, looked_up, subject_of, ways_from
from queries.proposal_case import proposal_case, proposal_number

NAME = N_("Proposal")
CASE = "proposal-content"


def title(subject_id: str = "", **_path: str) -> str:
    """Title of the browser's tab: the number, for who may know it."""
    try:
        with services().db.read() as db:
            number, _scope = looked_up(db, subject_of(subject_id), proposal_number)
    except HelikopterError:
        number = None
    return tab_title(number or NAME)


def layout(**_query: object) -> Component:
    """The page without data; the callback looks up the id with the rights of who asks.

    What Dash passes in may come from the query as well as from the path, and is not used.
    """
    waiting = html.Div(html.H1(t(NAME)), className="page-head")
    return html.Article(html.Div(waiting, id=CASE))


dash.register_page(
    __name__,
    path_template="/voorstellen/<subject_id>",
    name=NAME,
    title=title,
    order=21,
    permission=Permission.SEE_PROPOSALS,
)


@callback(
    Output(CASE, "children"),
    Input(Key.VERSION, "data"),
    Input(Key.URL, "search"),
    State(Key.URL, "pathname"),
)
def show_proposal(_version: int | None, search: str | None, path: str | None) -> list[Component]:
    """The proposal of this address; who may not know of it gets the same answer as for one that does not exist."""
    asked, subject_id = search or "", variables_at(path or "").get("subject_id")
    try:
        with services().db.read() as db:
            case, scope = looked_up(db, subject_of(subject_id), proposal_case)
            near = around(db, scope, case, asked)
    except NotFound as error:
        return [back_link(asked), problem_panel(error)]
    head = proposal_head(case, embargoed=scope.embargoed)
    return lean([back_link(asked), head, proposal_body(case, near, ways_from(case, asked))])


def back_link(search: str) -> Component:
    """To the map and list, with the filters that they had."""
    words = [icon(Icon.ARROW_RIGHT), html.Span(t(N_("Back to proposals")))]
    return html.P(dcc.Link(words, href=dash.get_relative_path(LIST) + filters_in(search)), className="back-link")


clientside_callback(
    ClientsideFunction("cards", "toggleTable"),
    Output(VOTES.id(Part.CARD), "className"),
    Input(VOTES.id(Part.TABLE), "n_clicks"),
    State(VOTES.id(Part.CARD), "className"),
    prevent_initial_call=True,
)

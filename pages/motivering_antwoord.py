"""What may be answered about one place: what was asked, decided and why, and what comes next; on one sheet of paper."""

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, dcc, html
from dash.development.base_component import Component

from config.errors import HelikopterError, NotFound
from config.kinds import Permission
from config.language import N_, t
from dashboard.components.answer_sheet import PRINT, answer_sheet
from dashboard.components.icon import Icon, icon
from dashboard.components.markup import lean
from dashboard.components.page_head import tab_title
from dashboard.web.answer import answer_of, file_of
from dashboard.web.context import services
from dashboard.web.keys import Key
from dashboard.web.motivation_list import PATH
from dashboard.web.pages import variables_at
from dashboard.web.problem import problem_panel
from dashboard.web.proposal import filters_in, looked_up, subject_of
from queries.proposal_case import proposal_number

NAME = N_("Answer sheet")
SHEET = "answer-content"


def title(subject_id: str = "", **_path: str) -> str:
    """Title of the browser's tab: the number, for who may know it."""
    try:
        with services().db.read() as db:
            number, _scope = looked_up(db, subject_of(subject_id), proposal_number)
    except HelikopterError:
        number = None
    return tab_title(number or NAME)


def layout(**_query: object) -> Component:
    """The page without data; the callback looks up the id with the rights of who asks."""
    waiting = html.Div(html.H1(t(NAME)), className="page-head")
    return html.Article([html.Div(waiting, id=SHEET), html.Div(id=f"{SHEET}-printed", hidden=True)])


dash.register_page(
    __name__,
    path_template=f"{PATH}/<subject_id>",
    name=NAME,
    title=title,
    order=22,
    permission=Permission.SEE_PROPOSALS,
)


@callback(
    Output(SHEET, "children"),
    Input(Key.VERSION, "data"),
    Input(Key.URL, "search"),
    State(Key.URL, "pathname"),
)
def show_answer(_version: int | None, search: str | None, path: str | None) -> list[Component]:
    """The sheet of this address; who may not know of the place gets the same answer as for one that does not exist."""
    asked, subject_id = search or "", variables_at(path or "").get("subject_id")
    try:
        with services().db.read() as db:
            answer = answer_of(db, subject_of(subject_id))
    except NotFound as error:
        return [back_link(asked), problem_panel(error)]
    return lean([back_link(asked), answer_sheet(answer, file_of(answer.known, asked))])


def back_link(search: str) -> Component:
    """To the list of motivations, with the filters that it had."""
    words = [icon(Icon.ARROW_RIGHT), html.Span(t(N_("Back to motivations")))]
    return html.P(dcc.Link(words, href=dash.get_relative_path(PATH) + filters_in(search)), className="back-link")


clientside_callback(
    ClientsideFunction("motivations", "print"),
    Output(f"{SHEET}-printed", "children"),
    Input(PRINT, "n_clicks"),
    prevent_initial_call=True,
)

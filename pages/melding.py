"""One melding: what it is, where it is, and everything that happened to it."""

from uuid import UUID

import dash
from dash import Input, Output, State, callback, dcc, html
from dash.development.base_component import Component

from config.errors import HelikopterError, NotFound
from config.kinds import Permission
from config.language import N_, t
from dashboard.components.case import case_body, case_name, case_state
from dashboard.components.case_parts import missing, told
from dashboard.components.icon import Icon, icon
from dashboard.components.markup import lean
from dashboard.components.page_head import tab_title
from dashboard.components.tombstone import tombstone
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from dashboard.web.pages import variables_at
from dashboard.web.problem import problem_panel
from queries.cases import Case, case_number, case_of

NAME = N_("Melding")
CASE = "case-content"
LIST = "/meldingen"


def title(subject_id: str = "", **_path: str) -> str:
    """Title of the browser's tab: the number, for who may know it."""
    try:
        with services().db.read() as db:
            number = case_number(db, current_scope(Permission.SEE_CASES), subject_of(subject_id))
    except HelikopterError:
        number = None
    return tab_title(number or NAME)


def subject_of(text: str | None) -> UUID:
    """The id in an address. Raises NotFound for what is none: nothing stands there."""
    try:
        return UUID(str(text))
    except ValueError:
        raise NotFound() from None


def layout(**_query: object) -> Component:
    """The page without data; the callback looks up the id with the rights of who asks.

    What Dash passes in may come from the query as well as from the path, and is not used.
    """
    waiting = html.Div(html.H1(t(NAME)), className="page-head")
    return html.Article(html.Div(waiting, id=CASE))


dash.register_page(
    __name__,
    path_template="/meldingen/<subject_id>",
    name=NAME,
    title=title,
    order=11,
    permission=Permission.SEE_CASES,
)


@callback(
    Output(CASE, "children"),
    Input(Key.VERSION, "data"),
    State(Key.URL, "pathname"),
    State(Key.URL, "search"),
)
def show_case(_version: int | None, path: str | None, search: str | None) -> list[Component]:
    """The melding of this address; whoever may not see it gets the same answer as for one that does not exist."""
    subject_id = variables_at(path or "").get("subject_id")
    try:
        with services().db.read() as db:
            case = case_of(db, current_scope(Permission.SEE_CASES), subject_of(subject_id))
    except NotFound as error:
        return [back_link(search or ""), problem_panel(error)]
    return lean([back_link(search or ""), head(case), case_body(case)])


def back_link(search: str) -> Component:
    """To the list, with the filters that it had."""
    words = [icon(Icon.ARROW_RIGHT), html.Span(t(N_("Back to meldingen")))]
    return html.P(dcc.Link(words, href=dash.get_relative_path(LIST) + search), className="back-link")


def head(case: Case) -> Component:
    """Number, title and stage."""
    header = case.header.to_dict()
    words = [html.H1(case_name(header)), html.P(case_state(header), className="case-state")]
    if told(header["title"]):
        words.insert(1, html.P(html.B(header["title"]), className="lead"))
    elif not missing(header["text_removed_day"]):
        words.insert(1, tombstone(header["text_removed_day"]))
    return html.Div(html.Div(words, className="page-words"), className="page-head")

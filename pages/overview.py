"""Overview: how it stands, what asks for attention, and what changed; for each role what it needs first."""

from typing import Any

import dash
from dash import Input, Output, callback, dcc, html
from dash.development.base_component import Component

from config.errors import HelikopterError
from config.kinds import Permission
from config.language import N_, t
from dashboard.cards.climate import BRIEF
from dashboard.cards.overview import DECISIONS
from dashboard.cards.ways import View, view_of
from dashboard.components.filter_bar import filter_bar
from dashboard.components.icon import Icon
from dashboard.components.kpi import kpi_failed, kpi_region, kpi_skeleton
from dashboard.components.markup import lean
from dashboard.components.navigation import Section
from dashboard.components.note_dialog import CHANGED, note_dialog
from dashboard.components.overview import section
from dashboard.components.page_head import lead_id, lead_words, page_head, tab_title
from dashboard.web import cards, overview
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_user
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries import overview as queries

PAGE = "overview"
NAME = N_("Overview")
FIGURES, NOTES, ATTENTION, NEWS = "overview-figures", "overview-notes", "overview-attention", "overview-news"
cards.declare(PAGE, figures=tuple(queries.PARTS))


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data, in the order in which the reader's role needs it."""
    view, may_write = view_of(current_user()), current_user().may(Permission.WRITE_NOTES)
    figures = [
        kpi_region([html.Div(kpi_skeleton(len(queries.PARTS)), id=FIGURES)]),
        html.Div(id=NOTES, className="notes"),
    ]
    lists = [html.Div(_lists(view), className="blocks")]
    charts = cards.cards_layout(PAGE, leave_out=_left_out(view))
    match view:
        case View.WORKER:
            parts = [*lists, *figures, *charts]
        case View.COUNCIL:
            parts = [*figures, *charts, *lists]
        case _:
            parts = [*figures, *lists, *charts]
    dialog = note_dialog() if may_write else dcc.Store(id=CHANGED)
    return html.Div([page_head(PAGE, t(NAME)), filter_bar(), *parts, dialog])


def _left_out(view: View) -> tuple[str, ...]:
    """The cards that a view does not need: decisions are for aldermen, the climate pact is for who sets a course."""
    decisions = () if view is View.ALDERMAN else (DECISIONS,)
    return (*decisions, BRIEF.id) if view is View.WORKER else decisions


def _lists(view: View) -> list[Component]:
    if view is View.COUNCIL:
        return [section(NEWS, t(N_("Latest developments")), span=12)]
    name = N_("Own work") if view is View.WORKER else N_("What asks for attention")
    return [section(ATTENTION, t(name), span=7), section(NEWS, t(N_("Latest developments")), span=5)]


dash.register_page(
    __name__,
    path="/",
    name=NAME,
    title=title,
    order=0,
    permission=Permission.SEE_MELDINGEN,
    section=Section.TOP,
    icon=Icon.HOME,
)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(FIGURES, "children"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
)
def show_figures(search: str | None, _version: int | None) -> tuple[Any, Any]:
    """The news and the key figures."""
    filters, _ = filters_or_usual(search or "")
    try:
        with services().db.read() as db:
            lead, row = overview.figures(db, PAGE, filters)
    except HelikopterError as error:
        return None, kpi_failed(error.text())
    return lead_words(lead), lean(row)


@callback(
    Output(NOTES, "children"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(CHANGED, "data"),
)
def show_notes(search: str | None, _version: int | None, _changed: int | None) -> list[Any]:
    """What is said beside the figures."""
    with services().db.read() as db:
        return lean(overview.notes(db, filters_or_usual(search or "")[0]))


@callback(Output(ATTENTION, "children"), Input(Key.URL, "search"), Input(Key.VERSION, "data"))
def show_attention(search: str | None, _version: int | None) -> list[Any]:
    """What asks for attention, or the own work."""
    with services().db.read() as db:
        return lean(overview.attention(db, filters_or_usual(search or "")[0]))


@callback(Output(NEWS, "children"), Input(Key.URL, "pathname"), Input(Key.VERSION, "data"))
def show_news(_path: str | None, _version: int | None) -> list[Any]:
    """What happened since the last visit, whatever the filters."""
    with services().db.read() as db:
        return lean(overview.developments(db))

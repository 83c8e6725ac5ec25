"""Trends: what comes in week by week against what the season lets expect, and what is done about signals."""

from typing import Any

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, callback, clientside_callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import t
from dashboard.components.filter_bar import filter_bar
from dashboard.components.form import Part as FormPart
from dashboard.components.manage.frame import said_id, turn_id
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, page_head, tab_title
from dashboard.components.trends.frame import NAME, PAGE, PATH, Part, whole
from dashboard.components.trends.hotspots import hotspots_section
from dashboard.web import cards, trends_annotations, trends_hotspots
from dashboard.web.keys import Key
from dashboard.web.trends_answers import ACTS, answer
from dashboard.web.trends_page import shown

cards.declare(PAGE)
trends_hotspots.declare(PAGE)


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; whatever the address holds is read by the callbacks."""
    shown = cards.cards_layout(PAGE, leave_out=("answers",))
    return whole([page_head(PAGE, t(NAME)), filter_bar()], hotspots_section(), shown)


dash.register_page(
    __name__,
    path=PATH,
    name=NAME,
    title=title,
    order=35,
    permission=Permission.SEE_MELDINGEN,
    section=Section.SERVICES,
)


def _every(part: FormPart, **wild: Any) -> dict[str, Any]:
    return {"type": part, "page": PAGE, "form": ALL, **wild}


@callback(
    Output(lead_id(PAGE), "children"),
    Output(Part.BY, "children"),
    Output(Part.SIGNALS, "children"),
    Output(Part.ANSWERS, "children"),
    Output(Part.ANNOTATIONS, "children"),
    Output(Part.FORMS, "children"),
    Output(Part.ASKED_OF, "data"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(turn_id(PAGE), "data"),
    State(Part.ASKED_OF, "data"),
)
def show(search: str | None, _version: int | None, _turn: str | None, asked_of: str | None) -> tuple[Any, ...]:
    """The news, the choice of series, the signals, what is done about them, and what happened."""
    return shown(search, asked_of)


@callback(
    Output(_every(FormPart.FIELD, name=ALL), "error"),
    Output(_every(FormPart.RESULT), "children"),
    Output(said_id(PAGE), "children"),
    Output(turn_id(PAGE), "data"),
    Output(Part.ASKED_OF, "data", allow_duplicate=True),
    Input(_every(FormPart.ACT, act=ALL, subject=ALL), "n_clicks"),
    State(_every(FormPart.FIELD, name=ALL), "value"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def act(_clicks: list[int | None], _values: list[Any], search: str | None) -> tuple[Any, ...]:
    """What a button does."""
    return answer(search, {**ACTS, **trends_annotations.ACTS})


clientside_callback(
    ClientsideFunction("moderation", "arrive"),
    Output(said_id(PAGE), "className"),
    Input(turn_id(PAGE), "data"),
    Input(Part.ASKED_OF, "data"),
    State(said_id(PAGE), "id"),
    prevent_initial_call=True,
)

"""One report: a version as it reads, remarks beside its parts, and what can be done with it."""

from typing import Any

import dash
from dash import ALL, MATCH, ClientsideFunction, Input, Output, State, callback, clientside_callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_
from dashboard.components.card_parts import Group
from dashboard.components.card_parts import Part as CardPart
from dashboard.components.form import Part as FormPart
from dashboard.components.manage.frame import said_id, turn_id
from dashboard.components.page_head import tab_title
from dashboard.components.reports.frame import ONE, PATH, Part, beside_id, one_frame
from dashboard.web import report_page as work
from dashboard.web.keys import Key

NAME = N_("One report")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; the callbacks look up the report with the rights of who asks."""
    return one_frame()


dash.register_page(
    __name__,
    path_template=f"{PATH}/<{work.VARIABLE}>",
    name=NAME,
    title=title,
    order=72,
    permission=Permission.SEE_REPORTS,
)


def _every(part: FormPart, **wild: Any) -> dict[str, Any]:
    return {"type": part, "page": ONE, "form": ALL, **wild}


@callback(
    Output(Part.HEAD, "children"),
    Output(Part.PANEL, "children"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(turn_id(ONE), "data"),
    State(Key.URL, "pathname"),
)
def show(search: str | None, _version: int | None, _turn: str | None, path: str | None) -> tuple[Any, Any]:
    """How a version stands, and what can be done with it."""
    return work.headed(search, path)


@callback(
    Output(Part.TEXT, "children"),
    Output(Part.SEEN, "data"),
    Input(Key.URL, "search"),
    State(Key.URL, "pathname"),
)
def write(search: str | None, path: str | None) -> tuple[Any, Any]:
    """The text, which never changes, and the remarks, which somebody may be writing."""
    return work.written(search, path)


@callback(
    Output(_every(FormPart.FIELD, name=ALL), "error"),
    Output(_every(FormPart.RESULT), "children"),
    Output({**beside_id(""), "block": ALL}, "children"),
    Output(said_id(ONE), "children"),
    Output(turn_id(ONE), "data"),
    Output(Part.SEEN, "data", allow_duplicate=True),
    Input(_every(FormPart.ACT, act=ALL, subject=ALL), "n_clicks"),
    State(_every(FormPart.FIELD, name=ALL), "value"),
    State(Part.SEEN, "data"),
    State(Key.URL, "search"),
    State(Key.URL, "pathname"),
    prevent_initial_call=True,
)
def act(_clicks: list[int | None], _values: list[Any], seen: Any, search: str | None, path: str | None) -> work.Answer:
    """What a button does."""
    return work.answer(seen, search, path)


def _card(part: CardPart) -> dict[str, Any]:
    return {"type": part, "page": ONE, "group": Group.ABOVE, "card": MATCH}


clientside_callback(
    ClientsideFunction("cards", "toggleTable"),
    Output(_card(CardPart.CARD), "className"),
    Input(_card(CardPart.TABLE), "n_clicks"),
    State(_card(CardPart.CARD), "className"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("reports", "said"),
    Output(said_id(ONE), "className"),
    Input(turn_id(ONE), "data"),
    State(said_id(ONE), "id"),
    prevent_initial_call=True,
)

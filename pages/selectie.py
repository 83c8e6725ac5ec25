"""The workbench: candidates in order, what a choice means, and the motivation of each place."""

from typing import Any

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, callback, clientside_callback
from dash.development.base_component import Component

from config.kinds import Permission
from dashboard.components.choosing.editor import DRAFT
from dashboard.components.choosing.frame import NAME, PAGE, PATH, PICK, WEIGHT, Part, frame
from dashboard.components.form import Part as FormPart
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, tab_title
from dashboard.web import choosing_page as work
from dashboard.web.keys import Key


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; the address names round, place and weights."""
    return frame()


dash.register_page(
    __name__,
    path=PATH,
    name=NAME,
    title=title,
    order=47,
    permission=Permission.HANDLE_PROPOSALS,
    section=Section.PLACES,
)


_DRAFTED = {"type": FormPart.FIELD, "page": PAGE, "form": DRAFT, "name": ALL}


def _every(part: FormPart, **wild: Any) -> dict[str, Any]:
    return {"type": part, "page": PAGE, "form": ALL, **wild}


@callback(
    Output(lead_id(PAGE), "children"),
    Output(Part.BAR, "children"),
    Output(Part.ROUND, "children"),
    Output(Part.CRITERIA, "children"),
    Output(Part.LIST, "children"),
    Output(Part.MEANS, "children"),
    Output(Part.READY, "children"),
    Output(Part.SEEN, "data"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(Part.TURN, "data"),
    State(Part.PICKED, "data"),
)
def show(search: str | None, _version: int | None, _turn: str | None, picked: Any) -> tuple[Any, ...]:
    """The candidates in order, and all that stands around them."""
    return work.shown(search, picked)


@callback(
    Output(Part.EDITOR, "children"),
    Output(Part.EDITED, "data"),
    Output(Part.BESIDE, "children", allow_duplicate=True),
    Input(Key.URL, "search"),
    Input(Part.TURN, "data"),
    State(Part.EDITED, "data"),
    prevent_initial_call="initial_duplicate",
)
def write(search: str | None, _turn: str | None, about: Any) -> work.Edited:
    """The editor of the chosen place; it stays as it is as long as it is about the same one."""
    return work.edited(search, about)


@callback(
    Output(Part.SAVED, "children"),
    Output(Part.EDITED, "data", allow_duplicate=True),
    Output(Part.BESIDE, "children"),
    Output(Part.TURN, "data", allow_duplicate=True),
    Input(Part.TYPED, "data"),
    State(Part.EDITED, "data"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def save(typed: Any, about: Any, search: str | None) -> work.Saved:
    """Keep what was typed."""
    return work.saved(typed, about, search)


@callback(
    Output(_every(FormPart.FIELD, name=ALL), "error"),
    Output(_every(FormPart.RESULT), "children"),
    Output(Part.SAID, "children"),
    Output(Part.TURN, "data"),
    Output(Part.EDITED, "data", allow_duplicate=True),
    Output(Key.URL, "search", allow_duplicate=True),
    Input(_every(FormPart.ACT, act=ALL, subject=ALL), "n_clicks"),
    State(_every(FormPart.FIELD, name=ALL), "value"),
    State({"type": PICK, "subject": ALL}, "checked"),
    State(Part.SEEN, "data"),
    State(Part.PICKED, "data"),
    State(Part.EDITED, "data"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def act(
    _clicks: list[int | None],
    _values: list[Any],
    _ticks: list[Any],
    seen: Any,
    picked: Any,
    about: Any,
    search: str | None,
) -> work.Answer:
    """What a button does."""
    return work.answer(seen, picked, about, search)


clientside_callback(
    ClientsideFunction("choosing", "typed"),
    Output(Part.SAVED, "className"),
    Input(_DRAFTED, "value"),
    Input(Part.EDITED, "data"),
    State(_DRAFTED, "id"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("choosing", "weigh"),
    Output(Key.URL, "search", allow_duplicate=True),
    Input({"type": WEIGHT, "code": ALL}, "value"),
    State({"type": WEIGHT, "code": ALL}, "id"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("choosing", "arrive"),
    Output(Part.SAID, "className"),
    Input(Part.TURN, "data"),
    Input(Part.EDITED, "data"),
    prevent_initial_call=True,
)

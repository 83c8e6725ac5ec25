"""Sittings: the calendar with the end of each agenda, what waits for a decision, and recording what was decided."""

from typing import Any

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, callback, clientside_callback, ctx
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_
from dashboard.components.form import Part as FormPart
from dashboard.components.icon import Icon
from dashboard.components.manage.frame import said_id, turn_id
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, tab_title
from dashboard.components.sittings.frame import MARK, NAME, PAGE, PATH, PICK, UPLOAD, Part, frame
from dashboard.web.keys import Key
from dashboard.web.sittings_page import Answer, Filled, answer, brought, read_shown, shown
from queries.undecided import closing_soon


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; the address names the chosen sitting, and perhaps an item of its agenda."""
    return frame()


dash.register_page(
    __name__,
    path=PATH,
    name=NAME,
    title=title,
    order=48,
    permission=Permission.SEE_SITTINGS,
    section=Section.POLICY,
    icon=Icon.WAITING,
    waiting=(closing_soon, N_("{n} to put on an agenda that closes soon"), Permission.RECORD_DECISIONS),
)
_PICKED = {"type": PICK, "key": ALL}
_MARKED = {"type": MARK, "item": ALL}


def _every(part: FormPart, **wild: Any) -> dict[str, Any]:
    return {"type": part, "page": PAGE, "form": ALL, **wild}


@callback(
    Output(lead_id(PAGE), "children"),
    Output(Part.WHOLE, "className"),
    Output(Part.CALENDAR, "children"),
    Output(Part.PLAN, "children"),
    Output(Part.CHOSEN, "children"),
    Output(Part.FORMS, "children"),
    Output(Part.WAITING, "children"),
    Output(Part.PUT, "children"),
    Output(Part.SEEN, "data"),
    Output(Part.ASKED_OF, "data"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(turn_id(PAGE), "data"),
    State(Part.ASKED_OF, "data"),
    State(_PICKED, "checked"),
    State(_MARKED, "checked"),
)
def show(
    search: str | None,
    _version: int | None,
    _turn: str | None,
    asked_of: Any,
    _ticks: list[Any],
    _marks: list[Any],
) -> Filled:
    """The calendar, the chosen sitting and what waits; forms stay as long as they are about the same."""
    return shown(search, asked_of, ctx.states_list[1], ctx.states_list[2])


@callback(
    Output(_every(FormPart.FIELD, name=ALL), "error"),
    Output(_every(FormPart.RESULT), "children"),
    Output(said_id(PAGE), "children"),
    Output(turn_id(PAGE), "data"),
    Output(Part.ASKED_OF, "data", allow_duplicate=True),
    Output(Key.URL, "search", allow_duplicate=True),
    Output(Part.TOLD, "data", allow_duplicate=True),
    Input(_every(FormPart.ACT, act=ALL, subject=ALL), "n_clicks"),
    State(_every(FormPart.FIELD, name=ALL), "value"),
    State(Part.SEEN, "data"),
    State(_PICKED, "checked"),
    State(_MARKED, "checked"),
    State(Part.TOLD, "data"),
    State(Part.TOLD_SEEN, "data"),
    prevent_initial_call=True,
)
def act(
    _clicks: list[int | None],
    _values: list[Any],
    seen: Any,
    _ticks: list[Any],
    _marks: list[Any],
    _told: Any,
    _told_seen: Any,
) -> Answer:
    """What a button does."""
    return answer(seen)


clientside_callback(
    ClientsideFunction("sittings", "bring"),
    Output(Part.BROUGHT, "data"),
    Output(UPLOAD, "contents"),
    Input(UPLOAD, "contents"),
    State(UPLOAD, "filename"),
    prevent_initial_call=True,
)


@callback(
    Output(Part.BRING_SAID, "children"),
    Output(Part.TOLD, "data"),
    Output(said_id(PAGE), "children", allow_duplicate=True),
    Input(Part.BROUGHT, "data"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def bring(file: Any, search: str | None) -> tuple[list[Any], Any, Any]:
    """Read a file that was chosen; what was said of an act before it goes away."""
    return brought(file, search)


@callback(
    Output(Part.READ, "children"),
    Output(Part.TOLD_SEEN, "data"),
    Input(Part.TOLD, "data"),
    prevent_initial_call=True,
)
def read(told: Any) -> tuple[Any, Any]:
    """What was found in it, beside the agendas as these stand."""
    return read_shown(told)


clientside_callback(
    ClientsideFunction("sittings", "arrive"),
    Output(said_id(PAGE), "children", allow_duplicate=True),
    Input(turn_id(PAGE), "data"),
    Input(Part.SEEN, "data"),
    State(said_id(PAGE), "children"),
    prevent_initial_call=True,
)

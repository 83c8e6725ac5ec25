"""Moderation: which proposals wait, one of them with all that is needed to judge it, and the buttons that do so."""

from typing import Any

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, callback, clientside_callback, ctx
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_
from dashboard.components.form import Part as FormPart
from dashboard.components.moderation.frame import NAME, PAGE, PATH, PICK, Part, frame
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, tab_title
from dashboard.web.keys import Key
from dashboard.web.moderation_page import Answer, Shown, answer, shown
from queries.moderation import to_moderate


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; the address names the chosen proposal."""
    return frame()


dash.register_page(
    __name__,
    path=PATH,
    name=NAME,
    title=title,
    order=46,
    permission=Permission.MODERATE,
    section=Section.PLACES,
    waiting=(to_moderate, N_("{n} to judge"), Permission.MODERATE),
)
_PICKED = {"type": PICK, "subject": ALL, "seq": ALL}


def _every(part: FormPart, **wild: Any) -> dict[str, Any]:
    return {"type": part, "page": PAGE, "form": ALL, **wild}


@callback(
    Output(lead_id(PAGE), "children"),
    Output(Part.WHOLE, "className"),
    Output(Part.QUEUE, "children"),
    Output(Part.CASE, "children"),
    Output(Part.FORMS, "children"),
    Output(Part.BESIDE, "children"),
    Output(Part.SEEN, "data"),
    Output(Part.ASKED_OF, "data"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(Part.TURN, "data"),
    State(Part.SEEN, "data"),
    State(Part.ASKED_OF, "data"),
    State(_PICKED, "checked"),
)
def show(
    search: str | None, _version: int | None, _turn: str | None, seen: Any, asked_of: str | None, _ticks: list[Any]
) -> Shown:
    """The queue and the chosen proposal; the forms stay as they are as long as they are about the same one."""
    moved = any(name.startswith(f"{Key.URL}.") for name in ctx.triggered_prop_ids)
    return shown(search, None if moved else seen, asked_of, ctx.states_list[2])


@callback(
    Output(_every(FormPart.FIELD, name=ALL), "error"),
    Output(_every(FormPart.RESULT), "children"),
    Output(Part.SAID, "children"),
    Output(Part.TURN, "data"),
    Output(Part.ASKED_OF, "data", allow_duplicate=True),
    Output(Key.URL, "search", allow_duplicate=True),
    Input(_every(FormPart.ACT, act=ALL, subject=ALL), "n_clicks"),
    State(_every(FormPart.FIELD, name=ALL), "value"),
    State(Part.SEEN, "data"),
    State(_PICKED, "checked"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def act(_clicks: list[int | None], _values: list[Any], seen: Any, _ticks: list[Any], search: str | None) -> Answer:
    """What a button does."""
    return answer(seen, search)


clientside_callback(
    ClientsideFunction("moderation", "arrive"),
    Output(Part.SAID, "className"),
    Input(Part.TURN, "data"),
    Input(Part.SEEN, "data"),
    State(Part.SAID, "id"),
    prevent_initial_call=True,
)

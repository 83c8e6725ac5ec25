"""Follow-up: the chosen places by how far they have come, one of them, and the forms that tell more of it."""

from typing import Any

import dash
from dash import ALL, MATCH, ClientsideFunction, Input, Output, State, callback, clientside_callback, ctx
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_
from dashboard.components.form import Part as FormPart
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, tab_title
from dashboard.components.progress.frame import FILTER, NAME, PAGE, PATH, PREVIEW, UPLOAD, Part, frame
from dashboard.web.keys import Key
from dashboard.web.progress_page import Answer, Shown, answer, narrowed
from dashboard.web.progress_page import show as shown
from queries.progress import to_follow_up


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; the address names the filters and the chosen place."""
    return frame()


dash.register_page(
    __name__,
    path=PATH,
    name=NAME,
    title=title,
    order=49,
    permission=Permission.HANDLE_PROPOSALS,
    section=Section.PLACES,
    waiting=(to_follow_up, N_("{n} late"), Permission.FOLLOW_UP),
)


def _every(part: FormPart, **wild: Any) -> dict[str, Any]:
    return {"type": part, "page": PAGE, "form": ALL, **wild}


@callback(
    Output(lead_id(PAGE), "children"),
    Output(Part.FIGURES, "children"),
    Output(Part.FILTERS, "children"),
    Output(Part.OFFERED, "data"),
    Output(Part.WHOLE, "className"),
    Output(Part.LIST, "children"),
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
    State(Part.OFFERED, "data"),
)
def show(
    search: str | None, _version: int | None, _turn: str | None, seen: Any, asked_of: str | None, offered: Any
) -> Shown:
    """The list and the chosen place; the forms stay as they are as long as they are about the same one."""
    moved = any(name.startswith(f"{Key.URL}.") for name in ctx.triggered_prop_ids)
    return shown(search, None if moved else seen, asked_of, offered)


@callback(
    Output(Key.URL, "search", allow_duplicate=True),
    Input({"type": FILTER, "name": ALL}, "value"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def narrow(_values: list[Any], search: str | None) -> str:
    """The address after a filter got another value."""
    return narrowed(ctx.inputs_list[0], search)


@callback(
    Output(_every(FormPart.FIELD, name=ALL), "error"),
    Output(_every(FormPart.RESULT), "children"),
    Output(Part.SAID, "children"),
    Output(Part.TURN, "data"),
    Output(Part.ASKED_OF, "data", allow_duplicate=True),
    Input(_every(FormPart.ACT, act=ALL, subject=ALL), "n_clicks"),
    State(_every(FormPart.FIELD, name=ALL), "value"),
    State(Part.SEEN, "data"),
    State({"type": UPLOAD, "subject": ALL}, "contents"),
    prevent_initial_call=True,
)
def act(_clicks: list[int | None], _values: list[Any], seen: Any, photos: list[Any]) -> Answer:
    """What a button does."""
    return answer(seen, photos)


clientside_callback(
    ClientsideFunction("moderation", "arrive"),
    Output(Part.SAID, "className"),
    Input(Part.TURN, "data"),
    Input(Part.SEEN, "data"),
    State(Part.SAID, "id"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("progress", "preview"),
    Output({"type": PREVIEW, "subject": MATCH}, "src"),
    Input({"type": UPLOAD, "subject": MATCH}, "contents"),
    prevent_initial_call=True,
)

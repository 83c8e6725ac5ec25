"""Reports: what waits, what was made of each kind, and asking for a new one."""

from typing import Any

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, callback, clientside_callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_
from dashboard.components.form import Part as FormPart
from dashboard.components.manage.frame import said_id, turn_id
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, tab_title
from dashboard.components.reports.frame import NAME, PAGE, PATH, Part, list_frame
from dashboard.web import reports_page as work
from dashboard.web.keys import Key
from queries.reports import reports_waiting


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return list_frame()


dash.register_page(
    __name__,
    path=PATH,
    name=NAME,
    title=title,
    order=70,
    permission=Permission.SEE_REPORTS,
    section=Section.REPORTS,
    waiting=(reports_waiting, N_("{n} reviewed reports to go on with"), Permission.PUBLISH_REPORTS),
)


def _every(part: FormPart, **wild: Any) -> dict[str, Any]:
    return {"type": part, "page": PAGE, "form": ALL, **wild}


@callback(
    Output(lead_id(PAGE), "children"),
    Output(Part.WAITING, "children"),
    Output(Part.LIST, "children"),
    Output(Part.WORK, "children"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(turn_id(PAGE), "data"),
)
def show(_search: str | None, _version: int | None, _turn: str | None) -> work.Shown:
    """What waits, what there is, and what is being made."""
    return work.shown()


@callback(Output(Part.NEW, "children"), Input(Key.URL, "search"))
def write(_search: str | None) -> list[Component]:
    """The forms to ask for a report; they stay as they are while data moves."""
    return work.written()


@callback(
    Output(_every(FormPart.FIELD, name=ALL), "error"),
    Output(_every(FormPart.RESULT), "children"),
    Output(said_id(PAGE), "children"),
    Output(turn_id(PAGE), "data"),
    Input(_every(FormPart.ACT, act=ALL, subject=ALL), "n_clicks"),
    State(_every(FormPart.FIELD, name=ALL), "value"),
    prevent_initial_call=True,
)
def act(_clicks: list[int | None], _values: list[Any]) -> work.Answer:
    """What a button does."""
    return work.answer()


clientside_callback(
    ClientsideFunction("manage", "show"),
    Output(said_id(PAGE), "className"),
    Input(turn_id(PAGE), "data"),
    State(said_id(PAGE), "id"),
    prevent_initial_call=True,
)

"""Beheer, log: who did what when."""

from typing import Any

import dash
from dash import ALL, Input, Output, State, callback, ctx
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from config.kinds import Permission
from config.language import N_, t
from dashboard.components import form
from dashboard.components.manage import log as shown
from dashboard.components.manage.frame import content_id, frame
from dashboard.components.page_head import lead_id, tab_title
from dashboard.web.keys import Key
from dashboard.web.manage.desk import desk_of, towns_of
from dashboard.web.manage.log import actor_rows, address_of, asked_by, log_rows
from dashboard.web.manage.runs import page_in
from queries.manage.log import PAGE as SIZE

PAGE = shown.PAGE
NAME = N_("Log")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(NAME))


dash.register_page(__name__, path="/beheer/logboek", name=NAME, title=title, order=709, permission=Permission.MANAGE)


@callback(Output(lead_id(PAGE), "children"), Output(content_id(PAGE), "children"), Input(Key.URL, "search"))
def show(search: str | None) -> tuple[str, list[Component]]:
    """One page of the log, narrowed by the address."""
    desk = desk_of(search)
    page, zone, asked = page_in(desk), desk.town.zone, asked_by(desk)
    rows = log_rows(desk, offset=(page - 1) * SIZE)
    listed = shown.listed(rows, asked, desk.search, zone, page=page, size=SIZE)
    return shown.lead(rows, zone), [*towns_of(desk), shown.narrow_form(actor_rows(desk), asked), listed]


@callback(
    Output(Key.URL, "search", allow_duplicate=True),
    Input({"type": form.Part.ACT, "page": PAGE, "form": ALL, "act": ALL, "subject": ALL}, "n_clicks"),
    State({"type": form.Part.FIELD, "page": PAGE, "form": ALL, "name": ALL}, "value"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def narrow(clicks: list[int | None], _values: list[Any], search: str | None) -> str:
    """The address of what was filled in."""
    if not any(clicks):
        raise PreventUpdate
    return address_of(desk_of(search), {item["id"]["name"]: item.get("value") for item in ctx.states_list[0]})

"""Beheer, appearance: name, logo and colour of the organisation, its public map, and the layers under maps."""

from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, dcc
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.manage import appearance as shown
from dashboard.components.manage.frame import content_id, frame, turn_id
from dashboard.components.page_head import lead_id, tab_title
from dashboard.web.keys import Key
from dashboard.web.manage import forms
from dashboard.web.manage.appearance import ACTS, chosen_by, keep_logo, logo_address, sampled, tokens_of
from dashboard.web.manage.desk import desk_of, towns_of

PAGE = shown.PAGE
NAME = N_("Appearance")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(NAME))


dash.register_page(__name__, path=shown.PATH, name=NAME, title=title, order=710, permission=Permission.MANAGE)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(turn_id(PAGE), "data"),
)
def show(search: str | None, _turn: str | None) -> tuple[str, list[Component]]:
    """All that was chosen, and the forms to choose otherwise."""
    desk = desk_of(search)
    chosen, name = chosen_by(desk), desk.town.name
    tint = dcc.Store(id=shown.TINT, data=tokens_of(chosen) if desk.town is desk.towns[0] else None)
    logo = shown.logo_block(chosen, logo_address(desk, chosen), chosen["name"] or name)
    parts = [*shown.look_form(chosen, name), logo, shown.public_form(chosen), *shown.layer_blocks(chosen), tint]
    return shown.lead(chosen), [*towns_of(desk), *parts]


@callback(
    Output(shown.SAMPLE, "children"),
    Input(shown.colour_field(), "value"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def try_colour(color: str | None, search: str | None) -> list[Component]:
    """How the colour looks that is chosen now."""
    return sampled(color, desk_of(search).town.name)


@callback(
    Output(shown.BROUGHT, "children"),
    Output(turn_id(PAGE), "data", allow_duplicate=True),
    Input(shown.UPLOAD, "contents"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def bring(contents: str | None, search: str | None) -> tuple[list[Component], Any]:
    """Keep the logo that was chosen."""
    if not contents:
        raise PreventUpdate
    return keep_logo(desk_of(search), contents)


@callback(*forms.wiring(PAGE), prevent_initial_call=True)
def act(_clicks: list[int | None], _values: list[Any], search: str | None) -> forms.Answer:
    """What a button does."""
    return forms.answer(ACTS, search)


clientside_callback(
    ClientsideFunction("manage", "tint"),
    Output(shown.TINT, "clear_data"),
    Input(shown.TINT, "data"),
    State(turn_id(PAGE), "data"),
)
forms.say(PAGE)

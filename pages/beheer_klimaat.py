"""Beheer, climate: what was realised for the climate pact outside this database, with its source."""

from typing import Any

import dash
from dash import Input, Output, callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.manage import climate as shown
from dashboard.components.manage.frame import content_id, frame, turn_id
from dashboard.components.page_head import lead_id, tab_title
from dashboard.components.rows import records
from dashboard.web.keys import Key
from dashboard.web.manage import forms
from dashboard.web.manage.climate import ACTS, reading_rows
from dashboard.web.manage.desk import desk_of, towns_of
from dashboard.web.manage.norms import number_in

PAGE = shown.PAGE
NAME = N_("Climate")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(NAME))


dash.register_page(__name__, path=shown.PATH, name=NAME, title=title, order=711, permission=Permission.MANAGE)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(turn_id(PAGE), "data"),
)
def show(search: str | None, _turn: str | None) -> tuple[str, list[Component]]:
    """All totals, or the one that the address names."""
    desk = desk_of(search)
    readings = reading_rows(desk)
    asked = number_in(desk.asked["reading"]) if "reading" in desk.asked else None
    for row in records(readings[readings["reading_id"] == asked]):
        return shown.lead(readings), [*towns_of(desk), *shown.one(row, desk.search)]
    content = [*shown.listed(readings, desk.search), shown.new_form(desk.today)]
    return shown.lead(readings), [*towns_of(desk), *content]


@callback(*forms.wiring(PAGE), prevent_initial_call=True)
def act(_clicks: list[int | None], _values: list[Any], search: str | None) -> forms.Answer:
    """What a button does."""
    return forms.answer(ACTS, search)


forms.say(PAGE)

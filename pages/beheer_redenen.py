"""Beheer, reasons: own reasons of choices, and the text with which the motivation of each begins."""

from typing import Any

import dash
from dash import Input, Output, callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.manage import reasons as shown
from dashboard.components.manage.frame import content_id, frame, turn_id
from dashboard.components.page_head import lead_id, tab_title
from dashboard.components.rows import records
from dashboard.web.keys import Key
from dashboard.web.manage import forms
from dashboard.web.manage.desk import desk_of, towns_of
from dashboard.web.manage.reasons import ACTS, reason_rows

PAGE = shown.PAGE
NAME = N_("Reasons")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(NAME))


dash.register_page(__name__, path=shown.PATH, name=NAME, title=title, order=714, permission=Permission.MANAGE)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(turn_id(PAGE), "data"),
)
def show(search: str | None, _turn: str | None) -> tuple[str, list[Component]]:
    """All reasons, or the one that the address names."""
    desk = desk_of(search)
    reasons = reason_rows(desk)
    for row in records(reasons[reasons["code"] == desk.asked.get("reason")]):
        return shown.lead(reasons), [*towns_of(desk), *shown.one(row, desk.search)]
    return shown.lead(reasons), [*towns_of(desk), *shown.listed(reasons, desk.search), shown.new_form()]


@callback(*forms.wiring(PAGE), prevent_initial_call=True)
def act(_clicks: list[int | None], _values: list[Any], search: str | None) -> forms.Answer:
    """What a button does."""
    return forms.answer(ACTS, search)


forms.say(PAGE)

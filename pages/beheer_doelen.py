"""Beheer, targets: what each number should be, from which day on, and how it stands."""

from typing import Any

import dash
from dash import Input, Output, callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.manage import targets as shown
from dashboard.components.manage.frame import content_id, frame, turn_id
from dashboard.components.page_head import lead_id, tab_title
from dashboard.components.rows import records
from dashboard.web.keys import Key
from dashboard.web.manage import forms
from dashboard.web.manage.desk import Desk, desk_of, towns_of
from dashboard.web.manage.norms import number_in
from dashboard.web.manage.targets import ACTS, figures_of, finder, service_rows, target_rows

PAGE = shown.PAGE
NAME = N_("Targets")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(NAME))


dash.register_page(__name__, path="/beheer/doelen", name=NAME, title=title, order=706, permission=Permission.MANAGE)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(turn_id(PAGE), "data"),
)
def show(search: str | None, _turn: str | None) -> tuple[str, list[Component]]:
    """All targets, or the one that the address names."""
    desk = desk_of(search)
    targets = target_rows(desk)
    return shown.lead(targets, desk.today), [*towns_of(desk), *_content(desk, targets)]


def _content(desk: Desk, targets: Any) -> list[Component]:
    figures, services = figures_of(desk), service_rows(desk)
    find = finder(desk, figures, services)
    asked = number_in(desk.asked["target"]) if "target" in desk.asked else None
    for row in records(targets[targets["target_id"] == asked]):
        return shown.one(row, find(row), desk.search, desk.today)
    return [*shown.listed(targets, find, desk.search, desk.today), shown.new_form(figures, services, desk.today)]


@callback(*forms.wiring(PAGE), prevent_initial_call=True)
def act(_clicks: list[int | None], _values: list[Any], search: str | None) -> forms.Answer:
    """What a button does."""
    return forms.answer(ACTS, search)


forms.say(PAGE)

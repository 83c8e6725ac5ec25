"""Beheer, norms: how long handling and telling may take, from which day on."""

from typing import Any

import dash
from dash import Input, Output, State, callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.manage import norms as shown
from dashboard.components.manage.frame import content_id, frame, turn_id
from dashboard.components.manage.work import pulse_id, work_id
from dashboard.components.page_head import lead_id, tab_title
from dashboard.components.rows import records
from dashboard.web.keys import Key
from dashboard.web.manage import forms
from dashboard.web.manage.desk import Desk, desk_of, towns_of
from dashboard.web.manage.norms import ACTS, category_rows, norm_rows, number_in
from dashboard.web.manage.work import look_again, standing

PAGE = shown.PAGE
NAME = N_("Norms")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(NAME))


dash.register_page(__name__, path="/beheer/normen", name=NAME, title=title, order=704, permission=Permission.MANAGE)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(turn_id(PAGE), "data"),
)
def show(search: str | None, _turn: str | None) -> tuple[str, list[Component]]:
    """All norms, or the one that the address names."""
    desk = desk_of(search)
    norms, without = norm_rows(desk)
    parts = [*towns_of(desk), standing(PAGE, desk), *_content(desk, norms)]
    return shown.lead(norms, without, desk.today), parts


def _content(desk: Desk, norms: Any) -> list[Component]:
    asked = number_in(desk.asked["norm"]) if "norm" in desk.asked else None
    for row in records(norms[norms["norm_id"] == asked]):
        return shown.one(row, desk.search, desk.today)
    return [*shown.listed(norms, desk.search, desk.today), shown.new_form(category_rows(desk), desk.today)]


@callback(*forms.wiring(PAGE), prevent_initial_call=True)
def act(_clicks: list[int | None], _values: list[Any], search: str | None) -> forms.Answer:
    """What a button does."""
    return forms.answer(ACTS, search)


@callback(
    Output(work_id(PAGE), "children"),
    Input(pulse_id(PAGE), "n_intervals"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def look(_beat: int | None, search: str | None) -> list[Component]:
    """How the work stands that a change left for the worker."""
    return look_again(PAGE, desk_of(search))[0]


forms.say(PAGE)

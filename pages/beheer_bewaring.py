"""Beheer, retention: how long texts of citizens are kept, what is erased next, and what was."""

from typing import Any

import dash
from dash import Input, Output, State, callback, no_update
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from config.logs import request_id
from dashboard.components.manage import retention as shown
from dashboard.components.manage.frame import content_id, frame, turn_id
from dashboard.components.manage.work import pulse_id, work_id
from dashboard.components.markup import lean
from dashboard.components.page_head import lead_id, tab_title
from dashboard.components.rows import records
from dashboard.web.keys import Key
from dashboard.web.manage import forms
from dashboard.web.manage.desk import Desk, desk_of, towns_of
from dashboard.web.manage.retention import ACTS, due_now, erased_row, erased_rows, rule_rows
from dashboard.web.manage.work import look_again, standing

PAGE = shown.PAGE
NAME = N_("Retention")


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
    """All periods and runs, or the one that the address names."""
    desk = desk_of(search)
    rules, runs = rule_rows(desk), erased_rows(desk)
    asked = records(rules[rules["kind"] == desk.asked.get("rule")])
    if asked or "run" in desk.asked:
        parts = shown.one(asked[0], desk.search) if asked else _run(desk)
        return shown.last_words(runs, desk.town.zone), lean([*towns_of(desk), *parts])
    due, pictures = due_now(desk)
    table = shown.rule_block(rules, due, pictures, desk.search, desk.town.zone)
    parts = [standing(PAGE, desk), table, shown.run_form(), shown.run_block(runs, desk.search, desk.town.zone)]
    return shown.lead(due, pictures, runs, desk.town.zone), lean([*towns_of(desk), *parts])


def _run(desk: Desk) -> list[Component]:
    return shown.one_run(erased_row(desk, desk.asked["run"]), desk.search, desk.town.zone)


@callback(*forms.wiring(PAGE), prevent_initial_call=True)
def act(_clicks: list[int | None], _values: list[Any], search: str | None) -> forms.Answer:
    """What a button does."""
    return forms.answer(ACTS, search)


@callback(
    Output(work_id(PAGE), "children"),
    Output(turn_id(PAGE), "data", allow_duplicate=True),
    Input(pulse_id(PAGE), "n_intervals"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def look_at_work(_beat: int | None, search: str | None) -> tuple[list[Component], Any]:
    """How the work stands; once it is done the page is read again."""
    lines, done = look_again(PAGE, desk_of(search))
    return lines, request_id.get() if done else no_update


forms.say(PAGE)

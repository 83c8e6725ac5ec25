"""Beheer, imports: sources and runs, what each run did, and taking one out."""

from typing import Any

import dash
from dash import Input, Output, State, callback, no_update
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from config.logs import request_id
from dashboard.components.manage import runs as shown
from dashboard.components.manage.frame import content_id, frame, turn_id
from dashboard.components.manage.work import pulse_id, work_id
from dashboard.components.page_head import lead_id, tab_title
from dashboard.web.keys import Key
from dashboard.web.manage import forms
from dashboard.web.manage.desk import Desk, desk_of, towns_of
from dashboard.web.manage.runs import ACTS, page_in, run_and_report, run_in, run_rows, source_rows
from dashboard.web.manage.work import look_again, standing
from queries.manage.runs import PAGE as SIZE

PAGE = shown.PAGE
NAME = N_("Imports")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(NAME))


dash.register_page(__name__, path="/beheer/invoer", name=NAME, title=title, order=707, permission=Permission.MANAGE)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(turn_id(PAGE), "data"),
)
def show(search: str | None, _turn: str | None) -> tuple[str, list[Component]]:
    """Sources and runs, or the one run that the address names."""
    desk = desk_of(search)
    sources = source_rows(desk)
    return shown.lead(sources), [*towns_of(desk), standing(PAGE, desk), *_content(desk, sources)]


def _content(desk: Desk, sources: Any) -> list[Component]:
    zone = desk.town.zone
    if "run" in desk.asked:
        return shown.one(*run_and_report(desk, run_in(desk.asked["run"])), desk.search, zone)
    page = page_in(desk)
    runs = shown.run_block(run_rows(desk, page), desk.search, zone, page=page, size=SIZE)
    return [shown.source_block(sources, zone), runs]


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
def look(_beat: int | None, search: str | None) -> tuple[list[Component], Any]:
    """How the work stands; once it is done the page is read again."""
    lines, done = look_again(PAGE, desk_of(search))
    return lines, request_id.get() if done else no_update


forms.say(PAGE)

"""Beheer, areas: the boundaries of neighbourhoods, which kind decides, and the files that they come from."""

from typing import Any

import dash
from dash import Input, Output, State, callback, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from config.kinds import Permission
from config.language import N_, t
from config.logs import request_id
from dashboard.components.manage import area_files
from dashboard.components.manage import areas as shown
from dashboard.components.manage.frame import content_id, frame, turn_id
from dashboard.components.manage.work import is_open, pulse_id, work_block, work_id
from dashboard.components.markup import lean
from dashboard.components.page_head import lead_id, tab_title
from dashboard.web.keys import Key
from dashboard.web.manage import forms
from dashboard.web.manage.areas import ACTS, area_rows, draft_of, file_at, file_in, file_rows, keep, look
from dashboard.web.manage.desk import Desk, desk_of, towns_of
from dashboard.web.manage.work import work_rows

PAGE = shown.PAGE
NAME = N_("Areas")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(NAME))


dash.register_page(__name__, path=shown.PATH, name=NAME, title=title, order=709, permission=Permission.MANAGE)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(turn_id(PAGE), "data"),
)
def show(search: str | None, _turn: str | None) -> tuple[str, list[Component]]:
    """All areas, or the one or the file that the address names."""
    desk = desk_of(search)
    areas, outlines, placeless, deciding = area_rows(desk)
    work, names = work_rows(desk), dict(zip(areas["code"], areas["name"], strict=True))
    own = areas[areas["code"] == desk.asked.get("area")]
    if "file" in desk.asked:
        parts = _file(desk, names)
    elif len(own):
        parts = shown.one(own, desk.search, desk.today)
    else:
        parts = [*_new(desk, names, waits=is_open(work)), *shown.listed(areas, outlines, placeless, desk.search)]
        parts += [*shown.history(file_rows(desk), desk.search, desk.town.zone), shown.decide_form(deciding)]
    return shown.lead(areas, deciding, placeless), lean(
        [*towns_of(desk), work_block(PAGE, work, desk.town.zone), *parts]
    )


def _new(desk: Desk, names: dict[str, str], *, waits: bool) -> list[Component]:
    file = draft_of(desk)
    waiting = area_files.draft(file, names, desk.today, waits=waits) if file else []
    return [area_files.bring_block(), *waiting]


def _file(desk: Desk, names: dict[str, str]) -> list[Component]:
    file = file_at(desk, file_in(desk.asked["file"]))
    used = file_rows(desk).query("state == 'used'")
    newest = used[used["kind"] == file["kind"]].sort_values("used_at")["file_id"].tail(1).tolist()
    return area_files.one_file(file, names, desk.search, newest=newest == [file["file_id"]])


@callback(
    Output(area_files.BROUGHT, "children"),
    Output(turn_id(PAGE), "data", allow_duplicate=True),
    Input(area_files.UPLOAD, "contents"),
    State(area_files.UPLOAD, "filename"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def bring(contents: str | None, name: str | None, search: str | None) -> tuple[list[Component], Any]:
    """Keep the file that was chosen."""
    if not contents:
        raise PreventUpdate
    return keep(desk_of(search), contents, name)


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
    lines, done = look(PAGE, desk_of(search))
    return lines, request_id.get() if done else no_update


forms.say(PAGE)

"""Beheer, mail: whether mail goes out, what waits, and what went wrong."""

from typing import Any

import dash
from dash import Input, Output, callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.manage import mail as shown
from dashboard.components.manage.frame import content_id, frame, turn_id
from dashboard.components.page_head import lead_id, tab_title
from dashboard.web.keys import Key
from dashboard.web.manage import forms
from dashboard.web.manage.desk import desk_of, towns_of
from dashboard.web.manage.mail import ACTS, count_rows, sends, trouble_rows

PAGE = shown.PAGE
NAME = N_("Mail")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(NAME))


dash.register_page(__name__, path="/beheer/mail", name=NAME, title=title, order=713, permission=Permission.MANAGE)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(turn_id(PAGE), "data"),
)
def show(search: str | None, _turn: str | None) -> tuple[str, list[Component]]:
    """What waits and what went wrong."""
    desk, able = desk_of(search), sends()
    listed = shown.content(trouble_rows(desk), desk.town.zone, sends=able)
    return shown.lead(count_rows(desk), sends=able), [*towns_of(desk), *listed]


@callback(*forms.wiring(PAGE), prevent_initial_call=True)
def act(_clicks: list[int | None], _values: list[Any], search: str | None) -> forms.Answer:
    """What a button does."""
    return forms.answer(ACTS, search)


forms.say(PAGE)

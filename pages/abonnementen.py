"""Subscriptions: what somebody gets by mail, when, and where it goes."""

from typing import Any

import dash
from dash import Input, Output, callback
from dash.development.base_component import Component

from config.language import N_
from dashboard.components.manage.frame import content_id, turn_id
from dashboard.components.page_head import lead_id, tab_title
from dashboard.components.subscriptions import PAGE, PATH, frame
from dashboard.web.keys import Key
from dashboard.web.manage import forms
from dashboard.web.subscribing import ACTS, shown

NAME = N_("Subscriptions")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame()


dash.register_page(__name__, path=PATH, name=NAME, title=title, order=810, permission=None)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(turn_id(PAGE), "data"),
)
def show(search: str | None, _turn: str | None) -> tuple[str, list[Component]]:
    """What the person who asks gets."""
    return shown(search)


@callback(*forms.wiring(PAGE), prevent_initial_call=True)
def act(_clicks: list[int | None], _values: list[Any], search: str | None) -> forms.Answer:
    """What a button does."""
    return forms.answer(ACTS, search, desk_at=lambda _search: None)


forms.say(PAGE)

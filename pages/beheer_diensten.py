"""Beheer, services: their names from day to day, and how many meldingen each carries."""

from typing import Any

import dash
from dash import Input, Output, callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import t
from dashboard.components.manage import dimensions as shown
from dashboard.components.manage.frame import content_id, frame, turn_id
from dashboard.components.page_head import lead_id, tab_title
from dashboard.web.keys import Key
from dashboard.web.manage import forms
from dashboard.web.manage.desk import desk_of, towns_of
from dashboard.web.manage.dimensions import SERVICE_ACTS, member_rows, regional_codes

WORDS = shown.SERVICES
PAGE = WORDS.page


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(WORDS.plural)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(WORDS.plural))


dash.register_page(__name__, path=WORDS.path, name=WORDS.plural, title=title, order=702, permission=Permission.MANAGE)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(turn_id(PAGE), "data"),
)
def show(search: str | None, _turn: str | None) -> tuple[str, list[Component]]:
    """All of them, or the one that the address names."""
    desk = desk_of(search)
    members = member_rows(desk, WORDS.kind)
    own = members[members["code"] == desk.asked.get("code")]
    if len(own):
        parts = shown.one(WORDS, own, desk.search, desk.today, regional_codes())
    else:
        parts = [shown.listed(WORDS, members, desk.search, desk.today), shown.add_form(WORDS, regional_codes())]
    return shown.lead(WORDS, members), [*towns_of(desk), *parts]


@callback(*forms.wiring(PAGE), prevent_initial_call=True)
def act(_clicks: list[int | None], _values: list[Any], search: str | None) -> forms.Answer:
    """What a button does."""
    return forms.answer(SERVICE_ACTS, search)


forms.say(PAGE)

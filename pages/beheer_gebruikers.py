"""Beheer, users: who may log in, as what, and until when."""

from typing import Any

import dash
from dash import Input, Output, callback
from dash.development.base_component import Component

from config.errors import NotFound
from config.kinds import Permission
from config.language import N_, t
from dashboard.components.manage import people as shown
from dashboard.components.manage.frame import content_id, frame, turn_id
from dashboard.components.page_head import lead_id, tab_title
from dashboard.web.keys import Key
from dashboard.web.manage import forms
from dashboard.web.manage.desk import Desk, desk_of, towns_of
from dashboard.web.manage.people import ACTS, account_in, person_rows, service_rows

PAGE = shown.PAGE
NAME = N_("Users")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(NAME))


dash.register_page(__name__, path="/beheer/gebruikers", name=NAME, title=title, order=701, permission=Permission.MANAGE)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(turn_id(PAGE), "data"),
)
def show(search: str | None, _turn: str | None) -> tuple[str, list[Component]]:
    """Everybody, or the one person that the address names."""
    desk = desk_of(search)
    people = person_rows(desk)
    return shown.lead(people, desk.today, desk.now), [*towns_of(desk), *_content(desk, people)]


def _content(desk: Desk, people: Any) -> list[Component]:
    services = service_rows(desk)
    moment: dict[str, Any] = {"today": desk.today, "now": desk.now, "zone": desk.town.zone}
    if "account" not in desk.asked:
        return [shown.listed(people, services, desk.search, **moment), shown.invitation(services, desk.today)]
    rows = people[people["account_id"] == account_in(desk.asked["account"])]
    if rows.empty:
        raise NotFound()
    return shown.person(rows, services, desk.search, **moment)


@callback(*forms.wiring(PAGE), prevent_initial_call=True)
def act(_clicks: list[int | None], _values: list[Any], search: str | None) -> forms.Answer:
    """What a button does."""
    return forms.answer(ACTS, search)


forms.say(PAGE)

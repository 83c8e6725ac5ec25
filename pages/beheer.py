"""Beheer: each part with what asks for attention there."""

import dash
from dash import Input, Output, callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.manage import index as shown
from dashboard.components.manage.frame import INDEX, content_id, frame
from dashboard.components.page_head import lead_id, tab_title
from dashboard.web.keys import Key
from dashboard.web.manage.desk import desk_of, towns_of
from dashboard.web.manage.index import lines

PAGE = shown.PAGE
NAME = N_("Manage")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(NAME))


dash.register_page(__name__, path=INDEX, name=NAME, title=title, order=700, permission=Permission.MANAGE)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
)
def show(search: str | None, _version: int | None) -> tuple[str, list[Component]]:
    """How each part stands."""
    desk = desk_of(search)
    found = lines(desk)
    return shown.lead(found), [*towns_of(desk), shown.listed(found, desk.search)]

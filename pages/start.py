"""Where somebody arrives for whose role there is no page yet: what is missing, and the ways on."""

from collections.abc import Sequence
from typing import Any

import dash
from dash import Input, Output, callback, dcc, html
from dash.development.base_component import Component

from config.kinds import Role
from config.language import N_, t
from dashboard.components.page_head import tab_title
from dashboard.web import pages
from dashboard.web.auth import current_user
from dashboard.web.keys import Key

NAME = N_("Welcome")
PATH, WORDS = "/start", "start-words"
NOT_YET = N_("This version has no page for your role yet. Your account works: nothing went wrong.")
NO_ROLE = N_("You have no role today, so there is nothing to show. Ask the administrator of your organisation.")
HAS_PAGES = N_("Your pages are in the menu.")
LATER: dict[Role, str] = {
    Role.SECRETARIAAT: N_("Recording decisions comes in a later version."),
}
"""What each role without a page is waiting for."""


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The ways on; what depends on who asks comes by callback."""
    ways = (
        dcc.Link(t(N_("Accessibility")), href=dash.get_relative_path("/toegankelijkheid")),
        html.A(t(N_("Log out")), href=dash.get_relative_path("/logout")),
    )
    return html.Article(
        [html.H1(t(NAME)), html.Div(id=WORDS), html.Ul([html.Li(way) for way in ways])], className="prose statement"
    )


dash.register_page(__name__, path=PATH, name=NAME, title=title, order=800, permission=None)


@callback(Output(WORDS, "children"), Input(Key.URL, "pathname"))
def show_words(_path: str | None) -> list[Any]:
    """What there is for the person who asks, and what not yet."""
    person = current_user()
    if pages.first_page(person) != dash.get_relative_path(PATH):
        return [html.P(t(HAS_PAGES), className="lead")]
    return words(person.roles)


def words(roles: Sequence[Role]) -> list[Component]:
    """Why there is no page for these roles."""
    later = [html.P(t(LATER[role])) for role in dict.fromkeys(roles) if role in LATER]
    return [html.P(t(NOT_YET if roles else NO_ROLE), className="lead"), *later]

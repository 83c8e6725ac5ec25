"""Where somebody arrives who has no role today: what is missing, and the ways on."""

from typing import Any

import dash
from dash import Input, Output, callback, dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.page_head import tab_title
from dashboard.web import pages
from dashboard.web.auth import current_user
from dashboard.web.keys import Key

NAME = N_("Welcome")
PATH, WORDS = "/start", "start-words"
NO_ROLE = N_("You have no role today, so there is nothing to show. Ask the administrator of your organisation.")
HAS_PAGES = N_("Your pages are in the menu.")


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
    """What there is for the person who asks."""
    has_pages = pages.first_page(current_user()) != dash.get_relative_path(PATH)
    return [html.P(t(HAS_PAGES if has_pages else NO_ROLE), className="lead")]

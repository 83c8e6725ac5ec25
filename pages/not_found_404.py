"""What navigation within the app shows for an address that leads nowhere; the server answers it with 404 itself."""

import dash
from dash.development.base_component import Component

from config.errors import NotFound
from config.language import N_
from dashboard.components.page_head import tab_title
from dashboard.web.problem import problem_panel

TITLE = N_("Not found")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(TITLE)


def layout(**_query: object) -> Component:
    """Says so; whatever the address holds is ignored."""
    return problem_panel(NotFound())


dash.register_page(__name__, path="/404", title=title, permission=None)

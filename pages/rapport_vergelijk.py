"""Two versions of a report beside each other."""

import dash
from dash import Input, Output, State, callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_
from dashboard.components.page_head import tab_title
from dashboard.components.reports.frame import PATH, Part, compared_frame
from dashboard.web import report_page as work
from dashboard.web.keys import Key

NAME = N_("Two versions")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; the address names the report and both versions."""
    return compared_frame()


# Before the page of one report: its address would fit this one as well.
dash.register_page(
    __name__,
    path_template=f"{PATH}/<{work.VARIABLE}>/vergelijk",
    name=NAME,
    title=title,
    order=71,
    permission=Permission.SEE_REPORTS,
)


@callback(
    Output(Part.COMPARISON, "children"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    State(Key.URL, "pathname"),
)
def show(search: str | None, _version: int | None, path: str | None) -> list[Component]:
    """What differs between both."""
    return work.compared(search, path)

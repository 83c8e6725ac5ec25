"""Beheer, data quality: what the data lacks, which sources are late, and which rows were refused."""

import dash
from dash import Input, Output, callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_, t
from dashboard.components.manage import quality as shown
from dashboard.components.manage.frame import content_id, frame
from dashboard.components.page_head import lead_id, tab_title
from dashboard.web.keys import Key
from dashboard.web.manage.desk import desk_of, towns_of
from dashboard.web.manage.quality import dossier_rows, filtered, lack_in, lack_rows, source_in
from dashboard.web.manage.runs import source_rows

PAGE = shown.PAGE
NAME = N_("Data quality")


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame(PAGE, t(NAME))


dash.register_page(__name__, path="/beheer/kwaliteit", name=NAME, title=title, order=708, permission=Permission.MANAGE)


@callback(
    Output(lead_id(PAGE), "children"),
    Output(content_id(PAGE), "children"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
)
def show(search: str | None, _version: int | None) -> tuple[str, list[Component]]:
    """What lacks by source, or the dossiers of one lack that the address names."""
    desk = desk_of(search)
    lacks, sources = lack_rows(desk), source_rows(desk)
    if "lack" in desk.asked:
        lack, (source_id, source) = lack_in(desk.asked["lack"]), source_in(desk, lacks)
        found = dossier_rows(desk, lack, source_id)
        parts = [shown.dossier_block(found, lack, source, desk.search, filtered(lack))]
    else:
        parts = [shown.lack_block(lacks, desk.search), shown.source_block(sources, desk.search)]
    return shown.lead(lacks), [*towns_of(desk), *parts]

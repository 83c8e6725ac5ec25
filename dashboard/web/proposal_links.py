"""The address of the list of proposals as a file: the filters, the look and the view of the map."""

from urllib.parse import parse_qs, urlencode

from dash import get_relative_path

from config.kinds import Permission
from dashboard.components.card import Links
from dashboard.components.filter_parts import About
from dashboard.web.address import filters_of
from dashboard.web.auth import current_user
from dashboard.web.map_look import Look
from queries.filters import Filters
from queries.viewport import Viewport

PATH = "/download/voorstellen/list"
_VIEW = "view"


def links(filters: Filters, look: Look, view: Viewport) -> Links:
    """The files of what a map and its list hold; none for who may not download."""
    if not current_user().may(Permission.DOWNLOAD):
        return Links()
    query = f"{look.search(filters.to_query())}&{urlencode({_VIEW: view.told})}"
    csv, xlsx = (get_relative_path(f"{PATH}.{ending}") + query for ending in ("csv", "xlsx"))
    return Links(csv=csv, xlsx=xlsx)


def read(query: str) -> tuple[Filters, Look, Viewport | None]:
    """What such an address asks; without a view everything. Raises InvalidInput."""
    told = parse_qs(query).get(_VIEW)
    view = Viewport.told_by(told[-1]) if told else None
    return filters_of(query), Look.of(query, About.PROPOSALS), view

"""Which files a page offers at its foot: its lists, for who may have them, with the address as it is."""

from urllib.parse import parse_qs

from dash import Input, Output, callback, get_relative_path
from dash.development.base_component import Component

from config.language import t
from dashboard.components.card import Links
from dashboard.components.markup import lean
from dashboard.components.page_files import PAGE_FILES, FileOf, page_files
from dashboard.web import pages
from dashboard.web.auth import current_user
from dashboard.web.keys import Key
from dashboard.web.listings.library import listings
from dashboard.web.listings.listing import Listing


@callback(Output(PAGE_FILES, "children"), Input(Key.URL, "pathname"), Input(Key.URL, "search"))
def show_files(path: str | None, search: str | None) -> list[Component]:
    """The files of the lists of a page."""
    page = pages.page_at(path or "")
    asked = search or ""
    found = offered(page["path"], asked) if page is not None else []
    return lean(page_files([FileOf(t(one.title), _links(one, asked)) for one in found]))


def offered(path: str, search: str) -> list[Listing]:
    """The lists of a page that the person who asks may have."""
    person, query = current_user(), parse_qs(search.removeprefix("?"))
    own = (one for one in listings().values() if one.path == path and one.offered(query))
    return [one for one in own if all(map(person.may, (*one.needs, one.permission)))]


def _links(one: Listing, search: str) -> Links:
    base = get_relative_path(f"/download/{one.page}/{one.id}")
    csv, xlsx = (f"{base}.{ending}{search}" for ending in ("csv", "xlsx"))
    return Links(csv=csv, xlsx=xlsx)

"""The main states of a page. Each is found by what a page holds, so a new page joins by itself.

A state opens an address and brings the page into the state; it answers False where the page has no such thing.
"""

from collections.abc import Callable
from dataclasses import dataclass

import dash
from playwright.sync_api import Locator, expect

from tests.browser.visiting import Size, Visit

EMPTY = "?from=2019-01-01&to=2019-01-31"
BOTH = (Size.WIDE, Size.PHONE)


@dataclass(frozen=True)
class State:
    """`search` is added to the page's address, `reach` does the rest; `breaks` lets every card fail."""

    name: str
    search: str = ""
    reach: Callable[[Visit], bool] = lambda visit: True
    sizes: tuple[Size, ...] = BOTH
    breaks: bool = False


def paths() -> list[str]:
    """The addresses of all pages that have one of their own."""
    pages = dash.page_registry.values()
    return [page["path"] for page in pages if not page["path_template"] and not page["module"].endswith("404")]


def _press_all(found: Locator) -> bool:
    for place in range(found.count()):
        found.nth(place).click()
    return found.count() > 0


def _tables(visit: Visit) -> bool:
    return _press_all(visit.page.locator("button.foot-link:has(.when-chart)"))


def _definition(visit: Visit) -> bool:
    links = visit.page.get_by_role("button", name="Hoe is dit berekend?")
    if links.count() == 0:
        return False
    links.first.click()
    return _dialog_stands(visit)


def _downloads(visit: Visit) -> bool:
    return _press_all(visit.page.locator("details.menu summary").first)


def _dialog_stands(visit: Visit) -> bool:
    dialog = visit.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_have_css("opacity", "1")
    visit.page.wait_for_timeout(250)  # Mantine fades the overlay apart from the dialog
    return True


def _filter(place: int) -> Callable[[Visit], bool]:
    def reach(visit: Visit) -> bool:
        buttons = visit.page.locator(".filter-cell:not(.filter-absent) .filter-button")
        if buttons.count() <= place:
            return False
        buttons.nth(place).click()
        return _dialog_stands(visit)

    return reach


def _filter_drawer(visit: Visit) -> bool:
    opener = visit.page.get_by_role("button", name="Filters", exact=True)
    if opener.count() == 0:
        return False
    opener.click()
    visit.page.get_by_role("dialog").get_by_role("button", name="Wijk").click()
    return _dialog_stands(visit)


def _menu(visit: Visit) -> bool:
    visit.page.get_by_role("button", name="Menu", exact=True).click()
    return _dialog_stands(visit)


def _failed(visit: Visit) -> bool:
    return visit.page.locator(".failed").count() > 0


def _empty(visit: Visit) -> bool:
    return visit.page.locator(".empty").count() > 0


def _refused(visit: Visit) -> bool:
    return visit.page.locator("#filter-problem .status").count() > 0


STATES = (
    State("normal"),
    State("filtered", "?area=-&kind=klacht&days=calendar&population=cohort&period=year"),
    State("tables", reach=_tables),
    State("definition", reach=_definition),
    State("downloads", reach=_downloads),
    State("empty", EMPTY, _empty),
    State("failed", reach=_failed, breaks=True),
    State("unreadable address", "?from=abc&kind=%3Cb%3E", _refused),
    State("filter of days", reach=_filter(0), sizes=(Size.WIDE,)),
    State("filter of codes", reach=_filter(1), sizes=(Size.WIDE,)),
    State("filter of one choice", reach=_filter(7), sizes=(Size.WIDE,)),
    State("filter drawer", reach=_filter_drawer, sizes=(Size.PHONE,)),
    State("menu", reach=_menu, sizes=(Size.PHONE,)),
)
CASES = [(state, size) for state in STATES for size in state.sizes]

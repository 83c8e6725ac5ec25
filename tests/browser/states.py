"""The main states of a page. Each says what a page must hold to have it, so a new page joins by itself."""

from collections.abc import Callable
from dataclasses import dataclass

import dash
from playwright.sync_api import Locator, expect

from tests.browser.visiting import Size, Visit

PAGE, CARD, CHART, BAR = "main", ".block", "[role=img]", ".filter-bar"
EMPTY = "?from=2019-01-01&to=2019-01-31"
BOTH = (Size.WIDE, Size.PHONE)


def _nothing(visit: Visit) -> None:
    """The page as it opens."""


@dataclass(frozen=True)
class State:
    """Pages that hold `needs` have it: `search` joins the address, `reach` does the rest; `breaks` fails every card."""

    name: str
    needs: str = PAGE
    search: str = ""
    reach: Callable[[Visit], None] = _nothing
    sizes: tuple[Size, ...] = BOTH
    breaks: bool = False


def paths() -> list[str]:
    """The addresses of all pages that have one of their own."""
    pages = dash.page_registry.values()
    return [page["path"] for page in pages if not page["path_template"] and not page["module"].endswith("404")]


def _press_all(found: Locator) -> None:
    expect(found).not_to_have_count(0)
    for place in range(found.count()):
        found.nth(place).click()


def _tables(visit: Visit) -> None:
    _press_all(visit.page.locator("button.foot-link:has(.when-chart)"))


def _definition(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Hoe is dit berekend?").first.click()
    _dialog_stands(visit)


def _downloads(visit: Visit) -> None:
    visit.page.locator("details.menu summary").first.click()


def _dialog_stands(visit: Visit) -> None:
    dialog = visit.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_have_css("opacity", "1")
    visit.page.wait_for_timeout(250)  # Mantine fades the overlay apart from the dialog


def _filter(place: int) -> Callable[[Visit], None]:
    def reach(visit: Visit) -> None:
        visit.page.locator(".filter-cell:not(.filter-absent) .filter-button").nth(place).click()
        _dialog_stands(visit)

    return reach


def _filter_drawer(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Filters", exact=True).click()
    visit.page.get_by_role("dialog").get_by_role("button", name="Wijk").click()
    _dialog_stands(visit)


def _menu(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Menu", exact=True).click()
    _dialog_stands(visit)


def _shows(mark: str) -> Callable[[Visit], None]:
    return lambda visit: expect(visit.page.locator(mark)).not_to_have_count(0)


WIDE, PHONE = (Size.WIDE,), (Size.PHONE,)
STATES = (
    State("normal"),
    State("filtered", BAR, "?area=-&kind=klacht&days=calendar&population=cohort&period=year", _shows(".filter-on")),
    State("tables", CHART, reach=_tables),
    State("definition", CARD, reach=_definition),
    State("downloads", CARD, reach=_downloads),
    State("empty", CARD, EMPTY, _shows(".empty")),
    State("failed", CARD, reach=_shows(".failed"), breaks=True),
    State("unreadable address", BAR, "?from=abc&kind=%3Cb%3E", _shows("#filter-problem .status")),
    State("filter of days", BAR, reach=_filter(0), sizes=WIDE),
    State("filter of codes", BAR, reach=_filter(1), sizes=WIDE),
    State("filter of one choice", BAR, reach=_filter(7), sizes=WIDE),
    State("filter drawer", BAR, reach=_filter_drawer, sizes=PHONE),
    State("menu", reach=_menu, sizes=PHONE),
)
CASES = [(state, size) for state in STATES for size in state.sizes]

"""The main states of a page. Each says what a page must hold to have it, so a new page joins by itself.

A page goes through its states one after another, as a reader does, on a phone and then wide; it is opened anew once an
`Opening`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import dash
from playwright.sync_api import Locator, expect

from tests.browser.visiting import Size, Visit

MODULES = sorted(
    {path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py")} - {"__init__", "not_found_404"}
)
READERS = {"kaart_insluiten": "communicatie", "publicatie": "communicatie"}
"""Who looks at pages that the general director may not see."""
SPEAKS_FOR_ALL = "overview"
"""The page that holds every part which pages have in common."""
PAGE, CARD, CHART, BAR = "main", ".block", "[role=img]", ".filter-bar"
PERIOD = f"{BAR} [id*='period']"
"""What a period empties; the climate pact has none."""
EMPTY = "?from=2019-01-01&to=2019-01-31"
BOTH = (Size.PHONE, Size.WIDE)


def _nothing(visit: Visit) -> None:
    """The page as it opens."""


def _close(visit: Visit) -> None:
    visit.page.keyboard.press("Escape")
    expect(visit.page.get_by_role("dialog")).to_have_count(0)


@dataclass(frozen=True)
class State:
    """What pages that hold `needs` can be brought to by `reach`, and out of by `leave`.

    It is reached at the first of `sizes`, and looked at in each: a phone first, for what a page draws too wide there is
    not seen once it was drawn for a wide screen.
    Not `everywhere`: what opens is the same part on every page, so `SPEAKS_FOR_ALL` is enough.
    """

    name: str
    needs: str = PAGE
    reach: Callable[[Visit], None] = _nothing
    leave: Callable[[Visit], None] = _nothing
    sizes: tuple[Size, ...] = BOTH
    everywhere: bool = False


@dataclass(frozen=True)
class Opening:
    """A search to open pages with, and the states to go through from there; `breaks` fails every card."""

    states: tuple[State, ...]
    search: str = ""
    breaks: bool = False


LISTS = {
    "melding": ("/meldingen", ".block-grid"),
    "voorstel": ("/voorstellen?period=year", ".atlas-grid"),
    "rapport": ("/rapporten", ".reports-kind"),
    "rapport_vergelijk": ("/rapporten", ".reports-kind"),
    "motivering_antwoord": ("/motivering?period=year", ".motivations-side > p:last-child"),
}
"""Pages of one melding or proposal, and where such are listed."""


BELOW = {"rapport_vergelijk": "/vergelijk?a=1&b=2"}
"""What the address of a page adds to the one that a list leads to."""


def address_of(module: str, visit: Visit) -> str:
    """The address of a page; of one without an address of its own, the first that a list leads to."""
    page = dash.page_registry[f"pages.{module}"]
    if not page["path_template"]:
        return str(page["path"])
    path, place = LISTS[module]
    return str(visit.go(path).page.locator(f"{place} a.inside").first.get_attribute("href")) + BELOW.get(module, "")


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


def _views(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Bewaar dit zicht").first.click()
    _dialog_stands(visit)


def _views_of_a_phone(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Filters", exact=True).click()
    visit.page.get_by_role("dialog").get_by_role("button", name="Bewaar dit zicht").click()
    expect(visit.page.get_by_role("dialog", name="Zichten")).to_be_visible()
    expect(visit.page.get_by_role("dialog")).to_have_count(1)  # the filters are gone
    _dialog_stands(visit)


def _menu(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Menu", exact=True).click()
    _dialog_stands(visit)


def _search(visit: Visit) -> None:
    visit.page.get_by_role("searchbox", name="Zoek een melding").first.fill("straat")
    expect(visit.page.locator(".search-hit").first).to_be_visible()


def _search_of_a_phone(visit: Visit) -> None:
    _menu(visit)
    visit.page.get_by_role("dialog").get_by_role("searchbox").fill("straat")
    expect(visit.page.get_by_role("dialog").locator(".search-hit").first).to_be_visible()


def _shows(mark: str) -> Callable[[Visit], None]:
    return lambda visit: expect(visit.page.locator(mark)).not_to_have_count(0)


WIDE, PHONE = (Size.WIDE,), (Size.PHONE,)
NARROWED = "?area=-&kind=klacht&days=calendar&population=cohort&period=year"
USUAL = (
    State("normal", everywhere=True),
    State("definition", CARD, _definition, _close),
    State("downloads", CARD, _downloads, _downloads),
    State("filter of days", BAR, _filter(0), _close, WIDE),
    State("filter of codes", BAR, _filter(1), _close, WIDE),
    State("filter of one choice", BAR, _filter(7), _close, WIDE),
    State("filter drawer", BAR, _filter_drawer, _close, PHONE),
    State("views", BAR, _views, _close, WIDE),
    State("views of a phone", BAR, _views_of_a_phone, _close, PHONE),
    State("search", PAGE, _search, _close, WIDE),
    State("menu with search", PAGE, _search_of_a_phone, _close, PHONE),
    State("tables", CHART, _tables, everywhere=True),
)
"""Of a page as it opens, without a search."""
OPENINGS = (
    Opening((State("filtered", BAR, _shows(".filter-on")),), NARROWED),
    Opening((State("empty", f"{PAGE}:has({PERIOD}) {CHART}", _shows(".empty"), everywhere=True),), EMPTY),
    Opening((State("failed", CARD, _shows(".failed")),), breaks=True),
    Opening((State("unreadable", BAR, _shows("#filter-problem .status")),), "?from=abc&kind=%3Cb%3E"),
)

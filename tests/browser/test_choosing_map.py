"""From the map: an area takes many places, of which the same is said; then the final place of one of them is drawn."""

import re

from playwright.sync_api import Locator, Page, expect

from dashboard.jobs.demo.accounts import PASSWORD
from tests.browser.test_managing import choose
from tests.browser.visiting import Size, Visit, log_in

CORNERS = ((0.08, 0.12), (0.8, 0.12), (0.8, 0.8), (0.08, 0.8))
"""As shares of the map: away from its buttons, its scale and whose tiles these are."""


def test_many_are_taken_with_an_area_and_the_final_place_of_one_is_drawn(visit):
    tab = visit(known=False)
    log_in(tab.page, "medewerker", PASSWORD)
    page = tab.go(neighbourhood(tab.go("/selectie").page)).page
    expect(page.locator(".pin, .atlas-together").first).to_be_visible()
    assert_well(tab)
    n = take(page)
    page.get_by_text("Zeg hetzelfde van verschillende plekken").click()
    choose(page, "Uitkomst", "Uitgesteld")
    page.get_by_role("button", name="Zeg dit van de aangevinkte plekken").click()
    words = "1 plek werd gewijzigd" if n == 1 else f"{n} plekken werden gewijzigd"
    expect(page.locator("#choosing-said")).to_contain_text(words)
    expect(page.locator("#choosing-ticked")).not_to_contain_text("Aangevinkt")
    page.get_by_role("link", name="Lijst", exact=True).click()
    row = page.locator("li.choosing-row").filter(has=page.get_by_role("button", name="Uitgesteld", pressed=True)).first
    title = row.locator(".choosing-link b").inner_text()
    row.locator(".choosing-link").press("Enter")
    expect(page.get_by_role("heading", name=title)).to_be_focused()
    told = draw_final(page)
    expect(page.locator("#choosing-saved")).to_contain_text(re.compile(rf"versie \d · {re.escape(told)}"))
    assert_well(tab)
    page.reload()
    expect(page.get_by_role("radio", name="Uitgesteld")).to_be_checked()
    expect(page.locator(".choosing-place .drawing-told")).to_have_text(told)
    expect(page.locator(".choosing-place .drawn-area")).to_have_count(1)


def neighbourhood(page: Page) -> str:
    """The address of the map of one neighbourhood that has candidates: what others look at stays as it is."""
    way = page.locator("#choosing-bar a[href*='wijk=']").last
    expect(way).to_have_count(1)
    return f"{way.get_attribute('href')}&zicht=kaart"


def take(page: Page) -> int:
    """All of a list by keyboard, nothing again, and then what lies in an area; how many that are."""
    ticked = page.locator("#choosing-ticked")
    page.get_by_role("button", name=re.compile("Vink (alle|de ene)")).press("Enter")
    expect(ticked).to_contain_text("Aangevinkt:")
    expect(page.locator(".pin-ticked, .atlas-ticked").first).to_be_visible()
    page.get_by_role("button", name="Vink alles uit").press("Enter")
    expect(page.locator(".pin-ticked, .atlas-ticked")).to_have_count(0)
    block = page.locator(".choosing-map")
    block.get_by_role("button", name="Teken een vlak").click()
    for place, corner in enumerate(CORNERS, 1):
        set_corner(block, *corner)
        expect(block.locator(".drawn-corner")).to_have_count(place)
    page.keyboard.press("Backspace")
    expect(block.locator(".drawn-corner")).to_have_count(3)
    set_corner(block, *CORNERS[3])
    block.get_by_role("button", name="Klaar").click()
    expect(page.locator("#choosing-inside")).to_contain_text(re.compile("aangevinkt"))
    expect(ticked).to_contain_text("Aangevinkt:")
    [n] = re.findall(r"Aangevinkt: (\d+) plek", ticked.inner_text())
    return int(n)


def draw_final(page: Page) -> str:
    """A point that is written comes into view; then an area, taken back once and drawn by keys. What is said of it."""
    page.get_by_text("Definitieve plek op de kaart").click()
    block = page.locator(".choosing-place.drawing")
    told = block.locator(".drawing-told")
    page.get_by_label("Breedtegraad van het punt").fill("51,3")
    page.get_by_label("Lengtegraad van het punt").fill("4,3")
    page.keyboard.press("Tab")
    expect(block.locator(".drawn-point")).to_be_in_viewport()
    begin = block.get_by_role("button", name="Teken een vlak")
    begin.click()
    set_corner(block, *CORNERS[0])
    expect(told).to_contain_text("Hoek 1")
    page.keyboard.press("Escape")
    expect(begin).to_be_focused()
    begin.press("Enter")
    expect(block.locator(".drawn-cross")).to_be_visible()
    for place, way in enumerate(("Right", "Down", "Left"), 1):
        page.keyboard.press("Space")
        expect(block.locator(".drawn-corner")).to_have_count(place)
        page.keyboard.press(f"Shift+Arrow{way}")
    expect(told).to_contain_text("3 hoeken")
    live = told.inner_text().split(", ")[1].split(" m²")[0]
    page.keyboard.press("Enter")
    expect(told).to_have_text(re.compile(r"Vlak van [\d.]+ m²\."))
    assert abs(number(live) - number(told.inner_text())) <= number(live) / 100
    return told.inner_text()


def number(words: str) -> int:
    return int(re.sub(r"\D", "", words.removesuffix("m².")))


def set_corner(block: Locator, across: float, down: float) -> None:
    shown = block.locator(".atlas-map")
    box = shown.bounding_box()
    assert box is not None
    shown.click(position={"x": box["width"] * across, "y": box["height"] * down})


def assert_well(tab: Visit) -> None:
    for size in (Size.PHONE, Size.WIDE):
        tab.resize(size).settle()
        assert tab.violations() == [], size
        assert tab.overflow() <= 0, size

"""The public map as its readers meet it: on a phone, by keyboard, without JavaScript, and within another website."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from dash import Dash
from playwright.sync_api import Browser, BrowserContext, expect
from werkzeug.wrappers import Response

from config.clock import FixedClock
from dashboard.store.engine import Writer
from dashboard.store.outbox import take_in
from tests import sites
from tests.browser.visiting import SIZES, Size, Visit
from tests.browsing import PATIENCE, answering, serving
from tests.publishing import Known, chosen, open_map, published, write
from tests.world import World

TOWN = "/kaart/aalst-aan-zee"
PROMISED = 15_000
"""Milliseconds within which an open map shows what was published."""


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    return World(writer, clock)


@pytest.fixture
def known(world: World) -> dict[str, Known]:
    """A town with an open map: a proposal, and one that was chosen."""
    with world.writer.transaction() as connection:
        open_map(connection, world.a)
        return {
            number: write(world, connection, world.a, number, events)
            for number, events in (("kaai", published("kaai")), ("gekozen", chosen("gekozen")))
        }


@pytest.fixture
def address(known: dict[str, Known], database_url: str, compose: Callable[[str], Dash]) -> Iterator[str]:
    site = compose(database_url)
    with serving(site) as where:
        yield where
    sites.close(site)


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Opens a tab of a stranger; none may complain or ask another machine anything."""
    tabs: list[tuple[BrowserContext, Visit]] = []

    def open_tab(size: Size, *, scripts: bool = True) -> Visit:
        context = browser.new_context(
            base_url=address, viewport=SIZES[size], locale="nl-BE", java_script_enabled=scripts
        )
        context.set_default_timeout(PATIENCE)
        tabs.append((context, Visit(context.new_page(), address)))
        return tabs[-1][1]

    yield open_tab
    for context, _ in tabs:
        context.close()
    assert [complaint for _, tab in tabs for complaint in tab.complaints] == []


def test_everybody_can_use_it_at_both_sizes(opened: Callable[..., Visit], known: dict[str, Known]) -> None:
    tab = opened(Size.PHONE)
    place = f"plek={known['gekozen'].subject_id}"
    pages = (TOWN, f"{TOWN}#{place}", f"{TOWN}/inbed?maat=klein", f"{TOWN}/voorstel/{known['gekozen'].subject_id}")
    for path in (*pages, f"{TOWN}?zoek=niets&taal=en", "/open", "/kaart/toegankelijkheid", "/kaart/nergens/iets"):
        tab.page.goto("about:blank")  # a page is opened anew, also when only what follows # differs
        tab.go(path)
        if path.endswith(place):
            expect(tab.page.locator("#plek h2")).to_have_text(known["gekozen"].title)
        for size in Size:
            tab.resize(size).settle()
            assert tab.violations() == [], (path, size)
            assert tab.overflow() <= 0, (path, size)
    assert [one for one in tab.complaints if "404" not in one] == []  # of the page that is nowhere
    tab.complaints.clear()


def test_by_keyboard_and_without_javascript(opened: Callable[..., Visit], known: dict[str, Known]) -> None:
    tab = opened(Size.WIDE).go(TOWN)
    page, keys = tab.page, tab.page.keyboard
    expect(page.locator("#kaart")).to_have_attribute("data-drawn", "2")
    keys.press("Tab")
    assert tab.focused() == "Naar de inhoud"
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Space")
    expect(page).to_have_url(re.compile("staat=selected"))
    expect(page.locator("#kop")).to_have_text("1 voorstel")
    expect(page.get_by_role("status")).to_have_text("1 voorstel")
    expect(page.get_by_role("checkbox", name="Gekozen")).to_be_focused()
    page.get_by_role("link", name=known["gekozen"].title).focus()
    keys.press("Enter")
    expect(page.locator("#plek")).to_be_focused()
    expect(page.locator("#plek .why")).to_have_text("Veel steun voor gekozen")
    expect(page.locator("#lijst")).to_be_hidden()
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_role("link", name=known["gekozen"].title)).to_be_focused()
    page.go_back()
    expect(page.locator("#plek")).to_be_visible()
    plain = opened(Size.PHONE, scripts=False).page
    plain.goto(f"{TOWN}?taal=nl")
    expect(plain.locator(".told")).to_have_text("De kaart heeft JavaScript nodig. De lijst toont dezelfde voorstellen.")
    expect(plain.locator("#kaart")).to_be_hidden()
    plain.get_by_label("Gekozen").check()
    plain.get_by_role("button", name="Toon").click()
    expect(plain.locator("#rijen li")).to_have_count(1)
    plain.get_by_role("link", name=known["gekozen"].title).click()
    expect(plain.locator("h1")).to_have_text(known["gekozen"].title)
    expect(plain.locator(".steps li")).to_have_count(5)


def test_a_map_in_another_website_shows_what_is_published_meanwhile(
    browser: Browser, address: str, world: World, clock: FixedClock, known: dict[str, Known]
) -> None:
    html = (
        f'<!doctype html><h1>Onze stad</h1><iframe src="{address}{TOWN}/inbed" title="Kaart" width="900" height="700">'
    )
    with answering(Response(html, mimetype="text/html")) as website:
        _allow(world, website)
        context = browser.new_context(viewport=SIZES[Size.WIDE], locale="nl-BE")
        page, asked = context.new_page(), set[str]()
        page.clock.install()
        page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
        page.goto(website)
        embedded = page.frame_locator("iframe")
        expect(embedded.locator(".leaflet-control-attribution")).to_contain_text("Aalst <i>aan</i> Zee")
        embedded.get_by_role("link", name=known["kaai"].title).focus()
        with world.writer.transaction() as connection:
            write(world, connection, world.a, "wacht", published("wacht")[:2])
            fresh = write(world, connection, world.a, "nieuw", published("nieuw"))
        take_in(world.writer, clock)
        page.clock.run_for(PROMISED)
        expect(embedded.get_by_role("link", name=fresh.title)).to_be_visible()
        expect(embedded.get_by_role("status")).to_contain_text("net gepubliceerd")
        expect(embedded.get_by_role("link", name=known["kaai"].title)).to_be_focused()
        expect(embedded.locator("#kop")).to_have_text("3 voorstellen")
        assert asked == {urlsplit(one).netloc for one in (website, address)}
        context.close()


def _allow(world: World, website: str) -> None:
    """Let a website show the map of a town, which has a name that must stay words."""
    with world.writer.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE appearance SET name = 'Aalst <i>aan</i> Zee', frame_ancestors = ARRAY[%(website)s]",
            {"website": website},
        )

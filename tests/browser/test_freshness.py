"""A write, a worker, a listening web process and an open page: the page tells by itself."""

import time
from collections.abc import Callable

from dash import Dash
from playwright.sync_api import Browser, expect

from config.clock import FixedClock
from config.kinds import EventKind, Role
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.passwords import hash_password
from dashboard.store.engine import Writer
from dashboard.web.context import of
from tests import sites
from tests.browser.visiting import Visit, log_in
from tests.browser.working import hearing, worked
from tests.browsing import serving
from tests.world import World, story

PASSWORD = "vier paarden lopen langs de vaart"
MINUTE = 60_000
REMEMBER = """() => {
    const look = () => { window.washed = window.washed || document.querySelector(".lead.fresh") !== null; };
    new MutationObserver(look).observe(document.getElementById("main"), { subtree: true, attributes: true });
}"""
LIFE = story((EventKind.SUBMITTED, "2026-11-02 10:00"))


def test_an_open_page_tells_of_a_write_without_being_loaded_again(
    browser: Browser, database_url: str, writer: Writer, clock: FixedClock, compose: Callable[[str], Dash]
) -> None:
    world = World(writer, clock)
    world.melding(world.a, LIFE)
    new = NewAccount("directeur", "Directeur", password_hash=hash_password(PASSWORD))
    grant = NewGrant(world.a, Role.ALGEMEEN_DIRECTEUR)
    create_account(writer=writer, clock=clock, actor=COMMAND_LINE, new=new, grant=grant)
    site = compose(database_url)
    held = of(site.server)
    heard = held.versions
    with worked(held.settings, clock), hearing(database_url, heard), serving(site) as address:
        while not heard.of([world.a]):
            time.sleep(0.05)
        tab = Visit(browser.new_context(base_url=address, locale="nl-BE").new_page(), address)
        tab.page.clock.install()
        log_in(tab.page, "directeur", PASSWORD)
        tab.go("/meldingen")
        tab.page.evaluate(REMEMBER)
        expect(tab.page.locator(".news")).to_be_hidden()
        world.melding(world.b, LIFE)
        world.melding(world.a, LIFE)
        expect(tab.page.locator(".news")).to_contain_text("ieuwe gegevens")
        expect(tab.page.locator(".lead")).to_contain_text("1 melding")
        refresh = tab.page.get_by_role("button", name="Ververs")
        if refresh.is_visible():  # a slow machine may have taken the 15 seconds after which it refreshes by itself
            refresh.click()
        expect(tab.page.locator(".lead")).to_contain_text("2 meldingen")
        expect(tab.page.locator(".news")).to_be_hidden()
        tab.page.get_by_role("button", name="Hoe is dit berekend?").first.click()
        expect(tab.page.get_by_role("dialog")).to_be_visible()
        world.melding(world.a, LIFE)
        expect(refresh).to_be_visible()
        tab.page.clock.fast_forward(MINUTE)  # nobody is disturbed, however long it takes
        tab.page.wait_for_timeout(2_000)
        assert refresh.is_visible()
        tab.page.keyboard.press("Escape")
        expect(tab.page.get_by_role("dialog")).to_have_count(0)
        tab.page.clock.fast_forward(MINUTE)
        expect(tab.page.locator(".lead")).to_contain_text("3 meldingen")
        assert tab.page.evaluate("window.washed")  # by the document that was opened first
        assert tab.complaints == []
        tab.page.context.close()
    sites.close(site)

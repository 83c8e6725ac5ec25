"""A proposal from the file that brings it to the map on another website, before the eyes of who has it open."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from dash import Dash
from playwright.sync_api import Browser, Page, expect
from werkzeug.wrappers import Response

from config.clock import FixedClock
from config.kinds import Role
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.passwords import hash_password
from dashboard.store.engine import Writer
from dashboard.store.loader import load
from dashboard.store.sources.mapping import parse_mapping
from dashboard.store.sources.tabular import CSV, deliver
from dashboard.web.context import of
from tests import sites
from tests.browser.test_managing import choose
from tests.browser.visiting import Visit, log_in
from tests.browser.working import hearing, worked
from tests.browsing import answering, serving
from tests.publishing import open_map
from tests.world import World

PASSWORD = "vier paarden lopen langs de vaart"
PROMISED = 15_000
"""Milliseconds of an open page within which it shows what was published."""
MAPPING = """
[organisation]
code = "aalst-aan-zee"
[source]
code = "form"
name = "Form"
[file]
rows = "proposal"
[columns]
source_key = "id"
submitted = "in"
title = "title"
lon = "lon"
lat = "lat"
theme = "theme"
[dates]
formats = ["%Y-%m-%d %H:%M"]
"""
GOOD, BAD = "Een boom voor de bakker", "Een boom op de rijbaan"
FILE = f"""id,in,title,lon,lat,theme
1,2026-11-20 10:00,{GOOD},4.01,51.01,vergroening
2,2026-11-20 11:00,{BAD},4.02,51.02,vergroening
"""


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    made = World(writer, clock)
    with writer.transaction() as connection:
        open_map(connection, made.a)
    for name, role in (("raadslid", Role.RAADSLID), ("groen", Role.MEDEWERKER)):
        new = NewAccount(name, name.title(), password_hash=hash_password(PASSWORD))
        grant = NewGrant(made.a, role, all_services=True)
        create_account(writer=writer, clock=clock, actor=COMMAND_LINE, new=new, grant=grant)
    return made


def test_from_a_file_by_moderation_to_every_open_map(
    browser: Browser, database_url: str, world: World, clock: FixedClock, compose: Callable[[str], Dash], tmp_path: Path
) -> None:
    site = compose(database_url)
    held = of(site.server)
    with ExitStack() as stack:
        for running in (worked(held.settings, clock), hearing(database_url, held.versions)):
            stack.enter_context(running)
        address = stack.enter_context(serving(site))
        website = stack.enter_context(answering(_website(address)))
        _allow(world, website)

        def tab(at: str) -> Visit:
            context = browser.new_context(base_url=at, locale="nl-BE")
            stack.callback(context.close)
            visit = Visit(context.new_page(), at)
            visit.page.clock.install()
            return visit

        council, worker, resident = tab(address), tab(address), tab(website)
        resident.page.goto(website)
        public = resident.page.frame_locator("iframe")
        expect(public.locator("#kop")).to_have_text("Geen voorstellen gevonden")
        log_in(council.page, "raadslid", PASSWORD)
        council.go("/voorstellen")
        council.page.evaluate("window.opened = true")
        load_file(world, clock, tmp_path, FILE)
        log_in(worker.page, "groen", PASSWORD)
        worker.go("/moderatie")
        _judge(worker.page)
        for visit in (council, resident):
            visit.page.clock.run_for(PROMISED)
        expect(public.get_by_role("link", name=GOOD)).to_be_visible()
        expect(public.locator("#kop")).to_have_text("1 voorstel")
        expect(council.page.get_by_role("gridcell", name=GOOD)).to_be_visible()
        expect(council.page.get_by_text(BAD)).to_have_count(0)
        assert council.page.evaluate("window.opened")  # the document that was opened first
        complaints = council.complaints + worker.complaints + resident.complaints
        assert [one for one in complaints if not one.startswith(f"another machine: {address}/")] == []
    sites.close(site)


def _website(address: str) -> Response:
    frame = f'<iframe src="{address}/kaart/aalst-aan-zee/inbed" title="Kaart" width="900" height="700">'
    return Response(f"<!doctype html><h1>Onze stad</h1>{frame}", mimetype="text/html")


def _allow(world: World, website: str) -> None:
    with world.writer.transaction() as connection:
        connection.exec_driver_sql("UPDATE appearance SET frame_ancestors = ARRAY[%(website)s]", {"website": website})


def load_file(world: World, clock: FixedClock, folder: Path, content: str) -> None:
    """Proposals of a file with two, as an import brings them."""
    file = folder / "form.csv"
    file.write_text(content, encoding="utf-8")
    mapping = parse_mapping(MAPPING, "form.toml")
    with deliver(file, mapping, kind=CSV, organisation_id=world.a, clock=clock) as delivery:
        assert load(world.writer, clock, delivery).events == 2


def _judge(page: Page) -> None:
    """Refuse the one, publish the other."""
    pick(page, BAD)
    page.get_by_text("Weigeren", exact=True).click()
    choose(page, "Reden", "Bestaat al")
    page.get_by_role("button", name="Weiger dit voorstel").click()
    expect(page.get_by_role("status").filter(has_text=BAD)).to_be_visible()
    pick(page, GOOD)
    page.get_by_role("button", name="Publiceren", exact=True).last.click()
    expect(page.get_by_role("status").filter(has_text=GOOD)).to_be_visible()


def pick(page: Page, title: str) -> None:
    """Until it is there, the buttons are those of the one before."""
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()

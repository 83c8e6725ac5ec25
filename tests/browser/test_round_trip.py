"""A wish of a resident from the file that brings it to the public page that tells it is realised, by two people.

From candidate to publication both have a keyboard and nothing else.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from playwright.sync_api import Browser, expect
from sqlalchemy import text

from config.clock import FixedClock
from config.kinds import Role
from config.topics import ProposalEvent as P
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account, grant_role
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.passwords import hash_password
from dashboard.web.context import of
from tests import sites
from tests.browser.keyboard import press, reach, type_in
from tests.browser.test_publication import PASSWORD, load_file, pick
from tests.browser.visiting import Visit, log_in
from tests.browser.working import hearing, worked
from tests.browsing import serving
from tests.publishing import open_map
from tests.world import World

PLACE, OTHER = "Een boom voor de bakker", "Een boom op de rijbaan"
FILE = f"""id,in,title,lon,lat,theme
1,2026-11-20 10:00,{PLACE},4.01,51.01,vergroening
2,2026-11-20 11:00,{OTHER},4.02,51.02,vergroening
"""
WHY = "Met {stemmen} stemmen en geen leidingen in de weg."
STEPS = "In het voorjaar komt er een bank bij."
URI = "https://lokaalbeslist.be/besluiten/42"
WRITER, HEAD = "groen", "hoofd"
TOLD = [
    (P.PUBLISHED, "medewerker"),
    (P.SELECTION_MADE, "medewerker"),
    (P.SELECTION_APPROVED, "diensthoofd"),
    (P.SELECTION_RATIFIED, "secretariaat"),
    (P.SELECTION_PUBLISHED, "diensthoofd"),
    (P.EXECUTION_PLANNED, "medewerker"),
    (P.NEXT_STEPS_TOLD, "medewerker"),
    (P.EXECUTION_STARTED, "medewerker"),
    (P.REALISED, "medewerker"),
]
"""The events of the place after what the file told, with the role of who acted."""
DONE = {
    WRITER: [
        *("login", "proposal_published", "proposal_published", "round_opened", "best_set_asked"),
        *("choice_made", "dossier_asked", "dossier_made"),
        *("execution_planned", "next_steps_told", "execution_started", "place_realised"),
    ],
    HEAD: [
        "login",
        "choice_approved",
        "sitting_planned",
        "agenda_item_added",
        "decision_recorded",
        "choices_published",
    ],
}
"""What each of both did, in the log."""


@pytest.fixture
def world(writer: Any, clock: FixedClock) -> World:
    """A town with its public map, who prepares and follows up, and who approves, publishes and keeps the sittings."""
    made = World(writer, clock)
    with writer.transaction() as connection:
        open_map(connection, made.a)
    held: dict[str, Any] = {"writer": writer, "clock": clock, "actor": COMMAND_LINE}
    for name, role in ((WRITER, Role.MEDEWERKER), (HEAD, Role.DIENSTHOOFD)):
        new = NewAccount(name, name.title(), password_hash=hash_password(PASSWORD))
        known = create_account(**held, new=new, grant=NewGrant(made.a, role, all_services=True))
    grant_role(**held, account_id=known, grant=NewGrant(made.a, Role.SECRETARIAAT))
    return made


class Desk:
    """Two people at their screens, a resident at another, and the clock of the building."""

    def __init__(self, stack: ExitStack, browser: Browser, address: str, clock: FixedClock) -> None:
        self.stack, self.browser, self.address, self.clock = stack, browser, address, clock
        self.writer, self.head, self.resident = self._tab(), self._tab(), self._tab()
        log_in(self.writer.page, WRITER, PASSWORD)
        log_in(self.head.page, HEAD, PASSWORD)

    def _tab(self) -> Visit:
        context = self.browser.new_context(base_url=self.address, locale="nl-BE")
        self.stack.callback(context.close)
        return Visit(context.new_page(), self.address)


@pytest.fixture
def desk(browser: Browser, database_url: str, world: World, compose: Callable[[str], Dash]) -> Iterator[Desk]:
    site = compose(database_url)
    held = of(site.server)
    clock = held.clock
    assert isinstance(clock, FixedClock)
    with ExitStack() as stack:
        for running in (worked(held.settings, clock), hearing(database_url, held.versions)):
            stack.enter_context(running)
        yield Desk(stack, browser, stack.enter_context(serving(site)), clock)
    sites.close(site)


def test_from_a_wish_to_its_realisation(desk: Desk, world: World, clock: FixedClock, tmp_path: Path) -> None:
    load_file(world, clock, tmp_path, FILE)
    moderate(desk.writer)
    open_round(desk.writer)
    propose(desk.writer)
    write(desk.writer)
    approve(desk.head)
    make_dossier(desk.writer)
    sit(desk)
    publish(desk.head)
    follow_up(desk.writer)
    see(desk.resident)
    assert events(world) == TOLD
    assert {name: done(world, name) for name in DONE} == {name: sorted(acts) for name, acts in DONE.items()}
    assert [tab.complaints for tab in (desk.writer, desk.head, desk.resident)] == [[], [], []]


def events(world: World) -> list[tuple[str, str]]:
    """What happened to the place after the file, as it stands in the database."""
    asked = """
        SELECT e.kind, e.actor_role FROM event e JOIN proposal p USING (organisation_id, subject_id)
        WHERE p.title = :title AND e.kind <> 'proposal_submitted' ORDER BY e.seq
    """
    with world.writer.transaction() as connection:
        return [tuple(row) for row in connection.execute(text(asked), {"title": PLACE})]


def done(world: World, username: str) -> list[str]:
    """The acts of somebody in the log, by name: the clock of the test stands still."""
    asked = "SELECT action FROM audit JOIN account ON account_id = actor_id WHERE username = :u ORDER BY action"
    with world.writer.transaction() as connection:
        return list(connection.scalars(text(asked), {"u": username}))


def moderate(tab: Visit) -> None:
    page = tab.go("/moderatie").page
    for title in (PLACE, OTHER):
        pick(page, title)
        page.get_by_role("button", name="Publiceren", exact=True).last.click()
        expect(page.get_by_role("status").filter(has_text=title)).to_be_visible()


def open_round(tab: Visit) -> None:
    page = tab.go("/selectie").page
    page.get_by_label("Naam").fill("Najaar 2026")
    page.get_by_label("Budget, in euro").fill("20000")
    page.get_by_role("button", name="Open de ronde").click()
    expect(page.get_by_role("heading", name="2 kandidaten, gerangschikt")).to_be_visible()


def propose(tab: Visit) -> None:
    """Costs are not known, so that under a budget nothing can be chosen; without one something is."""
    page = tab.page
    press(page.locator("summary", has_text="Stel een selectie voor"))
    press(page.get_by_role("button", name="Reken het uit"))
    expect(page.locator("#choosing-proposed")).to_contain_text("Binnen deze wensen voegt geen enkele plek iets toe.")


def write(tab: Visit) -> None:
    page = tab.page
    row = page.locator("li.choosing-row").filter(has_text=PLACE)
    press(row.get_by_role("button", name="Gekozen", exact=True))
    expect(page.locator("#choosing-means")).to_contain_text("1 plek gekozen; de kost is niet gekend.")
    press(row.get_by_role("link").first)
    expect(page.get_by_role("heading", name=PLACE)).to_be_focused()
    type_in(page.get_by_role("textbox", name="Redenen", exact=True), "Veel steun")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    type_in(page.get_by_label("Openbare motivering"), WHY)
    expect(page.locator("#choosing-saved")).to_contain_text("versie")
    press(page.get_by_role("button", name="Leg deze keuze vast"))
    expect(page.locator("#choosing-said")).to_contain_text(f"Keuze vastgelegd: {PLACE}. Ze wacht op een tweede lezer.")


def approve(tab: Visit) -> None:
    page = tab.go("/selectie").page
    row = page.locator("li.choosing-row").filter(has_text=PLACE)
    expect(row).to_contain_text("goed te keuren")
    press(row.get_by_role("link").first)
    expect(page.locator("#choosing-editor")).to_contain_text("Met 0 stemmen en geen leidingen in de weg.")
    press(page.get_by_role("button", name="Keur goed", exact=True))
    expect(page.locator("#choosing-said")).to_contain_text(f"Goedgekeurd: {PLACE}")


def make_dossier(tab: Visit) -> None:
    page = tab.go("/selectie").page
    press(page.get_by_role("button", name="Maak het dossier"))
    ready = page.locator("#choosing-ready")
    expect(ready).to_contain_text("Versie 1", timeout=30_000)
    with page.expect_download() as loading:
        ready.get_by_role("link", name="Versie 1 als PDF").click()
    assert loading.value.path().read_bytes().startswith(b"%PDF-1.7")


def sit(desk: Desk) -> None:
    """The college decides today on what was put on its agenda."""
    page = desk.head.go("/zitting").page
    press(page.locator("summary", has_text="Plan een zitting"))
    reach(page.get_by_label("Dag", exact=True).first).fill("2026-11-22")
    reach(page.get_by_label("Uur", exact=True).first).fill("16:00")
    press(page.get_by_role("button", name="Plan", exact=True))
    expect(page.get_by_role("status").filter(has_text="is gepland")).to_be_visible()
    expect(page.locator(".sittings-waiting")).to_contain_text("beslisdossier, versie 1, 1 plek")
    press(page.get_by_label("Kies Najaar 2026"), "Space")
    press(page.get_by_role("button", name="Zet op de agenda"))
    expect(
        page.get_by_role("checkbox", name=f"Kies 1. {PLACE}").or_(page.get_by_text("Haal van de agenda"))
    ).to_be_visible()
    desk.clock.advance(timedelta(hours=3))
    desk.head.go(page.url)
    press(page.get_by_role("link", name="Noteer het resultaat"))
    press(page.get_by_role("textbox", name="Resultaat", exact=True))
    expect(page.get_by_role("option", name="Goedgekeurd", exact=True)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    type_in(page.get_by_label("Besluitnummer"), "CBS-42")
    type_in(page.get_by_label("Adres van het besluit"), URI)
    press(page.get_by_role("button", name="Noteer", exact=True))
    expect(page.get_by_role("status").filter(has_text="Genoteerd: Goedgekeurd.")).to_be_visible()
    expect(page.get_by_text("CBS-42", exact=True)).to_be_visible()


def publish(tab: Visit) -> None:
    page = tab.go("/publicatie").page
    press(page.get_by_label(f"Kies {PLACE}"), "Space")
    press(page.get_by_role("button", name="Publiceer de aangevinkte nu"))
    expect(page.get_by_text("Geen enkele keuze wacht op publicatie.")).to_be_visible()


def follow_up(tab: Visit) -> None:
    tab.go("/opvolging")
    tell(tab, "Werken plannen", {"Te realiseren tegen": "2026-12-20"}, "Gepland")
    tell(tab, "Volgende stappen", {"Wat er nu volgt": STEPS}, "Volgende stappen bewaard")
    tell(tab, "Werken begonnen", {}, "Werken begonnen")
    tell(tab, "Gerealiseerd", {"Kost in euro": "1250"}, "Gerealiseerd")


def tell(tab: Visit, what: str, values: dict[str, str], said: str) -> None:
    """Open one of the ways to tell more, fill it in and save it."""
    page = tab.settle().page
    way = page.locator("details").filter(has=page.locator("summary", has_text=re.compile(f"^{what}$")))
    way.locator("summary").click()
    for label, value in values.items():
        way.get_by_label(label).fill(value)
    way.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("status").filter(has_text=f"{said}: {PLACE}")).to_be_visible()


def see(tab: Visit) -> None:
    page = tab.page
    page.goto("/kaart/aalst-aan-zee")
    page.get_by_role("link", name=PLACE).click()
    public = page.locator("main")
    for words in ("Gerealiseerd", "Met 0 stemmen en geen leidingen in de weg.", "nummer CBS-42", STEPS, "1.250 euro"):
        expect(public).to_contain_text(words)
    expect(page.get_by_role("link", name="Lees het besluit")).to_have_attribute("href", URI)

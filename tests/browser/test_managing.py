"""Two journeys of a beheerder: somebody new gets in by the link, and a norm changes after a look at what it does."""

import re

from playwright.sync_api import expect

from config.clock import Clock, FixedClock
from config.settings import with_role
from dashboard.jobs.demo.accounts import PASSWORD
from dashboard.store.actions.requests import Work
from dashboard.store.engine import Writer
from dashboard.store.requests import Done, Task, do_next
from tests.browser.visiting import Size, log_in
from tests.conftest import NOW

CHOSEN = "een zin die niemand raadt"


def choose(page, label: str, option: str) -> None:
    """One of a list, by its field."""
    page.get_by_role("textbox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_somebody_new_gets_a_role_and_comes_in_by_the_link(visit):
    boss = visit(known=False)
    log_in(boss.page, "beheerder", PASSWORD)
    expect(boss.page).to_have_url(re.compile("/beheer$"))
    boss.page.get_by_role("link", name="Beheer", exact=True).and_(boss.page.locator("[aria-current=page]")).wait_for()
    boss.page.locator(".index-lines").get_by_role("link", name="Gebruikers").click()
    add = boss.page.get_by_role("button", name="Voeg toe en maak een link")
    boss.page.get_by_label("Gebruikersnaam").fill("jan.nieuw")
    add.click()
    expect(boss.page.get_by_text("Vul dit in.")).to_have_count(2)
    expect(boss.page.get_by_label("Gebruikersnaam")).to_have_value("jan.nieuw")
    boss.page.get_by_label("Naam op het scherm").fill("Jan Nieuw")
    choose(boss.page, "Rol", "diensthoofd")
    boss.page.get_by_label("Groendienst").check()
    add.click()
    link = boss.page.locator(".one-time-link")
    expect(link).to_be_in_viewport()
    address = link.inner_text()
    boss.page.get_by_role("link", name="Jan Nieuw").click()
    expect(boss.page.get_by_role("rowheader", name="diensthoofd (Groendienst)")).to_be_visible()
    expect(link).to_have_count(0)
    newcomer = visit(Size.PHONE, known=False)
    newcomer.page.goto(address)
    for field in ("#password", "#repeated"):
        newcomer.page.locator(field).fill(CHOSEN)
    newcomer.page.get_by_role("button").click()
    log_in(newcomer.page, "jan.nieuw", CHOSEN)
    expect(newcomer.page.locator("main h1")).not_to_have_text("Beheer")
    assert newcomer.page.get_by_role("link", name="Beheer", exact=True).count() == 0


def nothing_made(_writer: Writer, _clock: Clock, _task: Task) -> Done:
    """Instead of a dossier, which takes long and is not looked at here."""
    return Done(0)


def test_a_norm_changes_after_a_look_at_what_it_does(visit, demo_url: str):
    tab = visit(known=False)
    log_in(tab.page, "beheerder", PASSWORD)
    tab.go("/beheer/normen")
    choose(tab.page, "Categorie", "Boom of tak")
    tab.page.get_by_label("Hoeveel dagen").fill("2")
    tab.page.get_by_label("Voor wat ontvangen is vanaf").fill("2026-09-01")
    tab.page.get_by_role("button", name="Toon wat verandert").click()
    expect(tab.page.locator(".preview")).to_contain_text(
        re.compile("[1-9][0-9.]* meldingen krijgen een andere termijn")
    )
    expect(tab.page.locator(".preview")).to_contain_text("Er is nog niets bewaard.")
    assert tab.violations() == []
    tab.page.get_by_role("button", name="Bewaar").click()
    expect(tab.page.get_by_text("De norm is bewaard.")).to_be_in_viewport()
    work = tab.page.locator(".manage-work")
    expect(work).to_contain_text("worden herrekend")
    writer = Writer(with_role(demo_url, "heli_writer"))
    while do_next(writer, FixedClock(NOW), {Work.DOSSIER: nothing_made}):  # the demo asks for one
        pass
    writer.close()
    expect(work).to_contain_text("Herrekend op 22 nov 2026 14:32")
    expect(tab.page.get_by_role("link", name="Boom of tak")).to_have_count(2)

"""A report of the council from its first version to the council member who takes it along."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from config.clock import FixedClock
from config.settings import with_role
from dashboard.jobs.demo.accounts import PASSWORD
from dashboard.jobs.reports import making
from dashboard.store.engine import Writer
from queries.db import Database
from tests.browser.keyboard import write
from tests.browser.visiting import Size, log_in
from tests.conftest import NOW
from tests.reporting import make_asked

KIND, WORDS = "Jaarrapport voor de gemeenteraad", "De lange droogte telt hier mee."


def test_from_the_first_version_to_who_takes_it_along(visit, demo_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(making, "files_of", lambda *_told: {"pdf": b"%PDF-1.7 of the council"})
    writing, reading = Writer(with_role(demo_url, "heli_writer")), Database(with_role(demo_url, "heli_reader"))
    with closing(writing) as writer, closing(reading) as database:
        _to_the_agenda(visit, lambda: make_asked(writer, database, FixedClock(NOW)))
    _taken_along(visit)


def _to_the_agenda(visit, make) -> None:
    director = visit()
    page = director.go("/rapporten").page
    page.locator("summary", has_text=KIND).click()
    page.locator("details[open]").get_by_role("button", name="Maak het rapport").click()
    expect(page.locator("#rapporten-said")).to_contain_text("gevraagd")
    make()
    director.go("/rapporten").page.get_by_role("link", name=f"{KIND}, 2025", exact=True).click()
    expect(page.locator(".report-section")).not_to_have_count(0)
    _remark(page)
    page.get_by_role("button", name="Versie met de opmerkingen").click()
    expect(page.locator("#rapport-said")).to_contain_text("gevraagd")
    make()
    page.get_by_role("link", name="Terug naar de rapporten").click()
    page.get_by_role("link", name=f"{KIND}, 2025", exact=True).click()
    expect(page.locator(".report-text .report-remark")).to_contain_text(WORDS)
    for button, said in (
        ("Markeer als nagelezen", "nagelezen"),
        ("Zet op de agenda", "staat op de agenda"),
        ("Publiceren", "gepubliceerd"),
    ):
        page.get_by_role("button", name=button, exact=True).first.click()
        expect(page.locator("#rapport-said")).to_contain_text(said)
        expect(page.locator("#rapport-said")).to_be_focused()


def _taken_along(visit) -> None:
    member = visit(Size.PHONE, known=False)
    log_in(member.page, "raadslid", PASSWORD)
    own = member.go("/rapporten").page
    expect(own.locator(".reports-kind")).to_have_count(1)
    own.locator(".reports-kind a.inside").click()
    expect(own.locator(".report-text .report-remark")).to_contain_text(WORDS)
    expect(own.locator(".report-text summary", has_text="opmerking")).to_have_count(0)
    with own.expect_download() as taken:
        own.get_by_role("link", name="als PDF").click()
    assert taken.value.suggested_filename == "rapport-council-2025-01-01-2025-12-31-versie-2.pdf"


def _remark(page) -> None:
    """Write beside the first numbers, by the keyboard."""
    part = page.locator(".report-beside details").nth(1)
    part.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    write(page, WORDS)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="De opmerking is bewaard.")).to_be_focused()

"""What a role sees, and never gets, in a browser."""

import pytest
from playwright.sync_api import expect

from dashboard.jobs.demo.accounts import PASSWORD
from tests.browser.visiting import Size, log_in

TITLE = "Oudste open meldingen"


def arrived(visit, username: str, size: Size = Size.WIDE):
    """A tab of this person at their first page, and everything the server answered to it."""
    tab = visit(size, known=False)
    answers: list[str] = []
    tab.page.on("requestfinished", lambda request: answers.append(text_of(request.response())))
    log_in(tab.page, username, PASSWORD)
    tab.settle()
    return tab, answers


def text_of(response) -> str:
    kind = response.headers.get("content-type", "") if response else ""
    return response.text() if response.status == 200 and ("json" in kind or "html" in kind) else ""


def cases(tab) -> list[str]:
    """The numbers of the meldingen in the table of the oldest."""
    return [text for text in tab.page.locator("[col-id=number][role=gridcell]").all_inner_texts() if text]


def test_a_council_member_gets_nothing_of_a_single_melding(visit):
    director, told = arrived(visit, "directeur")
    expect(director.page.locator(".attention-line")).not_to_have_count(0)
    director.go("/meldingen")
    numbers = cases(director)
    assert numbers
    assert all(any(number in answer for answer in told) for number in numbers)
    tab, answers = arrived(visit, "raadslid")
    expect(tab.page.locator(".kpi-value")).to_have_count(6)
    expect(tab.page.locator(".attention-line, .note-menu, .nav-count")).to_have_count(0)
    tab.go("/meldingen")
    expect(tab.page.get_by_text(TITLE)).to_have_count(0)
    expect(tab.page.locator(".block:visible")).not_to_have_count(0)
    expect(tab.page.locator(".failed")).to_have_count(0)
    assert "Geen toegang" not in tab.page.content()
    assert not [number for number in numbers for answer in answers if number in answer]
    assert not [answer for answer in answers if '"card":"oldest"' in answer or TITLE in answer]


def test_who_follows_proposals_alone_arrives_at_their_map(visit):
    tab, _ = arrived(visit, "communicatie")
    expect(tab.page.locator("main h1")).to_have_text("Voorstellen")
    expect(tab.page.locator(".page-as-of")).to_contain_text("Gegevens tot")


@pytest.mark.parametrize("size", Size)
def test_who_records_decisions_arrives_at_the_sittings_and_gets_out(visit, size: Size):
    tab, _ = arrived(visit, "secretariaat", size)
    expect(tab.page.locator("main .lead")).to_contain_text("Volgende zitting")
    expect(tab.page.locator("main a[href^='/meldingen/'], main a[href^='/voorstellen/']")).to_have_count(0)
    assert tab.violations() == []
    if size is Size.PHONE:
        assert tab.page.locator("nav.tabs").bounding_box()["y"] > 700, "the tab bar stands at the foot of the screen"
    tab.go("/start")
    expect(tab.page.locator("main .lead")).to_contain_text("in het menu")
    tab.page.locator("main").get_by_role("link", name="Afmelden").click()
    expect(tab.page.locator("main h1")).to_have_text("U bent afgemeld")

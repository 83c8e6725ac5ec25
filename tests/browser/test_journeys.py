"""What a person does, from logging in to finding the same page again."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from dashboard.jobs.demo.accounts import PASSWORD
from tests.browser.visiting import Size, Visit, log_in

LEAVES = """moment => {
    document.querySelector(".leaflet-control-zoom-in").click();
    setTimeout(() => document.querySelector("a.nav-link[href^='/toegankelijkheid']").click(), moment);
}"""
"""Zooms in, and goes elsewhere while the map still moves."""


def query(tab) -> dict[str, list[str]]:
    return parse_qs(urlsplit(tab.page.url).query)


def cell(tab, label: str):
    return tab.page.locator(".filter-bar .filter-cell", has=tab.page.get_by_text(label, exact=True)).first


def opened(tab, label: str):
    cell(tab, label).locator(".filter-button").click()
    dialog = tab.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def close(tab) -> None:
    tab.page.keyboard.press("Escape")
    expect(tab.page.get_by_role("dialog")).to_have_count(0)


def test_log_in_filter_and_find_the_same_page_again(visit):
    tab = visit(known=False)
    tab.page.goto("/tevredenheid?days=calendar")
    expect(tab.page).to_have_url(re.compile("/login"))
    log_in(tab.page, "directeur", PASSWORD)
    tab.settle()
    assert query(tab) == {"days": ["calendar"]}
    before = tab.page.locator(".lead").inner_text()
    choices = opened(tab, "Wijk").locator(".filter-option")
    name = choices.nth(1).locator("[data-piece]").inner_text().splitlines()[0]
    choices.nth(1).click()
    expect(cell(tab, "Wijk").locator(".filter-value")).to_have_text(name)
    close(tab)
    tab.settle()
    there = tab.page.url
    assert set(query(tab)) == {"area", "days"}
    assert tab.page.locator(".lead").inner_text() != before
    lead = tab.page.locator(".lead").inner_text()
    tab.page.reload()
    tab.settle()
    assert tab.page.url == there
    assert tab.page.locator(".lead").inner_text() == lead
    expect(cell(tab, "Wijk").locator(".filter-value")).to_have_text(name)
    expect(opened(tab, "Wijk").get_by_role("checkbox", checked=True)).to_have_count(1)


def test_back_and_clear(visit):
    tab = visit().go("/vergelijk")
    opened(tab, "Periode").get_by_label("Vorige maand").click()
    expect(tab.page).to_have_url(re.compile("period=last-month"))
    close(tab)
    opened(tab, "Soort").get_by_label("Klacht").click()
    expect(tab.page).to_have_url(re.compile("kind=klacht"))
    close(tab)
    tab.settle()
    tab.page.go_back()
    tab.settle()
    assert query(tab) == {"period": ["last-month"]}
    expect(cell(tab, "Soort").locator(".filter-value")).to_have_text("Melding")
    expect(opened(tab, "Soort").get_by_role("radio", checked=True)).to_have_value("melding")
    close(tab)
    tab.page.get_by_role("button", name="Wis filter: Periode").click()
    expect(tab.page).to_have_url(re.compile("/vergelijk$"))
    tab.settle()
    assert tab.focused().startswith("Periode")


def test_days_chosen_by_hand_replace_the_named_period(visit):
    tab = visit().go("/vergelijk?period=last-month")
    dialog = opened(tab, "Periode")
    expect(dialog.get_by_label("Eerste dag")).to_have_value("2026-10-01")
    dialog.get_by_label("Eerste dag").fill("2026-10-12")
    dialog.get_by_label("Laatste dag").focus()
    expect(tab.page).to_have_url(re.compile("from=2026-10-12&to=2026-10-31"))
    expect(dialog.get_by_role("radio", checked=True)).to_have_count(0)


def test_links_carry_the_filters_and_the_reader_starts_at_the_top(visit):
    tab = visit().go("/tevredenheid?kind=vraag")
    tab.page.get_by_role("link", name="Toegankelijkheid").click()
    expect(tab.page.locator("h1")).to_have_text("Toegankelijkheid")
    expect(tab.page).to_have_title("Toegankelijkheid · Helikopterview")
    assert tab.page.evaluate("document.activeElement.id") == "main"
    here = tab.page.get_by_role("link", name="Toegankelijkheid")
    expect(here).to_have_attribute("aria-current", "page")
    tab.page.get_by_role("link", name="Tevredenheid").click()
    tab.settle()
    assert query(tab) == {"kind": ["vraag"]}
    expect(cell(tab, "Soort").locator(".filter-value")).to_have_text("Vraag")


def test_the_other_language_and_back(visit):
    tab = visit(alone=True).go("/vergelijk?kind=vraag")
    tab.page.get_by_role("link", name="English").click()
    expect(tab.page.locator("html")).to_have_attribute("lang", "en")
    tab.settle()
    assert query(tab) == {"kind": ["vraag"]}
    expect(cell(tab, "Kind").locator(".filter-value")).to_have_text("Question")
    tab.page.reload()
    tab.settle()
    tab.page.get_by_role("link", name="Nederlands").click()
    expect(tab.page.locator("html")).to_have_attribute("lang", "nl")
    tab.settle()


def test_by_keyboard_alone(visit):
    tab = visit().go("/vergelijk")
    keys = tab.page.keyboard
    keys.press("Tab")
    assert tab.focused() == "Naar de inhoud"
    keys.press("Enter")
    assert tab.page.evaluate("document.activeElement.id") == "main"
    keys.press("Tab")
    assert tab.focused().startswith("Periode")
    keys.press("Tab")
    assert tab.focused().startswith("Wijk")
    keys.press("Enter")
    box = tab.page.get_by_role("dialog").get_by_role("checkbox").first
    for _ in range(2):  # past the field that finds an option, where there is one
        if not box.evaluate("box => box === document.activeElement"):
            keys.press("Tab")
    keys.press("Space")
    expect(tab.page).to_have_url(re.compile("area="))
    tab.settle()
    expect(box).to_be_focused()
    close(tab)
    assert tab.focused().startswith("Wijk")
    keys.press("Tab")
    assert tab.focused() == "Wis filter: Wijk"
    keys.press("Enter")
    expect(tab.page).not_to_have_url(re.compile("area="))
    expect(tab.page.locator(".filter-bar .filter-on")).to_have_count(0)
    assert tab.focused().startswith("Wijk")


def test_the_drawer_of_a_phone(visit):
    tab = visit(Size.PHONE).go("/vergelijk")
    line = tab.page.locator("#filter-line")
    expect(line).to_contain_text("geen filters")
    tab.page.get_by_role("button", name="Filters", exact=True).click()
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Kanaal").click()
    dialog.locator(".filter-option").locator("visible=true").first.click()
    expect(line).to_contain_text("1 filter")
    tab.settle()
    dialog.get_by_role("button", name="Toon").click()
    expect(tab.page.get_by_role("dialog")).to_have_count(0)
    assert "channel" in query(tab)
    assert tab.focused() == "Filters"


def test_from_a_chart_to_its_rows_to_a_melding_and_back(visit):
    tab = visit().go("/meldingen")
    phases = tab.page.locator("section", has=tab.page.locator("#meldingen-phases-title"))
    phases.get_by_role("button", name="Toon als tabel").click()
    expect(phases.locator(".block-table a").first).to_be_visible()
    linked = {link.get_attribute("href") for link in phases.locator(".block-table a").all()}
    phases.get_by_role("button", name="Toon als grafiek").click()
    phases.locator(".barlayer .point").first.click(force=True)
    expect(tab.page).to_have_url(re.compile("service="))
    expect(cell(tab, "Dienst")).to_have_class(re.compile("filter-on"))
    tab.settle()
    there = tab.page.url
    assert urlsplit(there).query in {urlsplit(href).query for href in linked}
    case = tab.page.locator(".block-grid a.inside").first
    number = case.inner_text()
    case.focus()
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator("main h1")).to_have_text(number)
    expect(tab.page).to_have_title(f"{number} · Helikopterview")
    tab.page.get_by_role("link", name="Terug naar meldingen").click()
    expect(tab.page).to_have_url(there)
    tab.settle()
    tab.page.get_by_role("searchbox", name="Zoek een melding").first.fill(number)
    expect(tab.page.locator(".search-hit").first).to_contain_text(number)
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Enter")
    expect(tab.page.locator("main h1")).to_have_text(number)
    tab.settle()


def test_the_keyboard_takes_the_map_to_a_street(visit):
    tab = visit().go("/voorstellen?period=year")
    told = tab.page.locator(".atlas-list-head h2")
    before = told.inner_text()
    tab.page.get_by_role("searchbox", name="Zoek een wijk of straat op de kaart").fill("kerk")
    expect(tab.page.locator(".atlas-hit").first).to_contain_text("Kerk")
    for key in ("Enter", "ArrowDown", "Enter"):
        tab.page.keyboard.press(key)
    expect(told).not_to_have_text(before)
    expect(tab.page.locator(".atlas-find .search-found")).to_be_hidden()
    expect(tab.page.locator(".atlas-map")).to_be_focused()
    tab.settle()


def test_a_map_may_be_left_while_it_zooms(visit):
    tab = visit().go("/voorstellen?period=year")
    expect(tab.page.locator(".leaflet-control-zoom-in")).to_be_visible()
    for moment in (0, 100):
        tab.page.evaluate(LEAVES, moment)
        expect(tab.page.locator("h1")).to_have_text("Toegankelijkheid")
        tab.settle()
        tab.page.go_back()
        tab.settle()
    assert tab.complaints == []


def test_words_found_in_motivations_are_marked_and_shared_and_lead_to_a_sheet_on_paper(visit):
    tab = visit().go("/motivering?period=year")
    field = tab.page.get_by_role("searchbox", name="Zoek in de motiveringen")
    field.fill("verhard")
    expect(tab.page.locator("mark").first).to_contain_text(re.compile("verhard", re.IGNORECASE))
    assert "q" not in query(tab)
    field.press("Enter")
    expect(tab.page).to_have_url(re.compile("q=verhard"))
    tab.page.get_by_role("link", name="Gekozen", exact=True).click()
    expect(tab.page).to_have_url(re.compile("outcome=selected"))
    tab.settle()
    expect(field).to_have_value("verhard")
    opened(tab, "Thema").locator(".filter-option", has_text="Ontharding").click()
    close(tab)
    tab.settle()
    assert {"q", "outcome", "theme"} <= set(query(tab))
    expect(field).to_have_value("verhard")
    tab.page.evaluate("window.print = () => (window.printed = true)")
    tab.page.locator(".motivations-side a.inside").first.click()
    tab.settle()
    tab.page.get_by_role("button", name="Afdrukken").click()
    tab.page.wait_for_function("window.printed")
    tab.page.get_by_role("link", name="Terug naar de motiveringen").click()
    tab.settle()
    expect(tab.page.get_by_role("searchbox", name="Zoek in de motiveringen")).to_have_value("verhard")


def test_a_view_is_saved_renamed_opened_and_removed(visit):
    tab = visit().go("/vergelijk?kind=klacht&area=-")
    save = tab.page.get_by_role("button", name="Bewaar dit zicht").first
    dialog = tab.page.get_by_role("dialog")
    save.click()
    dialog.get_by_label("Naam van dit zicht").fill("Klachten zonder plaats")
    dialog.get_by_role("button", name="Bewaar", exact=True).click()
    expect(dialog.get_by_role("link", name="Klachten zonder plaats")).to_be_visible()
    dialog.get_by_text("Wijzig", exact=True).click()
    dialog.get_by_label("Openen na aanmelden").check()
    expect(dialog.locator(".view-mark")).to_be_visible()
    dialog.get_by_label("Naam", exact=True).fill("Klachten")
    dialog.get_by_label("Naam", exact=True).press("Enter")
    view = dialog.get_by_role("link", name="Klachten", exact=True)
    expect(view).to_be_visible()
    expect(dialog.get_by_label("Naam", exact=True)).to_be_focused()
    tab.go("/vergelijk")
    save.click()
    view.click()
    expect(tab.page.get_by_role("dialog")).to_have_count(0)
    tab.settle()
    assert query(tab) == {"kind": ["klacht"], "area": ["-"]}
    save.click()
    dialog.get_by_text("Wijzig", exact=True).click()
    dialog.get_by_role("button", name="Verwijder Klachten").click()
    expect(view).to_have_count(0)


def test_no_search_for_options_that_fit_at_a_glance(visit):
    tab = visit().go("/vergelijk")
    areas = opened(tab, "Wijk")
    expect(areas.get_by_label("Zoek")).to_be_visible()
    part = areas.locator(".filter-option").nth(1).inner_text()[1:5].lower()
    areas.get_by_label("Zoek").fill(part)
    options = areas.locator(".filter-option").locator("visible=true")
    expect(options).not_to_have_count(0)
    assert all(part in text.lower() for text in options.all_inner_texts())
    close(tab)
    expect(opened(tab, "Dienst").get_by_label("Zoek")).to_be_hidden()


def test_logging_out_ends_the_visit(visit):
    tab = visit(known=False)
    log_in(tab.page, "schepen", PASSWORD)
    tab.settle()
    expect(tab.page.locator(".rail .person")).to_contain_text("schepen")
    tab.page.get_by_role("link", name="Afmelden").click()
    expect(tab.page).to_have_url(re.compile("/logout$"))
    tab.page.goto("/meldingen")
    expect(tab.page).to_have_url(re.compile("/login"))


# without a version in its address a file is asked for again, and the answer is that it stays: 300 bytes by definition
FETCHED = r"""performance.getEntriesByType("resource").filter(
    r => /\.js|\?m=/.test(r.name) && r.transferSize > (/\.v\d+_|\?m=/.test(r.name) ? 0 : 300)).map(r => r.name)"""


def test_a_second_visit_fetches_no_script_or_style_again(visit):
    first = visit(alone=True).go("/vergelijk")
    assert len(first.page.evaluate(FETCHED)) > 10
    second = Visit(first.page.context.new_page(), first.address).go("/vergelijk?days=calendar")
    assert second.page.evaluate(FETCHED) == []
    assert second.complaints == []

"""Two people judge the same proposal: the first decides, the second is told so and loses nothing."""

import re

from playwright.sync_api import expect

from dashboard.jobs.demo.accounts import PASSWORD
from tests.browser.test_managing import choose
from tests.browser.visiting import Size, log_in

QUESTION = "Wie onderhoudt het groen?"


def test_the_second_of_two_is_told_and_keeps_what_was_written(visit):
    head, worker = visit(known=False), visit(Size.PHONE, known=False)
    log_in(head.page, "diensthoofd", PASSWORD)
    head.go("/moderatie")
    first = head.page.locator(".moderation-row").first.get_by_role("link")
    title = first.locator("b").inner_text()
    head.page.get_by_text("Vraag stellen").click()
    head.page.get_by_label("Vraag aan de indiener").fill(QUESTION)
    log_in(worker.page, "medewerker", PASSWORD)
    worker.go("/moderatie")
    worker.page.locator(".moderation-row").first.get_by_role("link").click()
    expect(worker.page.get_by_role("heading", name=title)).to_be_focused()
    worker.page.get_by_text("Weigeren", exact=True).click()
    refuse = worker.page.get_by_role("button", name="Weiger dit voorstel")
    refuse.click()
    expect(worker.page.get_by_text("Vul dit in.")).to_be_visible()
    assert worker.violations() == []
    assert worker.overflow() <= 0
    choose(worker.page, "Reden", "Bestaat al")
    refuse.click()
    said = worker.page.get_by_role("status").filter(has_text=f"Geweigerd: {title}")
    expect(said).to_be_focused()
    expect(worker.page).to_have_url(re.compile("voorstel="))
    expect(worker.page.get_by_role("heading", name=title)).to_have_count(0)
    head.page.get_by_role("button", name="Stel deze vraag").click()
    expect(head.page.get_by_role("alert")).to_contain_text("Intussen: Geweigerd door medewerker")
    expect(head.page.locator(".moderation-history")).to_contain_text("Bestaat al")
    expect(head.page.get_by_label("Vraag aan de indiener")).to_have_value(QUESTION)
    assert head.violations() == []
    said.get_by_role("button", name="Maak ongedaan").click()
    expect(worker.page.get_by_role("heading", name=title)).to_be_visible()
    expect(worker.page.get_by_role("button", name="Publiceren", exact=True).last).to_be_visible()

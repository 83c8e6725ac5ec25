"""The gate as a browser meets it: session.js, the policy on scripts, and the pages without Dash for everybody (axe)."""

from collections.abc import Callable, Iterator
from typing import Any

import dash
import pytest
from playwright.sync_api import Browser, Page, expect

from config.kinds import Role
from dashboard.store.actions.accounts import disable
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.links import create_link
from tests.browsing import serving, violations
from tests.whole_app.people import PASSWORD, id_of, username

WIDTHS = (1440, 360)
TOLD = """async () => {
    const store = dash_stores[0];
    let told = 0;
    const end = store.subscribe(() => told++);
    const counts = [];
    const appears = { type: "RESET_COMPONENT_STATE", payload: { itempath: ["components", "nowhere"] } };
    for (let component = 0; component < 50; component++) store.dispatch(appears);
    counts.push(told);
    await Promise.resolve();
    counts.push(told);
    dash_clientside.set_props("probe-mirror", { className: "changed" });
    counts.push(told > 1);
    end();
    return counts;
}"""
"""How often one that follows Dash's store hears of fifty components that appear, then of a change of the layout."""
PROVOKED = ("the server responded with a status of 4", "Callback error updating probe-out.children")
"""What the browser says when a request is refused, which is what these tests are about."""


@pytest.fixture
def live(build: Callable[..., dash.Dash]) -> Iterator[tuple[dash.Dash, str]]:
    site = build()
    with serving(site) as address:
        yield site, address


@pytest.fixture
def page(browser: Browser, live: tuple[dash.Dash, str]) -> Iterator[Page]:
    """A page that may ask nothing of any other machine and may complain of nothing."""
    context = browser.new_context(base_url=live[1], locale="nl-BE", viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    opened.on(
        "request",
        lambda asked: None if asked.url.startswith((live[1], "data:", "blob:")) else complaints.append(asked.url),
    )
    yield opened
    context.close()
    assert [line for line in complaints if not any(part in line for part in PROVOKED)] == []


def log_in(page: Page, name: str) -> None:
    page.goto("/login?next=/probe")
    page.get_by_label("Gebruikersnaam").fill(name)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_text("layout of")).to_be_visible()


def found_by_axe(page: Page) -> list[str]:
    """What axe finds, at both widths."""
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{page.url} scrolls sideways at {width}"
    return found


def test_the_inline_scripts_of_dash_run_under_the_policy(page: Page) -> None:
    log_in(page, username(Role.MEDEWERKER))
    expect(page).to_have_title("Probe")  # set by Dash's own clientside callback


def test_components_hear_of_each_other_once_and_of_a_change_at_once(page: Page) -> None:
    log_in(page, username(Role.MEDEWERKER))
    page.wait_for_load_state("networkidle")
    assert page.evaluate(TOLD) == [0, 1, True]
    expect(page.locator("#probe-mirror")).to_have_class("changed")


def test_an_ended_session_leads_to_the_login_page_and_back(
    page: Page, live: tuple[dash.Dash, str], somebody: Any, town_writer: Any, time: Any
) -> None:
    name = somebody()
    log_in(page, name)
    disable(writer=town_writer, clock=time, actor=COMMAND_LINE, account_id=id_of(live[0], name))
    page.evaluate("() => void setTimeout(() => dash_clientside.set_props('probe-in', {data: 'again'}))")
    page.wait_for_url("**/login?next=%2Fprobe")
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()


def test_a_refused_callback_is_shown_and_can_be_put_away(page: Page) -> None:
    log_in(page, username(Role.MEDEWERKER))
    page.evaluate("() => dash_clientside.set_props('probe-in', {data: 'error'})")
    strip = page.get_by_role("alert")
    expect(strip).to_contain_text("(")
    assert found_by_axe(page) == []
    strip.get_by_role("button", name="Sluiten").click()
    expect(strip).to_have_count(0)


def test_logging_out_takes_one_click(page: Page) -> None:
    log_in(page, username(Role.MEDEWERKER))
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<a href=\"/logout\">Afmelden nu</a>')")
    page.get_by_role("link", name="Afmelden nu").click()
    expect(page.get_by_role("heading", name="U bent afgemeld")).to_be_visible()
    page.goto("/probe")
    expect(page.get_by_role("heading", name="Aanmelden")).to_be_visible()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_without_dash_are_for_everybody(
    page: Page, live: tuple[dash.Dash, str], somebody: Any, town_writer: Any, time: Any, language: str
) -> None:
    site, _ = live
    invited = id_of(site, somebody(password_hash=None))
    token = create_link(writer=town_writer, clock=time, actor=COMMAND_LINE, account_id=invited)
    page.goto(f"/login?lang={language}")
    assert found_by_axe(page) == []
    page.locator("#username").fill("nobody")
    page.locator("#password").fill("wrong")
    page.locator("button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert found_by_axe(page) == []
    page.goto(f"/toegang/{token}")
    assert found_by_axe(page) == []
    for field in ("#password", "#repeated"):
        page.locator(field).fill("aaaaaaaaaaaaaaaa")
    page.locator("button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert found_by_axe(page) == []
    for path in ("/toegang/none", "/logout"):
        page.goto(path)
        assert found_by_axe(page) == []


def test_pages_of_failures_are_for_everybody(page: Page) -> None:
    log_in(page, username(Role.MEDEWERKER))
    for path in ("/managing", "/nowhere", "/logout"):
        page.goto(path)
        assert found_by_axe(page) == []

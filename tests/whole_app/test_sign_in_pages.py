"""The pages without Dash: what they say, in which language, with which status."""

from collections.abc import Callable
from datetime import date
from typing import Any

import dash
import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from config import logs
from config.errors import DatabaseUnavailable
from config.kinds import Role
from dashboard.store.actions.accounts import NewGrant
from dashboard.store.engine import Writer
from dashboard.web import cards, pages
from queries.tables import audit
from tests.whole_app.people import NUMBERS, TOWN, Browser, id_of, username

Build = Callable[..., dash.Dash]
MEDEWERKER = username(Role.MEDEWERKER)


def actions_on(writer: Writer, account_id: Any) -> list[tuple[str, str]]:
    """Action and role of the audit rows about an account."""
    about = select(audit.c.action, audit.c.actor_role).where(audit.c.subject_id == account_id).order_by(audit.c.at)
    with writer.transaction() as connection:
        return [(row.action, row.actor_role) for row in connection.execute(about)]


def test_the_language_is_that_of_the_browser_the_choice_or_the_account(site: dash.Dash) -> None:
    browser = Browser(site)
    assert '<html lang="nl">' in browser.get("/login").text
    assert '<html lang="en">' in browser.get("/login", headers={"Accept-Language": "en-GB,en"}).text
    assert '<html lang="nl">' in browser.get("/login", headers={"Accept-Language": "fr"}).text
    assert '<html lang="en">' in browser.get("/login?lang=en").text
    assert '<html lang="en">' in browser.get("/login").text, "the choice is kept"
    assert '<html lang="en">' in browser.get("/login?lang=xx").text, "an unknown language changes nothing"


def test_an_account_reads_in_its_own_language(build: Build, somebody: Any) -> None:
    browser = Browser(build()).as_(somebody(language="en"))
    assert '<html lang="en">' in browser.get("/probe").text
    assert '<html lang="nl">' in browser.get("/probe?lang=nl").text
    assert "Loading…" not in browser.get("/probe").text


def test_the_links_to_the_other_language_keep_the_address(site: dash.Dash) -> None:
    html = Browser(site).get("/login?next=/meldingen").text
    assert 'href="/login?next=/meldingen&amp;lang=en"' in html


def test_a_wrong_password_is_told_and_written_down(site: dash.Dash, somebody: Any, town_writer: Writer) -> None:
    name = somebody()
    response = Browser(site).log_in(name, "wrong")
    assert response.status_code == 401
    assert "Gebruikersnaam of wachtwoord klopt niet." in response.text
    assert f'value="{name}"' in response.text
    assert ("login_failed", "anonymous") in actions_on(town_writer, id_of(site, name))


@pytest.mark.parametrize("sign", ["\0", "\x1b"])
def test_a_name_that_nobody_can_have_is_a_wrong_name_and_counts(site: dash.Dash, sign: str) -> None:
    name = f"some{sign}body-{next(NUMBERS)}"
    response = Browser(site).log_in(name, "wrong")
    assert response.status_code == 401
    assert "Gebruikersnaam of wachtwoord klopt niet." in response.text
    for _ in range(7):
        assert Browser(site).log_in(name, "wrong").status_code == 401
    assert Browser(site).log_in(name, "wrong").status_code == 429


def test_too_many_attempts_are_told_in_the_language_of_the_reader(site: dash.Dash, somebody: Any) -> None:
    name = somebody()
    for _ in range(8):
        Browser(site).log_in(name, "wrong")
    browser = Browser(site)
    response = browser.log_in(name)
    assert response.status_code == 429
    browser.get("/login?lang=en")
    assert "Too many attempts. Try again in 15 minutes." in browser.log_in(name).text


def test_a_success_forgives_earlier_mistakes(site: dash.Dash, somebody: Any) -> None:
    name = somebody()
    for _ in range(3):
        for _ in range(7):
            assert Browser(site).log_in(name, "wrong").status_code == 401
        assert Browser(site).log_in(name).status_code == 303


def test_login_and_logout_are_written_down(site: dash.Dash, somebody: Any, town_writer: Writer) -> None:
    name = somebody()
    browser = Browser(site).as_(name)
    assert browser.get("/logout").status_code == 200
    response = browser.submit("/logout")
    assert response.status_code == 303
    assert "U bent afgemeld" in browser.get("/logout").text
    assert browser.get("/meldingen").status_code == 302
    written = actions_on(town_writer, id_of(site, name))
    assert set(written) == {("account_created", "command_line"), ("login", "account"), ("logout", "medewerker")}
    assert len(written) == 3


def test_a_login_form_that_was_open_too_long_is_shown_again(site: dash.Dash) -> None:
    fields = {"csrf_token": "stale", "username": MEDEWERKER, "next": "/meldingen"}
    response = Browser(site).post("/login", data=fields)
    assert response.status_code == 400
    assert "Deze pagina stond te lang open." in response.text
    assert 'value="/meldingen"' in response.text


def test_who_is_logged_in_skips_the_login_page(build: Build) -> None:
    browser = Browser(build()).as_(MEDEWERKER)
    assert browser.get("/login?next=/probe").headers["Location"] == "/probe"


def test_the_pages_of_failures_say_what_happened_and_their_number(build: Build) -> None:
    browser = Browser(build()).as_(MEDEWERKER)
    for path, status, title in (("/managing", 403, "Geen toegang"), ("/nowhere", 404, "Niet gevonden")):
        response = browser.get(path)
        assert response.status_code == status
        assert f"<h1>{title}</h1>" in response.text
        assert response.headers["X-Request-ID"] in response.text
        assert response.mimetype == "text/html"


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (DatabaseUnavailable(), 503, "De databank is niet bereikbaar"),
        (RuntimeError("a secret"), 500, "Er ging iets mis"),
    ],
)
def test_a_failing_server_answers_with_a_page(
    build: Build, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, title: str
) -> None:
    browser = Browser(build()).as_(MEDEWERKER)

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(pages, "check_page", fail)
    response = browser.get("/probe")
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.text
    assert "a secret" not in response.text
    assert (response.headers.get("Retry-After") == "10") == (status == 503)


def test_without_a_database_the_login_page_opens_and_the_rest_says_so(build: Build) -> None:
    nowhere = "postgresql://heli@127.0.0.1:1/none?connect_timeout=2"
    known = Browser(build()).as_(MEDEWERKER).client.get_cookie("session")
    assert known is not None
    browser = Browser(build(database_url=nowhere))
    assert browser.get("/login").status_code == 200
    browser.client.set_cookie("session", known.value)
    response = browser.get("/probe")
    assert response.status_code == 503
    assert "De databank is niet bereikbaar" in response.text
    assert browser.get("/_dash-layout").get_json()["error"]["code"] == "database_unavailable"
    assert browser.get("/healthz").status_code == 200


def test_somebody_without_any_page_is_told_so(build: Build) -> None:
    browser = Browser(build())
    browser.log_in(username(Role.PARTICIPATIE_EXPERT))
    assert browser.get("/").status_code == 403


LOOKS = '{"card":["ALL"],"group":["MATCH"],"page":"meldingen","type":"card"}.className'
FILL = '{"card":["ALL"],"group":["MATCH"],"page":"meldingen","type":"card-fill"}.children'
ELSEWHERE = {
    Role.BEHEERDER: "/beheer",
    Role.REGIO: "/vergelijk/gemeenten",
    Role.COMMUNICATIE: "/voorstellen",
    Role.PARTICIPATIE_EXPERT: "/voorstellen",
    Role.SECRETARIAAT: "/zitting",
}


@pytest.mark.parametrize("role", Role)
def test_everybody_arrives_at_a_page_of_their_own(site: dash.Dash, role: Role) -> None:
    browser = Browser(site)
    browser.log_in(username(role))
    there = browser.get("/").headers.get("Location", "/")
    assert there == ELSEWHERE.get(role, "/")
    assert browser.get(there).status_code == 200
    words = browser.call("start-words.children", {"_pages_location.pathname": "/start"}).get_json()
    assert "Uw pagina's staan in het menu." in str(words)


def test_whose_roles_have_ended_is_told_so(site: dash.Dash, somebody: Any) -> None:
    ended = NewGrant(TOWN, Role.RAADSLID, valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1))
    browser = Browser(site).as_(somebody(ended))
    assert browser.get("/").headers["Location"] == "/start"
    assert "U hebt vandaag geen rol" in str(browser.call("start-words.children").get_json())


def test_who_records_decisions_gets_no_number_no_other_page_and_no_file(site: dash.Dash) -> None:
    browser = Browser(site).as_(username(Role.SECRETARIAAT))
    pages = "/meldingen", "/meldingen/none", "/voorstellen", "/moderatie", "/tevredenheid", "/beheer"
    for path in (*pages, "/download/meldingen/stock.csv", "/download/meldingen/oldest.xlsx"):
        response = browser.get(path)
        assert response.status_code == 403, path
        assert 'href="/logout"' in response.text
    for card in cards.declared()["meldingen"].values():
        place = {"page": "meldingen", "group": str(card.group), "card": card.id, "type": "card-fill"}
        outputs = [{"id": place, "property": "children"}]
        answer = browser.call(FILL, {LOOKS: "block"}, outputs=outputs)
        assert "U hebt hier geen toegang toe." in str(answer.get_json()), card.id
        assert "table" not in answer.text


def test_the_log_names_no_token_and_no_search_term(build: Build) -> None:
    browser = Browser(build())
    logs.configure("INFO")
    with capture_logs() as lines:
        browser.get("/toegang/verysecrettoken")
        browser.get("/probe?search=jan.peeters")
    logs.configure("ERROR")
    assert [line["route"] for line in lines] == ["/toegang/<token>", "/<path:path>"]
    assert "verysecrettoken" not in str(lines)
    assert "peeters" not in str(lines)


def test_a_request_is_believed_from_our_own_proxies_only(build: Build, somebody: Any, town_writer: Writer) -> None:
    forwarded = {"X-Forwarded-For": f"198.51.100.{next(NUMBERS)}"}
    addresses: list[str | None] = []
    for trusted in (0, 1):
        site = build(trusted_proxies=trusted)

        def note() -> None:
            from flask import request

            addresses.append(request.remote_addr)

        site.server.before_request_funcs[None].append(note)
        Browser(site).get("/healthz", headers=forwarded)
    assert addresses == ["127.0.0.1", forwarded["X-Forwarded-For"]]

"""Leaks through sessions, cookies and redirects, tried with the guard taken away and with it in place.

A probe that does not get through without its guard proves nothing: so it must succeed there, and fail with it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import dash
import pytest

from config.clock import FixedClock
from config.kinds import Role
from dashboard.store.actions.accounts import NewGrant, grant_role
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.engine import Writer
from dashboard.web import auth, sign_in
from tests.whole_app.people import (
    PASSWORD,
    TOWN,
    Browser,
    guarded,
    id_of,
    payload,
    username,
)

Build = Callable[..., dash.Dash]
Patch = pytest.MonkeyPatch
MEDEWERKER, BEHEERDER = username(Role.MEDEWERKER), username(Role.BEHEERDER)
PROBE = "probe-out.children"


@guarded
@pytest.mark.parametrize("header", [{}, {"X-CSRFToken": "made-up"}], ids=["missing", "wrong"])
def test_another_site_cannot_send_a_callback(build: Build, guard: bool, header: dict[str, str]) -> None:
    site = build()
    browser = Browser(site).as_(MEDEWERKER)
    site.server.config["WTF_CSRF_ENABLED"] = guard
    response = browser.post("/_dash-update-component", json=payload(site, PROBE, {}), headers=header)
    assert response.status_code == (400 if guard else 200)


@guarded
@pytest.mark.parametrize("path", ["/login", "/logout"])
def test_another_site_cannot_send_a_form(build: Build, guard: bool, path: str) -> None:
    site = build()
    browser = Browser(site).as_(MEDEWERKER)
    site.server.config["WTF_CSRF_ENABLED"] = guard
    response = browser.post(path, data={"username": BEHEERDER, "password": PASSWORD})
    assert response.status_code == (400 if guard else 303)


@guarded
def test_a_session_ends_when_rights_change(
    build: Build, monkeypatch: Patch, guard: bool, somebody: Any, town_writer: Writer, time: FixedClock
) -> None:
    site, name = build(), somebody()
    if not guard:
        monkeypatch.setattr(auth, "session_ended", lambda *_: False)
    browser = Browser(site).as_(name)
    more = NewGrant(TOWN, Role.RAADSLID)
    grant_role(writer=town_writer, clock=time, actor=COMMAND_LINE, account_id=id_of(site, name), grant=more)
    assert browser.call(PROBE).status_code == (401 if guard else 200)


@guarded
def test_a_session_ends_after_twelve_hours(build: Build, monkeypatch: Patch, guard: bool, time: FixedClock) -> None:
    site = build()
    if not guard:
        monkeypatch.setattr(auth, "session_ended", lambda *_: False)
    browser, began = Browser(site).as_(MEDEWERKER), time.now()
    time.advance(auth.LONGEST_SESSION)
    assert browser.call(PROBE).status_code == 200
    time.advance(timedelta(seconds=1))
    response = browser.call(PROBE)
    time.set(began)
    assert response.status_code == (401 if guard else 200)


@guarded
def test_a_session_signed_with_another_key_is_nobodys(build: Build, guard: bool, somebody: Any) -> None:
    forger, site = build(), build()
    if guard:
        forger.server.secret_key = "another"
    stolen = Browser(forger).as_(somebody()).client.get_cookie("session")
    assert stolen is not None
    browser = Browser(site)
    browser.client.set_cookie("session", stolen.value)
    assert browser.get("/probe").status_code == (302 if guard else 200)


@pytest.mark.parametrize("secure", [False, True], ids=["guard off", "guard on"])
def test_cookies_go_over_https_only_when_asked(build: Build, secure: bool) -> None:
    browser = Browser(build(secure_cookies=secure), "https://localhost" if secure else "http://localhost")
    response = browser.log_in(MEDEWERKER)
    session = response.headers["Set-Cookie"]
    browser.get("/probe")
    token = browser.client.get_cookie("_csrf_token")
    assert token is not None
    assert token.secure == secure
    assert token.same_site == "Strict"
    assert ("Secure" in session) == secure
    assert session.startswith("__Host-session=") == secure
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    assert "Domain" not in session
    assert ("Strict-Transport-Security" in response.headers) == secure


@guarded
@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
    ],
)
def test_logging_in_never_leads_to_another_site(build: Build, monkeypatch: Patch, guard: bool, target: str) -> None:
    if not guard:
        monkeypatch.setattr(sign_in, "safe_next", lambda wanted: wanted)
    site = build()
    assert (sign_in.safe_next(target) == "/") == guard
    response = Browser(site).log_in(MEDEWERKER, next=target)
    assert (response.status_code == 303 and response.headers["Location"] == "/") == guard


def test_logging_in_leads_to_where_one_was_going(build: Build) -> None:
    browser = Browser(build())
    login = browser.get("/probe?from=2026-01-01&service=a&service=b").headers["Location"]
    assert 'value="/probe?from=2026-01-01&amp;service=a&amp;service=b"' in browser.get(login).text
    response = browser.log_in(MEDEWERKER, next="/probe?from=2026-01-01&service=a&service=b")
    assert response.headers["Location"] == "/probe?from=2026-01-01&service=a&service=b"

"""Leaks through demo accounts, links and guessing, tried with the guard taken away and with it in place.

A probe that does not get through without its guard proves nothing: so it must succeed there, and fail with it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import dash
import pytest
from sqlalchemy import update

import dashboard.store.actions.links as link_actions
from config.clock import FixedClock
from config.kinds import Role
from dashboard.store.actions import signing_in
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.links import create_link
from dashboard.store.actions.passwords import matches
from dashboard.store.engine import Writer
from dashboard.web.context import EXTENSION
from queries.tables import one_time_link, setting
from tests.whole_app.people import (
    NUMBERS,
    Browser,
    guarded,
    id_of,
    mark_demo,
    username,
)

Build = Callable[..., dash.Dash]
Patch = pytest.MonkeyPatch
MEDEWERKER, BEHEERDER = username(Role.MEDEWERKER), username(Role.BEHEERDER)
PROBE = "probe-out.children"
TRUE_LIMITS = signing_in.Limits


@guarded
def test_a_demo_account_logs_in_only_where_the_demo_is(
    build: Build, guard: bool, somebody: Any, town_writer: Writer
) -> None:
    name = somebody(demo=True)
    site = build()
    if not guard:
        mark_demo(town_writer)
    try:
        response = Browser(site).log_in(name)
        assert response.status_code == (401 if guard else 303)
    finally:
        _unmark(town_writer)


def test_a_demo_session_ends_with_the_demo(build: Build, somebody: Any, town_writer: Writer) -> None:
    mark_demo(town_writer)
    browser = Browser(build()).as_(somebody(demo=True))
    assert browser.call(PROBE).status_code == 200
    _unmark(town_writer)
    assert browser.call(PROBE).status_code == 401


def _unmark(writer: Writer) -> None:
    with writer.transaction() as connection:
        connection.execute(setting.delete().where(setting.c.key == "demo"))


NEW_PASSWORD = "zeven zwanen zwemmen naar de sluis"


@pytest.fixture
def link(somebody: Any, town_writer: Writer, time: FixedClock) -> Callable[[dash.Dash], tuple[str, str]]:
    """Makes an account with an invitation; returns its name and the token."""

    def make(site: dash.Dash) -> tuple[str, str]:
        name = somebody(password_hash=None)
        actor = COMMAND_LINE
        return name, create_link(writer=town_writer, clock=time, actor=actor, account_id=id_of(site, name))

    return make


def use(site: dash.Dash, token: str) -> int:
    """Try to set a password; the status of the answer."""
    browser = Browser(site)
    form = browser.form_token("/login")
    fields = {"csrf_token": form, "password": NEW_PASSWORD, "repeated": NEW_PASSWORD}
    return browser.post(f"/toegang/{token}", data=fields).status_code


@guarded
def test_a_link_works_once(build: Build, monkeypatch: Patch, guard: bool, link: Any, town_writer: Writer) -> None:
    site = build()
    name, token = link(site)
    assert Browser(site).get(f"/toegang/{token}").status_code == 200
    assert Browser(site).get(f"/toegang/{token}").status_code == 200  # looking does not use it up
    assert use(site, token) == 200
    assert Browser(site).log_in(name, NEW_PASSWORD).status_code == 303
    if not guard:
        with town_writer.transaction() as connection:
            connection.execute(update(one_time_link).values(used_at=None))
    assert use(site, token) == (404 if guard else 200)


@guarded
def test_a_link_expires(build: Build, monkeypatch: Patch, guard: bool, link: Any, time: FixedClock) -> None:
    site = build()
    if not guard:
        longer = dict.fromkeys(link_actions.Purpose, timedelta(days=4000))
        monkeypatch.setattr(link_actions, "LIFETIME", longer)
    _, token = link(site)
    began = time.now()
    time.advance(timedelta(days=7))
    status = use(site, token)
    time.set(began)
    assert status == (404 if guard else 200)


@guarded
def test_the_stored_hash_of_a_link_is_no_link(build: Build, monkeypatch: Patch, guard: bool, link: Any) -> None:
    if not guard:
        monkeypatch.setattr(link_actions, "token_hash", lambda token: token.encode())
    site = build()
    _, token = link(site)
    with site.server.extensions[EXTENSION].writer.transaction() as connection:
        rows = connection.execute(one_time_link.select()).all()
    stored = {row.token_hash for row in rows}
    assert (token.encode() in stored) != guard


@guarded
@pytest.mark.parametrize("known", [True, False], ids=["known name", "unknown name"])
def test_guessing_is_stopped_for_a_name(
    build: Build, monkeypatch: Patch, guard: bool, somebody: Any, known: bool, time: FixedClock
) -> None:
    name = somebody() if known else f"nobody-{next(NUMBERS)}"
    site = build()
    if not guard:
        monkeypatch.setattr(signing_in, "_refuse_beyond", lambda *_: None)
    limits = signing_in.Limits()
    for _ in range(limits.per_username):
        assert Browser(site).log_in(name, "wrong").status_code == 401
    last = Browser(site).log_in(name)  # the right password does not help any more
    assert last.status_code == (429 if guard else 303 if known else 401)
    began = time.now()
    time.advance(timedelta(minutes=limits.minutes, seconds=1))
    later = Browser(site).log_in(name).status_code
    time.set(began)
    assert later == (303 if known else 401)


@guarded
def test_guessing_is_stopped_for_an_address(build: Build, monkeypatch: Patch, guard: bool, somebody: Any) -> None:
    site, name = build(), somebody()
    monkeypatch.setattr(signing_in, "Limits", lambda **_: TRUE_LIMITS(per_address=3))
    if not guard:
        monkeypatch.setattr(signing_in, "_refuse_beyond", lambda *_: None)
    one, another = (f"203.0.113.{next(NUMBERS)}" for _ in range(2))
    for number in range(3):
        assert Browser(site, address=one).log_in(f"guess-{number}", "wrong").status_code == 401
    assert Browser(site, address=one).log_in(name).status_code == (429 if guard else 303)
    assert Browser(site, address=another).log_in(name).status_code == 303


@guarded
def test_an_unknown_name_costs_as_much_as_a_known_one(
    build: Build, monkeypatch: Patch, guard: bool, somebody: Any
) -> None:
    """Both verify exactly one hash: time itself is not measured, it would make the test a matter of luck."""
    site, name = build(), somebody()
    verified: list[str | None] = []

    def counting(password: str, stored: str | None) -> bool:
        if stored is None and not guard:
            return False
        verified.append(stored)
        return matches(password, stored)

    monkeypatch.setattr(signing_in, "matches", counting)
    known = Browser(site).log_in(name, "wrong")
    unknown = Browser(site).log_in("no-such-name", "wrong")
    assert (len(verified) == 2) == guard
    assert known.status_code == unknown.status_code == 401
    assert _told(known.text) == _told(unknown.text)


def _told(html: str) -> str:
    return html.split('role="alert"')[1].split("</p>", maxsplit=1)[0]

"""Leaks through pages, callbacks and failures, tried with the guard taken away and with it in place.

A probe that does not get through without its guard proves nothing: so it must succeed there, and fail with it.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import dash
import pytest

from config.kinds import Permission, Role
from dashboard.store.actions.accounts import NewGrant
from dashboard.web import dispatch, gate, headers, pages
from queries.accounts import Person
from queries.filters import Reach, Scope
from tests.whole_app.people import (
    FORMER_TOWN,
    OTHER_TOWN,
    ROADS,
    TOWN,
    Browser,
    guarded,
    payload,
    username,
)

Build = Callable[..., dash.Dash]
Patch = pytest.MonkeyPatch
MEDEWERKER, BEHEERDER = username(Role.MEDEWERKER), username(Role.BEHEERDER)
PROBE = "probe-out.children"


@guarded
def test_one_users_layout_is_not_in_anothers_page(build: Build, monkeypatch: Patch, guard: bool) -> None:
    if not guard:
        true_init = dash.Dash.__init__

        def careless(self: dash.Dash, *args: Any, **options: Any) -> None:
            true_init(self, *args, **options | {"suppress_callback_exceptions": False})

        monkeypatch.setattr(dash.Dash, "__init__", careless)
        # Dash sets itself up at the first request: here that of a person whose name stands in a layout.
        monkeypatch.setattr("app.set_up", lambda _server: None)
        monkeypatch.setattr("app.shell_layout", lambda: dash.html.Div(dash.page_container))
        monkeypatch.setattr(pages, "_guarded", lambda _page, layout: layout)
    session = Browser(build()).as_(username(Role.BURGEMEESTER)).client.get_cookie("session")
    assert session is not None
    site = build()
    first = Browser(site)
    first.client.set_cookie("session", session.value)
    assert first.get("/probe").status_code == 200
    html = Browser(site).as_(MEDEWERKER).get("/probe").text
    assert (f"layout of {username(Role.BURGEMEESTER)}" in html) != guard
    assert ("validation_layout" in html) != guard


@guarded
def test_nobody_cannot_post_a_callback(build: Build, monkeypatch: Patch, guard: bool) -> None:
    site = build(secure_cookies=False)
    site.server.config["WTF_CSRF_ENABLED"] = guard
    if not guard:
        monkeypatch.setitem(site.server.before_request_funcs, None, _without(site, gate.stand_guard))
    response = Browser(site).post("/_dash-update-component", json=payload(site, "managing-out.children", {}))
    assert ("told to the beheerder" in response.text) != guard
    assert response.status_code == (401 if guard else 200)


def _without(site: dash.Dash, *removed: Any) -> list[Any]:
    return [function for function in site.server.before_request_funcs[None] if function not in removed]


@guarded
def test_somebody_cannot_post_a_callback_of_a_page_they_may_not_see(
    build: Build, monkeypatch: Patch, guard: bool
) -> None:
    if not guard:
        monkeypatch.setattr(dispatch, "check_callback", lambda *_: None)
    response = Browser(build()).as_(MEDEWERKER).call("managing-out.children")
    assert ("told to the beheerder" in response.text) != guard


@guarded
def test_somebody_cannot_fetch_the_layout_of_a_page_they_may_not_see(
    build: Build, monkeypatch: Patch, guard: bool
) -> None:
    if not guard:
        monkeypatch.setattr(pages, "allows", lambda *_: True)
    site = build()
    router = next(name for name in site.callback_map if "_pages_content" in name)
    response = Browser(site).as_(MEDEWERKER).call(router, {"_pages_location.pathname": "/managing"})
    assert response.status_code == 200
    assert ("for the beheerder" in response.text) != guard


@guarded
def test_an_unknown_callback_is_a_bad_request(build: Build, monkeypatch: Patch, guard: bool) -> None:
    if not guard:
        monkeypatch.setattr(dispatch, "check_callback", lambda *_: None)
    browser = Browser(build()).as_(MEDEWERKER)
    response = browser.post_callback(payload(browser.site, PROBE, {}) | {"output": "no-such.children"})
    assert response.status_code == (400 if guard else 500)


@guarded
def test_scope_comes_from_the_account_and_never_from_the_request(build: Build, monkeypatch: Patch, guard: bool) -> None:
    claimed = {"organisations": [OTHER_TOWN], "scope": [[OTHER_TOWN, []]]}
    if not guard:

        def believe(person: Person, _permission: Permission) -> Scope:
            from flask import request

            wanted = request.get_json()["state"][0]["value"]["organisations"]
            return Scope(tuple(Reach(number) for number in wanted))

        monkeypatch.setattr(Person, "scope", believe)
    browser = Browser(build()).as_(MEDEWERKER)
    values = {"probe-in.data": claimed, "probe-scope.data": claimed}
    told = json.loads(browser.call(PROBE, values).get_json()["response"]["probe-out"]["children"])
    seen = {number for number, _ in told}
    assert (OTHER_TOWN in seen) != guard
    if guard:
        assert seen == {TOWN, FORMER_TOWN}


@guarded
def test_every_inline_script_is_allowed_also_when_the_login_page_came_first(
    build: Build, monkeypatch: Patch, guard: bool
) -> None:
    if not guard:
        monkeypatch.setattr("app.set_up", lambda _server: None)
    site = build()
    first = Browser(site).get("/login").headers["Content-Security-Policy"]
    scripts = next(part for part in first.split("; ") if part.startswith("script-src")).split()
    page = Browser(site).as_(MEDEWERKER).get("/probe")
    needed = set(site.csp_hashes())
    assert needed
    assert needed.issubset(scripts) == guard
    assert page.headers["Content-Security-Policy"] == first
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(scripts)


@guarded
def test_no_answer_about_people_stays_in_a_cache(build: Build, monkeypatch: Patch, guard: bool) -> None:
    browser = Browser(build()).as_(MEDEWERKER)
    if not guard:
        monkeypatch.setattr(headers, "SAME_FOR_ALL", frozenset({"/", "/<path:path>", gate.CALLBACK, "/_dash-layout"}))
    for response in (browser.get("/probe"), browser.call(PROBE), browser.get("/_dash-layout")):
        assert (response.headers.get("Cache-Control") == "no-store") == guard


def test_files_that_are_the_same_for_all_stay_in_the_browser_whoever_asks(build: Build) -> None:
    browser = Browser(build()).as_(MEDEWERKER)
    sources = re.findall(r'src="(/[^"]+)"', browser.get("/probe").text)
    assert len(sources) > 10
    for source in sources:
        kept = browser.get(source)
        assert "max-age=31536000" in kept.headers["Cache-Control"], source
        assert "Cookie" not in kept.headers.get("Vary", "")
        assert "Set-Cookie" not in kept.headers
    older = browser.get(next(source for source in sources if "?m=" in source).partition("?")[0] + "?m=1")
    assert older.headers["Cache-Control"] == "no-cache"
    refused = Browser(browser.site).get(next(source for source in sources if "_dash-component-suites" in source))
    assert refused.status_code == 401
    assert refused.headers["Cache-Control"] == "no-store"


@guarded
def test_a_crash_tells_nothing_but_its_number(build: Build, guard: bool) -> None:
    site = build()
    browser = Browser(site).as_(MEDEWERKER)
    if not guard:
        site.server.error_handler_spec[None][None] = {Exception: lambda error: (str(error), 500)}
    response = browser.call(PROBE, {"probe-in.data": "crash"})
    assert response.status_code == 500
    assert ("a secret in a traceback" in response.text) != guard
    if guard:
        assert response.get_json()["error"]["request_id"] == response.headers["X-Request-ID"]


def test_an_expected_failure_of_a_callback_says_what_it_is(build: Build) -> None:
    response = Browser(build()).as_(MEDEWERKER).call(PROBE, {"probe-in.data": "error"})
    assert response.status_code == 400
    assert response.get_json()["error"]["code"] == "invalid_input"


def test_services_of_a_predecessor_are_found_by_their_code(build: Build, somebody: Any) -> None:
    browser = Browser(build()).as_(somebody(NewGrant(TOWN, Role.DIENSTHOOFD, (ROADS,))))
    told = json.loads(browser.call(PROBE).get_json()["response"]["probe-out"]["children"])
    assert told == [[TOWN, [ROADS]], [FORMER_TOWN, [ROADS + 100]]]

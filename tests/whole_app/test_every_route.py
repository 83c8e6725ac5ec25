"""Every route x every method x every role and nobody: who may use what stands here, and nothing else exists."""

import re
from typing import Any

import dash
import pytest
from werkzeug.routing import Rule

from config.kinds import PERMISSIONS, Permission, Role
from dashboard.web.gate import Access
from tests.whole_app.people import Browser, username

EITHER = frozenset({Permission.HANDLE_PROPOSALS, Permission.SEE_SITTINGS})
FILES = frozenset({Permission.DOWNLOAD, Permission.MANAGE, Permission.SEE_SITTINGS})
ROUTES: dict[str, Access | Permission | frozenset[Permission]] = {
    "/healthz": Access.OPEN,
    "/login": Access.OPEN,
    "/logout": Access.OPEN,
    "/toegang/<token>": Access.OPEN,
    "/abonnement/stop/<token>": Access.OPEN,
    "/assets/<path:filename>": Access.OPEN,
    "/_favicon.ico": Access.OPEN,
    "/puls": Access.OPEN,
    "/kaart": Access.OPEN,
    "/kaart/toegankelijkheid": Access.OPEN,
    "/kaart/static/<name>": Access.OPEN,
    "/kaart/<code>": Access.OPEN,
    "/kaart/<code>/inbed": Access.OPEN,
    "/kaart/<code>/voorstel/<uuid:subject_id>": Access.OPEN,
    "/kaart/<code>/foto/<key>": Access.OPEN,
    "/kaart/<code>/punten": Access.OPEN,
    "/kaart/<code>/wijken": Access.OPEN,
    "/kaart/<code>/versie": Access.OPEN,
    "/kaart/<rest:path>": Access.OPEN,
    "/open": Access.OPEN,
    "/open/catalog.jsonld": Access.OPEN,
    "/open/voorstellen.<any(geojson, csv):ending>": Access.OPEN,
    "/open/<code>/voorstellen.<any(geojson, csv):ending>": Access.OPEN,
    "/open/<rest:path>": Access.OPEN,
    "/handleiding": Access.SIGNED_IN,
    "/handleiding/<part>": Access.SIGNED_IN,
    "/handleiding/beelden/<picture>": Access.SIGNED_IN,
    "/logo": Access.SIGNED_IN,
    "/": Access.SIGNED_IN,
    "/<path:path>": Access.SIGNED_IN,
    "/_dash-layout": Access.SIGNED_IN,
    "/_dash-dependencies": Access.SIGNED_IN,
    "/_dash-update-component": Access.SIGNED_IN,
    "/_reload-hash": Access.SIGNED_IN,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": Access.SIGNED_IN,
    "/download/<page>/<card>.<any(csv, xlsx):ending>": FILES,
    "/foto/<int:organisation_id>/<key>": Permission.SEE_PROPOSALS,
    "/download/zittingen.ics": Permission.SEE_SITTINGS,
    "/download/rapport/<uuid:report_id>/<int:version>.<any(pdf, docx, xlsx, pptx):kind>": Permission.SEE_REPORTS,
    "/download/publicatiepakket/<uuid:pack_id>.zip": Permission.PUBLISH_CHOICES,
    "/download/dossier/<uuid:dossier_id>.<any(pdf, docx):file>": EITHER,
}
"""A new route belongs here, with who may use it; a permission instead of an `Access` where one is needed, several
where any of them is enough."""

BEHIND: dict[str, Permission] = {
    "/download/<page>/<card>.<any(csv, xlsx):ending>": Permission.SEE_MELDINGEN,
}
"""What the thing in `FILLED` asks beside its route."""

PAGES: dict[str, Permission | None] = {
    "/": Permission.SEE_MELDINGEN,
    "/abonnementen": None,
    "/beheer": Permission.MANAGE,
    "/beheer/bewaring": Permission.MANAGE,
    "/beheer/categorieen": Permission.MANAGE,
    "/beheer/diensten": Permission.MANAGE,
    "/beheer/doelen": Permission.MANAGE,
    "/beheer/klimaat": Permission.MANAGE,
    "/beheer/gebieden": Permission.MANAGE,
    "/beheer/gebruikers": Permission.MANAGE,
    "/beheer/invoer": Permission.MANAGE,
    "/beheer/kalender": Permission.MANAGE,
    "/beheer/kwaliteit": Permission.MANAGE,
    "/beheer/logboek": Permission.MANAGE,
    "/beheer/mail": Permission.MANAGE,
    "/beheer/normen": Permission.MANAGE,
    "/kaart-insluiten": Permission.PUBLISH_MAP,
    "/klimaat": Permission.SEE_PROPOSALS,
    "/beheer/redenen": Permission.MANAGE,
    "/beheer/uitzicht": Permission.MANAGE,
    "/meldingen": Permission.SEE_MELDINGEN,
    "/meldingen-kaart": Permission.SEE_MELDINGEN,
    "/meldingen/none": Permission.SEE_CASES,
    "/moderatie": Permission.MODERATE,
    "/motivering": Permission.SEE_PROPOSALS,
    "/motivering/none": Permission.SEE_PROPOSALS,
    "/opvolging": Permission.HANDLE_PROPOSALS,
    "/rapporten": Permission.SEE_REPORTS,
    "/rapporten/none": Permission.SEE_REPORTS,
    "/rapporten/none/vergelijk": Permission.SEE_REPORTS,
    "/selectie": Permission.HANDLE_PROPOSALS,
    "/publicatie": Permission.PUBLISH_CHOICES,
    "/start": None,
    "/tevredenheid": Permission.SEE_MELDINGEN,
    "/trends": Permission.SEE_MELDINGEN,
    "/toegankelijkheid": None,
    "/vergelijk": Permission.SEE_MELDINGEN,
    "/vergelijk/gemeenten": Permission.SEE_REGION,
    "/voorstellen": Permission.SEE_PROPOSALS,
    "/voorstellen/none": Permission.SEE_PROPOSALS,
    "/zitting": Permission.SEE_SITTINGS,
}
"""A new page belongs here; None: everybody who is logged in."""

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
FILLED = {
    "token": "x" * 43,
    "path": "no-such-page",
    "filename": "00-tokens.css",
    "package_name": "dash",
    "fingerprinted_path": "dash-renderer/build/dash_renderer.min.js",
    "page": "meldingen",
    "card": "stock",
    "part": "README",
    "picture": "meldingen-1440.png",
    "ending": "csv",
    "name": "public.css",
    "code": "no-such-town",
    "key": "0" * 64,
    "subject_id": "019d24de-cb10-79e8-98d3-dab63e872cff",
    "organisation_id": "1",
    "dossier_id": "019d24de-cb10-79e8-98d3-dab63e872cff",
    "file": "pdf",
    "report_id": "019d24de-cb10-79e8-98d3-dab63e872cff",
    "version": "1",
    "kind": "pdf",
    "pack_id": "019d24de-cb10-79e8-98d3-dab63e872cff",
}


def address(rule: Rule) -> str:
    """An address that this rule answers."""
    filled = rule.rule
    for name in rule.arguments:
        filled = re.sub(rf"<(?:[^<>]+:)?{name}>", FILLED[name], filled)
    return filled


@pytest.fixture(scope="module")
def everybody(site: dash.Dash) -> dict[Role, Browser]:
    """A logged-in browser for each role."""
    return {role: Browser(site).as_(username(role)) for role in Role}


def test_every_route_is_in_the_list_and_the_list_holds_no_other(site: dash.Dash) -> None:
    assert {rule.rule for rule in site.server.url_map.iter_rules()} == set(ROUTES)


def test_every_page_is_in_the_list_and_the_list_holds_no_other(site: dash.Dash) -> None:
    registered = site.server.extensions["pages"].values()
    pages = {page["path"]: page["permission"] for page in registered if page["path"] != "/404"}
    assert pages == PAGES


def is_refused_to_nobody(response: Any) -> bool:
    to_login = response.status_code == 302 and response.headers["Location"].startswith("/login?next=")
    return bool(to_login or response.status_code == 401)


def lets_in(needed: Access | Permission | frozenset[Permission], role: Role) -> bool:
    wanted = needed if isinstance(needed, frozenset) else {needed}
    return isinstance(needed, Access) or bool(wanted & PERMISSIONS[role])


@pytest.mark.parametrize("method", METHODS)
def test_nobody_gets_only_what_is_open(site: dash.Dash, method: str) -> None:
    for rule in site.server.url_map.iter_rules():
        response = Browser(site).open(address(rule), method)
        # Another method on an open path falls to the catch-all of pages, which is closed.
        accepted = rule.methods or set()
        opened = ROUTES[rule.rule] is Access.OPEN and method in accepted
        assert is_refused_to_nobody(response) != opened, (rule.rule, method, response.status_code)
        assert b"_dash-config" not in response.data


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_what_its_permissions_say(everybody: dict[Role, Browser], role: Role) -> None:
    browser = everybody[role]
    for rule in browser.site.server.url_map.iter_rules():
        needed = ROUTES[rule.rule]
        allowed = lets_in(needed, role)
        shown = allowed and lets_in(BEHIND.get(rule.rule, needed), role)
        for method in METHODS:
            if rule.rule == "/logout" and method == "POST":
                continue
            response = browser.open(address(rule), method)
            assert not is_refused_to_nobody(response), (rule.rule, method)
            assert response.status_code != 500, (rule.rule, method)
            if rule.rule != "/":  # leads to the first page of the role, if it has one
                reached = shown if method in ("GET", "HEAD") else allowed
                refused = not reached and method in (rule.methods or set())
                assert (response.status_code == 403) == refused, (rule.rule, method, response.status_code)


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_its_pages_and_no_other(everybody: dict[Role, Browser], role: Role) -> None:
    for path, permission in PAGES.items():
        refused = 302 if path == "/" else 403  # whoever has no overview is led on
        expected = 200 if permission is None or permission in PERMISSIONS[role] else refused
        if path == "/vergelijk" and Permission.SEE_REGION in PERMISSIONS[role] - {permission}:
            expected = 302  # municipalities instead of services
        assert everybody[role].get(path).status_code == expected, path


def test_a_route_without_a_rule_is_closed_to_everybody(build: Any) -> None:
    site = build()
    site.server.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert is_refused_to_nobody(Browser(site).get("/forgotten"))
    assert Browser(site).as_(username(Role.BEHEERDER)).get("/forgotten").status_code == 403


def test_an_address_that_leads_nowhere_is_404_only_for_who_is_logged_in(
    site: dash.Dash, everybody: dict[Role, Browser]
) -> None:
    assert is_refused_to_nobody(Browser(site).get("/no-such-page"))
    response = everybody[Role.MEDEWERKER].get("/no-such-page")
    assert response.status_code == 404
    assert "Traceback" not in response.text


def test_bytes_that_are_no_text_are_answered_like_any_address(site: dash.Dash) -> None:
    """From anybody, as no browser sends them: a failure here would fail once more while it is told."""
    nobody, somebody = Browser(site), Browser(site).as_(username(Role.BEHEERDER))
    raw = {"QUERY_STRING": "from=\xff&lang=\xc3"}
    for browser, path in (
        *((nobody, path) for path in ("/login", "/kaart", "/open", "/", "/nergens", "/abonnement/stop/x", "/puls")),
        *((somebody, path) for path in ("/", "/beheer/logboek", "/download/beheer-logboek/log.csv", "/nergens")),
    ):
        answer = browser.client.get(path, environ_overrides=raw)
        assert answer.status_code < 500, path

"""Closed by default: before anything is answered, each route has to say who may use it, also those that Dash adds.

Anonymous visitors get the login pages and their files, nothing else; what an open page asks each second is answered
with nothing (`dashboard.web.pulse`). A page says who may see it in `dash.register_page(..., permission=...)`; its
callbacks ask the same. What a callback shows is limited once more by the scope in its query.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import dash
from flask import Flask, Response, current_app, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as Answer

from config.errors import Forbidden
from config.kinds import Permission
from config.language import set_language
from dashboard.web import auth, dispatch, pages
from dashboard.web.request import chosen_language
from queries.accounts import Person

EXTENSION = "gate"
CALLBACK = "/_dash-update-component"
PAGES = frozenset({"/", "/<path:path>"})
CSRF_COOKIE = "_csrf_token"
"""Dash's renderer sends the value of this cookie back in the header X-CSRFToken."""
LARGEST_REQUEST = 4 * 1024 * 1024


class Access(StrEnum):
    """Who may use a route that needs no particular permission."""

    OPEN = "open"
    SIGNED_IN = "signed_in"


Rule = Access | Permission | frozenset[Permission]
"""Of several permissions any one is enough."""
DASH_RULES: Mapping[str, Rule] = {
    "/": Access.SIGNED_IN,
    "/<path:path>": Access.SIGNED_IN,
    CALLBACK: Access.SIGNED_IN,
    "/_dash-layout": Access.SIGNED_IN,
    "/_dash-dependencies": Access.SIGNED_IN,
    "/_reload-hash": Access.SIGNED_IN,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": Access.SIGNED_IN,
    "/_favicon.ico": Access.OPEN,
    "_dash_assets.static": Access.OPEN,
}
"""Dash's endpoints, by the names it gives them. The last one serves our own `assets/`."""


@dataclass
class Gate:
    """The rules of one server, and the Dash app behind it once that exists."""

    rules: dict[str, Rule]
    site: dash.Dash | None = None


def install(server: Flask, *, secure: bool) -> None:
    """Put the gate before every route: first who asks, then whether our own page sent the request (CSRF)."""
    server.extensions[EXTENSION] = Gate(dict(DASH_RULES))
    server.config.update(
        # The prefix makes browsers refuse a cookie that another host or plain HTTP set.
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
    )
    auth.install(server)
    server.before_request(stand_guard)
    CSRFProtect(server)
    server.after_request(give_csrf_cookie)


def gate_of(server: Flask) -> Gate:
    """The gate of a server."""
    gate: Gate = server.extensions[EXTENSION]
    return gate


def declare(server: Flask, endpoint: str, rule: Rule) -> None:
    """Say who may use a route; without this nobody may."""
    gate_of(server).rules[endpoint] = rule


def stand_guard() -> Answer | None:
    """Let the request pass (None), send it on to the person's first page, or raise what is wrong."""
    rule = gate_of(current_app).rules.get(request.endpoint or "")
    if rule is Access.OPEN:
        return None
    person = auth.current_user()
    set_language(chosen_language() or person.language)
    if request.endpoint is None:
        return None  # Flask answers 404 or 405, now that we know who asks
    check_rule(rule, person)
    return check_target(person)


def check_rule(rule: Rule | None, person: Person) -> None:
    """Raise Forbidden unless the rule of a route lets this person in."""
    if rule is Access.SIGNED_IN:
        return
    enough = rule if isinstance(rule, frozenset) else [Permission(rule)] if rule else []
    if not any(person.may(one) for one in enough):
        raise Forbidden()


def check_target(person: Person) -> Answer | None:
    """Look behind the two routes that lead to many things: pages and callbacks."""
    if request.endpoint in PAGES:
        return pages.check_page(request.path, person)
    site = gate_of(current_app).site
    if request.endpoint == CALLBACK and site is not None:
        dispatch.check_callback(site.callback_map, request.get_json(silent=True), person)
    return None


def give_csrf_cookie(response: Response) -> Response:
    """Give each page the token that its callbacks have to send back."""
    if request.endpoint in PAGES and response.status_code == 200:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(CSRF_COOKIE, generate_csrf(), secure=secure, httponly=False, samesite="Strict")
    return response

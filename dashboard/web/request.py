"""What every request gets first: an id for the logs and for error pages, a language, and one line in the log."""

import secrets
from time import perf_counter
from typing import Any
from urllib.parse import quote

import structlog
from flask import Flask, Request, Response, g, request

from config.language import LANGUAGES, set_language
from config.logs import request_id
from dashboard.web.auth import PULSE
from dashboard.web.context import services
from dashboard.web.headers import PUBLIC, SAME_FOR_ALL, is_public

COOKIE, PARAMETER = "lang", "lang"
_YEAR = 365 * 24 * 3600
QUIET = SAME_FOR_ALL | {PULSE, f"{PUBLIC}.version"}
"""Endpoints whose requests only fill a log."""
log = structlog.get_logger(__name__)


class Readable(Request):
    """A request whose address can be read whatever bytes were sent: Flask takes those after the '?' for UTF-8, and
    fails on others, also while it tells of that failure."""

    def __init__(self, environ: dict[str, Any], *more: Any, **named: Any) -> None:
        asked = environ.get("QUERY_STRING") or ""
        if not asked.isascii():
            environ["QUERY_STRING"] = quote(asked.encode("latin-1"), safe=_PLAIN)
        super().__init__(environ, *more, **named)


_PLAIN = "".join(map(chr, range(0x80)))
"""What stays as it was sent."""


def install(server: Flask) -> None:
    """Open and close every request; register before the gate, so that also refusals have an id and a language."""
    server.request_class = Readable
    server.before_request(open_request)
    server.after_request(close_request)


def open_request() -> None:
    """A new id (never the client's) and the language that an anonymous visitor reads."""
    g.started = perf_counter()
    request_id.set(secrets.token_hex(8))
    set_language(chosen_language() or accepted_language())


def chosen_language() -> str | None:
    """What the person chose: now, by `?lang=`, or earlier, kept in a cookie."""
    choices = (request.args.get(PARAMETER), request.cookies.get(COOKIE))
    return next((choice for choice in choices if choice in LANGUAGES), None)


def accepted_language() -> str:
    """What the browser asks for, else the installation's own."""
    fallback = services().settings.default_language
    return request.accept_languages.best_match(LANGUAGES, fallback) or fallback


def close_request(response: Response) -> Response:
    """Tell the id, keep a language that was just chosen, write the log line.

    The log names the route and not the address: addresses hold tokens and search terms.
    """
    response.headers["X-Request-ID"] = request_id.get()
    if request.args.get(PARAMETER) in LANGUAGES and not is_public():
        secure = services().settings.secure_cookies
        response.set_cookie(
            COOKIE, request.args[PARAMETER], max_age=_YEAR, secure=secure, httponly=True, samesite="Lax"
        )
    route = request.url_rule.rule if request.url_rule else "-"
    took = round((perf_counter() - g.get("started", perf_counter())) * 1000)
    write = log.debug if request.endpoint in QUIET else log.info
    write("request", method=request.method, route=route, status=response.status_code, milliseconds=took)
    return response

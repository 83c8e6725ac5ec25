"""What every answer tells the browser: which code may run, who may frame it, what may be kept."""

from collections.abc import Sequence

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from dashboard.web import context

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
SAME_FOR_ALL = frozenset(
    {"_dash_assets.static", "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"}
)
"""Endpoints with files that are the same for everybody; every other answer stays out of caches."""
PUBLIC = "public"
"""The blueprint of everybody: it has no session and no cookie, and says for itself what a browser may do with it."""


def is_public() -> bool:
    """Whether this request is for the public pages."""
    return request.blueprint == PUBLIC


KEPT_BY_ONE = frozenset({"photo"})
"""Endpoints whose answer the reader's own browser may keep, and asks after each time before it shows it again."""


class Sessions(SecureCookieSessionInterface):
    """Leaves what is the same for everybody alone: with `Vary: Cookie`, which a look at the session adds, a new
    visit would fetch them all again."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Put the session into its cookie, but not with a file or a public page."""
        if request.endpoint not in SAME_FOR_ALL and not is_public():
            super().save_session(app, session, response)


def content_security_policy(script_hashes: Sequence[str], tile_origins: Sequence[str] = ()) -> str:
    """The policy: our own files, plus the inline scripts whose hashes are given (Dash's clientside callbacks), and the
    pictures of the origins whose tiles were chosen for maps.

    Mantine and Dash set inline styles, so `style-src` cannot do without 'unsafe-inline'.
    """
    directives = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *script_hashes],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:", *tile_origins],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


MODIFIED = "m"
"""With this parameter Dash asks for a file of `assets/` as it was last changed: another file has another address."""


def _is_that_version(response: Response) -> bool:
    """Whether the file is the one asked for: another machine may still have an older one at the same address."""
    try:
        told = int(float(request.args.get(MODIFIED, "")))
    except (ValueError, OverflowError):
        return False
    return response.last_modified is not None and told == int(response.last_modified.timestamp())


def install(server: Flask, script_hashes: Sequence[str], *, secure: bool) -> None:
    """Set the headers on every answer. Call it after Dash has set itself up: only then are all hashes known."""
    always = {
        "X-Content-Type-Options": "nosniff",
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if secure:
        always["Strict-Transport-Security"] = "max-age=31536000"
    private = {
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }

    server.session_interface = Sessions()

    @server.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(always)
        if is_public():
            return response
        response.headers.update(private)
        tiles = context.of(server).looks.tile_origins()
        response.headers["Content-Security-Policy"] = content_security_policy(script_hashes, tiles)
        if request.endpoint in KEPT_BY_ONE and response.status_code < 400:
            response.headers["Cache-Control"] = "private, no-cache"
        elif request.endpoint not in SAME_FOR_ALL or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        elif _is_that_version(response):
            response.headers["Cache-Control"] = "max-age=31536000, immutable"
        return response

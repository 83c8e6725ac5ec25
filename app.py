"""The composition root: puts the parts together. Nobody imports it; gunicorn gets it as `app:create_server()`."""

from pathlib import Path

import dash
from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from config import logs
from config.clock import Clock, SystemClock
from config.settings import Settings
from dashboard.store.actions.passwords import unmatchable_hash
from dashboard.store.engine import Writer
from dashboard.web import (
    context,
    dossiers,
    downloads,
    failures,
    gate,
    headers,
    manual,
    own_look,
    pages,
    photos,
    publication_packs,
    pulse,
    reports_file,
    request,
    sign_in,
    sittings_file,
    unsubscribing,
)
from dashboard.web.public import doors
from dashboard.web.shell import shell_layout
from dashboard.web.site import NAME, Site, set_up, share_callbacks
from queries.db import SHORT_PATIENCE, Database
from queries.versions import Listener

ROOT = Path(__file__).parent
COMPRESSED = [
    *("text/html", "text/css", "text/csv", "text/javascript", "application/javascript", "application/json"),
    *("application/geo+json", "application/ld+json", "image/svg+xml"),
]
"""Types of answers that become much smaller."""
PAGES = ROOT / "pages"


def create_app(settings: Settings, *, clock: Clock | None = None) -> dash.Dash:
    """Everything that answers requests, ready for the first one; several can live in one process.

    `clock` replaces the machine's clock in tests.
    """
    server = _create_server(settings, clock or SystemClock())
    dash.page_registry.clear()
    site = Site(
        "app",
        server=server,  # type: ignore[arg-type]
        use_pages=True,
        pages_folder=str(PAGES),
        assets_folder=str(ROOT / "assets"),
        title=NAME,
        update_title="",
        suppress_callback_exceptions=True,
        include_pages_meta=False,
        serve_locally=True,
        enable_mcp=False,
        use_async=False,  # else Dash starts an event loop for every callback wherever asgiref is installed
    )
    site.layout = shell_layout
    pages.guard_pages(server)
    share_callbacks()
    gate.gate_of(server).site = site
    set_up(server)
    headers.install(server, site.csp_hashes(), secure=settings.secure_cookies)
    return site


def _create_server(settings: Settings, clock: Clock) -> Flask:
    """The Flask server with everything that must come before Dash: gate first."""
    server = Flask("helikopterview", static_folder=None, template_folder=str(ROOT / "dashboard/web/templates"))
    server.secret_key = settings.secret()
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    database, writer = Database(settings.url_for("reader")), Writer(settings.url_for("writer"))
    public = Database(settings.url_for("public"), patience=SHORT_PATIENCE)
    context.install(server, context.Services(database, public, writer, clock, settings))
    request.install(server)
    pages.install(server)
    gate.install(server, secure=settings.secure_cookies)
    failures.install(server)
    sign_in.install(server)
    unsubscribing.install(server)
    downloads.install(server)
    dossiers.install(server)
    publication_packs.install(server)
    manual.install(server)
    photos.install(server)
    sittings_file.install(server)
    reports_file.install(server)
    pulse.install(server)
    doors.install(server)
    own_look.install(server)
    _compress(server)
    unmatchable_hash()  # made once now, so that the first unknown name does not take longer than the next
    return server


def _compress(server: Flask) -> None:
    """Compress what is large and made here: not files (streamed), and no form with its token (BREACH)."""
    server.config.update(COMPRESS_STREAMS=False, COMPRESS_MIN_SIZE=4096, COMPRESS_MIMETYPES=COMPRESSED)
    Compress(server)


def create_server() -> Flask:
    """What gunicorn serves, once a worker: connections are made after the fork."""
    settings = Settings()
    logs.configure(settings.log_level, as_json=settings.log_json)
    server: Flask = create_app(settings).server
    Listener(settings.url_for("writer"), context.of(server).versions).start()  # no replica takes LISTEN
    return server

"""The calendar of sittings as a file, for who may see them."""

import io
from collections.abc import Iterator

from flask import Flask, send_file
from werkzeug.wrappers import Response

from config.kinds import Permission, SittingState
from dashboard.components.sittings.frame import FILE
from dashboard.components.sittings.words import Row, closing_words, organ_words
from dashboard.reports.ics import ICS_TYPE, Meeting, as_ics
from dashboard.web import gate
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.sittings import plain
from queries.sittings import sittings

ENDPOINT = "sittings_file"


def install(server: Flask) -> None:
    """Add the route: GET /download/zittingen.ics."""
    server.add_url_rule(FILE, ENDPOINT, download)
    gate.declare(server, ENDPOINT, Permission.SEE_SITTINGS)


def download() -> Response:
    """The sittings of the last 60 days and those to come; titles of what stands on them are not told."""
    scope, now = current_scope(Permission.SEE_SITTINGS), services().clock.now()
    with services().db.read() as db:
        rows = plain(sittings(db, scope, now))
    file = io.BytesIO(as_ics(_meetings(rows), now))
    return send_file(file, ICS_TYPE, as_attachment=True, download_name="zittingen.ics")


def _meetings(rows: list[dict]) -> Iterator[Meeting]:
    for row in rows:
        off = row["state"] == SittingState.CANCELLED
        yield Meeting(str(row["sitting_id"]), row["starts_at"], organ_words(row), _text(row), off, row["change_no"])


def _text(row: Row) -> str:
    return closing_words(row) if row["agenda_until"] is not None else ""

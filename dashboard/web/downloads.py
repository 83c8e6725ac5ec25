"""A card's table as a file: the same question and frame as on the screen, below a block that says what it is."""

import io

from flask import Flask, request, send_file
from werkzeug.wrappers import Response

from config.kinds import Permission
from dashboard.cards.card import spec_of
from dashboard.cards.told import header_of
from dashboard.charts.spec import Table
from dashboard.reports.tables import CSV_TYPE, XLSX_TYPE, Header, as_csv, as_xlsx, file_name
from dashboard.web import gate
from dashboard.web.address import filters_of
from dashboard.web.auth import current_scope, require
from dashboard.web.cards import find
from dashboard.web.context import services
from queries.filters import Filters

ENDPOINT = "download"
_KINDS = {"csv": (as_csv, CSV_TYPE), "xlsx": (as_xlsx, XLSX_TYPE)}


def install(server: Flask) -> None:
    """Add the route: GET /download/<page>/<card>.csv or .xlsx, with the filters of the page as its query."""
    server.add_url_rule("/download/<page>/<card>.<any(csv, xlsx):ending>", ENDPOINT, download)
    gate.declare(server, ENDPOINT, Permission.DOWNLOAD)


def download(page: str, card: str, ending: str) -> Response:
    """One card as a file. Raises NotFound, Forbidden or InvalidInput."""
    require(Permission.DOWNLOAD)
    asked = find(page, card)
    require(asked.permission)  # before the address is read: who may not see a card learns nothing of its filters
    filters = asked.reads(filters_of(request.query_string.decode()))
    scope = current_scope(asked.permission)
    with services().db.read() as db:
        table = spec_of(db, scope, asked, filters).table
        above = header_of(db, scope, asked, filters, services().clock.now())
    return sent(above, table, file_name((page, card, *days_of(filters)), ending))


def days_of(filters: Filters) -> tuple[str, str]:
    """First and last day, as they stand in the name of a file."""
    return filters.first_day.isoformat(), filters.last_day.isoformat()


def sent(above: Header, table: Table, name: str) -> Response:
    """A table as the file of this name."""
    write, mimetype = _KINDS[name.rpartition(".")[2]]
    return send_file(io.BytesIO(write(above, table)), mimetype, as_attachment=True, download_name=name)

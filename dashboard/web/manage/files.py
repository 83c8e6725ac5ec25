"""Files of /beheer: the refused rows of a run, and the audit log as it is narrowed."""

import io
from collections.abc import Sequence

import pandas as pd
from flask import Flask, request, send_file
from werkzeug.wrappers import Response

from config.kinds import Permission
from config.language import N_, moment, t
from dashboard.charts.spec import NOTHING, Column, Kind, Table
from dashboard.components.manage.log import count_words, what, who
from dashboard.components.manage.runs import sentence
from dashboard.components.rows import records
from dashboard.reports.tables import CSV_TYPE, Header, as_csv, file_name
from dashboard.web import gate
from dashboard.web.manage.desk import Desk, desk_of
from dashboard.web.manage.log import log_rows
from dashboard.web.manage.runs import run_and_report, run_in
from queries.manage.log import MOST

ENDPOINT = "manage_file"
INTERNAL = N_("internal")


def install(server: Flask) -> None:
    """Add the route: GET /beheer/geweigerd.csv?run=... and /beheer/logboek.csv with the filters of the page."""
    server.add_url_rule("/beheer/<any(geweigerd, logboek):what>.csv", ENDPOINT, give)
    gate.declare(server, ENDPOINT, Permission.MANAGE)


def give(what: str) -> Response:
    """One file. Raises NotFound or Forbidden."""
    desk = desk_of(request.query_string.decode())
    return refusals(desk) if what == "geweigerd" else log(desk)


def refusals(desk: Desk) -> Response:
    """The refused rows of a run with line and reason."""
    row, report = run_and_report(desk, run_in(desk.asked.get("run", "")))
    rows = [(int(one.get("line") or 0), sentence(one, "reason")) for one in report.get("refused") or []]
    columns = [Column("line", t(N_("Line")), Kind.COUNT), Column("reason", t(N_("Reason")), Kind.TEXT)]
    header = Header(
        title=t(N_("Refused rows")),
        filters=t(N_("Run of {when}"), when=moment(row.started_at, desk.town.zone)),
        as_of=NOTHING if pd.isna(row.as_of) else moment(row.as_of, desk.town.zone),
        source=str(row.source),
        sensitivity=t(INTERNAL),
    )
    return _send(header, columns, rows, ("geweigerd", str(row.run_id)))


def log(desk: Desk) -> Response:
    """The log as it is narrowed, at most MOST rows."""
    found, zone = log_rows(desk, limit=MOST), desk.town.zone
    rows = [(moment(row.at, zone), who(row), row.actor_role, what(row), row.request_id) for row in records(found)]
    heads = (N_("When"), N_("Who"), N_("Role"), N_("What"), N_("Request"))
    columns = [Column(str(place), t(head), Kind.TEXT) for place, head in enumerate(heads)]
    header = Header(t(N_("Log")), count_words(len(rows)), moment(desk.now, zone), desk.town.name, t(INTERNAL))
    return _send(header, columns, rows, ("logboek", desk.today.isoformat()))


def _send(header: Header, columns: Sequence[Column], rows: Sequence[tuple], parts: tuple[str, ...]) -> Response:
    frame = pd.DataFrame(rows, columns=[column.key for column in columns])
    content = io.BytesIO(as_csv(header, Table(frame, tuple(columns))))
    return send_file(content, CSV_TYPE, as_attachment=True, download_name=file_name(parts, "csv"))

"""Reports as files, for who may know of the version: each time somebody takes one stands in the log."""

import io
from uuid import UUID

from flask import Flask, request, send_file
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from config.kinds import Permission
from dashboard.components.reports.frame import DOWNLOADS
from dashboard.reports.tables import XLSX_TYPE, file_name
from dashboard.store.actions.reports.downloading import downloaded
from dashboard.web import gate
from dashboard.web.auth import current_actor
from dashboard.web.context import services
from dashboard.web.reports import file_of

ENDPOINT = "report_file"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": XLSX_TYPE,
    "pptx": f"{_OFFICE}.presentationml.presentation",
}


def install(server: Flask) -> None:
    """Add the route: GET /download/rapport/<id>/<version>.pdf, .docx, .xlsx or .pptx."""
    rule = f"{DOWNLOADS}/<uuid:report_id>/<int:version>.<any(pdf, docx, xlsx, pptx):kind>"
    server.add_url_rule(rule, ENDPOINT, give)
    gate.declare(server, ENDPOINT, Permission.SEE_REPORTS)


def give(report_id: UUID, version: int, kind: str) -> Response:
    """The file. Raises NotFound for what there is not, or not for who asks."""
    with services().db.read() as db:
        row, content = file_of(db, report_id, version, kind)
    if request.method == "GET":
        downloaded(
            writer=services().writer,
            clock=services().clock,
            actor=current_actor(),
            organisation_id=row["organisation_id"],
            report_id=report_id,
            version=version,
            ending=kind,
        )
    days = row["first_day"].isoformat(), row["last_day"].isoformat()
    parts = "rapport", row["kind"], row["member"], *days, f"versie-{version}"
    name = secure_filename(file_name(tuple(filter(None, parts)), kind))
    return send_file(io.BytesIO(content), _TYPES[kind], as_attachment=True, download_name=name)

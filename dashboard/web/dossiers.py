"""Decision dossiers as files, for who handles proposals and reaches all that the dossier tells of."""

import io
from uuid import UUID

from flask import Flask, send_file
from werkzeug.wrappers import Response

from config.errors import NotFound
from config.kinds import Permission
from config.language import N_
from dashboard.components.choosing.dossiers import DOWNLOADS
from dashboard.reports.tables import file_name
from dashboard.web import gate
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from queries.dossiers import dossier_file_of

ENDPOINT = "dossier"
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_ANEW = N_("The files of this dossier are being made anew. Try again in a moment.")


def install(server: Flask) -> None:
    """Add the route: GET /download/dossier/<id of the dossier>.pdf or .docx."""
    server.add_url_rule(f"{DOWNLOADS}/<uuid:dossier_id>.<any(pdf, docx):file>", ENDPOINT, give)
    gate.declare(server, ENDPOINT, Permission.HANDLE_PROPOSALS)


def give(dossier_id: UUID, file: str) -> Response:
    """The file. Raises Forbidden, and NotFound for what there is not, or not for who asks."""
    scope = current_scope(Permission.HANDLE_PROPOSALS)
    with services().db.read() as db:
        found = dossier_file_of(db, scope, dossier_id, file)
    if found.content is None:
        raise NotFound(_ANEW)
    name = file_name(("beslisdossier", found.ref, f"versie-{found.version}"), file)
    return send_file(io.BytesIO(found.content), _TYPES[file], as_attachment=True, download_name=name)

"""Decision dossiers as files, for who reaches all that the dossier tells of: with the right to handle proposals each,
with that to see sittings what stands on an agenda."""

import io
from contextlib import suppress
from uuid import UUID

from flask import Flask, send_file
from werkzeug.wrappers import Response

from config.errors import Forbidden, NotFound
from config.kinds import Permission
from config.language import N_
from dashboard.components.choosing.dossiers import DOWNLOADS
from dashboard.reports.tables import file_name
from dashboard.web import gate
from dashboard.web.auth import current_user
from dashboard.web.context import services
from queries.dossiers import DossierFile, dossier_file_of

ENDPOINT = "dossier"
RIGHTS = (Permission.HANDLE_PROPOSALS, Permission.SEE_SITTINGS)
"""Either is enough for the route; what each may have says `queries.dossiers.dossier_file_of`."""
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_ANEW = N_("The files of this dossier are being made anew. Try again in a moment.")


def install(server: Flask) -> None:
    """Add the route: GET /download/dossier/<id of the dossier>.pdf or .docx."""
    server.add_url_rule(f"{DOWNLOADS}/<uuid:dossier_id>.<any(pdf, docx):file>", ENDPOINT, give)
    gate.declare(server, ENDPOINT, frozenset(RIGHTS))


def give(dossier_id: UUID, file: str) -> Response:
    """The file. Raises Forbidden, and NotFound for what there is not, or not for who asks."""
    found = _found(dossier_id, file)
    if found.content is None:
        raise NotFound(_ANEW)
    name = file_name(("beslisdossier", found.ref, f"versie-{found.version}"), file)
    return send_file(io.BytesIO(found.content), _TYPES[file], as_attachment=True, download_name=name)


def _found(dossier_id: UUID, file: str) -> DossierFile:
    """The file by the first of the rights of who asks that reaches it. Raises Forbidden and NotFound."""
    person = current_user()
    scopes = [person.scope(right) for right in RIGHTS if person.may(right)]
    if not scopes:
        raise Forbidden()
    with services().db.read() as db:
        for scope in scopes:
            with suppress(NotFound):
                return dossier_file_of(db, scope, dossier_id, file)
    raise NotFound()

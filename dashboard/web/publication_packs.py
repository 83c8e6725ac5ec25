"""Publication packs as files, for who publishes choices and reaches all that the pack tells of."""

import io
from uuid import UUID

from flask import Flask, send_file
from werkzeug.wrappers import Response

from config.kinds import Permission
from dashboard.components.publishing.packs import DOWNLOADS
from dashboard.reports.pack_names import name_of
from dashboard.web import gate
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from queries.publication_packs import pack_of

ENDPOINT = "publication_pack"


def install(server: Flask) -> None:
    """Add the route: GET /download/publicatiepakket/<id of the pack>.zip."""
    server.add_url_rule(f"{DOWNLOADS}/<uuid:pack_id>.zip", ENDPOINT, give)
    gate.declare(server, ENDPOINT, Permission.PUBLISH_CHOICES)


def give(pack_id: UUID) -> Response:
    """The file. Raises Forbidden, and NotFound for what there is not, or not for who asks."""
    scope = current_scope(Permission.PUBLISH_CHOICES)
    with services().db.read() as db:
        found = pack_of(db, scope, pack_id)
    name = name_of("publicatiepakket", found.ref, "zip", public=found.public)
    return send_file(io.BytesIO(found.content), "application/zip", as_attachment=True, download_name=name)

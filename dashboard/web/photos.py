"""Photos of proposals for who is logged in; the public gets its own, from what is published (`published.blob`)."""

import re

from flask import Flask, Response, request

from config.errors import NotFound
from config.kinds import Permission
from dashboard.web import gate
from dashboard.web.auth import require
from dashboard.web.context import services
from queries.photos import Shown, photo_shown

ENDPOINT = "photo"
_KEY = re.compile(r"[0-9a-f]{64}")


def install(server: Flask) -> None:
    """Add the route: GET /foto/<number of the organisation>/<key of the picture> (`components.photo`)."""
    server.add_url_rule("/foto/<int:organisation_id>/<key>", ENDPOINT, give)
    gate.declare(server, ENDPOINT, Permission.SEE_PROPOSALS)


def give(organisation_id: int, key: str) -> Response:
    """The picture, to who may know of a proposal with it. Raises Forbidden, NotFound."""
    shown = _find(organisation_id, key)
    response = Response(shown.content, mimetype=shown.media_type)
    response.set_etag(key)  # the key is a hash of the content: what was seen once is only asked after
    return response.make_conditional(request)  # type: ignore[return-value]


def _find(organisation_id: int, key: str) -> Shown:
    """As far as the person who asks knows of it in any of their roles."""
    person = require(Permission.SEE_PROPOSALS)
    for permission in filter(person.may, (Permission.HANDLE_PROPOSALS, Permission.SEE_PROPOSALS)):
        scope = person.scope(permission)
        if organisation_id in scope.organisation_ids and _KEY.fullmatch(key):
            with services().db.read() as db:
                if (shown := photo_shown(db, scope, organisation_id, key)) is not None:
                    return shown
    raise NotFound()

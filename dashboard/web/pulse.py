"""What an open page asks each second: at which version the data of the reader's organisations is.

A plain route, answered from this process's memory (`queries.versions`): no callback, and no question to the database
but for who asks, now and then (`dashboard.web.auth`). The number says nothing but that something has changed. A page
that is still open when its session ends may ask once more: that is no error, the answer is empty and the page stops.
"""

from flask import Blueprint, Flask, Response

from dashboard.web import gate
from dashboard.web.auth import PULSE, find_current_user
from dashboard.web.context import services

blueprint = Blueprint(PULSE.partition(".")[0], __name__)


def install(server: Flask) -> None:
    """Add the route; it tells nothing to who is not logged in."""
    server.register_blueprint(blueprint)
    gate.declare(server, PULSE, gate.Access.OPEN)


@blueprint.get("/puls")
def version() -> Response:
    """The version of the data in the scope of the person who asks, as a number; 204 for who is not logged in."""
    person = find_current_user()
    if person is None:
        return Response(status=204)
    return Response(str(services().versions.of(person.organisation_ids)), mimetype="text/plain")

"""What an open page asks each second: at which version the data of the reader's organisations is.

A plain route, answered from this process's memory (`queries.versions`): no callback, and no question to the database
but for who asks, now and then (`dashboard.web.auth`). The number says nothing but that something has changed.
"""

from flask import Blueprint, Flask, Response

from dashboard.web import gate
from dashboard.web.auth import PULSE, current_user
from dashboard.web.context import services

blueprint = Blueprint(PULSE.partition(".")[0], __name__)


def install(server: Flask) -> None:
    """Add the route, for everybody who is logged in."""
    server.register_blueprint(blueprint)
    gate.declare(server, PULSE, gate.Access.SIGNED_IN)


@blueprint.get("/puls")
def version() -> Response:
    """The version of the data in the scope of the person who asks, as a number."""
    return Response(str(services().versions.of(current_user().organisation_ids)), mimetype="text/plain")

"""The link in each mail: a page with one button, for everybody who holds the link. Opening it changes nothing, since
mail scanners open links too; a mail program may send the button's request by itself (RFC 8058)."""

from flask import Blueprint, Flask, render_template, request

from config.logs import request_id
from dashboard.store.actions import subscriptions
from dashboard.web import gate
from dashboard.web.context import services

blueprint = Blueprint("unsubscribing", __name__)
ENDPOINT = "unsubscribing.stop"


def install(server: Flask) -> None:
    """Add the page and open it to everybody. Its link is its key: who sends it needs no session and no CSRF token."""
    server.register_blueprint(blueprint)
    gate.declare(server, ENDPOINT, gate.Access.OPEN)
    server.extensions["csrf"].exempt(stop)


@blueprint.route("/abonnement/stop/<token>", methods=["GET", "POST"])
def stop(token: str) -> str:
    """GET asks, POST stops the subscription. Raises NotFound for a link that means nothing (any more)."""
    held = services()
    key = {"secret": held.settings.secret(), "token": token}
    if request.method == "POST":
        subscriptions.stop_by_link(writer=held.writer, clock=held.clock, request_id=request_id.get(), **key)
    active = subscriptions.is_active(writer=held.writer, **key)
    return render_template("unsubscribe.html", active=active)

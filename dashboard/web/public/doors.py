"""Every door of the public: its address, and how its failures are told."""

from collections.abc import Callable
from typing import Any

import structlog
from flask import Blueprint, Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.routing import PathConverter
from werkzeug.wrappers import Response as Answer

from config.errors import NotFound
from config.language import set_language
from dashboard.web import gate
from dashboard.web.failures import as_json, as_problem, wants_page, write_down
from dashboard.web.headers import PUBLIC
from dashboard.web.public import asking, catalog, files, maps, open_data, points
from dashboard.web.public.policy import guard
from dashboard.web.public.rendering import render

View = Callable[..., Any]
RATE, LOOSE_RATE = "60 per minute", "300 per minute"
"""Requests from one address at one door, of open data and of all else; counted in the memory of each web process."""
_OPEN_DATA: dict[str, tuple[str, View]] = {
    "only": ("/open/voorstellen.<any(geojson, csv):ending>", open_data.only),
    "of_town": ("/open/<code>/voorstellen.<any(geojson, csv):ending>", open_data.of_town),
    "catalog": ("/open/catalog.jsonld", catalog.catalog),
}
DOORS: dict[str, tuple[str, View]] = {
    "choose": ("/kaart", maps.choose),
    "accessibility": ("/kaart/toegankelijkheid", maps.accessibility),
    "static": ("/kaart/static/<name>", files.static),
    "town": ("/kaart/<code>", maps.town),
    "embed": ("/kaart/<code>/inbed", maps.embed),
    "place": ("/kaart/<code>/voorstel/<uuid:subject_id>", maps.place),
    "photo": ("/kaart/<code>/foto/<key>", files.photo),
    "points": ("/kaart/<code>/punten", points.points),
    "areas": ("/kaart/<code>/wijken", points.areas),
    "version": ("/kaart/<code>/versie", points.version),
    "open_data": ("/open", open_data.begin),
    **_OPEN_DATA,
}
"""Address and view of each endpoint."""
NOWHERE = ("/kaart/<rest:path>", "/open/<rest:path>")
"""All else below: the same answer as for what is not published."""
log = structlog.get_logger(__name__)


class Rest(PathConverter):
    """All that follows, also nothing, and what begins with a slash."""

    regex, part_isolating = ".*?", False


def install(server: Flask) -> None:
    """Put the doors into a server that has its gate."""
    server.url_map.converters["rest"] = Rest
    blueprint = Blueprint(PUBLIC, __name__, template_folder="templates")
    limiter = Limiter(get_remote_address, app=server, storage_uri="memory://", headers_enabled=True)
    for endpoint, (address, view) in DOORS.items():
        rate = RATE if endpoint in _OPEN_DATA else LOOSE_RATE
        # our own files come from memory, and a page asks for several at once
        blueprint.add_url_rule(address, endpoint, view if endpoint == "static" else limiter.limit(rate)(view))
    for place, address in enumerate(NOWHERE):
        blueprint.add_url_rule(address, f"nowhere_{place}", nowhere)
    blueprint.before_request(speak)
    blueprint.after_request(finish)
    blueprint.register_error_handler(Exception, tell)
    server.register_blueprint(blueprint)
    for endpoint in (*DOORS, *(f"nowhere_{place}" for place in range(len(NOWHERE)))):
        gate.declare(server, f"{PUBLIC}.{endpoint}", gate.Access.OPEN)


def speak() -> None:
    """The language of the address."""
    set_language(asking.language())


def finish(response: Response) -> Response:
    """The headers of every public answer."""
    ours = (request.endpoint or "").partition(".")[2]
    return guard(open_data.share(response) if ours in _OPEN_DATA else response)


def nowhere(path: str) -> Response:
    """There is nothing here."""
    raise NotFound()


def tell(error: Exception) -> Answer:
    """What went wrong, in plain words; what is unknown, closed and not published is told alike."""
    problem = as_problem(error)
    write_down(error, problem)
    if not wants_page() or (request.endpoint or "").partition(".")[2] in _OPEN_DATA:
        return as_json(problem)
    response = render("problem", problem=problem)
    response.status_code = problem.status
    return response

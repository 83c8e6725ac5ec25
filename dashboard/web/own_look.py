"""The look of the organisation of who asks, and the route of its logo."""

import io

from flask import Flask, request, send_file
from werkzeug.wrappers import Response

from config.errors import NotFound
from dashboard.components.accent import Accent, accent
from dashboard.components.rows import records
from dashboard.web import gate
from dashboard.web.auth import current_user, find_current_user
from dashboard.web.context import services
from dashboard.web.looks import Look
from queries import appearance
from queries.accounts import Person
from queries.filters import Scope
from queries.organisations import organisations

ENDPOINT = "logo"


def look_of(person: Person) -> Look:
    """The look of the organisation of a person who works in one; the product's own for who works in several."""
    own = Scope.whole(*dict.fromkeys(grant.organisation_id for grant in person.grants))
    with services().db.read() as db:
        frame = organisations(db, own)
    living = records(frame[frame["organisation_id"] == frame["heir_id"]])
    if len(living) != 1:
        return Look()
    look = services().looks.of(int(living[0].organisation_id))
    return look if look.name else Look(look.organisation_id, str(living[0].name), look.logo, look.accent)


def install(server: Flask) -> None:
    """Add the route of logos: GET /logo?organisation=... for who works there."""
    server.add_url_rule("/logo", ENDPOINT, give)
    gate.declare(server, ENDPOINT, gate.Access.SIGNED_IN)


def give() -> Response:
    """The logo of an organisation of the reader. Raises NotFound."""
    asked = request.args.get("organisation", "")
    own = {str(grant.organisation_id): grant.organisation_id for grant in current_user().grants}
    if asked not in own:
        raise NotFound()
    with services().db.read() as db:
        found = appearance.logo(db, own[asked])
    if found is None:
        raise NotFound()
    return send_file(io.BytesIO(found[0]), mimetype=found[1])


def own_accent() -> Accent:
    """The accent colour of who asks; the product's own for nobody, as when the app is put together."""
    person = find_current_user()
    return accent_of(look_of(person)) if person is not None else accent()


def accent_of(look: Look) -> Accent:
    """The accent colour of a look, dark enough to read."""
    return accent(look.accent) if look.accent else accent()

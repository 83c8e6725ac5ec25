"""The public map with its list, the same within a page of somebody else, and the page of one proposal."""

from typing import Any
from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response

from config.errors import NotFound
from config.language import day, t
from dashboard.components import statement
from dashboard.web.public.asking import SIZE, asked, link
from dashboard.web.public.held import reading, town_at
from dashboard.web.public.rendering import render
from dashboard.web.public.shown import map_of, place_of, town_choices, website
from queries.public.place import find_place
from queries.public.towns import boundaries, towns

ON_A_PAGE = 25
SIZES: dict[str, tuple[int, int]] = {"klein": (5, 480), "gewoon": (10, 720), "groot": (25, 960)}
"""Proposals on a page of the list, and pixels high, of a map within somebody else's page."""


_STATEMENT = {
    "name": statement.NAME,
    "introduction": statement.PUBLIC_INTRODUCTION,
    "status": statement.PUBLIC_STATUS,
    "report": statement.REPORT,
    "complaint": statement.PUBLIC_COMPLAINT,
}
_LISTS = {"tested": statement.PUBLIC_TESTED, "limits": statement.PUBLIC_LIMITS}


def choose() -> Response:
    """The way to the only open map, or a choice of several. Raises NotFound without any."""
    with reading() as db:
        found = towns(db)
    if not found:
        raise NotFound()
    if len(found) > 1:
        return render("choice", choices=town_choices(found))
    query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
    return redirect(f"{link('town', code=found[0].code, taal=None)}{query}")


def town(code: str) -> Response:
    """The map and the list of a town. Raises NotFound."""
    with reading() as db:
        found = town_at(db, code)
        shown = map_of(db, found, asked(), most=ON_A_PAGE)
    return render("town", found, website=website(found), **shown)


def embed(code: str) -> Response:
    """The same without head and foot, for the websites that the town allows. Raises NotFound."""
    size = request.args.get(SIZE, "")
    most, _ = SIZES.get(size, SIZES["gewoon"])
    with reading() as db:
        found = town_at(db, code)
        shown = map_of(db, found, asked(), most=most)
    return render("embed", found, framed=True, size=size if size in SIZES else "", **shown)


def place(code: str, subject_id: UUID) -> Response:
    """One proposal. Raises NotFound."""
    with reading() as db:
        found = town_at(db, code)
        known = find_place(db, found.organisation_id, subject_id)
        if known is None:
            raise NotFound()
        drawn = known.choice is not None and known.choice["geometry"] is not None
        outlines = boundaries(db, found.organisation_id)["geometry"].tolist() if drawn else []
    return render("place", found, website=website(found), **place_of(found, known, outlines))


def accessibility() -> Response:
    """How far the public pages can be used by everybody, and whom to tell when not."""
    with reading() as db:
        found = towns(db)
    if not found:
        raise NotFound()
    words: dict[str, Any] = {name: t(message) for name, message in _STATEMENT.items()}
    words |= {name: [t(one) for one in several] for name, several in _LISTS.items()}
    words["drawn_up"] = t(statement.DRAWN_UP, day=day(statement.REVIEWED))
    return render("accessibility", contact=found[0].accessibility_contact, **words)

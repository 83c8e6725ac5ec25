"""The list of proposals as a file: the same rows as beside the map, below a block that says what they are."""

from flask import Flask, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from config.kinds import Permission
from config.language import N_, number, t
from dashboard.cards.told import bar_told, header
from dashboard.charts.proposal_rows import proposal_rows
from dashboard.components.filter_parts import About
from dashboard.reports.tables import file_name
from dashboard.web import gate
from dashboard.web.atlas import part_of
from dashboard.web.auth import current_scope, require
from dashboard.web.context import services
from dashboard.web.downloads import days_of, sent
from dashboard.web.map_sight import PERMISSIONS
from dashboard.web.proposal_links import PATH, read
from dashboard.web.proposal_list import with_names
from queries import atlas
from queries.filters import Filters, Scope
from queries.viewport import Viewport

ENDPOINT = "proposal_file"
MOST = 20_000
"""Rows of a file at most: who has more narrows the view or the filters."""


def install(server: Flask) -> None:
    """Add the route: GET /download/voorstellen.csv or .xlsx, with filters, look and view as its query."""
    server.add_url_rule(f"{PATH}.<any(csv, xlsx):ending>", ENDPOINT, download)
    gate.declare(server, ENDPOINT, Permission.DOWNLOAD)


def download(ending: str) -> Response:
    """The list as a file, most votes first. Raises Forbidden or InvalidInput."""
    require(Permission.DOWNLOAD)
    scope = current_scope(PERMISSIONS[About.PROPOSALS])
    filters, look, view = read(request.query_string.decode())
    part = part_of(view, look) if view else atlas.EVERYWHERE
    with services().db.read() as db:
        rows = with_names(db, scope, atlas.listed(db, scope, filters, part, count=MOST))
        above = header(
            db, scope, t(N_("Proposals")), told(db, scope, filters, part), t(N_("internal")), services().clock.now()
        )
    return sent(above, proposal_rows(rows), file_name(("voorstellen", *days_of(filters)), ending))


def told(db: Connection, scope: Scope, filters: Filters, part: atlas.Part) -> str:
    """The filters in words, which part of the map it is, and how much was left out."""
    said = [bar_told(db, scope, filters, About.PROPOSALS)]
    n = int(atlas.totals(db, scope, filters, part)["n"].iloc[0])
    if part.view is not None:
        said.append(_view(part.view))
        said += [t(N_("whole hexagons, also at its rim"))] if part.whole else []
    if n > MOST:
        said.append(t(N_("only the {most} of {n} proposals with most votes"), most=number(MOST), n=number(n)))
    return "; ".join(said)


def _view(view: Viewport) -> str:
    west, south, east, north = (number(side, decimals=3) for side in (view.west, view.south, view.east, view.north))
    words = N_("Map: {south} to {north} degrees north, {west} to {east} degrees east")
    return t(words, west=west, south=south, east=east, north=north)

"""What the script of the map asks for: points in view, boundaries, and whether there is anything new."""

from typing import Any

from flask import Response, jsonify

from config.language import t
from dashboard.components.rows import records
from dashboard.web.public.asking import asked, bounds, number
from dashboard.web.public.held import reading, town_at
from dashboard.web.public.policy import kept
from dashboard.web.public.shown import PROPOSAL
from queries.public import points as asking
from queries.public.asked import Bounds, state_of
from queries.public.towns import boundaries

WORLD = Bounds(-180.0, -90.0, 180.0, 90.0)
_FAR, _NEAR, _USUAL = 0, 22, 12
_FINE, _COARSE = 5, 4
"""Decimals of a degree in boundaries: some 1 and 10 metres."""
_MANY = 4_000
"""Corners of boundaries from which on the coarser ones do."""


def version(code: str) -> Response:
    """Moves when there is something new: a few bytes, or none (304). Raises NotFound."""
    with reading() as db:
        found = town_at(db, code)
    return kept(Response(str(found.version or 0), mimetype="text/plain"))


def points(code: str) -> Response:
    """`points`: [lon, lat, n] of places that are drawn together, [lon, lat, 1, id, state, title] of single ones."""
    with reading() as db:
        found = town_at(db, code)
        where, zoom = bounds() or WORLD, number("zoom", _FAR, _NEAR, _USUAL)
        frame = asking.points(db, found.organisation_id, asked(), where, zoom)
    return kept(jsonify(points=[_point(row) for row in records(frame)]))


def _point(row: Any) -> list[Any]:
    place = [round(row.lon, _FINE), round(row.lat, _FINE), row.n]
    if row.n > 1:
        return place
    return [*place, str(row.subject_id), state_of(row.stage), row.title or t(PROPOSAL)]


def areas(code: str) -> Response:
    """The neighbourhoods of a town as GeoJSON, simplified by rounding, so that neighbours keep the same border."""
    with reading() as db:
        frame = boundaries(db, town_at(db, code).organisation_id)
    decimals = _FINE if sum(_corners(one["coordinates"]) for one in frame["geometry"]) <= _MANY else _COARSE
    features = [
        {
            "type": "Feature",
            "properties": {"code": row.code, "name": row.name},
            "geometry": row.geometry | {"coordinates": rounded(row.geometry["coordinates"], decimals)},
        }
        for row in records(frame)
    ]
    return kept(jsonify(type="FeatureCollection", features=features))


def rounded(coordinates: Any, decimals: int) -> Any:
    """Coordinates of a GeoJSON geometry, rounded; points that fall on the one before are left out."""
    if not isinstance(coordinates[0], list):
        return [round(one, decimals) for one in coordinates]
    inner = [rounded(one, decimals) for one in coordinates]
    return [one for place, one in enumerate(inner) if not place or one != inner[place - 1]]


def _corners(coordinates: Any) -> int:
    return 1 if not isinstance(coordinates[0], list) else sum(_corners(one) for one in coordinates)

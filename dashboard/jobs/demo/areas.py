"""Schematic areas: around each village what lies nearer to it than to any other, and the municipalities they make up.

No boundary file is kept. These are Voronoi cells within a hull around all villages, as GeoJSON in WGS 84.
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from dashboard.jobs.demo.region import KM_A_DEGREE, Municipality, Village, region

SOURCE = "schematisch"
_MARGIN = 3.0
"""Km around the outermost villages."""
_CORNERS = 12
Point = tuple[float, float]
Ring = list[Point]


def village_geometry(code: str) -> dict[str, Any]:
    """The cell of a village as a GeoJSON polygon."""
    return {"type": "Polygon", "coordinates": [_closed(_cells()[code])]}


def municipality_geometry(place: Municipality) -> dict[str, Any]:
    """The cells of its villages as one GeoJSON multipolygon, without the borders between them."""
    rings = dissolve(_cells()[village.code] for village in place.villages)
    return {"type": "MultiPolygon", "coordinates": [[_closed(ring)] for ring in rings]}


def _closed(ring: Ring) -> list[list[float]]:
    return [list(point) for point in [*ring, ring[0]]]


@lru_cache(maxsize=1)
def _cells() -> dict[str, Ring]:
    """The cell of each village, anticlockwise, in degrees rounded to about a metre."""
    villages = {village.code: village for place in region().municipalities for village in place.villages}
    points = {code: _flat(village) for code, village in villages.items()}
    hull = _hull([corner for point in points.values() for corner in _around(point)])
    return {code: [_degrees(point) for point in _cell(code, points, hull)] for code in points}


def _flat(village: Village) -> Point:
    """A place in km on a plane; the region is small enough."""
    return village.lon * KM_A_DEGREE * _squeeze(), village.lat * KM_A_DEGREE


def _degrees(point: Point) -> Point:
    return round(point[0] / KM_A_DEGREE / _squeeze(), 5), round(point[1] / KM_A_DEGREE, 5)


@lru_cache(maxsize=1)
def _squeeze() -> float:
    return math.cos(math.radians(region().town.villages[0].lat))


def _around(point: Point) -> Iterable[Point]:
    for corner in range(_CORNERS):
        angle = 2 * math.pi * corner / _CORNERS
        yield point[0] + _MARGIN * math.cos(angle), point[1] + _MARGIN * math.sin(angle)


def _hull(points: list[Point]) -> Ring:
    """The convex hull, anticlockwise (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    return _chain(ordered) + _chain(ordered[::-1])


def _chain(points: Sequence[Point]) -> Ring:
    chain: Ring = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain[:-1]


def _turn(one: Point, two: Point, three: Point) -> float:
    """Positive when going from one over two to three turns left."""
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def _cell(code: str, points: dict[str, Point], hull: Ring) -> Ring:
    """What of the hull lies nearer to this village than to any other."""
    cell = hull
    for other, point in points.items():
        if other != code:
            cell = _nearer(cell, points[code], point)
    return cell


def _nearer(ring: Ring, own: Point, other: Point) -> Ring:
    """The part of a convex ring that is nearer to one point than to another (Sutherland and Hodgman)."""
    middle = ((own[0] + other[0]) / 2, (own[1] + other[1]) / 2)
    east, north = other[0] - own[0], other[1] - own[1]
    beyond = [(point[0] - middle[0]) * east + (point[1] - middle[1]) * north for point in ring]
    kept: Ring = []
    for place, point in enumerate(ring):
        following = (place + 1) % len(ring)
        if beyond[place] <= 0:
            kept.append(point)
        if beyond[place] * beyond[following] < 0:
            part = beyond[place] / (beyond[place] - beyond[following])
            after = ring[following]
            kept.append((point[0] + part * (after[0] - point[0]), point[1] + part * (after[1] - point[1])))
    return kept


def dissolve(cells: Iterable[Ring]) -> list[Ring]:
    """Neighbouring rings as few rings as possible: an edge that two of them share, in both directions, goes."""
    edges = {edge for ring in cells for edge in zip(ring, [*ring[1:], ring[0]], strict=True) if edge[0] != edge[1]}
    following: dict[Point, list[Point]] = {}
    for begin, end in sorted(edges):
        if (end, begin) not in edges:
            following.setdefault(begin, []).append(end)
    rings: list[Ring] = []
    while following:
        start = min(following)
        ring, point = [start], following[start].pop()
        while point != start:
            ring.append(point)
            point = following[point].pop()
        following = {begin: ends for begin, ends in following.items() if ends}
        rings.append(ring)
    return rings

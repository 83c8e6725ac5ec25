"""Files with boundaries in a few words, and the plain reading of 'lies in'."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

Ring = Sequence[tuple[float, float]]


def square(west: float, south: float, size: float = 0.01) -> list[tuple[float, float]]:
    """A closed ring around a square."""
    east, north = west + size, south + size
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def feature(code: Any, *rings: Ring, name: str | None = None, **more: Any) -> dict[str, Any]:
    """One area; `more` are further properties."""
    properties = {"code": code, "naam": name or f"Wijk {code}", **more}
    geometry = {"type": "Polygon", "coordinates": [[list(point) for point in ring] for ring in rings]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: dict[str, Any], **more: Any) -> bytes:
    """The file of these areas."""
    return json.dumps({"type": "FeatureCollection", **more, "features": list(features)}).encode()


def lies_in(lon: float, lat: float, rings: Iterable[Ring]) -> bool:
    """Whether a point lies within a polygon with holes: a ray to the east crosses its rings an odd number of times."""
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
                inside = not inside
    return inside


def area_of(lon: float, lat: float, areas: Mapping[int, Iterable[Ring]]) -> int | None:
    """The first of some areas in which a point lies."""
    return next((number for number, rings in areas.items() if lies_in(lon, lat, rings)), None)

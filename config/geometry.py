"""Where a choice ends up, as GeoJSON in degrees of WGS 84: a point, or one area or several; its middle and its size."""

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

MOST_CORNERS = 500
"""Corners that the areas of one place have at most together: enough for any square, too few to be a burden."""
_RADIUS = 6_371_008.8
"""Mean radius of the earth in metres."""
Ring = Sequence[Sequence[float]]


def is_geometry(value: Any) -> bool:
    """Whether a value is a Point, Polygon or MultiPolygon that can be drawn.

    Its rings are closed and within the world, it has not too many corners, and nothing beside type and coordinates.
    """
    if not isinstance(value, dict) or value.keys() != {"type", "coordinates"}:
        return False
    told = value["coordinates"]
    match value["type"]:
        case "Point":
            return _is_position(told)
        case "Polygon":
            return _are_areas([told])
        case "MultiPolygon":
            return _are_areas(told)
    return False


def centre(geometry: dict[str, Any]) -> tuple[float, float]:
    """Longitude and latitude of a point, or of the middle of the outer rings, by their size."""
    if geometry["type"] == "Point":
        return float(geometry["coordinates"][0]), float(geometry["coordinates"][1])
    parts = [_middle(area[0]) for area in _areas(geometry)]
    weight = sum(size for _, _, size in parts)
    if weight == 0:
        return parts[0][0], parts[0][1]
    return sum(lon * size for lon, _, size in parts) / weight, sum(lat * size for _, lat, size in parts) / weight


def square_metres(geometry: dict[str, Any]) -> float:
    """Size of the areas without their holes; 0 of a point. Exact to some 0.5 % for areas of a few kilometres."""
    return sum(_size(area[0]) - sum(map(_size, area[1:])) for area in _areas(geometry))


def corners(geometry: dict[str, Any]) -> list[tuple[float, float]]:
    """Longitude and latitude of a point, or of every corner of the outer rings."""
    if geometry["type"] == "Point":
        return [centre(geometry)]
    return [(float(lon), float(lat)) for area in _areas(geometry) for lon, lat in area[0]]


def _areas(geometry: dict[str, Any]) -> list[list[Ring]]:
    told: list[Any] = geometry["coordinates"]
    areas: dict[str, list[Any]] = {"Point": [], "Polygon": [told], "MultiPolygon": told}
    return areas[geometry["type"]]


def _are_areas(areas: Any) -> bool:
    if not isinstance(areas, list) or not areas:
        return False
    rings = [ring for area in areas if isinstance(area, list) and area for ring in area]
    if not rings or not all(isinstance(area, list) and area for area in areas):
        return False
    return all(map(_is_ring, rings)) and sum(map(len, rings)) <= MOST_CORNERS


def _is_ring(ring: Any) -> bool:
    if not isinstance(ring, list) or len(ring) < 4:
        return False
    closed = bool(ring[0] == ring[-1])
    return closed and all(map(_is_position, ring))


def _is_position(told: Any) -> bool:
    if not isinstance(told, list) or len(told) != 2 or not all(map(_is_number, told)):
        return False
    return bool(-90 <= told[1] <= 90)


def _is_number(value: Any) -> bool:
    """Whether it can be degrees; neither infinite nor an integer that no float holds."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 180


def _size(ring: Ring) -> float:
    """Square metres within a ring, on a plane that touches the earth at its first corner."""
    return abs(_middle(ring)[2])


def _middle(ring: Ring) -> tuple[float, float, float]:
    """Longitude, latitude and square metres of a ring (shoelace formula around its first corner)."""
    lon, lat = ring[0]
    across = math.radians(1) * _RADIUS * math.cos(math.radians(lat))
    up = math.radians(1) * _RADIUS
    plane = [((x - lon) * across, (y - lat) * up) for x, y in ring]
    crossed = list(_crossed(plane))
    twice = sum(crossed)
    if twice == 0:
        return lon, lat, 0.0
    sides = list(zip(itertools.pairwise(plane), crossed, strict=True))
    x, y = (sum((a[axis] + b[axis]) * cross for (a, b), cross in sides) / (3 * twice) for axis in (0, 1))
    return lon + x / across, lat + y / up, abs(twice) / 2


def _crossed(plane: Sequence[tuple[float, float]]) -> Iterator[float]:
    return (a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(plane))

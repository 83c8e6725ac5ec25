"""The shapes of areas: to WGS 84, mended where they cross themselves, and simplified to what a map needs."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from config.errors import InvalidInput
from config.language import N_
from dashboard.store.areas.reading import BoundarySource, Feature

TOLERANCE = 12.0
"""Metres: the root of the surface that may shift from one area to its neighbour when a point is left out. A boundary
then stays within some 5 to 10 metres of the one that was delivered."""
ALONE = 6.0
"""Metres within which the boundary of an area stays that shares no points with its neighbours."""
DIGITS = 6
"""Decimals of a degree that are kept: a tenth of a metre."""
_METRES_A_DEGREE = 111_200.0
_LAMBERT_72 = (0.0, 20_000.0, 300_000.0, 260_000.0)
_LAMBERT_2008 = (495_000.0, 520_000.0, 800_000.0, 770_000.0)
_DEGREES = (-180.0, -90.0, 180.0, 90.0)
_UNKNOWN_CRS = N_("The file says that its coordinates are those of {crs}. Ask for WGS 84, Lambert 72 or Lambert 2008.")
_NO_DEGREES = N_(
    "The coordinates of this file, {x} and {y}, are neither degrees (WGS 84) nor Belgian Lambert 72 or 2008. Ask for "
    "WGS 84."
)


@dataclass(frozen=True)
class System:
    """A coordinate system to convert from; without `epsg` nothing needs converting."""

    name: str
    epsg: str | None = None


WGS84 = System("WGS 84")
LAMBERT_72, LAMBERT_2008 = System("Lambert 72", "EPSG:31370"), System("Lambert 2008", "EPSG:3812")
_NAMED = {"4326": WGS84, "84": WGS84, "4258": WGS84, "31370": LAMBERT_72, "3812": LAMBERT_2008}
_AT = ((_DEGREES, WGS84), (_LAMBERT_2008, LAMBERT_2008), (_LAMBERT_72, LAMBERT_72))


@dataclass(frozen=True)
class Shapes:
    """A shape for each feature, None for what cannot be read; `high` when any told heights."""

    shapes: list[Any]
    high: bool


def coordinate_system(source: BoundarySource) -> System:
    """The system of a file: what it says, else what its numbers look like. Raises InvalidInput."""
    named = re.search(r"(\d+)\D*$", source.crs)
    if source.crs and (named is None or named[1] not in _NAMED):
        raise InvalidInput(_UNKNOWN_CRS, crs=source.crs)
    points = (_first_point(one.geometry.get("coordinates")) for one in source.features)
    x, y = next((point for point in points if point is not None), (0.0, 0.0))
    looks = next((system for box, system in _AT if _holds(box, x, y)), None)
    if looks is None:
        raise InvalidInput(_NO_DEGREES, x=x, y=y)
    told = _NAMED[named[1]] if named else looks
    # a wrong name is met more often than wrong numbers
    return looks if told.epsg is None or looks.epsg is None else told


def _holds(box: tuple[float, float, float, float], x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _first_point(told: Any) -> tuple[float, float] | None:
    """The first two numbers of nested lists."""
    while isinstance(told, list) and told and isinstance(told[0], list):
        told = told[0]
    numbers = told[:2] if isinstance(told, list) else []
    known = len(numbers) == 2 and all(isinstance(one, int | float) and math.isfinite(one) for one in numbers)
    return (float(numbers[0]), float(numbers[1])) if known else None


def to_shapes(features: Sequence[Feature], crs: System) -> Shapes:
    """The shapes of features in WGS 84, without heights."""
    import shapely

    read = [_shape(feature.geometry) for feature in features]
    high = any(shape is not None and shape.has_z for shape in read)
    flat = [None if shape is None else shapely.force_2d(shape) for shape in read]
    return Shapes([shape and _converted(shape, crs) for shape in flat], high)


def _shape(geometry: Any) -> Any | None:
    import shapely

    try:
        shape = shapely.geometry.shape(geometry)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError):
        return None
    return shape if np.isfinite(shapely.get_coordinates(shape)).all() else None


def _converted(shape: Any, crs: System) -> Any | None:
    """The shape in WGS 84; None when it lies where the system has no place."""
    import shapely
    from pyproj import Transformer

    if crs.epsg is not None:
        to_degrees = Transformer.from_crs(crs.epsg, "EPSG:4326", always_xy=True).transform
        shape = shapely.transform(shape, to_degrees, interleaved=False)
    points = shapely.get_coordinates(shape)
    inside = np.isfinite(points).all() and (np.abs(points) <= (180.0, 90.0)).all()
    return shape if inside else None


def mended(shapes: Iterable[Any]) -> tuple[list[Any], list[bool]]:
    """Polygons that do not cross themselves, and which of them did."""
    import shapely

    given = list(shapes)
    broken = [not shapely.is_valid(shape) for shape in given]
    made = [
        _polygons(shapely.make_valid(shape)) if crosses else shape for shape, crosses in zip(given, broken, strict=True)
    ]
    return made, broken


def _polygons(shape: Any) -> Any:
    """What of a shape has a surface."""
    import shapely

    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def within_box(shapes: Sequence[Any], box: tuple[float, float, float, float]) -> list[bool]:
    """Which shapes lie in a box of west, south, east and north."""
    import shapely

    west, south, east, north = shapely.bounds(np.array(shapes, dtype=object)).T
    inside = (west >= box[0]) & (south >= box[1]) & (east <= box[2]) & (north <= box[3])
    return [bool(one) for one in inside]


def simplified(shapes: Sequence[Any]) -> list[Any]:
    """The shapes with fewer points, in degrees; the line between two neighbours stays the same line for both.

    Where neighbours do not share their points, each is simplified by itself.
    """
    import shapely

    every = np.array(shapes, dtype=object)
    squeeze = math.cos(math.radians(float(shapely.get_coordinates(every)[:, 1].mean())))
    metres = shapely.transform(every, lambda points: points * _METRES_A_DEGREE * (squeeze, 1.0))
    if shapely.coverage_is_valid(metres):
        fewer = shapely.coverage_simplify(metres, TOLERANCE)
    else:
        fewer = shapely.simplify(metres, ALONE)
    usable = shapely.is_valid(fewer) & ~shapely.is_empty(fewer)
    kept = np.where(usable, fewer, metres)  # a very small area may have nothing left
    return list(shapely.transform(kept, lambda points: np.round(points / _METRES_A_DEGREE / (squeeze, 1.0), DIGITS)))


def to_geojson(shape: Any) -> dict[str, Any]:
    """A GeoJSON geometry with lists for points, as JSON gives it back."""
    parts = getattr(shape, "geoms", [shape])
    polygons = [[[list(point) for point in ring.coords] for ring in (part.exterior, *part.interiors)] for part in parts]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}

"""Hexagons on the map: each place lies in one H3 cell of resolution 10, some 130 metres across.

H3 numbers its cells so that those within one coarser hexagon differ in their last bits only. Dropping bits therefore
gives the coarser hexagon, in SQL and here alike: `key_of(cell, 8) == cell >> bits_below(8)`. A cell at the rim of a
coarser hexagon may stick out of it a little; it counts with that hexagon all the same.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from h3.api import basic_int as h3

FINEST = 10
_BITS_A_DIGIT = 3
_DIGITS = 15
_RESOLUTION_AT = 52
Point = tuple[float, float]
"""Longitude and latitude in degrees, WGS 84."""


def cell_of(lon: float | None, lat: float | None) -> int | None:
    """The cell of a place; None without one, or where none can be."""
    if lon is None or lat is None or not math.isfinite(lon) or not math.isfinite(lat):
        return None
    return int(h3.latlng_to_cell(lat, lon, FINEST)) if abs(lat) <= 90 and abs(lon) <= 180 else None


def cells_of(lons: Iterable[float | None], lats: Iterable[float | None]) -> list[int | None]:
    """The cell of each place."""
    return [cell_of(lon, lat) for lon, lat in zip(lons, lats, strict=True)]


def around(cell: int, rings: int) -> list[int]:
    """The cell and those that lie up to so many cells from it."""
    return [int(each) for each in h3.grid_disk(cell, rings)]


def metres(one: Point, other: Point) -> float:
    """How far apart two places are over the ground, as the crow flies."""
    return float(h3.great_circle_distance((one[1], one[0]), (other[1], other[0]), unit="m"))


def bits_below(resolution: int) -> int:
    """How many of the last bits tell cells within one hexagon of a resolution apart."""
    return _BITS_A_DIGIT * (_DIGITS - resolution)


def key_of(cell: int, resolution: int) -> int:
    """The number of the hexagon around a cell, as it is grouped by: without its last bits."""
    return cell >> bits_below(resolution)


def hexagon(key: int, resolution: int) -> int:
    """The H3 cell of a hexagon, from its key."""
    bits = bits_below(resolution)
    return _labelled((key << bits) | ((1 << bits) - 1), resolution)


def _labelled(cell: int, resolution: int) -> int:
    """The same digits, as a cell of another resolution."""
    return cell & ~(0xF << _RESOLUTION_AT) | (resolution << _RESOLUTION_AT)


def corners(key: int, resolution: int) -> list[Point]:
    """The corners of a hexagon, anticlockwise, without repeating the first."""
    return [(lon, lat) for lat, lon in h3.cell_to_boundary(hexagon(key, resolution))]


def centre(key: int, resolution: int) -> Point:
    """The middle of a hexagon."""
    lat, lon = h3.cell_to_latlng(hexagon(key, resolution))
    return lon, lat


def keys_over(ring: Sequence[Point], resolution: int) -> list[int]:
    """The keys of all hexagons that a polygon touches, in order."""
    shape = h3.LatLngPoly([(lat, lon) for lon, lat in ring])
    cells = h3.polygon_to_cells_experimental(shape, resolution, contain="overlap")
    return sorted(_labelled(int(cell), FINEST) >> bits_below(resolution) for cell in cells)


def keys_within(geometry: Mapping[str, Any], resolution: int, *, touched: bool = False) -> set[int]:
    """The keys of all hexagons whose middle lies in a Polygon or MultiPolygon (GeoJSON); with `touched` of all that it
    touches."""
    how = "overlap" if touched else "center"
    found = h3.polygon_to_cells_experimental(h3.geo_to_h3shape(dict(geometry)), resolution, contain=how)
    return {_labelled(int(cell), FINEST) >> bits_below(resolution) for cell in found}


def beside(key: int, resolution: int) -> list[int]:
    """The keys of a hexagon and of the six around it."""
    near = h3.grid_disk(hexagon(key, resolution), 1)
    return [_labelled(int(cell), FINEST) >> bits_below(resolution) for cell in near]

"""What part of the world a map shows, and how fine: the same answer for its numbers and for the list beside it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    and_,
    any_,
    cast,
    column,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY

from config.cells import FINEST, Point, bits_below, keys_over
from config.errors import InvalidInput

RESOLUTIONS = {8: 5, 9: 6, 10: 7, 11: 7, 12: 8, 13: 9, 14: 9, 15: 10}
"""Of hexagons by zoom: between 25 and 80 pixels wide in Belgium. Further out and closer the outermost counts."""
CLOSE = 16
"""From this zoom on proposals are shown one by one."""
NEAR = 14
"""From this zoom on so little is seen that going by place is quickest."""
MOST_HEXAGONS = 1_500
_MOST_RANGES = 24
_LARGEST = 85.0


@dataclass(frozen=True)
class Viewport:
    """A rectangle in degrees (WGS 84) and the zoom at which it is seen (as in Web Mercator tiles)."""

    west: float
    south: float
    east: float
    north: float
    zoom: int
    more: int = 0
    """How many steps finer its hexagons are than usual."""
    finest: int = FINEST

    def __post_init__(self) -> None:
        across, along = -180 <= self.west < self.east <= 180, -_LARGEST <= self.south < self.north <= _LARGEST
        if not (across and along and 0 <= self.zoom <= 24):
            raise InvalidInput()

    @classmethod
    def of(cls, bounds: Any, zoom: Any) -> "Viewport":
        """From what Leaflet tells: [[south, west], [north, east]] and a number. Raises InvalidInput."""
        try:
            (south, west), (north, east) = ((float(lat), float(lon)) for lat, lon in bounds)
            if not all(map(math.isfinite, (south, west, north, east))):
                raise InvalidInput()
            found = max(-180.0, west), max(-_LARGEST, south), min(180.0, east), min(_LARGEST, north)
            return cls(*found, round(float(zoom)))
        except (TypeError, ValueError, OverflowError):
            raise InvalidInput() from None

    @classmethod
    def told_by(cls, text: str) -> "Viewport":
        """From what `told` gives. Raises InvalidInput."""
        west, south, east, north, zoom = (text.split(",") + [""] * 5)[:5]
        return cls.of([[south, west], [north, east]], zoom)

    @property
    def told(self) -> str:
        """As part of an address: west, south, east, north and zoom."""
        return ",".join(map(repr, (self.west, self.south, self.east, self.north, self.zoom)))

    @property
    def ring(self) -> list[Point]:
        """Its corners, anticlockwise."""
        return [
            (self.west, self.south),
            (self.east, self.south),
            (self.east, self.north),
            (self.west, self.north),
        ]

    @property
    def centre(self) -> Point:
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    @cached_property
    def resolution(self) -> int:
        """How fine its hexagons are: by zoom, and coarser where there would be too many."""
        wanted = RESOLUTIONS.get(self.zoom, min(RESOLUTIONS.values()) if self.zoom < 8 else max(RESOLUTIONS.values()))
        while wanted > 0 and _about(self, wanted) > MOST_HEXAGONS:
            wanted -= 1
        return min(self.finest, wanted + self.more)

    def finer(self, steps: int) -> "Viewport":
        """The same view with finer hexagons."""
        return replace(self, more=self.more + steps)

    def no_finer(self, resolution: int) -> "Viewport":
        """The same view with hexagons of this resolution at the finest."""
        return replace(self, finest=min(self.finest, resolution))

    @cached_property
    def keys(self) -> list[int]:
        """The hexagons that it touches."""
        return keys_over(self.ring, self.resolution)

    def key(self, table: FromClause) -> ColumnElement[int]:
        """The hexagon of a row with a place."""
        return key_at(table, self.resolution)

    def in_hexagons(self, table: FromClause) -> FromClause:
        """The rows of a table in one of its hexagons; those at its rim whole."""
        return self._over(table, self.key(table) == any_(cast(self.keys, ARRAY(BigInteger))))

    def in_bounds(self, table: FromClause) -> FromClause:
        """The rows of a table whose place lies in the rectangle."""
        inside = and_(table.c.lon.between(self.west, self.east), table.c.lat.between(self.south, self.north))
        return self._over(table, inside)

    def _over(self, table: FromClause, inside: ColumnElement[bool]) -> FromClause:
        """Those inside. From close by a few ranges of cells lead there; of a wide view the planner knows better how."""
        if self.zoom < NEAR:
            return select(table).where(inside).subquery("seen")
        bits = bits_below(self.resolution)
        ranges = [(first << bits, ((last + 1) << bits) - 1) for first, last in ranges_of(self.keys)]
        lows, highs = (cast(list(ends), ARRAY(BigInteger)) for ends in zip(*ranges, strict=True))
        ends = func.unnest(lows, highs).table_valued(column("low", BigInteger), column("high", BigInteger))
        cells = ends.render_derived("cells")
        # `offset 0` keeps the planner from looking at all rows of the period instead
        there = select(table).where(table.c.h3_10.between(cells.c.low, cells.c.high), inside).offset(0).lateral("there")
        return select(there).select_from(cells.join(there, true())).subquery("seen")


def key_at(table: FromClause, resolution: int) -> ColumnElement[int]:
    """The hexagon of a resolution in which a row with a place lies."""
    bits = literal_column(str(bits_below(resolution)), Integer)  # as a parameter it could not be grouped by
    return table.c.h3_10.op(">>")(bits)


_AREA_OF_A_HEXAGON = 4_357_449.4
"""Mean area of an H3 cell of resolution 0 in km2; each finer one is a seventh."""
_KM_A_DEGREE = 111.2


def _about(view: Viewport, resolution: int) -> float:
    """About how many hexagons of a resolution a view touches: those inside, and those along its rim."""
    height = (view.north - view.south) * _KM_A_DEGREE
    width = (view.east - view.west) * _KM_A_DEGREE * math.cos(math.radians(view.centre[1]))
    one = _AREA_OF_A_HEXAGON / 7.0**resolution
    return height * width / one + (height + width) / math.sqrt(one)


def ranges_of(keys: Sequence[int], most: int = _MOST_RANGES) -> list[tuple[int, int]]:
    """First and last of a few ranges that hold all of these sorted keys, split where the gaps are widest."""
    gaps = sorted(range(1, len(keys)), key=lambda place: keys[place] - keys[place - 1], reverse=True)[: most - 1]
    starts = [0, *sorted(place for place in gaps if keys[place] - keys[place - 1] > 1)]
    ends = [*(start - 1 for start in starts[1:]), len(keys) - 1]
    return [(keys[start], keys[end]) for start, end in zip(starts, ends, strict=True)] if keys else []


def box_of(geometry: Mapping[str, Any]) -> dict[str, float]:
    """The box around a polygon or several (GeoJSON): west, south, east, north in degrees."""
    lons, lats = zip(*_places(geometry["coordinates"]), strict=True)
    return {"west": min(lons), "south": min(lats), "east": max(lons), "north": max(lats)}


def _places(coordinates: Any) -> list[Point]:
    """All places in the coordinates of a geometry, however deep."""
    if coordinates and isinstance(coordinates[0], int | float):
        return [(coordinates[0], coordinates[1])]
    return [place for part in coordinates for place in _places(part)]


def box_around(boxes: pd.DataFrame) -> dict[str, float]:
    """The box around several (columns west, south, east, north; at least one row)."""
    low, high = boxes[["west", "south"]].min(), boxes[["east", "north"]].max()
    return {str(side): float(value) for side, value in pd.concat([low, high]).items()}


def bounds_of(box: Mapping[str, float], margin: float = 0.05) -> list[list[float]]:
    """[[south, west], [north, east]] around a box with west, south, east and north, a little wider."""
    width, height = max(box["east"] - box["west"], 0.004), max(box["north"] - box["south"], 0.004)
    return [
        [box["south"] - margin * height, box["west"] - margin * width],
        [box["north"] + margin * height, box["east"] + margin * width],
    ]

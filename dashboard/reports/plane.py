"""A town on paper: from degrees to millimetres, true to scale, and where there is room for marks and words.

A town is small enough to be a plane: degrees count as metres as they do on the ellipsoid in the middle of the map.
Twenty kilometres from there the scale is off by less than half a percent.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt
from typing import Any

from config.cells import Point

_AXIS, _FLATTENING = 6_378_137.0, 1 / 298.257223563
"""WGS 84."""
_STEPS = (1, 2, 5)
_BUCKET = 12.0
Xy = tuple[float, float]
Rect = tuple[float, float, float, float]
"""Left, top, right, bottom in mm."""


@dataclass(frozen=True)
class Box:
    """A part of the world in degrees (WGS 84)."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> Point:
        return (self.west + self.east) / 2, (self.south + self.north) / 2

    def metres(self) -> tuple[float, float]:
        """How wide and high it is on the ground."""
        across, along = metres_a_degree(self.middle[1])
        return (self.east - self.west) * across, (self.north - self.south) * along


def metres_a_degree(lat: float) -> tuple[float, float]:
    """How long a degree of longitude and one of latitude are at a latitude."""
    squared = _FLATTENING * (2 - _FLATTENING)
    bent = 1 - squared * sin(radians(lat)) ** 2
    return _AXIS / sqrt(bent) * cos(radians(lat)) * pi / 180, _AXIS * (1 - squared) / bent**1.5 * pi / 180


def around(place: Point, metres: float) -> Box:
    """The box that reaches so many metres from a place (lon, lat) to each side."""
    across, along = (metres / one for one in metres_a_degree(place[1]))
    return Box(place[0] - across, place[1] - along, place[0] + across, place[1] + along)


def box_over(geometries: Iterable[Mapping[str, Any]], places: Iterable[Point] = ()) -> Box:
    """The box around geometries (GeoJSON) and places. Raises ValueError without any."""
    found = [*places, *(point for geometry in geometries for point in _points(geometry["coordinates"]))]
    lons, lats = zip(*found, strict=True)
    return Box(min(lons), min(lats), max(lons), max(lats))


def _points(coordinates: Any) -> Iterator[Point]:
    if coordinates and isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
    else:
        for part in coordinates:
            yield from _points(part)


@dataclass(frozen=True)
class Plane:
    """Part of the world on a rectangle of `width` by `height` mm; `middle` (lon, lat) lies in its middle."""

    middle: Point
    mm_a_metre: float
    width: float
    height: float

    @classmethod
    def of(cls, box: Box, width: float, height: float, margin: float = 0.0) -> "Plane":
        """One that shows all of a box, with a margin in mm."""
        wide, high = box.metres()
        scale = min((width - 2 * margin) / max(wide, 1.0), (height - 2 * margin) / max(high, 1.0))
        return cls(box.middle, scale, width, height)

    def at(self, lon: float, lat: float) -> Xy:
        """Where a place lies, in mm from the left and from the top."""
        across, along = metres_a_degree(self.middle[1])
        x = (lon - self.middle[0]) * across * self.mm_a_metre
        y = (lat - self.middle[1]) * along * self.mm_a_metre
        return self.width / 2 + x, self.height / 2 - y

    def shows(self, x: float, y: float) -> bool:
        """Whether a place in mm lies on it."""
        return 0 <= x <= self.width and 0 <= y <= self.height

    def scale_bar(self, longest: float) -> int:
        """The longest of 1, 2, 5, 10, 20, 50 ... metres that takes at most so many mm."""
        metres = 1
        while (more := _next(metres)) * self.mm_a_metre <= longest:
            metres = more
        return metres


def _next(metres: int) -> int:
    ten = int(10 ** (len(str(metres)) - 1))
    place = _STEPS.index(metres // ten)
    return _STEPS[place + 1] * ten if place < 2 else 10 * ten


class Room:
    """Which rectangles of a sheet are taken."""

    def __init__(self, width: float, height: float) -> None:
        self._sheet: Rect = (0.0, 0.0, width, height)
        self._taken: dict[tuple[int, int], list[Rect]] = {}

    def free(self, rect: Rect) -> bool:
        """Whether it lies on the sheet and meets none that is taken."""
        left, top, right, bottom = self._sheet
        if rect[0] < left or rect[1] < top or rect[2] > right or rect[3] > bottom:
            return False
        near = (other for bucket in _buckets(rect) for other in self._taken.get(bucket, ()))
        return not any(_meet(rect, other) for other in near)

    def take(self, rect: Rect) -> None:
        """Nothing else may come here."""
        for bucket in _buckets(rect):
            self._taken.setdefault(bucket, []).append(rect)

    def first_free(self, rects: Sequence[Rect]) -> int | None:
        """The place of the first that is free, which is then taken."""
        for place, rect in enumerate(rects):
            if self.free(rect):
                self.take(rect)
                return place
        return None


def _buckets(rect: Rect) -> Iterator[tuple[int, int]]:
    for column in range(int(rect[0] // _BUCKET), int(rect[2] // _BUCKET) + 1):
        for row in range(int(rect[1] // _BUCKET), int(rect[3] // _BUCKET) + 1):
            yield column, row


def _meet(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def rect_around(middle: Xy, width: float, height: float) -> Rect:
    """A rectangle around a place."""
    return middle[0] - width / 2, middle[1] - height / 2, middle[0] + width / 2, middle[1] + height / 2

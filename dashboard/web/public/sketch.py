"""A small drawing of the chosen place, where it is not the one that was proposed: plain SVG, without a script."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from config.geometry import centre, square_metres
from config.language import N_, number, t

WIDE, HIGH = 480, 280
"""Size of a drawing in its own units; a screen may make it smaller."""
LEAST = 600.0
"""Metres across at least: closer, nothing around it would be known again."""
INSET = (130, 100)
"""Size of the whole town in the corner, in the same units."""
_MARGIN = 1.5
_DEGREE = math.radians(1) * 6_371_008.8
_SCALES = (5_000, 2_000, 1_000, 500, 200, 100, 50)
Place = tuple[float, float]
Geometry = Mapping[str, Any]


@dataclass(frozen=True)
class Sketch:
    """What a template draws: `borders` and `area` as path data (both may be empty), `here` (the point that was chosen)
    and `proposed` as x and y, None without; `town` is the whole of it as path data in the corner ('' without borders),
    with the place at `dot`; `bar` is how long `scale` is; `words` say the same."""

    borders: str
    area: str
    here: Place | None
    proposed: Place | None
    town: str
    dot: Place
    bar: float
    scale: str
    words: str


def sketch(geometry: Geometry, proposed: Place | None, outlines: Iterable[Geometry]) -> Sketch:
    """The drawing of a chosen place (GeoJSON) with the place that was proposed (lon, lat), among neighbourhoods."""
    every = list(outlines)
    town = _View.of([place for one in every for place in _corners(one)] or [centre(dict(geometry))], INSET, margin=1.15)
    view = _View.around([*_corners(geometry), *([proposed] if proposed else [])])
    point = geometry["type"] == "Point"
    borders = "".join(view.line(ring) for one in every for ring in _rings(one))
    metres = next((one for one in _SCALES if one * view.unit <= WIDE / 3), _SCALES[-1])
    return Sketch(
        borders,
        "" if point else "".join(f"{view.line(ring, every=True)}Z" for ring in _rings(geometry)),
        view.at(centre(dict(geometry))) if point else None,
        view.at(proposed) if proposed else None,
        "".join(town.coarse(ring) for one in every for ring in _rings(one)),
        town.at(centre(dict(geometry))),
        round(metres * view.unit, 1),
        f"{number(metres)} m",
        _words(geometry, proposed),
    )


@dataclass(frozen=True)
class _View:
    """A part of the world: its middle, how many units of the drawing are a metre, and the size of the drawing."""

    middle: Place
    unit: float
    size: tuple[int, int]

    @classmethod
    def around(cls, places: Sequence[Place]) -> "_View":
        """What holds some places, with room around them."""
        return cls.of(places, (WIDE, HIGH), margin=_MARGIN, least=LEAST)

    @classmethod
    def of(cls, places: Sequence[Place], size: tuple[int, int], *, margin: float = 1.0, least: float = 1.0) -> "_View":
        lons, lats = zip(*places, strict=True)
        middle = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
        wide = (max(lons) - min(lons)) * _DEGREE * math.cos(math.radians(middle[1]))
        high = (max(lats) - min(lats)) * _DEGREE
        metres = max(least, wide * margin, high * margin * size[0] / size[1])
        return cls(middle, size[0] / metres, size)

    def at(self, place: Place) -> Place:
        across = (place[0] - self.middle[0]) * math.cos(math.radians(self.middle[1]))
        x, y = (side * _DEGREE * self.unit for side in (across, self.middle[1] - place[1]))
        return round(self.size[0] / 2 + x, 1), round(self.size[1] / 2 + y, 1)

    def coarse(self, ring: Sequence[Sequence[float]]) -> str:
        """A ring as path data in whole units: much that lies close together is one point."""
        drawn = [(round(x), round(y)) for x, y in (self.at((place[0], place[1])) for place in ring)]
        kept = [one for place, one in enumerate(drawn) if place == 0 or one != drawn[place - 1]]
        return "M" + "L".join(f"{x} {y}" for x, y in kept) + "Z"

    def line(self, ring: Sequence[Sequence[float]], *, every: bool = False) -> str:
        """A ring as path data; without `every` only the pieces that may come into view."""
        drawn = [self.at((place[0], place[1])) for place in ring]
        return "".join(_path(drawn, every))


def _path(drawn: Sequence[Place], every: bool) -> Iterator[str]:
    last = None
    for one, other in pairwise(drawn):
        if every or _meets(one, other):
            yield f"L{other[0]:g} {other[1]:g}" if one == last else f"M{one[0]:g} {one[1]:g}L{other[0]:g} {other[1]:g}"
            last = other


def _meets(one: Place, other: Place) -> bool:
    """Whether the box around a line meets the drawing."""
    (x, y), (u, v) = one, other
    return min(x, u) <= WIDE and max(x, u) >= 0 and min(y, v) <= HIGH and max(y, v) >= 0


def _rings(geometry: Geometry) -> list[Sequence[Sequence[float]]]:
    told = geometry["coordinates"]
    kinds = {"Polygon": [told], "MultiPolygon": told}
    return [ring for area in kinds.get(geometry["type"], []) for ring in area]


def _corners(geometry: Geometry) -> list[Place]:
    rings = _rings(geometry)
    return [(one[0], one[1]) for ring in rings for one in ring] if rings else [centre(dict(geometry))]


def _words(geometry: Geometry, proposed: Place | None) -> str:
    """How large it is, and how far from where it was proposed."""
    own = dict(geometry)
    size, apart = square_metres(own), 0.0 if proposed is None else _metres(centre(own), proposed)
    said = [t(N_("The place is {n} m² large."), n=number(size))] if size >= 1 else []
    if apart >= 10:
        said.append(t(N_("Its middle lies {n} m from where it was proposed."), n=number(apart)))
    return " ".join(said)


def _metres(one: Place, other: Place) -> float:
    across = (one[0] - other[0]) * math.cos(math.radians(one[1]))
    return math.hypot(across, one[1] - other[1]) * _DEGREE

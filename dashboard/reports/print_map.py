"""A map for print as SVG: borders of neighbourhoods on grey paper, numbered marks, scale, north and source.

It has no title (the document says what it is) and no tiles, so nothing comes from elsewhere. Its marks are those of the
screen, drawn from the same files; each is known by its shape, so a grey copy says the same. Lengths are mm on paper.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil, cos, pi, sin
from typing import TYPE_CHECKING, Any

from config.language import N_, number, t
from config.vocabularies import proposal_stages
from dashboard.charts.palette import CONTROL, INK2, LAND
from dashboard.reports import svg
from dashboard.reports.document import LANGUAGE_TAGS, Sign, sign_of
from dashboard.reports.fonts import MM_A_POINT, drawable, width
from dashboard.reports.pictures import MAP_PPI, TEXT_WIDTH, png_of
from dashboard.reports.plane import Box, Plane, Room, Xy, box_over, rect_around
from dashboard.reports.typesetting import pdf

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

NUMBER_POINTS, NAME_POINTS, LEGEND_POINTS = 8.0, 7.5, 8.5
MOST_APART = 250
"""With more places marks lie over one another where they are, and a number stands beside its mark or nowhere."""
_SIZES = ((60, 4.4), (MOST_APART, 3.4))
_SMALLEST = 2.2
"""How wide a mark is with up to so many places, and with more."""
_GAP, _MARGIN, _LINE = 0.5, 6.0, 5.0
_FLATTEST = 0.5
"""The least height of a map of all of a town, by its width."""
_ASIDE, _FAR = (1.1, 1.7, 2.4, 3.2, 4.0), (1.5, 2.1, 2.8)
"""How far a mark may move aside, and a number stand from its mark, by the width of a mark."""


@dataclass(frozen=True)
class Area:
    """A neighbourhood with its border (GeoJSON: Polygon or MultiPolygon, WGS 84)."""

    name: str
    geometry: Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """A numbered place with its stage (a code of `proposal_stages`); `geometry` is its final place, where drawn."""

    lon: float
    lat: float
    number: str
    stage: str
    geometry: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class PrintMap:
    """The drawing, its size in mm, and the numbers for which there was no room beside their mark."""

    svg: str
    width: float
    height: float
    without_number: tuple[str, ...] = ()


def town_map(
    areas: Sequence[Area],
    places: Sequence[Place],
    *,
    source: str,
    language: str = "nl",
    wide: float = TEXT_WIDTH,
    tallest: float = TEXT_WIDTH,
) -> PrintMap:
    """All of a town and its places, so many mm wide. Raises ValueError without any area or place."""
    over = box_over((area.geometry for area in areas), ((place.lon, place.lat) for place in places))
    across, along = over.metres()
    high = min(tallest, max(_FLATTEST * wide, wide * along / max(across, 1.0)))
    return print_map(areas, places, Plane.of(over, wide, high, _MARGIN), source=source, language=language)


def extract(
    areas: Sequence[Area],
    places: Sequence[Place],
    own: Place,
    box: Box,
    *,
    source: str,
    language: str = "nl",
    size: tuple[float, float] = (TEXT_WIDTH, 100.0),
) -> PrintMap:
    """The surroundings of one place, which gets a ring; `box` as `plane.around` gives it, `size` in mm.

    Without legend: the large map of the same document has it.
    """
    others = [place for place in places if place.number != own.number]
    plane = Plane.of(box, *size)
    return print_map(areas, [own, *others], plane, source=source, language=language, ringed=own.number, legend=False)


def print_map(
    areas: Sequence[Area],
    places: Sequence[Place],
    plane: Plane,
    *,
    source: str,
    language: str = "nl",
    ringed: str | None = None,
    legend: bool = True,
) -> PrintMap:
    """A map of what lies on a plane. Where marks would hide one another they move aside, with a line to their place.

    `source` stands below it; `ringed` is the number of the place that it is about. First come, first served: the places
    that matter most come first.
    """
    sheet = _Sheet(plane, [place for place in places if plane.shows(*plane.at(place.lon, place.lat))], ringed)
    borders = [_drawn(area.geometry, plane) for area in areas]
    land = [svg.path(border, f'fill="{LAND}" stroke="{CONTROL}" stroke-width="0.25"') for border in borders]
    marks = sheet.marks()
    names = [sheet.name(area.name, border) for area, border in zip(areas, borders, strict=True)]
    numbers = sheet.numbers()
    final = sheet.final_places()
    entries = _entries(sheet.places, language, final=bool(final)) if legend else []
    below, height = _below(entries, plane, drawable(source))
    frame = [*land, *final, *sheet.leaders, *names, *marks, *numbers, svg.panel(plane)]
    signs = sorted({sign_of(place.stage) for place in sheet.places})
    drawn = svg.sheet(plane, height, frame=frame, below=below, signs=signs)
    return PrintMap(drawn, plane.width, height, tuple(sheet.unnumbered))


def page(drawn: PrintMap, *, title: str, alt: str, made_at: datetime, language: str = "nl") -> bytes:
    """The map as a tagged PDF of its own size, drawn in lines. `alt` says what it shows, for whoever cannot see it."""
    tongue, region = LANGUAGE_TAGS[language].split("-")
    told = {
        "width": f"{drawn.width}",
        "title": drawable(title),
        "alt": drawable(alt),
        "language": tongue,
        "region": region,
    }
    return pdf("picture.typ", {"picture.svg": drawn.svg.encode()}, made_at, told)


def png(drawn: PrintMap) -> bytes:
    """The map as PNG, fine enough for print."""
    return png_of(drawn.svg, drawn.width, ppi=MAP_PPI)


def size_of_marks(count: int) -> float:
    """How wide the marks of so many places are."""
    return next((size for most, size in _SIZES if count <= most), _SMALLEST)


class _Sheet:
    """Where marks, names and numbers come to stand; what came first has its place."""

    def __init__(self, plane: Plane, places: Sequence[Place], ringed: str | None) -> None:
        self.plane, self.places, self.ringed = plane, places, ringed
        self.size, self.apart = size_of_marks(len(places)), len(places) <= MOST_APART
        self.room = Room(plane.width, plane.height)
        self.room.take(svg.panel_rect(plane))
        self.leaders: list[str] = []
        self.unnumbered: list[str] = []
        self.spots: list[Xy] = []

    def wide(self, place: Place) -> float:
        """How wide its mark is, with its ring."""
        return self.size * (1.7 if place.number == self.ringed else 1.0)

    def marks(self) -> list[str]:
        """The marks, each where its place is or as near to it as there is room; the first one lies on top."""
        return [self._mark(place) for place in self.places][::-1]

    def _mark(self, place: Place) -> str:
        true, wide = self.plane.at(place.lon, place.lat), self.wide(place)
        candidates = [true, *(_rings(true, self.size, _ASIDE) if self.apart else [])]
        found = self.room.first_free([rect_around(one, wide, wide) for one in candidates])
        spot = candidates[found or 0]
        if found is None:
            self.room.take(rect_around(true, wide, wide))
        elif found:
            self.leaders.append(svg.leader(true, spot, dot=True))
        self.spots.append(spot)
        return svg.mark(sign_of(place.stage), spot, self.size, ringed=place.number == self.ringed)

    def numbers(self) -> list[str]:
        """The numbers beside the marks; with a line where they stand further away."""
        return [self._number(place, spot) for place, spot in zip(self.places, self.spots, strict=True)]

    def _number(self, place: Place, spot: Xy) -> str:
        words = drawable(place.number)
        wide, high = width(words, NUMBER_POINTS, strong=True), NUMBER_POINTS * MM_A_POINT * 0.72
        near = _beside(spot, self.wide(place) / 2 + _GAP, wide, high)
        middles = [*near, *(_rings(spot, self.size, _FAR) if self.apart else [])]
        found = self.room.first_free([rect_around(one, wide, high) for one in middles])
        if found is None:
            self.unnumbered.append(place.number)
            return ""
        if found >= len(near):
            self.leaders.append(svg.leader(spot, middles[found], dot=False))
        return svg.text(middles[found], words, NUMBER_POINTS, strong=True)

    def name(self, name: str, border: "BaseGeometry") -> str:
        """The name of an area within its border, where there is room; '' where there is none."""
        import shapely

        if border.area < 1:
            return ""
        words = drawable(name)
        wide, high = width(words, NAME_POINTS) + 1, NAME_POINTS * MM_A_POINT
        x, y = shapely.maximum_inscribed_circle(_largest(border)).coords[0]
        middles = [(x, y + step * high) for step in (0, -1.5, 1.5, -3, 3, -4.5, 4.5)]
        inside = [one for one in middles if border.contains(shapely.Point(one))]
        found = self.room.first_free([rect_around(one, wide, high) for one in inside])
        return "" if found is None else svg.text(inside[found], words, NAME_POINTS, fill=INK2)

    def final_places(self) -> list[str]:
        """The final places that are larger than a mark."""
        drawn = [_drawn(place.geometry, self.plane) for place in self.places if place.geometry]
        return [svg.path(one, svg.HATCHED) for one in drawn if one.area > self.size**2]


def _rings(middle: Xy, size: float, factors: Sequence[float]) -> list[Xy]:
    """Places around a place, on wider and wider rings."""
    return [
        (middle[0] + size * factor * cos(pi * step / 6), middle[1] + size * factor * sin(pi * step / 6))
        for factor in factors
        for step in range(12)
    ]


def _beside(spot: Xy, reach: float, wide: float, high: float) -> list[Xy]:
    """Where the middle of a number may stand that touches its mark: right, left, above, below, at the corners."""
    x, y = spot
    across, along = reach + wide / 2, reach + high / 2
    corner = reach * 0.75 + wide / 2, reach * 0.75 + high / 2
    sides = [(x + across, y), (x - across, y), (x, y - along), (x, y + along)]
    return [*sides, *((x + sx * corner[0], y + sy * corner[1]) for sx, sy in ((1, -1), (1, 1), (-1, -1), (-1, 1)))]


def _drawn(geometry: Mapping[str, Any], plane: Plane) -> "BaseGeometry":
    """A geometry on the plane in mm: what lies on it and a little around it, without what no eye sees."""
    import shapely
    from shapely.geometry import shape

    placed = shapely.transform(shape(geometry), lambda points: [plane.at(lon, lat) for lon, lat in points])
    seen = shapely.box(-2, -2, plane.width + 2, plane.height + 2)
    return shapely.intersection(shapely.make_valid(placed.simplify(0.03)), seen)


def _largest(geometry: "BaseGeometry") -> "BaseGeometry":
    return max(getattr(geometry, "geoms", [geometry]), key=lambda part: float(part.area))


def _entries(places: Sequence[Place], language: str, *, final: bool) -> list[tuple[Sign | None, str]]:
    """The stages that are there, in their order, with how many; at last what the hatch is."""
    counts = Counter(place.stage for place in places)
    known = [
        (sign_of(code), f"{stage.label(language)}: {number(counts[code], language)}")
        for code, stage in proposal_stages().items()
        if counts[code]
    ]
    return [*known, *([(None, t(N_("Final place"), language))] if final else [])]


def _below(entries: Sequence[tuple[Sign | None, str]], plane: Plane, source: str) -> tuple[list[str], float]:
    """Legend and source below the map; with the height of it all."""
    x, y, drawn = 0.0, plane.height + 4.5, []
    for sign, words in entries:
        long = 5.6 + width(words, LEGEND_POINTS) + 5
        if x and x + long > plane.width:
            x, y = 0.0, y + _LINE
        drawn.append(svg.used(sign, (x + 2, y), 3.6) if sign else svg.swatch((x + 2, y)))
        drawn.append(svg.text((x + 5.6, y), words, LEGEND_POINTS, anchor="start"))
        x += long
    lines = _wrapped(source, plane.width)
    if not entries and not lines:
        return [], plane.height
    if x and x + max((width(line, svg.SMALL_POINTS) for line in lines), default=0) > plane.width:
        y += _LINE
    drawn.append(svg.note(plane.width, y, lines))
    return drawn, ceil(y + 2.5 + (len(lines) - 1) * svg.SMALL_POINTS * MM_A_POINT * 1.3)


def _wrapped(text: str, wide: float) -> list[str]:
    """The words of a text in lines that are so wide at most."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, svg.SMALL_POINTS) <= wide:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines

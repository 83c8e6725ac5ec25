"""A map for print on an A3 page, with a title, what it is about and its date; a next page says what its numbers are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.language import N_, t
from dashboard.charts.palette import BAD, INK, INK2
from dashboard.reports.document import LANGUAGE_TAGS
from dashboard.reports.fonts import FAMILIES, drawable
from dashboard.reports.plane import box_over
from dashboard.reports.print_map import Area, Place, PrintMap, town_map
from dashboard.reports.typesetting import pdf

LONG, SHORT, MARGINS = 420.0, 297.0, 30.0
"""An A3 page and what its margins take of its width, in mm."""
_AROUND = 84.0
"""What stands above and below the map takes so much of the height, in mm."""
_LARGER = 1.4
"""A map on a wall is read from further away: drawn as for a page of text, and enlarged so many times."""
_COLORS = {"ink": INK, "ink2": INK2, "bad": BAD}


@dataclass(frozen=True)
class Listed:
    """What a number on the map stands for."""

    no: str
    title: str
    area: str


@dataclass(frozen=True)
class MapPage:
    """A map with what stands around it. Texts are final; `state` stands out at the top ('' for none).

    `missing`: the numbers of places that are not on the map, because no place is known.
    """

    title: str
    organisation: str
    state: str
    subtitle: str
    foot: str
    alt: str
    made_at: datetime
    language: str
    areas: Sequence[Area]
    places: Sequence[Place]
    listed: Sequence[Listed]
    missing: Sequence[str]
    source: str


def map_page(told: MapPage) -> bytes:
    """The page as tagged PDF, drawn in lines; upright or flat, as the town lies. Raises ValueError without any area or
    place."""
    flat = lies_flat(told)
    drawn = town_map(told.areas, told.places, source=told.source, language=told.language, **_size(flat=flat))
    data = json.dumps(_data(told, drawn, flat=flat)).encode()
    return pdf("map_page.typ", {"picture.svg": drawn.svg.encode(), "data.json": data}, told.made_at)


def lies_flat(told: MapPage) -> bool:
    """Whether the town is wider than high."""
    across, along = box_over(
        (area.geometry for area in told.areas), ((place.lon, place.lat) for place in told.places)
    ).metres()
    return across > along


def _size(*, flat: bool) -> dict[str, float]:
    wide, high = (LONG, SHORT) if flat else (SHORT, LONG)
    return {"wide": (wide - MARGINS) / _LARGER, "tallest": (high - _AROUND) / _LARGER}


def _data(told: MapPage, drawn: PrintMap, *, flat: bool) -> dict[str, object]:
    language, region = LANGUAGE_TAGS[told.language].split("-")
    texts = {name: drawable(getattr(told, name)) for name in ("title", "organisation", "state", "subtitle", "foot")}
    return texts | {
        "alt": drawable(told.alt),
        "running": drawable(told.title),
        "listed": drawable(t(N_("The numbers on the map"))),
        "note": drawable(_note(told, drawn)),
        "places": [{"no": one.no, "title": drawable(one.title), "area": drawable(one.area)} for one in told.listed],
        "language": language,
        "region": region,
        "fonts": FAMILIES,
        "colors": _COLORS,
        "flipped": flat,
        "width": drawn.width * _LARGER,
    }


def _note(told: MapPage, drawn: PrintMap) -> str:
    """Which numbers do not stand on the map."""
    said = []
    if told.missing:
        numbers = ", ".join(told.missing)
        said.append(t(N_("Not on the map, because no place is known: {numbers}."), numbers=numbers))
    if drawn.without_number:
        numbers = ", ".join(drawn.without_number)
        said.append(t(N_("There was no room for these numbers: {numbers}."), numbers=numbers))
    return " ".join(said)

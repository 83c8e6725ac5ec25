"""How a map looks: its mode and colour, kept in the address beside the filters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlencode

from dashboard.components.filter_parts import About
from queries import atlas

MODE, COLOUR, GROUND = "map", "colour", "ground"
KEYS = (MODE, COLOUR, GROUND)
NO_GROUND = "-"
"""What of an address tells how a page looks, and narrows nothing."""


class Mode(StrEnum):
    """What a map draws."""

    HEXAGONS = "hexagons"
    DENSITY = "density"
    AREAS = "areas"
    POINTS = "points"


MODES = {About.PROPOSALS: tuple(Mode), About.MELDINGEN: (Mode.HEXAGONS, Mode.DENSITY, Mode.AREAS)}
COLOURS = {About.PROPOSALS: atlas.COLOURS, About.MELDINGEN: (atlas.RECEIVED,)}


@dataclass(frozen=True)
class Look:
    """Mode and colour of a map of proposals or meldingen, and the name of the layer below it ('': the first)."""

    about: About
    mode: Mode = Mode.HEXAGONS
    colour: str = ""
    ground: str = ""

    @classmethod
    def of(cls, search: str, about: About) -> "Look":
        """The look in an address; what it does not know is the usual one."""
        query = parse_qs(search.removeprefix("?"))
        mode, colour, ground = (query.get(key, [""])[-1] for key in KEYS)
        modes, colours = MODES[about], COLOURS[about]
        known = Mode(mode) if mode in modes else modes[0], colour if colour in colours else colours[0]
        return cls(about, *known, ground[:80])

    def search(self, query: str, **changes: Any) -> str:
        """The search string with these filters (a query string) and this look, some of it changed."""
        other = replace(self, **changes)
        usual = (MODES[self.about][0], COLOURS[self.about][0], "")
        chosen = zip(KEYS, (other.mode, other.colour, other.ground), usual, strict=True)
        more = urlencode([(key, value) for key, value, same in chosen if value != same])
        return "?" + "&".join(part for part in (query, more) if part)


def look_query(search: str) -> str:
    """The part of a search string that tells the look, to keep it when filters change."""
    query: Mapping[str, list[str]] = parse_qs(search.removeprefix("?"))
    return urlencode([(key, query[key][-1][:80]) for key in KEYS if key in query])

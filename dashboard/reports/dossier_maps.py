"""The maps of a decision dossier: the town with every place by its number, and the surroundings of one place."""

from dataclasses import replace
from typing import Any

from config.language import N_, number, t
from dashboard.reports.document import Picture
from dashboard.reports.dossier_words import Json, Parts, place_name
from dashboard.reports.plane import Box, around, box_over
from dashboard.reports.print_map import Area, Place, PrintMap, extract, town_map

TALLEST, A_NOTE, WHOLE_PAGE = 102.0, 5.0, 172.0
"""Of the map in the summary, in mm, and how much lower it is for each line to note, so that title, numbers and map
stand on one page; and of a map on a page of its own."""
AROUND = 350.0
"""Metres around a place on its own map."""
_SIZE = (60.0, 44.0)


class Maps:
    """The places of a dossier as maps need them; `notes`: how many lines to note stand above the map of the town."""

    def __init__(self, frozen: Json, notes: int = 0) -> None:
        self.frozen = frozen
        self.areas = [Area(one["name"], one["geometry"]) for one in frozen["borders"]]
        self.places = {one["no"]: _on_map(one) for one in frozen["places"] if one["spot"]}
        small = self._drawn(TALLEST - A_NOTE * notes) if self.areas or self.places else None
        self.needs_page = small is not None and bool(small.without_number)
        """Whether the numbers of all places have no room in the summary."""
        self.whole = self._drawn(WHOLE_PAGE) if self.needs_page else small

    def _drawn(self, tallest: float) -> PrintMap:
        return town_map(self.areas, list(self.places.values()), source=self._source(), tallest=tallest)

    def town(self) -> list[Picture]:
        """All of the town; nothing where neither a border nor a place is known."""
        drawn = self.whole
        if drawn is None:
            return []
        told = {"town": self.frozen["town"]["name"], "n": number(len(self.places))}
        alt = t(N_("Map of {town} with {n} numbered places. The table of decisions says the same in words."), **told)
        return [Picture(drawn.svg, alt, self._caption(drawn.without_number))]

    def _caption(self, without_number: tuple[str, ...]) -> str:
        said = [t(N_("The numbers are those of the table of decisions."))]
        missing = [str(one["no"]) for one in self.frozen["places"] if not one["spot"]]
        if missing:
            said.append(t(N_("Not on the map, because no place is known: {numbers}."), numbers=", ".join(missing)))
        if without_number:
            told = ", ".join(without_number)
            said.append(t(N_("There was no room for these numbers: {numbers}."), numbers=told))
        return " ".join(said)

    def _source(self) -> str:
        source = self.frozen["border_source"]
        return t(N_("Borders: {source}."), source=source) if source else ""

    def around(self, place: Json, parts: Parts) -> list[Picture]:
        """The surroundings of one place; nothing where it has no place."""
        own = self.places.get(place["no"])
        if own is None:
            return []
        others = [replace(one, geometry=None) for one in self.places.values()]  # their final places stand in the town
        drawn = extract(self.areas, others, own, _box(own), source="", size=_SIZE)
        alt = t(
            N_("Map of the surroundings of {title}: {street}"),
            title=place_name(place, parts),
            street=place["street"] or place["area"] or place["no"],
        )
        caption = t(N_("Where it lies, {n} metres around"), n=number(AROUND))
        return [Picture(drawn.svg, alt, caption, _SIZE[0] / 180)]


def _on_map(place: Json) -> Place:
    lon, lat = place["spot"]
    return Place(lon, lat, str(place["no"]), place["outcome"], place["geometry"])


def _box(own: Place) -> Box:
    """Around a place, and around all of its final place."""
    box = around((own.lon, own.lat), AROUND)
    if own.geometry is None:
        return box
    corners: list[tuple[Any, Any]] = [(box.west, box.south), (box.east, box.north)]
    return box_over([own.geometry], corners)

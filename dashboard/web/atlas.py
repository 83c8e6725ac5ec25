"""Maps at work: a page declares one, and its callbacks draw what the address and the view of the browser ask for."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback
from dash.development.base_component import Component

from config.errors import InvalidInput
from config.language import N_, t
from config.vocabularies import indicators
from dashboard.charts import atlas as charts
from dashboard.components.atlas import (
    Layer,
    Part,
    Segment,
    attributed,
    part_id,
    segments,
    tiles,
)
from dashboard.components.filter_parts import About
from dashboard.components.markup import lean
from dashboard.web import place_search
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from dashboard.web.map_look import COLOURS, MODES, NO_GROUND, Look, Mode
from dashboard.web.map_shown import shown_of
from dashboard.web.map_sight import PERMISSIONS, Sight, sight_of
from queries import atlas
from queries.filters import Filters
from queries.viewport import CLOSE, Viewport, bounds_of, box_around, box_of

BELGIUM = {"west": 2.6, "south": 50.7, "east": 5.9, "north": 51.5}
"""What a map shows of whom nothing is known yet: Flanders."""
_WHATEVER: dict[str, Any] = {"type": "FeatureCollection", "features": []}
MODE_NAMES = {
    Mode.HEXAGONS: N_("Hexagons"),
    Mode.DENSITY: N_("Density"),
    Mode.AREAS: N_("Neighbourhoods"),
    Mode.POINTS: N_("Points"),
}
Answer = tuple[Any, Any, Any, Any, str]


def declare(page: str, about: About) -> None:
    """Register the callbacks of the map of a page, and of the search over it."""
    place_search.declare(page, PERMISSIONS[about])
    callback(
        Output(part_id(Part.MAP, page), "viewport"),
        Output(part_id(Part.BORDERS, page), "data"),
        Output(part_id(Part.BORDERS, page), "attribution"),
        Input(part_id(Part.MAP, page), "id"),
    )(_begin(about))
    callback(
        Output(part_id(Part.CHOICES, page), "children"),
        Output(part_id(Part.GROUND, page), "children"),
        Input(Key.URL, "search"),
        Input(Key.VERSION, "data"),
    )(_choose(about))
    callback(
        Output(part_id(Part.SHOWN, page), "data"),
        Output(part_id(Part.SHOWN, page), "hideout"),
        Output(part_id(Part.OVERLAY, page), "children"),
        Output(part_id(Part.LEGEND, page), "children"),
        Output(part_id(Part.STATUS, page), "children"),
        Input(part_id(Part.SEEN, page), "data"),
        Input(Key.URL, "search"),
        Input(Key.VERSION, "data"),
    )(_show(about))
    watch(page)


def watch(page: str) -> None:
    """Register what names the map of a page in the reader's language, and tells what it shows."""
    clientside_callback(
        ClientsideFunction("atlas", "seen"),
        Output(part_id(Part.SEEN, page), "data"),
        Input(part_id(Part.MAP, page), "bounds"),
        Input(part_id(Part.MAP, page), "zoom"),
        State(part_id(Part.MAP, page), "viewport"),
    )


def _begin(about: About) -> Callable[[Any], tuple[Any, Any, str]]:
    def begin(_id: Any) -> tuple[Any, Any, str]:
        """The neighbourhoods of the reader; where these have no boundaries, where the proposals lie."""
        scope = current_scope(PERMISSIONS[about])
        with services().db.read() as db:
            borders = atlas.boundaries(db, scope)
            box = around_all(borders) or _told(atlas.extent(db, scope)) or BELGIUM
        return {"bounds": bounds_of(box)}, charts.outlines(borders), source_words(borders)

    return begin


def ground_of(layers: list[Layer], look: Look) -> Layer | None:
    """The layer of a look: the one of its name; the first when it tells none."""
    if look.ground == NO_GROUND or not layers:
        return None
    return next((one for one in layers if one.name == look.ground), layers[0])


def around_all(borders: pd.DataFrame) -> dict[str, float] | None:
    """The box around these neighbourhoods (column geometry); None where none has a boundary."""
    boxes = [box_of(geometry) for geometry in borders["geometry"].dropna()]
    return box_around(pd.DataFrame(boxes)) if boxes else None


def _told(box: pd.DataFrame) -> dict[str, float] | None:
    found = box.iloc[0]
    return {str(side): float(value) for side, value in found.items()} if found.notna().all() else None


def source_words(borders: pd.DataFrame) -> str:
    """Whose the borders are, for the corner of the map; empty where nobody told."""
    told = sorted(set(borders["source"].dropna()))
    return attributed(t(N_("Neighbourhoods: {source}"), source=", ".join(told))) if told else ""


def _choose(about: About) -> Callable[..., tuple[list[Component], list[Component]]]:
    def choose(search: str | None, _version: int | None) -> tuple[list[Component], list[Component]]:
        """What the colour can tell and what the map can draw, each with its address; and the tiles below."""
        sight, filters = sight_of(search, about), filters_or_usual(search or "")[0]
        look, scope = sight.look, sight.scope
        with services().db.read() as db:
            gains = atlas.indicators_told(db, scope, filters) if about is About.PROPOSALS else []
            layers = [Layer(**one) for one in atlas.layers(db, scope)]
        chosen = ground_of(layers, look)
        return choices(sight, filters, gains, layers), [tiles(chosen)] if chosen else []

    return choose


def choices(sight: Sight, filters: Filters, gains: list[str], layers: list[Layer]) -> list[Component]:
    """The rows of possibilities above a map; `gains` are the indicators to offer."""
    query, look = filters.to_query(), sight.look
    modes = [Segment(t(MODE_NAMES[one]), look.search(query, mode=one), one is look.mode) for one in MODES[look.about]]
    rows: list[Component] = [segments(t(N_("Show")), modes)]
    if len(COLOURS[look.about]) > 1 and look.mode is not Mode.POINTS:
        rows.insert(0, _colours(sight, query, gains))
    if layers:
        rows.append(_grounds(look, query, layers))
    return rows


def _colours(sight: Sight, query: str, gains: list[str]) -> Component:
    look = sight.look

    def named(colours: Iterable[str]) -> list[Segment]:
        return [Segment(charts.colour_name(one), look.search(query, colour=one), one == look.colour) for one in colours]

    usual = [one for one in charts.COLOUR_NAMES if one != atlas.MELDINGEN or sight.meldingen]
    more = [one for one in indicators() if one in gains or one == look.colour]
    return segments(t(N_("Colour shows")), named(usual), more=named(more), more_label=t(N_("Gain")))


def _grounds(look: Look, query: str, layers: list[Layer]) -> Component:
    lies = ground_of(layers, look)
    named = [Segment(one.name, look.search(query, ground=one.name), one == lies) for one in layers]
    none = Segment(t(N_("None")), look.search(query, ground=NO_GROUND), lies is None)
    return segments(t(N_("Ground")), [*named, none])


def _show(about: About) -> Callable[..., Answer]:
    def show(seen: Any, search: str | None, _version: int | None) -> Answer:
        """What the reader may see of this part of the world. Raises Forbidden, InvalidInput."""
        sight = sight_of(search, about)
        if seen is None:
            return _WHATEVER, {}, [], [], ""
        view, filters = view_of(seen), filters_or_usual(search or "")[0]
        with services().db.read() as db:
            shown = shown_of(db, sight, filters, view)
        return shown.drawing.data, shown.drawing.hideout, shown.overlay or [], lean(shown.legend), shown.words

    return show


def view_of(seen: Any) -> Viewport:
    """The view that a browser tells of: the bounds and the zoom of its map. Raises InvalidInput."""
    if not isinstance(seen, list) or len(seen) != 2:
        raise InvalidInput()
    return Viewport.of(*seen)


def part_of(view: Viewport, look: Look) -> atlas.Part:
    """The part of the world that the list beside a map holds, so that both count the same."""
    if look.mode is Mode.AREAS:
        return atlas.EVERYWHERE
    return atlas.Part(view, whole=look.mode is Mode.HEXAGONS and view.zoom < CLOSE)

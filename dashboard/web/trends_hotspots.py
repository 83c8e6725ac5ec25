"""The hot spots on the page on trends: the map and the list of the same, as the person who asks may see them."""

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import Input, Output, callback, ctx, get_relative_path, no_update

from config.kinds import Permission
from dashboard.charts.atlas import outlines
from dashboard.charts.hotspots import (
    course_words,
    hotspot_hexagons,
    hotspot_sentence,
    place_words,
    searched_words,
    spot_words,
    whole_of,
)
from dashboard.components.atlas import Layer, part_id, tiles
from dashboard.components.atlas import Part as MapPart
from dashboard.components.filter_parts import About
from dashboard.components.markup import lean
from dashboard.components.trends.frame import Part
from dashboard.components.trends.hotspots import SpotLine, spot_list
from dashboard.web.address import filters_or_usual
from dashboard.web.atlas import BELGIUM, around_all, ground_of, source_words, watch
from dashboard.web.auth import current_scope, require
from dashboard.web.context import services
from dashboard.web.keys import Key
from dashboard.web.map_look import Look
from queries import atlas
from queries.filters import By, Filters
from queries.hotspots import WHOLE, HotSpots, found_meldingen
from queries.viewport import bounds_of

MAP = "/meldingen-kaart"


def declare(page: str) -> None:
    """Register the callbacks of the map of hot spots of a page."""
    callback(
        Output(part_id(MapPart.MAP, page), "viewport"),
        Output(part_id(MapPart.BORDERS, page), "data"),
        Output(part_id(MapPart.BORDERS, page), "attribution"),
        Output(part_id(MapPart.GROUND, page), "children"),
        Output(part_id(MapPart.SHOWN, page), "data"),
        Output(part_id(MapPart.SHOWN, page), "hideout"),
        Output(Part.HOT, "children"),
        Input(Key.URL, "search"),
        Input(Key.VERSION, "data"),
    )(show)
    watch(page)


def show(search: str | None, _version: int | None) -> tuple[Any, ...]:
    """The neighbourhoods, the hexagons of hot spots in them, and the list. Newer data leaves the map where it is."""
    require(Permission.SEE_MELDINGEN)
    filters, scope = filters_or_usual(search or "")[0], current_scope()
    with services().db.read() as db:
        found = found_meldingen(db, scope, filters)
        borders = atlas.boundaries(db, scope)
        layers = [Layer(**one) for one in atlas.layers(db, scope)]
    ground = ground_of(layers, Look.of(search or "", About.MELDINGEN))
    drawing = hotspot_hexagons(found.cells)
    stays = any(key.startswith(f"{Key.VERSION}.") for key in ctx.triggered_prop_ids)
    return (
        no_update if stays else {"bounds": bounds_of(_box(filters, borders))},
        outlines(borders),
        source_words(borders),
        [tiles(ground)] if ground else [],
        drawing.data,
        drawing.hideout,
        lean(listed(found, filters)),
    )


def _box(filters: Filters, borders: pd.DataFrame) -> dict[str, float]:
    """Around the neighbourhoods that are asked about."""
    asked = borders[borders["code"].isin(filters.areas)] if filters.areas else borders
    return around_all(asked) or around_all(borders) or BELGIUM


def listed(found: HotSpots, filters: Filters) -> list[Any]:
    """The list beside the map."""
    spots = found.spots
    rows = spots[spots["spot"] != WHOLE].to_dict("records")
    note = searched_words(spots) if whole_of(spots)["enough"] else ""
    return spot_list(hotspot_sentence(spots), note, [_line(row, filters) for row in rows])


def _line(row: dict[Any, Any], filters: Filters) -> SpotLine:
    href = ""
    if isinstance(row["area_code"], str):
        own = replace(filters, areas=(row["area_code"],), by=By.CATEGORY)
        href = f"{get_relative_path(MAP)}?{own.to_query()}"
    told = int(row["spot"]), str(row["course"]), course_words(row), place_words(row), spot_words(row)
    return SpotLine(*told, href)

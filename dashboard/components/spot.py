"""A small map around one place, beside words that say the same. `assets/50-atlas.js` draws it, as it draws large ones.

One finger moves the page and not the map; a mouse may drag it, and its wheel moves the page.
"""

from dataclasses import dataclass
from typing import Any

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from config.cells import Point
from dashboard.components.atlas import MOST_ZOOM, Layer, drawn, map_words, tiles

_LEAST_ZOOM, _FIRST_ZOOM = 12, 16
_FREE = 0.25
"""Without tiles, which are sharp at whole zooms only, the circle fills more of the map."""
GeoJson = dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """A place (lon, lat), what is drawn there (`dashboard.charts.spot`), the borders and tiles below, and whose.

    `source` is as `dashboard.components.atlas.attributed` gives it.
    """

    place: Point
    shown: GeoJson
    borders: GeoJson
    source: str = ""
    ground: Layer | None = None


def spot_map(spot: Spot, label: str, *, picks: bool = False) -> html.Div:
    """The map. `label` says what it is; with `picks` a click on it tells the page where (event `atlas:pick`)."""
    parts = [
        *([tiles(spot.ground)] if spot.ground else []),
        dl.Pane(_borders(spot), name="atlas-borders", style={"zIndex": 300}),
        drawn(spot.shown, hideout={"picks": picks}, pointToLayer="spotPlace", onEachFeature="spotLabel"),
        dl.ZoomControl(position="topright"),
        dl.ScaleControl(position="bottomleft", imperial=False),
        dl.AttributionControl(position="bottomright", prefix=False),
    ]
    snap = 1 if spot.ground else _FREE
    return html.Div(_leaflet(spot.place, parts, snap), className="atlas atlas-spot", **map_words(label))


def _borders(spot: Spot) -> Component:
    return drawn(spot.borders, attribution=spot.source, options={"interactive": False}, style="border")


def _leaflet(place: Point, parts: list[Component], snap: float) -> Component:
    return dl.MapContainer(
        parts,
        center=[place[1], place[0]],
        zoom=_FIRST_ZOOM,
        minZoom=_LEAST_ZOOM,
        maxZoom=MOST_ZOOM,
        zoomSnap=snap,
        dragging=False,
        scrollWheelZoom=False,
        zoomControl=False,
        attributionControl=False,
        className="atlas-map",
    )

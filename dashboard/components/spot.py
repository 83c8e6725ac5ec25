"""A small map around one place, beside words that say the same. `assets/50-atlas.js` draws it, as it draws large ones.

One finger moves the page and not the map; a mouse may drag it, and its wheel moves the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.cells import Point
from config.language import N_, t
from dashboard.components.atlas import Layer, border_pane, drawn, leaflet, map_words, snap_of, tiles
from dashboard.components.case_parts import metres

_LEAST_ZOOM, _FIRST_ZOOM = 12, 16
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


def spot_map(spot: Spot, label: str, *, picks: bool = False, more: Sequence[Component] = ()) -> html.Div:
    """The map. `label` says what it is; with `picks` a click on it tells the page where (event `atlas:pick`); `more` is
    drawn above the rest."""
    parts = [
        *([tiles(spot.ground)] if spot.ground else []),
        border_pane(spot.borders, attribution=spot.source),
        drawn(spot.shown, hideout={"picks": picks}, pointToLayer="spotPlace", onEachFeature="spotLabel"),
        *more,
    ]
    shown = leaflet(
        parts,
        scale="bottomleft",
        center=[spot.place[1], spot.place[0]],
        zoom=_FIRST_ZOOM,
        minZoom=_LEAST_ZOOM,
        zoomSnap=snap_of(spot.ground),
        dragging=False,
        scrollWheelZoom=False,
    )
    return html.Div(shown, className="atlas atlas-spot", **map_words(label))


def circle_words(distance: float) -> str:
    """What the circle on it is; `distance` in metres."""
    return t(N_("Circle: {distance} around it."), distance=metres(distance))

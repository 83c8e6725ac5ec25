"""Where a chosen place will be, where that is not the point that was proposed: a point or an area on a small map."""

import json
from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from config.cells import Point, metres
from config.geometry import centre, corners, square_metres
from config.language import N_, number, t
from dashboard.charts.spot import spot as spot_features
from dashboard.components.choosing.frame import FINAL, PAGE
from dashboard.components.choosing.words import Row
from dashboard.components.drawing import Act, drawing, tool
from dashboard.components.form import Part as FormPart
from dashboard.components.form import part_id
from dashboard.components.spot import Spot, spot_map

GEOMETRY = "geometry"
"""The field of the editor that holds what was drawn, as GeoJSON text."""
LEAST_METRES, ROOM = 120.0, 1.25
Geometry = Mapping[str, Any]
_SAME = N_("The place is where it was proposed.")
_AREA = N_("Area of {area} m².")
_POINT = N_("A point of its own.")
_MOVED = N_("Point, {metres} m from where it was proposed.")
_DEGREES = N_("This is no place: latitude lies between -90 and 90, longitude between -180 and 180.")
_BEGINS = ((Act.POINT, N_("Move the point")), (Act.AREA, N_("Draw an area")), (Act.CLEAR, N_("Erase")))


def place_of(row: Row) -> Point | None:
    """Where it was proposed; None without a point."""
    return None if row["lon"] is None else (float(row["lon"]), float(row["lat"]))


def geometry_words(geometry: Geometry | None, place: Point | None) -> str:
    """What was drawn, in a sentence."""
    if not geometry:
        return t(_SAME)
    if geometry["type"] != "Point":
        return t(_AREA, area=number(round(square_metres(dict(geometry)))))
    return t(_MOVED, metres=number(round(metres(centre(dict(geometry)), place)))) if place else t(_POINT)


def view_of(place: Point | None, geometry: Geometry | None, usual: Point) -> tuple[Point, float]:
    """The middle of the small map and the metres around it that show what was proposed and what was drawn."""
    middle = place or (centre(dict(geometry)) if geometry else usual)
    far = max((metres(middle, corner) for corner in (corners(dict(geometry)) if geometry else ())), default=0.0)
    return middle, max(LEAST_METRES, far * ROOM)


def shown_of(place: Point | None, middle: Point, around: float, stage: str) -> dict[str, Any]:
    """What lies under the drawing: the part of the world, and where it was proposed."""
    told = spot_features(middle, around, stage)
    return told if place else told | {"features": told["features"][:1]}


def writing(row: Row, spot: Spot, geometry: Geometry | None) -> Component:
    """The map to draw on, two fields that do the same by keyboard, and the field that is saved."""
    label = t(N_("Map of the final place; the fields below it hold the same"))
    hold = tool("place", words=_tool_words(), **_told(row, geometry))
    begins = [(act, t(words)) for act, words in _BEGINS]
    intro = t(N_("Only where it differs from the point that was proposed: as a point, or as an area."))
    parts: list[Component] = [
        html.Summary(t(N_("Final place on the map"))),
        html.P(intro, className="secondary"),
        drawing(begins, [spot_map(spot, label, more=[hold])], name="choosing-place"),
        html.Div([_degrees(side, geometry) for side in ("lat", "lon")], className="choosing-degrees"),
        _field(geometry),
    ]
    return html.Details(parts, className="choosing-more choosing-final", open=bool(geometry))


def _told(row: Row, geometry: Geometry | None) -> dict[str, Any]:
    place = place_of(row)
    return {GEOMETRY: geometry, "proposed": [place[1], place[0]] if place else None}


def _tool_words() -> dict[str, str]:
    """What the script says of what was drawn; `{area}` and `{metres}` are filled in there."""
    told = {"none": _SAME, "area": _AREA, "point": _POINT, "moved": _MOVED, "degrees": _DEGREES}
    return {name: t(words) for name, words in told.items()}


def _degrees(side: str, geometry: Geometry | None) -> Component:
    labels = {"lat": N_("Latitude of the point"), "lon": N_("Longitude of the point")}
    at = None
    if geometry and geometry["type"] == "Point":
        at = geometry["coordinates"][1 if side == "lat" else 0]
    words = "" if at is None else number(float(at), decimals=6)
    return dmc.TextInput(
        id={"type": FINAL, "name": side},
        label=t(labels[side]),
        value=words,
        debounce=True,
        error=None,
        attributes={"input": {"inputMode": "decimal"}},
    )


def _field(geometry: Geometry | None) -> Component:
    text = json.dumps(geometry) if geometry else ""
    key = part_id(FormPart.FIELD, PAGE, "draft", name=GEOMETRY)
    return dmc.TextInput(id=key, value=text, error=None, display="none")


def shown(row: Row, spot: Spot, geometry: Geometry) -> list[Component]:
    """What was drawn, of a choice that was made."""
    words = geometry_words(geometry, place_of(row))
    hold = tool("place", fixed=True, **_told(row, geometry))
    return [
        html.P([html.B(t(N_("Final place:"))), " ", words]),
        html.Div(spot_map(spot, words, more=[hold]), className="choosing-place"),
    ]

"""The map: Leaflet behind this one module, its controls and legend. `assets/50-atlas.js` draws the features.

Without tiles it stands on its own: neighbourhoods on neutral ground. The list beside it says the same in words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import Any

import dash_leaflet as dl
import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.charts.atlas import Ladder
from dashboard.components.aria import aria
from dashboard.components.icon import Icon, icon
from dashboard.components.place_search import Bounds, place_search

MOST_ZOOM, LEAST_ZOOM = 19, 7
_FLANDERS = [51.05, 4.2]
_FIRST_ZOOM = 10.5
"""No zoom that Leaflet keeps: a map that was made where it should be would not tell what it shows."""


class Part(StrEnum):
    """The parts of a map that callbacks speak to: the `type` of their ids."""

    MAP = "atlas-map"
    GROUND = "atlas-ground"
    BORDERS = "atlas-borders"
    SHOWN = "atlas-shown"
    OVERLAY = "atlas-overlay"
    LEGEND = "atlas-legend"
    CHOICES = "atlas-choices"
    STATUS = "atlas-status"
    SEEN = "atlas-seen"


def part_id(part: Part, page: str) -> dict[str, str]:
    """The id of a part of the map of a page."""
    return {"type": part, "page": page}


@dataclass(frozen=True)
class Layer:
    """Tiles under the map, as the organisation chose them."""

    name: str
    url: str
    attribution: str
    most_zoom: int = MOST_ZOOM


def atlas_choices(page: str) -> html.Div:
    """Where the choices of a map come: what its colour tells, and what it draws."""
    return html.Div(id=part_id(Part.CHOICES, page), className="atlas-choices")


def atlas_frame(page: str) -> html.Div:
    """The map of a page with the search over it and its legend; without data."""
    legend = html.Div(id=part_id(Part.LEGEND, page), className="atlas-legend")
    told = map_words(t(N_("Map; the list beside it holds the same")))
    return html.Div(
        [
            html.Div([place_search(page), _leaflet(page), legend], className="atlas", **told),
            html.P(id=part_id(Part.STATUS, page), className="visually-hidden", role="status"),
            dcc.Store(id=part_id(Part.SEEN, page)),
        ]
    )


def map_words(label: str) -> dict[str, Any]:
    """What `assets/50-atlas.js` calls a map and its buttons, as attributes of what holds it."""
    words = {"label": label, "in": t(N_("Zoom in")), "out": t(N_("Zoom out"))}
    return {f"data-{name}": text for name, text in words.items()}


def _leaflet(page: str) -> Component:
    """The map over Flanders; callbacks take it to where the reader's places lie, and lay things on it."""
    nothing = {"type": "FeatureCollection", "features": []}
    shown = {"style": "shape", "pointToLayer": "place", "onEachFeature": "label"}
    return tracked(
        page,
        [
            dl.LayerGroup(id=part_id(Part.GROUND, page)),
            border_pane(nothing, id=part_id(Part.BORDERS, page), onEachFeature="nameArea"),
            dl.LayerGroup(id=part_id(Part.OVERLAY, page)),
            drawn(nothing, id=part_id(Part.SHOWN, page), hideout={}, **shown),
        ],
    )


def tracked(page: str, parts: list[Component], **more: Any) -> dl.MapContainer:
    """A large map that tells what part of the world it shows, once it was taken to where it should be."""
    usual = {"center": _FLANDERS, "zoom": _FIRST_ZOOM, "trackViewport": True, "minZoom": LEAST_ZOOM}
    return leaflet(parts, scale="bottomright", id=part_id(Part.MAP, page), **usual, **more)


def leaflet(parts: list[Component], *, scale: str, **more: Any) -> dl.MapContainer:
    """A map with these parts, its buttons and whose they are; `scale` is the corner of its scale."""
    own = [
        dl.ZoomControl(position="topright"),
        dl.ScaleControl(position=scale, imperial=False),
        dl.AttributionControl(position="bottomright", prefix=False),
    ]
    instead = {"zoomControl": False, "attributionControl": False}
    leaves = {"unload": {"variable": "dashExtensions.atlas.leave"}}
    return dl.MapContainer(
        [*parts, *own], maxZoom=MOST_ZOOM, className="atlas-map", eventHandlers=leaves, **instead, **more
    )


def border_pane(borders: dict[str, Any], **more: Any) -> dl.Pane:
    """Neighbourhoods, below all that is counted; not for clicks."""
    lines = drawn(borders, style="border", options={"interactive": False}, **more)
    return dl.Pane(lines, name="atlas-borders", style={"zIndex": 300})


def tiles(layer: Layer) -> dl.TileLayer:
    """Tiles, and who made them."""
    whose = attributed(layer.attribution)
    return dl.TileLayer(url=layer.url, attribution=whose, maxNativeZoom=layer.most_zoom, maxZoom=MOST_ZOOM)


def snap_of(ground: Layer | None) -> float:
    """The steps of its zoom: whole ones for tiles, which are sharp there only; else what is shown fills more of it."""
    return 1 if ground else 0.25


def attributed(words: str) -> str:
    """Words for the corner of a map, which Leaflet takes for HTML."""
    return escape(words)


_FUNCTIONS = ("style", "pointToLayer", "onEachFeature")


def drawn(data: dict[str, Any], **more: Any) -> dl.GeoJSON:
    """GeoJSON on a map; what is said by `style`, `pointToLayer` and `onEachFeature` are functions of the script."""
    found = {name: {"variable": f"dashExtensions.atlas.{more.pop(name)}"} for name in _FUNCTIONS if name in more}
    return dl.GeoJSON(data=data, **found, **more)


def picture(url: str, bounds: Bounds, alt: str) -> dl.ImageOverlay:
    """A picture laid over a rectangle."""
    return dl.ImageOverlay(url=url, bounds=bounds, alt=alt, className="atlas-density")


@dataclass(frozen=True)
class Segment:
    """One possibility of a row of them: words and address; `chosen` is what the page shows now."""

    text: str
    href: str
    chosen: bool = False


def segments(label: str, choices: Sequence[Segment], more: Sequence[Segment] = (), more_label: str = "") -> html.Div:
    """Possibilities side by side, of which one holds; on a phone they wrap. `more` open under a word of their own."""
    links: list[Component] = [_segment(one, "segment") for one in choices]
    if more:
        links.append(_more(more, more_label))
    return html.Div(
        [html.Span(label, className="segments-label"), html.Div(links, className="segments")],
        className="segments-row",
        role="group",
        **aria(label=label),
    )


def _segment(one: Segment, look: str) -> Component:
    mark = aria(current="true") if one.chosen else {}
    classes = f"{look} {look}-here" if one.chosen else look
    return dmc.Anchor(one.text, href=one.href, className=classes, underline="never", unstyled=True, **mark)


def _more(more: Sequence[Segment], label: str) -> Component:
    chosen = next((one.text for one in more if one.chosen), "")
    words = [html.Span(chosen or label), icon(Icon.CHEVRON_DOWN)]
    summary = html.Summary(words, className="segment segment-here" if chosen else "segment")
    items = [html.Li(_segment(one, "choice-link")) for one in more]
    return html.Details([summary, html.Ul(items)], className="choice menu segments-more")


def class_legend(title: str, steps: Ladder, note: str = "") -> list[Component]:
    """The classes of a map, from light to dark, each with its values."""
    shown = [
        html.Li([html.Span(className=f"shade shade-{place}", **aria(hidden="true")), html.Span(words)])
        for place, words in enumerate(steps.labels())
    ]
    return [html.P(title, className="legend-title"), html.Ol(shown, className="shades"), *_note(note)]


def density_legend(title: str, note: str) -> list[Component]:
    """A range of colour from little to much."""
    ends = [html.Span(t(N_("little"))), html.Span(className="range", **aria(hidden="true")), html.Span(t(N_("much")))]
    return [html.P(title, className="legend-title"), html.P(ends, className="range-row"), *_note(note)]


def mark_legend(title: str, marks: Iterable[Component], note: str = "") -> list[Component]:
    """The marks of a map with their words."""
    return [
        html.P(title, className="legend-title"),
        html.Ul([html.Li(mark) for mark in marks], className="marks"),
        *_note(note),
    ]


def _note(note: str) -> list[Component]:
    return [html.P(note, className="legend-note")] if note else []

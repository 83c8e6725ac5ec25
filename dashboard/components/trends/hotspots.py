"""The hot spots: a map of their hexagons, and beside it the list that says the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass

import dash_leaflet as dl
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.aria import aria
from dashboard.components.atlas import Part as MapPart
from dashboard.components.atlas import border_pane, drawn, map_words, part_id, snap_of, tracked
from dashboard.components.trends.frame import PAGE, Part

SHOWN = 8
"""Those that stand in the list at once; the others open."""


@dataclass(frozen=True)
class SpotLine:
    """One hot spot: its number on the map, the course (a code and its word), where it is, its numbers in words, and the
    way to the map of what came in there ('' without)."""

    number: int
    course: str
    word: str
    place: str
    detail: str
    href: str = ""


def hotspots_section() -> html.Section:
    """Room for them, with the map."""
    heading, nothing = "trends-hot-title", {"type": "FeatureCollection", "features": []}
    shown = {"style": "shape", "pointToLayer": "place", "onEachFeature": "label"}
    leaflet = tracked(
        PAGE,
        [
            dl.LayerGroup(id=part_id(MapPart.GROUND, PAGE)),
            border_pane(nothing, id=part_id(MapPart.BORDERS, PAGE), onEachFeature="nameArea"),
            drawn(nothing, id=part_id(MapPart.SHOWN, PAGE), hideout={}, **shown),
        ],
        zoomSnap=snap_of(None),
    )
    words = map_words(t(N_("Map of the hot spots; the list beside it holds the same")))
    around = html.Div(html.Div(leaflet, className="atlas hot-map", **words))
    listed = html.Div(html.Div(className="skeleton-chart manage-skeleton"), id=Part.HOT)
    beside = html.Div([around, listed], className="atlas-beside")
    store = dcc.Store(id=part_id(MapPart.SEEN, PAGE))
    title = html.H2(t(N_("Hot spots of meldingen")), id=heading)
    return html.Section([title, beside, store], className="block trends-hot", **aria(labelledby=heading))


def spot_list(sentence: str, note: str, lines: Sequence[SpotLine]) -> list[Component]:
    """The news, the hot spots in their order, and how was looked."""
    parts: list[Component] = [html.P(sentence, className="conclusion")]
    parts += [_list(lines[:SHOWN])] if lines else []
    if lines[SHOWN:]:
        summary = html.Summary(t(N_("{n} more"), n=number(len(lines) - SHOWN)), className="foot-link")
        parts.append(html.Details([summary, _list(lines[SHOWN:])], className="trends-maybe"))
    return [*parts, html.P(note, className="secondary hot-note")] if note else parts


def _list(lines: Sequence[SpotLine]) -> html.Ul:
    return html.Ul([html.Li(_line(line), className="hot-line") for line in lines], role="list")


def _line(line: SpotLine) -> list[Component]:
    mark = html.Span(number(line.number), className=f"hot-mark hot-{line.course}")
    head = html.B(f"{line.word}: {line.place}")
    said = html.Div([head, html.Span(line.detail, className="attention-detail")], className="trends-words")
    ways = [dcc.Link(t(N_("On the map")), href=line.href, className="foot-link")] if line.href else []
    return [mark, said, html.Div(ways, className="trends-ways")]

"""Maps at work: a page declares one, and its callbacks draw what the address and the view of the browser ask for."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback
from dash.development.base_component import Component
from sqlalchemy import Connection

from config.errors import InvalidInput
from config.kinds import Permission
from config.language import N_, number, t
from config.vocabularies import indicators
from dashboard.charts import atlas as charts
from dashboard.charts.density import density
from dashboard.components.atlas import (
    Layer,
    Part,
    Segment,
    attributed,
    class_legend,
    density_legend,
    mark_legend,
    part_id,
    picture,
    segments,
    tiles,
)
from dashboard.components.filter_parts import About
from dashboard.components.markup import lean
from dashboard.components.status import proposal_stage
from dashboard.web import place_search
from dashboard.web.address import filters_or_usual
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from dashboard.web.map_look import COLOURS, MODES, NO_GROUND, Look, Mode
from queries import atlas
from queries.filters import Filters, Scope
from queries.viewport import CLOSE, Viewport, bounds_of, box_around, box_of

PERMISSIONS = {About.PROPOSALS: Permission.SEE_PROPOSALS, About.MELDINGEN: Permission.SEE_MELDINGEN}
_BELGIUM = {"west": 2.6, "south": 50.7, "east": 5.9, "north": 51.5}
_FINER = 2
_WHATEVER: dict[str, Any] = {"type": "FeatureCollection", "features": []}
MODE_NAMES = {
    Mode.HEXAGONS: N_("Hexagons"),
    Mode.DENSITY: N_("Density"),
    Mode.AREAS: N_("Neighbourhoods"),
    Mode.POINTS: N_("Points"),
}
Answer = tuple[Any, Any, Any, Any, str]


@dataclass(frozen=True)
class Shown:
    """What a map shows: GeoJSON with what its functions need, an overlay, a legend, and a sentence for who hears it."""

    drawing: charts.Drawing
    legend: list[Component]
    words: str
    overlay: list[Component] | None = None
    whole: bool = True
    """Whether hexagons that the view touches count whole."""


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
    clientside_callback(
        ClientsideFunction("atlas", "seen"),
        Output(part_id(Part.SEEN, page), "data"),
        Input(part_id(Part.MAP, page), "bounds"),
        Input(part_id(Part.MAP, page), "zoom"),
        State(part_id(Part.MAP, page), "viewport"),
    )


def _begin(about: About) -> Callable[[Any], tuple[Any, Any, str]]:
    def begin(_id: Any) -> tuple[Any, Any, str]:
        """Where the places of the reader lie, and the borders there."""
        scope = current_scope(PERMISSIONS[about])
        with services().db.read() as db:
            borders, box = atlas.boundaries(db, scope), atlas.extent(db, scope)
        return {"bounds": bounds_of(_around(box, borders))}, charts.outlines(borders), source_words(borders)

    return begin


def ground_of(layers: list[Layer], look: Look) -> Layer | None:
    """The layer of a look: the one of its name; the first when it tells none."""
    if look.ground == NO_GROUND or not layers:
        return None
    return next((one for one in layers if one.name == look.ground), layers[0])


def _around(box: pd.DataFrame, borders: pd.DataFrame) -> dict[str, float]:
    """The box of all proposals; of the neighbourhoods where there are none; else of Flanders."""
    found = box.iloc[0]
    if found.notna().all():
        return {str(side): float(value) for side, value in found.items()}
    boxes = [box_of(geometry) for geometry in borders["geometry"].dropna()]
    return box_around(pd.DataFrame(boxes)) if boxes else _BELGIUM


def source_words(borders: pd.DataFrame) -> str:
    """Whose the borders are, for the corner of the map; empty where nobody told."""
    told = sorted(set(borders["source"].dropna()))
    return attributed(t(N_("Neighbourhoods: {source}"), source=", ".join(told))) if told else ""


def _choose(about: About) -> Callable[..., tuple[list[Component], list[Component]]]:
    def choose(search: str | None, _version: int | None) -> tuple[list[Component], list[Component]]:
        """What the colour can tell and what the map can draw, each with its address; and the tiles below."""
        look, filters = Look.of(search or "", about), filters_or_usual(search or "")[0]
        scope = current_scope(PERMISSIONS[about])
        with services().db.read() as db:
            gains = atlas.indicators_told(db, scope, filters) if about is About.PROPOSALS else []
            layers = [Layer(**one) for one in atlas.layers(db, scope)]
        chosen = ground_of(layers, look)
        return choices(look, filters, gains, layers), [tiles(chosen)] if chosen else []

    return choose


def choices(look: Look, filters: Filters, gains: list[str], layers: list[Layer]) -> list[Component]:
    """The rows of possibilities above a map; `gains` are the indicators to offer."""
    query = filters.to_query()
    modes = [Segment(t(MODE_NAMES[one]), look.search(query, mode=one), one is look.mode) for one in MODES[look.about]]
    rows: list[Component] = [segments(t(N_("Show")), modes)]
    if len(COLOURS[look.about]) > 1 and look.mode is not Mode.POINTS:
        rows.insert(0, _colours(look, query, gains))
    if layers:
        rows.append(_grounds(look, query, layers))
    return rows


def _colours(look: Look, query: str, gains: list[str]) -> Component:
    named = [
        Segment(charts.colour_name(one), look.search(query, colour=one), one == look.colour)
        for one in (*charts.COLOUR_NAMES, *(one for one in indicators() if one in gains or one == look.colour))
    ]
    usual = len(charts.COLOUR_NAMES)
    return segments(t(N_("Colour shows")), named[:usual], more=named[usual:], more_label=t(N_("Gain")))


def _grounds(look: Look, query: str, layers: list[Layer]) -> Component:
    lies = ground_of(layers, look)
    named = [Segment(one.name, look.search(query, ground=one.name), one == lies) for one in layers]
    none = Segment(t(N_("None")), look.search(query, ground=NO_GROUND), lies is None)
    return segments(t(N_("Ground")), [*named, none])


def _show(about: About) -> Callable[..., Answer]:
    def show(seen: Any, search: str | None, _version: int | None) -> Answer:
        """What the reader may see of this part of the world. Raises Forbidden, InvalidInput."""
        scope = current_scope(PERMISSIONS[about])
        if seen is None:
            return _WHATEVER, {}, [], [], ""
        view, look = view_of(seen), Look.of(search or "", about)
        filters = filters_or_usual(search or "")[0]
        with services().db.read() as db:
            shown = shown_of(db, scope, filters, view, look)
        return shown.drawing.data, shown.drawing.hideout, shown.overlay or [], lean(shown.legend), shown.words

    return show


def view_of(seen: Any) -> Viewport:
    """The view that a browser tells of: the bounds and the zoom of its map. Raises InvalidInput."""
    if not isinstance(seen, list) or len(seen) != 2:
        raise InvalidInput()
    return Viewport.of(*seen)


def shown_of(db: Connection, scope: Scope, filters: Filters, view: Viewport, look: Look) -> Shown:
    """What a map shows, by its look and how close it is."""
    if look.mode is Mode.AREAS:
        return _areas(db, scope, filters, look)
    if look.about is About.PROPOSALS and (look.mode is Mode.POINTS or view.zoom >= CLOSE):
        return _points(db, scope, filters, view)
    if look.mode is Mode.DENSITY:
        return _density(db, scope, filters, view, look)
    return _hexagons(db, scope, filters, view, look)


def part_of(view: Viewport, look: Look) -> atlas.Part:
    """The part of the world that the list beside a map holds, so that both count the same."""
    if look.mode is Mode.AREAS:
        return atlas.EVERYWHERE
    return atlas.Part(view, whole=look.mode is Mode.HEXAGONS and view.zoom < CLOSE)


def _hexagons(db: Connection, scope: Scope, filters: Filters, view: Viewport, look: Look) -> Shown:
    df = atlas.hexagons(db, scope, filters, view, look.colour)
    drawing = charts.hexagons(df, view)
    title = t(N_("{what}, per hexagon"), what=charts.title_of(look.colour))
    legend = class_legend(title, drawing.ladder) if drawing.ladder and len(df) else []
    words = t(N_("{n} hexagons on the map; the list holds the same."), n=number(len(drawing.features)))
    return Shown(drawing, legend, words)


def _density(db: Connection, scope: Scope, filters: Filters, view: Viewport, look: Look) -> Shown:
    fine = view.finer(_FINER)
    df = atlas.hexagons(db, scope, filters, fine, look.colour)
    drawn = density(df, fine)
    url = "data:image/png;base64," + base64.b64encode(drawn.png).decode()
    title = t(N_("{what}, density"), what=charts.title_of(look.colour))
    note = t(
        N_("Spread over about {metres} m; darkest where most in this view."), metres=number(round(drawn.metres, -1))
    )
    overlay: list[Component] = [picture(url, drawn.bounds, title)]
    return Shown(charts.Drawing([], {}), density_legend(title, note), title, overlay, whole=False)


def _points(db: Connection, scope: Scope, filters: Filters, view: Viewport) -> Shown:
    df = atlas.points(db, scope, filters, view, apart=view.zoom >= CLOSE)
    drawing = charts.points(df)
    stages = [stage for stage in dict.fromkeys(df["stage"]) if isinstance(stage, str)]
    legend = mark_legend(t(N_("Proposals")), map(proposal_stage, sorted(stages)), _together_note(df))
    words = t(N_("{n} places on the map; the list holds the same."), n=number(len(df)))
    return Shown(drawing, legend, words, whole=False)


def _together_note(df: pd.DataFrame) -> str:
    if len(df) >= atlas.MOST_POINTS:
        return t(N_("Only the {n} places with most votes are shown."), n=number(atlas.MOST_POINTS))
    return t(N_("A number: so many lie together.")) if (df["n"] > 1).any() else ""


def _areas(db: Connection, scope: Scope, filters: Filters, look: Look) -> Shown:
    borders = atlas.boundaries(db, scope)
    df = atlas.rated(atlas.by_area(db, scope, filters, look.colour), borders, look.colour)
    codes = [str(code) for code in borders["code"]]
    searches = {code: look.search(replace(filters, areas=(code,)).to_query()) for code in codes}
    drawing = charts.areas(df, borders, searches)
    what = charts.title_of(look.colour)
    title = what if look.colour == atlas.WAITING else t(N_("{what}, per 1,000 inhabitants"), what=what)
    legend = class_legend(title, drawing.ladder) if drawing.ladder else []
    return Shown(drawing, legend, title)

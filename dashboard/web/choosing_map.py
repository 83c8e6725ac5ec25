"""The map of the workbench at work: what it shows, what an area drawn on it ticks, and the small map of one place."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import pandas as pd
from dash import ctx, no_update
from dash.exceptions import PreventUpdate
from sqlalchemy import Connection

from config.cells import Point
from config.errors import InvalidInput
from config.geometry import centre, is_geometry
from config.kinds import Permission
from dashboard.charts.atlas import outlines
from dashboard.components.atlas import Layer
from dashboard.components.choosing import charted, place
from dashboard.components.choosing import ticked as shown_ticked
from dashboard.components.choosing.frame import TICK, Part
from dashboard.components.choosing.look import View, look_of
from dashboard.components.choosing.proposed import SET
from dashboard.components.filter_parts import About
from dashboard.components.markup import lean
from dashboard.components.spot import Spot
from dashboard.store.actions.choosing.drafts import MOST_AT_ONCE
from dashboard.web.atlas import BELGIUM, ground_of, source_words, view_of
from dashboard.web.auth import current_scope
from dashboard.web.choosing import Bench, bench_of, bench_shown, picks_in, places_in, plain
from dashboard.web.choosing_proposed import proposed_in
from dashboard.web.context import services
from dashboard.web.map_look import Look as MapLook
from dashboard.web.spot import spot_of
from queries import atlas
from queries.enclosed import enclosed
from queries.filters import Scope
from queries.ranking import simulated
from queries.viewport import bounds_of, box_around, box_of

_MARGIN = 0.08


def framed(search: str | None, before: Any) -> tuple[Any, Any]:
    """The map without marks where the address asks for one, and what it was made for; nothing new for the same."""
    look, scope = look_of(search), current_scope(Permission.HANDLE_PROPOSALS)
    wanted = f"{look.round_id}/{look.area}" if look.view is View.MAP else None
    if wanted == (before.get("made_for") if isinstance(before, dict) else None):
        return no_update, no_update
    found = bench_of(search) if wanted else None
    if found is None or found.own is None:
        return [], None
    with services().db.read() as db:
        borders = atlas.boundaries(db, scope)
        layers = [Layer(**one) for one in atlas.layers(db, scope)]
    ground = ground_of(layers, MapLook(About.PROPOSALS))
    parts = charted.block(outlines(borders), source_words(borders), ground, may=found.may_say)
    return parts, {"made_for": wanted, "bounds": bounds_of(_box(found.listed, borders), _MARGIN)}


def _box(listed: pd.DataFrame, borders: pd.DataFrame) -> Mapping[str, float]:
    """What the map shows at first: all candidates of the list, else all neighbourhoods."""
    placed = listed.dropna(subset=["lon", "lat"]) if len(listed) else listed
    if len(placed):
        lons, lats = placed["lon"].astype(float), placed["lat"].astype(float)
        return {"west": lons.min(), "south": lats.min(), "east": lons.max(), "north": lats.max()}
    boxes = [box_of(one) for one in borders["geometry"].dropna()]
    return box_around(pd.DataFrame(boxes)) if boxes else BELGIUM


def drawn(viewed: Any, search: str | None, turn: str | None, picked: Any) -> tuple[Any, Any, Any]:
    """The marks within the view of the browser, the legend, and a sentence for who hears the page."""
    if look_of(search).view is not View.MAP or viewed is None:
        raise PreventUpdate
    view, found, ticked = view_of(viewed), bench_shown(search, turn), picks_in(picked)
    if found.own is None:
        raise PreventUpdate
    listed = found.listed
    features = charted.marks(listed, found.look, len(found.ranking), view, ticked, may=found.may_say)
    data = {"type": "FeatureCollection", "features": features}
    return data, lean(charted.legend(listed)), charted.counted(features, listed, view)


def ticked(picked: Any, search: str | None, turn: str | None) -> list[Any]:
    """What is ticked, and the ways to tick all or none."""
    found, picks = bench_shown(search, turn), picks_in(picked)
    if not found.may_say:
        return []
    open_ = found.open
    chosen = [one for one in picks if one in open_]
    rows = found.ranking[found.ranking["subject_id"].isin(chosen)].head(shown_ticked.MOST_NAMED)
    free = sum(one in open_ for one in found.listed["subject_id"])
    return lean(shown_ticked.panel(simulated(found.ranking, chosen), plain(rows), free))


def tick(drawing: Any, picked: Any, search: str | None) -> tuple[Any, str]:
    """Tick what lies in an area that was drawn, all that the filters leave, or nothing; and what came of an area."""
    pressed = ctx.triggered_id
    if isinstance(pressed, dict) and pressed.get("type") == TICK and ctx.triggered[0]["value"]:
        return _ticked_by(pressed.get("act"), bench_of(search), picked), ""
    if pressed != Part.DRAWN or drawing is None:
        raise PreventUpdate
    found = bench_of(search)
    inside = found.listed[enclosed(ring_in(drawing), found.listed["lon"], found.listed["lat"])]
    free = sum(one in found.open for one in inside["subject_id"])
    return _with(found, picked, inside), shown_ticked.drawn_words(len(inside), free)


def _ticked_by(act: Any, found: Bench, picked: Any) -> dict[str, list[int]]:
    """What is ticked once a button was pressed: nothing, all of the list as well, or only what was proposed."""
    if act == shown_ticked.NONE:
        return {}
    if act == SET:
        return _with(found, None, found.ranking[found.ranking["subject_id"].isin(proposed_in(found))])
    return _with(found, picked, found.listed)


def ring_in(drawing: Any) -> list[list[float]]:
    """The border of an area that was drawn. Raises InvalidInput for what is none."""
    area: Any = drawing.get("area") if isinstance(drawing, dict) else None
    if not is_geometry(area) or area["type"] != "Polygon" or len(area["coordinates"]) != 1:
        raise InvalidInput()
    ring: list[list[float]] = area["coordinates"][0]
    return ring


def _with(found: Bench, picked: Any, more: pd.DataFrame) -> dict[str, list[int]]:
    """What was ticked before and still can be, and some more places, as they are now; the best ones where too many."""
    known: Iterable[UUID] = (*more["subject_id"], *picks_in(picked))
    wanted = found.ranking["subject_id"].isin(set(known) & found.open)
    return places_in(found.ranking[wanted].head(MOST_AT_ONCE))


def final_spot(db: Connection, scope: Scope, row: Mapping[Any, Any], geometry: Mapping[str, Any] | None) -> Spot:
    """The small map of one place, with what was proposed and what was drawn in view."""
    proposed = place.place_of(row)
    usual = _middle(db, scope, row["area_code"]) if proposed is None and not geometry else None
    middle, around = place.view_of(proposed, geometry, usual or _centre(BELGIUM))
    return spot_of(db, scope, middle, around, place.shown_of(proposed, middle, around, str(row["stage"])))


def _middle(db: Connection, scope: Scope, code: str | None) -> Point | None:
    """The middle of a neighbourhood, else of all of them."""
    borders = atlas.boundaries(db, scope)
    known = borders[borders["geometry"].notna()]
    own = known[known["code"] == code]["geometry"]
    if len(own):
        return centre(own.iloc[0])
    return _centre(box_around(pd.DataFrame([box_of(one) for one in known["geometry"]]))) if len(known) else None


def _centre(box: Mapping[str, float]) -> Point:
    return (box["west"] + box["east"]) / 2, (box["south"] + box["north"]) / 2

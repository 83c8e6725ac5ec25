"""What a map shows to its reader: from questions to drawing, legend and words."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd
from dash.development.base_component import Component
from sqlalchemy import Connection

from config.kinds import MeldingKind
from config.language import N_, number, t
from dashboard.charts import atlas as charts
from dashboard.charts.density import density
from dashboard.components.atlas import class_legend, density_legend, mark_legend, picture
from dashboard.components.filter_parts import About
from dashboard.components.status import proposal_stage
from dashboard.web.map_look import Mode
from dashboard.web.map_sight import Sight
from queries import atlas
from queries.filters import Filters, Scope
from queries.inhabitants import KEYS
from queries.suppression import LEAST
from queries.viewport import CLOSE, Viewport

_FINER = 2


@dataclass(frozen=True)
class Shown:
    """What a map shows: GeoJSON with what its functions need, an overlay, a legend, and a sentence for who hears it."""

    drawing: charts.Drawing
    legend: list[Component]
    words: str
    overlay: list[Component] | None = None


def shown_of(db: Connection, sight: Sight, filters: Filters, view: Viewport) -> Shown:
    """What a map shows, by its look and how close it is."""
    look = sight.look
    if look.mode is Mode.AREAS:
        return _areas(db, sight, filters)
    if look.about is About.PROPOSALS and (look.mode is Mode.POINTS or view.zoom >= CLOSE):
        return _points(db, sight.scope, filters, view)
    if look.mode is Mode.DENSITY:
        return _density(db, sight, filters, view)
    return _hexagons(db, sight, filters, view)


def _hexagons(db: Connection, sight: Sight, filters: Filters, view: Viewport) -> Shown:
    fit = atlas.seen(sight.scope, view, sight.look.colour)
    drawing = charts.hexagons(_cells(db, sight, filters, fit), fit)
    what = charts.title_of(sight.look.colour, filters.kind)
    title, n = t(N_("{what}, per hexagon"), what=what), len(drawing.features)
    legend = class_legend(title, drawing.ladder, _left_out(sight)) if drawing.ladder and n else []
    return Shown(drawing, legend, t(N_("{n} hexagons on the map."), n=number(n)))


def _cells(db: Connection, sight: Sight, filters: Filters, view: Viewport) -> pd.DataFrame:
    return _told(sight, filters, lambda scope, own, colour: atlas.hexagons(db, scope, own, view, colour), ["key"])


def _told(
    sight: Sight, filters: Filters, ask: Callable[[Scope, Filters, str], pd.DataFrame], keys: list[str]
) -> pd.DataFrame:
    """The answer for the colour of a look; meldingen beside proposals as far as the reader may see these."""
    if sight.look.colour != atlas.MELDINGEN or sight.meldingen is None:
        return ask(sight.scope, filters, sight.look.colour)
    # without the filters that are not in the bar of proposals
    of_meldingen = replace(filters, kind=MeldingKind.MELDING, categories=(), channels=())
    meldingen = ask(sight.meldingen, of_meldingen, atlas.RECEIVED)
    return atlas.beside(ask(sight.scope, filters, atlas.COUNT), meldingen, keys)


def _left_out(sight: Sight) -> str:
    withheld = sight.look.about is About.MELDINGEN and not sight.scope.cases
    return t(N_("Fewer than {n} together are not shown."), n=number(LEAST)) if withheld else ""


def _density(db: Connection, sight: Sight, filters: Filters, view: Viewport) -> Shown:
    fine = atlas.seen(sight.scope, view.finer(_FINER), sight.look.colour)
    drawn = density(_cells(db, sight, filters, fine), fine)
    url = "data:image/png;base64," + base64.b64encode(drawn.png).decode()
    title = t(N_("{what}, density"), what=charts.title_of(sight.look.colour, filters.kind))
    note = t(
        N_("Spread over about {metres} m; darkest where most in this view."), metres=number(round(drawn.metres, -1))
    )
    overlay: list[Component] = [picture(url, drawn.bounds, title)]
    notes = " ".join(filter(None, (note, _left_out(sight))))
    return Shown(charts.Drawing([], {}), density_legend(title, notes), title, overlay)


def _points(db: Connection, scope: Scope, filters: Filters, view: Viewport) -> Shown:
    df = atlas.points(db, scope, filters, view, apart=view.zoom >= CLOSE)
    drawing = charts.points(df)
    stages = [stage for stage in dict.fromkeys(df["stage"]) if isinstance(stage, str)]
    legend = mark_legend(t(N_("Proposals")), map(proposal_stage, sorted(stages)), _together_note(df))
    words = t(N_("{n} proposals on the map."), n=number(df["n"].sum()))
    return Shown(drawing, legend, words)


def _together_note(df: pd.DataFrame) -> str:
    if len(df) >= atlas.MOST_POINTS:
        return t(N_("Only the {n} places with most votes are shown."), n=number(atlas.MOST_POINTS))
    return t(N_("A number: so many lie together.")) if (df["n"] > 1).any() else ""


def _areas(db: Connection, sight: Sight, filters: Filters) -> Shown:
    look, borders = sight.look, atlas.boundaries(db, sight.scope)
    asked = borders[borders["code"].isin(filters.areas)] if filters.areas else borders
    counted = _told(sight, filters, lambda scope, own, colour: atlas.by_area(db, scope, own, colour), KEYS)
    df = atlas.rated(counted, asked, look.colour)
    codes = [str(code) for code in borders["code"]]
    searches = {code: look.search(replace(filters, areas=(code,)).to_query()) for code in codes}
    drawing = charts.areas(df, borders, searches)
    what, waiting = charts.title_of(look.colour, filters.kind), look.colour == atlas.WAITING
    title = what if waiting else t(N_("{what}, per 1,000 inhabitants"), what=what)
    note = "" if waiting else t(N_("Grey: fewer than {n}, or not known."), n=number(LEAST))
    legend = class_legend(title, drawing.ladder, note) if drawing.ladder else []
    return Shown(drawing, legend, title)

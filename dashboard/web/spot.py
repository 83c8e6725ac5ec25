"""The small map around one proposal, with the borders and tiles that the large map has."""

from typing import Any

from sqlalchemy import Connection

from config.cells import Point
from dashboard.charts.atlas import outlines
from dashboard.charts.spot import near
from dashboard.components.atlas import Layer
from dashboard.components.filter_parts import About
from dashboard.components.spot import Spot
from dashboard.web.atlas import ground_of, source_words
from dashboard.web.map_look import Look
from queries import atlas
from queries.distance import around
from queries.filters import Scope

_BEYOND = 4
"""How many times the radius may come into view, on a wide screen or after zooming out once."""


def spot_of(db: Connection, scope: Scope, place: Point, metres: float, shown: dict[str, Any], search: str = "") -> Spot:
    """What is drawn around a place, on the ground that an address (search string) asks for."""
    borders = near(atlas.boundaries(db, scope), around(place, metres * _BEYOND))
    layers = [Layer(**one) for one in atlas.layers(db, scope)]
    ground = ground_of(layers, Look.of(search, About.PROPOSALS))
    return Spot(place, shown, outlines(borders), source_words(borders), ground)

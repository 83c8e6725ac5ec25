"""Finding a neighbourhood or street on a map: a field over the map, and below it what was found.

The keyboard walks as in the search of every page (`assets/30-shell.js`); `assets/50-atlas.js` takes the map to what
somebody chooses.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.aria import aria
from dashboard.components.search import LONGEST, PAUSE

TEXT, FOUND = "atlas-find-text", "atlas-find-found"
Bounds = list[list[float]]
"""[[south, west], [north, east]] in degrees."""


@dataclass(frozen=True)
class Found:
    """A neighbourhood or street in words; `more` says where it lies, `bounds` what the map shows of it."""

    name: str
    more: str
    bounds: Bounds


def place_search(page: str) -> html.Div:
    """The field of the map of a page, and an empty place for what is found."""
    words = t(N_("Find a neighbourhood or street on the map"))
    field = dmc.TextInput(
        id={"type": TEXT, "page": page},
        placeholder=t(N_("Neighbourhood or street")),
        debounce=PAUSE,
        autoComplete="off",
        size="sm",
        attributes={"input": {"type": "search", "maxLength": LONGEST, "aria-label": words}},
    )
    # it takes the keyboard of a click in it, so that it stays open where buttons do not
    found = html.Div(id={"type": FOUND, "page": page}, className="search-found", tabIndex=-1, **aria(live="polite"))
    return html.Div([field, found], className="search atlas-find", role="search", **aria(label=words))


def places_found(page: str, places: Sequence[Found], most: int) -> list[Component]:
    """How many there are, and each as a button; `most` is how many are looked up at most."""
    if not places:
        return [_said(t(N_("No neighbourhood or street found.")))]
    return [_said(_count(len(places), most)), html.Ul([html.Li(_hit(page, place)) for place in places])]


def _count(n: int, most: int) -> str:
    if n == 1:
        return t(N_("1 place found"))
    words = N_("{n} places found") if n < most else N_("The first {n} places; there may be more.")
    return t(words, n=number(n))


def _said(words: str) -> Component:
    return html.P(words, className="search-count")


def _hit(page: str, place: Found) -> html.Button:
    words = [html.B(place.name), html.Span(place.more, className="search-more")]
    told = {"data-page": page, "data-name": place.name, "data-bounds": json.dumps(place.bounds)}
    return html.Button(words, type="button", className="search-hit atlas-hit", **told)  # type: ignore[arg-type]

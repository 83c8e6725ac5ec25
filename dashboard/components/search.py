"""Finding one melding from every page: a field, and below it what was found as links."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from config.kinds import EventKind
from config.language import N_, number, t
from dashboard.components.aria import aria
from dashboard.components.navigation import Place
from dashboard.components.status import stage

PAUSE = 300
"""Milliseconds without a key after which the question is asked."""
LONGEST = 100


class Part(StrEnum):
    """The parts of the search that callbacks speak to: the `type` of their ids."""

    TEXT = "search-text"
    FOUND = "search-found"


@dataclass(frozen=True)
class Hit:
    """A melding that was found, in words; `more` stands below its name."""

    href: str
    name: str
    stage: EventKind
    more: str


def search_id(part: Part, place: Place) -> dict[str, str]:
    """The id of one part of one copy of the search."""
    return {"type": part, "place": place}


def search_field(place: Place) -> html.Div:
    """The field and an empty place for what is found."""
    field = dmc.TextInput(
        id=search_id(Part.TEXT, place),
        label=t(N_("Find a melding")),
        placeholder=t(N_("Number, title or street")),
        debounce=PAUSE,
        autoComplete="off",
        size="sm",
        attributes={"input": {"type": "search", "maxLength": LONGEST}},
    )
    found = html.Div(id=search_id(Part.FOUND, place), className="search-found", **aria(live="polite"))
    return html.Div([field, found], className="search", role="search")


def search_found(hits: Sequence[Hit], most: int) -> list[Component]:
    """How many there are, and the way to each; `most` is how many are looked up at most."""
    items = [html.Li(dcc.Link(_words(hit), href=hit.href, className="search-hit")) for hit in hits]
    return [html.P(_count(len(hits), most), className="search-count"), html.Ul(items)] if hits else [_nothing()]


def search_hint(shortest: int) -> list[Component]:
    """What is missing before anything is looked up."""
    return [html.P(t(N_("Type at least {n} characters."), n=shortest), className="search-count")]


def _nothing() -> Component:
    return html.P(t(N_("Nothing found.")), className="search-count")


def _count(n: int, most: int) -> str:
    if n == 1:
        return t(N_("1 melding found"))
    if n < most:
        return t(N_("{n} meldingen found"), n=number(n))
    return t(N_("The first {n} meldingen; there may be more. Type more to find less."), n=number(n))


def _words(hit: Hit) -> list[Component]:
    head = html.Span([html.B(hit.name), " ", stage(hit.stage)], className="search-name")
    return [head, html.Span(hit.more, className="search-more")]

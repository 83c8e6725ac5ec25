"""Finding one melding or proposal from every page: a field, and below it what was found as links."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.aria import aria
from dashboard.components.navigation import Place

PAUSE = 300
"""Milliseconds without a key after which the question is asked."""
LONGEST = 100


class Part(StrEnum):
    """The parts of the search that callbacks speak to: the `type` of their ids."""

    TEXT = "search-text"
    FOUND = "search-found"


class About(StrEnum):
    """What can be found."""

    MELDINGEN = "meldingen"
    PROPOSALS = "proposals"


_HEADINGS = {About.MELDINGEN: N_("Meldingen"), About.PROPOSALS: N_("Proposals")}
_COUNTS = {
    About.MELDINGEN: (
        N_("1 melding found"),
        N_("{n} meldingen found"),
        N_("The first {n} meldingen; there may be more. Type more to find less."),
    ),
    About.PROPOSALS: (
        N_("1 proposal found"),
        N_("{n} proposals found"),
        N_("The first {n} proposals; there may be more. Type more to find less."),
    ),
}
"""One, several, and as many as are looked up at most."""


@dataclass(frozen=True)
class Hit:
    """A melding or proposal that was found, in words; `stage` is its mark, `more` stands below its name."""

    href: str
    name: str
    stage: Component
    more: str


@dataclass(frozen=True)
class Found:
    """What was found of one kind."""

    about: About
    hits: Sequence[Hit]


def search_id(part: Part, place: Place) -> dict[str, str]:
    """The id of one part of one copy of the search."""
    return {"type": part, "place": place}


def search_field(place: Place, label: str) -> html.Div:
    """The field, called `label`, and an empty place for what is found."""
    field = dmc.TextInput(
        id=search_id(Part.TEXT, place),
        label=label,
        placeholder=t(N_("Number, title or street")),
        debounce=PAUSE,
        autoComplete="off",
        size="sm",
        attributes={"input": {"type": "search", "maxLength": LONGEST}},
    )
    found = html.Div(id=search_id(Part.FOUND, place), className="search-found", **aria(live="polite"))
    return html.Div([field, found], className="search", role="search")


def search_found(groups: Sequence[Found], most: int) -> list[Component]:
    """How many there are of each kind, and the way to each; `most` is how many of a kind are looked up at most.

    With several kinds each has its heading, also where nothing of it was found.
    """
    if not any(group.hits for group in groups):
        return [_nothing()]
    if len(groups) == 1:
        return _group(groups[0], most)
    return [html.Section([html.H2(t(_HEADINGS[group.about])), *_group(group, most)]) for group in groups]


def _group(group: Found, most: int) -> list[Component]:
    if not group.hits:
        return [_nothing()]
    items = [html.Li(dcc.Link(_words(hit), href=hit.href, className="search-hit")) for hit in group.hits]
    return [html.P(_count(group, most), className="search-count"), html.Ul(items)]


def search_hint(shortest: int) -> list[Component]:
    """What is missing before anything is looked up."""
    return [html.P(t(N_("Type at least {n} characters."), n=shortest), className="search-count")]


def _nothing() -> Component:
    return html.P(t(N_("Nothing found.")), className="search-count")


def _count(group: Found, most: int) -> str:
    one, many, first = _COUNTS[group.about]
    n = len(group.hits)
    return t(one) if n == 1 else t(many if n < most else first, n=number(n))


def _words(hit: Hit) -> list[Component]:
    head = html.Span([html.B(hit.name), " ", hit.stage], className="search-name")
    return [head, html.Span(hit.more, className="search-more")]

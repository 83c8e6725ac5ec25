"""What a reader of the public map asks for, and the same as conditions on the published proposals."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, TableClause, or_, select

from queries.search import SHORTEST, begin_so, words_in, written_so
from queries.tables.base import words_of
from queries.tables.published import view

STATES: dict[str, tuple[str, ...]] = {
    "selected": ("selected", "planned", "in_execution"),
    "realised": ("realised",),
    "deferred": ("deferred",),
    "not_selected": ("not_selected",),
    "published": ("published",),
}
"""What the map tells apart, in the order of its legend, with the stages of each."""
DECIDED = ("selected", "realised", "deferred", "not_selected")
_STATE_OF = {stage: state for state, stages in STATES.items() for stage in stages}


class Order(StrEnum):
    """What comes first in a list."""

    LATEST = "nieuw"
    SUPPORT = "stemmen"


class Bounds(NamedTuple):
    """A part of the map: degrees, WGS 84."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Asked:
    """Which proposals: codes of themes and areas, states of `STATES`, words or a number; empty means all."""

    themes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    text: str = ""


def state_of(stage: str) -> str:
    """The state in which a stage is shown."""
    return _STATE_OF[stage]


def matching(organisation_id: int, asked: Asked, *, bounds: Bounds | None = None) -> list[ColumnElement[bool]]:
    """Rows of the published proposals that are asked for."""
    proposal = view("proposal")
    stages = [stage for state in asked.states for stage in STATES[state]]
    return [
        proposal.c.organisation_id == organisation_id,
        *([proposal.c.stage.in_(stages)] if stages else []),
        *_coded(proposal, "theme", asked.themes),
        *_coded(proposal, "area", asked.areas),
        *_worded(proposal, asked.text),
        *([] if bounds is None else _within(proposal, bounds)),
    ]


def _coded(proposal: TableClause, dimension: str, codes: tuple[str, ...]) -> list[ColumnElement[bool]]:
    if not codes:
        return []
    known, key = view(dimension).c, f"{dimension}_id"
    named = select(known[key]).where(known.organisation_id == proposal.c.organisation_id, known.code.in_(codes))
    return [proposal.c[key].in_(named)]


def _worded(proposal: TableClause, text: str) -> list[ColumnElement[bool]]:
    """All words in title or street, or a number that begins so; too short a text asks nothing."""
    words = words_in(text)
    if len(text) < SHORTEST or not words:
        return []
    return [or_(begin_so(words_of(proposal), words), written_so(proposal.c.number, text))]


def _within(proposal: TableClause, bounds: Bounds) -> list[ColumnElement[bool]]:
    lon, lat = proposal.c.lon, proposal.c.lat
    return [lon.between(bounds.west, bounds.east), lat.between(bounds.south, bounds.north)]

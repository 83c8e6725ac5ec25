"""What the templates show: the town, its pages, lists and places, put into words and addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection

from config.language import N_, current_language, day, moment, t
from config.vocabularies import Vocabulary, vocabularies
from dashboard.charts.phrases import removed_words
from dashboard.components.rows import records
from dashboard.web.public import words
from dashboard.web.public.asking import (
    AREA,
    GROUND,
    ORDER,
    PAGE,
    STATE,
    TEXT,
    THEME,
    again,
    ground,
    link,
    order,
    page,
    query_of,
)
from dashboard.web.public.policy import is_origin, tile_origins
from dashboard.web.public.sketch import sketch
from queries.public.asked import DECIDED, STATES, Asked, state_of
from queries.public.listed import choices, counts, listed
from queries.public.place import Place
from queries.public.towns import Town

NAMES = {"theme": THEME, "area": AREA, "state": STATE, "text": TEXT, "order": ORDER, "ground": GROUND}
"""The keys of the address, for the forms."""


PROPOSAL, PHOTO = N_("Proposal"), N_("Photo of the place")
"""What stands for a proposal without title or number, and for a photo without description."""


@dataclass(frozen=True)
class Line:
    """One proposal in a list."""

    subject_id: UUID
    title: str
    where: str
    state: str
    word: str
    votes: str
    address: str


def website(town: Town) -> tuple[str, str] | None:
    """Address and name of the town's own website; None where there is none that can be linked to."""
    if not is_web(town.website):
        return None
    address = str(town.website)
    return address, (urlsplit(address).hostname or "").removeprefix("www.")


def layers(town: Town) -> list[dict[str, Any]]:
    """The layers of tiles that can be shown: those from an origin that the policy allows."""
    shown = []
    for place, layer in enumerate(town.layers):
        if tile_origins([layer]):
            shown.append({"place": place, "chosen": place == ground(), **layer})
    return shown


def map_of(db: Connection, town: Town, asked: Asked, *, most: int) -> dict[str, Any]:
    """Everything on the page with the map: numbers, filters, the page of the list."""
    number = town.organisation_id
    found = words.totals(counts(db, number, replace(asked, states=())))
    of_all = words.totals(counts(db, number, Asked())) if query_of(replace(asked, states=())) else found
    told = found if found.all else of_all
    n = found.within(asked.states)
    pages = max(1, -(-n // most))
    here = min(page(), pages)
    offered = choices(db, number)
    frame = listed(db, number, asked, order=order(), skip=(here - 1) * most, most=most)
    return {
        "title": words.title(told),
        "lead": words.lead(told, narrowed=told is not of_all),
        "states": [_state(state, found, asked) for state in STATES if of_all.of[state]],
        "choices": {"area": _options(offered, "area", asked.areas), "theme": _options(offered, "theme", asked.themes)},
        "asked": asked,
        "names": NAMES,
        "order": order(),
        "heading": words.how_many(n),
        "lines": [_line(town, row) for row in records(frame)],
        "pages": _pages(here, pages),
        "layers": layers(town),
        "as_of": moment(town.changed_at, town.time_zone) if town.changed_at else "",
        "narrowed": bool(query_of(asked)),
        "points": link("points", code=town.code, **query_of(asked)),
    }


def _state(state: str, found: words.Totals, asked: Asked) -> dict[str, Any]:
    return {"code": state, "word": words.stage_word(state), "n": found.of[state], "chosen": state in asked.states}


def _options(offered: pd.DataFrame, dimension: str, chosen: Sequence[str]) -> list[dict[str, Any]]:
    of = offered[offered["dimension"] == dimension]
    return [{"code": one.code, "name": one.name, "n": one.n, "chosen": one.code in chosen} for one in records(of)]


def _line(town: Town, row: Any) -> Line:
    address = link("place", code=town.code, subject_id=row.subject_id)
    where = " · ".join(part for part in (row.area, row.theme) if part)
    name = row.title or row.number or t(PROPOSAL)
    state, word = state_of(row.stage), words.stage_word(row.stage)
    return Line(row.subject_id, name, where, state, word, words.votes(row.support), address)


def _pages(here: int, last: int) -> dict[str, Any]:
    before, after = ({PAGE: number if number > 1 else None} for number in (here - 1, here + 1))
    return {
        "here": here,
        "last": last,
        "before": again(**before) if here > 1 else "",
        "after": again(**after) if here < last else "",
    }


def place_of(town: Town, found: Place, outlines: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Everything on the page of one proposal; `outlines` of neighbourhoods, among which the chosen place is drawn."""
    own, why = found.proposal, found.choice
    state = state_of(own["stage"])
    return {
        "own": own,
        "name": own["title"] or own["number"] or t(PROPOSAL),
        "where": " · ".join(part for part in (own["area"], own["theme"], own["street"]) if part),
        "state": state,
        "word": words.stage_word(own["stage"]),
        "votes": words.votes(own["support"]),
        "proposed": day(own["submitted_day"]),
        "motivation": why["motivation"] if why else None,
        "why": t(words.WHY.get("selected" if state == "realised" else state, words.WHY["selected"])),
        "reasons": words.reasons(found.reasons),
        "decision": words.decision(why) if why else "",
        "decision_uri": why["decision_uri"] if why and is_web(why["decision_uri"]) else "",
        "gains": words.gain_lines(found.gains),
        "costs": words.costs(own),
        "removed": removed_words(own["text_removed_day"]) if own["text_removed_day"] else "",
        "photos": [_photo(town, row) for row in records(found.photos) if row.moment is None],
        "works": _works(town, found.photos),
        "next_steps": own["next_steps"],
        "sketch": _sketch(own, why, outlines),
        "final": why["geometry"] if why else None,
        "decided": state in DECIDED,
        "steps": words.steps(own, why["ratified_day"] if why else None),
    }


def is_web(address: str | None) -> bool:
    """Whether an address of somebody else can be linked to."""
    head, _, rest = (address or "").partition("://")
    return is_origin(f"{head}://{rest.partition('/')[0]}")


def _photo(town: Town, row: Any) -> dict[str, str]:
    address = link("photo", code=town.code, key=row.photo, taal=None)
    return {"address": address, "alt": row.alt or t(PHOTO), "caption": row.alt or ""}


def _works(town: Town, photos: pd.DataFrame) -> list[tuple[str, list[dict[str, str]]]]:
    """The photos of before and of after the works, each under its name; only what there is."""
    rows = records(photos)
    names = vocabularies()[Vocabulary.PHOTO_MOMENT]
    told = [(one.label(current_language()), [row for row in rows if row.moment == code]) for code, one in names.items()]
    return [(label, [_photo(town, row) for row in own]) for label, own in told if own]


def _sketch(own: Mapping[str, Any], why: Mapping[str, Any] | None, outlines: Sequence[Mapping[str, Any]]) -> Any:
    """The drawing of the place that was chosen, where that is told apart from the one that was proposed."""
    if why is None or why["geometry"] is None:
        return None
    placed = own["lon"] is not None and own["lat"] is not None
    return sketch(why["geometry"], (own["lon"], own["lat"]) if placed else None, outlines)


def town_choices(found: Sequence[Town]) -> list[tuple[str, str]]:
    """Name and address of each open map."""
    return [(one.name, link("town", code=one.code)) for one in found]

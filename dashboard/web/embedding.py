"""What the address of the page about embedding asks for: a town of the reader's own, and what its map shows there."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from flask import request

from config.kinds import PERMISSIONS, Permission
from config.language import LANGUAGES, N_, current_language, t
from dashboard.components.choices import Choice, Option
from dashboard.components.embedding import Embedding
from dashboard.components.navigation import LANGUAGE_NAMES
from dashboard.components.rows import records
from dashboard.web.auth import require
from dashboard.web.context import services
from dashboard.web.public.asking import AREA, LANGUAGE, SIZE, STATE, THEME
from dashboard.web.public.maps import SIZES
from dashboard.web.public.words import stage_word
from queries.appearance import public_maps
from queries.filters import Scope
from queries.public.asked import STATES
from queries.public.listed import choices

TOWN, USUAL = "organisatie", "gewoon"
SIZE_WORDS = {"klein": N_("small"), "gewoon": N_("usual"), "groot": N_("large")}
Asked = Mapping[str, str]


def own_maps() -> list[Any]:
    """The towns whose map the person who asks may publish, in the order of their grants. Raises Forbidden."""
    person = require(Permission.PUBLISH_MAP)
    numbers = [grant.organisation_id for grant in person.grants if Permission.PUBLISH_MAP in PERMISSIONS[grant.role]]
    with services().db.read() as db:
        found = {row.organisation_id: row for row in records(public_maps(db, Scope.whole(*numbers)))}
    return [found[number] for number in dict.fromkeys(numbers) if number in found]


def town_in(asked: Asked, own: Sequence[Any]) -> Any:
    """The town that the address names, among one's own; else the first."""
    return next((one for one in own if one.code == asked.get(TOWN)), own[0])


def embedding_of(asked: Asked, town: Any) -> Embedding:
    """What is put in a page, as the address has it."""
    size = asked.get(SIZE, USUAL) if asked.get(SIZE, USUAL) in SIZES else USUAL
    told = {key: asked[key] for key in (THEME, AREA, STATE, LANGUAGE) if asked.get(key)}
    path = f"/kaart/{town.code}/inbed?{urlencode(told | {SIZE: size})}"
    title = t(N_("Map with proposals of residents of {name}"), told.get(LANGUAGE), name=town.name)
    return Embedding(path, request.url_root.rstrip("/") + path, title, SIZES[size][1])


def choices_of(asked: Asked, town: Any, own: Sequence[Any]) -> list[Choice]:
    """All that can be chosen, each as an address of this page."""
    with services().public.read() as db:
        known = choices(db, town.organisation_id)
    sizes = [(size, t(SIZE_WORDS[size])) for size in SIZES]
    states = [(state, stage_word(state)) for state in STATES]
    spoken = [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES]
    towns = [(one.code, one.name) for one in own]
    every = t(N_("all"))
    return [
        *([_choice(asked, TOWN, t(N_("Organisation")), towns, town.code)] if len(own) > 1 else []),
        _choice(asked, THEME, t(N_("Theme")), [("", every), *_of(known, "theme")]),
        _choice(asked, AREA, t(N_("Neighbourhood")), [("", every), *_of(known, "area")]),
        _choice(asked, STATE, t(N_("State")), [("", every), *states]),
        _choice(asked, SIZE, t(N_("Size")), sizes, USUAL),
        _choice(asked, LANGUAGE, t(N_("Language")), spoken, current_language()),
    ]


def _of(known: pd.DataFrame, dimension: str) -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in records(known[known["dimension"] == dimension])]


def _choice(asked: Asked, key: str, label: str, options: Sequence[tuple[str, str]], usual: str = "") -> Choice:
    named = dict(options)
    chosen = asked[key] if asked.get(key) in named else usual
    shown = [Option(name, _search(asked, key, code), code == chosen) for code, name in options]
    return Choice(label, named.get(chosen, ""), shown)


def _search(asked: Asked, key: str, code: str) -> str:
    query = urlencode({name: value for name, value in {**asked, key: code}.items() if value})
    return f"?{query}" if query else "?"

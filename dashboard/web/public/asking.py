"""The address of a public page as a question. What cannot be read is left out: a reader never meets an error for it."""

import math
from typing import Any

from flask import request, url_for

from config.errors import InvalidInput
from config.language import LANGUAGES, N_, current_language
from config.plain import has_control, is_storable
from dashboard.web.context import services
from queries.public.asked import STATES, Asked, Bounds, Order
from queries.search import LONGEST

THEME, AREA, STATE, TEXT, ORDER = "thema", "wijk", "staat", "zoek", "orde"
PAGE, GROUND, SIZE, LANGUAGE = "blad", "ondergrond", "maat", "taal"
KEYS = (THEME, AREA, STATE, TEXT, ORDER, PAGE, GROUND, SIZE)
MOST_CODES, MOST_PAGES = 30, 10_000
BOUNDS = N_("Write bbox as four numbers: west, south, east, north, in degrees.")


def asked() -> Asked:
    """The proposals that the address asks for."""
    states = tuple(state for state in STATES if state in request.args.getlist(STATE))
    text = request.args.get(TEXT, "").strip()[:LONGEST]
    return Asked(_codes(THEME), _codes(AREA), states, "" if has_control(text) else text)


def _codes(name: str) -> tuple[str, ...]:
    """Each code once; one that PostgreSQL could not even be asked for is no code of ours."""
    given = (value for value in request.args.getlist(name)[:MOST_CODES] if value and is_storable(value))
    return tuple(dict.fromkeys(given))


def order() -> Order:
    """What comes first; the latest unless the address says otherwise."""
    wanted = request.args.get(ORDER, "")
    return Order(wanted) if wanted in list(Order) else Order.LATEST


def number(name: str, least: int, most: int, usual: int) -> int:
    """A whole number of the address, within its limits."""
    wanted = request.args.get(name, "")
    return max(least, min(most, int(wanted))) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else usual


def page() -> int:
    """Which page of the list, from 1."""
    return number(PAGE, 1, MOST_PAGES, 1)


def ground() -> int | None:
    """The layer of tiles that the address chooses, by its place; None: none."""
    return number(GROUND, 0, 100, 0) if GROUND in request.args else None


def language() -> str:
    """The language of the address, else that of the installation: never what a cookie or browser says, so that an
    address has one answer."""
    wanted = request.args.get(LANGUAGE)
    return wanted if wanted in LANGUAGES else services().settings.default_language


def bounds() -> Bounds | None:
    """The part of the map in `bbox`, None without. Raises InvalidInput."""
    written = request.args.get("bbox")
    if written is None:
        return None
    try:
        west, south, east, north = (float(one) for one in written.split(","))
    except ValueError as error:
        raise InvalidInput(BOUNDS) from error
    found = Bounds(west, south, east, north)
    if not all(math.isfinite(one) for one in found) or west > east or south > north:
        raise InvalidInput(BOUNDS)
    return found


def query_of(wanted: Asked, **more: Any) -> dict[str, Any]:
    """The same question as the query of an address; what is None or empty is left out."""
    own = {THEME: wanted.themes, AREA: wanted.areas, STATE: wanted.states, TEXT: wanted.text}
    return {key: value for key, value in (own | more).items() if value not in (None, "", ())}


def link(endpoint: str, **values: Any) -> str:
    """An address of ours in the language of this page; a list gives its key several times."""
    spoken = current_language()
    told = {LANGUAGE: None if spoken == services().settings.default_language else spoken} | values
    lists: dict[str, Any] = {key: list(value) if isinstance(value, tuple) else value for key, value in told.items()}
    return url_for(f"public.{endpoint}", **lists)


def again(**changes: Any) -> str:
    """The address of this page with some of its query changed; None leaves a key out."""
    given = {key: tuple(request.args.getlist(key)) for key in KEYS if key in request.args}
    endpoint = (request.endpoint or "").partition(".")[2]
    return link(endpoint, **given | dict(request.view_args or {}) | changes)


def languages() -> list[tuple[str, str]]:
    """Code and address of this page in the languages that are not shown now."""
    usual = services().settings.default_language
    others = [code for code in LANGUAGES if code != current_language()]
    return [(code, again(**{LANGUAGE: None if code == usual else code})) for code in others]

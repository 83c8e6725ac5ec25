"""Small parts that everything about one melding or proposal shares."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.clock import local_day
from config.language import N_, current_language, day, number, t
from config.vocabularies import Vocabulary, vocabularies
from dashboard.components.aria import aria

Header = Mapping[Any, Any]
_ORIGINS = {"source": N_("promised by the source"), "norm": N_("by the norm")}


def missing(value: Any) -> bool:
    """Whether a cell of a frame holds nothing."""
    return value is None or bool(pd.isna(value))


def told(value: Any) -> str:
    """A text of a frame; empty where nothing was told."""
    return "" if missing(value) else str(value)


def word(words: Mapping[Any, str], code: Any) -> str:
    """The words for a code; a code that nobody knows is shown as it is."""
    text = told(code)
    return t(words[text]) if text in words else text


def term(vocabulary: Vocabulary, code: Any) -> str:
    """The words for a code of a vocabulary; a code that nobody knows is shown as it is."""
    text = told(code)
    found = vocabularies()[vocabulary].get(text)
    return found.label(current_language()) if found else text


def reference(number: Any, address: Any) -> Component | str:
    """The number of a decision, as a link where it has an address on the web."""
    words, way = told(number), told(address)
    safe = way.startswith(("https://", "http://"))
    return html.A(words or way, href=way, rel="noreferrer") if safe else words


def metres(distance: float) -> str:
    """250 m."""
    return f"{number(round(distance))}\u00a0m"


def coordinates(header: Header) -> str:
    """The degrees of a place (lat and lon) to about a metre."""
    return " · ".join(number(float(header[side]), decimals=5) for side in ("lat", "lon"))


def working_days(n: float) -> str:
    """The unit of a number of working days."""
    return t(N_("working day")) if n == 1 else t(N_("working days"))


def deadline_words(header: Header) -> str:
    """The deadline and where it comes from."""
    if missing(header["deadline_at"]):
        return t(N_("none: without norm"))
    words = f"{day(local_day(header['deadline_at'], header['zone']))}, {word(_ORIGINS, header['deadline_origin'])}"
    return f"{words}; {t(N_('moves while the clock stands still'))}" if header["deadline_moves"] else words


def block(name: str, title: str, parts: Sequence[Component]) -> html.Section:
    """A part of the page with its heading."""
    heading = f"case-{name}"
    return html.Section([html.H2(title, id=heading), *parts], className="block", **aria(labelledby=heading))


def pairs(rows: Sequence[tuple[str, Any]]) -> html.Dl:
    """Labels with what belongs to them; what is empty is left out."""
    return html.Dl(
        [part for label, text in rows if text for part in (html.Dt(label), html.Dd(text))], className="pairs"
    )

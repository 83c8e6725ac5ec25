"""The kinds of reports: short files that say what stands in one, in which order, and whose rights decide.

    id = "college"
    name = { nl = "Maandrapport voor het college", en = "Monthly report for the college" }
    purpose = { nl = "...", en = "..." }
    reader = "schepen"          # the role whose rights decide what may stand in it
    period = "last-month"       # the usual one (`queries.filters.Period`)
    about = "organisation"      # or service, area: one report each
    organ = "college"           # on whose agenda it comes; left out: on none
    formats = ["pdf", "docx", "xlsx"]

    [[section]]
    id = "summary"
    title = { nl = "Samenvatting", en = "Summary" }
    text = { nl = "...", en = "..." }            # words that always stand there
    lead = "meldingen"                           # sentences computed as on that page (`dashboard/cards/leads.py`)
    figures = ["open", "lead_time/median"]       # numbers of the registry, with target and assessment
    years = 3                                    # the figures by year instead
    cards = ["meldingen/stock"]                  # charts (`dashboard/cards/library.py`)
    filters = { kind = "klacht" }                # what is asked beside period and scope
    back = 11                                    # the charts begin so many months earlier

How to add one: docs/reports.md.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from config.errors import NotFound
from config.kinds import Organ, Role
from config.language import current_language
from queries.filters import Period

FOLDER = Path(__file__).parent


class About(StrEnum):
    """What a report tells of."""

    ORGANISATION = "organisation"
    SERVICE = "service"
    AREA = "area"


class Format(StrEnum):
    """The files of a report."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"


@dataclass(frozen=True)
class Words:
    """The same words in both languages."""

    nl: str
    en: str

    def __str__(self) -> str:
        return self.nl if current_language() == "nl" else self.en


@dataclass(frozen=True)
class Section:
    """A part of a report under one heading; `id` names it and never changes."""

    id: str
    title: Words
    text: Words | None = None
    lead: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    years: int = 1
    cards: tuple[str, ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)
    back: int = 0


@dataclass(frozen=True)
class Kind:
    """A kind of report."""

    id: str
    name: Words
    purpose: Words
    reader: Role
    period: Period
    about: About
    formats: tuple[Format, ...]
    sections: tuple[Section, ...]
    organ: Organ | None = None


def kind_of(name: str) -> Kind:
    """The kind of this name. Raises NotFound."""
    try:
        return kinds()[name]
    except KeyError:
        raise NotFound() from None


def name_of(name: str) -> str:
    """What a kind is called, in the language that is spoken; as it stands when it is not made any more."""
    return str(kinds()[name].name) if name in kinds() else name


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """All kinds by their names, in the order of their files. Raises ValueError as `read`."""
    found = [read(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return {kind.id: kind for kind in found}


def read(name: str, text: str) -> Kind:
    """A kind from its file. Raises ValueError with the name of the file and what is wrong."""
    try:
        told = tomllib.loads(text)
        sections = tuple(_section(one) for one in told.pop("section"))
        kind = Kind(
            **_words(told, "name", "purpose"),
            id=told.pop("id"),
            reader=Role(told.pop("reader")),
            period=Period(told.pop("period")),
            about=About(told.pop("about")),
            formats=tuple(Format(one) for one in told.pop("formats")),
            organ=Organ(told.pop("organ")) if "organ" in told else None,
            sections=sections,
        )
        _nothing_left(told)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{name}.toml: {error!r}") from error
    if kind.id != name or len({one.id for one in sections}) < len(sections):
        raise ValueError(f"{name}.toml: its id is its name, and each section has an id of its own")
    return kind


def _section(told: dict[str, Any]) -> Section:
    figures = tuple(_part(one) for one in told.pop("figures", ()))
    words = _words(told, "title", *(["text"] if "text" in told else []))
    section = Section(
        **words,
        id=told.pop("id"),
        lead=told.pop("lead", ""),
        figures=figures,
        years=int(told.pop("years", 1)),
        cards=tuple(told.pop("cards", ())),
        filters=dict(told.pop("filters", {})),
        back=int(told.pop("back", 0)),
    )
    _nothing_left(told)
    return section


def _part(name: str) -> tuple[str, str]:
    measure, _, part = name.partition("/")
    return measure, part


def _words(told: dict[str, Any], *names: str) -> dict[str, Words]:
    return {name: Words(**told.pop(name)) for name in names}


def _nothing_left(told: Mapping[str, Any]) -> None:
    if told:
        raise ValueError(f"not known: {', '.join(sorted(told))}")

"""What a page of decisions told: rows for whoever links them to dossiers and meldingen, and what could not be read."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from config.kinds import Organ
from config.language import t


class Result(StrEnum):
    """What came of an agenda item, when the page says so in words that leave no doubt."""

    APPROVED = "approved"
    REFUSED = "refused"
    POSTPONED = "postponed"
    UNKNOWN = "unknown"


class PageKind(StrEnum):
    """What a page says it is."""

    AGENDA = "agenda"
    DECISION_LIST = "besluitenlijst"
    EXTRACT = "uittreksel"
    MINUTES = "notulen"


@dataclass(frozen=True)
class Problem:
    """Something that could not be read, or is to be looked at: a sentence of the catalogue with its places filled."""

    sentence: str
    params: dict[str, Any] = field(default_factory=dict)

    def text(self, language: str | None = None) -> str:
        """The sentence in a language."""
        return t(self.sentence, language, **self.params)


@dataclass(frozen=True)
class SittingTold:
    """A sitting: the day is that in Flanders on which it began, or was planned to begin."""

    uri: str | None
    day: date | None
    organ_uri: str | None
    organ_label: str | None
    organ: Organ | None


@dataclass(frozen=True)
class DecisionTold:
    """A decision (besluit:Besluit). Texts hold no markup; an address is one of http or https."""

    uri: str | None = None
    number: str | None = None
    title: str | None = None
    organ_uri: str | None = None
    organ_label: str | None = None
    organ: Organ | None = None
    sitting_uri: str | None = None
    sitting_day: date | None = None
    agenda_item_uri: str | None = None
    result: Result = Result.UNKNOWN
    motivation: str | None = None
    published_on: date | None = None

    @property
    def name(self) -> str:
        """How to speak of it: by number, title or address, whatever there is."""
        return self.number or self.title or self.uri or "-"


@dataclass(frozen=True)
class Decisions:
    """All that a page told, in its order."""

    decisions: tuple[DecisionTold, ...]
    sittings: tuple[SittingTold, ...]
    problems: tuple[Problem, ...]
    kind: PageKind | None

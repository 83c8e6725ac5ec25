"""Codes with their labels, read from `config/data`: stages and steps of proposals, indicators, and smaller lists."""

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from config.kinds import DATA
from config.topics import ProposalEvent


class Vocabulary(StrEnum):
    """The lists of `config/data/vocabularies.csv`."""

    MODERATION_REASON = "moderation_reason"
    PHOTO_MOMENT = "photo_moment"
    SELECTION_REASON = "selection_reason"
    PHASE = "phase"
    ACTIVITY_KIND = "activity_kind"
    GUIDE = "guide"
    VENUE = "venue"
    JOINED_HOW = "joined_how"
    COMMUNICATION_CHANNEL = "communication_channel"
    ATELIER = "atelier"
    PROGRESS_STATE = "progress_state"
    SELECTION_OUTCOME = "selection_outcome"
    CHOSEN_BY = "chosen_by"
    ACTIVITY_STATE = "activity_state"
    COMMUNICATION_STATE = "communication_state"
    DELIVERABLE_STATE = "deliverable_state"


@dataclass(frozen=True)
class Term:
    """A code and its words on screen."""

    code: str
    label_nl: str
    label_en: str

    def label(self, language: str) -> str:
        """The word on screen in 'nl' or 'en'."""
        return self.label_nl if language == "nl" else self.label_en


@dataclass(frozen=True)
class Indicator(Term):
    """What a proposal yields: its unit (empty: a number of things) and whether the climate pact counts it."""

    unit: str
    lekp: bool


@dataclass(frozen=True)
class ProposalStage(Term):
    """Where a proposal stands: see `config/data/proposal_stages.csv`."""

    rank: int
    group: str
    event: ProposalEvent


@dataclass(frozen=True)
class ProposalStep(Term):
    """What is measured between two moments of a proposal: see `config/data/proposal_steps.csv`."""

    begins: tuple[str, ...]
    ends: tuple[str, ...]


OWN = "own_"
"""How the codes of reasons of an organisation's own begin."""
SPEAKS_FOR = ("support", "potential", "need", "feasible", "spread", "cost")
"""Common reasons that speak for a place; the others speak against it, or for later."""
_LATER = ("later_round",)
_OWN_REASON = re.compile(rf"{OWN}[a-z0-9_]{{1,40}}")


def is_own_reason(code: object) -> bool:
    """Whether a code can be that of a reason of an organisation's own, as table `reason` names it."""
    return isinstance(code, str) and _OWN_REASON.fullmatch(code) is not None


class Reasons(Collection[str]):
    """The codes that can be the reason of a choice: the common ones, and any of an organisation's own."""

    def __contains__(self, code: object) -> bool:
        return code in vocabularies()[Vocabulary.SELECTION_REASON] or is_own_reason(code)

    def __iter__(self) -> Iterator[str]:
        return iter(vocabularies()[Vocabulary.SELECTION_REASON])

    def __len__(self) -> int:
        return len(vocabularies()[Vocabulary.SELECTION_REASON])


def usual_outcomes(code: str) -> tuple[str, ...]:
    """The outcomes that a common reason serves."""
    if code in SPEAKS_FOR:
        return ("selected",)
    return ("deferred",) if code in _LATER else ("not_selected", "deferred")


def reason_term(code: str, own: Mapping[str, Term]) -> Term:
    """The words of a reason: a common one, or one of `own`. A code that neither knows is told in the words it is made
    of, as when a source names a reason that was never described."""
    found = vocabularies()[Vocabulary.SELECTION_REASON].get(code) or own.get(code)
    if found is not None:
        return found
    words = code.removeprefix(OWN).replace("_", " ").strip() or code
    return Term(code, words[:1].upper() + words[1:], words[:1].upper() + words[1:])


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file of `config/data`, by the names of its columns; lines that begin with # are remarks."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _term(row: dict[str, str]) -> dict[str, str]:
    return {name: row[name] for name in ("code", "label_nl", "label_en")}


@lru_cache(maxsize=1)
def vocabularies() -> dict[Vocabulary, dict[str, Term]]:
    """Terms by code, by vocabulary, in the order of the file."""
    found: dict[Vocabulary, dict[str, Term]] = {vocabulary: {} for vocabulary in Vocabulary}
    for row in rows_of("vocabularies"):
        found[Vocabulary(row["vocabulary"])][row["code"]] = Term(**_term(row))
    return found


@lru_cache(maxsize=1)
def indicators() -> dict[str, Indicator]:
    """Indicators by code, in the order of the file."""
    return {
        row["code"]: Indicator(**_term(row), unit=row["unit"], lekp=row["lekp"] == "yes")
        for row in rows_of("indicators")
    }


@lru_cache(maxsize=1)
def proposal_stages() -> dict[str, ProposalStage]:
    """Stages of a proposal by code, in order of rank."""
    return {
        row["code"]: ProposalStage(
            **_term(row), rank=int(row["rank"]), group=row["group"], event=ProposalEvent(row["event"])
        )
        for row in rows_of("proposal_stages")
    }


@lru_cache(maxsize=1)
def proposal_steps() -> dict[str, ProposalStep]:
    """Steps of a proposal by code, in the order of the file."""
    return {
        row["code"]: ProposalStep(**_term(row), begins=tuple(row["begins"].split()), ends=tuple(row["ends"].split()))
        for row in rows_of("proposal_steps")
    }

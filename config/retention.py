"""How long texts of citizens are kept, and which words go then: data and names, no database.

What is erased stands here by kind of event. All else of an event stays: codes, days, places, amounts, and what the
organisation itself decided and motivated.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from config.kinds import DATA, EventKind
from config.topics import ProposalEvent


class Keeping(StrEnum):
    """What has a period of its own (`config/data/retention.csv`)."""

    MELDING = "melding"
    KLACHT = "klacht"
    VRAAG = "vraag"
    CONTACT = "contact"
    PROPOSAL_ENDED = "proposal_ended"
    PROPOSAL_NOT_SELECTED = "proposal_not_selected"
    PROPOSAL_REALISED = "proposal_realised"
    DRAFT = "draft"
    IMPORT_REPORT = "import_report"


@dataclass(frozen=True)
class Period:
    """`days` after the day of what `begins` (a code); None: for ever."""

    days: int | None
    begins: str


LONGEST = 36_525
"""Days that a period counts at most: a century."""
PICTURES_WAIT = 7
"""Days that a picture may lie without anything that names it: an import of photos can come in parts."""

WORDS: Mapping[StrEnum, tuple[str, ...]] = {
    EventKind.SUBMITTED: ("title",),
    EventKind.EVALUATION_PROCESSED: ("follow_up",),
    ProposalEvent.SUBMITTED: ("title", "text"),
    ProposalEvent.REFUSED: ("message",),
    ProposalEvent.ANSWERED: ("message",),
    ProposalEvent.QUESTION_ASKED: ("message",),
    ProposalEvent.QUESTION_ANSWERED: ("message",),
    ProposalEvent.PHOTO_ADDED: ("alt",),
}
"""By kind of event the keys of its payload that hold words of a citizen, or to a citizen. `text_removed` stands for
them; they go from voided events as well."""


@lru_cache(maxsize=1)
def periods() -> dict[Keeping, Period]:
    """What holds unless an organisation says otherwise."""
    with (DATA / "retention.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {Keeping(row["kind"]): Period(int(row["days"]) if row["days"] else None, row["begins"]) for row in rows}


def has_words(kind: StrEnum, payload: Mapping[str, object]) -> bool:
    """Whether what an event tells holds words that are erased some day."""
    return any(name in payload for name in WORDS.get(kind, ()))

"""What asks for attention, and what changed, apart from how it is shown: for a page and for a mail."""

from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """Why a line is there, the most urgent first."""

    BAD = "bad"
    ATTENTION = "attention"
    SIGNAL = "signal"
    DATA = "data"


@dataclass(frozen=True)
class AttentionLine:
    """A number of cases and what is the matter with them; `href` leads to these rows, with the page's filters."""

    urgency: Urgency
    count: int
    sentence: str
    href: str
    detail: str = ""
    owner: str = ""


@dataclass(frozen=True)
class Development:
    """Something that happened: `time` as people read it, `strong` the part of `text` that stands out."""

    time: str
    text: str
    strong: str = ""
    href: str = ""


@dataclass(frozen=True)
class Day:
    """What happened on a day, or since one; latest first."""

    heading: str
    developments: tuple[Development, ...]

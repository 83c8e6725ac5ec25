"""What the parts of a decision dossier share: numbers in words, days, and what is left of the words of citizens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from config.language import N_, day, moment, number, t
from dashboard.charts.phrases import joined
from dashboard.reports.document import Mark, Note, Sign, sign_of

Json = Mapping[str, Any]
TITLE, TEXT, PHOTO = "title", "text", "photo"
"""The kinds of parts."""
NOTHING = "\N{EN DASH}"
"""Stands where nothing is known."""
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Held:
    """A part of a dossier: words or a picture of a citizen, or the day on which it was erased."""

    kind: str
    content: str | None = None
    picture: bytes | None = field(default=None, repr=False)
    alt: str | None = None
    removed: date | None = None

    @property
    def is_gone(self) -> bool:
        """Whether nothing is left of it."""
        return not self.content and self.picture is None


class Parts:
    """The parts of a dossier by number, asked for as what is frozen names them."""

    def __init__(self, held: Mapping[int, Held]) -> None:
        self._held = held

    def of(self, named: Json | None) -> Held | None:
        """The part that is named; None where none is named."""
        return None if named is None else self._held.get(named["part"], Held(""))

    def words(self, named: Json | None) -> str:
        """The words of a part; '' where there are none, or none any more."""
        part = self.of(named)
        return part.content or "" if part else ""

    @property
    def removed(self) -> list[Held]:
        """The parts that were erased."""
        return [part for part in self._held.values() if part.removed]


def place_name(place: Json, parts: Parts) -> str:
    """What a place is called: its title, else its number."""
    title = parts.words(place["title"])
    if title:
        return " ".join(title.split())
    number_of = place["number"]
    return t(N_("Proposal {number}"), number=number_of) if number_of else t(N_("Proposal without title"))


def heading_of(place: Json, parts: Parts) -> str:
    """The number of a place in the dossier, and what it is called."""
    return f"{place['no']}. {place_name(place, parts)}"


def outcome_mark(place: Json) -> Mark:
    """The outcome as a sign and its word."""
    return Mark(sign_of(place["outcome"]), place["outcome_words"])


def tombstone(place: Json, parts: Parts) -> list[Note]:
    """What stands where words or photos of a citizen stood; nothing where all is there."""
    named = [place["title"], place["text"], *place["photos"]]
    gone = [part for one in named if (part := parts.of(one)) and part.is_gone]
    if not gone and not place["text_removed"]:
        return []
    days = sorted(part.removed for part in gone if part.removed)
    what = _gone_words(gone) if gone else t(N_("title and text"))
    told = {"what": what, "day": day_words(days[-1]) if days else ""}
    words = N_("Removed on {day}: {what} of who proposed it.") if days else N_("Removed: {what} of who proposed it.")
    return [Note(f"{t(words, **told)} {t(_STAYS)}", t(N_("Removed")), Sign.INFO)]


_STAYS = N_("Numbers, choice and motivation stay as they were frozen.")


def _gone_words(gone: list[Held]) -> str:
    kinds = [part.kind for part in gone]
    photos = kinds.count(PHOTO)
    said = [t(words) for kind, words in ((TITLE, N_("title")), (TEXT, N_("text"))) if kind in kinds]
    if photos:
        said.append(t(N_("1 photo")) if photos == 1 else t(N_("{n} photos"), n=number(photos)))
    return joined(said)


def euro(value: float | None) -> str:
    """An amount without its unit, for a column."""
    return NOTHING if value is None else number(round(value))


def euro_words(value: float) -> str:
    """An amount in a sentence."""
    return t(N_("{n} euro"), n=number(round(value)))


def places_words(n: int) -> str:
    """'3 plekken'."""
    return t(N_("1 place")) if n == 1 else t(N_("{n} places"), n=number(n))


def amount(value: float) -> str:
    """A number with a decimal where it has one."""
    return number(value, decimals=0 if float(value).is_integer() else 1)


def gain_words(one: Json) -> str:
    """A gain in a sentence, its number and unit on one line: '40 m² ontharding'."""
    if one["words"] == "1" and one["code"] in _ONE:
        return t(_ONE[one["code"]])
    return f"{one['words'].replace(' ', NO_BREAK)} {one['name'].lower()}"


_ONE = {
    "trees": N_("1 tree"),
    "natuurgroenperk": N_("1 patch of natural green"),
    "shared_mobility": N_("1 access point for shared mobility"),
    "charge_points": N_("1 charging point"),
}
"""One of what is counted in pieces: the names of indicators are plural."""


def within(words: str) -> str:
    """Words as they stand within a sentence: without capital, but for an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def points_words(value: float | None) -> str:
    """Points, with one decimal."""
    return NOTHING if value is None else number(value, decimals=1)


def score_words(place: Json) -> str:
    """The score as the pages show it: whole points of 100."""
    return number(min(100, round(place["score"])))


def day_words(told: str | date | None) -> str:
    """A day of what is frozen: 22 nov 2026."""
    if told is None:
        return ""
    return day(told if isinstance(told, date) else date.fromisoformat(told))


def moment_words(told: str, zone: str) -> str:
    """A moment of what is frozen: 22 nov 2026 14:32."""
    return moment(datetime.fromisoformat(told), zone)


def value_of(place: Json, code: str) -> float | None:
    """What is known of a place by a criterion of the evidence."""
    return next((one["value"] for one in place["evidence"] if one["code"] == code), None)


def short_hash(digest: str) -> str:
    """The beginning of a hash, in groups that can be read aloud: 8f41-c2a9-77d0-13be."""
    return "-".join(digest[at : at + 4] for at in range(0, 16, 4))

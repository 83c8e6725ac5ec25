"""Decisions that were published (LBLOD), laid beside the agendas of sittings: what each belongs to, and why not.

Nothing is written here. What fits is recorded by `recording.record`, as anything else; what was recorded here is never
overwritten, and what another system told is not recorded a second time.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from config.errors import InvalidInput
from config.kinds import Organ, SittingResult
from config.language import N_
from config.plain import has_control, is_storable
from dashboard.store.actions.sittings.planning import LONGEST_URI
from dashboard.store.actions.sittings.recording import LONGEST_NUMBER, Result
from dashboard.store.sources.lblod import read_decisions
from dashboard.store.sources.lblod_matching import MatchedBy, matching
from dashboard.store.sources.lblod_numbers import same_number
from dashboard.store.sources.lblod_told import DecisionTold, PageKind, Problem
from dashboard.store.sources.lblod_told import Result as Told

__all__ = ["Item", "Line", "MatchedBy", "Meeting", "Published", "Read", "State", "laid_beside", "read", "said_of"]

MOST = 300
"""Decisions of one page that are shown; the longest decision lists have some 200."""
LONGEST_TITLE = 400
_NOTHING = N_("No decision was found in this file.")
_MANY = N_("This file holds {n} decisions; at most {most} can be read at once.")


class State(StrEnum):
    """How a decision relates to what stands on agendas."""

    FITS = "fits"
    """It belongs to items of one sitting, and there is something to record."""
    KNOWN = "known"
    OTHER_RESULT = "other_result"
    DOUBT = "doubt"
    NOTHING = "nothing"
    """There is a sitting, and nothing on its agenda has this number or address."""
    NO_SITTING = "no_sitting"
    NO_DAY = "no_day"


@dataclass(frozen=True)
class Published:
    """A decision as a page told it; what was not told is empty or None. `result` only where that was clear."""

    uri: str = ""
    number: str = ""
    title: str = ""
    organ: Organ | None = None
    organ_label: str = ""
    day: date | None = None
    item_uri: str = ""
    result: SittingResult | None = None
    published_on: date | None = None

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        days = {name: one.isoformat() if (one := getattr(self, name)) else None for name in _DAYS}
        return vars(self) | days

    @classmethod
    def of_plain(cls, raw: Any) -> "Published":
        """What `plain` made; raises InvalidInput for what it cannot have made."""
        told = raw if isinstance(raw, dict) else {}
        said: dict[str, Any] = {name: _text(told.get(name), most) for name, most in _TEXTS.items()}
        said |= {name: _day(told.get(name)) for name in _DAYS}
        organ, result = told.get("organ"), told.get("result")
        try:
            said |= {"organ": organ and Organ(organ), "result": result and SittingResult(result)}
        except ValueError:
            raise InvalidInput() from None
        return cls(**said)

    @classmethod
    def of(cls, told: DecisionTold) -> "Published":
        """What was read; what cannot be kept as it is written counts as not told."""
        texts = {
            "uri": told.uri,
            "number": told.number,
            "title": (told.title or "")[:LONGEST_TITLE],
            "organ_label": (told.organ_label or "")[:LONGEST_TITLE],
            "item_uri": told.agenda_item_uri,
        }
        kept = {name: text if _fits(text or "", _TEXTS[name]) else "" for name, text in texts.items()}
        result = _RESULTS.get(told.result)
        said: dict[str, Any] = {name: text or "" for name, text in kept.items()}
        return cls(**said, organ=told.organ, day=told.sitting_day, result=result, published_on=told.published_on)


_TEXTS = {
    "uri": LONGEST_URI,
    "number": LONGEST_NUMBER,
    "title": LONGEST_TITLE,
    "organ_label": LONGEST_TITLE,
    "item_uri": LONGEST_URI,
}
_DAYS = ("day", "published_on")
_RESULTS = {
    Told.APPROVED: SittingResult.APPROVED,
    Told.REFUSED: SittingResult.REFUSED,
    Told.POSTPONED: SittingResult.POSTPONED,
}


def _fits(text: str, most: int) -> bool:
    return len(text) <= most and is_storable(text) and not has_control(text)


def _text(raw: Any, most: int) -> str:
    if not isinstance(raw, str) or not _fits(raw, most):
        raise InvalidInput
    return raw


def _day(raw: Any) -> date | None:
    if raw is None:
        return None
    with suppress(TypeError, ValueError):
        return date.fromisoformat(raw)
    raise InvalidInput


@dataclass(frozen=True)
class Read:
    """What a file told: its decisions, and what in it could not be read or is to be looked at."""

    decisions: tuple[Published, ...]
    problems: tuple[Problem, ...]


def read(content: bytes) -> Read:
    """The decisions in a saved page (RDFa) or JSON-LD file. Raises InvalidInput for what holds none, in words."""
    told = read_decisions(content, base="")
    if told.kind is PageKind.AGENDA or not told.decisions:
        first = next(iter(told.problems), Problem(_NOTHING))
        raise InvalidInput(first.sentence, **first.params)
    if len(told.decisions) > MOST:
        raise InvalidInput(_MANY, n=len(told.decisions), most=MOST)
    return Read(tuple(map(Published.of, told.decisions)), told.problems)


@dataclass(frozen=True)
class Meeting:
    """A sitting that began, on its local day."""

    sitting_id: UUID
    organ: str
    day: date


@dataclass(frozen=True)
class Item:
    """An item of such a sitting, with what was recorded of it, or told by another system (`ours` is then False)."""

    item_id: UUID
    sitting_id: UUID
    number: str | None = None
    uri: str | None = None
    result: str | None = None
    ours: bool = True


@dataclass(frozen=True)
class Line:
    """A decision beside the agendas: the items that it belongs to and by what, and the sittings it can be of."""

    decision: Published
    state: State
    items: tuple[UUID, ...] = ()
    by: MatchedBy | None = None
    sittings: tuple[UUID, ...] = ()


def laid_beside(
    decisions: Sequence[Published], meetings: Sequence[Meeting], items: Sequence[Item], usual: UUID | None = None
) -> tuple[Line, ...]:
    """One line a decision, in their order. Where a page does not say the day of its sitting that is `usual`."""
    places = [_sittings_of(one, meetings, usual) for one in decisions]
    found: list[dict[UUID, MatchedBy | None]] = [{} for _ in decisions]
    for meeting in meetings:
        here = [n for n, those in enumerate(places) if meeting.sitting_id in those]
        for n, matched in _matched([decisions[n] for n in here], [one for one in items if _is_of(one, meeting)]):
            found[here[n]] |= matched
    known = {one.item_id: one for one in items}
    return tuple(
        _line(one, those, [known[key] for key in matched], matched)
        for one, those, matched in zip(decisions, places, found, strict=True)
    )


def _is_of(item: Item, meeting: Meeting) -> bool:
    return item.sitting_id == meeting.sitting_id


def _sittings_of(one: Published, meetings: Sequence[Meeting], usual: UUID | None) -> tuple[UUID, ...]:
    """The sittings at which it can have been decided: of its day, and of its organ where that is known."""
    if one.day is None:
        return tuple(each.sitting_id for each in meetings if each.sitting_id == usual and _sat(one, each))
    return tuple(each.sitting_id for each in meetings if each.day == one.day and _sat(one, each))


def _sat(one: Published, meeting: Meeting) -> bool:
    return one.organ is None or one.organ == meeting.organ


def _matched(
    decisions: Sequence[Published], items: Sequence[Item]
) -> Iterable[tuple[int, Mapping[UUID, MatchedBy | None]]]:
    """The items of one sitting by the place of their decision; an item that several could mean has none (None)."""
    told = [
        DecisionTold(uri=one.uri or None, number=one.number or None, title=str(n), agenda_item_uri=one.item_uri or None)
        for n, one in enumerate(decisions)
    ]
    numbers = {one.item_id: one.number for one in items if one.number}
    result = matching(told, numbers, {one.item_id: one.uri for one in items if one.uri})
    for match in result.matches:
        yield told.index(match.decision), {match.key: match.by}
    for doubt in result.doubts:
        for decision in doubt.decisions:
            yield told.index(decision), {doubt.key: None}


def _line(
    one: Published, sittings: tuple[UUID, ...], items: Sequence[Item], matched: Mapping[UUID, MatchedBy | None]
) -> Line:
    ways = set(matched.values())
    if not items:
        return Line(one, _without(one, sittings), sittings=sittings)
    if None in ways or len({item.sitting_id for item in items}) > 1 or _is_torn(one, items, matched):
        return Line(one, State.DOUBT, sittings=sittings)
    by = MatchedBy.URI if MatchedBy.URI in ways else MatchedBy.NUMBER
    return Line(one, _state(one, items), tuple(item.item_id for item in items), by, sittings)


def _is_torn(one: Published, items: Sequence[Item], matched: Mapping[UUID, MatchedBy | None]) -> bool:
    """The address says one item, the number another one."""
    if set(matched.values()) != set(MatchedBy):
        return False
    by_uri = [item for item in items if matched[item.item_id] is MatchedBy.URI]
    return not all(same_number(item.number or "", one.number) for item in by_uri)


def _without(one: Published, sittings: Collection[UUID]) -> State:
    if sittings:
        return State.NOTHING
    return State.NO_DAY if one.day is None else State.NO_SITTING


def _state(one: Published, items: Sequence[Item]) -> State:
    if any(_contradicts(one, item) for item in items):
        return State.OTHER_RESULT
    return State.KNOWN if all(_is_known(one, item) for item in items) else State.FITS


def _contradicts(one: Published, item: Item) -> bool:
    """What was amended is told as approved by who publishes it."""
    if one.result is None or item.result is None:
        return False
    same = {one.result, SittingResult.AMENDED} if one.result is SittingResult.APPROVED else {one.result}
    return item.result not in same


def _is_known(one: Published, item: Item) -> bool:
    """Everything of it is there, or another system tells it."""
    complete = bool(item.uri) or not one.uri
    return item.result is not None and (complete or not item.ours)


def said_of(one: Published, result: SittingResult, known: Result | None, sitting_day: date, today: date) -> Result:
    """What is recorded of a decision: what was recorded before stays, and the page adds what was missing.

    A day of publication that cannot be (before the sitting or its signing, after today) is left out.
    """
    before = known or Result(result)
    if result is SittingResult.POSTPONED:
        return Result(result)
    first = max(day for day in (sitting_day, before.signed_on) if day)
    told = one.published_on if one.published_on and first <= one.published_on <= today else None
    number, uri = before.number or one.number, before.uri or one.uri
    return Result(result, number, uri, before.signed_on, before.published_on or told)

"""Which told decision belongs to which known thing: a melding, a dossier, whatever has the number or uri of one."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from dashboard.store.sources.lblod_graph import is_web
from dashboard.store.sources.lblod_numbers import number_key
from dashboard.store.sources.lblod_told import DecisionTold

Key = TypeVar("Key", bound=Hashable)


class MatchedBy(StrEnum):
    """What a decision was recognised by."""

    URI = "uri"
    NUMBER = "number"


@dataclass(frozen=True)
class Match(Generic[Key]):
    """A known thing and the decision that belongs to it."""

    key: Key
    decision: DecisionTold
    by: MatchedBy


@dataclass(frozen=True)
class Doubt(Generic[Key]):
    """A known thing to which several decisions could belong: a person says which."""

    key: Key
    decisions: tuple[DecisionTold, ...]


@dataclass(frozen=True)
class Matching(Generic[Key]):
    """Every known thing is in one of the first three, every decision that belongs to nothing in the last."""

    matches: tuple[Match[Key], ...]
    doubts: tuple[Doubt[Key], ...]
    missing: tuple[Key, ...]
    strangers: tuple[DecisionTold, ...]


def matching(told: Sequence[DecisionTold], numbers: Mapping[Key, str], uris: Mapping[Key, str]) -> Matching[Key]:
    """Links decisions to known things by address (of the decision or its agenda item), else by number.

    `numbers` and `uris` give the number and address by which each thing knows its decision; a thing may be in both, and
    several things may know one decision. Where address and number point to different decisions, or either points to
    several, it is a doubt and never a match.
    """
    finding = _Finding(told)
    keys = dict.fromkeys([*uris, *numbers])
    found = {key: finding.decisions(uris.get(key), numbers.get(key)) for key in keys}
    seen = set().union(*found.values())
    return Matching(
        tuple(
            Match(key, told[at], by) for key, places in found.items() if len(places) == 1 for at, by in places.items()
        ),
        tuple(Doubt(key, tuple(told[at] for at in sorted(places))) for key, places in found.items() if len(places) > 1),
        tuple(key for key, places in found.items() if not places),
        tuple(decision for at, decision in enumerate(told) if at not in seen),
    )


class _Finding:
    """Places in the list of decisions by address and by number."""

    def __init__(self, told: Sequence[DecisionTold]) -> None:
        self._uris: dict[str, set[int]] = defaultdict(set)
        self._items: dict[str, set[int]] = defaultdict(set)
        self._numbers: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for at, decision in enumerate(told):
            for index, address in ((self._uris, decision.uri), (self._items, decision.agenda_item_uri)):
                if address:
                    index[_address(address)].add(at)
            if decision.number and (number := number_key(decision.number)):
                self._numbers[number].add(at)

    def decisions(self, uri: str | None, number: str | None) -> dict[int, MatchedBy]:
        """The decisions that an address or number could mean, and by which it was."""
        found = dict.fromkeys(self._by_number(number), MatchedBy.NUMBER)
        return found | dict.fromkeys(self._by_uri(uri), MatchedBy.URI)

    def _by_uri(self, uri: str | None) -> Iterator[int]:
        if uri and is_web(uri.strip()):
            address = _address(uri.strip())
            yield from self._uris.get(address) or self._items.get(address) or ()

    def _by_number(self, number: str | None) -> Iterator[int]:
        key = number_key(number) if number else None
        if key:
            yield from self._numbers.get(key, ())


def _address(uri: str) -> str:
    """One way of writing: http is https, capitals in the name of a host make no difference."""
    parts = urlsplit(uri)
    return parts._replace(scheme="https", netloc=parts.netloc.lower()).geturl()

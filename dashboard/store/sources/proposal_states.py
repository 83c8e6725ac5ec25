"""States of proposals that their source gives no date: each counts from the first list that told it.

What was read before is told again, as long as the state of now does not take it back: a proposal that was on the
shortlist and is chosen now was on the shortlist, one that is merely published now was not.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from config.vocabularies import proposal_stages
from dashboard.store.sources.dates import NAT
from dashboard.store.sources.events import Step
from dashboard.store.sources.mapping_proposals import REFUSED, SUBMITTED
from dashboard.store.told_before import STATE, Read

Details = Callable[[str, int], str | None]
"""The details of a state, as JSON text, by its code and row."""
_MODERATION = "moderation"


def _level(code: str) -> int:
    """How far a proposal is: states of one level can follow each other in any order."""
    stage = proposal_stages()[code]
    return 0 if stage.group == _MODERATION else stage.rank // 10


def _holds(read: str, code: str, *, undated: bool) -> bool:
    """Whether a state that was read before still holds beside that of now, which may be `undated`."""
    if code == SUBMITTED or _level(read) > _level(code):
        return False
    if _level(code) == 0:
        return undated  # one with a date may lie before what was read, which would go before it
    return read != REFUSED and (undated or read != code)


class States:
    """Compares the states of a list with those that were read before; `made` is when the list was made (UTC)."""

    def __init__(self, before: Mapping[str, tuple[Read, ...]], made: np.datetime64) -> None:
        self._before, self._made = before, made

    def read(self, keys: np.ndarray, states: np.ndarray, undated: np.ndarray, details: Details) -> list[Step]:
        """The steps of the rows; `states` are stages ('' not told), `undated` says which have no date of their own."""
        told: defaultdict[int, dict[int, Read]] = defaultdict(dict)
        for row, key in enumerate(keys.tolist()):
            if states[row] and (undated[row] or key in self._before):
                for read in self._of(key, states[row], undated=bool(undated[row])):
                    same = read.code == states[row]
                    extra = details(read.code, row) if same else read.extra
                    told[read.number][row] = Read(read.number, read.code, read.at, extra)
        return [_step(number, len(keys), rows) for number, rows in sorted(told.items())]

    def _of(self, key: str, code: str, *, undated: bool) -> Iterator[Read]:
        """What was read of a proposal and still holds, and the state of now when it is new."""
        before = self._before.get(key, ())
        last = before[-1] if before else None
        for read in before:
            if _holds(read.code, code, undated=undated):
                yield read
        if undated and (last is None or last.code != code):
            yield Read(last.number + 1 if last else 1, code, self._made, None)


def _step(number: int, size: int, rows: Mapping[int, Read]) -> Step:
    kinds, extras, at = np.full(size, None, dtype=object), np.full(size, None, dtype=object), np.full(size, NAT)
    for row, read in rows.items():
        kinds[row], extras[row], at[row] = str(proposal_stages()[read.code].event), read.extra, read.at
    return Step(f"{STATE}-{number}", kinds, at, extra=extras, dated=False)

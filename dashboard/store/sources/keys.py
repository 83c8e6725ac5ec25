"""The keys of a file: there, not too long, and each told once."""

import numpy as np

from config.language import N_
from dashboard.store.sources.cells import Cells
from dashboard.store.sources.findings import Judge
from dashboard.store.sources.seen import Seen, hashes

LONGEST_KEY = 200
_NO_KEY = N_("There is no key in column {column}.")
_LONG_KEY = N_("The key in column {column} is longer than {most} characters.")
_DUPLICATE = N_("The key {value} stands on line {first} already, with other data; the first one is kept.")
_REPEATED = N_("The same row stands on line {first} already; counted once.")


def judge_keys(cells: Cells, judge: Judge) -> None:
    """Refuse rows without a usable key."""
    keys = cells.get("source_key")
    lengths = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))
    judge.refuse(lengths == 0, _NO_KEY, lambda at: cells.about("source_key", at))
    params = {"most": LONGEST_KEY}
    judge.refuse(lengths > LONGEST_KEY, _LONG_KEY, lambda at: cells.about("source_key", at) | params)


class Repeats:
    """Remembers keys over the chunks of a file."""

    def __init__(self) -> None:
        self._keys = Seen()

    def judge(self, cells: Cells, judge: Judge) -> None:
        """Keys told twice: the same row counts once, another row is refused. Rows refused before do not count."""
        rows = np.flatnonzero(judge.ok)
        keys = hashes(cells.get("source_key")[rows].tolist())
        first, same = self._keys.meet(keys, judge.lines[rows], cells.checks[rows])
        lines, repeated, other = np.zeros((3, len(judge.ok)), dtype=np.int64)
        lines[rows], repeated[rows], other[rows] = first, (first > 0) & same, (first > 0) & ~same
        judge.suspect(repeated > 0, _REPEATED, lambda at: {"first": int(lines[at])})
        judge.refuse(other > 0, _DUPLICATE, lambda at: cells.about("source_key", at) | {"first": int(lines[at])})
        judge.ok &= repeated == 0

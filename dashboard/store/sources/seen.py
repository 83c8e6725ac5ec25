"""What a file told before the chunk at hand: keys, look-alikes and points, at some fifty bytes a row."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

_LINES, _CHECKS = 0, 1
_PLACEHOLDER_ROWS, _PLACEHOLDER_CATEGORIES = 20, 3


def hashes(values: Sequence[object]) -> np.ndarray:
    """A 64-bit number per value; two different values share one in some ten million million cases."""
    return np.fromiter(map(hash, values), dtype=np.int64, count=len(values))


class Seen:
    """Numbers met before, each with two numbers beside it (its line and a checksum), sorted for quick search."""

    def __init__(self) -> None:
        self._keys = np.empty(0, dtype=np.int64)
        self._notes = np.empty((2, 0), dtype=np.int64)

    def meet(self, keys: np.ndarray, lines: np.ndarray, checks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For each key the line on which it was first met (0: now), and whether its checksum was the same then."""
        order = np.argsort(keys, kind="stable")
        ranked = keys[order]
        starts = np.r_[True, ranked[1:] != ranked[:-1]] if len(keys) else np.empty(0, dtype=bool)
        first = np.empty(len(keys), dtype=np.int64)
        first[order] = order[np.maximum.accumulate(np.where(starts, np.arange(len(keys)), 0))]
        line = np.where(first == np.arange(len(keys)), 0, lines[first])
        same = checks == checks[first]
        self._compare(keys, checks, line, same)
        self._add(order[starts], keys, lines, checks)
        return line, same

    def _compare(self, keys: np.ndarray, checks: np.ndarray, line: np.ndarray, same: np.ndarray) -> None:
        at = np.searchsorted(self._keys, keys)
        known = at < len(self._keys)
        known[known] = self._keys[at[known]] == keys[known]
        line[known] = self._notes[_LINES, at[known]]
        same[known] = self._notes[_CHECKS, at[known]] == checks[known]

    def _add(self, fresh: np.ndarray, keys: np.ndarray, lines: np.ndarray, checks: np.ndarray) -> None:
        fresh = fresh[~np.isin(keys[fresh], self._keys, assume_unique=True)]
        joined = np.concatenate([self._keys, keys[fresh]])
        notes = np.concatenate([self._notes, [lines[fresh], checks[fresh]]], axis=1)
        order = np.argsort(joined, kind="stable")
        self._keys, self._notes = joined[order], notes[:, order]


@dataclass(frozen=True)
class CommonPoint:
    """One and the same point under many rows of several categories."""

    lon: float
    lat: float
    rows: int
    line: int


class Points:
    """Counts how many rows share a point, to find placeholders that the mapping does not name."""

    def __init__(self) -> None:
        self._counts = pd.DataFrame({"rows": [], "line": [], "first": [], "many": []}, dtype=np.int64)
        self.rows = 0

    def add(self, lon: np.ndarray, lat: np.ndarray, categories: np.ndarray, lines: np.ndarray) -> None:
        """Count the rows that have a place; `categories` are numbers."""
        has = ~np.isnan(lon)
        self.rows += int(has.sum())
        chunk = pd.DataFrame(
            {"lon": lon[has], "lat": lat[has], "category": categories[has], "line": lines[has], "rows": 1}
        )
        groups = chunk.groupby(["lon", "lat"], sort=False)
        found = groups.agg(rows=("rows", "sum"), line=("line", "min"), many=("category", "nunique"))
        busy = found[found["rows"] > 1]
        self._counts = pd.concat([self._counts, busy]) if len(self._counts) else busy

    def common(self, share: float) -> list[CommonPoint]:
        """Points under more than `share` of all placed rows and at least twenty, in three categories or more."""
        if self._counts.empty:
            return []
        found = self._counts.groupby(level=[0, 1]).agg(rows=("rows", "sum"), line=("line", "min"), many=("many", "max"))
        least = max(share * self.rows, _PLACEHOLDER_ROWS - 1)
        found = found[(found["rows"] > least) & (found["many"] >= _PLACEHOLDER_CATEGORIES)]
        places = found.index.to_frame(index=False)
        columns = (places["lon"], places["lat"], found["rows"], found["line"])
        return [CommonPoint(*values) for values in zip(*(column.tolist() for column in columns), strict=True)]

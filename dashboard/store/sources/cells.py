"""The cells of a chunk, by field of the mapping: trimmed texts, one array a column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np

from config.language import N_
from dashboard.store.sources.findings import Judge, shown
from dashboard.store.sources.rows import Chunk, Row
from dashboard.store.sources.seen import hashes

_RAGGED = N_("This line has {found} columns instead of {expected}.")


@dataclass(frozen=True)
class Layout:
    """Where each field stands in a row of `width` cells, and which texts mean 'nothing'."""

    positions: Mapping[str, int]
    columns: Mapping[str, str]
    width: int
    empty: frozenset[str]


@dataclass(frozen=True)
class Cells:
    """Texts by field, and a checksum of each row over these fields."""

    texts: dict[str, np.ndarray]
    checks: np.ndarray
    columns: Mapping[str, str]

    def get(self, field: str) -> np.ndarray:
        """A field's texts; empty texts when the file does not tell it."""
        return self.texts[field] if field in self.texts else np.full(len(self.checks), "", dtype=object)

    def about(self, field: str, at: int) -> dict[str, Any]:
        """Column and value of a cell, for a message."""
        return {"column": self.columns.get(field, field), "value": shown(self.texts[field][at])}


def read_cells(chunk: Chunk, layout: Layout, judge: Judge) -> Cells:
    """The mapped columns; a line with too few or too many cells is refused and reads as empty."""
    rows = _whole(chunk.rows, layout.width, judge)
    fields = list(layout.positions)
    pick = itemgetter(*(layout.positions[field] for field in fields))
    picked = list(map(pick, rows))  # at least two fields are mapped, so each is a tuple
    columns = zip(*picked, strict=True) if picked else [()] * len(fields)
    texts = {field: _column(column, layout.empty) for field, column in zip(fields, columns, strict=True)}
    return Cells(texts, hashes(picked), layout.columns)


def _whole(rows: Sequence[Row], width: int, judge: Judge) -> Sequence[Row]:
    lengths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
    odd = np.flatnonzero(lengths != width).tolist()
    if not odd:
        return rows
    rows = list(rows)
    ragged = np.zeros(len(rows), dtype=bool)
    for at in odd:
        trailing = lengths[at] > width and not any(rows[at][width:])
        ragged[at] = not trailing
        rows[at] = rows[at][:width] if trailing else [""] * width
    judge.refuse(ragged, _RAGGED, lambda at: {"found": int(lengths[at]), "expected": width})
    return rows


def _column(cells: tuple[str, ...], empty: frozenset[str]) -> np.ndarray:
    texts = np.empty(len(cells), dtype=object)
    texts[:] = list(map(str.strip, cells))
    for nothing in empty:
        texts[texts == nothing] = ""
    return texts

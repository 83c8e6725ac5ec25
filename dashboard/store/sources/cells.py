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
from dashboard.store.sources.values import for_message

_RAGGED = N_("This line has {found} columns instead of {expected}.")
_TALL = N_(
    "This row runs on to line {last}, because a cell holds line ends. If that is not right, a quotation mark is "
    "missing or too many, and the rows in between were not read."
)
_OF_WORDS = ("status", "melding_kind", "reason", "opinion")
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Layout:
    """Where each field stands in a row of `width` cells, which texts mean 'nothing', and what stands between cells.

    Cells of `loose` fields may well hold line ends. `guarded`: a quote before a sign that begins a formula is not part
    of the text.
    """

    positions: Mapping[str, int]
    columns: Mapping[str, str]
    width: int
    empty: frozenset[str]
    separator: str = ""
    loose: frozenset[str] = frozenset()
    guarded: bool = False


@dataclass(frozen=True)
class Cells:
    """Texts by field, and a checksum of each row over these fields."""

    texts: dict[str, np.ndarray]
    checks: np.ndarray
    columns: Mapping[str, str]

    def get(self, field: str) -> np.ndarray:
        """A field's texts; empty texts when the file does not tell it."""
        return self.texts[field] if field in self.texts else np.full(len(self.checks), "", dtype=object)

    def about(self, field: str, at: int, *, known: bool = False) -> dict[str, Any]:
        """Column and value of a cell, for a message; a value that is `known` stands in the mapping."""
        text = self.texts[field][at]
        value = shown(text) if known else for_message(text, word=field in _OF_WORDS)
        return {"column": self.columns.get(field, field), "value": value}


def read_cells(chunk: Chunk, layout: Layout, judge: Judge) -> Cells:
    """The mapped columns; a line with too few or too many cells is refused and reads as empty."""
    _judge_tall(chunk, layout, judge)
    rows = _whole(chunk.rows, layout.width, judge)
    fields = list(layout.positions)
    pick = itemgetter(*(layout.positions[field] for field in fields))
    picked = list(map(pick, rows))  # at least two fields are mapped, so each is a tuple
    columns = zip(*picked, strict=True) if picked else [()] * len(fields)
    texts = {field: _column(column, layout) for field, column in zip(fields, columns, strict=True)}
    return Cells(texts, hashes(picked), layout.columns)


def _judge_tall(chunk: Chunk, layout: Layout, judge: Judge) -> None:
    """List rows of several lines, unless only a cell that is not used has line ends, as a long description may."""
    if chunk.heights is None:
        return
    heights, odd = chunk.heights, np.zeros(len(chunk.rows), dtype=bool)
    mapped = {position for field, position in layout.positions.items() if field not in layout.loose}
    for at in np.flatnonzero(heights > 1).tolist():
        row = chunk.rows[at]
        broken = [place for place, cell in enumerate(row) if len(cell.strip().splitlines()) > 1]
        odd[at] = len(row) != layout.width or any(p in mapped or _holds_rows(row[p], layout) for p in broken)
    judge.suspect(odd, _TALL, lambda at: {"last": int(judge.lines[at] + heights[at] - 1)})


def _holds_rows(cell: str, layout: Layout) -> bool:
    """Whether a cell has as many separators as the rows that begin in it would have."""
    ends = cell.count("\n") or cell.count("\r")
    return cell.count(layout.separator) == ends * (layout.width - 1)


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


def _column(cells: tuple[str, ...], layout: Layout) -> np.ndarray:
    texts = np.empty(len(cells), dtype=object)
    texts[:] = list(map(_unguarded if layout.guarded else str.strip, cells))
    for nothing in layout.empty:
        texts[texts == nothing] = ""
    return texts


def _unguarded(cell: str) -> str:
    """The text without the quote that keeps a spreadsheet from taking it for a formula."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _FORMULA else text

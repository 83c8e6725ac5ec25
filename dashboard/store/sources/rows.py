"""A table as its file gives it: a header and chunks of rows, whatever the kind of file."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

Row = Sequence[str]


@dataclass(frozen=True)
class Chunk:
    """Rows of text and the line on which each begins; rows without any text are left out.

    `heights` tells how many lines each row takes, None: one each. `cut` is the last line of a file that ends without a
    line end.
    """

    rows: Sequence[Row]
    lines: np.ndarray
    heights: np.ndarray | None = None
    cut: int | None = None


@dataclass(frozen=True)
class Table:
    """`position` tells how many of the `size` bytes of the file were read (size 0: nobody knows how many there are);
    `separator` stands between two cells. While chunks are read, `header` may grow by columns that no row has."""

    header: list[str]
    chunks: Iterator[Chunk]
    position: Callable[[], int]
    size: int
    separator: str = ""


@contextmanager
def many_objects() -> Iterator[None]:
    """For a block that makes a million texts and tuples: looking for cycles among them costs a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _newlines(row: Row) -> int:
    text = "".join(row)
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def chunk_of(rows: Sequence[Row], first: int, following: int, cut: int | None = None) -> Chunk:
    """Rows of which the first begins on line `first` and the one after the last on line `following`."""
    heights = None
    if following - first == len(rows):
        lines = np.arange(first, following, dtype=np.int64)
    else:  # cells with line ends in them
        heights = np.fromiter(map(_newlines, rows), dtype=np.int64, count=len(rows)) + 1
        lines = first + np.concatenate([[0], np.cumsum(heights)[:-1]]).astype(np.int64) if rows else heights
    filled = np.fromiter(map(any, rows), dtype=bool, count=len(rows))
    if filled.all():
        return Chunk(rows, lines, heights, cut)
    kept = [row for row, full in zip(rows, filled.tolist(), strict=True) if full]
    return Chunk(kept, lines[filled], None if heights is None else heights[filled], cut)

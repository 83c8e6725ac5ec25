"""What PDF and DOCX both need to know before they draw: widths of columns, and where a very long word may break."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import sqrt

from dashboard.reports.document import Mark, Swatch, Table, Text, parts_of, plain_text
from dashboard.reports.fonts import clean, width
from dashboard.reports.pictures import TEXT_WIDTH

CELL_POINTS, HEADER_POINTS = 9.5, 9.0
TALL = 900
"""A text of more signs may go on over the end of a page; a shorter one stays together."""
TOGETHER = 12
"""So many labels with values stay on one page."""
_WHOLE = 130.0
"""A table that is no higher than so many mm stays on one page."""
_LINE, _ROW, _FULL = 4.6, 3.6, 1.05
"""How high a line and the space around a row are, in mm, and by how much a line is full: rather too much than too
little."""
_WIDE, _NARROW, _MANY = 4.0, 3.0, 6
_SIGN, _SLACK = 4.5, 0.8
_WIDEST_WORD = 40.0
"""In mm: what is longer breaks."""
_LONG_WORD = re.compile(r"\S{26,}")
_AFTER = re.compile(r"([/._@&=?:,;\\])(?=\w)")
_LETTERS = re.compile(r"(\w{40})(?=\w)")
BREAK = "\u200b"
"""Seen by nobody; a line may end there."""


def breakable(text: str) -> str:
    """The text with places to break in words that are too long for a narrow column: addresses, codes, noise."""
    return _LONG_WORD.sub(lambda found: _LETTERS.sub(rf"\1{BREAK}", _AFTER.sub(rf"\1{BREAK}", found[0])), text)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a longer text: parted by an empty line."""
    return [one.strip("\n") for one in re.split(r"\n[ \t]*\n", clean(text).strip()) if one.strip()]


@dataclass(frozen=True)
class Head:
    """A cell of the header of a table: above how many columns, over how many rows; `group` when above other headers."""

    text: str
    column: int
    columns: int = 1
    rows: int = 1
    group: bool = False


def heads(table: Table) -> list[list[Head]]:
    """The rows of a header: groups with their columns below them; a column without group stands beside both."""
    if not table.groups:
        return [[Head(column.header, place) for place, column in enumerate(table.columns)]]
    above: list[Head] = []
    below: list[Head] = []
    first = 0
    for words, count in table.groups:
        own = [Head(table.columns[place].header, place) for place in range(first, first + count)]
        if words:
            above.append(Head(words, first, count, group=True))
            below += own
        else:
            above += [replace(one, rows=2) for one in own]
        first += count
    return [above, below]


def padding(table: Table) -> float:
    """What lies between the texts of two columns, in mm: less where there are many."""
    return _NARROW if len(table.columns) > _MANY else _WIDE


def stays_whole(table: Table, whole: float = TEXT_WIDTH) -> bool:
    """Whether a table is short enough to stay on one page, by an estimate of its height."""
    wide = [one - padding(table) for one in shares(table, whole)]
    rows = [*table.rows, *([table.total] if table.total else [])]
    lines = [max(_lines_in(cell, one) for cell, one in zip(row, wide, strict=True)) for row in rows]
    return sum(_ROW + _LINE * one for one in lines) <= _WHOLE


def _lines_in(cell: Text, wide: float) -> int:
    """How many lines a cell takes, with some to spare for lines that are not full."""
    filled = [width(line, CELL_POINTS) / wide for line in _lines(plain_text(cell))]
    return sum(1 if one <= _FULL else 1 + int(1.5 * one) for one in filled)


def shares(table: Table, whole: float = TEXT_WIDTH) -> list[float]:
    """How wide the columns are, in mm with their padding; together the width of the text or of a column of it.

    A column gets what keeps its numbers and words whole, then those of its header, then whole lines, as far as there is
    room; columns of texts share what is left.
    """
    places = range(len(table.columns))
    room = whole - padding(table) * len(places)
    words = [_words_of(table, place) for place in places]
    headers = [max(one, _header(table, place, _words)) for place, one in zip(places, words, strict=True)]
    lines = [max(one, _widest(table, place, _lines)) for place, one in zip(places, headers, strict=True)]
    unbroken = [max(one, _header(table, place, _lines)) for place, one in zip(places, lines, strict=True)]
    found = [one * min(1.0, room / sum(words)) for one in words]
    for wish in (headers, lines, unbroken):
        found = _filled(found, wish, room)
    texts = [0.0 if column.numeric else one for column, one in zip(table.columns, found, strict=True)]
    found = _added(found, texts if any(texts) else found, room - sum(found))
    return [one + padding(table) for one in found]


def _added(base: Sequence[float], weights: Sequence[float], extra: float) -> list[float]:
    return [one + extra * weight / sum(weights) for one, weight in zip(base, weights, strict=True)]


def _filled(base: Sequence[float], wishes: Sequence[float], room: float) -> list[float]:
    """From `base` on towards what is wished, until the room is used; a long text counts by the root of its length."""
    found = list(base)
    for _ in wishes:  # each round at least one column has all it wants, or the room is used
        weights = [sqrt(max(0.0, wish - one)) for one, wish in zip(found, wishes, strict=True)]
        extra = room - sum(found)
        if extra <= 1e-6 or not any(weights):
            break
        found = [
            min(max(wish, had), one)
            for had, one, wish in zip(found, _added(found, weights, extra), wishes, strict=True)
        ]
    return found


def _words_of(table: Table, place: int) -> float:
    """As wide as its longest word; a number with its unit is one word."""
    return min(_WIDEST_WORD, _widest(table, place, _lines if table.columns[place].numeric else _words))


def _header(table: Table, place: int, pieces: Callable[[str], list[str]]) -> float:
    words = pieces(table.columns[place].header)
    return max((width(one, HEADER_POINTS, strong=True) for one in words), default=0) + _SLACK


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _words(text: str) -> list[str]:
    return text.split()


def _widest(table: Table, place: int, pieces: Callable[[str], list[str]]) -> float:
    cells = [row[place] for row in (*table.rows, *([table.total] if table.total else []))]
    return max((_cell(cell, pieces) for cell in cells), default=0.0)


def _cell(cell: Text, pieces: Callable[[str], list[str]]) -> float:
    """A mark keeps its sign and its words together."""
    strong = not isinstance(cell, str)
    marks = [part for part in parts_of(cell) if isinstance(part, Mark | Swatch)]
    signs = [_SIGN + width(part.text, CELL_POINTS, strong=True) for part in marks]
    return (
        max([*signs, *(width(one, CELL_POINTS, strong=strong) for one in pieces(plain_text(cell)))], default=0) + _SLACK
    )

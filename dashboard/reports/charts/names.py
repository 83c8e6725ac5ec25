"""Where the names of rows stand: beside their rows where they fit, else above them; their asides at the right edge."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.palette import INK3
from dashboard.reports.charts.pieces import LABEL, LINE, SMALL, SMALL_LINE, block, cut, widest, words, wrapped
from dashboard.reports.fonts import width

_MOST_LEFT, _LEAST_PLOT, _GAP = 0.36, 0.42, 2.5


@dataclass(frozen=True)
class Names:
    """Rows (name, aside) on a page so wide: what stands left and right of their marks, and how high each row is.

    `below` puts the aside below the name, `above` puts both above the row.
    """

    rows: tuple[tuple[str, str], ...]
    wide: float
    left: float
    right: float
    above: bool
    below: bool
    bar: float

    @property
    def lines(self) -> int:
        """The lines of the tallest name that stands beside its row."""
        return max((len(self.name(name)) for name, _ in self.rows), default=1)

    @property
    def stacked(self) -> bool:
        """Whether the asides stand on a line of their own, between name and mark."""
        return self.above and any(
            width(name, LABEL, strong=True) + width(aside, SMALL) + _GAP > self.wide
            for name, aside in self.rows
            if aside
        )

    @property
    def pitch(self) -> float:
        """From one row to the next."""
        if self.above:
            return LINE + (SMALL_LINE if self.stacked else 0) + self.bar + 2.4
        aside = SMALL_LINE if self.below and any(aside for _, aside in self.rows) else 0
        return max(self.bar + 2.2, self.lines * LINE + aside + 1.6)

    @property
    def height(self) -> float:
        """All rows together."""
        return self.pitch * max(len(self.rows), 1)

    def name(self, name: str) -> list[str]:
        """A name as it stands beside its row."""
        return wrapped(name.replace("\n", " "), self.left - _GAP)

    def middle(self, row: int, top: float = 0.0) -> float:
        """Where the mark of a row lies."""
        return top + self.pitch * row + (self.pitch - self.bar / 2 - 1.4 if self.above else self.pitch / 2)

    def drawn(self, top: float = 0.0) -> tuple[str, ...]:
        """All names with their asides."""
        one = self._above if self.above else self._beside
        return tuple(one(name, aside, row, top) for row, (name, aside) in enumerate(self.rows))

    def _above(self, name: str, aside: str, row: int, top: float) -> str:
        y = top + self.pitch * row + LINE / 2
        own = words((0, y), cut(name.replace("\n", " "), self.wide, strong=True), strong=True)
        if self.stacked:
            under = y + (LINE + SMALL_LINE) / 2
            return own + words((0, under), cut(aside, self.wide, SMALL), SMALL, fill=INK3)
        return own + words((self.wide, y), aside, SMALL, fill=INK3, anchor="end")

    def _beside(self, name: str, aside: str, row: int, top: float) -> str:
        lines, y = self.name(name), self.middle(row, top)
        if not self.below:
            return block((0, y), lines) + words((self.wide, y), aside, SMALL, fill=INK3, anchor="end")
        up = SMALL_LINE / 2 if aside else 0.0
        under = y - up + len(lines) * LINE / 2 + SMALL_LINE / 2
        return block((0, y - up), lines) + words((0, under), aside, SMALL, fill=INK3)


def placed(rows: Sequence[tuple[str, str]], wide: float, *, ends: float, bar: float) -> Names:
    """The best place for names: beside where their words fit, whole, and leave room; `ends` is what follows a mark."""
    names, asides = [name.replace("\n", " ") for name, _ in rows], [aside for _, aside in rows]
    known, most = tuple(rows), wide * _MOST_LEFT
    left = min(widest(names), most) + _GAP if any(names) else 0.0
    right = widest(asides, SMALL) + (_GAP if any(asides) else 0.0)
    whole = all(" ".join(wrapped(name, left - _GAP)) == name for name in names)
    if whole and wide - left - right - ends >= wide * _LEAST_PLOT:
        return Names(known, wide, _snug(names, left), right, above=False, below=False, bar=bar)
    under = max(left, widest(asides, SMALL) + _GAP)
    if whole and under <= most + _GAP and wide - under - ends >= wide * _LEAST_PLOT:
        return Names(known, wide, _snug(names, under, asides), 0.0, above=False, below=True, bar=bar)
    return Names(known, wide, 0.0, 0.0, above=True, below=True, bar=bar)


def _snug(names: Sequence[str], left: float, asides: Sequence[str] = ()) -> float:
    """No wider than the lines into which the names break."""
    lines = [line for name in names for line in wrapped(name, left - _GAP)]
    return max(widest(lines, LABEL), widest(asides, SMALL)) + _GAP if lines else 0.0

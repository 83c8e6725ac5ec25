"""The frame of a plot on paper: two axes with a horizontal grid, and names at the end of lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.contents import Tick
from dashboard.charts.palette import GRID, INK, INK2, INK3
from dashboard.reports.charts.pieces import (
    HAIR,
    LABEL,
    LINE,
    SMALL,
    SMALL_LINE,
    apart,
    block,
    rule,
    widest,
    words,
)
from dashboard.reports.fonts import width
from dashboard.reports.plane import Xy


@dataclass(frozen=True)
class Frame:
    """A field (mm) with what its edges stand for: `x` and `y` are (first, last) values."""

    left: float
    top: float
    right: float
    bottom: float
    x: tuple[float, float]
    y: tuple[float, float]

    def across(self, value: float) -> float:
        """Where a value lies from left to right."""
        first, last = self.x
        return self.left + (value - first) / ((last - first) or 1) * (self.right - self.left)

    def up(self, value: float) -> float:
        """Where a value lies from below."""
        low, high = self.y
        return self.bottom - (value - low) / ((high - low) or 1) * (self.bottom - self.top)

    def at(self, x: float, y: float) -> Xy:
        """The place of a point."""
        return self.across(x), self.up(y)

    def grid(self, ticks: Sequence[Tick]) -> tuple[str, ...]:
        """Horizontal lines with their numbers left of them; the base in ink."""
        lines = (rule((self.left, self.up(t.value)), (self.right, self.up(t.value)), GRID, HAIR) for t in ticks)
        said = (
            words((self.left - 1.4, self.up(tick.value)), tick.text, SMALL, fill=INK3, anchor="end") for tick in ticks
        )
        return (*lines, *said, rule((self.left, self.bottom), (self.right, self.bottom), INK, 0.3))

    def below(self, ticks: Sequence[Tick], title: str = "") -> tuple[str, ...]:
        """The words of the horizontal axis, as many as fit, the last first; its title below them."""
        y, free, said = self.bottom + SMALL_LINE / 2 + 0.7, float("inf"), []
        for tick in reversed(ticks):
            half = width(tick.text, SMALL) / 2
            x = max(self.across(tick.value), half)
            if x + half <= free:
                said.append(words((x, y), tick.text, SMALL, fill=INK3, anchor="middle"))
                free = x - half - 1.5
        middle = (self.left + self.right) / 2, y + SMALL_LINE
        return (*said, words(middle, title, SMALL, fill=INK3, anchor="middle"))


@dataclass(frozen=True)
class End:
    """A name at the end of a line, at a value; `main` stands out."""

    value: float
    text: str
    main: bool = False


def ends_room(ends: Sequence[End]) -> float:
    """How wide names at the ends of lines are, with the gap before them."""
    found = widest([line for end in ends for line in end.text.split("\n")], strong=True)
    return found + 2.2 if found else 0.0


def drawn_ends(ends: Sequence[End], frame: Frame) -> tuple[str, ...]:
    """The names, from below, moved apart where they would cover each other."""
    ordered = sorted((end for end in ends if end.text), key=lambda end: -end.value)
    sizes = [LINE * (end.text.count("\n") + 1) + (1.0 if "\n" in end.text else 0.3) for end in ordered]
    places = apart([frame.up(end.value) for end in ordered], sizes, 0.0, frame.bottom + 1.5)
    return tuple(
        block(
            (frame.right + 2.0, y),
            end.text.split("\n"),
            LABEL,
            fill=INK if end.main else INK2,
            strong=end.main,
        )
        for end, y in zip(ordered, places, strict=True)
    )

"""What a chart can hold in rows: bars and dots, with the place of their names.

Sizes that follow from the content are computed here, because a builder needs the height and a renderer the place.
"""

from dataclasses import dataclass

from dashboard.charts.contents import Target, Tick
from dashboard.charts.palette import Fill

CHARACTER_WIDTH = 6.8
"""px of an average character of 13 px; wide enough for most words."""
_SIDE_WIDTH_DOTS, _SIDE_WIDTH_BARS = 116, 84
"""px that labels may take beside their rows; longer ones stand above them, so that a phone shows them too. The words at
the end of a bar need room as well."""
_SIDE_CHARACTERS = 17
TARGET_ROOM = 18
"""px above the rows for the words of a target."""
_PHONE_WIDTH = 320
"""px that a name and its aside may take together on one line above their row."""


@dataclass(frozen=True)
class BarPart:
    """A part of a bar; `text` stands in it where it fits, `hover` is what a pointer shows."""

    value: float
    fill: Fill
    text: str = ""
    hover: str = ""


@dataclass(frozen=True)
class Bar:
    """One row: `text` at its end, `exception` after it in the colour of what is wrong, `aside` is n.

    `pick` is the address that a click leads to.
    """

    label: str
    parts: tuple[BarPart, ...]
    text: str = ""
    exception: str = ""
    aside: str = ""
    pick: str = ""

    @property
    def value(self) -> float:
        return sum(part.value for part in self.parts)

    @property
    def end(self) -> str:
        return f"{self.text} · {self.exception}" if self.exception else self.text


@dataclass(frozen=True)
class Bars:
    """Horizontal bars from 0 to `whole`, or to the longest one; `target` is a line across them."""

    bars: tuple[Bar, ...]
    whole: float | None = None
    target: Target | None = None

    @property
    def labels(self) -> "RowLabels":
        return RowLabels(tuple((bar.label, bar.aside) for bar in self.bars), two_lines=False)

    @property
    def height(self) -> int:
        return self.labels.height + 8 + (TARGET_ROOM if self.target else 0)


@dataclass(frozen=True)
class Dot:
    """One row: where it is now, where it was `before`, and from `low` to `high` how sure or how wide that is.

    Without `value` only the `text` is shown: why there is none.
    """

    label: str
    value: float | None
    text: str
    aside: str = ""
    missed: bool = False
    before: float | None = None
    low: float | None = None
    high: float | None = None
    hover: str = ""


@dataclass(frozen=True)
class Dots:
    """Rows of dots over one axis, which runs from the first tick to the last."""

    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    target: Target | None = None

    @property
    def labels(self) -> "RowLabels":
        return RowLabels(tuple((dot.label, dot.aside) for dot in self.dots), two_lines=True)

    @property
    def height(self) -> int:
        return self.labels.height + 30 + (22 if self.target else 6)


@dataclass(frozen=True)
class RowLabels:
    """Where the names of rows stand: beside them where all are short, else above them.

    `rows` are (name, aside); `two_lines` puts the aside below the name, else it never stands beside a row.
    """

    rows: tuple[tuple[str, str], ...]
    two_lines: bool

    @property
    def above(self) -> bool:
        words = [word for name, aside in self.rows for word in (*wrapped(name).split("\n"), aside)]
        crowded = not self.two_lines and any(aside for _, aside in self.rows)
        most = _SIDE_WIDTH_DOTS if self.two_lines else _SIDE_WIDTH_BARS
        return crowded or any(text_width(word) > most for word in words)

    @property
    def width(self) -> int:
        """px left of the rows."""
        if self.above:
            return 6 if self.two_lines else 1
        words = [word for name, aside in self.rows for word in (*wrapped(name).split("\n"), aside)]
        return round(max(map(text_width, words), default=0)) + 12

    @property
    def stacked(self) -> bool:
        """Whether the asides stand on a line of their own, between name and row."""
        return self.above and any(text_width(name) + text_width(aside) > _PHONE_WIDTH for name, aside in self.rows)

    @property
    def row_height(self) -> int:
        if self.stacked:
            return 68
        lines = max((wrapped(name).count("\n") + 1 + bool(aside) for name, aside in self.rows), default=1)
        return 50 if self.above else max(32, 12 + 16 * lines)

    @property
    def height(self) -> int:
        return self.row_height * max(len(self.rows), 1)


def text_width(text: str) -> float:
    """About how many px a text of 13 px takes."""
    return len(text) * CHARACTER_WIDTH


def wrapped(label: str) -> str:
    """A name broken between words into lines that fit beside a row."""
    lines = [""]
    for word in label.split():
        fits = len(lines[-1]) + len(word) < _SIDE_CHARACTERS or not lines[-1]
        lines = [*lines[:-1], f"{lines[-1]} {word}".strip()] if fits else [*lines, word]
    return "\n".join(lines)

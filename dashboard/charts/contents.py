"""What a chart can hold besides what stands in `spec.py`: bars, dots, plots, panels, flows and a plain table.

Texts are final, as in a `ChartSpec`. Sizes that follow from the content are computed here, because a builder needs the
height and a renderer the place of the labels.
"""

from dataclasses import dataclass
from enum import StrEnum

from dashboard.charts.palette import Fill

CHARACTER_WIDTH = 6.8
"""px of an average character of 13 px; wide enough for most words."""
_SIDE_WIDTH_DOTS, _SIDE_WIDTH_BARS = 116, 84
"""px that labels may take beside their rows; longer ones stand above them, so that a phone shows them too. The words at
the end of a bar need room as well."""
_SIDE_CHARACTERS = 17


class Mark(StrEnum):
    """What a mark in a chart means; the value is the name of its CSS swatch, as with `Fill`."""

    DOT = "dot"
    MISSED = "dot-missed"
    BEFORE = "dot-before"
    RANGE = "range"
    STAYS = "stays"
    CHANGES = "changes"
    LIMIT = "limit"
    LIMIT_WIDE = "limit-wide"


@dataclass(frozen=True)
class Tick:
    """A place on an axis and its words."""

    value: float
    text: str


@dataclass(frozen=True)
class Target:
    """A line to meet, with its words ('doel 80 %')."""

    value: float
    label: str


@dataclass(frozen=True)
class BarPart:
    """A part of a bar; `text` stands in it where it fits, `hover` is what a pointer shows."""

    value: float
    fill: Fill
    text: str = ""
    hover: str = ""


@dataclass(frozen=True)
class Bar:
    """One row: `text` at its end, `exception` after it in the colour of what is wrong, `aside` is n."""

    label: str
    parts: tuple[BarPart, ...]
    text: str = ""
    exception: str = ""
    aside: str = ""

    @property
    def value(self) -> float:
        return sum(part.value for part in self.parts)

    @property
    def end(self) -> str:
        return f"{self.text} · {self.exception}" if self.exception else self.text


@dataclass(frozen=True)
class Bars:
    """Horizontal bars from 0 to `whole`, or to the longest one."""

    bars: tuple[Bar, ...]
    whole: float | None = None

    @property
    def labels(self) -> "RowLabels":
        return RowLabels(tuple((bar.label, bar.aside) for bar in self.bars), two_lines=False)

    @property
    def height(self) -> int:
        return self.labels.height + 8


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
    def row_height(self) -> int:
        lines = max((wrapped(name).count("\n") + 1 + bool(aside) for name, aside in self.rows), default=1)
        return 50 if self.above else max(32, 12 + 16 * lines)

    @property
    def height(self) -> int:
        return self.row_height * max(len(self.rows), 1)


@dataclass(frozen=True)
class Series:
    """A line through (x, y); None is a gap. `label` stands at its end, '\\n' breaks it; `low` and `high` are its band.

    `rank` 0 is the main line, 1 a lighter one. `steps` keeps each value until the next.
    """

    name: str
    x: tuple[float, ...]
    y: tuple[float | None, ...]
    fill: Fill
    label: str = ""
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    rank: int = 0
    dashed: bool = False
    steps: bool = False


@dataclass(frozen=True)
class Spot:
    """A point with its words: on a line (`drop` shows where it stands on the axis) or, in a funnel, a case of its own.

    `text` is strong, `more` below it lighter, below the line or `beside` the point; without `text` only `hover` tells
    what it is.
    """

    x: float
    y: float
    text: str = ""
    more: str = ""
    hollow: bool = False
    missed: bool = False
    drop: bool = False
    beside: bool = False
    hover: str = ""


@dataclass(frozen=True)
class Plot:
    """Lines and points over two axes, which run from their first tick to their last.

    `first_x` and `last_x` widen the axis beyond its ticks. `clip` cuts lines off at the edge of the picture.
    """

    series: tuple[Series, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    x_title: str = ""
    first_x: float | None = None
    last_x: float | None = None
    target: Target | None = None
    spots: tuple[Spot, ...] = ()
    hover: tuple[str, ...] = ()
    clip: bool = False


@dataclass(frozen=True)
class Panel:
    """A small picture of its own: shares (0 to 1, None is a gap) over the same moments as its neighbours."""

    label: str
    values: tuple[float | None, ...]
    text: str
    hover: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panels:
    """Small multiples below each other, all on the same scale from 0 to `top`."""

    panels: tuple[Panel, ...]
    ticks: tuple[Tick, ...]
    top: float

    @property
    def height(self) -> int:
        return 44 * len(self.panels) + 30


@dataclass(frozen=True)
class Node:
    """A place that cases pass: `column` counts from 0."""

    column: int
    label: str
    n: int


@dataclass(frozen=True)
class Flow:
    """Cases from one node to another (indexes); `changes` marks the move that the chart is about."""

    source: int
    target: int
    n: int
    changes: bool = False


@dataclass(frozen=True)
class Flows:
    """Flows between columns of nodes, left to right."""

    headings: tuple[str, ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]


@dataclass(frozen=True)
class Plain:
    """The table itself is the picture: an ordinary one, whose rows become blocks on a phone."""

    label: str


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

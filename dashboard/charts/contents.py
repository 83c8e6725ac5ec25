"""What a chart can hold besides what stands in `spec.py`: plots, panels, flows and a plain table.

Texts are final, as in a `ChartSpec`.
"""

from dataclasses import dataclass
from enum import StrEnum

from dashboard.charts.palette import Fill


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
class Series:
    """A line through (x, y); None is a gap. `label` stands at its end, '\\n' breaks it; `low` and `high` are its band.

    `rank` 0 is the main line, 1 a lighter one. `steps` keeps each value until the next.
    """

    name: str
    x: tuple[float, ...]
    y: tuple[float | None, ...]
    fill: Fill
    label: str = ""
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
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
class Moment:
    """What happened at a place on the axis, in at most four words below the line; `until` where it lasted."""

    x: float
    text: str
    until: float | None = None


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
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class Panel:
    """A small picture of its own: values from 0 (None is a gap) over the same moments as its neighbours.

    `low` and `high` are its band, `missed` says which values stand out. `top` is the end of its own scale, where it has
    one; `pick` the address that a click on it leads to.
    """

    label: str
    values: tuple[float | None, ...]
    text: str
    hover: tuple[str, ...] = ()
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    missed: tuple[bool, ...] = ()
    top: float | None = None
    pick: str = ""


@dataclass(frozen=True)
class Panels:
    """Small multiples below each other, on the same scale from 0 to `top` but for those that have their own.

    `picks` are the addresses that a click on each moment leads to.
    """

    panels: tuple[Panel, ...]
    ticks: tuple[Tick, ...]
    top: float
    picks: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        return 44 * len(self.panels) + 30


@dataclass(frozen=True)
class Node:
    """A place that cases pass: `column` counts from 0, `pick` is the address that a click leads to."""

    column: int
    label: str
    n: int
    pick: str = ""


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

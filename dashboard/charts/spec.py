"""What a chart says, apart from how it is drawn: one value that screens, files and documents render.

Texts in a `ChartSpec` are final: builders run within the reader's language and translate there. They are plain, also
where they hold names from a source; '\\n' breaks a line, and whoever draws them escapes what its output needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd

from config.kinds import Direction, EventKind, stages
from config.language import current_language, day, number, percent
from dashboard.charts.contents import Flows, Mark, Moment, Panels, Plain, Plot
from dashboard.charts.palette import Fill
from dashboard.charts.rows import Bars, Dots
from queries.targets import State

NOTHING = "–"


class Kind(StrEnum):
    """What a column holds; decides format, alignment and the type in files."""

    TEXT = "text"
    COUNT = "count"
    DECIMAL = "decimal"
    SIGNED = "signed"
    SHARE = "share"
    DEGREES = "degrees"
    DAY = "day"
    WEEK = "week"
    STAGE = "stage"


NUMERIC = frozenset({Kind.COUNT, Kind.DECIMAL, Kind.SIGNED, Kind.SHARE, Kind.DEGREES})


@dataclass(frozen=True)
class Column:
    """One column of a table: `key` in the frame, header with its unit, and whether a phone keeps it.

    `over` marks a column whose positive values ask for attention (days past a deadline). `width` is a share. `href`
    is the column of the frame with the address that a cell of a grid leads to. `kinds` is the column of the frame with
    the kind of each row, where rows hold different things; `kind` then says how all of them stand.
    """

    key: str
    header: str
    kind: Kind = Kind.TEXT
    essential: bool = True
    over: bool = False
    width: int = 1
    href: str = ""
    kinds: str = ""

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC

    def kind_of(self, row: Mapping[Any, Any]) -> Kind:
        """What the cell of a row of the frame holds."""
        return Kind(row[self.kinds]) if self.kinds else self.kind


@dataclass(frozen=True, eq=False)
class Table:
    """The rows behind a chart: the same frame on screen, in CSV and in XLSX."""

    frame: pd.DataFrame
    columns: tuple[Column, ...]

    def rows(self) -> list[list[str]]:
        """The cells as people read them."""
        return [[display(row[column.key], column.kind_of(row)) for column in self.columns] for row in self.records()]

    def records(self) -> list[dict[Any, Any]]:
        """The rows of the frame, each by its columns."""
        return self.frame.to_dict("records")


@dataclass(frozen=True)
class Step:
    """One bar of a waterfall: a level (`total`) or a signed change, with its words."""

    label: str
    value: float
    text: str
    fill: Fill
    total: bool = False
    sublabel: str = ""


@dataclass(frozen=True)
class Waterfall:
    """Levels and the changes between them."""

    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Part:
    """A part of a whole."""

    label: str
    value: int
    fill: Fill


@dataclass(frozen=True)
class Group:
    """Parts that belong together, under one bracket with a heading."""

    heading: str
    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        return sum(part.value for part in self.parts)


@dataclass(frozen=True)
class PartsBar:
    """One bar cut into parts, in groups side by side."""

    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Line:
    """A series over the weeks of `Lines`; None is a gap.

    `label` stands at the end of the line, '\\n' breaks it. `rank` 0 is the main line, 1 a lighter one.
    """

    name: str
    values: tuple[float | None, ...]
    fill: Fill
    label: str
    rank: int = 0
    dashed: bool = False


@dataclass(frozen=True)
class Lines:
    """Lines per ISO week (Mondays in `weeks`) above a strip with the number of cases in each week.

    `picks` are the addresses that a click on each week leads to. `moments` stand at the number of their week.
    """

    weeks: tuple[date, ...]
    lines: tuple[Line, ...]
    counts: tuple[int, ...]
    counts_label: str
    hover: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class Rows:
    """The table itself is the picture: shown in a grid that can be sorted."""

    label: str


Content = Waterfall | PartsBar | Lines | Bars | Dots | Plot | Panels | Flows | Rows | Plain


@dataclass(frozen=True)
class Key:
    """A legend entry: a fill or mark, its words and, where it helps, its value."""

    fill: Fill | Mark
    text: str
    value: str = ""


@dataclass(frozen=True)
class Fact:
    """A large figure under a chart, with the words that explain it; of a target also how the number stands to it."""

    value: str
    text: str
    state: State | None = None
    direction: Direction = Direction.AT_LEAST


@dataclass(frozen=True)
class Footnote:
    """The right end of the footer: n, a sum, an as-of. `holds` False is a sum that does not add up."""

    text: str
    holds: bool | None = None


@dataclass(frozen=True, eq=False)
class ChartSpec:
    """Everything one chart card says.

    `conclusion` is one computed sentence, or None when none would be true. `alt` says in words what the picture shows.
    `empty` means that there is nothing to draw; the conclusion then says so. `height` is in px. `phone` is the table
    that takes the place of a picture that a phone cannot show. `picks` is what the tables offer instead of a click on
    the picture: by column and by the words in it, the address with that filter.
    """

    conclusion: str | None
    content: Content
    table: Table
    alt: str
    height: int
    note: str | None = None
    legend: tuple[Key, ...] = ()
    facts: tuple[Fact, ...] = ()
    footnote: Footnote | None = None
    empty: bool = False
    phone: Table | None = None
    picks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def display(value: Any, kind: Kind) -> str:
    """A cell in the reader's language; a missing value is a dash."""
    if value is None or pd.isna(value):
        return NOTHING
    match kind:
        case Kind.COUNT:
            return number(value)
        case Kind.DECIMAL:
            return days_text(value)
        case Kind.SIGNED:
            return days_text(value, signed=True)
        case Kind.SHARE:
            return percent(value)
        case Kind.DEGREES:
            return number(value, decimals=5)
        case Kind.DAY:
            return day(value)
        case Kind.WEEK:
            return f"{week_name(value)}, {day(value)}".replace(" ", "\u00a0")
        case Kind.STAGE:
            return stage_label(EventKind(value))
        case _:
            return str(value)


def days_text(value: float, *, signed: bool = False) -> str:
    """A number of days: whole, or with one decimal where there is one."""
    rounded = round(float(value), 1)
    return number(rounded, decimals=0 if rounded.is_integer() else 1, signed=signed)


def week_name(monday: date) -> str:
    """The ISO week of a day: w47."""
    return f"w{monday.isocalendar().week}"


def stage_label(stage: EventKind) -> str:
    """The word for a stage or outcome in the reader's language."""
    return stages()[stage].label(current_language())

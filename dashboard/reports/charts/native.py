"""A chart as a spreadsheet or slide draws it itself: categories and series with the very numbers of the `ChartSpec`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from config.language import N_, number, t
from dashboard.charts.contents import Mark, Panels, Plot, Series, Tick
from dashboard.charts.palette import BAD, BLUE, CATEGORICAL, GREY, INK, PAINTS, PAPER, Fill, contrast
from dashboard.charts.rows import Bar, Bars, Dots
from dashboard.charts.spec import ChartSpec, Key, Lines, PartsBar, Waterfall, week_name
from dashboard.reports.charts.pieces import known

_READABLE = 4.5
_NOW, _BEFORE, _LOW, _HIGH = N_("now"), N_("before"), N_("low"), N_("high")


class Form(StrEnum):
    """How it is drawn."""

    BARS = "bars"
    """Horizontal, side by side."""
    STACKED_BARS = "stacked bars"
    STACKED_COLUMNS = "stacked columns"
    LINES = "lines"
    """Over categories."""
    SCATTER = "scatter"
    """Over numbers."""


@dataclass(frozen=True)
class Row:
    """A series: a number for each category, or for each of its own `x` in a scatter; None is a gap.

    `hidden` only lifts what stands on it, `hollow` is paper with an edge; `line` False draws points; `missed` are the
    places that miss their target, `labels` stand at its points instead of its numbers; `shown` False keeps it out of
    the picture, in the data only.
    """

    name: str
    values: tuple[float | None, ...]
    color: str
    x: tuple[float, ...] = ()
    hidden: bool = False
    hatched: bool = False
    hollow: bool = False
    dashed: bool = False
    thin: bool = False
    line: bool = True
    shown: bool = True
    missed: frozenset[int] = frozenset()
    labels: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The colour of words that stand in it."""
        plain = not (self.hatched or self.hollow)
        return PAPER if plain and contrast(self.color, PAPER) >= _READABLE else INK


@dataclass(frozen=True)
class Native:
    """A chart of its own. `unit` is the format of its numbers in a spreadsheet; `target` are words for its target.

    `span` are the ends of the axis of numbers, where they are given.
    """

    form: Form
    rows: tuple[Row, ...]
    categories: tuple[str, ...] = ()
    unit: str = "#,##0"
    title_x: str = ""
    target: str = ""
    labelled: bool = False
    span: tuple[float, float] | None = None

    @property
    def drawn(self) -> tuple[Row, ...]:
        """The series of the picture."""
        return tuple(row for row in self.rows if row.shown)

    @property
    def stacked(self) -> bool:
        """Whether its numbers stand within its bars."""
        return self.form in (Form.STACKED_BARS, Form.STACKED_COLUMNS)

    @property
    def unnamed(self) -> list[int]:
        """The places of series that a legend leaves out."""
        return [place for place, row in enumerate(self.drawn) if row.hidden or not row.name]


def native_of(spec: ChartSpec) -> Native | None:
    """The chart as such a program draws it; None for a table, flows or an empty chart, whose rows say it."""
    if spec.empty:
        return None
    match spec.content:
        case Waterfall():
            return _waterfall(spec.content)
        case PartsBar():
            return _parts(spec.content)
        case Lines():
            return _lines(spec.content)
        case Bars():
            return _bars(spec.content, spec.legend)
        case Dots():
            return _dots(spec.content, spec.legend)
        case Plot():
            return _plot(spec.content)
        case Panels():
            return _panels(spec.content)
        case _:
            return None


def _waterfall(content: Waterfall) -> Native:
    """Columns on a base that is not seen; one series for each fill, so that a colour means one thing."""
    steps = content.steps
    ends = [*accumulate(step.value for step in steps[:-1]), steps[-1].value]
    starts = [0.0 if step.total else end - step.value for step, end in zip(steps, ends, strict=True)]
    base = tuple(min(pair) for pair in zip(starts, ends, strict=True))
    heights = [abs(end - start) for start, end in zip(starts, ends, strict=True)]
    fills = dict.fromkeys(step.fill for step in steps)
    rows = [Row("", base, PAINTS[Fill.BLUE].color, hidden=True)]
    for fill in fills:
        own = [step.fill is fill for step in steps]
        values = tuple(high if mine else None for high, mine in zip(heights, own, strict=True))
        labels = tuple(step.text if mine else "" for step, mine in zip(steps, own, strict=True))
        name = ", ".join(dict.fromkeys(step.label for step in steps if step.fill is fill))
        rows.append(Row(name, values, PAINTS[fill].color, labels=labels))
    names = tuple(f"{step.label} {step.sublabel}".strip() for step in steps)
    return Native(Form.STACKED_COLUMNS, tuple(rows), names)


def _parts(content: PartsBar) -> Native:
    rows = []
    for place, group in enumerate(content.groups):
        for part in group.parts:
            values = tuple(part.value if other == place else None for other in range(len(content.groups)))
            rows.append(_filled(part.label, values, part.fill))
    return Native(Form.STACKED_BARS, tuple(rows), tuple(group.heading for group in content.groups), labelled=True)


def _filled(name: str, values: tuple[float | None, ...], fill: Fill) -> Row:
    paint = PAINTS[fill]
    return Row(
        name, values, paint.edge or paint.color, hatched=paint.hatched, hollow=bool(paint.edge and not paint.hatched)
    )


def _bars(content: Bars, legend: Sequence[Key]) -> Native:
    """A series for each fill, with its words of the legend."""
    words = {key.fill: key.text for key in legend}
    fills = list(dict.fromkeys(part.fill for bar in content.bars for part in bar.parts))
    rows = [_filled(words.get(fill, ""), tuple(_part_of(bar, fill) for bar in content.bars), fill) for fill in fills]
    names = tuple(_named(bar.label, bar.aside or bar.text) for bar in content.bars)
    share = content.whole is not None and content.whole <= 1
    return Native(
        Form.STACKED_BARS,
        tuple(rows),
        names,
        "0.0%" if share else _unit(value for row in rows for value in row.values),
        target=content.target.label if content.target else "",
        labelled=len(fills) == 1,
        span=(0, content.whole) if content.whole else None,
    )


def _part_of(bar: Bar, fill: Fill) -> float | None:
    own = [part.value for part in bar.parts if part.fill is fill]
    return sum(own) if own else None


def _named(name: str, aside: str) -> str:
    flat = " ".join(name.split())
    return f"{flat} ({aside})" if aside else flat


def _dots(content: Dots, legend: Sequence[Key]) -> Native:
    """What the dots stand for is their name, and that of the axis."""
    words = {key.fill: key.text for key in legend}
    said, before = words.get(Mark.DOT, ""), words.get(Mark.BEFORE, t(_BEFORE))
    values = tuple(dot.value for dot in content.dots)
    missed = frozenset(place for place, dot in enumerate(content.dots) if dot.missed)
    rows = [Row(said or t(_NOW), values, BLUE, missed=missed)]
    others = (
        (before, tuple(dot.before for dot in content.dots), True),
        (t(_LOW), tuple(dot.low for dot in content.dots), False),
        (t(_HIGH), tuple(dot.high for dot in content.dots), False),
    )
    rows += [Row(name, found, GREY, shown=shown) for name, found, shown in others if any(map(known, found))]
    names = tuple(_named(dot.label, dot.aside) for dot in content.dots)
    label = content.target.label if content.target else said
    span = (min(content.ticks[0].value, 0.0), content.ticks[-1].value)  # bars start at 0
    return Native(
        Form.BARS, tuple(rows), names, _unit_of(content.ticks, values), target=label, labelled=True, span=span
    )


def _lines(content: Lines) -> Native:
    rows = [
        Row(line.name, line.values, PAINTS[line.fill].color, dashed=line.dashed, thin=line.rank > 0)
        for line in content.lines
    ]
    rows.append(Row(content.counts_label, content.counts, GREY, shown=False))
    values = (value for row in rows[:-1] for value in row.values)
    return Native(Form.LINES, tuple(rows), tuple(week_name(week) for week in content.weeks), _unit(values))


def _panels(content: Panels) -> Native:
    """All panels as lines: they share one scale."""
    count = max((len(panel.values) for panel in content.panels), default=0)
    colors = [CATEGORICAL[place % len(CATEGORICAL)] for place in range(len(content.panels))]
    rows = tuple(
        Row(_named(panel.label, panel.text), panel.values, color, dashed=place >= len(CATEGORICAL))
        for place, (panel, color) in enumerate(zip(content.panels, colors, strict=True))
    )
    share = any("%" in panel.text for panel in content.panels)
    unit = "0.0%" if share else _unit(value for row in rows for value in row.values)
    return Native(Form.LINES, rows, _ticked(content.ticks, [float(place) for place in range(count)]), unit)


def _ticked(ticks: Sequence[Tick], places: Sequence[float]) -> tuple[str, ...]:
    said = {tick.value: tick.text for tick in ticks}
    return tuple(said.get(place, "") for place in places)


def _plot(content: Plot) -> Native:
    """Over numbers as a scatter; over moments, which only their words tell, as lines over categories."""
    shown = [value for one in content.series for value in one.y]
    unit, span = _unit_of(content.y_ticks, shown), (content.y_ticks[0].value, content.y_ticks[-1].value)
    label = content.target.label if content.target else ""
    if all(_is_number(tick) for tick in content.x_ticks):
        return Native(
            Form.SCATTER, tuple(_scattered(content)), unit=unit, title_x=content.x_title, target=label, span=span
        )
    places = sorted({x for one in content.series for x in one.x} | {spot.x for spot in content.spots})
    rows = [row for one in content.series for row in _over(one, places)]
    if content.target:
        rows.append(Row(label, (content.target.value,) * len(places), INK, dashed=True, thin=True))
    names = _ticked(content.x_ticks, places)
    return Native(Form.LINES, tuple(rows), names, unit, title_x=content.x_title, target=label, span=span)


def _is_number(tick: Tick) -> bool:
    return tick.text.rstrip("%\u202f\u00a0 ") in {number(tick.value), number(tick.value * 100), f"{tick.value:g}"}


def _edges(one: Series) -> list[tuple[str, tuple[float | None, ...]]]:
    name = one.name or one.label.replace("\n", " ")
    return [(f"{name}: {t(_LOW)}", one.low), (f"{name}: {t(_HIGH)}", one.high)] if one.low else []


def _over(one: Series, places: Sequence[float]) -> Iterable[Row]:
    name, color = one.name or one.label.replace("\n", " "), PAINTS[one.fill].color

    def at(values: Sequence[float | None]) -> tuple[float | None, ...]:
        known_at = dict(zip(one.x, values, strict=True))
        return tuple(known_at.get(place) for place in places)

    yield Row(name, at(one.y), color, dashed=one.dashed, thin=one.rank > 0)
    for words, values in _edges(one):
        yield Row(words, at(values), color, dashed=True, thin=True)


def _scattered(content: Plot) -> Iterable[Row]:
    for one in content.series:
        name, color = one.name or one.label.replace("\n", " "), PAINTS[one.fill].color
        x, y = _stepped(one, one.y)
        yield Row(name, y, color, x, dashed=one.dashed, thin=one.rank > 0)
        for words, values in _edges(one):
            x, y = _stepped(one, values)
            yield Row(words, y, color, x, dashed=True, thin=True)
    if content.target:
        ends = content.x_ticks[0].value, content.x_ticks[-1].value
        yield Row(content.target.label, (content.target.value,) * 2, INK, ends, dashed=True, thin=True)
    for spot in content.spots:
        color = BAD if spot.missed else BLUE
        yield Row(f"{spot.text} {spot.more}".strip(), (spot.y,), color, (spot.x,), line=False)


def _stepped(one: Series, values: Sequence[float | None]) -> tuple[tuple[float, ...], tuple[float | None, ...]]:
    """The points of a line; one in steps gets each corner as a point of its own."""
    if not one.steps:
        return one.x, tuple(values)
    x, y = list(one.x[:1]), list(values[:1])
    for place in range(1, len(one.x)):
        x += [one.x[place]] * 2
        y += [values[place - 1], values[place]]
    return tuple(x), tuple(y)


def _unit_of(ticks: Sequence[Tick], values: Iterable[float | None]) -> str:
    return "0.0%" if any("%" in tick.text for tick in ticks) else _unit(values)


def _unit(values: Iterable[float | None]) -> str:
    return "#,##0" if all(float(value).is_integer() for value in values if known(value)) else "#,##0.0"

"""Rows of dots on paper: where it is now, where it was, how sure that is; the number beside each dot."""

from dashboard.charts.contents import Target
from dashboard.charts.palette import BAD, BLUE, GREY, GRID, INK, INK2, INK3, PAPER, RULE, mix
from dashboard.charts.rows import Dot, Dots
from dashboard.reports.charts.names import Names, placed
from dashboard.reports.charts.pieces import (
    DOTTED,
    HAIR,
    LABEL,
    SMALL,
    SMALL_LINE,
    Drawn,
    circle,
    missed,
    rule,
    widest,
    words,
)
from dashboard.reports.fonts import width

_ROW, _DOT, _MISSED, _GAP = 4.2, 2.6, 3.4, 2.2
_FAINT = 0.35
"""How much of its colour the bar of a range has."""


def draw_dots(content: Dots, wide: float) -> Drawn:
    """Dots over one axis."""
    said = widest([dot.text for dot in content.dots if dot.value is not None], strong=True) + _GAP + 0.4
    ends = max(said, width(content.ticks[-1].text, SMALL) / 2)
    names = placed([(dot.label, dot.aside) for dot in content.dots], wide, ends=ends, bar=_ROW)
    top = SMALL_LINE + 1.2 if content.target else 0.0
    axis = _Axis(content, names.left + (1.5 if names.left else 2.5), wide - names.right - ends)
    bottom = top + names.height
    rows = "".join(_dot(dot, names.middle(row, top), axis) for row, dot in enumerate(content.dots))
    texts = "".join(_said(dot, names.middle(row, top), axis) for row, dot in enumerate(content.dots))
    parted = (rule((0, top + names.pitch * row), (wide, top + names.pitch * row), RULE, 0.15) for row in _below(names))
    target = _target(content.target, axis, (top, bottom), wide) if content.target else ()
    return Drawn(
        (*parted, *axis.drawn(top, bottom), *target, rows, *names.drawn(top), texts), bottom + SMALL_LINE + 0.8
    )


def _below(names: Names) -> range:
    """Rows whose names stand above them are parted by hairlines."""
    return range(1, len(names.rows)) if names.above else range(0)


class _Axis:
    """The common axis of all rows, from `left` to `right`."""

    def __init__(self, content: Dots, left: float, right: float) -> None:
        self.ticks, self.left, self.right = content.ticks, left, right
        self.first, self.last = content.ticks[0].value, content.ticks[-1].value

    def at(self, value: float) -> float:
        """The place of a value; what lies beyond stands at the edge."""
        share = (value - self.first) / ((self.last - self.first) or 1)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def drawn(self, top: float, bottom: float) -> tuple[str, ...]:
        """Grid and numbers, as many as fit."""
        grid = tuple(rule((self.at(tick.value), top), (self.at(tick.value), bottom), GRID, HAIR) for tick in self.ticks)
        y, free, said = bottom + SMALL_LINE / 2 + 0.4, float("inf"), []
        for tick in reversed(self.ticks):
            half = width(tick.text, SMALL) / 2
            if self.at(tick.value) + half <= free:
                said.append(words((self.at(tick.value), y), tick.text, SMALL, fill=INK3, anchor="middle"))
                free = self.at(tick.value) - half - 1.5
        return (*grid, *said)


def _dot(dot: Dot, y: float, axis: _Axis) -> str:
    """Range and former place behind, the dot itself in front."""
    if dot.value is None:
        return ""
    x, color, pieces = axis.at(dot.value), BAD if dot.missed else BLUE, []
    if dot.low is not None and dot.high is not None:
        ends = (axis.at(dot.low), y), (axis.at(dot.high), y)
        pieces.append(rule(*ends, mix(color, PAPER, _FAINT), 1.3))
    if dot.before is not None:
        was = axis.at(dot.before), y
        pieces += [rule(was, (x, y), color, 0.4), circle(was, 2.2, GREY, hollow=True)]
    pieces.append(missed((x, y), _MISSED) if dot.missed else circle((x, y), _DOT, color))
    return "".join(pieces)


def _said(dot: Dot, y: float, axis: _Axis) -> str:
    """Beside the dot, on the side where nothing else of its row is."""
    if dot.value is None:
        return words((axis.left, y), dot.text, SMALL, fill=INK3, rim=True)
    known = [axis.at(one) for one in (dot.value, dot.before, dot.low, dot.high) if one is not None]
    x, least = axis.at(dot.value), width(dot.text, LABEL, strong=True) + _GAP
    if dot.before is not None and axis.at(dot.before) > x + _MISSED and min(known) - least >= axis.left:
        return words((min(known) - _GAP, y), dot.text, anchor="end", strong=True, rim=True)
    return words((max(known) + _GAP, y), dot.text, strong=True, rim=True)


def _target(target: Target, axis: _Axis, span: tuple[float, float], wide: float) -> tuple[str, ...]:
    x, half = axis.at(target.value), width(target.label, SMALL) / 2
    middle = min(max(x, half), wide - half)
    return (
        rule((x, span[0] - 0.6), (x, span[1]), INK, 0.35, DOTTED),
        words((middle, SMALL_LINE / 2), target.label, SMALL, fill=INK2, anchor="middle"),
    )

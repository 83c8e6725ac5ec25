"""Rows of horizontal bars on paper: each number at the end of its bar, those of its parts within them."""

from dashboard.charts.contents import Target
from dashboard.charts.palette import BAD, INK, INK2, INK3, PAPER
from dashboard.charts.rows import Bar, Bars
from dashboard.reports.charts.names import Names, placed
from dashboard.reports.charts.pieces import (
    DOTTED,
    LABEL,
    SMALL,
    SMALL_LINE,
    Drawn,
    area,
    inside,
    rule,
    widest,
    words,
)
from dashboard.reports.fonts import width

_BAR, _GAP = 5.0, 1.4


def draw_bars(content: Bars, wide: float) -> Drawn:
    """Bars from a common base; the longest with its words reaches the right edge."""
    ends = max((_end_width(bar) for bar in content.bars), default=0.0)
    names = placed([(bar.label, bar.aside) for bar in content.bars], wide, ends=ends, bar=_BAR)
    left, room = names.left, wide - names.left - names.right
    scale = _scale(content, room)
    top = SMALL_LINE + 1.2 if content.target else 0.0
    bars = (_bar(bar, left, names.middle(row, top), scale) for row, bar in enumerate(content.bars))
    base = () if names.above else (rule((left, top), (left, top + names.height)),)
    target = _target(content.target, left, scale, names, top) if content.target else ()
    return Drawn((*bars, *base, *names.drawn(top), *target), top + names.height)


def _scale(content: Bars, room: float) -> float:
    """mm for one unit, so that every bar with its words fits."""
    wanted = [(bar.value, room - _end_width(bar)) for bar in content.bars if bar.parts and bar.value > 0]
    wanted += [(content.whole, room)] if content.whole else []
    wanted += [(content.target.value, room - width(content.target.label, SMALL) / 2)] if content.target else []
    return min((place / value for value, place in wanted if value > 0), default=1.0)


def _end_width(bar: Bar) -> float:
    return width(bar.end, LABEL, strong=True) + _GAP + 0.3 if bar.end else 0.0


def _bar(bar: Bar, left: float, y: float, scale: float) -> str:
    """The parts with their numbers, and the words at the end; without parts the words say why."""
    if not bar.parts:
        return words((left + _GAP, y), bar.text, SMALL, fill=INK3)
    pieces, x = [], left
    for part in bar.parts:
        long = part.value * scale
        if long <= 0:
            continue
        pieces.append(area(x, y - _BAR / 2, long, _BAR, part.fill))
        if part.text and widest([part.text], LABEL, strong=True) + 1.6 <= long:
            pieces.append(inside((x + long / 2, y), part.text, part.fill))
        x += long
        pieces.append(rule((x, y - _BAR / 2), (x, y + _BAR / 2), PAPER, 0.25))
    return "".join(pieces[:-1]) + _end(bar, x + _GAP, y)


def _end(bar: Bar, x: float, y: float) -> str:
    if not bar.exception:
        return words((x, y), bar.text, strong=True)
    between = f"{bar.text} ·\u00a0" if bar.text else ""
    return words((x, y), between, strong=True) + words(
        (x + width(between, LABEL, strong=True), y), bar.exception, fill=BAD, strong=True
    )


def _target(target: Target, left: float, scale: float, names: Names, top: float) -> tuple[str, ...]:
    x = left + target.value * scale
    half = width(target.label, SMALL) / 2
    middle = min(max(x, half), names.wide - half)
    return (
        rule((x, top - 0.6), (x, top + names.height), PAPER, 0.7),
        rule((x, top - 0.6), (x, top + names.height), INK, 0.35, DOTTED),
        words((middle, SMALL_LINE / 2), target.label, SMALL, fill=INK2, anchor="middle"),
    )

"""The entries of a legend as small squares, drawn like what they stand for."""

from functools import lru_cache

from dashboard.charts.contents import Mark
from dashboard.charts.palette import BLUE, GREY, ORANGE, PAPER, Fill, mix
from dashboard.reports.charts.pieces import DASHED, Drawn, area, circle, missed, rule, sheet

_SIDE = 3.2
_LEFT, _RIGHT = (0.1, _SIDE / 2), (_SIDE - 0.1, _SIDE / 2)
_MIDDLE = (_SIDE / 2, _SIDE / 2)
_MARKS = {
    Mark.DOT: circle(_MIDDLE, 2.4, BLUE),
    Mark.MISSED: missed(_MIDDLE, 3.0),
    Mark.BEFORE: circle(_MIDDLE, 2.2, GREY, hollow=True),
    Mark.RANGE: rule(_LEFT, _RIGHT, mix(BLUE, PAPER, 0.35), 1.3),
    Mark.STAYS: rule(_LEFT, _RIGHT, mix(BLUE, PAPER, 0.2), 2.6),
    Mark.CHANGES: rule(_LEFT, _RIGHT, mix(ORANGE, PAPER, 0.82), 2.6),
    Mark.LIMIT: rule(_LEFT, _RIGHT, GREY, 0.42, DASHED),
    Mark.LIMIT_WIDE: rule(_LEFT, _RIGHT, GREY, 0.42),
}


@lru_cache(maxsize=64)
def swatch_of(fill: Fill | Mark) -> str:
    """The SVG of a fill or mark."""
    drawn = _MARKS[fill] if isinstance(fill, Mark) else area(0.2, 0.3, _SIDE - 0.4, _SIDE - 0.6, fill)
    return sheet(Drawn((drawn,), _SIDE), _SIDE)

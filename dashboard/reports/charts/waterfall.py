"""Levels and the changes between them on paper."""

from itertools import accumulate

from dashboard.charts.palette import GREY, INK, INK3
from dashboard.charts.spec import Step, Waterfall
from dashboard.reports.charts.pieces import (
    LINE,
    SMALL,
    SMALL_LINE,
    Drawn,
    area,
    block,
    rule,
    words,
    wrapped,
)

HIGH, HIGH_HALF, _HALF, _WIDTH = 46.0, 38.0, 110.0, 0.72


def draw_waterfall(content: Waterfall, wide: float) -> Drawn:
    """Bars that stand on each other; the number above each, its name below."""
    steps = content.steps
    pitch, high = wide / len(steps), HIGH if wide > _HALF else HIGH_HALF
    ends = [*accumulate(step.value for step in steps[:-1]), steps[-1].value]
    starts = [0.0 if step.total else end - step.value for step, end in zip(steps, ends, strict=True)]
    scale = high / max(*starts, *ends, 1)
    base = LINE + 0.8 + high
    levels = [base - end * scale for end in ends]
    names = [wrapped(step.label, pitch - 1.5) for step in steps]
    bars = (
        _bar(step, place * pitch, pitch, base - starts[place] * scale, levels[place])
        for place, step in enumerate(steps)
    )
    joined = (
        rule(((place + 0.86) * pitch, level), ((place + 1.14) * pitch, level), GREY, 0.25, "0.7 0.7")
        for place, level in enumerate(levels[:-1])
    )
    below = base + 0.8 + LINE * max(map(len, names))
    said = (
        block(((place + 0.5) * pitch, base + 0.8 + LINE * len(name) / 2), name, anchor="middle")
        + words(((place + 0.5) * pitch, below + SMALL_LINE / 2), step.sublabel, SMALL, fill=INK3, anchor="middle")
        for place, (step, name) in enumerate(zip(steps, names, strict=True))
    )
    height = below + (SMALL_LINE if any(step.sublabel for step in steps) else 0) + 0.6
    return Drawn((*joined, *bars, rule((0, base), (wide, base), INK, 0.3), *said), height)


def _bar(step: Step, left: float, pitch: float, start: float, end: float) -> str:
    """One bar with its number; a change of nothing is a line at its level."""
    top, inner, wide = min(start, end), left + pitch * (1 - _WIDTH) / 2, pitch * _WIDTH
    own = area(inner, top, wide, abs(start - end), step.fill) if abs(start - end) > 0.01 else ""
    level = "" if own else rule((inner, end), (inner + wide, end), GREY, 0.3, "0.7 0.7")
    return own + level + words((left + pitch / 2, top - LINE / 2 - 0.2), step.text, anchor="middle", strong=True)

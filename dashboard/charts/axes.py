"""The round numbers of axes, as people read them."""

from collections.abc import Sequence

from config.language import number, percent
from dashboard.charts.contents import Tick
from dashboard.charts.scale import nice_ticks, ticks_between

_NARROW_SPACE = "\u202f"


def day_ticks(highest: float) -> tuple[Tick, ...]:
    """Round numbers of days from 0."""
    return tuple(Tick(value, number(value)) for value in nice_ticks(highest))


def share_ticks(lowest: float) -> tuple[Tick, ...]:
    """Percentages from a round one below the share `lowest` to 100; the unit stands at the last only."""
    low = max(lowest - 0.03, 0)
    step = 10 if low >= 0.5 else 20 if low >= 0.2 else 25
    first = int(low * 100 // step) * step if step < 25 else 0
    values = range(min(first, 80), 101, step)
    texts = [percent(1, decimals=0) if value == 100 else str(value) for value in values]
    return tuple(Tick(value / 100, text) for value, text in zip(values, texts, strict=True))


def count_ticks_around(values: Sequence[float]) -> tuple[Tick, ...]:
    """Round counts around `values`, for a line that need not start at 0; always a few, also when nothing changes."""
    low = max(min(values), 0)
    return tuple(Tick(tick, number(tick)) for tick in ticks_between(low, max(*values, low + 4)))


def share_ticks_around(values: Sequence[float]) -> tuple[Tick, ...]:
    """Round percentages around the shares `values`, within 0 and 100; the unit stands at the last only."""
    low, high = max(min(values) * 100 - 2, 0), min(max(values) * 100 + 2, 100)
    ticks = [tick for tick in ticks_between(low, high) if 0 <= tick <= 100]
    texts = [number(tick, decimals=0 if float(tick).is_integer() else 1) for tick in ticks]
    texts[-1] += f"{_NARROW_SPACE}%"
    return tuple(Tick(tick / 100, text) for tick, text in zip(ticks, texts, strict=True))

"""Round numbers for axes."""

import math


def nice_ticks(highest: float) -> list[float]:
    """Three to six round ticks from 0 to at least `highest`, whole numbers."""
    power = 10 ** (len(str(int(max(highest, 1)))) - 1)
    step = next(size * power for size in (0.2, 0.5, 1, 2) if size * power * 5 >= highest)
    step = max(step, 1)
    last = -(-highest // step)
    return [step * i for i in range(int(max(last, 1)) + 1)]


def ticks_between(low: float, high: float) -> list[float]:
    """Three to seven round ticks around `low` and `high`, for a line that need not start at 0."""
    width = max(high - low, abs(high) * 0.02, 1e-9)
    power = 10 ** math.floor(math.log10(width))
    step = next(size * power for size in (0.2, 0.5, 1, 2, 5) if size * power * 5 >= width)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 2)
    return [round(step * i, 10) for i in range(first, last + 1)]


def spread(count: int, most: int = 7) -> list[int]:
    """At most `most` evenly spread indexes of `count`, the last one always: names that fit on a phone."""
    step = max(-(-count // most), 1)
    return sorted(range(count - 1, -1, -step))

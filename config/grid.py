"""The published duration grid: made once here, kept in table `grid_edge`, read by SQL and Python alike.

A duration takes the first edge not below it, so 0 means the same second and the step between two edges is the only
error of a percentile. Seconds: 0, each whole hour to 72 h, then each edge = floor(previous x 1.02), to 200 years.
Working days: each day to 72, then floor(previous x 1.02), to 200 years.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

HOUR = 3_600
DAY = 24 * HOUR
LONGEST_DAYS = 200 * 366


class Grid(StrEnum):
    """Which grid a bucket number belongs to."""

    SECONDS = "seconds"
    WORKING_DAYS = "working_days"


def _grown(edges: list[int], longest: int) -> tuple[int, ...]:
    while edges[-1] < longest:
        edges.append(edges[-1] * 102 // 100)
    return tuple(edges)


@lru_cache(maxsize=2)
def edges(grid: Grid) -> tuple[int, ...]:
    """All edges of a grid, ascending: seconds or working days; bucket number = index in this tuple."""
    if grid is Grid.SECONDS:
        return _grown([hour * HOUR for hour in range(73)], LONGEST_DAYS * DAY)
    return _grown(list(range(73)), LONGEST_DAYS)


def bucket(value: int, grid: Grid) -> int:
    """The bucket of a duration (whole seconds or working days). Raises ValueError below 0 or beyond 200 years."""
    if not 0 <= value <= edges(grid)[-1]:
        raise ValueError(f"duration {value} is outside the {grid} grid")
    return bisect_left(edges(grid), value)


def percentile(counts: Sequence[int], percent: int, grid: Grid) -> int | None:
    """Percentile of a histogram by bucket: the edge of rank ceil(n * percent / 100); None when n is 0."""
    rank = -(-sum(counts) * percent // 100)
    seen = 0
    for number, count in enumerate(counts):
        seen += count
        if seen >= max(rank, 1):
            return edges(grid)[number]
    return None


def version() -> str:
    """A short hash of both grids; derived tables made with another version are rebuilt."""
    text = repr([edges(grid) for grid in Grid])
    return hashlib.sha256(text.encode()).hexdigest()[:12]

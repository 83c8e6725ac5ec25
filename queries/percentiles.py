"""Percentiles from histograms on the published grid, and intervals around shares: pure functions."""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

import pandas as pd

from config.grid import DAY, Grid, edges, percentile
from queries.filters import Days

RANKS = (("median", 50), ("p90", 90), ("longest", 100))
Z_95 = 1.959963984540054
"""Quantile of the standard normal distribution that leaves 2.5 % on either side."""


def grid_of(days: Days) -> tuple[Grid, int]:
    """The grid of a unit, and how many of its steps make a day."""
    return (Grid.WORKING_DAYS, 1) if days is Days.WORKING else (Grid.SECONDS, DAY)


def percentiles(histogram: pd.DataFrame, days: Days) -> dict[str, float | None]:
    """n, median, p90 and longest in days (null when n is 0) of a histogram (bucket, n)."""
    grid, unit = grid_of(days)
    counts = [0] * len(edges(grid))
    for number, count in zip(histogram["bucket"], histogram["n"], strict=True):
        counts[int(number)] += int(count)
    edge = {name: percentile(counts, rank, grid) for name, rank in RANKS}
    return {"n": sum(counts)} | {name: None if value is None else value / unit for name, value in edge.items()}


def percentiles_by(histogram: pd.DataFrame, by: Sequence[str], days: Days) -> pd.DataFrame:
    """The same for each group of a histogram (*by, bucket, n). Columns: *by (None for nothing), n, median, p90,
    longest.
    """
    columns = [*by, "n", *(name for name, _ in RANKS)]
    groups = histogram.groupby(list(by), dropna=False, sort=True)
    rows = [
        dict(zip(by, key if isinstance(key, tuple) else (key,), strict=True)) | percentiles(part, days)
        for key, part in groups
    ]
    frame = pd.DataFrame(rows, columns=columns)
    plain = {name: frame[name].astype(object).where(frame[name].notna(), None) for name in by}
    return frame.assign(**plain)


def percentiles_of_days(counts: pd.DataFrame) -> dict[str, float | None]:
    """The same of working days that are not on the grid yet: a histogram (days, n)."""
    grid = edges(Grid.WORKING_DAYS)
    buckets = pd.Series([next(i for i, edge in enumerate(grid) if edge >= day) for day in counts["days"]], dtype=int)
    return percentiles(pd.DataFrame({"bucket": buckets.to_numpy(), "n": counts["n"].to_numpy()}), Days.WORKING)


def wilson(numerator: int, denominator: int, z: float = Z_95) -> tuple[float, float] | None:
    """The score interval of Wilson (1927) around a share; None of nothing."""
    if denominator == 0:
        return None
    share, n, square = numerator / denominator, denominator, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def sidak(intervals: int) -> float:
    """The quantile with which so many independent intervals hold all together in 95 of 100 cases (Šidák 1967)."""
    return NormalDist().inv_cdf((1 + 0.95 ** (1 / max(intervals, 1))) / 2)


def byar(events: int, z: float = Z_95) -> tuple[float, float]:
    """The interval of Byar around a number of events (Breslow and Day 1987), close to the exact one of Poisson."""
    more = events + 1
    low = events * (1 - 1 / (9 * events) - z / (3 * sqrt(events))) ** 3 if events else 0.0
    return max(low, 0.0), more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3

"""Which weeks are signals: more than the season lets expect, and whether chance explains even that. Pure functions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from queries.expectation import TESTED, Basis, Expectation
from queries.negative_binomial import Values

FALSE_SHARE = 0.05
"""Share of the clear weeks that may be chance (Benjamini and Hochberg 1995)."""
FEWEST, FEWEST_IN = 5, 4
"""Cases in this week and the three before, without which no week is a signal: below that every case is a surprise."""
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Judged:
    """The tested weeks of S series: counts, mean, band (low, high), surprise (probability of so many or more), above
    (a signal), and clear (chance does not explain it among all that was looked at); each (S, weeks)."""

    counts: Values
    mean: Values
    low: Values
    high: Values
    surprise: Values
    above: Flags
    clear: Flags


@dataclass(frozen=True)
class Run:
    """One signal: weeks of one series above the band without a break, by their places; `series` is its row."""

    series: int
    first: int
    last: int
    clear: bool
    surprise: float
    """That of its most surprising week."""


def judge(known: Expectation, tested: int = TESTED) -> Judged:
    """The last weeks of each series against what was to be expected of them.

    Without a known season nothing is clear: it may be the season.
    """
    last = slice(known.counts.shape[1] - tested, None)
    (low, high), surprise, counts = known.band(last), known.surprise(last), known.counts[:, last]
    above = (counts > high) & enough(known.counts)[:, last]
    seasonal = (known.basis == str(Basis.SEASON))[:, None]
    clear = above & discoveries(np.where(seasonal, surprise, np.nan))
    return Judged(counts, known.mean[:, last], low, high, surprise, above, clear)


def enough(counts: Values) -> Flags:
    """Weeks with at least 5 cases in them and the three before."""
    sums = np.cumsum(np.pad(counts, ((0, 0), (FEWEST_IN, 0))), axis=1)
    return np.asarray(sums[:, FEWEST_IN:] - sums[:, :-FEWEST_IN] >= FEWEST)


def discoveries(surprise: Values, share: float = FALSE_SHARE) -> Flags:
    """Those that remain when at most this share of them may be chance; nan is not looked at."""
    values = np.sort(surprise[~np.isnan(surprise)])
    held = np.flatnonzero(values <= share * np.arange(1, values.size + 1) / max(values.size, 1))
    return (
        np.asarray(np.nan_to_num(surprise, nan=1.0) <= values[held[-1]])
        if held.size
        else np.zeros(surprise.shape, dtype=bool)
    )


def runs(judged: Judged) -> list[Run]:
    """The signals: clear ones first, then the most surprising, then what is most above what was expected."""
    found = [_run(judged, series, *ends) for series in range(len(judged.above)) for ends in _ends(judged.above[series])]
    return sorted(found, key=lambda one: (not one.clear, one.surprise, -_excess(judged, one)))


def _ends(above: Flags) -> list[tuple[int, int]]:
    """First and last place of each stretch."""
    steps = np.diff(np.concatenate([[0], above.astype(int), [0]]))
    return [(int(a), int(b) - 1) for a, b in zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1), strict=True)]


def _run(judged: Judged, series: int, first: int, last: int) -> Run:
    weeks = slice(first, last + 1)
    clear, surprise = judged.clear[series, weeks].any(), judged.surprise[series, weeks].min()
    return Run(series, first, last, bool(clear), float(surprise))


def _excess(judged: Judged, one: Run) -> float:
    weeks = slice(one.first, one.last + 1)
    return float((judged.counts[one.series, weeks] - judged.mean[one.series, weeks]).sum())

"""What to expect of weekly counts: level, trend and season of the years before, with a 95 % band. Pure functions.

After 'Farrington Flexible' (A. Noufaily et al., 'An improved algorithm for outbreak detection in multiple surveillance
systems', Statistics in Medicine 32 (2013), 1206-1222): a quasi-Poisson model with logarithmic link, weeks that were
exceptional before weigh less, and a negative binomial with the variance that is left gives the band. Otherwise than
there, the season is two yearly waves, the uncertainty of the model itself counts in the band, and both allow for weeks
that resemble the week before. `docs/trends.md` tells why, and how often it errs. All series are fitted at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from queries.negative_binomial import Values, quantile, tail

TESTED = 13
"""Weeks at the end of a series that are judged by those before."""
LONGEST = 260
"""Weeks before these that tell what is usual."""
SEASON_WEEKS, TREND_WEEKS, LEAST_WEEKS = 104, 26, 12
"""Weeks of history from which a season, a trend, and anything at all is told."""
SEASON_COUNT, TREND_COUNT, LEAST_COUNT = 50, 20, 10
"""Cases in these weeks that it takes as well: parts that so few cases cannot tell are left out."""
CENTRAL = 0.95
OUTLYING = 3.3
"""Standardised Anscombe residual above which a week of the past weighs less. At 2.58, as published, the weeks that stay
vary less than weeks do, and the band is too narrow (docs/trends.md)."""
UNKNOWN_SEASON = 0.2
"""Spread of the logarithm that the band of a series without season allows for one: three in ten more or less."""
MOST_LIKE = 0.9
"""Likeness of neighbouring weeks that is allowed for at most."""
_SIGNIFICANT = 1.96
_ROUNDS, _CLOSE, _FARTHEST = 60, 1e-10, 20.0
_WILD = 4.0
"""A coefficient beyond this is no trend or season of any town: 55 times as much in a year."""
_LEVEL, _TREND = 0, 1
_WAVES = 2
_YEAR = 365.25


class Basis(StrEnum):
    """On what an expectation rests, or why there is none."""

    SEASON = "season"
    TREND = "trend"
    MEAN = "mean"
    SHORT = "short"
    """Too few weeks of history."""
    FEW = "few"
    """Too few cases in them."""


KNOWN = (Basis.SEASON, Basis.TREND, Basis.MEAN)


@dataclass(frozen=True, eq=False)
class Fit:
    """A quasi-Poisson model of S series: coefficients (S, P), covariance before dispersion (S, P, P), mean (S, T)."""

    coefficients: Values
    covariance: Values
    mean: Values


@dataclass(frozen=True, eq=False)
class Expectation:
    """What to expect of S series in T weeks. `mean` and `variance` (of the count) are nan without expectation.

    basis (S, Basis), history (S: weeks that were used), dispersion (S: by how much a week varies more than chance
    alone), together (S: by how much more several weeks do than as many apart), trend (S: growth a year as a factor, nan
    where none is told).
    """

    counts: Values
    mean: Values
    variance: Values
    basis: NDArray[np.object_]
    history: NDArray[np.int64]
    dispersion: Values
    together: Values
    trend: Values

    def band(self, weeks: slice = slice(None)) -> tuple[Values, Values]:
        """Least and most that is still usual in some weeks: of the central 95 %. nan without expectation."""
        mean, variance = self.mean[:, weeks], self.variance[:, weeks]
        known = ~np.isnan(mean)
        low, high = np.full(mean.shape, np.nan), np.full(mean.shape, np.nan)
        for edge, share in ((low, (1 - CENTRAL) / 2), (high, (1 + CENTRAL) / 2)):
            edge[known] = quantile(share, mean[known], variance[known])
        return low, high

    def surprise(self, weeks: slice = slice(None)) -> Values:
        """How likely so many, or more, are by chance alone; nan without expectation."""
        counts, mean, variance = self.counts[:, weeks], self.mean[:, weeks], self.variance[:, weeks]
        known, found = ~np.isnan(mean), np.full(mean.shape, np.nan)
        found[known] = tail(counts[known], mean[known], variance[known])
        return found


def expectation(counts: Values, weeks: Sequence[date], tested: int = TESTED) -> Expectation:
    """What the weeks before the last `tested` let expect. `counts` (S, T) of the Mondays `weeks`.

    The history of a series begins in the week after its first case: whatever happened before is not known, and the
    first week is not a week like others. It is at most 260 weeks.
    """
    y = np.asarray(counts, dtype=float)
    used = _history(y, tested)
    design, basis = design_of(weeks, tested), _basis(y, used)
    known = np.isin(basis, [str(one) for one in KNOWN])
    mean, variance = np.full(y.shape, np.nan), np.full(y.shape, np.nan)
    more = np.full((3, len(y)), np.nan)
    if known.any():
        parts = _columns(basis[known], design.shape[1])
        steady = _steady(y[known], used[known], design, parts)
        basis[np.flatnonzero(known)[~steady]] = str(Basis.MEAN)
        parts[~steady, _TREND:] = False
        mean[known], variance[known], more[:, known] = _judged(y[known], used[known], design, parts)
    return Expectation(y, mean, variance, basis, used.sum(axis=1), *more)


def design_of(weeks: Sequence[date], tested: int = TESTED) -> Values:
    """The columns of the model (T, 6): level, years before the first tested week, and the waves of the year.

    A trend does not run on through the tested weeks: what it would add in a quarter is little, and it may have ended.
    """
    days = np.array([week.toordinal() for week in weeks], dtype=float)
    at = 2 * np.pi * days / _YEAR
    waves = [wave(number * at) for number in range(1, _WAVES + 1) for wave in (np.sin, np.cos)]
    since = (days - days[max(len(days) - max(tested, 1), 0)]) / _YEAR
    return np.column_stack([np.ones_like(days), np.minimum(since, 0), *waves])


def _history(y: Values, tested: int) -> NDArray[np.bool_]:
    """Which weeks of each series tell what is usual."""
    place = np.arange(y.shape[1])
    first = np.where((y > 0).any(axis=1), (y > 0).argmax(axis=1), y.shape[1])
    last = y.shape[1] - tested
    return np.asarray((place > first[:, None]) & (place < last) & (place >= last - LONGEST))


def _basis(y: Values, used: NDArray[np.bool_]) -> NDArray[np.object_]:
    weeks, cases = used.sum(axis=1), (y * used).sum(axis=1)
    basis = np.full(len(y), str(Basis.FEW), dtype=object)
    levels = (
        (Basis.MEAN, LEAST_WEEKS, LEAST_COUNT),
        (Basis.TREND, TREND_WEEKS, TREND_COUNT),
        (Basis.SEASON, SEASON_WEEKS, SEASON_COUNT),
    )
    for name, least_weeks, least_cases in levels:
        basis[(weeks >= least_weeks) & (cases >= least_cases)] = str(name)
    basis[weeks < LEAST_WEEKS] = str(Basis.SHORT)
    return basis


def _columns(basis: NDArray[np.object_], width: int) -> NDArray[np.bool_]:
    """Which columns each series has."""
    parts = np.zeros((len(basis), width), dtype=bool)
    parts[:, _LEVEL] = True
    parts[basis != str(Basis.MEAN), _TREND] = True
    parts[basis == str(Basis.SEASON), _TREND + 1 :] = True
    return parts


def _steady(y: Values, used: NDArray[np.bool_], design: Values, parts: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which series the parts of the model can tell: not those whose cases all lie in one part of the year or at one
    end, for which waves and trend grow without end."""
    found = fit(y, used.astype(float), design, parts).coefficients[:, _TREND:]
    return np.asarray(np.abs(found).max(axis=1, initial=0) < _WILD)


def _judged(
    y: Values, used: NDArray[np.bool_], design: Values, parts: NDArray[np.bool_]
) -> tuple[Values, Values, Values]:
    """Mean and variance in each week; and a row each: dispersion, likeness of weeks and trend."""
    weights = used.astype(float)
    first = fit(y, weights, design, parts)
    weights = _reweighted(y, weights, design, parts, first)
    second = fit(y, weights, design, parts, first.mean)
    dispersion, likeness = _spread(y, weights, design, parts, second)
    error = np.sqrt(second.covariance[:, _TREND, _TREND] * dispersion * likeness)
    kept = parts.copy()
    kept[:, _TREND] &= np.abs(second.coefficients[:, _TREND]) > _SIGNIFICANT * error
    final = fit(y, weights, design, kept, second.mean)
    dispersion, likeness = _spread(y, weights, design, kept, final)
    doubt = _quadratic(design, final.covariance) * (dispersion * likeness)[:, None]
    doubt[~parts[:, _TREND + 1]] += UNKNOWN_SEASON**2
    trend = np.where(kept[:, _TREND], np.exp(final.coefficients[:, _TREND]), np.nan)
    variance = dispersion[:, None] * final.mean + doubt * final.mean**2
    return final.mean, variance, np.stack([dispersion, likeness, trend])


def fit(counts: Values, weights: Values, design: Values, parts: NDArray[np.bool_], start: Values | None = None) -> Fit:
    """Poisson regression with logarithmic link by iteratively reweighted least squares, of all series at once.

    `counts` and `weights` are (S, T), `design` is (T, P), `parts` (S, P) are the columns that a series has: the others
    keep 0. `start` is a mean to begin from.
    """
    crossed = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    average = (counts * weights).sum(axis=1, keepdims=True) / weights.sum(axis=1, keepdims=True)
    mean = (counts + average) / 2 if start is None else start
    eta, coefficients = np.log(mean), np.zeros(parts.shape)
    for _ in range(_ROUNDS):
        working = weights * mean
        inverse = _inverse(working, crossed, parts)
        found = _times(inverse, (weights * (mean * eta + counts - mean)) @ design * parts)
        moved, coefficients = np.abs(found - coefficients).max(initial=0), found
        eta = np.clip(coefficients @ design.T, -_FARTHEST, _FARTHEST)
        mean = np.exp(eta)
        if moved < _CLOSE:
            break
    return Fit(coefficients, _inverse(weights * mean, crossed, parts) * (parts[:, :, None] & parts[:, None, :]), mean)


def _inverse(working: Values, crossed: Values, parts: NDArray[np.bool_]) -> Values:
    """The inverse of X'WX of each series; 1 stands for a column that it has not."""
    width = parts.shape[1]
    whole = (working @ crossed).reshape(-1, width, width) * (parts[:, :, None] & parts[:, None, :])
    whole = whole + np.eye(width) * ~parts[:, None, :]
    try:
        return np.asarray(np.linalg.inv(whole), dtype=float)
    except np.linalg.LinAlgError:  # of one of them, which `_steady` then finds
        return np.asarray(np.linalg.pinv(whole, hermitian=True), dtype=float)


def _times(matrices: Values, vectors: Values) -> Values:
    return np.asarray((matrices @ vectors[:, :, None])[:, :, 0])


def _quadratic(design: Values, covariance: Values) -> Values:
    """x' C x for each series and week."""
    crossed = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    return np.asarray(covariance.reshape(len(covariance), -1) @ crossed.T)


def _spread(y: Values, weights: Values, design: Values, parts: NDArray[np.bool_], found: Fit) -> tuple[Values, Values]:
    """The dispersion of each series, at least 1, and by how much more its weeks vary together than apart.

    Weeks that resemble the week before tell less than as many weeks apart: with a correlation r as much as
    (1 - r) / (1 + r) of them. That holds for the coefficients, and for the degrees of freedom that they take.
    """
    residual = np.sqrt(weights) * (y - found.mean) / np.sqrt(found.mean)
    squared = residual**2
    like = (residual[:, 1:] * residual[:, :-1]).sum(axis=1) / np.maximum(squared.sum(axis=1), 1e-12)
    like = np.clip(like, 0, MOST_LIKE)
    together = (1 + like) / (1 - like)
    weeks = (weights > 0).sum(axis=1)
    free = np.maximum(weeks - parts.sum(axis=1) * together, weeks / 2)
    return np.maximum(squared.sum(axis=1) / free, 1.0), together


def _reweighted(y: Values, weights: Values, design: Values, parts: NDArray[np.bool_], found: Fit) -> Values:
    """Weights that make less of weeks far above what the others let expect; they add up to the number of weeks."""
    dispersion, _ = _spread(y, weights, design, parts, found)
    leverage = weights * found.mean * _quadratic(design, found.covariance)
    scale = np.sqrt(dispersion[:, None] * np.maximum(1 - leverage, 1e-6))
    residual = 1.5 * (y ** (2 / 3) - found.mean ** (2 / 3)) / found.mean ** (1 / 6) / scale
    less = weights * np.where(residual > OUTLYING, np.maximum(residual, 1) ** -2.0, 1.0)
    return np.asarray(less * (weights.sum(axis=1) / less.sum(axis=1))[:, None])

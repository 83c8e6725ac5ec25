"""Counts that vary more than chance alone: the negative binomial by its mean and variance, for arrays. Pure functions.

With mean m and variance v > m the size is r = m^2 / (v - m): P(k) = G(k + r) / (G(r) k!) (m / v)^r ((v - m) / v)^k.
Where v is (nearly) m it is the Poisson distribution. Probabilities are added up, not approximated; tests compare them
with scipy, which no web process imports.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Places = tuple[NDArray[np.intp], ...]
_POISSON = 1 + 1e-6
"""Below this ratio of variance to mean a negative binomial is Poisson."""
_SHIFT = 8
"""From here on Stirling's series holds to 1e-13."""
_BELOW, _UP, _BEYOND = 9.0, 6.5, 12.0
"""Standard deviations: below the mean nothing is left; above it a quantile up to 0.976 lies within, by Chebyshev;
beyond a count nothing is left."""
_TERMS = 48.0
"""Ratios of variance to mean that a long upper tail takes besides."""
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)


def log_gamma(x: Any) -> Values:
    """The logarithm of the gamma function of positive numbers: Stirling's series, from 8 on."""
    values = np.asarray(x, dtype=float)
    low = np.maximum(0, np.ceil(_SHIFT - values)).astype(int)
    product = np.ones_like(values)
    for step in range(_SHIFT):
        product *= np.where(step < low, values + step, 1.0)
    z = values + low
    series = sum(c / z ** (2 * i + 1) for i, c in enumerate(_STIRLING))
    return np.asarray((z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi) + series - np.log(product))


def log_probability(k: Any, mean: Any, variance: Any) -> Values:
    """log P(K = k) for counts, means above 0 and variances not below the mean; shapes are broadcast."""
    count, m, v = (np.asarray(one, dtype=float) for one in (k, mean, variance))
    poisson = v <= m * _POISSON
    spread = np.where(poisson, m, v - m)  # something harmless where it is not used
    size = m * m / spread
    mixed = (
        log_gamma(count + size) - log_gamma(size) - size * np.log1p(spread / m) + count * np.log(spread / (m + spread))
    )
    plain = count * np.log(m) - m
    return np.asarray(np.where(poisson, plain, mixed) - log_gamma(count + 1))


def quantile(probability: float, mean: Any, variance: Any) -> Values:
    """The least count k with P(K <= k) >= `probability` (at most 0.976), for each mean and variance."""
    m, v = (np.array(one, dtype=float) for one in np.broadcast_arrays(mean, variance))
    start, end = np.maximum(0, np.floor(m - _BELOW * np.sqrt(v) - _BELOW)), np.ceil(m + _UP * np.sqrt(v)) + 1
    answer = np.empty_like(m)
    for own, width in _groups(end - start + 1):
        below = np.cumsum(_rows(m[own], v[own], start[own], width), axis=1)
        answer[own] = start[own] + np.argmax(below >= probability, axis=1)
    return answer


def tail(count: Any, mean: Any, variance: Any) -> Values:
    """P(K >= count) for each: how likely it is to meet so many by chance."""
    k, m, v = (np.array(one, dtype=float) for one in np.broadcast_arrays(count, mean, variance))
    above, found = k > m, np.ones_like(m)
    found[above] = _above(k[above], m[above], v[above])
    found[~above] = 1 - _below(k[~above], m[~above], v[~above])
    return np.asarray(np.clip(found, 0.0, 1.0))


def _groups(width: Values) -> Iterator[tuple[Places, int]]:
    """The places of an array with the width that they need, those of like width together."""
    level = np.ceil(np.log2(np.maximum(width, 1)))
    for one in np.unique(level):
        own = np.nonzero(level == one)
        yield own, int(width[own].max())


def _rows(mean: Values, variance: Values, start: Values, width: int) -> Values:
    """Probabilities of the `width` counts from `start` on, a row for each mean: the first, and the ratio of each to the
    one before it."""
    counts = start[:, None] + np.arange(width - 1)
    spread = (variance - mean)[:, None]
    poisson = spread <= mean[:, None] * (_POISSON - 1)
    mixed = (mean[:, None] ** 2 + counts * spread) / (variance[:, None] * (counts + 1))
    ratios = np.where(poisson, mean[:, None] / (counts + 1), mixed)
    first = np.exp(log_probability(start, mean, variance))[:, None]
    return np.asarray(np.cumprod(np.hstack([first, ratios]), axis=1))


def _above(count: Values, mean: Values, variance: Values) -> Values:
    """P(K >= count) for counts above the mean, added up from there: exact where it is tiny."""
    found = np.zeros_like(mean)
    reach = np.ceil(_BEYOND * np.sqrt(variance) + _TERMS * variance / mean) + _TERMS
    for own, width in _groups(reach):
        found[own] = _rows(mean[own], variance[own], count[own], width).sum(axis=1)
    return found


def _below(count: Values, mean: Values, variance: Values) -> Values:
    """P(K < count) for counts not above the mean."""
    found = np.zeros_like(mean)
    start = np.minimum(np.maximum(0, np.floor(mean - _BELOW * np.sqrt(variance) - _BELOW)), count)
    for own, width in _groups(count - start + 1):
        rows = _rows(mean[own], variance[own], start[own], width)
        found[own] = (rows * (start[own][:, None] + np.arange(width) < count[own][:, None])).sum(axis=1)
    return found

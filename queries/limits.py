"""Limits of a funnel plot: how far shares of so many cases differ by chance alone. Pure functions.

Exact binomial limits, interpolated between whole counts, after D. J. Spiegelhalter, 'Funnel plots for comparing
institutional performance', Statistics in Medicine 24 (2005), 1185-1202, appendix A.1.1. The upper limit is the lower
one of the other cases, so that good and bad mirror each other.
"""

from math import exp, lgamma, log, sqrt

CENTRAL_95, CENTRAL_998 = 0.95, 0.998
_SPREAD = 12
"""Standard deviations around the mean outside of which nothing is added up."""


def funnel_limits(overall: float, n: int, central: float = CENTRAL_95) -> tuple[float, float]:
    """Between which shares `central` of all samples of n cases lie when each case has the probability `overall`.

    Raises ValueError without cases or for a probability outside 0 to 1.
    """
    if n < 1 or not 0 <= overall <= 1:
        raise ValueError("funnel limits need cases and a probability")
    if overall in (0, 1):
        return overall, overall
    tail = (1 - central) / 2
    lower, rest = (_quantile(share, n, tail) / n for share in (overall, 1 - overall))
    return max(lower, 0.0), 1 - max(rest, 0.0)


def _quantile(share: float, n: int, probability: float) -> float:
    """The interpolated quantile r - alpha, r the least count with P(R <= r) >= probability.

    alpha = (P(R <= r) - probability) / P(R = r).
    """
    middle, spread = n * share, _SPREAD * sqrt(n * share * (1 - share)) + _SPREAD
    below = 0.0
    for count in range(max(0, int(middle - spread)), min(n, int(middle + spread)) + 1):
        at = exp(_log_probability(share, n, count))
        if below + at >= probability:
            return count - (below + at - probability) / at
        below += at
    return float(n)


def _log_probability(share: float, n: int, count: int) -> float:
    """The logarithm of P(R = count)."""
    ways = lgamma(n + 1) - lgamma(count + 1) - lgamma(n - count + 1)
    return ways + count * log(share) + (n - count) * log(1 - share)

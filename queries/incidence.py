"""Cumulative incidence under competing risks: the estimator of Aalen and Johansen (1978), a pure function.

Follow-up is grouped by time; at one time events come before censorings. The variance is that of Aalen (1978), as in
`cuminc` of the R package cmprsk and in SAS PROC LIFETEST (ERROR=AALEN); the 95 % interval is pointwise, on the scale
of log(-log(incidence)), which keeps it between 0 and 1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from queries.percentiles import Z_95

Numbers = NDArray[np.float64]
ROUNDING = 1e-9
"""More than the sums of shares lose to rounding, less than any melding adds."""


@dataclass(frozen=True)
class Incidence:
    """One entry a time, ascending: of the cause of interest `incidence` with `low` and `high`, of the rest `other`.

    `at_risk` counts what was still followed just before that time. The interval is nan where the incidence is 0 or 1.
    """

    time: Numbers
    at_risk: Numbers
    incidence: Numbers
    error: Numbers
    low: Numbers
    high: Numbers
    other: Numbers

    @property
    def surviving(self) -> Numbers:
        """The share without any event so far."""
        return 1 - self.incidence - self.other


def aalen_johansen(time: ArrayLike, events: ArrayLike, others: ArrayLike, censored: ArrayLike) -> Incidence:
    """The cumulative incidence of the events, the others competing.

    All are arrays of equal length: ascending times, and how many events of interest, other events and censorings fell
    on each.
    """
    at, event, other, gone = (np.asarray(one, dtype=np.float64) for one in (time, events, others, censored))
    leaving = event + other + gone
    at_risk = leaving[::-1].cumsum()[::-1]
    risk, ended = np.maximum(at_risk, 1), event + other
    surviving = np.concatenate(([1.0], np.cumprod(1 - ended / risk)))[:-1]
    incidence = np.cumsum(surviving * event / risk)
    competing = np.cumsum(surviving * other / risk)
    error = np.sqrt(_variance(risk, event, ended, surviving, incidence))
    low, high = _log_log(incidence, error)
    return Incidence(at, at_risk, incidence, error, low, high, competing)


def _variance(risk: Numbers, event: Numbers, ended: Numbers, surviving: Numbers, incidence: Numbers) -> Numbers:
    """Aalen's variance. With F the incidence, S the share before, Y at risk, d all events and e those of interest:

    sum over earlier times i of (F - F_i)^2 d / ((Y - 1)(Y - d)) + S^2 e (Y - e) / (Y^2 (Y - 1))
    - 2 (F - F_i) S e (Y - e) / (Y (Y - d)(Y - 1)).
    """
    one_less, left = np.maximum(risk - 1, 1), risk - ended
    going_on = (left > 0) & (risk > 1)
    rest = np.where(left > 0, left, 1)
    square = np.where(going_on, ended / (one_less * rest), 0)
    own = np.where(risk > 1, surviving**2 * event * (risk - event) / (risk**2 * one_less), 0)
    cross = np.where(going_on, surviving * event * (risk - event) / (risk * rest * one_less), 0)
    total = incidence**2 * square.cumsum() - 2 * incidence * (square * incidence).cumsum()
    total += (square * incidence**2).cumsum() + own.cumsum()
    total -= 2 * (incidence * cross.cumsum() - (cross * incidence).cumsum())
    variance: Numbers = np.maximum(total, 0)
    return variance


def _log_log(incidence: Numbers, error: Numbers) -> tuple[Numbers, Numbers]:
    inside = (incidence > 0) & (incidence < 1 - ROUNDING)
    share = np.where(inside, incidence, 0.5)
    step = Z_95 * error / (share * np.log(share))  # negative: the logarithm of a share is
    low, high = share ** np.exp(-step), share ** np.exp(step)
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)

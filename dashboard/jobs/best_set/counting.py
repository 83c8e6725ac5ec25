"""The best choice when only numbers of places are limited, and what a turn from it loses.

Limits of neighbourhoods (which share no place) and of the total are a matroid's kind of limits: going from best to
worst is exact, and forcing one place the other way changes at most one other place.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.jobs.best_set.problem import Flags, Floats, Ints, Problem

_NEVER = np.inf


def pick(problem: Problem, order: Ints, wanted: Flags) -> Flags:
    """The best choice for an order from best to worst: what minimums need, then what is wanted as limits allow.

    The `wanted` stand before the others in `order`; others are taken only where `fewest` asks for so many. The answer
    breaks a limit only when none respects them (`Problem.holds`).
    """
    limits, area = problem.limits, problem.area[order]
    turn = _turn(area)
    needed = turn < limits.least[area]
    allowed = ~needed & (turn < limits.most[area])
    first = int(needed.sum())
    extra = min(max(int((allowed & wanted[order]).sum()), limits.fewest - first), limits.places - first)
    chosen = np.zeros(len(order), bool)
    chosen[order[needed | (allowed & (np.cumsum(allowed) <= extra))]] = True
    return chosen


def _turn(area: Ints) -> Ints:
    """The how manieth of its neighbourhood each is, from 0."""
    by_area = np.argsort(area, kind="stable")
    sorted_area = area[by_area]
    turn = np.empty(len(area), np.int64)
    turn[by_area] = np.arange(len(area)) - np.searchsorted(sorted_area, sorted_area)
    return turn


def heaviest(problem: Problem, weight: Floats) -> Flags:
    """The choice of most weight."""
    return pick(problem, np.argsort(-weight, kind="stable"), weight > 0)


@dataclass(frozen=True, eq=False)
class Edge:
    """Where a heaviest choice ends: weights of the worst inside and the best outside, by neighbourhood.

    `may_leave`, `may_enter`: neighbourhoods that may lose or take one place. `fewer`, `more`: whether the total may.
    """

    worst_in: Floats
    best_out: Floats
    may_leave: Flags
    may_enter: Flags
    fewer: bool
    more: bool

    @property
    def worst_leaving(self) -> float:
        """Weight of the worst inside whose neighbourhood may lose one; infinite without any."""
        return float(self.worst_in[self.may_leave].min(initial=_NEVER))

    @property
    def best_entering(self) -> float:
        """Weight of the best outside whose neighbourhood may take one; minus infinite without any."""
        return float(self.best_out[self.may_enter].max(initial=-_NEVER))


def edge(problem: Problem, weight: Floats, chosen: Flags) -> Edge:
    """The edge of a heaviest choice."""
    count, limits = problem.count(chosen), problem.limits
    worst_in, best_out = np.full(len(count), _NEVER), np.full(len(count), -_NEVER)
    np.minimum.at(worst_in, problem.area[chosen], weight[chosen])
    np.maximum.at(best_out, problem.area[~chosen], weight[~chosen])
    total = int(count.sum())
    return Edge(
        worst_in, best_out, count > limits.least, count < limits.most, total > limits.fewest, total < limits.places
    )


def losses(problem: Problem, weight: Floats, chosen: Flags) -> Floats:
    """How much weight the best choice loses when a place must be the other way: exact, for each place."""
    at = edge(problem, weight, chosen)
    area = problem.area
    leaving = np.minimum(at.worst_in, np.where(at.may_enter, at.worst_leaving, _NEVER))
    leaving = np.minimum(leaving, np.where(at.may_enter & at.more, 0.0, _NEVER))
    entering = np.maximum(at.best_out, np.where(at.may_leave, at.best_entering, -_NEVER))
    entering = np.maximum(entering, np.where(at.may_leave & at.fewer, 0.0, -_NEVER))
    return np.where(chosen, weight - entering[area], leaving[area] - weight)


@dataclass(frozen=True, eq=False)
class Thresholds:
    """The weight from which a place is in, by neighbourhood (`area`), and in all (`total`).

    They split the loss of any other choice: each place turned over loses its distance from the threshold; each place
    that a neighbourhood has above its minimum or below its most, where that binds, loses how far its threshold is
    from `total`.
    """

    area: Floats
    total: float


def thresholds(problem: Problem, weight: Floats, chosen: Flags) -> Thresholds:
    """The thresholds of a heaviest choice."""
    at = edge(problem, weight, chosen)
    low = max(at.best_entering, 0.0 if at.fewer else -_NEVER)
    high = min(at.worst_leaving, 0.0 if at.more else _NEVER)
    total = float(_between(np.array([low]), np.array([high]))[0])
    lowest = np.maximum(at.best_out, np.where(at.may_leave, total, -_NEVER))
    highest = np.minimum(at.worst_in, np.where(at.may_enter, total, _NEVER))
    return Thresholds(_between(lowest, highest), total)


def _between(low: Floats, high: Floats) -> Floats:
    """Halfway; the finite end where the other is not, and 0 where neither is."""
    low_end, high_end = np.isfinite(low), np.isfinite(high)
    one = np.where(low_end, low, np.where(high_end, high, 0.0))
    return np.where(low_end & high_end, (one + np.where(high_end, high, 0.0)) / 2, one)

"""One branch of the choices, by number of places: its bound, a search close to it, and what that leaves open.

Whether a choice is the best follows from what was searched: one that is better, or as good and cheaper, would lose no
more weight than what lies between the bound and the choice at hand.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.jobs.best_set.counting import Thresholds, losses, thresholds
from dashboard.jobs.best_set.effort import Effort
from dashboard.jobs.best_set.exchanges import polish
from dashboard.jobs.best_set.problem import Flags, Floats, Ints, Limits, Problem
from dashboard.jobs.best_set.relaxing import Relaxed, cheapest, relax, unbudgeted
from dashboard.jobs.best_set.search import fill, search

_FIRST, _GROWTH = 16, 1.7
_TURNS_BEFORE_SPLIT, _MOST_TURNS = 60, 200
_FOR_ORDER = 60
"""With so many places at the most, a search also settles which of several equal choices comes first."""
_BRANCH = 75_000
"""What examining a branch costs besides its searches, in states."""


@dataclass(frozen=True, eq=False)
class Best:
    """The best choice so far. `positions`: the sum of the positions of its places."""

    chosen: Flags
    value: int
    cost: int
    positions: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """Better is higher: more value, less cost, lower positions."""
        return self.value, -self.cost, -self.positions


def measured(problem: Problem, chosen: Flags) -> Best:
    """A choice with its value, cost and positions."""
    return Best(chosen, problem.value_of(chosen), problem.cost_of(chosen), int(problem.position[chosen].sum()))


def better(one: Best, other: Best) -> Best:
    """The better of two, the first when they are equal."""
    return other if other.rank > one.rank else one


@dataclass(frozen=True, eq=False)
class Branch:
    """The choices within limits; none that was not seen yet is worth more than `bound`.

    `split`: the number of places after which to divide it, None where that would not help.
    """

    limits: Limits
    bound: float
    split: int | None = None

    def halves(self) -> Iterator["Branch"]:
        """The branch divided in two."""
        if self.split is not None:
            yield Branch(replace(self.limits, places=self.split), self.bound)
            yield Branch(replace(self.limits, fewest=self.split + 1), self.bound)


def examine(problem: Problem, best: Best, effort: Effort) -> tuple[Best, Branch | None]:
    """The best choice after a search of a branch, and what stays open there; None when nothing better can be in it."""
    low, free = cheapest(problem), unbudgeted(problem)
    if not problem.holds(low) or not problem.fits(low):
        return best, None
    if problem.fits(free):
        return better(best, measured(problem, free)), None
    effort.spend(_BRANCH)
    relaxed = relax(problem)
    if math.floor(relaxed.bound + relaxed.slip) < best.value:
        return best, None
    return _search(Near.of(problem, relaxed), best, effort)


def _search(near: "Near", best: Best, effort: Effort) -> tuple[Best, Branch | None]:
    problem, relaxed = near.problem, near.relaxed
    start = polish(problem, relaxed.within)
    best = better(best, measured(problem, start))
    best, seen = _deepen(near, best, effort, _MOST_TURNS if relaxed.split is None else _TURNS_BEFORE_SPLIT)
    if relaxed.split is None and seen < near.needed(best):
        best = _fill_up(near, start, best, effort)
    if seen >= near.needed(best):
        return best, None
    return best, Branch(problem.limits, relaxed.bound + relaxed.slip - seen, relaxed.split)


@dataclass(frozen=True, eq=False)
class Near:
    """A branch, its heaviest choice, and the weight lost when a place is turned over (`rising`: the least first)."""

    problem: Problem
    relaxed: Relaxed
    split: Thresholds
    loss: Floats
    rising: Floats

    @staticmethod
    def of(problem: Problem, relaxed: Relaxed) -> "Near":
        """The branch seen from its heaviest choice."""
        at = problem, relaxed.weight, relaxed.heaviest
        loss = losses(*at)
        return Near(problem, relaxed, thresholds(*at), loss, np.sort(loss))

    def needed(self, best: Best) -> float:
        """Up to which loss all must be seen, so that no better choice is left, and no cheaper one as good."""
        gap, left = self._gap(best)
        return max(gap - 1, gap - self.relaxed.price * (left + 1)) + self.relaxed.slip

    def goal(self, best: Best) -> float:
        """As needed; a little more where that also settles which of equal choices comes first."""
        gap, left = self._gap(best)
        equals = max(gap - self.relaxed.price * left + self.relaxed.slip, self.needed(best))
        return equals if self.no_farther(equals) <= _FOR_ORDER else self.needed(best)

    def no_farther(self, loss: float) -> int:
        """How many places lose no more when they are turned over."""
        return int(np.searchsorted(self.rising, loss, side="right"))

    def _gap(self, best: Best) -> tuple[float, int]:
        return self.relaxed.bound - best.value, (self.problem.budget or 0) - best.cost


def _deepen(near: Near, best: Best, effort: Effort, turns: int) -> tuple[Best, float]:
    """Search further and further from the heaviest choice; returns up to which loss everything was seen."""
    size, seen = _FIRST, 0.0
    while seen < (goal := near.goal(best)):
        reach = min(goal, float(near.rising[size])) if size < len(near.rising) else goal
        size = near.no_farther(reach)
        if size > turns or effort.over:
            break
        found = search(near.problem, near.relaxed, near.split, near.loss <= reach, reach, effort)
        best = _taken(near.problem, best, found.chosen)
        seen = max(seen, found.seen)
        if found.seen < reach:
            break
        size = int(size * _GROWTH) + 1
    return best, seen


def _taken(problem: Problem, best: Best, found: Flags | None) -> Best:
    return best if found is None else better(best, measured(problem, polish(problem, found)))


def _fill_up(near: Near, start: Flags, best: Best, effort: Effort) -> Best:
    """Where too many places lie about equally near: exchanges within neighbourhoods, of nearly the same cost."""
    close = np.flatnonzero(near.loss <= near.needed(best))
    if not len(close):
        return best
    cost, area = near.problem.cost[close], near.problem.area[close]
    apart = _apart(cost + area * (2 * int(cost.max()) + 1), start[close])
    among = np.zeros(len(near.loss), bool)
    among[close[np.argsort(apart, kind="stable")[:_MOST_TURNS]]] = True
    return _taken(near.problem, best, fill(near.problem, among, start, effort))


def _apart(number: Ints, chosen: Flags) -> Ints:
    """How far each number lies from the nearest on the other side."""
    apart = np.empty(len(number), np.int64)
    for side in (chosen, ~chosen):
        others = np.sort(number[~side]) if (~side).any() else np.zeros(1, np.int64)
        at = np.searchsorted(others, number[side])
        below, above = others[np.maximum(at - 1, 0)], others[np.minimum(at, len(others) - 1)]
        apart[side] = np.minimum(np.abs(number[side] - below), np.abs(number[side] - above))
    return apart

"""One place out and another in: the best such exchange for every place outside, and what exchanges can improve."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.jobs.best_set.problem import Flags, Ints, Problem

NONE = -1
_NEVER = np.iinfo(np.int64).max
_STEPS = 500


@dataclass(frozen=True, eq=False)
class Exchanges:
    """For each place of `outside`: which chosen place would have to go (`leaving`, `NONE` where none can), and what the
    total value then loses (`loses`; below 0 it gains). Of equal ones the dearest goes."""

    outside: Ints
    leaving: Ints
    loses: Ints

    @property
    def found(self) -> Flags:
        """Where there is an exchange at all."""
        found: Flags = self.leaving != NONE
        return found


def exchanges(problem: Problem, chosen: Flags) -> Exchanges:
    """The best exchange within budget and limits for each place that is not chosen. `chosen` respects both."""
    outside = np.flatnonzero(~chosen)
    best = Exchanges(outside, np.full(len(outside), NONE), np.full(len(outside), _NEVER))
    for leaving, entering in _pools(problem, chosen, outside):
        _improve(best, problem, chosen, leaving, entering)
    return best


def _pools(problem: Problem, chosen: Flags, outside: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Which may go for which (positions in `outside`): anywhere, where neighbourhoods allow it, and within each."""
    count, limits = problem.count(chosen), problem.limits
    inside, areas = np.flatnonzero(chosen), problem.area[outside]
    yield inside[(count > limits.least)[problem.area[inside]]], np.flatnonzero((count < limits.most)[areas])
    for area in np.flatnonzero(count):
        yield inside[problem.area[inside] == area], np.flatnonzero(areas == area)


def _improve(best: Exchanges, problem: Problem, chosen: Flags, leaving: Ints, entering: Ints) -> None:
    """Take over what this pool does better: the least value among those dear enough."""
    if not len(leaving) or not len(entering):
        return
    ordered = leaving[np.lexsort((problem.value[leaving], -problem.cost[leaving]))]
    least = np.minimum.accumulate(problem.value[ordered])
    new = np.concatenate(([True], problem.value[ordered][1:] < least[:-1]))
    which = ordered[np.maximum.accumulate(np.where(new, np.arange(len(ordered)), 0))]
    outside = best.outside[entering]
    last = _last_dear_enough(problem, chosen, ordered, outside)
    loses = np.where(last >= 0, least[last] - problem.value[outside], _NEVER)
    better = _better(best, problem, entering, loses, which[last])
    best.loses[entering[better]], best.leaving[entering[better]] = loses[better], which[last[better]]


def _last_dear_enough(problem: Problem, chosen: Flags, ordered: Ints, outside: Ints) -> Ints:
    """The last of `ordered` (dearest first) that frees enough budget; -1 without any."""
    if problem.budget is None:
        return np.full(len(outside), len(ordered) - 1)
    missing = problem.cost[outside] - (problem.budget - problem.cost_of(chosen))
    return np.searchsorted(-problem.cost[ordered], -missing, side="right") - 1


def _better(best: Exchanges, problem: Problem, entering: Ints, loses: Ints, which: Ints) -> Flags:
    before = best.loses[entering]
    dearer = problem.cost[which] > problem.cost[best.leaving[entering]]
    tie: Flags = (loses == before) & (loses < _NEVER) & dearer
    return (loses < before) | tie


def polish(problem: Problem, chosen: Flags) -> Flags:
    """Improve a choice that respects everything until no single step does: leave out, exchange, add."""
    chosen = _without_idle(problem, chosen)
    for _ in range(_STEPS):
        before = chosen
        chosen = _exchanged(problem, chosen)
        if chosen is before:
            chosen = filled(problem, chosen)
            if chosen.sum() == before.sum():
                break
    return _first_of_alike(problem, chosen)


def _exchanged(problem: Problem, chosen: Flags) -> Flags:
    """With the exchange that gains most, or saves without losing; the same when there is none."""
    best = exchanges(problem, chosen)
    saves = problem.cost[best.outside] < problem.cost[best.leaving]
    gains = np.flatnonzero(best.found & ((best.loses < 0) | ((best.loses == 0) & saves)))
    if not len(gains):
        return chosen
    first = gains[np.argmin(best.loses[gains])]
    chosen = chosen.copy()
    chosen[best.outside[first]], chosen[best.leaving[first]] = True, False
    return chosen


def filled(problem: Problem, chosen: Flags) -> Flags:
    """Add what still fits and has value, of most value first."""
    chosen = chosen.copy()
    while True:
        fit = np.flatnonzero(_may_enter(problem, chosen))
        if not len(fit):
            return chosen
        chosen[fit[np.argmax(problem.value[fit])]] = True


def _may_enter(problem: Problem, chosen: Flags) -> Flags:
    count, limits = problem.count(chosen), problem.limits
    if count.sum() >= limits.places:
        return np.zeros(len(chosen), bool)
    may: Flags = ~chosen & (problem.value > 0) & (count < limits.most)[problem.area]
    return may if problem.budget is None else may & (problem.cost <= problem.budget - problem.cost_of(chosen))


def _without_idle(problem: Problem, chosen: Flags) -> Flags:
    """Without places of no value that no minimum needs, dearest out first."""
    chosen = chosen.copy()
    idle = np.flatnonzero(chosen & (problem.value == 0))
    for at in idle[np.argsort(-problem.cost[idle], kind="stable")]:
        count = problem.count(chosen)
        if count[problem.area[at]] > problem.limits.least[problem.area[at]] and count.sum() > problem.limits.fewest:
            chosen[at] = False
    return chosen


def _first_of_alike(problem: Problem, chosen: Flags) -> Flags:
    """Of places of one neighbourhood, value and cost, the first by key."""
    order = np.lexsort((problem.cost, problem.value, problem.area))
    alike = np.stack([problem.area[order], problem.value[order], problem.cost[order]])
    group = np.cumsum(np.concatenate(([0], (alike[:, 1:] != alike[:, :-1]).any(axis=0).astype(int))))
    taken = np.bincount(group, weights=chosen[order]).astype(int)
    turn = np.arange(len(order)) - np.searchsorted(group, group)
    first = np.zeros(len(order), bool)
    first[order[turn < taken[group]]] = True
    return first

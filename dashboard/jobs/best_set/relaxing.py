"""A price for a euro instead of the budget: an upper bound that takes milliseconds, and a choice close to the best.

At a price, the best choice is the one of most `value - price x cost`. No choice within the budget is worth more than
that weight plus price x budget, whatever the price. The lowest of these bounds lies where two best choices meet, one
within the budget and one beyond it.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.jobs.best_set.counting import heaviest, pick
from dashboard.jobs.best_set.problem import Flags, Floats, Ints, Problem

_ROUNDS = 100
_PRECISION = 1e-11


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The price of a euro, the weights at it, a heaviest choice, and one `within` the budget to begin with.

    A choice that weighs `loss` less than the heaviest and leaves `left` of the budget is worth `bound - loss - price x
    left`. `slip` is more than what rounding can make of that. `split`: where the budget would be spent exactly by
    parts of places, their number lies between this one and the next; None when it is whole.
    """

    price: float
    weight: Floats
    heaviest: Flags
    within: Flags
    bound: float
    slip: float
    split: int | None


def unbudgeted(problem: Problem) -> Flags:
    """The best choice without a budget: most value, then least cost, then lowest positions. Exact."""
    return pick(problem, np.lexsort((problem.index, problem.cost, -problem.value)), problem.value > 0)


def cheapest(problem: Problem) -> Flags:
    """The choice of least cost that the limits allow."""
    order = np.lexsort((problem.index, -problem.value, problem.cost))
    return pick(problem, order, np.zeros(len(order), bool))


def most_within(problem: Problem) -> int:
    """How many places fit the budget at the most: the cheapest."""
    needed = cheapest(problem)
    order = np.argsort(problem.cost, kind="stable")
    all_of_them = pick(problem, order, np.ones(len(order), bool))
    costs = np.cumsum(np.sort(problem.cost[all_of_them & ~needed]))
    room = (problem.budget or 0) - problem.cost_of(needed)
    return int(needed.sum()) + int(np.searchsorted(costs, room, side="right"))


def relax(problem: Problem) -> Relaxed:
    """The lowest bound. The budget binds (`unbudgeted` is beyond it), and `cheapest` fits it."""
    within, beyond = cheapest(problem), unbudgeted(problem)
    for _ in range(_ROUNDS):
        worth, costs = _difference(problem, beyond, within)
        price = worth / costs
        weight = problem.value - price * problem.cost
        best = heaviest(problem, weight)
        more, dearer = _difference(problem, best, beyond)
        if more * costs <= dearer * worth:
            break
        within, beyond = (best, beyond) if problem.fits(best) else (within, best)
    return _relaxed(problem, price, weight, best, (within, beyond))


def _difference(problem: Problem, one: Flags, other: Flags) -> tuple[int, int]:
    """How much more the one is worth, and how much more it costs."""
    return problem.value_of(one) - problem.value_of(other), problem.cost_of(one) - problem.cost_of(other)


def _relaxed(problem: Problem, price: float, weight: Floats, best: Flags, ends: tuple[Flags, Flags]) -> Relaxed:
    within, beyond = ends
    top = float(weight[best].sum())
    bound = top + price * (problem.budget or 0)
    slip = _PRECISION * (1 + bound + price * problem.cost_of(beyond))
    between = _towards(problem, within, beyond)
    as_heavy = float(weight[between].sum()) >= top - slip / 10
    split = _split(problem, within, beyond)
    return Relaxed(price, weight, between if as_heavy else best, between, bound, slip, split)


def _split(problem: Problem, within: Flags, beyond: Flags) -> int | None:
    few, many = problem.cost_of(within), problem.cost_of(beyond)
    more = int(beyond.sum()) - int(within.sum())
    whole, part = divmod(more * ((problem.budget or 0) - few), many - few)
    return int(within.sum()) + whole if part else None


def _towards(problem: Problem, within: Flags, beyond: Flags) -> Flags:
    """From the one within the budget as far towards the other as the budget allows, in order of key.

    A step exchanges two places of a neighbourhood where it can, else any two, so that no limit is broken on the way.
    """
    leave, enter = _paired(problem.area, np.flatnonzero(within & ~beyond), np.flatnonzero(beyond & ~within))
    dearer = np.where(enter >= 0, problem.cost[enter], 0) - np.where(leave >= 0, problem.cost[leave], 0)
    room = (problem.budget or 0) - problem.cost_of(within)
    chosen = within.copy()
    for step in range(len(dearer)):
        if 0 < dearer[step] <= room:
            room -= int(dearer[step])
            chosen[[at for at in (leave[step], enter[step]) if at >= 0]] ^= True
    return chosen


def _paired(area: Ints, leave: Ints, enter: Ints) -> tuple[Ints, Ints]:
    """Both padded with -1 to one length, those of one neighbourhood side by side."""
    pairs: list[tuple[int, int]] = []
    leaving, entering = [], []
    for one in np.union1d(area[leave], area[enter]):
        out, into = leave[area[leave] == one].tolist(), enter[area[enter] == one].tolist()
        both = min(len(out), len(into))
        pairs += zip(out[:both], into[:both], strict=True)
        leaving += out[both:]
        entering += into[both:]
    rest = max(len(leaving), len(entering))
    pairs += zip(leaving + [-1] * (rest - len(leaving)), entering + [-1] * (rest - len(entering)), strict=True)
    padded = np.array(pairs, np.int64).reshape(-1, 2)
    return padded[:, 0], padded[:, 1]

"""The choice as arrays: all candidates in order of key (`Board`), and what is left to decide (`Problem`)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.jobs.best_set.wishes import Candidate, Wishes

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Limits:
    """How many places: `least` and `most` of each neighbourhood (by its number), `fewest` and `places` in all."""

    least: Ints
    most: Ints
    fewest: int
    places: int


@dataclass(frozen=True, eq=False)
class Problem:
    """Places to decide on, in order of key: maximise value, then minimise cost, then the sum of positions.

    `area` holds numbers of neighbourhoods. Costs, `budget` (None: no limit) and values are divided by `euro` and
    `points`, their greatest common divisors. `index` says where each place stands on the board.
    """

    index: Ints
    value: Ints
    cost: Ints
    area: Ints
    budget: int | None
    limits: Limits
    points: int = 1
    euro: int = 1

    @property
    def position(self) -> Ints:
        """Of each place among all candidates in order of key, from 1."""
        return self.index + 1

    def value_of(self, chosen: Flags) -> int:
        """What is chosen is worth, in `points`."""
        return int(self.value[chosen].sum())

    def cost_of(self, chosen: Flags) -> int:
        """What is chosen costs, in `euro`."""
        return int(self.cost[chosen].sum())

    def fits(self, chosen: Flags) -> bool:
        """Whether what is chosen stays within the budget."""
        return self.budget is None or self.cost_of(chosen) <= self.budget

    def count(self, chosen: Flags) -> Ints:
        """How many are chosen of each neighbourhood."""
        return np.bincount(self.area[chosen], minlength=len(self.limits.least)).astype(np.int64)

    def holds(self, chosen: Flags) -> bool:
        """Whether what is chosen respects the limits; not whether it fits the budget."""
        count = self.count(chosen)
        within = self.limits.fewest <= count.sum() <= self.limits.places
        return bool(within and (count >= self.limits.least).all() and (count <= self.limits.most).all())


@dataclass(frozen=True, eq=False)
class Board:
    """All candidates in order of key, beside their wishes. Neighbourhood number `len(areas)` means none.

    `known`: the cost is known; unknown ones stand as 0 in `cost`.
    """

    candidates: tuple[Candidate, ...]
    wishes: Wishes
    areas: tuple[str, ...]
    value: Ints
    cost: Ints
    area: Ints
    known: Flags
    must: Flags
    must_not: Flags

    @property
    def payable(self) -> Flags:
        """Whether a place can be paid for at all."""
        budget = self.wishes.budget
        return np.ones(len(self.value), bool) if budget is None else self.known & (self.cost <= budget)


def lay_out(candidates: Sequence[Candidate], wishes: Wishes) -> Board:
    """Candidates and wishes as arrays."""
    ordered = tuple(sorted(candidates, key=lambda each: each.key))
    areas = tuple(sorted({each.area for each in ordered if each.area is not None} | set(wishes.least_in)))
    number = {code: position for position, code in enumerate(areas)}
    return Board(
        ordered,
        wishes,
        areas,
        value=np.array([each.value for each in ordered], np.int64),
        cost=np.array([each.cost or 0 for each in ordered], np.int64),
        area=np.array([len(areas) if each.area is None else number[each.area] for each in ordered], np.int64),
        known=np.array([each.cost is not None for each in ordered], bool),
        must=np.array([each.key in wishes.must for each in ordered], bool),
        must_not=np.array([each.key in wishes.must_not for each in ordered], bool),
    )


def pose(board: Board) -> Problem:
    """What is left to decide once the must-haves are in; a place without value only where a minimum may need it."""
    limits = _limits(board)
    open_to = board.payable & ~board.must & ~board.must_not & ((board.value > 0) | (limits.least > 0)[board.area])
    index = np.flatnonzero(open_to)
    value, cost = board.value[index], _costs(board)[index]
    points, euro = _divisor(value), _divisor(cost)
    left = None if board.wishes.budget is None else (board.wishes.budget - int(board.cost[board.must].sum())) // euro
    return Problem(index, value // points, cost // euro, board.area[index], left, limits, points, euro)


def _costs(board: Board) -> Ints:
    """Without a budget a place of unknown cost may be chosen; between equals it counts as dearer than all others."""
    return np.where(board.known, board.cost, board.cost.max(initial=0) + 1)


def _divisor(numbers: Ints) -> int:
    return int(np.gcd.reduce(numbers, initial=0)) or 1


def _limits(board: Board) -> Limits:
    """What the must-haves leave of the limits."""
    wishes = board.wishes
    taken = np.bincount(board.area[board.must], minlength=len(board.areas) + 1)
    endless = len(board.candidates)
    each = endless if wishes.most_per_area is None else min(wishes.most_per_area, endless)
    least = np.array([*(wishes.least_in.get(code, 0) for code in board.areas), 0], np.int64)
    most = np.array([*(each for _ in board.areas), endless + taken[-1]], np.int64)
    places = endless if wishes.most is None else wishes.most - int(board.must.sum())
    return Limits(np.maximum(least - taken, 0), most - taken, 0, places)


def must_by_area(board: Board) -> Counter[str]:
    """How many must-haves each neighbourhood has."""
    return Counter(
        each.area for each, must in zip(board.candidates, board.must, strict=True) if must and each.area is not None
    )

"""Wishes that cannot hold together, and what could be given up.

Neighbourhoods share no place, so the cheapest way to meet every minimum is the cheapest of each neighbourhood by
itself. A set is possible exactly when nothing is found here.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from dashboard.jobs.best_set.answer import Clash, Conflict
from dashboard.jobs.best_set.problem import Board, Flags, must_by_area


def clashes(board: Board) -> tuple[Clash, ...]:
    """Everything that makes the wishes impossible; empty when they are not."""
    named = (*_names(board), *_must_haves(board), *_minimums(board))
    payable = all(clash.conflict is Conflict.LEAST_OVER_MOST for clash in named)
    return (*named, *(_over_budget(board) if payable else ()))


def _names(board: Board) -> Iterator[Clash]:
    wishes = board.wishes
    unknown = (wishes.must | wishes.must_not) - {each.key for each in board.candidates}
    if unknown:
        yield Clash(Conflict.UNKNOWN_PLACE, keys=tuple(sorted(unknown)))
    if both := wishes.must & wishes.must_not:
        yield Clash(Conflict.MUST_AND_MUST_NOT, keys=tuple(sorted(both)))


def _must_haves(board: Board) -> Iterator[Clash]:
    wishes, total = board.wishes, int(board.cost[board.must].sum())
    unknown = _keys(board, board.must & ~board.known)
    if wishes.budget is not None and unknown:
        yield Clash(Conflict.MUST_COST_UNKNOWN, keys=unknown)
    if wishes.budget is not None and total > wishes.budget:
        costs = [(int(board.cost[at]), board.candidates[at].key) for at in np.flatnonzero(board.must)]
        yield Clash(Conflict.MUST_OVER_BUDGET, total, wishes.budget, keys=_fewest(costs, total - wishes.budget))
    for area, count in sorted(must_by_area(board).items()):
        if wishes.most_per_area is not None and count > wishes.most_per_area:
            those = _keys(board, board.must & (board.area == board.areas.index(area)))
            yield Clash(Conflict.MUST_OVER_AREA, count, wishes.most_per_area, those, (area,))
    if wishes.most is not None and len(wishes.must) > wishes.most:
        yield Clash(Conflict.MUST_OVER_MOST, len(wishes.must), wishes.most)


def _minimums(board: Board) -> Iterator[Clash]:
    wishes = board.wishes
    may = ~board.must_not if wishes.budget is None else ~board.must_not & board.known
    there = np.bincount(board.area[may], minlength=len(board.areas) + 1)
    for area, least in sorted(wishes.least_in.items()):
        if wishes.most_per_area is not None and least > wishes.most_per_area:
            yield Clash(Conflict.LEAST_ABOVE_MOST, least, wishes.most_per_area, areas=(area,))
        if least > (available := int(there[board.areas.index(area)])):
            yield Clash(Conflict.AREA_TOO_FEW, least, available, areas=(area,))
    extra = {area: count for area, count in _extra(board) if count > 0}
    needed = len(wishes.must) + sum(extra.values())
    if wishes.most is not None and needed > wishes.most >= len(wishes.must):
        relax = _fewest([(count, area) for area, count in extra.items()], needed - wishes.most)
        yield Clash(Conflict.LEAST_OVER_MOST, needed, wishes.most, areas=relax)


def _over_budget(board: Board) -> Iterator[Clash]:
    """Must-haves fit the budget by themselves here, and each neighbourhood has candidates enough."""
    budget = board.wishes.budget
    costs = [(_cheapest(board, area, count), area) for area, count in _extra(board)]
    total = int(board.cost[board.must].sum()) + sum(cost for cost, _ in costs)
    if budget is not None and total > budget:
        yield Clash(Conflict.CHEAPEST_OVER_BUDGET, total, budget, areas=_fewest(costs, total - budget))


def _extra(board: Board) -> Iterator[tuple[str, int]]:
    """How many places a neighbourhood still needs for its minimum, its must-haves apart."""
    taken = must_by_area(board)
    for area, least in sorted(board.wishes.least_in.items()):
        yield area, max(least - taken[area], 0)


def _cheapest(board: Board, area: str, count: int) -> int:
    """What so many places of a neighbourhood cost at the least, its must-haves apart."""
    may = ~board.must & ~board.must_not & board.known & (board.area == board.areas.index(area))
    return int(np.sort(board.cost[may])[:count].sum())


def _fewest(sizes: Iterable[tuple[int, str]], excess: int) -> tuple[str, ...]:
    """The fewest names whose sizes together reach the excess: the largest first, then by name."""
    chosen = []
    for size, name in sorted(sizes, key=lambda each: (-each[0], each[1])):
        if excess <= 0:
            break
        chosen.append(name)
        excess -= size
    return tuple(chosen)


def _keys(board: Board, which: Flags) -> tuple[str, ...]:
    return tuple(board.candidates[at].key for at in np.flatnonzero(which))

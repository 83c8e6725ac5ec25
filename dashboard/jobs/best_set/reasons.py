"""Why each place is in or out. `answer.Reason` says what each reason claims; the tests hold them to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.jobs.best_set.answer import Exchange, Reason, Refill, Why
from dashboard.jobs.best_set.exchanges import NONE, Exchanges, exchanges
from dashboard.jobs.best_set.problem import Board, Flags, Ints, Problem

_INSIDE = {Why.MUST, Why.MINIMUM, Why.VALUE}


@dataclass(frozen=True, eq=False)
class _Case:
    """What was chosen of a problem, and how many of each neighbourhood; euro that are left of the budget."""

    board: Board
    problem: Problem
    chosen: Flags
    count: Ints
    left: int

    def key(self, place: int) -> str:
        """The key of a place of the problem."""
        return self.board.candidates[int(self.problem.index[place])].key

    def reason(self, place: int, why: Why, limit: int | None = None) -> Reason:
        """A reason for a place of the problem."""
        return _reason(self.board, int(self.problem.index[place]), why, limit)


def reasons(board: Board, problem: Problem, chosen: Flags) -> tuple[Reason, ...]:
    """A reason for every candidate, in order of key. No single step improves `chosen` (of the problem)."""
    case = _Case(board, problem, chosen, problem.count(chosen), _left(board, problem, chosen))
    decided = {int(problem.index[place]): reason for place, reason in (*_inside(case), *_outside(case))}
    return tuple(decided.get(at) or _given(board, at) for at in range(len(board.candidates)))


def _left(board: Board, problem: Problem, chosen: Flags) -> int:
    spent = int(board.cost[board.must].sum() + board.cost[problem.index[chosen]].sum())
    return (board.wishes.budget or 0) - spent


def _reason(board: Board, at: int, why: Why, limit: int | None = None) -> Reason:
    each = board.candidates[at]
    return Reason(each.key, why in _INSIDE, why, each.value, each.cost, each.area, limit)


def _given(board: Board, at: int) -> Reason:
    """For a place that there was nothing to decide about."""
    budget, cost = board.wishes.budget, board.candidates[at].cost
    if board.must[at] or board.must_not[at]:
        return _reason(board, at, Why.MUST if board.must[at] else Why.MUST_NOT)
    if budget is not None and cost is None:
        return _reason(board, at, Why.COST_UNKNOWN)
    if budget is not None and cost is not None and cost > budget:
        return replace(_reason(board, at, Why.ABOVE_BUDGET, budget), short=cost - budget)
    return _reason(board, at, Why.ADDS_NOTHING)


def _outside(case: _Case) -> Iterator[tuple[int, Reason]]:
    """For what was left out: what is full, and the best exchange."""
    best = exchanges(case.problem, case.chosen)
    for position, place in enumerate(best.outside.tolist()):
        if case.problem.value[place] == 0:
            yield place, case.reason(place, Why.ADDS_NOTHING)
        else:
            yield place, replace(_obstacle(case, place), exchange=_exchange(case, best, position))


def _obstacle(case: _Case, place: int) -> Reason:
    """Why a place of value cannot simply be added."""
    wishes, limits, area = case.board.wishes, case.problem.limits, case.problem.area[place]
    if case.count[area] >= limits.most[area]:
        return case.reason(place, Why.AREA_FULL, wishes.most_per_area)
    if case.count.sum() >= limits.places:
        return case.reason(place, Why.PLACES_FULL, wishes.most)
    reason = case.reason(place, Why.NO_ROOM, case.left)
    return replace(reason, short=(reason.cost or 0) - case.left)


def _exchange(case: _Case, best: Exchanges, position: int) -> Exchange | None:
    leaving = int(best.leaving[position])
    return None if leaving == NONE else Exchange(case.key(leaving), int(best.loses[position]) * case.problem.points)


def _inside(case: _Case) -> Iterator[tuple[int, Reason]]:
    """For what was chosen: held in by a minimum, or for its value."""
    least, orders = case.problem.limits.least, _orders(case.problem)
    for place in np.flatnonzero(case.chosen).tolist():
        area = int(case.problem.area[place])
        held = least[area] > 0 and case.count[area] == least[area]
        refill = _refill(case, place, orders) if held else None
        if refill is None and case.problem.value[place] > 0:
            yield place, case.reason(place, Why.VALUE)
        else:
            wished = case.board.wishes.least_in[case.board.areas[area]]
            yield place, replace(case.reason(place, Why.MINIMUM, wished), refill=refill)


def _orders(problem: Problem) -> tuple[Ints, Ints]:
    """By value, and by value per euro; best first."""
    per_euro = problem.value / np.maximum(problem.cost, 1)
    return np.argsort(-problem.value, kind="stable"), np.argsort(-per_euro, kind="stable")


def _refill(case: _Case, place: int, orders: tuple[Ints, Ints]) -> Refill | None:
    """What is worth more than a place, from other neighbourhoods; None when nothing was found."""
    problem = case.problem
    best = max((_instead(case, place, order) for order in orders), key=lambda way: int(problem.value[way].sum()))
    gains = int(problem.value[best].sum() - problem.value[place])
    return Refill(tuple(sorted(case.key(at) for at in best)), gains * problem.points) if gains > 0 else None


def _instead(case: _Case, place: int, order: Ints) -> list[int]:
    """What fits, in that order, once a place is out: of other neighbourhoods, so that its own is one short."""
    problem, limits = case.problem, case.problem.limits
    count = case.count.copy()
    count[problem.area[place]] -= 1
    room = None if problem.budget is None else problem.budget - problem.cost_of(case.chosen) + int(problem.cost[place])
    may = ~case.chosen & (problem.value > 0) & (problem.area != problem.area[place])
    rest, added = order[may[order]], list[int]()
    while count.sum() < limits.places and len(rest := _fitting(problem, rest, count, room)):
        first, rest = int(rest[0]), rest[1:]
        added.append(first)
        count[problem.area[first]] += 1
        room = None if room is None else room - int(problem.cost[first])
    return added


def _fitting(problem: Problem, places: Ints, count: Ints, room: int | None) -> Ints:
    fits = (count < problem.limits.most)[problem.area[places]]
    return places[fits if room is None else fits & (problem.cost[places] <= room)]

"""From candidates and wishes to the best set, with its reasons."""

from collections.abc import Sequence

import numpy as np

from dashboard.jobs.best_set.answer import BestSet
from dashboard.jobs.best_set.clashes import clashes
from dashboard.jobs.best_set.effort import Effort
from dashboard.jobs.best_set.problem import Board, Problem, lay_out, pose
from dashboard.jobs.best_set.reasons import reasons
from dashboard.jobs.best_set.solving import Solved, solve
from dashboard.jobs.best_set.wishes import Candidate, Wishes, check

STATES = 4_000_000
SECONDS = 10.0


def best_set(candidates: Sequence[Candidate], wishes: Wishes, *, seconds: float = SECONDS) -> BestSet:
    """The set of most value that respects the wishes; of equals the cheapest.

    The order of `candidates` does not matter. The same question has the same answer, unless time ends the search (ADR
    33). Raises ValueError for input that nobody can mean; wishes that cannot hold together are answered
    (`BestSet.clashes`).
    """
    check(candidates, wishes)
    board = lay_out(candidates, wishes)
    if found := clashes(board):
        return BestSet(clashes=found)
    problem = pose(board)
    return _answer(board, problem, solve(problem, Effort(STATES, seconds)))


def _answer(board: Board, problem: Problem, solved: Solved) -> BestSet:
    inside = board.must.copy()
    inside[problem.index[solved.chosen]] = True
    value = int(board.value[inside].sum())
    at_most = int(board.value[board.must].sum()) + solved.at_most * problem.points
    return BestSet(
        chosen=tuple(board.candidates[at].key for at in np.flatnonzero(inside)),
        value=value,
        cost=int(board.cost[inside].sum()),
        costs_unknown=int((inside & ~board.known).sum()),
        at_most=at_most,
        best=value == at_most,
        cheapest=value == at_most and solved.cheapest,
        reasons=reasons(board, problem, solved.chosen),
    )

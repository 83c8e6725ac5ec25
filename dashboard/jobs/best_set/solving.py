"""The best choice: branches by number of places, the most promising first; HiGHS for what they leave open."""

import heapq
import math
from dataclasses import dataclass, replace

from dashboard.jobs.best_set.branches import Branch, better, examine, measured
from dashboard.jobs.best_set.counting import losses
from dashboard.jobs.best_set.effort import Effort
from dashboard.jobs.best_set.exchanges import polish
from dashboard.jobs.best_set.highs import Verdict, settle
from dashboard.jobs.best_set.problem import Flags, Limits, Problem
from dashboard.jobs.best_set.relaxing import cheapest, most_within, relax, unbudgeted

_SECONDS_OF_HIGHS = 1.0


@dataclass(frozen=True, eq=False)
class Solved:
    """The choice, the most that any can be worth (in points), and whether none of its value costs less."""

    chosen: Flags
    at_most: int
    cheapest: bool


def solve(problem: Problem, effort: Effort) -> Solved:
    """The best choice of a problem that has one."""
    free = unbudgeted(problem)
    if problem.fits(free):
        return Solved(free, problem.value_of(free), True)
    places = min(problem.limits.places, most_within(problem))
    tree = _Tree(replace(problem, limits=replace(problem.limits, places=places)), effort)
    tree.search()
    if tree.at_most > tree.best.value and effort.seconds_left > 0:
        tree.settle()
    return Solved(polish(problem, tree.best.chosen), tree.at_most, not tree.left)


class _Tree:
    """The best choice so far; the branches to examine, most promising first; those that stay open."""

    def __init__(self, problem: Problem, effort: Effort) -> None:
        self.problem, self.effort = problem, effort
        self.best = measured(problem, cheapest(problem))
        self.queue: list[tuple[float, int, Branch]] = []
        self.left: list[Branch] = []
        self.pushed = 0

    @property
    def at_most(self) -> int:
        """No choice is worth more."""
        return max([self.best.value, *(math.floor(branch.bound) for branch in self.left)])

    def _push(self, branch: Branch) -> None:
        self.pushed += 1
        heapq.heappush(self.queue, (-branch.bound, self.pushed, branch))

    def search(self) -> None:
        """Examine everything, then the branches that this leaves, as long as the effort lasts."""
        self._examine(self.problem.limits)
        while self.queue:
            branch = heapq.heappop(self.queue)[2]
            if math.floor(branch.bound) < self.best.value:
                continue
            if self.effort.over:
                self.left.append(branch)
            else:
                self._examine(branch.limits)
        self.left = [branch for branch in self.left if math.floor(branch.bound) >= self.best.value]

    def _examine(self, limits: Limits) -> None:
        self.best, rest = examine(replace(self.problem, limits=limits), self.best, self.effort)
        if rest is not None and rest.split is not None:
            for half in rest.halves():
                self._push(half)
        elif rest is not None:
            self.left.append(rest)

    def settle(self) -> None:
        """Ask HiGHS about what is open. A choice counts only when that settles it, so that answers can be repeated."""
        relaxed = relax(self.problem)
        reach = relaxed.bound - self.best.value - 1 + relaxed.slip
        near = losses(self.problem, relaxed.weight, relaxed.heaviest) <= reach
        seconds = min(_SECONDS_OF_HIGHS, self.effort.seconds_left)
        self._take(settle(self.problem, near, relaxed.heaviest, seconds))

    def _take(self, verdict: Verdict) -> None:
        if verdict.settled and verdict.chosen is not None:
            self.best = better(self.best, measured(self.problem, polish(self.problem, verdict.chosen)))
        bound = self.best.value if verdict.settled else max(self.best.value, verdict.at_most)
        self.left = [replace(branch, bound=min(branch.bound, bound)) for branch in self.left]

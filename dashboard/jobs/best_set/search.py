"""Every choice that weighs hardly less than the heaviest, found by turning over the places nearest to the threshold.

Places are decided one after another. A state is what was turned over so far: changes in cost, value and number of
places, and the weight lost. Of states that leave the same to decide, one that costs no less and is worth no more than
another is dropped; so is one that has lost too much already. What is left at the end holds the best choice within
that loss.
"""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dashboard.jobs.best_set.counting import Thresholds
from dashboard.jobs.best_set.effort import Effort
from dashboard.jobs.best_set.problem import Flags, Floats, Ints, Problem
from dashboard.jobs.best_set.relaxing import Relaxed
from dashboard.jobs.best_set.states import FREE, Front, States, Turns, at_start, turns_of

_WIDTH_TO_FILL = 5_000
_NO_PLACE = -1


@dataclass(frozen=True, eq=False)
class Found:
    """The best choice found (None: none that respects everything). All that lose less than `seen` were considered."""

    chosen: Flags | None
    seen: float


def search(problem: Problem, relaxed: Relaxed, split: Thresholds, among: Flags, reach: float, effort: Effort) -> Found:
    """The best choice that turns over places of `among` only, from the heaviest, and loses at most `reach`."""
    loss = np.abs(relaxed.weight - split.area[problem.area])
    turns = turns_of(problem, relaxed.heaviest, among, loss, by_cost=False)
    walk = _Walk(problem, relaxed.heaviest, turns, _Reach(reach, relaxed.slip, split.area - split.total), effort)
    return Found(walk.best(), walk.seen)


def fill(problem: Problem, among: Flags, start: Flags, effort: Effort) -> Flags | None:
    """A good choice that turns over places of `among` only, from `start`: by many small changes of its cost."""
    turns = turns_of(problem, start, among, np.zeros(len(start)), by_cost=True)
    endless = _Reach(math.inf, 0.0, np.zeros(len(problem.limits.least)))
    return _Fill(problem, start, turns, endless, effort).best()


class _Reach(NamedTuple):
    """The most loss, how precisely it is known, and what each place above (or below) a binding limit loses besides."""

    loss: float
    slip: float
    pull: Floats


class _Step(NamedTuple):
    """The place decided (`_NO_PLACE`: none); for each state after it the number of the one before, and if it turned."""

    place: int
    before: Ints
    turned: Flags


class _Walk:
    """One search: the states so far, and the way back to the choices that they stand for."""

    def __init__(self, problem: Problem, start: Flags, turns: Turns, reach: _Reach, effort: Effort) -> None:
        self.problem, self.start, self.turns, self.reach, self.effort = problem, start, turns, reach, effort
        self.count = problem.count(start)
        self.room = (problem.budget or 0) - problem.cost_of(start)
        self.seen = reach.loss
        self.counted = self._places_matter()
        self.front, self.states, self.steps = Front.of(turns), at_start(), list[_Step]()

    def _places_matter(self) -> bool:
        """Whether the turns can break a limit of the total."""
        total, limits = int(self.count.sum()), self.problem.limits
        enter = int((self.turns.step > 0).sum())
        return total + enter > limits.places or total - (self.turns.size - enter) < limits.fewest

    def best(self) -> Flags | None:
        """Decide on every place, and return the best choice of what is left."""
        groups = [*self.turns.group.tolist(), FREE]
        for at in range(self.turns.size):
            self._decide(at)
            if groups[at] not in {FREE, groups[at + 1]}:
                self._leave(groups[at])
        return self._chosen()

    def _decide(self, at: int) -> None:
        """Turn a place over or not."""
        before = len(self.states.cost)
        moved, where = self._moved(at)
        states = self.states.beside(moved)
        kept = self.front.of_two(states)
        kept = kept[states.cost[kept] + self.turns.saving[at + 1] <= self.room]
        kept = self._narrowed(states, kept, at)
        origin = np.concatenate((np.arange(before), where))[kept]
        self.steps.append(_Step(int(self.turns.which[at]), origin, kept >= before))
        self.states = states.take(kept)
        self.effort.spend(before)

    def _moved(self, at: int) -> tuple[States, Ints]:
        """The states in which a place can be turned over, with it turned over; and which those are."""
        turns, states = self.turns, self.states
        fits = states.cost + turns.cost[at] + turns.saving[at + 1] <= self.room
        where = np.flatnonzero(fits & (states.loss + turns.loss[at] <= self.reach.loss))
        cost, value, position, places, here, loss = states.take(where)
        step = int(turns.step[at])
        places = places + step if self.counted else places
        here = here + step if turns.group[at] != FREE else here
        moved = cost + turns.cost[at], value + turns.value[at], position + turns.position[at]
        return States(*moved, places, here, loss + turns.loss[at]), where

    def _narrowed(self, states: States, kept: Ints, at: int) -> Ints:
        """No more states than the effort allows: those that lost least, evenly where many lost the same."""
        most = self.effort.width(self.turns.size - at)
        if len(kept) <= most:
            return kept
        loss = states.loss[kept]
        limit = float(np.partition(loss, most)[most])
        self.seen = min(self.seen, limit - self.reach.slip)
        stays, same = loss < limit - self.reach.slip, np.flatnonzero(np.abs(loss - limit) <= self.reach.slip)
        stays[same[np.linspace(0, len(same) - 1, most - int(stays.sum())).astype(int)]] = True
        return kept[stays]

    def _leave(self, group: int) -> None:
        """A neighbourhood is decided: keep what respects its limits; from now on only the total counts."""
        limits, here = self.problem.limits, self.states.here
        there, loss = self.count[group] + here, self.states.loss - self.reach.pull[group] * here
        within = (there >= limits.least[group]) & (there <= limits.most[group])
        kept = np.flatnonzero(within & (loss <= self.reach.loss))
        states = self.states._replace(here=np.zeros_like(here), loss=loss).take(kept)
        front = self.front.of_any(states)
        self.steps.append(_Step(_NO_PLACE, kept[front], np.zeros(len(front), bool)))
        self.states = states.take(front)

    def _chosen(self) -> Flags | None:
        """The best state within budget and limits, walked back to the choice that it stands for."""
        states, limits, total = self.states, self.problem.limits, int(self.count.sum())
        within = (total + states.places >= limits.fewest) & (total + states.places <= limits.places)
        ends = np.flatnonzero(within & (states.cost <= self.room))
        if not len(ends):
            return None
        at = ends[np.lexsort((states.position[ends], states.cost[ends], -states.value[ends]))[0]]
        chosen = self.start.copy()
        for step in reversed(self.steps):
            chosen[step.place] ^= bool(step.turned[at])
            at = step.before[at]
        return chosen


class _Fill(_Walk):
    """A search that does not prove anything: it keeps states that will hardly change the cost."""

    def _places_matter(self) -> bool:
        """Counted always: how many went out and did not come in yet tells how far off the cost still is."""
        return True

    def _narrowed(self, states: States, kept: Ints, at: int) -> Ints:
        most = min(_WIDTH_TO_FILL, self.effort.width(self.turns.size - at))
        if len(kept) <= most:
            return kept
        off = np.abs(states.cost[kept] - abs(int(self.turns.cost[at])) * states.places[kept])
        return kept[np.sort(np.argpartition(off, most)[:most])]

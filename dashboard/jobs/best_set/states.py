"""Places that may be turned over, and what was turned over so far: the arrays of a search."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dashboard.jobs.best_set.problem import Flags, Floats, Ints, Problem

FREE = -1
"""The group of places that cannot break a limit of their neighbourhood, however they are turned over."""


@dataclass(frozen=True, eq=False)
class Turns:
    """Places that may be turned over, in the order of deciding, those of a watched neighbourhood (`group`) together.

    `step` is +1 for one that would come in. `cost`, `value` and `position` are the changes that it makes, `loss` the
    weight that it loses. `saving`: what later ones together can save at the most, 0 or less; one longer than the
    others.
    """

    which: Ints
    group: Ints
    step: Ints
    cost: Ints
    value: Ints
    position: Ints
    loss: Floats
    saving: Ints

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.which)


def turns_of(problem: Problem, chosen: Flags, among: Flags, loss: Floats, by_cost: bool) -> Turns:
    """The turns of some places from a choice. Within a group the greatest loss is decided first, or the least cost."""
    which = np.flatnonzero(among)
    group = np.where(_watched(problem, chosen, which)[problem.area[which]], problem.area[which], FREE)
    order = np.lexsort((problem.cost[which] if by_cost else -loss[which], group))
    which, group = which[order], group[order]
    step = np.where(chosen[which], -1, 1)
    cost = step * problem.cost[which]
    saving = np.append(np.cumsum(np.minimum(cost, 0)[::-1])[::-1], 0)
    return Turns(
        which, group, step, cost, step * problem.value[which], step * problem.position[which], loss[which], saving
    )


def _watched(problem: Problem, chosen: Flags, which: Ints) -> Flags:
    """Neighbourhoods whose limits these places could break."""
    size = len(problem.limits.least)
    count, inside = problem.count(chosen), chosen[which]
    leave = np.bincount(problem.area[which[inside]], minlength=size)
    enter = np.bincount(problem.area[which[~inside]], minlength=size)
    watched: Flags = (count - leave < problem.limits.least) | (count + enter > problem.limits.most)
    return watched


class States(NamedTuple):
    """What was turned over so far, a state each: changes in all, `here` in the neighbourhood that is being decided."""

    cost: Ints
    value: Ints
    position: Ints
    places: Ints
    here: Ints
    loss: Floats

    def take(self, which: Ints) -> "States":
        """Some of them, in that order."""
        cost, value, position, places, here, loss = self
        return States(cost[which], value[which], position[which], places[which], here[which], loss[which])

    def beside(self, other: "States") -> "States":
        """These and then the others."""
        return States(
            np.concatenate((self.cost, other.cost)),
            np.concatenate((self.value, other.value)),
            np.concatenate((self.position, other.position)),
            np.concatenate((self.places, other.places)),
            np.concatenate((self.here, other.here)),
            np.concatenate((self.loss, other.loss)),
        )


def at_start() -> States:
    """Nothing turned over."""
    nothing = np.zeros(1, np.int64)
    return States(nothing, nothing, nothing, nothing, nothing, np.zeros(1))


@dataclass(frozen=True)
class Front:
    """Drops states that another beats: those of the same numbers of places that cost no less and are worth no more.

    `turns` is how many turns there are; `spread` and `height` are more than any two states differ in cost and in value.
    """

    turns: int
    spread: int
    height: int

    @staticmethod
    def of(turns: Turns) -> "Front":
        """For the states that some turns can make."""
        return Front(turns.size, 2 * int(np.abs(turns.cost).sum()) + 2, 2 * int(np.abs(turns.value).sum()) + 2)

    def of_two(self, states: States) -> Ints:
        """The numbers of those that stay, of two fronts one after the other, which the same turn sets apart."""
        group = self._group(states)
        key = group * self.spread + states.cost
        order = np.argsort(key, kind="stable")  # two sorted runs: merged in one pass
        return self._unbeaten(states, group, _best_of_equals_first(states, key, order))

    def of_any(self, states: States) -> Ints:
        """The numbers of those that stay, of any states."""
        group = self._group(states)
        order = np.lexsort((states.position, -states.value, states.cost, group))
        return self._unbeaten(states, group, order)

    def _group(self, states: States) -> Ints:
        return (states.places + self.turns) * (2 * self.turns + 1) + states.here + self.turns

    def _unbeaten(self, states: States, group: Ints, order: Ints) -> Ints:
        """In order of group and cost: those worth more than all before them in their group."""
        top = states.value[order] + group[order] * self.height
        kept = np.ones(len(order), bool)
        kept[1:] = top[1:] > np.maximum.accumulate(top)[:-1]
        return order[kept]


def _best_of_equals_first(states: States, key: Ints, order: Ints) -> Ints:
    """Of two with one key the more valuable first, then that of lower positions. No key stands more than twice."""
    first = np.flatnonzero(np.diff(key[order]) == 0)
    one, other = order[first], order[first + 1]
    more = states.value[other] - states.value[one]
    swap = (more > 0) | ((more == 0) & (states.position[other] < states.position[one]))
    order[first[swap]], order[first[swap] + 1] = other[swap], one[swap]
    return order

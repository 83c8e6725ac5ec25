"""What the search leaves open, as an integer programme for HiGHS.

Places that are alike are one number: how many of them. HiGHS reckons with fractions and tolerances, so its choice is
counted again in whole numbers, and refused where it breaks a wish. It looks at its clock only now and then.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.jobs.best_set.problem import Flags, Ints, Problem

if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint

_SOLVED, _IMPOSSIBLE = 0, 2
_NODES = 250
"""What HiGHS settles at all, it mostly settles at once; a number of nodes ends it at the same point on any machine."""
_TOLERANCE = 1e-4
_NO_AREA = -1


@dataclass(frozen=True, eq=False)
class Verdict:
    """The best choice with what was open (None: there is none, or it was not found), and whether that is settled.

    No choice with what was open is worth more than `at_most` (infinite when nothing is known).
    """

    chosen: Flags | None
    settled: bool
    at_most: float


@dataclass(frozen=True, eq=False)
class _Kinds:
    """Open places by kind: `one` of each with its number of neighbourhood (`_NO_AREA`: no limit can be broken there).

    `count` says how many each kind has; `places` holds all of them, kind after kind, in order of key. `binding`: the
    neighbourhoods of which a limit can be broken.
    """

    one: Ints
    area: Ints
    count: Ints
    places: Ints
    binding: Ints


def load() -> None:
    """Load what HiGHS needs, so that the first question does not wait for it."""
    from scipy import optimize, sparse  # noqa: F401  # loading is the purpose


def settle(problem: Problem, open_to: Flags, start: Flags, seconds: float) -> Verdict:
    """The best choice that keeps `start` in all that is not `open_to`."""
    from scipy.optimize import Bounds, milp

    fixed = start & ~open_to
    if not open_to.any():
        return _alone(problem, fixed)
    kinds = _kinds(problem, open_to, fixed)
    result = milp(
        -problem.value[kinds.one].astype(float),
        integrality=1,
        bounds=Bounds(0, kinds.count),
        constraints=_rows(problem, kinds, fixed),
        options={"mip_rel_gap": 0.0, "time_limit": seconds, "node_limit": _NODES},
    )
    if result.status == _IMPOSSIBLE:
        return Verdict(None, True, -math.inf)
    chosen = None if result.x is None else _read(problem, kinds, fixed, np.rint(result.x).astype(np.int64))
    settled = result.status == _SOLVED and chosen is not None
    return Verdict(chosen, settled, _at_most(problem, fixed, result.mip_dual_bound))


def _alone(problem: Problem, chosen: Flags) -> Verdict:
    """Nothing is open: this choice or none."""
    if problem.fits(chosen) and problem.holds(chosen):
        return Verdict(chosen, True, problem.value_of(chosen))
    return Verdict(None, True, -math.inf)


def _at_most(problem: Problem, fixed: Flags, bound: float | None) -> float:
    if bound is None or not math.isfinite(bound):
        return math.inf
    return problem.value_of(fixed) + math.floor(-bound + _TOLERANCE)


def _kinds(problem: Problem, open_to: Flags, fixed: Flags) -> _Kinds:
    places = np.flatnonzero(open_to)
    count, limits = problem.count(fixed), problem.limits
    binding = (count < limits.least) | (count + problem.count(open_to) > limits.most)
    area = np.where(binding[problem.area[places]], problem.area[places], _NO_AREA)
    alike = np.stack([area, problem.value[places], problem.cost[places]])
    order = np.lexsort(alike)
    begin = np.flatnonzero(np.concatenate(([True], (np.diff(alike[:, order]) != 0).any(axis=0))))
    return _Kinds(
        places[order][begin],
        area[order][begin],
        np.diff(np.append(begin, len(places))),
        places[order],
        np.flatnonzero(binding),
    )


def _rows(problem: Problem, kinds: _Kinds, fixed: Flags) -> "LinearConstraint":
    """Budget, places in all and of each neighbourhood, less what is fixed."""
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array, vstack

    limits, count, size = problem.limits, problem.count(fixed), len(kinds.one)
    areas, here = kinds.binding, np.flatnonzero(kinds.area != _NO_AREA)
    of_area = (np.ones(len(here)), (np.searchsorted(areas, kinds.area[here]), here))
    matrix = vstack(
        [
            csr_array(np.stack([problem.cost[kinds.one].astype(float), np.ones(size)])),
            csr_array(of_area, shape=(len(areas), size)),
        ]
    )
    left = (problem.budget or 0) - problem.cost_of(fixed)
    low = [-np.inf, limits.fewest - count.sum(), *(limits.least - count)[areas]]
    high = [left, limits.places - count.sum(), *(limits.most - count)[areas]]
    return LinearConstraint(matrix, np.array(low, float), np.array(high, float))


def _read(problem: Problem, kinds: _Kinds, fixed: Flags, numbers: Ints) -> Flags | None:
    """The choice that so many of each kind mean, the first by key; None when it breaks a wish after all."""
    turn = np.arange(len(kinds.places)) - np.repeat(np.cumsum(kinds.count) - kinds.count, kinds.count)
    chosen = fixed.copy()
    chosen[kinds.places[turn < np.repeat(numbers, kinds.count)]] = True
    return chosen if problem.fits(chosen) and problem.holds(chosen) else None

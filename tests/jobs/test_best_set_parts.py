"""The parts on which the proof of a best set stands: choices under limits of numbers, what a turn loses, what was
seen.
"""

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.jobs.best_set import Candidate, Wishes, effort
from dashboard.jobs.best_set.branches import Near, measured
from dashboard.jobs.best_set.clashes import clashes
from dashboard.jobs.best_set.counting import heaviest, losses, thresholds
from dashboard.jobs.best_set.effort import Effort
from dashboard.jobs.best_set.exchanges import polish
from dashboard.jobs.best_set.highs import settle
from dashboard.jobs.best_set.problem import Flags, Floats, Limits, Problem, lay_out, pose
from dashboard.jobs.best_set.relaxing import Relaxed, relax, unbudgeted
from dashboard.jobs.best_set.search import search
from tests.plain_sets import Case, tight_cases


@st.composite
def problems(draw: st.DrawFn) -> tuple[Problem, Floats]:
    """Places in three neighbourhoods, of which the last has no limits, and a weight for each; some choice is
    possible.
    """
    size = draw(st.integers(1, 8))
    area = np.array(draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)), np.int64)
    there = np.bincount(area, minlength=3)
    least = [draw(st.integers(0, int(number))) for number in there[:2]]
    most = [draw(st.integers(few, int(number))) for few, number in zip(least, there, strict=False)]
    fewest = draw(st.integers(0, sum(most) + int(there[2])))
    places = draw(st.integers(max(fewest, sum(least)), size))
    limits = Limits(np.array([*least, 0]), np.array([*most, size]), fewest, places)
    weight = np.array(draw(st.lists(st.integers(-9, 9), min_size=size, max_size=size)), float)
    cost = np.zeros(size, np.int64)
    return Problem(np.arange(size), cost, cost, area, 0, limits), weight


def choices(problem: Problem) -> list[Flags]:
    every = (np.array(each, bool) for each in product([False, True], repeat=len(problem.value)))
    return [each for each in every if problem.holds(each)]


@settings(deadline=None, max_examples=100)
@given(case=problems())
def test_the_heaviest_choice_and_what_every_turn_loses_are_exact(case: tuple[Problem, Floats]) -> None:
    problem, weight = case
    possible, best = choices(problem), heaviest(problem, weight)
    assert problem.holds(best)
    most = max(weight[each].sum() for each in possible)
    assert weight[best].sum() == most
    for place, loss in enumerate(losses(problem, weight, best)):
        turned = [weight[each].sum() for each in possible if each[place] != best[place]]
        assert loss == most - max(turned, default=-np.inf)


@settings(deadline=None, max_examples=100)
@given(case=problems())
def test_thresholds_never_count_more_loss_than_there_is(case: tuple[Problem, Floats]) -> None:
    problem, weight = case
    best = heaviest(problem, weight)
    split = thresholds(problem, weight, best)
    apart, pull = np.abs(weight - split.area[problem.area]), split.area - split.total
    for each in choices(problem):
        counted = apart[each != best].sum() - (pull * (problem.count(each) - problem.count(best))).sum()
        assert counted <= weight[best].sum() - weight[each].sum() + 1e-9


def relaxed_of(case: Case) -> tuple[Problem, Relaxed] | None:
    """The problem of a case and its bound; None where there is no set, or the budget does not bind."""
    board = lay_out(*case)
    if clashes(board):
        return None
    problem = pose(board)
    return None if problem.fits(unbudgeted(problem)) else (problem, relax(problem))


@settings(deadline=None, max_examples=100)
@given(case=tight_cases(8))
def test_no_choice_is_worth_more_than_its_loss_leaves_of_the_bound(case: Case) -> None:
    if (found := relaxed_of(case)) is None:
        return
    problem, relaxed = found
    for each in filter(problem.fits, choices(problem)):
        loss = relaxed.weight[relaxed.heaviest].sum() - relaxed.weight[each].sum()
        left = (problem.budget or 0) - problem.cost_of(each)
        assert loss >= -relaxed.slip
        assert problem.value_of(each) == pytest.approx(relaxed.bound - loss - relaxed.price * left)
    assert problem.holds(relaxed.within)
    assert problem.fits(relaxed.within)


@settings(deadline=None, max_examples=100)
@given(case=tight_cases(8), at=st.integers(0, 255))
def test_what_is_better_than_a_choice_loses_no_more_than_must_be_seen(case: Case, at: int) -> None:
    if (found := relaxed_of(case)) is None:
        return
    problem, relaxed = found
    possible = [measured(problem, each) for each in choices(problem) if problem.fits(each)]
    best = possible[at % len(possible)]
    needed = Near.of(problem, relaxed).needed(best)
    for each in possible:
        if each.rank[:2] > best.rank[:2]:
            assert relaxed.weight[relaxed.heaviest].sum() - relaxed.weight[each.chosen].sum() <= needed


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=tight_cases(8), share=st.floats(0, 1), width=st.sampled_from([1, 2, 5, 99]), mask=st.integers(1, 255))
def test_a_search_saw_the_best_of_all_that_lose_less_than_it_says(
    case: Case, share: float, width: int, mask: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effort, "_NARROWEST", width)
    monkeypatch.setattr(effort, "_WIDEST", width)
    if (found := relaxed_of(case)) is None:
        return
    problem, relaxed = found
    split = thresholds(problem, relaxed.weight, relaxed.heaviest)
    reach = share * (relaxed.bound - problem.value_of(relaxed.within)) + relaxed.slip
    among = np.array([bool(mask >> at & 1) for at in range(len(problem.value))])
    best = search(problem, relaxed, split, among, reach, Effort(9_999, 60))
    assert best.chosen is None or (problem.fits(best.chosen) and problem.holds(best.chosen))
    for each in filter(problem.fits, choices(problem)):
        loss = relaxed.weight[relaxed.heaviest].sum() - relaxed.weight[each].sum()
        if loss < best.seen - relaxed.slip and not (each != relaxed.heaviest)[~among].any():
            assert best.chosen is not None
            assert measured(problem, each).rank <= measured(problem, best.chosen).rank


@settings(deadline=None, max_examples=60)
@given(case=tight_cases(8), open_to=st.integers(0, 255), start=st.integers(0, 255))
def test_highs_settles_what_is_open_and_leaves_the_rest(case: Case, open_to: int, start: int) -> None:
    if (found := relaxed_of(case)) is None:
        return
    problem, size = found[0], len(found[0].value)
    among, begin = (np.array([bool(mask >> at & 1) for at in range(size)]) for mask in (open_to, start))
    best = [
        problem.value_of(each) for each in choices(problem) if problem.fits(each) and not (each != begin)[~among].any()
    ]
    verdict = settle(problem, among, begin, 30)
    assert verdict.settled
    assert verdict.at_most == max(best, default=-np.inf)
    if verdict.chosen is not None:
        assert problem.value_of(verdict.chosen) == max(best)
        assert not (verdict.chosen != begin)[~among].any()
    assert (verdict.chosen is None) == (not best)


def test_of_places_that_are_alike_the_first_by_key_is_taken() -> None:
    places = [Candidate(key, 5, 10, "a") for key in "cab"] + [Candidate("d", 5, 10, "b")]
    problem = pose(lay_out(places, Wishes(budget=20)))
    assert polish(problem, np.array([False, False, True, True])).tolist() == [True, False, False, True]

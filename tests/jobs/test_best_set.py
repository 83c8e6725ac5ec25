"""The best set: equal to trying every subset, never below greedy or HiGHS, honest about what it proves."""

import random
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.best_set import KINDS, questions
from dashboard.jobs.best_set import BestSet, Candidate, Wishes, best_set, branches, effort, highs, proposing, solving
from dashboard.jobs.best_set.problem import lay_out, pose
from tests.plain_sets import Case, Rank, cases, greedy, plainly_best, rank_of, respects, tight_cases

ROOT = Path(__file__).parents[2]
PLAIN = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def measured(answer: BestSet, candidates: list[Candidate], wishes: Wishes) -> Rank:
    """How good the set is; first, that what is said of it is so."""
    chosen = [each for each in candidates if each.key in set(answer.chosen)]
    assert respects(chosen, wishes)
    assert answer.value == sum(each.value for each in chosen) <= answer.at_most
    assert answer.best == (answer.value == answer.at_most)
    assert answer.best or not answer.cheapest
    assert answer.cost == sum(each.cost or 0 for each in chosen)
    assert answer.costs_unknown == sum(each.cost is None for each in chosen)
    return rank_of(chosen, candidates)


def assert_best_of_all(case: Case) -> None:
    best, answer = plainly_best(*case), best_set(*case)
    assert answer.possible == (best is not None)
    if best is not None:
        assert measured(answer, *case) == best
        assert answer.cheapest, "so few places are always searched to the end"


@settings(PLAIN, max_examples=100)
@given(case=cases())
def test_it_is_the_best_of_all_subsets(case: Case) -> None:
    assert_best_of_all(case)


@settings(PLAIN, max_examples=150)
@given(case=tight_cases())
def test_it_is_the_best_of_all_subsets_when_the_budget_binds(case: Case) -> None:
    assert_best_of_all(case)


@settings(PLAIN, max_examples=100)
@given(case=tight_cases())
def test_what_it_calls_proven_is_so_however_little_it_may_search(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """With hardly any states and turns, and nothing polished, every way out is taken: narrowed, divided, filled,
    HiGHS.
    """
    monkeypatch.setattr(effort, "_NARROWEST", 1)
    monkeypatch.setattr(effort, "_WIDEST", 2)
    for name, value in {"_FIRST": 0, "_MOST_TURNS": 3, "_TURNS_BEFORE_SPLIT": 1, "_FOR_ORDER": 0}.items():
        monkeypatch.setattr(branches, name, value)
    for module in (branches, solving):
        monkeypatch.setattr(module, "polish", lambda _problem, chosen: chosen)
    best, answer = plainly_best(*case), best_set(*case)
    if best is not None:
        value, cost, _ = measured(answer, *case)
        assert value <= best[0] <= answer.at_most
        assert not answer.cheapest or (value, cost) == best[:2]


@settings(PLAIN, max_examples=30)
@given(case=tight_cases())
def test_without_any_effort_it_still_respects_the_wishes_and_says_what_is_open(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "STATES", 0)
    nothing = highs.Verdict(None, False, np.inf)
    monkeypatch.setattr("dashboard.jobs.best_set.solving.settle", lambda *_: nothing)
    best, answer = plainly_best(*case), best_set(*case)
    if best is not None:
        assert measured(answer, *case)[0] <= best[0] <= answer.at_most


@settings(PLAIN, max_examples=20)
@given(case=cases(), seed=st.integers(0, 99))
def test_the_order_of_the_candidates_does_not_matter(case: Case, seed: int) -> None:
    candidates, wishes = case
    shuffled = random.Random(seed).sample(candidates, len(candidates))
    assert best_set(shuffled, wishes) == best_set(candidates, wishes)


@pytest.mark.parametrize("kind", ["uniform", "rounded", "few_values"])
def test_with_a_hundred_places_it_is_as_good_as_the_whole_programme_in_highs(kind: str) -> None:
    for question in list(questions(kind, 100, 1))[:6]:
        problem = pose(lay_out(question.candidates, question.wishes))
        nothing = np.zeros(len(problem.value), bool)
        whole = highs.settle(problem, ~nothing, nothing, 30)
        answer = best_set(question.candidates, question.wishes)
        must = sum(each.value for each in question.candidates if each.key in question.wishes.must)
        assert whole.chosen is not None
        assert whole.settled
        assert answer.best
        assert answer.value == problem.value_of(whole.chosen) * problem.points + must


@pytest.mark.parametrize("kind", KINDS)
def test_with_many_places_it_is_never_below_greedy(kind: str) -> None:
    for question in list(questions(kind, 1_000, 2))[7:12:4]:
        chosen = greedy(question.candidates, question.wishes)
        assert respects(chosen, question.wishes)
        answer = best_set(question.candidates, question.wishes, seconds=0.5)
        assert measured(answer, question.candidates, question.wishes)[0] >= sum(each.value for each in chosen)


def test_a_choice_of_highs_that_breaks_a_wish_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = pose(lay_out([Candidate("a", 3, 7), Candidate("b", 2, 6)], Wishes(budget=10)))
    nothing = np.zeros(2, bool)
    assert highs.settle(problem, ~nothing, nothing, 5).at_most == 3
    rounded = SimpleNamespace(status=0, x=np.array([0.9, 0.8]), mip_dual_bound=-3.0)
    monkeypatch.setattr("scipy.optimize.milp", lambda *_args, **_options: rounded)
    verdict = highs.settle(problem, ~nothing, nothing, 5)
    assert verdict.chosen is None
    assert not verdict.settled


def test_without_a_budget_a_place_of_unknown_cost_may_be_chosen() -> None:
    places = [Candidate("a", 5), Candidate("b", 4, 100), Candidate("c", 5, 900)]
    answer = best_set(places, Wishes(most=2))
    assert (answer.chosen, answer.cost, answer.costs_unknown) == (("a", "c"), 900, 1)
    assert best_set(places, Wishes(most=1)).chosen == ("c",), "of equals the one whose cost is known"
    assert best_set(places, Wishes(budget=900)).chosen == ("c",)


def test_nothing_to_choose_from_is_an_answer() -> None:
    assert best_set([], Wishes(budget=100)) == BestSet(best=True, cheapest=True)


@pytest.mark.parametrize(
    ("candidates", "wishes", "says"),
    [
        ([Candidate("a", 1), Candidate("a", 2)], Wishes(), "twice"),
        ([Candidate("a", -1)], Wishes(), "value of a is out of range"),
        ([Candidate("a", 10**10)], Wishes(), "value of a is out of range"),
        ([Candidate("a", 1, -5)], Wishes(), "cost of a is out of range"),
        ([], Wishes(budget=-1), "budget is out of range"),
        ([], Wishes(most=-1), "most is out of range"),
        ([], Wishes(most_per_area=-1), "most_per_area is out of range"),
        ([], Wishes(least_in={"a": -1}), "least_in a is out of range"),
    ],
)
def test_input_that_nobody_can_mean_is_refused(candidates: list[Candidate], wishes: Wishes, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        best_set(candidates, wishes)


@pytest.mark.parametrize("number", [float("nan"), 1.5, True, "3"])
def test_a_number_is_a_whole_number(number: Any) -> None:
    with pytest.raises(ValueError, match="is not a whole number"):
        best_set([Candidate("a", number)], Wishes())
    with pytest.raises(ValueError, match="is not a whole number"):
        best_set([], Wishes(budget=number))
    with pytest.raises(ValueError, match="value of a is not a whole number"):
        best_set([Candidate("a", None)], Wishes())  # type: ignore[arg-type]


def test_loading_it_leaves_scipy_alone() -> None:
    code = "import sys, dashboard.jobs.best_set, dashboard.jobs.best_set.highs; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

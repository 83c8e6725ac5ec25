"""Wishes that cannot hold together are explained exactly then, with numbers that are so and a way out that is one."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.jobs.best_set import Candidate, Clash, Conflict, Wishes, best_set
from tests.plain_sets import Case, cases, plainly_best

PLACES = [
    Candidate("a1", 10, 50, "a"),
    Candidate("a2", 20, 80, "a"),
    Candidate("a3", 30, None, "a"),
    Candidate("b1", 40, 60, "b"),
    Candidate("b2", 50, 90, "b"),
    Candidate("c1", 60, 20, "c"),
    Candidate("free", 70, 5),
]


def told(wishes: Wishes) -> list[Clash]:
    answer = best_set(PLACES, wishes)
    assert (answer.possible, answer.chosen, answer.reasons) == (False, (), ())
    return list(answer.clashes)


def test_names_that_cannot_be() -> None:
    both = Wishes(must=frozenset({"a1", "zoo"}), must_not=frozenset({"a1", "pub"}))
    assert told(both) == [
        Clash(Conflict.UNKNOWN_PLACE, keys=("pub", "zoo")),
        Clash(Conflict.MUST_AND_MUST_NOT, keys=("a1",)),
    ]


def test_must_haves_that_cannot_be_paid() -> None:
    assert told(Wishes(budget=500, must=frozenset({"a3"}))) == [Clash(Conflict.MUST_COST_UNKNOWN, keys=("a3",))]
    dear = told(Wishes(budget=100, must=frozenset({"a2", "b1", "c1"})))
    assert dear == [Clash(Conflict.MUST_OVER_BUDGET, 160, 100, keys=("a2",))]
    assert dear[0].excess == 60


def test_more_must_haves_than_may_be() -> None:
    must = frozenset({"a1", "a2", "b1"})
    assert told(Wishes(most_per_area=1, must=must)) == [Clash(Conflict.MUST_OVER_AREA, 2, 1, ("a1", "a2"), ("a",))]
    assert told(Wishes(most=2, must=must)) == [Clash(Conflict.MUST_OVER_MOST, 3, 2)]


def test_minimums_that_cannot_be_met() -> None:
    assert told(Wishes(least_in={"a": 2}, most_per_area=1)) == [Clash(Conflict.LEAST_ABOVE_MOST, 2, 1, areas=("a",))]
    few = Clash(Conflict.AREA_TOO_FEW, 3, 2, areas=("a",))
    assert told(Wishes(budget=999, least_in={"a": 3})) == [few], "the third has no known cost"
    assert told(Wishes(least_in={"a": 3}, must_not=frozenset({"a1"}))) == [few]
    assert told(Wishes(least_in={"nowhere": 1})) == [Clash(Conflict.AREA_TOO_FEW, 1, 0, areas=("nowhere",))]
    many = Wishes(most=3, least_in={"a": 2, "b": 2, "c": 1}, must=frozenset({"a1"}))
    assert told(many) == [Clash(Conflict.LEAST_OVER_MOST, 5, 3, areas=("b",))]


def test_minimums_that_cost_more_than_there_is() -> None:
    """Cheapest: 50 and 60 beside the must-have of 20; giving up the dearer minimum is enough."""
    wishes = Wishes(budget=100, least_in={"a": 1, "b": 1, "c": 1}, must=frozenset({"c1"}))
    assert told(wishes) == [Clash(Conflict.CHEAPEST_OVER_BUDGET, 130, 100, areas=("b",))]
    assert best_set(PLACES, replace(wishes, budget=130)).possible


def test_minimums_that_are_too_many_and_too_dear_are_both_told() -> None:
    """Without the minimum of a one place would do, but not for that money."""
    assert told(Wishes(budget=40, most=1, least_in={"a": 1, "b": 1})) == [
        Clash(Conflict.LEAST_OVER_MOST, 2, 1, areas=("a",)),
        Clash(Conflict.CHEAPEST_OVER_BUDGET, 110, 40, areas=("b", "a")),
    ]


@settings(deadline=None, max_examples=120)
@given(case=cases(), overlap=st.booleans())
def test_wishes_are_impossible_exactly_when_a_clash_is_told(case: Case, overlap: bool) -> None:
    candidates, wishes = case
    wishes = replace(wishes, must_not=wishes.must_not | wishes.must) if overlap else wishes
    answer = best_set(candidates, wishes)
    assert bool(answer.clashes) == (plainly_best(candidates, wishes) is None)
    for clash in answer.clashes:
        assert clash.excess is None or clash.excess > 0
        assert_smallest_way_out(clash, candidates, wishes)
    if answer.clashes and all(clash.conflict in MINIMUMS for clash in answer.clashes):
        given_up = {area for clash in answer.clashes for area in clash.areas}
        left = {area: least for area, least in wishes.least_in.items() if area not in given_up}
        assert plainly_best(candidates, replace(wishes, least_in=left)) is not None, "giving up all that is named helps"


MINIMUMS = {Conflict.LEAST_OVER_MOST, Conflict.CHEAPEST_OVER_BUDGET}


def assert_smallest_way_out(clash: Clash, candidates: list[Candidate], wishes: Wishes) -> None:
    """What is named to be given up takes this clash away, and nothing smaller does."""
    if clash.conflict is Conflict.MUST_OVER_BUDGET:
        assert_smallest(clash, candidates, clash.keys, wishes.must, lambda left: replace(wishes, must=frozenset(left)))
    if clash.conflict in {Conflict.LEAST_OVER_MOST, Conflict.CHEAPEST_OVER_BUDGET}:
        least = wishes.least_in
        assert_smallest(
            clash, candidates, clash.areas, least, lambda left: replace(wishes, least_in={a: least[a] for a in left})
        )


def assert_smallest(
    clash: Clash,
    candidates: list[Candidate],
    named: tuple[str, ...],
    among: Iterable[str],
    wishes: Callable[[set[str]], Wishes],
) -> None:
    every = set(among)

    def stays(given_up: tuple[str, ...]) -> bool:
        found = best_set(candidates, wishes(every - set(given_up))).clashes
        return any(each.conflict is clash.conflict for each in found)

    assert not stays(named)
    assert all(stays(fewer) for fewer in combinations(sorted(every), len(named) - 1))

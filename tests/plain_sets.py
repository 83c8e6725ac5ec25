"""The plain reading of a best set: every subset tried; and a greedy choice to compare with."""

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from dashboard.jobs.best_set import Candidate, Wishes

Rank = tuple[int, int, int]
Case = tuple[list[Candidate], Wishes]
Table = NDArray[np.int64]
AREAS = ("a", "b", "c")


def respects(chosen: Collection[Candidate], wishes: Wishes) -> bool:
    """Whether all wishes hold for these places."""
    keys, count = {each.key for each in chosen}, Counter(each.area for each in chosen)
    cost = None if any(each.cost is None for each in chosen) else sum(each.cost or 0 for each in chosen)
    return all(
        (
            wishes.must <= keys,
            not wishes.must_not & keys,
            wishes.most is None or len(keys) <= wishes.most,
            all(count[area] >= least for area, least in wishes.least_in.items()),
            wishes.most_per_area is None
            or all(number <= wishes.most_per_area for area, number in count.items() if area is not None),
            wishes.budget is None or (cost is not None and cost <= wishes.budget),
        )
    )


def rank_of(chosen: Collection[Candidate], candidates: Sequence[Candidate]) -> Rank:
    """More value is better, then less cost (unknown ones are above all others), then lower positions by key."""
    position = {key: number for number, key in enumerate(sorted(each.key for each in candidates), 1)}
    dearest = 1 + max((each.cost or 0 for each in candidates), default=0)
    cost = sum(dearest if each.cost is None else each.cost for each in chosen)
    return sum(each.value for each in chosen), -cost, -sum(position[each.key] for each in chosen)


def plainly_best(candidates: Sequence[Candidate], wishes: Wishes) -> Rank | None:
    """How good the best of all subsets is; None when none respects the wishes."""
    ordered = sorted(candidates, key=lambda each: each.key)
    inside = np.array([[number >> at & 1 for at in range(len(ordered))] for number in range(2 ** len(ordered))])
    fine = inside[_fine(inside, ordered, wishes)]
    if not len(fine):
        return None
    ranks = np.array([rank_of([each], ordered) for each in ordered])
    return max(map(tuple, (fine @ ranks).tolist()))


def _fine(inside: Table, candidates: Sequence[Candidate], wishes: Wishes) -> NDArray[np.bool_]:
    """Which of many sets (a row each) respect the wishes."""
    fine = np.ones(len(inside), bool)
    for at, each in enumerate(candidates):
        unpayable = wishes.budget is not None and each.cost is None
        fine &= (inside[:, at] == 1) | (each.key not in wishes.must)
        fine &= (inside[:, at] == 0) | (each.key not in wishes.must_not and not unpayable)
    for area in {*AREAS, *wishes.least_in, *(each.area for each in candidates if each.area)}:
        there = inside @ np.array([each.area == area for each in candidates], int)
        fine &= there >= wishes.least_in.get(area, 0)
        fine &= there <= (len(candidates) if wishes.most_per_area is None else wishes.most_per_area)
    fine &= inside.sum(axis=1) <= (len(candidates) if wishes.most is None else wishes.most)
    cost = inside @ np.array([each.cost or 0 for each in candidates])
    return fine & (True if wishes.budget is None else cost <= wishes.budget)


def greedy(candidates: Sequence[Candidate], wishes: Wishes) -> list[Candidate]:
    """Under a budget: what must be, what minimums need (the cheapest), then by value per euro whatever still fits."""
    usable = [each for each in candidates if each.cost is not None and each.key not in wishes.must_not]
    chosen = [each for each in usable if each.key in wishes.must]
    count = Counter(each.area for each in chosen)
    for each in sorted(usable, key=lambda each: (each.cost or 0, -each.value, each.key)):
        if each not in chosen and each.area and count[each.area] < wishes.least_in.get(each.area, 0):
            chosen.append(each)
            count[each.area] += 1
    spent, inside = sum(each.cost or 0 for each in chosen), {each.key for each in chosen}
    for each in sorted(usable, key=lambda each: (-each.value / max(each.cost or 0, 1), each.key)):
        full = each.area and wishes.most_per_area is not None and count[each.area] >= wishes.most_per_area
        many = wishes.most is not None and len(chosen) >= wishes.most
        if each.key not in inside and not full and not many and spent + (each.cost or 0) <= (wishes.budget or 0):
            chosen.append(each)
            count[each.area] += 1
            spent += each.cost or 0
    return chosen


@st.composite
def cases(draw: st.DrawFn, largest: int = 8) -> Case:
    """Some places and wishes of every kind, of few different numbers; about half of them can hold."""
    size = draw(st.integers(1, largest))
    keys = [f"k{at}" for at in range(size)]
    cost, area = st.one_of(st.integers(0, 9), st.just(3), st.none()), st.sampled_from([None, *AREAS])
    candidates = [Candidate(key, draw(st.integers(0, 7)), draw(cost), draw(area)) for key in keys]
    some = st.frozensets(st.sampled_from(keys), max_size=2)
    wishes = Wishes(
        draw(st.one_of(st.none(), st.integers(0, 30))),
        draw(st.one_of(st.none(), st.integers(0, 6))),
        draw(st.dictionaries(st.sampled_from(AREAS), st.integers(0, 2), max_size=2)),
        draw(st.one_of(st.none(), st.integers(0, 3))),
        must := draw(some),
        draw(some) - must,
    )
    return candidates, wishes


@st.composite
def tight_cases(draw: st.DrawFn, size: int = 10) -> Case:
    """Places and a budget for about half of them, with minimums that cost something; nearly all of these can hold."""
    chance = np.random.default_rng(draw(st.integers(0, 2**60)))
    steps, points = chance.choice([3, 12, 90], 2)
    cost = chance.integers(1, steps + 1, size)
    value = cost + chance.integers(0, points) if chance.random() < 0.3 else chance.integers(0, points + 1, size)
    area = chance.choice([*AREAS, ""], size)
    candidates = [
        Candidate(f"k{at}", int(value[at]), int(cost[at]), str(area[at]) or None) for at in range(size)
    ]  # fmt: skip
    named = [f"k{at}" for at in chance.permutation(size)[:2]] if chance.random() < 0.3 else ["", ""]
    wishes = Wishes(
        int(cost.sum() * chance.uniform(0.2, 0.8)),
        int(chance.integers(3, 8)) if chance.random() < 0.5 else None,
        {code: int(chance.integers(0, 3)) for code in AREAS if chance.random() < 0.5},
        int(chance.integers(1, 4)) if chance.random() < 0.4 else None,
        frozenset(filter(None, named[:1])),
        frozenset(filter(None, named[1:])),
    )
    return candidates, wishes

"""Each reason why a place is in or out is true: held to every single exchange and to the wishes themselves."""

from dataclasses import replace

from hypothesis import given, settings

from dashboard.jobs.best_set import BestSet, Candidate, Exchange, Reason, Refill, Why, Wishes, best_set
from tests.plain_sets import Case, cases, respects, tight_cases

INSIDE = [Why.MUST, Why.MINIMUM, Why.VALUE]
FULL = [Why.AREA_FULL, Why.PLACES_FULL, Why.NO_ROOM]


class Told:
    """An answer beside its question."""

    def __init__(self, candidates: list[Candidate], wishes: Wishes, answer: BestSet) -> None:
        self.wishes, self.answer = wishes, answer
        self.by_key = {each.key: each for each in candidates}
        self.chosen = frozenset(answer.chosen)

    def value(self, keys: frozenset[str]) -> int:
        return sum(self.by_key[key].value for key in keys)

    def holds(self, keys: frozenset[str], wishes: Wishes | None = None) -> bool:
        return respects([self.by_key[key] for key in keys], wishes or self.wishes)

    def in_area(self, area: str | None) -> int:
        return sum(self.by_key[key].area == area for key in self.chosen)

    def exchanges(self, key: str) -> list[Exchange]:
        """Every exchange for one place that the wishes allow."""
        return [
            Exchange(out, self.by_key[out].value - self.by_key[key].value)
            for out in sorted(self.chosen)
            if self.holds(self.chosen - {out} | {key})
        ]


@settings(deadline=None, max_examples=80)
@given(case=cases())
def test_every_reason_is_true(case: Case) -> None:
    assert_true(case)


@settings(deadline=None, max_examples=150)
@given(case=tight_cases())
def test_every_reason_is_true_when_the_budget_binds(case: Case) -> None:
    assert_true(case)


def assert_true(case: Case) -> None:
    candidates, wishes = case
    answer = best_set(candidates, wishes)
    told = Told(candidates, wishes, answer)
    assert [each.key for each in answer.reasons] == (sorted(told.by_key) if answer.possible else [])
    for reason in answer.reasons:
        place = told.by_key[reason.key]
        assert (reason.value, reason.cost, reason.area) == (place.value, place.cost, place.area)
        assert reason.chosen == (reason.key in told.chosen) == (reason.why in INSIDE)
        assert_given(reason, wishes)
        assert_inside(reason, told)
        assert_outside(reason, told)


def assert_given(reason: Reason, wishes: Wishes) -> None:
    """What can be said without knowing the set; the first that holds is said."""
    unpayable = wishes.budget is not None and (reason.cost is None or reason.cost > wishes.budget)
    assert (reason.why is Why.MUST) == (reason.key in wishes.must)
    assert (reason.why is Why.MUST_NOT) == (reason.key in wishes.must_not)
    if reason.key in wishes.must | wishes.must_not:
        return
    assert (reason.why in {Why.COST_UNKNOWN, Why.ABOVE_BUDGET}) == unpayable
    if reason.why is Why.ABOVE_BUDGET:
        assert reason.limit == wishes.budget
        assert reason.cost is not None
        assert reason.limit is not None
        assert reason.short == reason.cost - reason.limit > 0
    if not unpayable and not reason.chosen:
        assert (reason.why is Why.ADDS_NOTHING) == (reason.value == 0)


def assert_inside(reason: Reason, told: Told) -> None:
    if reason.why is Why.VALUE:
        assert reason.value > 0
    if reason.why is Why.MINIMUM:
        assert reason.area is not None
        assert reason.limit == told.wishes.least_in[reason.area] == told.in_area(reason.area)
        assert reason.refill is not None or reason.value == 0
    if reason.refill is not None:
        assert reason.why is Why.MINIMUM
        assert_refill(reason, reason.refill, told)


def assert_refill(reason: Reason, refill: Refill, told: Told) -> None:
    """What is named would be worth so much more, and only the minimum of that neighbourhood forbids it."""
    instead = told.chosen - {reason.key} | set(refill.instead)
    assert told.value(instead) == told.value(told.chosen) + refill.gains
    assert refill.gains > 0
    assert not told.holds(instead)
    least = {area: count for area, count in told.wishes.least_in.items() if area != reason.area}
    assert told.holds(instead, replace(told.wishes, least_in=least))


def assert_outside(reason: Reason, told: Told) -> None:
    if reason.why is Why.AREA_FULL:
        assert reason.limit == told.wishes.most_per_area == told.in_area(reason.area)
    if reason.why is Why.PLACES_FULL:
        assert reason.limit == told.wishes.most == len(told.chosen)
    if reason.why is Why.NO_ROOM:
        assert told.wishes.budget is not None
        assert reason.limit == told.wishes.budget - told.answer.cost
        assert reason.cost is not None
        assert reason.short == reason.cost - reason.limit > 0
    assert_exchange(reason, told)


def assert_exchange(reason: Reason, told: Told) -> None:
    """The exchange that is named is possible, loses what it says, and no other loses less."""
    if reason.why not in FULL:
        assert reason.exchange is None
        return
    possible = told.exchanges(reason.key)
    assert (reason.exchange is None) == (not possible)
    if reason.exchange is not None:
        assert reason.exchange in possible
        least = min(each.loses for each in possible)
        assert reason.exchange.loses == least >= 0
        equal = [told.by_key[each.gives_up].cost or 0 for each in possible if each.loses == least]
        assert told.wishes.budget is None or told.by_key[reason.exchange.gives_up].cost == max(equal)


TOWN = [
    Candidate("dock", 90, 60, "north"),
    Candidate("elm", 30, 30, "south"),
    Candidate("fair", 80, 50, "north"),
    Candidate("gate", 70, 55, "north"),
    Candidate("isle", 99, 500, "south"),
    Candidate("jetty", 99, None, "south"),
    Candidate("kiosk", 0, 1, "south"),
    Candidate("lane", 60, 70, "south"),
]


def told_in_town(wishes: Wishes) -> dict[str, tuple[object, ...]]:
    return {
        each.key: tuple(
            part for part in (each.why, each.limit, each.short, each.exchange, each.refill) if part is not None
        )
        for each in best_set(TOWN, wishes).reasons
    }


def test_a_small_town_is_told_why() -> None:
    assert told_in_town(Wishes(budget=145, least_in={"south": 1}, most_per_area=2)) == {
        "dock": (Why.VALUE,),
        "elm": (Why.VALUE,),
        "fair": (Why.VALUE,),
        "gate": (Why.AREA_FULL, 2, Exchange("fair", 10)),
        "isle": (Why.ABOVE_BUDGET, 145, 355),
        "jetty": (Why.COST_UNKNOWN,),
        "kiosk": (Why.ADDS_NOTHING,),
        "lane": (Why.NO_ROOM, 5, 65),
    }


def test_a_minimum_that_costs_something_says_what_it_keeps_out() -> None:
    """North could have a third place for the price of the one in the south."""
    told = told_in_town(Wishes(budget=165, least_in={"south": 1}, must_not=frozenset({"kiosk"})))
    assert told["elm"] == (Why.MINIMUM, 1, Refill(("gate",), 40))
    assert told["gate"] == (Why.NO_ROOM, 25, 30, Exchange("fair", 10))
    three = told_in_town(Wishes(budget=165, most=3, least_in={"south": 1}))
    assert three["elm"] == (Why.MINIMUM, 1, Refill(("gate",), 40))
    assert three["gate"] == (Why.PLACES_FULL, 3, Exchange("fair", 10))


def test_a_place_without_value_is_in_for_a_minimum_only() -> None:
    told = told_in_town(Wishes(budget=145, least_in={"south": 1}, must_not=frozenset({"fair", "elm", "lane"})))
    assert told["kiosk"] == (Why.MINIMUM, 1)
    full = told_in_town(Wishes(budget=145, most=2, must=frozenset({"elm"})))
    assert (full["elm"], full["dock"], full["gate"]) == (
        (Why.MUST,),
        (Why.VALUE,),
        (Why.PLACES_FULL, 2, Exchange("dock", 20)),
    )

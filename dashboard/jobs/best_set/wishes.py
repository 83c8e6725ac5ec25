"""What may be chosen from, and what a choice must respect."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

LARGEST = 10**9
"""No value and no cost is larger: sums then stay exact in whole numbers, and precise enough where they are divided."""


@dataclass(frozen=True)
class Candidate:
    """A place that may be chosen.

    `value` is a whole number, 0 to `LARGEST` (a score in hundredths, say), so that equal is equal. `cost` in whole
    euro, None when it is not known. `area` is the code of its neighbourhood; no rule of neighbourhoods concerns one
    that lies in none.
    """

    key: str
    value: int
    cost: int | None = None
    area: str | None = None


@dataclass(frozen=True)
class Wishes:
    """What a choice must respect: euro in all, places in all, least and most places of a neighbourhood, named places.

    None means no limit. A place of unknown cost cannot be chosen under a budget; without one it counts as dearer than
    all others where value is equal.
    """

    budget: int | None = None
    most: int | None = None
    least_in: Mapping[str, int] = field(default_factory=dict)
    most_per_area: int | None = None
    must: frozenset[str] = frozenset()
    must_not: frozenset[str] = frozenset()


def check(candidates: Sequence[Candidate], wishes: Wishes) -> None:
    """Raise ValueError for what nobody can mean: a key twice, a number that is negative, too large or not whole."""
    twice = [key for key, count in Counter(each.key for each in candidates).items() if count > 1]
    if twice:
        raise ValueError(f"keys of candidates stand twice: {sorted(twice)[:5]}")
    for each in candidates:
        _check(f"value of {each.key}", each.value, LARGEST)
        if each.cost is not None:
            _check(f"cost of {each.key}", each.cost, LARGEST)
    limits = {"budget": wishes.budget, "most": wishes.most, "most_per_area": wishes.most_per_area}
    for name, number in {**limits, **{f"least_in {area}": least for area, least in wishes.least_in.items()}}.items():
        if number is not None:
            _check(name, number)


def _check(name: str, number: object, most: int | None = None) -> None:
    if not isinstance(number, int) or isinstance(number, bool):
        raise ValueError(f"{name} is not a whole number: {number!r}")
    if number < 0 or (most is not None and number > most):
        raise ValueError(f"{name} is out of range: {number}")

"""What is answered: the set, how sure it is the best, why each place is in or out, or why no set can be.

Codes and numbers only; sentences are made where somebody reads them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a place is in (the first three) or out; the first that holds, in this order."""

    MUST = "must"
    MINIMUM = "minimum"
    VALUE = "value"
    MUST_NOT = "must_not"
    COST_UNKNOWN = "cost_unknown"
    ABOVE_BUDGET = "above_budget"
    ADDS_NOTHING = "adds_nothing"
    AREA_FULL = "area_full"
    PLACES_FULL = "places_full"
    NO_ROOM = "no_room"


@dataclass(frozen=True)
class Exchange:
    """One chosen place (`gives_up`) out and this one in: all wishes still hold, and the total value falls by `loses`.

    No other single exchange for this place loses less, and of equal ones under a budget the dearest place goes. `loses`
    is never negative.
    """

    gives_up: str
    loses: int


@dataclass(frozen=True)
class Refill:
    """What would come `instead` of a place that a minimum holds in; the total value would rise by `gains`.

    All wishes but the minimum of its own neighbourhood would hold. It is one such set, not the best of all.
    """

    instead: tuple[str, ...]
    gains: int


@dataclass(frozen=True)
class Reason:
    """Why one place is in or out.

    | why | claims |
    | --- | --- |
    | MUST | the wishes name it |
    | MINIMUM | its neighbourhood has exactly its minimum (`limit`), and without that, `refill` would be worth more |
    | VALUE | no wish names it, and giving up a minimum showed nothing better to come instead |
    | MUST_NOT | the wishes exclude it |
    | COST_UNKNOWN | there is a budget, and its cost is not known |
    | ABOVE_BUDGET | it costs more (`short`) than the whole budget (`limit`) |
    | ADDS_NOTHING | its value is 0 |
    | AREA_FULL | its neighbourhood has as many places as may be (`limit`) |
    | PLACES_FULL | as many places are chosen as may be (`limit`) |
    | NO_ROOM | it costs more (`short`) than what is left of the budget (`limit`) |

    A place without value is in for a MINIMUM only, also without a `refill`. `exchange` (of the last three): the best
    single exchange that brings a place in, None when there is none.
    """

    key: str
    chosen: bool
    why: Why
    value: int
    cost: int | None
    area: str | None
    limit: int | None = None
    short: int | None = None
    exchange: Exchange | None = None
    refill: Refill | None = None

    @property
    def value_per_euro(self) -> float | None:
        """Value per euro; None where the cost is 0 or not known."""
        return self.value / self.cost if self.cost else None


class Conflict(StrEnum):
    """Wishes that cannot hold together."""

    UNKNOWN_PLACE = "unknown_place"
    MUST_AND_MUST_NOT = "must_and_must_not"
    MUST_COST_UNKNOWN = "must_cost_unknown"
    MUST_OVER_BUDGET = "must_over_budget"
    MUST_OVER_AREA = "must_over_area"
    MUST_OVER_MOST = "must_over_most"
    LEAST_ABOVE_MOST = "least_above_most"
    AREA_TOO_FEW = "area_too_few"
    LEAST_OVER_MOST = "least_over_most"
    CHEAPEST_OVER_BUDGET = "cheapest_over_budget"


@dataclass(frozen=True)
class Clash:
    """One reason why no set can be: what is `asked`, what is `possible`, and what could be given up.

    | conflict | asked, possible | keys | areas |
    | --- | --- | --- | --- |
    | UNKNOWN_PLACE | | wished or excluded, but no candidate | |
    | MUST_AND_MUST_NOT | | both wished and excluded | |
    | MUST_COST_UNKNOWN | | must-haves of unknown cost under a budget | |
    | MUST_OVER_BUDGET | euro of the must-haves, budget | the fewest to give up, dearest first | |
    | MUST_OVER_AREA | must-haves of the neighbourhood, most of one | those must-haves | the neighbourhood |
    | MUST_OVER_MOST | must-haves, most places | | |
    | LEAST_ABOVE_MOST | minimum, most of one neighbourhood | | the neighbourhood |
    | AREA_TOO_FEW | minimum, candidates not excluded (under a budget: of known cost) | | the neighbourhood |
    | LEAST_OVER_MOST | places that minimums and must-haves need, most places | | the fewest minimums to give up |
    | CHEAPEST_OVER_BUDGET | euro of the cheapest way to meet all, budget | | the fewest minimums to give up |
    """

    conflict: Conflict
    asked: int | None = None
    possible: int | None = None
    keys: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()

    @property
    def excess(self) -> int | None:
        """By how much too much is asked."""
        return None if self.asked is None or self.possible is None else self.asked - self.possible


@dataclass(frozen=True)
class BestSet:
    """The proposal, or why there is none (`clashes`; nothing is chosen then, and there are no reasons).

    `chosen` in order of key. `cost` adds up what is known; `costs_unknown` counts the chosen places beside it. No set
    is worth more than `at_most`; `best` says that this is what it is worth itself, `cheapest` that no set of that
    value costs less.
    """

    chosen: tuple[str, ...] = ()
    value: int = 0
    cost: int = 0
    costs_unknown: int = 0
    at_most: int = 0
    best: bool = False
    cheapest: bool = False
    reasons: tuple[Reason, ...] = ()
    clashes: tuple[Clash, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether any set respects the wishes."""
        return not self.clashes

"""What an entry of the measure registry says, and the rows in which its numbers are given.

Texts are English sentences of the catalogue. `compute` gives the numbers as a frame with a row per part: part ('' for
the measure itself), value (null when withheld or empty), numerator, denominator (null but for ratios), n (cases behind
the value) and unit. Parts and units are sentences of the catalogue too, except the outcomes of `closed`, which are
codes of `config.kinds`, those of `choice_reasons`, which are codes of `config.vocabularies`, and the names of channels.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from config.kinds import Direction, Permission
from config.language import N_
from config.topics import Topic
from queries.filters import Days, Filters, Population, Scope

SMALLEST_N = 5
PERCENTILES = (N_("median"), N_("p90"))
Compute = Callable[[Connection, Scope, Filters], pd.DataFrame]

LOCAL_DAYS = N_("Local days of the organisation.")
WORKING_DAYS = N_("Working days of the organisation's own calendar.")
BOTH_DAYS = N_(
    "Working days of the organisation's own calendar, or elapsed time / 24 hours; each duration takes the first edge "
    "of the published grid that is not below it, and that step is the only error."
)
NOTHING_OPEN = N_("None: only what happened counts.")
NUMBER, DAYS, SHARE, SCORE = N_("Number of meldingen"), N_("Days"), N_("Share"), N_("Score from 1 to 5")
PER_1000, UNKNOWN, UNPLACED = (
    N_("per 1,000 inhabitants"),
    N_("in a neighbourhood without known inhabitants"),
    N_("without neighbourhood"),
)
IN_PERIOD = N_("Events in the period.")
_PERMISSIONS = {Topic.MELDING: Permission.SEE_MELDINGEN, Topic.PROPOSAL: Permission.SEE_PROPOSALS}
_DIRECTIONS = {
    None: N_("Neither: a count."),
    Direction.AT_MOST: N_("Less is better."),
    Direction.AT_LEAST: N_("More is better."),
}


@dataclass(frozen=True)
class Measure:
    """What a number means.

    `good` is the side on which its targets lie; None: neither more nor less is better. `follows` is the population it
    belongs to; None is a stock or a plain count of both. `counted` are the parts that are counts; None: all of them.
    `topic` is what it counts. Parts that the scope may not know are left out.
    """

    id: str
    name: str
    sentence: str
    formula: str
    population: str
    censoring: str
    calendar: str
    unit: str
    good: Direction | None
    compute: Compute
    smallest_n: int = SMALLEST_N
    follows: Population | None = Population.PERIOD
    counted: tuple[str, ...] | None = ()
    topic: Topic = Topic.MELDING

    @property
    def direction(self) -> str:
        """The good direction in words."""
        return _DIRECTIONS[self.good]

    @property
    def permission(self) -> Permission:
        """What somebody needs to see it."""
        return _PERMISSIONS[self.topic]

    def grows(self, part: str) -> bool:
        """Whether a part grows with how much is counted, so that a target of the whole says nothing of a part of it."""
        return self.counted is None or part in self.counted


def row(part: str, value: Any, unit: str, *, numerator: Any = None, denominator: Any = None, n: Any = None) -> dict:
    """One part of a measure."""
    return {"part": part, "value": value, "numerator": numerator, "denominator": denominator, "n": n, "unit": unit}


def count(part: str, value: Any) -> dict:
    """A number of cases."""
    return row(part, int(value), N_("count"), n=int(value))


def share(part: str, numerator: Any, denominator: Any) -> dict:
    """A share, withheld when there are too few cases."""
    value = int(numerator) / int(denominator) if denominator >= SMALLEST_N else None
    return row(part, value, N_("share"), numerator=int(numerator), denominator=int(denominator), n=int(denominator))


def duration(part: str, value: Any, n: Any, days: Days) -> dict:
    """A percentile in days, withheld when there are too few cases."""
    unit = N_("working days") if days is Days.WORKING else N_("days")
    return row(part, None if n < SMALLEST_N or pd.isna(value) else float(value), unit, n=int(n))


def durations(found: pd.DataFrame, days: Days, *parts: str) -> list[dict]:
    """Percentiles of the one row of a frame (n, median, p90, longest)."""
    return [duration(part, found[part].iloc[0], int(found["n"].iloc[0]), days) for part in parts or PERCENTILES]


def spread(found: pd.Series, part: str, rate: str) -> list[dict]:
    """How alike places and inhabitants are spread, and what lies in no neighbourhood that can be compared."""
    n, people = int(found["n"]), found["inhabitants"]
    similarity, per_1000 = (
        None if n < SMALLEST_N or pd.isna(found[name]) else float(found[name]) for name in ("similarity", "per_1000")
    )
    return [
        row(part, similarity, N_("share"), n=n),
        row(rate, per_1000, PER_1000, numerator=n, denominator=None if pd.isna(people) else int(people), n=n),
        count(UNKNOWN, found["unknown"]),
        count(UNPLACED, found["unplaced"]),
    ]


def parts(*rows: dict) -> pd.DataFrame:
    """Rows as a frame that keeps whole numbers whole beside empty cells."""
    return pd.DataFrame(rows, columns=["part", "value", "numerator", "denominator", "n", "unit"], dtype=object)

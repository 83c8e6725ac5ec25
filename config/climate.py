"""The targets of the climate pact (LEKP), read from `config/data/lekp_targets.csv`: what is asked, by when, of whom."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from config.vocabularies import Indicator, Term, indicators, rows_of


@dataclass(frozen=True)
class LekpTarget(Term):
    """What the pact asks by `last_day`, counted from `first_day`: `amount` for each `per` inhabitants.

    `unit` is that of the pact (empty: a number of things); an amount in the unit of `indicator` times `factor` is one
    in that of the pact. `pacts` are the versions that ask it. `counts` and `excludes`: what counts and what does not,
    in Dutch and English, empty when the pact says nothing of it here.
    """

    indicator: str
    pacts: tuple[str, ...]
    amount: float
    per: int
    unit: str
    factor: float
    first_day: date
    last_day: date
    counts: tuple[str, str]
    excludes: tuple[str, str]
    source: str

    def share_by(self, day: date) -> float:
        """The part (0 to 1) of the target that a steady pace has reached at the end of `day`."""
        days, whole = (day - self.first_day).days + 1, (self.last_day - self.first_day).days + 1
        return min(max(days / whole, 0.0), 1.0)


@dataclass(frozen=True)
class Beyond(Term):
    """A target of the pact that no proposal yields: this database does not tell how it stands."""

    pacts: tuple[str, ...]
    source: str


@lru_cache(maxsize=1)
def lekp_targets() -> dict[str, LekpTarget]:
    """The targets that proposals contribute to, by code, in the order of the file."""
    return {row["code"]: _target(row) for row in rows_of("lekp_targets") if row["indicator"]}


def lekp_indicators() -> dict[str, LekpTarget]:
    """A target of each indicator: of several versions of the pact the first, which has the same unit."""
    found: dict[str, LekpTarget] = {}
    for target in lekp_targets().values():
        found.setdefault(target.indicator, target)
    return found


@lru_cache(maxsize=1)
def beyond_proposals() -> dict[str, Beyond]:
    """The targets that proposals do not contribute to, by code."""
    return {
        row["code"]: Beyond(row["code"], row["label_nl"], row["label_en"], tuple(row["pact"].split()), row["source"])
        for row in rows_of("lekp_targets")
        if not row["indicator"]
    }


def without_target() -> dict[str, Indicator]:
    """What proposals yield and the pact has no target for, by code."""
    return {code: indicator for code, indicator in indicators().items() if code not in lekp_indicators()}


def pact_days() -> tuple[date, date]:
    """The first day from which anything counts, and the last one by which it must be there."""
    targets = lekp_targets().values()
    return min(target.first_day for target in targets), max(target.last_day for target in targets)


def _target(row: dict[str, str]) -> LekpTarget:
    return LekpTarget(
        row["code"],
        row["label_nl"],
        row["label_en"],
        indicator=row["indicator"],
        pacts=tuple(row["pact"].split()),
        amount=float(row["amount"]),
        per=int(row["per"]),
        unit=row["unit"],
        factor=float(row["factor"]),
        first_day=date.fromisoformat(row["first_day"]),
        last_day=date.fromisoformat(row["last_day"]),
        counts=(row["counts_nl"], row["counts_en"]),
        excludes=(row["not_nl"], row["not_en"]),
        source=row["source"],
    )

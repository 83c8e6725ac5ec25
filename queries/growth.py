"""Growth: what came in during the period against the period before and a year before, with how sure that is.

Each question is a pure function (db, scope, filters) -> DataFrame.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Select, func, select

from queries.db import fetch
from queries.expectation import Expectation
from queries.filters import Filters, Scope
from queries.measures.base import SMALLEST_N
from queries.trends import (
    TOTAL,
    Coming,
    Weekly,
    coming_meldingen,
    coming_proposals,
    weekly,
    with_members,
)

_CERTAIN = 1.959963984540054
"""Standard errors on both sides of which 95 % lies."""
BEFORE = ("previous", "last_year")
GROWTH = ["code", "name", "n", *(f"{then}_{name}" for then in BEFORE for name in ("n", "ratio", "low", "high"))]


def growth(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Meldingen received in the period against the period before it and the same period a year before.

    Columns: code ('' all together, '-' without), name, n; and of `previous` and `last_year` each: _n, _ratio (as many a
    day, as a factor), _low, _high (95 %). A ratio is null with fewer than 5 in either period, or where what is known
    begins after that period did. All together first, then the largest.
    """
    return _growth(db, coming_meldingen(db, scope, filters))


def proposal_growth(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same of proposals that were submitted. No rows to a scope without `embargoed`."""
    return _growth(db, coming_proposals(db, scope, filters))


def _growth(db: Connection, coming: Coming) -> pd.DataFrame:
    periods = _periods(coming)
    series = weekly(db, coming)
    found = with_members(db, coming, fetch(db, _counted(coming, periods)))
    together = found.groupby("code", as_index=False).agg({"name": "last"} | dict.fromkeys(periods, "sum"))
    if together.empty:
        return pd.DataFrame(columns=GROWTH)
    whole = {"code": TOTAL, "name": None} | {name: together[name].sum() for name in periods}
    ordered = together.sort_values(["n", "code"], ascending=[False, True])
    frame = pd.concat([pd.DataFrame([whole]), ordered], ignore_index=True)
    spread = _spread(series, series.expected())
    rows = [_row(row, periods, spread, series) for row in frame.to_dict("records")]
    return pd.DataFrame(rows, columns=GROWTH)


def _periods(coming: Coming) -> dict[str, Filters]:
    """By the column of their counts: this period as far as it is known, and the two that it is compared with."""
    known = coming.own.known
    return {"n": known, "previous_n": known.previous(), "last_year_n": known.last_year()}


def _counted(coming: Coming, periods: Mapping[str, Filters]) -> Select:
    """Counts of the three periods in one reading."""
    day = coming.day
    inside = {name: day.between(one.first_day, one.last_day) for name, one in periods.items()}
    keys = coming.table.c.organisation_id, coming.key(coming.own.filters.by).label("key")
    counts = [func.count().filter(one).label(name) for name, one in inside.items()]
    first, last = min(one.first_day for one in periods.values()), periods["n"].last_day
    return select(*keys, *counts).where(*coming.conditions, day.between(first, last)).group_by(*keys)


def _spread(series: Weekly, known: Expectation) -> dict[str, float]:
    """By how much more than chance alone the counts of each member vary; where that is not known as the usual one."""
    together = known.dispersion * known.together
    usual = float(np.nanmedian(together)) if np.isfinite(together).any() else 1.0
    spread = np.where(np.isfinite(together), together, usual)
    return dict(zip(series.members["code"], map(float, spread), strict=True))


def _row(row: dict[Any, Any], periods: Mapping[str, Filters], spread: dict[str, float], series: Weekly) -> dict:
    told = {name: row[name] for name in ("code", "name", "n", *(f"{then}_n" for then in BEFORE))}
    for then in BEFORE:
        before = periods[f"{then}_n"]
        known = series.first is not None and before.first_day >= series.first
        if known and min(row["n"], row[f"{then}_n"]) >= SMALLEST_N:
            days = [(one.last_day - one.first_day).days + 1 for one in (before, periods["n"])]
            told |= _ratio(then, row["n"], row[f"{then}_n"], days[0] / days[1], spread.get(row["code"], 1.0))
    return told


def _ratio(then: str, now: int, before: int, longer: float, spread: float) -> dict[str, float]:
    """The ratio of two rates, with its quasi-Poisson interval at 95 %: exp(log ratio +- z sqrt(phi (1/n + 1/m)))."""
    ratio, error = now / before * longer, np.sqrt(spread * (1 / now + 1 / before))
    low, high = (float(ratio * np.exp(side * _CERTAIN * error)) for side in (-1, 1))
    return {f"{then}_ratio": float(ratio), f"{then}_low": low, f"{then}_high": high}

"""How the candidates of a round compare: points by criterion, their rank, and what a set of them would mean.

A criterion gives a place the share that it reaches of the best: its value of the highest, or, where less is better, how
far it lies below the highest on the way to the lowest. The weight of the criterion says how many points that is. What
is not known of a place gives no points and is told as such: it could still give as many as its weight.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from config.criteria import GAIN, WHOLE, Criterion, is_better_when_less

POINTS = "points."
"""Begins the columns with the points for a criterion."""


def shares(values: pd.Series, *, less_is_better: bool) -> pd.Series:
    """How near each value comes to the best of them, 0 to 1; null where it is not known."""
    numbers = values.astype(float)
    high, low = numbers.max(), numbers.min()
    if less_is_better:
        return (high - numbers) / (high - low) if high > low else numbers * 0 + 1
    return numbers.clip(lower=0) / high if high > 0 else numbers * 0


def ranked(candidates: pd.DataFrame, weights: Mapping[str, int]) -> pd.DataFrame:
    """The candidates in order of their points, most first; of equals the one that is known best, has most votes, waits
    longest.

    `candidates`: as in `queries.candidates`; a criterion that has no column there is not known of any. More columns:
    points.<criterion> (null where not known), score (their sum, 0 to 100), unknown (points that are not known), rank
    (from 1).
    """
    points = {f"{POINTS}{code}": _points(candidates, code, weight) for code, weight in weights.items() if weight}
    table = pd.DataFrame(points, index=candidates.index, dtype=float)
    lost = {f"{POINTS}{code}": weight for code, weight in weights.items() if weight}
    told = candidates.assign(
        **table,
        score=table.sum(axis=1).round(6),
        unknown=table.isna().mul(pd.Series(lost, dtype=float), axis=1).sum(axis=1),
    )
    order = ["score", "unknown", Criterion.SUPPORT, Criterion.WAITING]
    ascending = [False, True, False, False]
    ordered = told.sort_values(order, ascending=ascending, kind="stable", na_position="last", ignore_index=True)
    return ordered.assign(rank=np.arange(1, len(ordered) + 1))


def _points(candidates: pd.DataFrame, code: str, weight: int) -> pd.Series:
    if code not in candidates:
        return pd.Series(np.nan, candidates.index)
    return shares(candidates[code], less_is_better=is_better_when_less(code)) * weight


@dataclass(frozen=True)
class Simulated:
    """What a set of places would mean together.

    n places, cost in euro of those whose cost is known, without_cost of which it is not; gains by indicator (n of which
    it is known, total); areas (code, area, n; null code: without neighbourhood), left_out (rank and title of those that
    rank above the last of the set and are not in it).
    """

    n: int
    cost: float
    without_cost: int
    gains: pd.DataFrame
    areas: pd.DataFrame
    left_out: pd.DataFrame


def simulated(ranking: pd.DataFrame, chosen: Collection[Any]) -> Simulated:
    """What the places of `ranked` whose subject_id is in `chosen` would mean together."""
    own = ranking[ranking["subject_id"].isin(list(chosen))]
    costs = own[Criterion.COST].astype(float)
    names = [name for name in ranking.columns if str(name).startswith(GAIN)]
    gains = pd.DataFrame(
        {
            "indicator": [name.removeprefix(GAIN) for name in names],
            "n": [int(own[name].notna().sum()) for name in names],
            "total": [float(own[name].sum()) for name in names],
        }
    )
    areas = own.groupby(["area_code", "area"], dropna=False).size().rename("n").reset_index()
    last = 0 if own.empty else int(own["rank"].max())
    above = ranking[(ranking["rank"] < last) & ~ranking["subject_id"].isin(list(chosen))]
    return Simulated(
        n=len(own),
        cost=float(costs.sum()),
        without_cost=int(costs.isna().sum()),
        gains=gains[gains["n"] > 0].reset_index(drop=True),
        areas=areas.rename(columns={"area_code": "code"}),
        left_out=above[["rank", "subject_id", "title", "score"]].reset_index(drop=True),
    )


def by_weight(row: Mapping[Any, Any], weights: Mapping[str, int]) -> list[tuple[str, float | None, int]]:
    """Criterion, points (None: not known) and weight of a row of `ranked`, heaviest first."""
    told = [(code, row.get(f"{POINTS}{code}"), weight) for code, weight in weights.items() if weight]
    known = [(code, None if pd.isna(points) else float(points), weight) for code, points, weight in told]
    return sorted(known, key=lambda one: (-one[2], one[0]))


def whole_points(score: float) -> int:
    """A score as it is shown: whole points of 100."""
    return min(WHOLE, round(score))

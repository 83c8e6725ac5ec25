"""Hot spots: where more came in than elsewhere in the area, and what became of them since the periods before.

Each question is a pure function (db, scope, filters) -> value. It counts hexagons of the whole area, the empty ones too
(`queries.hot` judges them), in the period as far as it is known and in the three before it, which are as long. What has
no place, or one that stands for 'no place', is counted and left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import BigInteger, ColumnElement, Connection, FromClause, Select, any_, cast, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from config.cells import bits_below, centre
from queries.db import fetch
from queries.filters import By, Filters, Scope
from queries.hot import Course, courses, hot, nothing
from queries.hot import spots as numbered
from queries.hot_area import Grid, area_of
from queries.names import named, names
from queries.suppression import LEAST
from queries.trends import Coming, coming_meldingen, coming_proposals
from queries.viewport import key_at

PERIODS = 4
PILED_SHARE, PILED_ROWS, PILED_KINDS = 0.02, 20, 3
"""A point under more than this share of what has a place, so many at least, of so many categories or themes, stands for
'no place': as when a file is read (`dashboard/store/sources/seen.py`)."""
WHOLE = 0
"""The number of the row that tells of the whole area."""
SPOTS = [
    *("spot", "course", "n", "expected", "before", "cells", "area_code", "area", "street", "lon", "lat"),
    *("resolution", "unplaced", "outside", "piled", "bounded", "enough"),
]
CELLS = ["spot", "course", "key", "resolution", "n"]


@dataclass(frozen=True, eq=False)
class HotSpots:
    """spots: as `hotspots`. cells: the hexagons of each spot (spot, course, key as of `config.cells.key_of`,
    resolution, n)."""

    spots: pd.DataFrame
    cells: pd.DataFrame


def hotspots(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The hot spots of meldingen received in the period, new ones first, and one row of the whole area before them.

    Columns: spot (number from 1; 0: the whole area), course (`queries.hot.Course`, null of the whole), n (cases),
    expected (as many as so many hexagons hold on average), before (cases in the period before, null where that is not
    known), cells (hexagons), area_code, area and street (where most of them are; null when not told), lon and lat (the
    middle of its hexagon with the highest z); of the whole resolution, unplaced, outside and piled (cases left out:
    without place, outside of the boundary, at a point that stands for 'no place'), bounded (the boundary is known; else
    only hexagons with cases and those around them were looked at) and enough (cases and hexagons to look for any).
    A scope without single cases is told what follows from the hexagons that its map shows: wide ones, without few.
    """
    return found_meldingen(db, scope, filters).spots


def proposal_hotspots(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same of proposals that were submitted. No hot spots to a scope without `embargoed`."""
    return found_proposals(db, scope, filters).spots


def found_meldingen(db: Connection, scope: Scope, filters: Filters) -> HotSpots:
    """The hot spots of meldingen, with their hexagons."""
    return _found(db, coming_meldingen(db, scope, filters))


def found_proposals(db: Connection, scope: Scope, filters: Filters) -> HotSpots:
    """The hot spots of proposals, with their hexagons."""
    return _found(db, coming_proposals(db, scope, filters))


def _found(db: Connection, coming: Coming) -> HotSpots:
    periods = _periods(coming)
    area = area_of(db, coming.own.scope, coming.own.filters)
    counted = _without_few(coming.own.scope, fetch(db, _counted(coming, periods, area.finest)))
    placed = counted[counted["key"].notna()].astype({"key": "int64"})
    piled = _piled(db, coming, periods, area.finest, placed)
    grid = area.grid(_less(placed, piled))
    known = _known(db, coming, periods)
    spots = _spots(grid, known)
    streets = _streets(db, coming, periods, grid, spots.cells) if len(spots.cells) else None
    left = {"unplaced": _now(counted[counted["key"].isna()]), "piled": _now(piled)}
    return HotSpots(_rows(db, coming, grid, spots.spots, streets, left), spots.cells[CELLS])


# --- what is counted -------------------------------------------------------------------------------------------------
def _periods(coming: Coming) -> list[Filters]:
    """This period as far as it is known, and the three before it."""
    found = [coming.own.known]
    while len(found) < PERIODS:
        found.append(found[-1].previous())
    return found


def _columns(coming: Coming, periods: list[Filters]) -> list[ColumnElement]:
    days = (coming.day.between(one.first_day, one.last_day) for one in periods)
    return [func.count().filter(inside).label(f"n{at}") for at, inside in enumerate(days)]


def _within(coming: Coming, periods: list[Filters]) -> list[ColumnElement[bool]]:
    return [*coming.conditions, coming.day.between(periods[-1].first_day, periods[0].last_day)]


def _counted(coming: Coming, periods: list[Filters], resolution: int) -> Select:
    """Cases of each period by hexagon: key (null: without place), n0 (this period), n1, n2, n3."""
    key = key_at(coming.table, resolution).label("key")
    return select(key, *_columns(coming, periods)).where(*_within(coming, periods)).group_by(key)


def _piled(
    db: Connection, coming: Coming, periods: list[Filters], resolution: int, placed: pd.DataFrame
) -> pd.DataFrame:
    """The points that stand for 'no place': key, n0, n1, n2, n3."""
    sums = placed[_N].sum(axis=1)
    least = max(PILED_SHARE * sums.sum(), PILED_ROWS - 1)
    busy = [int(key) for key in placed.loc[sums > least, "key"]]
    if not busy:
        return placed.iloc[:0]
    table, key = coming.table, key_at(coming.table, resolution).label("key")
    there = or_(*(_cells_of(table, one, resolution) for one in busy))
    points = select(key, *_columns(coming, periods)).where(*_within(coming, periods), there)
    kinds = func.count(coming.key(By.CATEGORY).distinct())
    grouped = points.group_by(key, table.c.lon, table.c.lat).having(func.count() > least, kinds >= PILED_KINDS)
    return fetch(db, grouped)


def _cells_of(table: FromClause, key: int, resolution: int) -> ColumnElement[bool]:
    """The rows of one hexagon, as a range of cells: an index leads there."""
    bits = bits_below(resolution)
    return table.c.h3_10.between(key << bits, ((key + 1) << bits) - 1)


_N = [f"n{at}" for at in range(PERIODS)]


def _now(rows: pd.DataFrame) -> int:
    return int(rows["n0"].sum())


def _without_few(scope: Scope, counted: pd.DataFrame) -> pd.DataFrame:
    """As the map of a scope without single cases shows them: fewer than five in a hexagon are none."""
    if scope.cases:
        return counted
    return counted.assign(**{name: counted[name].where(counted[name] >= LEAST, 0) for name in _N})


def _less(placed: pd.DataFrame, piled: pd.DataFrame) -> pd.DataFrame:
    """Counts by key (index) without what lies at such points."""
    if piled.empty:
        return placed.set_index("key")[_N]
    left = placed.set_index("key")[_N].sub(piled.groupby("key")[_N].sum(), fill_value=0)
    return left.clip(lower=0)


def _known(db: Connection, coming: Coming, periods: list[Filters]) -> list[bool]:
    """Of which periods anything can be told: those that did not begin before the first case ever."""
    first = db.scalar(select(func.min(coming.day)).where(*coming.conditions))
    return [True, *(first is not None and first <= one.first_day for one in periods[1:])]


# --- the spots -------------------------------------------------------------------------------------------------------
def _spots(grid: Grid, known: list[bool]) -> HotSpots:
    """The spots in order, and their hexagons, without the words for where they are."""
    told = hot(grid.counts, grid.near) if grid.enough else nothing(grid.counts)
    course = courses(told, known)
    spot = numbered(course, grid.near)
    frame = pd.DataFrame(
        {"spot": spot, "course": course, "key": grid.keys, "n": grid.counts[0], "before": grid.counts[1]}
        | {"resolution": grid.resolution, "z": np.where(course == str(Course.FADING), told.z[1], told.z[0])}
    )
    own = frame[frame["spot"] > 0].sort_values("z", ascending=False, kind="stable")
    whole = own.groupby("spot", sort=False).agg(
        course=("course", "first"),
        resolution=("resolution", "first"),
        n=("n", "sum"),
        before=("before", "sum"),
        cells=("key", "size"),
        peak=("key", "first"),
    )
    order = {str(one): at for at, one in enumerate(Course)}
    whole = whole.iloc[np.argsort([order[one] for one in whole["course"]], kind="stable")]
    numbers = {old: at + 1 for at, old in enumerate(whole.index)}
    mean = grid.counts[0].mean() if len(grid.keys) else 0.0
    spots = whole.assign(
        spot=list(numbers.values()),
        n=whole["n"].astype(int),
        expected=whole["cells"] * mean,
        before=whole["before"].astype(int) if known[1] else None,
    )
    cells = own.assign(spot=own["spot"].map(numbers), n=own["n"].astype(int))
    return HotSpots(spots.reset_index(drop=True), cells.sort_values(["spot", "key"]).reset_index(drop=True))


def _streets(db: Connection, coming: Coming, periods: list[Filters], grid: Grid, cells: pd.DataFrame) -> pd.DataFrame:
    """Cases by spot, neighbourhood and street (spot, organisation_id, area_id, street, n), most first: of this period,
    and where it fades of the one before. A scope without single cases is told no streets."""
    table = coming.table
    key = key_at(table, grid.resolution).label("key")
    groups = [key, table.c.organisation_id, table.c.area_id, *([table.c.street] if coming.own.scope.cases else [])]
    inside = key == any_(cast([int(one) for one in cells["key"]], ARRAY(BigInteger)))
    days = [coming.day.between(one.first_day, one.last_day) for one in periods[:2]]
    counts = _columns(coming, periods[:2])
    found = fetch(db, select(*groups, *counts).where(*coming.conditions, or_(*days), inside).group_by(*groups))
    own = found.assign(street=found.get("street")).merge(cells[["key", "spot", "course"]], on="key")
    own = own.assign(n=np.where(own["course"] == str(Course.FADING), own["n1"], own["n0"]))
    keys = ["spot", "organisation_id", "area_id", "street"]
    summed = own.groupby(keys, dropna=False).agg(n=("n", "sum")).reset_index()
    return summed.sort_values(["spot", "n"], ascending=[True, False], kind="stable")


def _rows(
    db: Connection, coming: Coming, grid: Grid, spots: pd.DataFrame, streets: pd.DataFrame | None, left: dict[str, int]
) -> pd.DataFrame:
    """The whole area, then the spots, with where they are."""
    whole: dict[Any, Any] = {"spot": WHOLE, "n": int(grid.counts[0].sum()), "cells": len(grid.keys)}
    whole |= {"expected": float(grid.counts[0].mean()) if grid.keys else 0.0, "resolution": grid.resolution}
    whole |= {"outside": grid.outside, "bounded": grid.bounded, "enough": grid.enough} | left
    rows = [whole]
    if streets is not None:
        areas = named(streets, names(db, coming.own.scope, "area"), "area_id", area_code="code", area="name")
        records: list[dict[Any, Any]] = spots.to_dict("records")
        rows += [one | _where(areas[areas["spot"] == one["spot"]]) | _middle(one) for one in records]
    return pd.DataFrame(rows, columns=SPOTS, dtype=object)


def _where(streets: pd.DataFrame) -> dict[Any, Any]:
    """The neighbourhood and the street with most cases."""
    told: dict[Any, Any] = {"area_code": None, "area": None, "street": None}
    for keys in (["area_code", "area"], ["street"]):
        summed = streets.dropna(subset=keys).groupby(keys, sort=False).agg(n=("n", "sum")).reset_index()
        if len(summed):
            told |= summed[summed["n"] == summed["n"].max()][keys].iloc[0].to_dict()
    return told


def _middle(spot: Mapping[Any, Any]) -> dict[Any, Any]:
    lon, lat = centre(int(spot["peak"]), int(spot["resolution"]))
    return {"lon": round(lon, 5), "lat": round(lat, 5)}

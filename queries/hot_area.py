"""The area in which hot spots are looked for: its hexagons, also the empty ones, and what lies in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from config.cells import beside, bits_below, keys_within
from queries.atlas import WIDEST_OF_CASES, boundaries
from queries.db import fetch
from queries.filters import WITHOUT, Filters, Scope
from queries.hot import LEAST_CASES, LEAST_CELLS, Places, rings
from queries.narrowing import of_organisations
from queries.negative_binomial import Values
from queries.organisations import organisations
from queries.tables import organisation
from queries.viewport import box_of

FINEST, COARSEST = 9, 7
"""Resolutions of hexagons: some 350 m across, 900 m, 2.4 km."""
LEAST_MEAN = 1.0
"""Cases a hexagon on average, below which wider ones are looked at: of fewer hardly any hot spot would be found."""
MOST_CELLS = 8_000


@dataclass(frozen=True, eq=False)
class Grid:
    """The hexagons of the area at one resolution, those around each, and the counts of each period (4, C)."""

    keys: list[int]
    near: Places
    counts: Values
    resolution: int
    bounded: bool
    outside: int

    @property
    def enough(self) -> bool:
        """Whether there are cases and hexagons enough to look for hot spots."""
        return len(self.keys) >= LEAST_CELLS and self.counts[0].sum() >= LEAST_CASES


@dataclass(frozen=True, eq=False)
class Area:
    """The boundaries of an area (GeoJSON; none: not known) and the finest hexagons that are looked at in it."""

    geometries: list[Mapping[str, Any]]
    finest: int

    def grid(self, counts: pd.DataFrame) -> Grid:
        """Its hexagons: the finest that hold a case each on average, where there are enough of these."""
        found = [self._grid(counts, self.finest)]
        while found[-1].counts[0].sum() < LEAST_MEAN * len(found[-1].keys) and found[-1].resolution > COARSEST:
            found.append(self._grid(counts, found[-1].resolution - 1))
        many = [one for one in found if len(one.keys) >= LEAST_CELLS]
        return (many or found[:1])[-1]

    def _grid(self, counts: pd.DataFrame, resolution: int) -> Grid:
        wider = counts.index.to_numpy(dtype="int64") >> (bits_below(resolution) - bits_below(self.finest))
        coarse = counts.groupby(wider).sum()
        keys = self._keys({int(key) for key in coarse.index[coarse.sum(axis=1) > 0]}, resolution)
        outside = int(coarse.loc[~coarse.index.isin(keys), "n0"].sum())
        inside = coarse.reindex(keys, fill_value=0).to_numpy(dtype=float).T
        return Grid(keys, rings(keys, resolution), inside, resolution, bool(self.geometries), outside)

    def _keys(self, some: set[int], resolution: int) -> list[int]:
        """The hexagons whose middle lies in the area, and those at its rim with cases; without boundary those with
        cases and what lies around them."""
        if not self.geometries:
            return sorted({one for key in some for one in beside(key, resolution)})
        middles = set[int]().union(*(keys_within(one, resolution) for one in self.geometries))
        if some <= middles:
            return sorted(middles)
        rim = set[int]().union(*(keys_within(one, resolution, touched=True) for one in self.geometries))
        return sorted(middles | (some & rim))


def area_of(db: Connection, scope: Scope, filters: Filters) -> Area:
    """The neighbourhoods that are asked about; the finest hexagons are no more than can be looked at."""
    borders = boundaries(db, scope)
    asked = borders[borders["geometry"].notna() & borders["organisation_id"].isin(_towns(db, scope, filters))]
    if filters.areas and WITHOUT not in filters.areas:
        asked = asked[asked["code"].isin(filters.areas)]
    geometries = list(asked["geometry"])
    finest = FINEST if scope.cases else min(FINEST, WIDEST_OF_CASES)
    while finest > COARSEST and sum(_about(box_of(one), finest) for one in geometries) > MOST_CELLS:
        finest -= 1
    return Area(geometries, finest)


def _towns(db: Connection, scope: Scope, filters: Filters) -> set[int]:
    """The organisations that are asked about, as they go on."""
    heirs = organisations(db, scope).set_index("organisation_id")["heir_id"]
    conditions = [organisation.c.organisation_id.in_(scope.organisation_ids)]
    named_so = of_organisations(organisation, filters.organisations)
    asked = fetch(db, select(organisation.c.organisation_id).where(*conditions, *named_so))
    return {int(number) for number in asked["organisation_id"].map(heirs).dropna()}


_KM2 = {9: 0.105, 8: 0.737, 7: 5.161}
"""Of a hexagon, on average."""


def _about(box: Mapping[str, float], resolution: int) -> float:
    """At most about how many hexagons lie in a box."""
    high, wide = box["north"] - box["south"], box["east"] - box["west"]
    return float(high * 111.2 * wide * 111.2 * np.cos(np.radians(box["south"])) / _KM2[resolution])

"""Which area a place lies in: the one whose boundary holds it, of the kind that the organisation chose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, text

NOWHERE = -1
"""The place in `Boundaries.codes` of what lies in no area."""
_LOCK = 4_802_028


@dataclass(frozen=True)
class Outline:
    """One area with its boundary as a GeoJSON geometry in WGS 84."""

    area_id: int
    code: str
    geometry: dict[str, Any]


@dataclass(frozen=True)
class Boundaries:
    """Boundaries in order of code; a place on the line between two lies in the first of them.

    Without any, what the source calls the area counts.
    """

    outlines: Sequence[Outline] = ()
    _shapes: Any = field(init=False, repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        if self.outlines:
            object.__setattr__(self, "_shapes", _shapes(self.outlines))

    def __bool__(self) -> bool:
        return bool(self.outlines)

    def find(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """For each place in degrees the number of its outline, NOWHERE for what lies in none."""
        import shapely  # no web process needs it before somebody asks where something lies

        found = np.full(len(lon), NOWHERE, dtype=np.int64)
        if not self.outlines or not len(lon):
            return found
        # the points stand in the tree: the polygons, prepared once, are asked which they hold
        shape, point = shapely.STRtree(shapely.points(lon, lat)).query(self._shapes, predicate="covers")
        found[point[::-1]] = shape[::-1]  # of several the first stays: they come in order
        return found

    def area_ids(self, lon: np.ndarray, lat: np.ndarray) -> pd.Series:
        """The number of the area of each place; missing where it lies in none."""
        numbers = pd.array([outline.area_id for outline in self.outlines], dtype="Int64")
        return _taken(numbers, self.find(lon, lat), "Int64")

    def codes(self, lon: np.ndarray, lat: np.ndarray) -> pd.Series:
        """The code of the area of each place; missing where it lies in none."""
        names = np.array([outline.code for outline in self.outlines], dtype=object)
        return _taken(names, self.find(lon, lat), object)


def _taken(values: Any, found: np.ndarray, kind: Any) -> pd.Series:
    if not len(values):
        return pd.Series([None] * len(found), dtype=kind)
    taken: pd.Series = pd.Series(values[found], dtype=kind)
    taken[found == NOWHERE] = None
    return taken


def _shapes(outlines: Iterable[Outline]) -> Any:
    import shapely

    shapes = np.array([shapely.geometry.shape(one.geometry) for one in outlines], dtype=object)
    shapely.prepare(shapes)
    return shapes


def boundaries_of(connection: Connection, organisation_id: int) -> Boundaries:
    """The boundaries that decide in an organisation; they stay as they are until the transaction ends."""
    values = {"lock": _LOCK, "o": organisation_id}
    connection.execute(text("SELECT pg_advisory_xact_lock_shared(:lock, :o)"), values)
    return Boundaries(tuple(Outline(*row) for row in connection.execute(text(_IN_FORCE), values)))


def hold_boundaries(connection: Connection, organisation_id: int) -> None:
    """The turn to change boundaries: nobody loads a delivery meanwhile, and later ones see the new boundaries."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock, :o)"), {"lock": _LOCK, "o": organisation_id})


def area_at(
    connection: Connection, organisation_id: int, lon: float, lat: float, *, told: int | None = None
) -> int | None:
    """The number of the area that a place lies in, for a click that moves something; None where there is none.

    Where the organisation has no boundaries it is what was `told`.
    """
    boundaries = boundaries_of(connection, organisation_id)
    if not boundaries:
        return told
    (found,) = boundaries.area_ids(np.array([lon]), np.array([lat]))
    return None if pd.isna(found) else int(found)


_IN_FORCE = """
SELECT a.area_id, a.code, v.geometry FROM area a
JOIN area_version v ON v.organisation_id = a.organisation_id AND v.area_id = a.area_id
JOIN organisation o ON o.organisation_id = a.organisation_id AND o.area_kind = a.kind
WHERE a.organisation_id = :o AND v.valid_to IS NULL AND v.geometry IS NOT NULL
ORDER BY a.code COLLATE "C"
"""

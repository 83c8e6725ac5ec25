"""Borders as a printed map needs them: as fine as print shows and no finer, so that they can be frozen too."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

_FINE = 0.00002
"""Degrees, some two metres: less than print shows of a neighbourhood."""
_DECIMALS = 5


def outlines(borders: pd.DataFrame) -> list[dict[str, Any]]:
    """Name and border (GeoJSON) of each neighbourhood that has one. `borders`: columns name, geometry."""
    named = borders.dropna(subset="geometry")[["name", "geometry"]]
    return [{"name": name, "geometry": _simple(geometry)} for name, geometry in named.itertuples(index=False)]


def _simple(geometry: Mapping[str, Any]) -> dict[str, Any]:
    from shapely.geometry import mapping, shape

    found = mapping(shape(geometry).simplify(_FINE))
    return {"type": found["type"], "coordinates": _rounded(found["coordinates"])}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, int | float):
        return round(float(coordinates), _DECIMALS)
    return [_rounded(one) for one in coordinates]


def spot_of(geometry: Mapping[str, Any] | None, lon: float | None, lat: float | None) -> list[float] | None:
    """Where the mark of a place stands: within its final place where one was drawn, else where it was proposed."""
    if geometry is not None:
        from shapely.geometry import shape

        inside = shape(geometry).representative_point()
        return [round(inside.x, 6), round(inside.y, 6)]
    return None if lon is None or lat is None else [lon, lat]

"""What a small map draws around one place: a circle, dots, other proposals, and the proposal itself."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from config.cells import Point
from dashboard.charts.atlas import Feature, mark_of, point
from queries.viewport import Viewport, box_of


def spot(
    place: Point,
    metres: float,
    stage: str,
    *,
    dots: pd.DataFrame | None = None,
    others: Sequence[Feature] = (),
    final: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """As GeoJSON: what lies above comes later. `dots`: lon and lat of what is drawn without a name.

    `others`: proposals (`dashboard.charts.atlas.proposal`). `final`: the place that was chosen, where it is another.
    """
    small = [] if dots is None else dots[["lon", "lat"]].drop_duplicates().itertuples(index=False, name=None)
    features = [
        point(place, metres=metres),
        *(point(dot, dot=True) for dot in small),
        *([{"type": "Feature", "geometry": final, "properties": {"final": True}}] if final else []),
        *others,
        point(place, mark=mark_of(stage), own=True),
    ]
    return {"type": "FeatureCollection", "features": features}


def near(borders: pd.DataFrame, view: Viewport) -> pd.DataFrame:
    """Those of `borders` (as of `queries.atlas.boundaries`) whose box meets the view."""
    return borders[np.array([_meets(geometry, view) for geometry in borders["geometry"]], bool)]


def _meets(geometry: Mapping[str, Any] | None, view: Viewport) -> bool:
    if not geometry:
        return False
    box = box_of(geometry)
    across = box["west"] <= view.east and view.west <= box["east"]
    return across and box["south"] <= view.north and view.south <= box["north"]

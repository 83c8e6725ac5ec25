"""Where staged events happened: each place gets its hexagon, and the area whose boundary it lies in (ADR 32)."""

import numpy as np
import pandas as pd

from config.cells import cells_of
from config.topics import PLACES
from dashboard.store.areas.boundaries import Boundaries

UNTOLD = "-"
"""Stands in `told_area` for a source that told no area."""
_KINDS = [str(kind) for kind in PLACES]


def placed(events: pd.DataFrame, boundaries: Boundaries) -> pd.DataFrame:
    """`events` (as in `Batch`) with column h3_10 where there is a place.

    With boundaries also `area`, the code of the area that the place lies in, and `told_area`, what the source called it
    where that is something else.
    """
    there = events["lon"].notna() & events["lat"].notna()
    if not there.any():
        return events
    places = events.loc[there, ["lon", "lat"]]
    cells = pd.Series(cells_of(places["lon"].tolist(), places["lat"].tolist()), index=places.index, dtype="Int64")
    found = events.assign(h3_10=cells.reindex(events.index))
    return _within(found, there & events["kind"].isin(_KINDS), boundaries) if boundaries else found


def _within(events: pd.DataFrame, rows: pd.Series, boundaries: Boundaries) -> pd.DataFrame:
    """The rows of `events` with the area in which each lies."""
    which = np.flatnonzero(rows.to_numpy(dtype=bool))
    lon, lat = (events[name].to_numpy(dtype=float)[which] for name in ("lon", "lat"))
    area = events["area"].astype(object).where(events["area"].notna(), None).to_numpy().copy()
    told = np.full(len(events), None, dtype=object)
    for place, code in zip(which.tolist(), boundaries.codes(lon, lat).tolist(), strict=True):
        if area[place] != code:
            told[place] = area[place] or UNTOLD
            area[place] = code
    return events.assign(area=area, told_area=told)

"""Where staged events happened: each place gets its hexagon."""

import pandas as pd

from config.cells import cells_of


def placed(events: pd.DataFrame) -> pd.DataFrame:
    """`events` (as in `Batch`) with column h3_10 where there is a place."""
    there = events["lon"].notna() & events["lat"].notna()
    if not there.any():
        return events
    places = events.loc[there, ["lon", "lat"]]
    cells = pd.Series(cells_of(places["lon"].tolist(), places["lat"].tolist()), index=places.index, dtype="Int64")
    return events.assign(h3_10=cells.reindex(events.index))

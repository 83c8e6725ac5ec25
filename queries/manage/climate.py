"""The readings of the climate pact of an organisation, with those that count no more."""

import pandas as pd
from sqlalchemy import Connection, select

from queries.db import fetch
from queries.tables import climate_reading


def all_readings(db: Connection, organisation_id: int) -> pd.DataFrame:
    """All readings, the latest day first; of one day the one told last.

    Columns: reading_id, indicator, on_day, value (in the unit of the pact), includes_proposals, source, told_at,
    withdrawn_at (null while it stands), counts (it is the latest of its indicator that was not withdrawn).
    """
    own = climate_reading.c
    told = own.reading_id, own.indicator, own.on_day, own.value, own.includes_proposals, own.source
    rows = select(*told, own.told_at, own.withdrawn_at).where(own.organisation_id == organisation_id)
    found = fetch(db, rows.order_by(own.on_day.desc(), own.reading_id.desc()))
    standing = found["withdrawn_at"].isna()
    latest = ~found[standing].duplicated("indicator")
    return found.assign(counts=standing & latest.reindex(found.index, fill_value=False))

"""How far a town is with the climate pact by other sources: readings that somebody told, beside the proposals."""

import pandas as pd
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import distinct_on

from queries import tables
from queries.atlas import as_of_day
from queries.climate_yields import asked, standing
from queries.db import fetch
from queries.facts import Facts
from queries.filters import Filters, Scope
from queries.narrowing import allowed, of_organisations
from queries.organisations import organisations

COLUMNS = ["organisation_id", "heir_id", "indicator", "on_day", "value", "includes_proposals", "source"]


def is_whole(scope: Scope, filters: Filters) -> bool:
    """Whether all of the organisations is asked about: no part of them, nor what only some services have."""
    counting = allowed(scope, asked(filters))
    parts = counting.areas, counting.themes, counting.services
    return not any(parts) and all(reach.service_ids is None for reach in scope.reaches)


def climate_readings(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The readings that count: of each organisation and indicator the latest that was not withdrawn.

    None when only a part of the organisations is asked about: a reading holds for all of it. One of an organisation
    holds for those that went on in it as well; theirs count only while it has none. Columns: organisation_id, heir_id
    (the organisation under which it counts), indicator, on_day, value (in the unit of the pact), includes_proposals,
    source.
    """
    return counting(db, standing(db, scope, filters))


def counting(db: Connection, own: Facts) -> pd.DataFrame:
    """The same, of tables that are asked already."""
    if not is_whole(own.scope, own.filters):
        return pd.DataFrame(columns=COLUMNS)
    heirs = organisations(db, own.scope).set_index("organisation_id")["heir_id"]
    found = _latest(db, own)
    told = found.assign(heir_id=found["organisation_id"].map(heirs))
    is_own = told["organisation_id"] == told["heir_id"]
    covered = set(zip(told.loc[is_own, "heir_id"], told.loc[is_own, "indicator"], strict=True))
    others = [key not in covered for key in zip(told["heir_id"], told["indicator"], strict=True)]
    return told[is_own | pd.Series(others, index=told.index, dtype=bool)][COLUMNS].reset_index(drop=True)


def _latest(db: Connection, own: Facts) -> pd.DataFrame:
    reading = tables.climate_reading.c
    columns = (reading[name] for name in COLUMNS if name != "heir_id")
    ours = reading.organisation_id.in_(own.scope.organisation_ids), reading.withdrawn_at.is_(None)
    earlier = own.filters.as_of is not None or own.filters.lag
    by_then = [reading.on_day <= as_of_day(own)] if earlier else []
    found = select(*columns).where(
        *ours, *by_then, *of_organisations(tables.climate_reading, own.filters.organisations)
    )
    one = found.ext(distinct_on(reading.organisation_id, reading.indicator))
    order = reading.organisation_id, reading.indicator, reading.on_day.desc(), reading.reading_id.desc()
    return fetch(db, one.order_by(*order))

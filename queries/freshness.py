"""How fresh the data is: each source tells up to when it is complete and how often it should deliver."""

from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, and_, func, literal, select

from queries.db import fetch
from queries.filters import Scope
from queries.tables import Instant, outbox, source


def freshness(db: Connection, scope: Scope, now: datetime) -> pd.DataFrame:
    """The sources of a scope that have delivered or should have, oldest first.

    Columns: organisation_id, source (name), as_of (aware UTC; None: nothing yet), late (bool: no delivery within the
    hours in which one was expected, judged at `now`).
    """
    own = source.c
    hours = func.make_interval(0, 0, 0, 0, own.expected_every)
    late = and_(own.expected_every.is_not(None), func.coalesce(own.as_of + hours < literal(now, Instant), True))
    known = select(own.organisation_id, own.name.label("source"), own.as_of, late.label("late"))
    delivering = own.as_of.is_not(None) | own.expected_every.is_not(None)
    ours = known.where(own.organisation_id.in_(scope.organisation_ids), delivering)
    return fetch(db, ours.order_by(own.as_of.asc().nulls_first(), own.organisation_id, own.source_id))


def oldest(sources: pd.DataFrame) -> datetime | None:
    """Up to when all sources that have delivered are complete; None before the first delivery."""
    found = sources["as_of"].dropna().min()
    return None if pd.isna(found) else pd.Timestamp(found).to_pydatetime()


def waiting_since(db: Connection, scope: Scope, now: datetime) -> datetime | None:
    """When the oldest change of a scope was written, of those from before `now` that nobody has taken in yet.

    Only for whole organisations; None where nothing waits, which is usual: the worker is at most a second behind.
    """
    whole = [reach.organisation_id for reach in scope.reaches if reach.service_ids is None]
    if not whole:
        return None
    ours = outbox.c.organisation_id.in_(whole), outbox.c.written_at < now
    return db.execute(select(func.min(outbox.c.written_at)).where(*ours)).scalar()

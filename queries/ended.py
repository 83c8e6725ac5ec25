"""Which months are over for a municipality: for all its sources of meldingen, not for the one that told last.

A month that were shown with one source and later with two would tell the second one by subtraction.
"""

from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Date, FromClause, case, cast, false, func, select

from config.topics import Topic
from queries import tables
from queries.db import fetch
from queries.filters import Scope
from queries.organisations import organisations

STOPPED = timedelta(days=366)
"""A source that lies further behind another one of its municipality has stopped: nobody waits for it."""


def ends(db: Connection, scope: Scope) -> dict[int, date]:
    """By organisation_id, the last day of the last month that is over for its municipality, predecessors included.

    Organisations without any melding are left out.
    """
    known = organisations(db, scope)[["organisation_id", "heir_id"]]
    told = _told(db, scope).merge(known, on="organisation_id")
    last = {heir: _end(list(part["day"])) for heir, part in told.groupby("heir_id")}
    pairs = zip(known["organisation_id"], known["heir_id"], strict=True)
    return {int(number): last[heir] for number, heir in pairs if heir in last}


def ended(table: FromClause, day: ColumnElement, last: Mapping[int, date]) -> ColumnElement[bool]:
    """Rows of `table` whose local day lies in a month that is over; `last` as `ends` gives it."""
    if not last:
        return false()
    return day <= cast(case(dict(last), value=table.c.organisation_id), Date)


def _told(db: Connection, scope: Scope) -> pd.DataFrame:
    """Each source that meldingen came from, with the local day up to which it tells: today where it does not say.

    Columns: organisation_id, day.
    """
    source, organisation, subject = tables.source.c, tables.organisation.c, tables.subject.c
    day = cast(func.timezone(organisation.time_zone, func.coalesce(source.as_of, func.now())), Date)
    brought = select(subject.subject_id).where(
        subject.organisation_id == source.organisation_id,
        subject.source_id == source.source_id,
        subject.topic == str(Topic.MELDING),
    )
    found = select(source.organisation_id, day.label("day")).where(
        organisation.organisation_id == source.organisation_id,
        source.organisation_id.in_(scope.organisation_ids),
        brought.exists(),
    )
    return fetch(db, found)


def _end(days: list[date]) -> date:
    """The last day of the month before the earliest day, of the sources that have not stopped."""
    waited = [day for day in days if day >= max(days) - STOPPED]
    return min(waited).replace(day=1) - timedelta(days=1)

"""The deliverables of the programme: the priority actions of an organisation, as they stand."""

from dataclasses import replace

import pandas as pd
from sqlalchemy import ColumnElement, Connection, select

from queries.db import fetch
from queries.filters import Filters, Scope
from queries.narrowing import chosen, within
from queries.tables import deliverable


def actions(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The deliverables that were planned before the end of the period and ended in no earlier one, by code and title.

    Of the filters those of organisation and service count. Columns: bbc_code (null: none told), title, owner (null),
    state (`deliverable_state`), starts_on, ends_on, ended_day (delivered or stopped; null), progress_state,
    progress_value, reported_day (null: nothing reported). They stand as they are now, not as at the end of the period.
    """
    own = deliverable.c
    columns = (
        *(own.bbc_code, own.title, own.owner, own.state, own.starts_on, own.ends_on),
        *(own.delivered_day, own.stopped_day, own.progress_state, own.progress_value, own.reported_day),
    )
    found = fetch(db, select(*columns).where(*_asked(scope, filters)))
    ended = found["delivered_day"].where(found["delivered_day"].notna(), found["stopped_day"])
    going = [pd.isna(day) or day >= filters.first_day for day in ended]
    told = found.assign(ended_day=ended).drop(columns=["delivered_day", "stopped_day"])
    return told[pd.Series(going, index=told.index, dtype=bool)].sort_values(["bbc_code", "title"], ignore_index=True)


def _asked(scope: Scope, filters: Filters) -> list[ColumnElement[bool]]:
    own = replace(filters, areas=(), categories=(), channels=())
    return [within(deliverable, scope), deliverable.c.planned_day <= filters.last_day, *chosen(deliverable, own)]

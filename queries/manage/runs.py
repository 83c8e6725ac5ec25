"""The import runs of an organisation, and its sources."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import BigInteger, Connection, Integer, Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from config.topics import OWN_SOURCE
from queries.db import fetch
from queries.tables import import_run, source

PAGE = 50
"""So many runs are listed at once."""
_READ = ("read", "loaded", "updated", "unchanged", "events")


def runs(db: Connection, organisation_id: int, page: int = 1) -> pd.DataFrame:
    """One page of runs, newest first; one row more than `PAGE` when there is a further page.

    Columns: run_id, source, state, file_name, as_of, started_at, finished_at, voided_at, read, loaded, updated,
    unchanged, events, refused (rows), remarks (things to look at).
    """
    newest = _runs(organisation_id).order_by(import_run.c.started_at.desc(), import_run.c.run_id.desc())
    return fetch(db, newest.limit(PAGE + 1).offset((page - 1) * PAGE))


def run_of(db: Connection, organisation_id: int, run_id: UUID | None = None) -> pd.DataFrame:
    """One run with the columns of `runs`; no row when this organisation has no such run."""
    return fetch(db, _runs(organisation_id).where(import_run.c.run_id == run_id))


def _runs(organisation_id: int) -> Select:
    own = import_run.c
    numbers = [func.coalesce(own.report[name].astext.cast(BigInteger), 0).label(name) for name in _READ]
    told = (own.run_id, source.c.name.label("source"), own.state, own.file_name, own.as_of, own.started_at)
    counted = (*numbers, _sum("reasons", "refused"), _sum("remarks", "remarks"))
    joined = import_run.join(
        source, (source.c.organisation_id == own.organisation_id) & (source.c.source_id == own.source_id)
    )
    rows = select(*told, own.finished_at, own.voided_at, *counted).select_from(joined)
    return rows.where(own.organisation_id == organisation_id)


def _sum(key: str, name: str) -> Any:
    """The sum of the counts in one object of a report."""
    each = func.jsonb_each_text(func.coalesce(import_run.c.report[key], func.jsonb_build_object())).table_valued(
        "key", "value"
    )
    summed = select(func.coalesce(func.sum(each.c.value.cast(Integer)), 0)).select_from(each)
    return summed.scalar_subquery().label(name)


def report_of(db: Connection, organisation_id: int, run_id: UUID | None = None) -> dict[str, Any] | None:
    """The whole report of one run, as the loader wrote it; None when this organisation has no such run."""
    own = import_run.c
    found = db.scalar(select(own.report).where(own.organisation_id == organisation_id, own.run_id == run_id))
    return None if found is None else dict(found)


def sources(db: Connection, organisation_id: int, now: datetime) -> pd.DataFrame:
    """The sources of an organisation that deliver, by name, each with its latest run.

    Columns: source_id, code, name, as_of, expected_every (hours), late (bool, judged at `now`), state, started_at,
    refused (rows of that run), remarks.
    """
    own = source.c
    newest = (
        select(import_run)
        .where(import_run.c.organisation_id == organisation_id)
        .ext(distinct_on(import_run.c.source_id))
        .order_by(import_run.c.source_id, import_run.c.started_at.desc())
        .subquery("newest")
    )
    hours = func.make_interval(0, 0, 0, 0, own.expected_every)
    late = own.expected_every.is_not(None) & func.coalesce(own.as_of + hours < now, True)
    joined = source.outerjoin(newest, newest.c.source_id == own.source_id)
    rows = select(own.source_id, own.code, own.name, own.as_of, own.expected_every, late.label("late"))
    told = rows.add_columns(newest.c.run_id, newest.c.state, newest.c.started_at, newest.c.report).select_from(joined)
    ours = own.organisation_id == organisation_id, own.code != OWN_SOURCE
    found = fetch(db, told.where(*ours).order_by(own.name))
    reports = [report or {} for report in found.pop("report")]
    return found.assign(
        refused=[sum(report.get("reasons", {}).values()) for report in reports],
        remarks=[sum(report.get("remarks", {}).values()) for report in reports],
    )

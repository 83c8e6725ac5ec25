"""Where the time of meldingen goes: stages, advice and tasks.

A case's time falls in exactly one part: stopped (waiting on the citizen) first, then advice outside the stop, then the
stage. The parts of a melding add up to its lead time plus the stopped time.
"""

import pandas as pd
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    case,
    distinct,
    func,
    or_,
    select,
)

from config.kinds import EventKind
from queries import tables
from queries.db import fetch
from queries.facts import Facts, bucket_column, facts
from queries.filters import Days, Filters, Scope
from queries.names import named, names, summed
from queries.percentiles import grid_of, percentiles_by

SCREENING, HANDLING, DECISION, STOPPED = "screening", "handling", "decision", "stopped"
PART_OF: dict[EventKind, str] = {
    EventKind.SUBMITTED: SCREENING,
    EventKind.ADMISSIBLE: SCREENING,
    EventKind.ASSIGNED: SCREENING,
    EventKind.IN_TREATMENT: HANDLING,
    EventKind.WAITING_ON_CITIZEN: STOPPED,
    EventKind.DECISION_PENDING: DECISION,
    EventKind.DECIDED: HANDLING,
    EventKind.IN_EXECUTION: HANDLING,
    EventKind.REOPENED: HANDLING,
}
"""The part in which the time of a stage falls, as far as no advice was out."""
ADVICE = ("advice_internal", "advice_external")
PARTS = (SCREENING, HANDLING, *ADVICE, DECISION, STOPPED)


def phase_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Visits to a stage that ended in the period, by stage and the service of that visit.

    Columns: stage, service (name; null without), n (visits), median, p90, longest (days).
    """
    own = facts(db, scope, filters)
    table = own.of(tables.stay)
    keys = (table.c.stage, table.c.organisation_id, table.c.service_id, bucket_column(table, filters.days))
    ended = select(*keys, func.count().label("n")).where(*own.rows(table), own.in_period(table.c.left_day))
    return _by_stage(db, scope, fetch(db, ended.group_by(*keys)), filters.days)


def phases_open(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Visits to a stage that were going on at the horizon, by stage and service, with their age.

    Columns as those of `phase_time`.
    """
    own = facts(db, scope, filters)
    table = own.of(tables.stay)
    age = own.bucket_of(own.age(table.c.entered_at)).label("bucket")
    keys = (table.c.stage, table.c.organisation_id, table.c.service_id, age)
    counted = select(*keys, func.count().label("n")).select_from(own.with_age(table, table.c.entered_day))
    going_on = (table.c.entered_at <= own.horizon, not_ended(own, table.c.left_at, table.c.left_day))
    return _by_stage(db, scope, fetch(db, counted.where(*own.rows(table), *going_on).group_by(*keys)), filters.days)


def not_ended(own: Facts, ended_at: ColumnElement, ended_day: ColumnElement) -> ColumnElement[bool]:
    """What had not ended at the horizon."""
    return or_(ended_day.is_(None), and_(ended_day >= own.floor, ended_at > own.horizon))


def _by_stage(db: Connection, scope: Scope, histogram: pd.DataFrame, days: Days) -> pd.DataFrame:
    told = named(histogram, names(db, scope, "service"), "service_id", service="name")
    return percentiles_by(told, ["stage", "service"], days)


def phase_parts(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Where the time of the visits that ended in the period went, by the service of the visit, per melding.

    Columns: service (name; null without), n (distinct meldingen), and the mean days of each of PARTS; by n, most first.
    """
    own = facts(db, scope, filters)
    table = own.of(tables.stay)
    keys = (table.c.organisation_id, table.c.service_id)
    found = fetch(db, _spent(own, table, _first_of(own, table.c.before_there_day), *keys))
    told = named(found, names(db, scope, "service"), "service_id", service="name")
    frame = _means(summed(told.astype(dict.fromkeys(PARTS, float)), ["service"], ["n", *PARTS]), filters.days)
    ordered = frame.sort_values(["n", "service"], ascending=[False, True], kind="stable")
    return ordered[["service", "n", *PARTS]].reset_index(drop=True)


def phase_totals(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same of all services together. One row: n (distinct meldingen) and the mean days of each of PARTS."""
    own = facts(db, scope, filters)
    table = own.of(tables.stay)
    found = fetch(db, _spent(own, table, _meldingen(own, table)))
    return _means(found.astype(dict.fromkeys(PARTS, float)), filters.days)


def _meldingen(own: Facts, table: FromClause) -> ColumnElement[int]:
    """How many distinct meldingen stand behind the visits that ended in the period."""
    if own.filters.services or any(reach.service_ids is not None for reach in own.scope.reaches):
        return func.count(distinct(table.c.subject_id))  # the visit before may be to a service that does not count
    return _first_of(own, table.c.before_day)


def _first_of(own: Facts, before: ColumnElement) -> ColumnElement[int]:
    """The same without comparing them: the first visit of each in the period is the one with none in it before."""
    return func.count().filter(or_(before.is_(None), before < own.filters.first_day))


def _spent(own: Facts, table: FromClause, meldingen: ColumnElement[int], *keys: ColumnElement) -> Select:
    """Meldingen and the time in each part, in steps of the grid, of the visits that ended in the period."""
    steps = _steps(table, own.filters.days)
    sums = [func.coalesce(func.sum(one), 0).label(part) for part, one in steps.items()]
    counted = select(*keys, meldingen.label("n"), *sums)
    ended = counted.where(*own.rows(table), own.in_period(table.c.left_day))
    return ended.group_by(*keys) if keys else ended


def _means(frame: pd.DataFrame, days: Days) -> pd.DataFrame:
    """Mean days a melding; null without meldingen."""
    _, unit = grid_of(days)
    return frame.assign(**{part: frame[part] / frame["n"].where(frame["n"] > 0) / unit for part in PARTS})


def _steps(table: FromClause, days: Days) -> dict[str, ColumnElement]:
    """How long a visit lasted in each part, in steps of the grid."""
    unit = "working_days" if days is Days.WORKING else "seconds"
    whole, internal, external = (table.c[name] for name in (unit, f"internal_{unit}", f"external_{unit}"))
    stage = whole - internal - external
    in_part = {part: [str(kind) for kind, own in PART_OF.items() if own == part] for part in PARTS}
    stages = {part: case((table.c.stage.in_(kinds), stage)) for part, kinds in in_part.items() if kinds}
    return {part: stages.get(part, internal if part == ADVICE[0] else external) for part in PARTS}


# --- advice and tasks --------------------------------------------------------------------------------------------
def advisers(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Who was asked for advice, by the system it lives in.

    Columns: partner, system (names, null when not told), internal (part of the own organisation), n (received in the
    period), median, p90, longest (days, from the request), open (asked and not received at the horizon), late (of
    these, asked to be there by then).
    """
    advice = tables.advice
    return _partners(db, scope, filters, advice, (advice.c.requested_at, advice.c.received_day))


def task_times(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Who was given tasks, by the system they live in. Columns as those of `advisers`; n was done in the period."""
    return _partners(db, scope, filters, tables.task, (tables.task.c.created_at, tables.task.c.done_day))


def _partners(
    db: Connection, scope: Scope, filters: Filters, base: Table, columns: tuple[Column, Column]
) -> pd.DataFrame:
    own = facts(db, scope, filters)
    table = own.of(base)
    begun_at, done_day = (table.c[column.name] for column in columns)
    partners, by = names(db, scope, "partner"), ["partner", "system", "internal"]
    done, waiting = (
        named(fetch(db, asked), partners, "partner_id", partner="name", internal="internal")
        for asked in (_done(own, table, done_day), _waiting(own, table, begun_at))
    )
    times = percentiles_by(done, by, filters.days)
    frame = times.merge(summed(waiting, by, ["open", "late"]), on=by, how="outer")
    counts = {name: frame[name].fillna(0).astype(int) for name in ("n", "open", "late")}
    ordered = frame.assign(**counts).sort_values(["open", "n", "partner"], ascending=[False, False, True])
    return ordered[[*by, "n", "median", "p90", "longest", "open", "late"]].reset_index(drop=True)


def _done(own: Facts, table: FromClause, done_day: ColumnElement) -> Select:
    keys = (table.c.organisation_id, table.c.partner_id, table.c.system, bucket_column(table, own.filters.days))
    return select(*keys, func.count().label("n")).where(*own.rows(table), own.in_period(done_day)).group_by(*keys)


def _waiting(own: Facts, table: FromClause, begun_at: ColumnElement) -> Select:
    keys = (table.c.organisation_id, table.c.partner_id, table.c.system)
    late = func.count().filter(own.then(table.c.due_at)).label("late")
    counted = select(*keys, func.count().label("open"), late).select_from(own.with_horizon(table))
    out = (begun_at <= own.horizon, not_ended(own, table.c.ended_at, table.c.ended_day))
    return counted.where(*own.rows(table), *out).group_by(*keys)

"""Places that were selected and where nothing happens yet: how many wait, for how long, and which wait longest."""

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Double, FromClause, and_, cast, extract, func, not_, or_, select

from config.grid import DAY
from queries import tables
from queries.choices import SELECTED
from queries.db import fetch
from queries.facts import BEGUN, Facts, proposal_facts, with_calendar
from queries.filters import Filters, Scope
from queries.names import named, names
from queries.narrowing import whatever_stage
from queries.percentiles import percentiles

PLANNED, START = "planned", "start"
MOST = 50
"""Places that are listed."""
_AGES = ["median", "p90", "longest"]
_LISTED = ("organisation_id", "subject_id", "number", "title", "theme_id", "area_id", "support")
_SHOWN = ["subject_id", "number", "title", "theme", "area", "support", "chosen_day", "age", "working_days", "total"]


def not_started(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The places that were selected and not begun at the horizon, whatever the period.

    One row: n (nothing planned either), planned (with works planned, apart), and of n the age since the selection:
    median, p90, longest (days; null without any). A selection that is made again, as with other words, does not begin
    anew. To a scope without `embargoed` a selection counts once it is public and from then on, and all is null when
    judged at an earlier horizon, since of that only the present is known.
    """
    own = proposal_facts(db, scope, filters)
    if not scope.embargoed and filters.lag:
        return pd.DataFrame([dict.fromkeys(["n", PLANNED, *_AGES])], dtype=object)
    waits = waiting(own)
    keys = waits.planned.label(PLANNED), own.bucket_of(own.age(waits.begun_at)).label("bucket")
    aged = with_calendar(waits.rows, waits.table, BEGUN, waits.begun_day)
    counted = select(*keys, func.count().label("n")).select_from(aged).where(*waits.conditions)
    found = fetch(db, counted.group_by(*keys))
    planned = found[PLANNED].astype(bool)
    row = percentiles(found[~planned], filters.days) | {PLANNED: int(found.loc[planned, "n"].sum())}
    return pd.DataFrame([row])[["n", PLANNED, *_AGES]]


def not_started_longest(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Those of which nothing is planned either, longest first; at most 50.

    Columns: subject_id, number, title (null when removed), theme, area (names or null), support (votes), chosen_day
    (local), age (calendar days: elapsed time / 24 hours), working_days (null where the calendar does not reach), total
    (of all of them).
    """
    own = proposal_facts(db, scope, filters)
    waits = waiting(own)
    elapsed = cast(extract("epoch", own.horizon - waits.begun_at), Double) / DAY
    working = (own.today_no - BEGUN.c.working_no).label("working_days")
    told = waits.begun_day.label("chosen_day"), elapsed.label("age"), working, func.count().over().label("total")
    listed = select(*(waits.proposal.c[name] for name in _LISTED), *told)
    aged = with_calendar(waits.rows, waits.table, BEGUN, waits.begun_day)
    asked = listed.select_from(aged).where(*waits.conditions, not_(waits.planned))
    found = fetch(db, asked.order_by(waits.begun_at, waits.proposal.c.subject_id).limit(MOST))
    for name in ("theme", "area"):
        found = named(found, names(db, scope, name), f"{name}_id", **{name: "name"})
    return found[_SHOWN]


@dataclass(frozen=True)
class Waiting:
    """The rows of places that were selected and not begun, with what their horizon needs.

    `table` is the one whose horizon and calendar count; `planned`: whether works are planned.
    """

    rows: FromClause
    table: FromClause
    proposal: FromClause
    begun_at: ColumnElement
    begun_day: ColumnElement
    conditions: tuple[ColumnElement[bool], ...]
    planned: ColumnElement[bool]


def waiting(own: Facts) -> Waiting:
    """The places that a scope may know to be selected and not begun at the horizon."""
    return _in_course(own) if own.scope.embargoed else _in_public(own)


def _in_course(own: Facts) -> Waiting:
    """By the step from choice to start, which goes on when a selection is made again; but a choice that is made again
    once the works have begun begins a step that nobody waits for."""
    step, proposal = own.of(tables.proposal_step), own.of(tables.proposal)
    same = and_(step.c.organisation_id == proposal.c.organisation_id, step.c.subject_id == proposal.c.subject_id)
    under_way = or_(step.c.ended_at.is_(None), step.c.ended_at > own.horizon)
    begun = or_(own.then(proposal.c.started_at), own.then(proposal.c.realised_at))
    conditions = (step.c.step == START, step.c.begun_at <= own.horizon, under_way, not_(begun))
    narrowed = whatever_stage(proposal, own.scope, own.filters)
    return Waiting(
        own.with_horizon(step).join(proposal, same),
        step,
        proposal,
        step.c.begun_at,
        step.c.begun_day,
        (*narrowed, *conditions),
        own.then(proposal.c.planned_at),
    )


def _in_public(own: Facts) -> Waiting:
    """By where the public sees the place, since the publication of the choice."""
    proposal = own.of(tables.proposal)
    chosen = proposal.c.public_stage.in_((SELECTED, PLANNED)), proposal.c.explained_at <= own.horizon
    return Waiting(
        own.with_horizon(proposal),
        proposal,
        proposal,
        proposal.c.explained_at,
        proposal.c.explained_day,
        (*whatever_stage(proposal, own.scope, own.filters), *chosen),
        proposal.c.public_stage == PLANNED,
    )

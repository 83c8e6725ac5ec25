"""How far chosen places have come: what is not started, planned, going on, or realised and still misses something.

Only for who may know what is not public: of a place that is listed here the choice may be under embargo.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Date, FromClause, Select, and_, case, func, literal, or_, select

from config.errors import Forbidden
from config.vocabularies import indicators
from queries import tables
from queries.db import fetch
from queries.facts import with_calendar
from queries.filters import Filters, Scope
from queries.moderation_case import judged
from queries.names import named, names
from queries.narrowing import known, whatever_stage
from queries.norms import within_days
from queries.tables import gain, photo, proposal, proposal_step, selection

CHOSEN = ("selected", "planned", "in_execution", "realised")
"""The stages of what is followed up; who is told of execution without a choice, is told so by a source."""
USUAL_DAYS = 90
"""Calendar days in which a chosen place should be planned or started, where no norm of phase `START` says otherwise."""
START = "start"
COST = "cost"
"""Stands among the indicators of `yields` for what it cost, in euro."""
MOST, EACH = 200, 8
"""Places of one standing in a list at once, and of each standing where all stand together."""
_BEGUN, _NOW = tables.calendar.alias("begun"), tables.calendar.alias("now")
_OWN = proposal.c
_KEYS = ("organisation_id", "subject_id", "theme_id", "area_id", "service_id")
_SHOWN = (
    *(*_KEYS, "number", "title", "street", "stage", "decided_day", "planned_day", "due_on", "started_day"),
    *("realised_day", "cost_estimated", "cost_actual"),
)


class Standing(StrEnum):
    """How far a chosen place has come, what waits longest for somebody first."""

    NOT_STARTED = "not_started"
    PLANNED = "planned"
    IN_EXECUTION = "in_execution"
    INCOMPLETE = "incomplete"
    DONE = "done"


def progress(
    db: Connection, scope: Scope, day: date, filters: Filters, standing: Standing | None = None
) -> pd.DataFrame:
    """The chosen places as they are on a local day: the first 8 of each standing, or at most 200 of one.

    Of the filters those of organisation, area, theme and service count. First what is not started, then planned, in
    execution, realised with something missing, and done; what waits longest first in each, of what is done the latest.
    Columns: standing, organisation_id, subject_id, number, title, street, stage, theme, area, service (names or null),
    decided_day (the last choice counts since), planned_day, due_on, started_day, realised_day, cost_estimated,
    cost_actual (euro), since (day from which the age counts: the first of the choices that select it without a break,
    the begin, or the realisation), age (calendar days), age_working (null where the calendar does not reach), norm
    (working days; 0: none, so 90 calendar days), late (not started in time), overdue (not realised on the day that was
    planned), unmeasured (indicators that were estimated and not measured), before and after (photos that are not
    hidden).

    Raises Forbidden to a scope that sees only what is public.
    """
    every = _judged(db, scope, day, filters).subquery("every")
    order = _order(every)
    place = func.row_number().over(partition_by=every.c.standing, order_by=order).label("place")
    ranked = select(every, place).subquery("ranked")
    mine = ranked.c.place <= EACH if standing is None else ranked.c.standing == str(standing)
    found = fetch(db, select(ranked).where(mine).order_by(_rank(ranked.c.standing), ranked.c.place).limit(MOST))
    for dimension in ("theme", "area", "service"):
        found = named(found, names(db, scope, dimension), f"{dimension}_id", **{dimension: "name"})
    return found.drop(columns=["theme_id", "area_id", "service_id", "place"])


def progress_counts(db: Connection, scope: Scope, day: date, filters: Filters) -> pd.DataFrame:
    """How many there are of each standing.

    Columns: standing, n, late, overdue, oldest (days since the choice, the begin or the realisation), norm (of those
    that are late: working days, 0 without norm, null where several hold). Only what there is has a row.

    Raises Forbidden as `progress`.
    """
    every = _judged(db, scope, day, filters).subquery("every").c
    late, overdue = (func.count().filter(one).label(one.name) for one in (every.late, every.overdue))
    lowest, highest = (bound(every.norm).filter(every.late) for bound in (func.min, func.max))
    norm = case((lowest == highest, lowest)).label("norm")
    counted = select(every.standing, func.count().label("n"), late, overdue, func.max(every.age).label("oldest"), norm)
    return fetch(db, counted.group_by(every.standing).order_by(_rank(every.standing)))


def to_follow_up(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How many places are late or overdue on the last day of the period. One row: count.

    Raises Forbidden as `progress`.
    """
    every = _judged(db, scope, filters.last_day, filters).subquery("every").c
    return fetch(db, select(func.count().label("count")).where(or_(every.late, every.overdue)))


def progress_choices(db: Connection, scope: Scope) -> pd.DataFrame:
    """The neighbourhoods and themes that the chosen places lie in and are about, whatever else is filtered.

    Columns: dimension ('area' or 'theme'), code, name, n (places). By name. Raises Forbidden as `progress`.
    """
    _check(scope)
    parts = [_choices(db, scope, dimension) for dimension in ("area", "theme")]
    return pd.concat(parts, ignore_index=True).sort_values(["dimension", "name"], ignore_index=True)


def _choices(db: Connection, scope: Scope, dimension: str) -> pd.DataFrame:
    key = _OWN[f"{dimension}_id"]
    counted = select(_OWN.organisation_id, key.label("key"), func.count().label("n"))
    here = *known(proposal, scope), _OWN.stage.in_(CHOSEN)
    found = fetch(db, counted.where(*here, key.is_not(None)).group_by(_OWN.organisation_id, key))
    told = found.merge(names(db, scope, dimension), on=["organisation_id", "key"])
    together = told.groupby("code", as_index=False).agg(name=("name", "max"), n=("n", "sum"))
    return together.assign(dimension=dimension)[["dimension", "code", "name", "n"]]


def yields(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """What realised places yielded and cost against what was estimated, of places of which both are known.

    Columns: indicator (or 'cost', in euro), n (places), of (realised places with an estimate), estimated, realised. In
    the order of the indicators, the cost last; only what there is. Raises Forbidden as `progress`.
    """
    _check(scope)
    here = replace(filters, stages=("realised",))
    both = and_(gain.c.estimated.is_not(None), gain.c.realised.is_not(None))
    measured = _compared(gain.c.indicator, gain.c.estimated, gain.c.realised, both)
    found = fetch(db, measured.where(*whatever_stage(gain, scope, here)).group_by(gain.c.indicator))
    paid = and_(_OWN.cost_estimated.is_not(None), _OWN.cost_actual.is_not(None))
    costs = _compared(literal(COST), _OWN.cost_estimated, _OWN.cost_actual, paid)
    spent = fetch(db, costs.where(*whatever_stage(proposal, scope, here)))
    whole = pd.concat([found, spent], ignore_index=True)
    order = {code: place for place, code in enumerate((*indicators(), COST))}
    return whole[whole["of"] > 0].sort_values("indicator", key=lambda codes: codes.map(order), ignore_index=True)


def _compared(
    what: ColumnElement, estimated: ColumnElement, actual: ColumnElement, both: ColumnElement[bool]
) -> Select:
    sums = (func.coalesce(func.sum(one).filter(both), 0.0) for one in (estimated, actual))
    counts = func.count().filter(both).label("n"), func.count(estimated).label("of")
    return select(what.label("indicator"), *counts, *(one.label(name) for one, name in zip(sums, _SUMS, strict=True)))


_SUMS = ("estimated", "realised")


def _check(scope: Scope) -> None:
    if not scope.embargoed:
        raise Forbidden()


def _judged(db: Connection, scope: Scope, day: date, filters: Filters) -> Select:
    """The rows of `progress`, with the numbers of dimensions."""
    _check(scope)
    rows = _chosen(db, scope, filters).subquery("rows").c
    table = rows.organisation_id.table
    joined = with_calendar(with_calendar(table, table, _BEGUN, rows.since), table, _NOW, literal(day, Date))
    age, working = literal(day, Date) - rows.since, _NOW.c.working_no - _BEGUN.c.working_no
    over = case((rows.norm > 0, working > rows.norm), else_=age > USUAL_DAYS)
    late = func.coalesce(and_(rows.stage == "selected", over), False)
    overdue = func.coalesce(and_(rows.stage.in_(("planned", "in_execution")), rows.due_on < literal(day, Date)), False)
    judgements = late.label("late"), overdue.label("overdue"), _standing(table).label("standing")
    return select(*table.c, age.label("age"), working.label("age_working"), *judgements).select_from(joined)


def _chosen(db: Connection, scope: Scope, filters: Filters) -> Select:
    here = whatever_stage(proposal, scope, replace(filters, stages=CHOSEN))
    begun = func.coalesce(_chosen_since(), _OWN.decided_day, _OWN.planned_day, _OWN.submitted_day)
    since = case(
        (_OWN.stage == "realised", _OWN.realised_day), (_OWN.stage == "in_execution", _OWN.started_day), else_=begun
    )
    norm = within_days(db, scope, START, 0, proposal, begun).label("norm")
    counts = (
        _of(gain, gain.c.estimated.is_not(None), gain.c.realised.is_(None)).label("unmeasured"),
        _of(photo, photo.c.moment == "before", photo.c.state != "hidden").label("before"),
        _of(photo, photo.c.moment == "after", photo.c.state != "hidden").label("after"),
    )
    return select(*(_OWN[name] for name in _SHOWN), since.label("since"), norm, *counts).where(*here)


def _chosen_since() -> ColumnElement[date]:
    """The day since which a place waits for its works: a choice that is made again, as with other words, does not begin
    anew, as in `queries.not_started`."""
    step = proposal_step.c
    same = step.organisation_id == _OWN.organisation_id, step.subject_id == _OWN.subject_id
    waits = step.step == START, step.ended_day.is_(None)
    return select(func.max(step.begun_day)).where(*same, *waits).scalar_subquery()


def _of(table: FromClause, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of a place meet some conditions."""
    same = table.c.organisation_id == _OWN.organisation_id, table.c.subject_id == _OWN.subject_id
    return select(func.count()).select_from(table).where(*same, *conditions).scalar_subquery()


def _standing(rows: FromClause) -> ColumnElement[str]:
    own = rows.c
    misses = or_(own.unmeasured > 0, own.cost_actual.is_(None), own.after == 0)
    return case(
        (own.stage == "selected", str(Standing.NOT_STARTED)),
        (own.stage == "planned", str(Standing.PLANNED)),
        (own.stage == "in_execution", str(Standing.IN_EXECUTION)),
        (misses, str(Standing.INCOMPLETE)),
        else_=str(Standing.DONE),
    )


def _rank(standing: ColumnElement[str]) -> ColumnElement[int]:
    return case({str(one): place for place, one in enumerate(Standing)}, value=standing)


def _order(rows: FromClause) -> tuple[ColumnElement, ...]:
    """What waits longest first; of what is planned what is due first, of what is done the latest."""
    first = case((rows.c.standing == str(Standing.PLANNED), rows.c.due_on), else_=rows.c.since)
    done = rows.c.standing == str(Standing.DONE)
    latest = case((done, rows.c.since)).desc().nulls_last()
    return latest, first.asc().nulls_last(), rows.c.subject_id


# --- one place ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Followed:
    """A place: `header` is one row, `choice` one or None, the others a row an indicator, photo, and event."""

    header: pd.Series
    choice: pd.Series | None
    gains: pd.DataFrame
    photos: pd.DataFrame
    events: pd.DataFrame


def followed(db: Connection, scope: Scope, subject_id: UUID) -> Followed:
    """The place with this public id, for who may know what is not public; also one that is not chosen (any more).

    header, photos and events: as `queries.moderation_case.judged` tells them. choice: the last choice that counts (None
    where a source told of execution without one): outcome, ref, chosen_by, organ, decision_number, decision_uri,
    ratified_day, made_day, approved_day, published_day (null: under embargo), geometry (GeoJSON or null). gains:
    indicator, estimated, realised, measured_day.

    Raises Forbidden to a scope that sees only what is public, NotFound when there is none or it lies outside.
    """
    found = judged(db, scope, subject_id)
    key = int(found.header["organisation_id"]), subject_id
    choices, own = fetch(db, _choice(key)), gain.c
    yielded = select(own.indicator, own.estimated, own.realised, own.measured_day)
    here = own.organisation_id == key[0], own.subject_id == key[1]
    gains = fetch(db, yielded.where(*here).order_by(own.gain_no))
    choice = None if choices.empty else choices.iloc[0]
    return Followed(found.header, choice, gains, found.photos, found.events)


_CHOICE = (
    *("outcome", "ref", "chosen_by", "organ", "decision_number", "decision_uri", "ratified_day", "made_day"),
    *("approved_day", "published_day", "geometry"),
)


def _choice(key: tuple[int, UUID]) -> Select:
    own = selection.c
    here = own.organisation_id == key[0], own.subject_id == key[1], own.current
    return select(*(own[name] for name in _CHOICE)).where(*here)

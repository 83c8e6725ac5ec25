"""One melding with everything that happened to it, for who may see single meldingen."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    Integer,
    Table,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    literal,
    select,
)

from config.errors import Forbidden, NotFound
from config.grid import DAY
from config.kinds import EventKind, stages
from config.language import N_
from queries import tables
from queries.db import fetch
from queries.facts import BEGUN, Facts, facts, with_calendar
from queries.filters import Filters, Scope
from queries.names import named, names
from queries.narrowing import within
from queries.organisations import organisations
from queries.phases import PART_OF, STOPPED
from queries.projections.melding import OTHER_RANK

EVENT_WORDS: dict[EventKind, str] = {
    EventKind.FORWARDED: N_("Forwarded to another service"),
    EventKind.RECLASSIFIED: N_("Given another category"),
    EventKind.RELOCATED: N_("Given another place"),
    EventKind.DEADLINE_SET: N_("Another date promised"),
    EventKind.ADVICE_REQUESTED: N_("Advice asked"),
    EventKind.ADVICE_RECEIVED: N_("Advice received"),
    EventKind.TASK_CREATED: N_("Task given"),
    EventKind.TASK_DONE: N_("Task done"),
    EventKind.CITIZEN_NOTIFIED: N_("Citizen told"),
    EventKind.DECISION_READY: N_("Ready for a decision"),
    EventKind.DECISION_ON_AGENDA: N_("On the agenda"),
    EventKind.DECISION_TAKEN: N_("Decision taken"),
    EventKind.DECISION_SIGNED: N_("Decision signed"),
    EventKind.DECISION_PUBLISHED: N_("Decision published"),
    EventKind.EVALUATION_ASKED: N_("Evaluation asked"),
    EventKind.EVALUATION_PROCESSED: N_("Evaluation processed"),
    EventKind.TEXT_REMOVED: N_("Texts removed"),
}
"""What each kind of event is called that is neither stage nor outcome; those are named in `config/data/stages.csv`."""


@dataclass(frozen=True)
class Case:
    """A melding: `header` is one row, the others a row a visit, request, task, message, decision, evaluation, event."""

    header: pd.Series
    stays: pd.DataFrame
    advice: pd.DataFrame
    tasks: pd.DataFrame
    notifications: pd.DataFrame
    decisions: pd.DataFrame
    evaluations: pd.DataFrame
    events: pd.DataFrame


def case_of(db: Connection, scope: Scope, subject_id: UUID) -> Case:
    """The melding with this public id, as it is now.

    header: the columns of table melding, and category, intake_category, area, channel, service, first_service,
    organisation, source (names, null without), zone, as_of (horizon), lead_days and lead_working_days (the clock that
    ran, up to the horizon while it is open), stopped_days and stopped_working_days.
    stays: the columns of table stay, service (name), part (of `queries.phases`), days and working_days (up to the
    horizon while it lasts), internal_days, external_days (advice in it).
    The others: the columns of their table, with names.
    events: occurred_at, kind, words (msgid of EVENT_WORDS, null for a stage or outcome), inferred, service, actor_role,
    and of what was told moment, channel, partner, organ, result, score, deadline, system, ref (null where not told), in
    the order in which they count.

    Raises Forbidden to a scope without single cases, NotFound when there is no such melding or it lies outside.
    """
    if not scope.cases:
        raise Forbidden()
    own = facts(db, scope, _AS_IT_IS)
    header = _header(db, own, subject_id)
    key = (int(header["organisation_id"]), subject_id)
    advice, task, notification, decision, evaluation = (_child(db, scope, table, key) for table in _CHILDREN)
    stays, events = _stays(db, own, key), _events(db, scope, key)
    whole = pd.concat([header, _clocks(stays)])
    return Case(whole, stays, advice, task, notification, decision, evaluation, events)


def case_number(db: Connection, scope: Scope, subject_id: UUID) -> str | None:
    """The number of the melding with this public id, None without one. Raises as `case_of`."""
    if not scope.cases:
        raise Forbidden()
    melding = tables.melding
    found = fetch(db, select(melding.c.number).where(melding.c.subject_id == subject_id, within(melding, scope)))
    if found.empty:
        raise NotFound()
    number: str | None = found["number"].iloc[0]
    return number


Key = tuple[int, UUID]
_AS_IT_IS = Filters(date(2000, 1, 1), date(2000, 1, 1))
"""A question without a period: only the horizon is asked of it."""
_CHILDREN = (tables.advice, tables.task, tables.notification, tables.decision, tables.evaluation)
_NAMED = {
    "category_id": ("category", "category"),
    "intake_category_id": ("category", "intake_category"),
    "area_id": ("area", "area"),
    "channel_id": ("channel", "channel"),
    "service_id": ("service", "service"),
    "first_service_id": ("service", "first_service"),
    "partner_id": ("partner", "partner"),
}
"""Keys with their dimension and what its name is called; a message has a channel of its own."""


def _with_names(db: Connection, scope: Scope, frame: pd.DataFrame) -> pd.DataFrame:
    for key, (dimension, name) in _NAMED.items():
        if key in frame and name not in frame:
            frame = named(frame, names(db, scope, dimension), key, **{name: "name"})
    return frame


def _is(table: Table, key: Key) -> ColumnElement[bool]:
    return and_(table.c.organisation_id == key[0], table.c.subject_id == key[1])


def _header(db: Connection, own: Facts, subject_id: UUID) -> pd.Series:
    melding, source, organisation = tables.melding, tables.source.c, tables.organisation.c
    zone, as_of = organisation.time_zone.label("zone"), own.horizon.label("as_of")
    same = and_(source.organisation_id == melding.c.organisation_id, source.source_id == melding.c.source_id)
    own_zone = organisation.organisation_id == melding.c.organisation_id
    beside = own.with_horizon(melding).join(tables.organisation, own_zone).outerjoin(tables.source, same)
    one = select(melding, zone, source.name.label("source"), as_of).select_from(beside)
    found = fetch(db, one.where(melding.c.subject_id == subject_id, within(melding, own.scope)))
    if found.empty:
        raise NotFound()
    known = organisations(db, own.scope)[["organisation_id", "name"]].rename(columns={"name": "organisation"})
    return _with_names(db, own.scope, found.merge(known, on="organisation_id")).iloc[0]


def _stays(db: Connection, own: Facts, key: Key) -> pd.DataFrame:
    """The visits with how long they lasted by both clocks, to the horizon while they last."""
    table = tables.stay
    so_far = func.greatest(extract("epoch", own.horizon - table.c.entered_at), 0)
    working = func.greatest(own.today_no - BEGUN.c.working_no, 0)
    joined = with_calendar(own.with_horizon(table), table, BEGUN, table.c.entered_day)
    visits = (
        select(
            table,
            (cast(func.coalesce(table.c.seconds, so_far), Double) / DAY).label("days"),
            func.coalesce(table.c.working_days, working).label("lasted"),
            (cast(table.c.internal_seconds, Double) / DAY).label("internal_days"),
            (cast(table.c.external_seconds, Double) / DAY).label("external_days"),
        )
        .select_from(joined)
        .where(_is(table, key))
    )
    found = _with_names(db, own.scope, fetch(db, visits.order_by(table.c.stay_no)))
    parts = [PART_OF[EventKind(stage)] for stage in found["stage"]]
    return found.assign(working_days=found["lasted"], part=parts).drop(columns="lasted")


def _clocks(stays: pd.DataFrame) -> pd.Series:
    """How long the clock ran and how long it stood still, without time spent closed."""
    stopped = stays["part"] == STOPPED
    sums = {
        f"{name}{unit}": float(stays.loc[rows, unit].sum())
        for name, rows in (("lead_", ~stopped), ("stopped_", stopped))
        for unit in ("days", "working_days")
    }
    return pd.Series(sums)


def _child(db: Connection, scope: Scope, table: Table, key: Key) -> pd.DataFrame:
    found = fetch(db, select(table).where(_is(table, key)).order_by(table.c[f"{table.name}_no"]))
    return _with_names(db, scope, found)


_TOLD = ("moment", "channel", "organ", "result", "deadline", "system", "ref")


def _events(db: Connection, scope: Scope, key: Key) -> pd.DataFrame:
    """What was told of it, less what was taken back."""
    event, void = tables.event, tables.event.alias("void")
    taken_back = (
        exists()
        .where(void.c.organisation_id == key[0], void.c.subject_id == key[1])
        .where(void.c.voids_seq == event.c.seq)
    )
    rank = case(
        {str(kind): fact.rank for kind, fact in stages().items()}, value=event.c.kind, else_=literal(OTHER_RANK)
    )
    told = [event.c.payload[name].astext.label(name) for name in _TOLD]
    numbers = [cast(event.c.payload[name].astext, Integer).label(name) for name in ("partner_id", "score")]
    own = (event.c.organisation_id, event.c.service_id, event.c.occurred_at, event.c.kind, event.c.inferred)
    listed = select(*own, event.c.actor_role, *told, *numbers).where(_is(event, key), ~taken_back)
    counted = listed.where(event.c.kind != str(EventKind.VOID))
    found = fetch(db, counted.order_by(event.c.occurred_at, rank, event.c.seq))
    words = [EVENT_WORDS.get(EventKind(kind)) for kind in found["kind"]]
    return _with_names(db, scope, found.assign(words=pd.Series(words, index=found.index, dtype=object)))

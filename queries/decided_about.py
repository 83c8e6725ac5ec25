"""What organs decide about: meldingen with their decision, and proposals with the choice about them, as rows to ask.

For whoever may know what an agenda names (`Scope.agenda`): titles and states, also of choices that are not public yet.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
)

from config.errors import Forbidden
from config.kinds import EventKind
from queries import tables
from queries.facts import with_calendar
from queries.filters import Scope
from queries.narrowing import known, within
from queries.tables import decision, melding, proposal, selection, selection_round

_BEGUN, _NOW = tables.calendar.alias("begun"), tables.calendar.alias("now")
_ORGANISATION = tables.organisation
_PENDING = str(EventKind.DECISION_PENDING)
STANDS = ("selected", "not_selected", "deferred")
"""Stages of a proposal in which the choice about it is the last that happened."""


def check(scope: Scope) -> None:
    """Raise Forbidden to who may not know what an agenda names."""
    if not scope.agenda:
        raise Forbidden()


def reached(table: FromClause, scope: Scope) -> ColumnElement[bool]:
    """Proposals of which the scope may know on an agenda, also those that are not public."""
    return and_(*known(table, replace(scope, embargoed=True)))


def melding_rows(scope: Scope, now: datetime) -> Select:
    """Meldingen of the scope with the last decision that was told of each.

    Columns: organisation_id, subject_id, number, title, category_id, service_id, stage, open, located (it has a place),
    seq (of its last event), organ, ready_day, agenda_day, decided_day, result, decision_number, decision_uri,
    signed_day, published_day (of the decision; null without), waits (for a decision), advice and tasks (that are out),
    since (local day since which it is ready, or waits), age (days since), age_working (null where the calendar does not
    reach).
    """
    last, own = _last_decision(), melding.c
    told = last.c.decided_at.is_(None)
    pending = and_(own.stage == _PENDING, or_(told, last.c.decided_at < own.stage_since))
    undecided = and_(told, last.c.ready_at.is_not(None))
    since = case((undecided, last.c.ready_day), else_=_local_day(own.stage_since)).label("since")
    located = or_(own.area_id.is_not(None), own.lon.is_not(None)).label("located")
    columns = [own[name] for name in ("organisation_id", "subject_id", "number", "title", "category_id", "service_id")]
    names = ("organ", "ready_day", "decided_day", "result", "signed_day", "published_day")
    of_decision = [last.c[name] for name in names]
    of_decision += [last.c.on_agenda_day.label("agenda_day"), last.c.number.label("decision_number")]
    of_decision.append(last.c.uri.label("decision_uri"))
    waits = and_(own.open, or_(pending, undecided)).label("waits")
    out = _out(tables.advice).label("advice"), _out(tables.task).label("tasks")
    rows = select(
        *columns, own.stage, own.open, located, _last_seq(melding), *of_decision, waits, *out, since, _today(now)
    )
    joined = melding.join(_ORGANISATION, _ORGANISATION.c.organisation_id == own.organisation_id)
    return _aged(rows.select_from(joined.outerjoin(last, true())).where(within(melding, scope)))


def choice_rows(scope: Scope, now: datetime) -> Select:
    """Proposals of the scope with the choice about each that counts, where there is one.

    Columns: organisation_id, subject_id, number, title, theme_id, service_id, stage, seq (of its last event), ref,
    outcome (null without a choice), round and round_id (name and id; null of a round of another system), ratified_day,
    organ, decision_number, decision_uri, published (the choice is public), motivated, located, since (local day since
    which it counts), age and age_working as above.
    """
    own, made = proposal.c, selection.c
    counts = and_(
        made.organisation_id == own.organisation_id,
        made.subject_id == own.subject_id,
        made.current,
        made.standing == "counts",
    )
    named = and_(selection_round.c.organisation_id == made.organisation_id, selection_round.c.ref == made.ref)
    columns = [own[name] for name in ("organisation_id", "subject_id", "number", "title", "theme_id", "service_id")]
    of_choice = [made[name] for name in ("ref", "outcome", "ratified_day", "organ", "decision_number", "decision_uri")]
    facts = (
        made.published_at.is_not(None).label("published"),
        (func.coalesce(made.motivation, "") != "").label("motivated"),
        or_(made.geometry.is_not(None), own.lon.is_not(None)).label("located"),
        func.coalesce(made.approved_day, made.made_day).label("since"),
    )
    rows = select(
        *columns,
        own.stage,
        _last_seq(proposal),
        *of_choice,
        selection_round.c.name.label("round"),
        selection_round.c.round_id,
        *facts,
        _today(now),
    )
    joined = proposal.join(_ORGANISATION, _ORGANISATION.c.organisation_id == own.organisation_id)
    joined = joined.outerjoin(selection, counts).outerjoin(selection_round, named)
    return _aged(rows.select_from(joined).where(reached(proposal, scope)))


def pending_rows(scope: Scope) -> Select:
    """How many choices of the scope wait for the approval of a second person, by the round of our own in which they
    were made.

    Columns: organisation_id, round_id, n.
    """
    own, made = proposal.c, selection.c
    same = and_(made.organisation_id == own.organisation_id, made.subject_id == own.subject_id)
    named = and_(selection_round.c.organisation_id == made.organisation_id, selection_round.c.ref == made.ref)
    key = selection_round.c.organisation_id, selection_round.c.round_id
    rows = select(*key, func.count().label("n")).select_from(
        proposal.join(selection, same).join(selection_round, named)
    )
    return rows.where(made.standing == "pending", reached(proposal, scope)).group_by(*key)


def _last_decision() -> FromClause:
    own = decision.c
    same = own.organisation_id == melding.c.organisation_id, own.subject_id == melding.c.subject_id
    return select(decision).where(*same).order_by(own.decision_no.desc()).limit(1).lateral("last_decision")


def _out(table: Table) -> ColumnElement[int]:
    """How many of what was asked of others are still out."""
    own = table.c
    same = own.organisation_id == melding.c.organisation_id, own.subject_id == melding.c.subject_id
    counted = select(func.count()).select_from(table).where(*same, own.ended_day.is_(None))
    return counted.scalar_subquery()


def _last_seq(table: Table) -> ColumnElement[int]:
    own = tables.event.c
    same = own.organisation_id == table.c.organisation_id, own.subject_id == table.c.subject_id
    return select(func.max(own.seq)).where(*same).scalar_subquery().label("seq")


def _local_day(instant: ColumnElement) -> ColumnElement:
    return func.date(func.timezone(_ORGANISATION.c.time_zone, instant))


def _today(now: datetime) -> ColumnElement:
    return _local_day(literal(now, tables.Instant)).label("today")


def _aged(rows: Select) -> Select:
    found = rows.subquery()
    joined = with_calendar(with_calendar(found, found, _BEGUN, found.c.since), found, _NOW, found.c.today)
    kept = [column for column in found.c if column.name != "today"]
    age = (found.c.today - found.c.since).label("age")
    return select(*kept, age, (_NOW.c.working_no - _BEGUN.c.working_no).label("age_working")).select_from(joined)

"""What can be made public: choices that count and are not public yet; what is planned, and what became public."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, cast, func, select, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PG_UUID

from config.errors import Forbidden
from queries.db import fetch
from queries.filters import Filters, Scope
from queries.names import named, names
from queries.narrowing import known
from queries.reasons import with_terms
from queries.tables import event, is_waiting, proposal, publication_plan, selection, selection_round

LATELY = timedelta(days=30)
MOST = 2_000
_OWN, _CHOICE, _ROUND = proposal.c, selection.c, selection_round.c
_SHOWN = ("organisation_id", "subject_id", "number", "title", "theme_id", "area_id", "street", "lon", "lat", "support")
_TOLD = ("ref", "outcome", "reasons", "motivation", "ratified_day", "organ", "made_day", "approved_day")


def to_publish(db: Connection, scope: Scope) -> pd.DataFrame:
    """Choices that count (approved where that was asked) and are not public, about proposals that are.

    Columns: organisation_id, subject_id, seq (of its last event), number, title, theme, area (names or null), street,
    lon, lat, support, ref, round_id and round (name; null where the round is of a source), outcome, reasons,
    terms (the same with their words), motivation (null without), ratified_day, organ, made_day, approved_day, version
    (1: the first choice about it), planned_at (null without plan) and plan_id; the latest first. At most 2 000.

    Raises Forbidden to a scope that publishes nothing.
    """
    _check(scope)
    found = fetch(db, _waiting(scope).order_by(_CHOICE.made_day.desc(), _CHOICE.outcome.desc(), _OWN.title).limit(MOST))
    found = named(found, names(db, scope, "theme"), "theme_id", theme="name")
    found = named(found, names(db, scope, "area"), "area_id", area="name").drop(columns=["theme_id", "area_id"])
    return with_terms(db, scope, found)


def choices_to_publish(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How many choices count and are neither public nor planned, whatever the filters. One row: count. Raises as
    `to_publish`."""
    _check(scope)
    waiting = _waiting(scope).subquery()
    return fetch(db, select(func.count().label("count")).select_from(waiting).where(waiting.c.plan_id.is_(None)))


def planned(db: Connection, scope: Scope) -> pd.DataFrame:
    """Publications that are still to come, as far as the scope reaches every proposal of them. Columns:
    organisation_id, plan_id, publish_at, n (choices), planned_role, planned_at; the next one first. Raises as
    `to_publish`."""
    _check(scope)
    own = publication_plan.c
    n = func.jsonb_array_length(own.choices).label("n")
    columns = own.organisation_id, own.plan_id, own.publish_at, n, own.planned_role, own.planned_at
    here = own.organisation_id.in_(scope.organisation_ids), is_waiting(), own.plan_id.not_in(_beyond(scope))
    return fetch(db, select(*columns).where(*here).order_by(own.publish_at))


def _beyond(scope: Scope) -> Select:
    """The plans with a proposal that the scope does not reach, whether it is public by now or not."""
    plan = _plan(scope).subquery("plan")
    of_plan = _OWN.organisation_id == plan.c.organisation_id, _OWN.subject_id == _subject(plan)
    reached = known(proposal, replace(scope, embargoed=True))
    return select(plan.c.plan_id).join(proposal, and_(*of_plan)).where(~and_(*reached))


def lately_published(db: Connection, scope: Scope, day: date) -> pd.DataFrame:
    """Choices that became public in the 30 days up to `day` and still are. Columns: organisation_id, subject_id, title,
    outcome, ref, published_day; the last one first. Raises as `to_publish`."""
    _check(scope)
    same = and_(_OWN.organisation_id == _CHOICE.organisation_id, _OWN.subject_id == _CHOICE.subject_id)
    columns = _OWN.organisation_id, _OWN.subject_id, _OWN.title, _CHOICE.outcome, _CHOICE.ref, _CHOICE.published_day
    shown = _CHOICE.shown, _CHOICE.published_day > day - LATELY, _CHOICE.published_day <= day
    found = select(*columns).select_from(selection.join(proposal, same)).where(*known(proposal, scope), *shown)
    return fetch(db, found.order_by(_CHOICE.published_day.desc(), _OWN.title).limit(MOST))


def _check(scope: Scope) -> None:
    if not scope.publishes:
        raise Forbidden()


def _waiting(scope: Scope) -> Select:
    same = and_(_OWN.organisation_id == _CHOICE.organisation_id, _OWN.subject_id == _CHOICE.subject_id)
    plan = _plan(scope).subquery("plan")
    of_plan = and_(
        plan.c.organisation_id == _CHOICE.organisation_id,
        _subject(plan) == _CHOICE.subject_id,
    )
    joined = selection.join(proposal, same).outerjoin(of_round := _round(scope), true()).outerjoin(plan, of_plan)
    columns: list[ColumnElement] = [
        *(_OWN[name] for name in _SHOWN),
        _last_seq(),
        *(_CHOICE[name] for name in _TOLD),
        _CHOICE.version,
        of_round.c.round_id,
        of_round.c.name.label("round"),
        plan.c.publish_at.label("planned_at"),
        plan.c.plan_id,
    ]
    ready = _CHOICE.current, _CHOICE.published_at.is_(None), _OWN.public_stage.is_not(None)
    return select(*columns).select_from(joined).where(*known(proposal, scope), *ready)


def _round(scope: Scope) -> FromClause:
    """The round of a choice: of its own organisation, else of another that chose there. Two may have the same name."""
    own = _ROUND.organisation_id == _CHOICE.organisation_id
    found = select(_ROUND.round_id, _ROUND.name).where(
        _ROUND.organisation_id.in_(scope.organisation_ids), _ROUND.ref == _CHOICE.ref
    )
    return found.order_by(own.desc(), _ROUND.opened_at.desc()).limit(1).correlate(selection).lateral("round")


def _plan(scope: Scope) -> Select:
    own = publication_plan.c
    here = own.organisation_id.in_(scope.organisation_ids), is_waiting()
    one = func.jsonb_array_elements(own.choices, type_=JSONB).label("choice")
    return select(own.organisation_id, own.plan_id, own.publish_at, one).where(*here)


def _subject(plan: FromClause) -> ColumnElement:
    return cast(plan.c.choice["subject"].astext, PG_UUID)


def _last_seq() -> ColumnElement:
    same = event.c.organisation_id == _OWN.organisation_id, event.c.subject_id == _OWN.subject_id
    return select(func.max(event.c.seq)).where(*same).scalar_subquery().label("seq")

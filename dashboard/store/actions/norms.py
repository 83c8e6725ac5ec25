"""Norms, dated: setting one ends the former and derives the meldingen of the organisation again, in one transaction."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from config.clock import Clock
from config.errors import NotFound
from config.kinds import NormUnit
from config.language import N_
from config.topics import Topic
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing
from dashboard.store.loader import bulk
from dashboard.store.organisations import organisation_number, set_norm
from dashboard.store.project import project_all
from dashboard.store.turns import wait_for_sources
from dashboard.store.zones import local_today
from queries.tables import category, norm, organisation

CLOSING = "closing"
_NO_CATEGORY = N_("There is no category with code {code} in this organisation.")


@dataclass(frozen=True)
class NewNorm:
    """`n` days from receipt to first closing, for what is received from `valid_from` on (None: today, locally).

    `category` is a code; None: every category without a norm of its own.
    """

    organisation: str
    n: int
    unit: NormUnit = NormUnit.WORKING_DAY
    category: str | None = None
    valid_from: date | None = None


@dataclass(frozen=True)
class Norm:
    """A norm as it is listed: codes, and its first and last day."""

    organisation: str
    category: str | None
    n: int
    unit: NormUnit
    valid_from: date
    valid_to: date | None


def change_norm(*, writer: Writing, clock: Clock, actor: Actor, new: NewNorm) -> int:
    """Set a norm, until the next one that is known already; returns how many meldingen were derived again.

    Raises NotFound when there is no such organisation or category.
    """
    with writer.transaction() as connection, bulk(connection):
        organisation_id = organisation_number(connection, new.organisation)
        wait_for_sources(connection, organisation_id)
        category_id = _category(connection, organisation_id, new.category)
        first = new.valid_from or local_today(connection, clock, organisation_id)
        last = _make_room(connection, organisation_id, category_id, first)
        values: dict[str, Any] = {"category_id": category_id, "n": new.n, "unit": new.unit}
        number = set_norm(connection, organisation_id, valid_from=first, valid_to=last, phase=CLOSING, **values)
        detail = values | {"norm_id": number, "valid_from": first.isoformat(), "valid_to": last and last.isoformat()}
        audit.record(
            connection, clock=clock, actor=actor, organisation_id=organisation_id, action="norm_set", detail=detail
        )
        return project_all(connection, organisation_id, Topic.MELDING)


def norms(connection: Connection, code: str | None = None) -> list[Norm]:
    """Norms of one organisation or of all, each category by date."""
    table = norm.join(organisation, organisation.c.organisation_id == norm.c.organisation_id).outerjoin(
        category,
        and_(category.c.organisation_id == norm.c.organisation_id, category.c.category_id == norm.c.category_id),
    )
    of_town, of_kind = organisation.c.code.label("organisation"), category.c.code.label("category")
    own = (norm.c.n, norm.c.unit, norm.c.valid_from, norm.c.valid_to)
    statement = select(of_town, of_kind, *own).select_from(table).where(norm.c.phase == CLOSING)
    if code is not None:
        statement = statement.where(norm.c.organisation_id == organisation_number(connection, code))
    rows = connection.execute(statement.order_by(of_town, of_kind.nulls_first(), norm.c.valid_from))
    return [Norm(**row) for row in rows.mappings()]


def _category(connection: Connection, organisation_id: int, code: str | None) -> int | None:
    if code is None:
        return None
    known = select(category.c.category_id).where(category.c.organisation_id == organisation_id, category.c.code == code)
    found = connection.scalar(known)
    if found is None:
        raise NotFound(_NO_CATEGORY, code=code)
    return int(found)


def _make_room(connection: Connection, organisation_id: int, category_id: int | None, first: date) -> date | None:
    """End the norm valid before `first`, drop one from that very day; returns the day before the next one."""
    same = _same(organisation_id, category_id)
    connection.execute(delete(norm).where(same, norm.c.valid_from == first))
    valid = and_(norm.c.valid_from < first, or_(norm.c.valid_to.is_(None), norm.c.valid_to >= first))
    connection.execute(update(norm).where(same, valid).values(valid_to=first - timedelta(days=1)))
    following: date | None = connection.scalar(
        select(func.min(norm.c.valid_from)).where(same, norm.c.valid_from > first)
    )
    return following and following - timedelta(days=1)


def _same(organisation_id: int, category_id: int | None) -> ColumnElement[bool]:
    """The norms of this category, or those of all without one of their own."""
    of_category = norm.c.category_id.is_(None) if category_id is None else norm.c.category_id == category_id
    return and_(norm.c.organisation_id == organisation_id, norm.c.phase == CLOSING, of_category)

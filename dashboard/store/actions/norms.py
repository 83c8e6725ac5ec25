"""Norms, dated: setting one ends the former and derives the meldingen of the organisation again, in one transaction."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, or_, select, update

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.kinds import NormUnit
from config.language import N_
from config.topics import Topic
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.requests import Work, ask
from dashboard.store.actions.writing import Writing
from dashboard.store.loader import bulk
from dashboard.store.organisations import alone, organisation_number, set_norm
from dashboard.store.project import project_all
from dashboard.store.turns import wait_for_sources
from dashboard.store.zones import local_today
from queries.tables import category, norm, organisation

CLOSING, INFORMED, FIRST_ANSWER, MODERATION, START = "closing", "informed", "first_answer", "moderation", "start"
PHASES = (CLOSING, INFORMED, FIRST_ANSWER, MODERATION, START)
"""What a norm limits: receipt to first closing; a moment to telling the citizen; receipt to the first answer; of
proposals submission to the decision of moderation, and the choice to the plan or begin of the works."""
_FOR_ALL = N_("Only a norm for handling can hold for one category.")
_IN_WORKING_DAYS = N_("Only a norm for handling can count in calendar days.")
_ENDS_EARLY = N_("This norm would end before it begins.")
_ENDED = N_("This norm ends earlier already.")
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
    phase: str = CLOSING


@dataclass(frozen=True)
class EndOfNorm:
    """The last day of a norm, by its number within the organisation."""

    organisation: str
    norm_id: int
    last_day: date


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
        _set(connection, clock, actor, organisation_id, new)
        return project_all(connection, organisation_id, Topic.MELDING)


def plan_norm(*, writer: Writing, clock: Clock, actor: Actor, new: NewNorm) -> None:
    """The same, but the worker derives: for a request, which must not take long."""
    with writer.transaction() as connection:
        organisation_id = organisation_number(connection, new.organisation)
        _set(connection, clock, actor, organisation_id, new)
        _ask_if_needed(connection, clock, actor, organisation_id, new.phase)


def plan_end(*, writer: Writing, clock: Clock, actor: Actor, end: EndOfNorm) -> None:
    """End a norm on a day; from the next one on the norm of all categories holds. The worker derives.

    Raises NotFound when the organisation has no such norm, InvalidInput when it ends before it begins.
    """
    with writer.transaction() as connection:
        organisation_id = organisation_number(connection, end.organisation)
        row = end_norm(connection, organisation_id, end)
        detail = {"norm_id": end.norm_id, "valid_to": end.last_day.isoformat(), "phase": row.phase}
        said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
        audit.record(connection, action="norm_ended", detail=detail, **said)
        _ask_if_needed(connection, clock, actor, organisation_id, row.phase)


def end_norm(connection: Connection, organisation_id: int, end: EndOfNorm) -> Row:
    """Write the last day of a norm; returns the norm as it was. A last day before the first one takes it out."""
    this = and_(norm.c.organisation_id == organisation_id, norm.c.norm_id == end.norm_id)
    row = connection.execute(select(norm).where(this).with_for_update()).first()
    if row is None:
        raise NotFound()
    if end.last_day < row.valid_from - timedelta(days=1):
        raise InvalidInput(_ENDS_EARLY)
    if row.valid_to is not None and end.last_day > row.valid_to:
        raise InvalidInput(_ENDED)
    if end.last_day < row.valid_from:
        connection.execute(delete(norm).where(this))
    else:
        connection.execute(update(norm).where(this).values(valid_to=end.last_day))
    return row


def _set(connection: Connection, clock: Clock, actor: Actor, organisation_id: int, new: NewNorm) -> None:
    values = write_norm(connection, clock, organisation_id, new)
    audit.record(
        connection, clock=clock, actor=actor, organisation_id=organisation_id, action="norm_set", detail=values
    )


def write_norm(connection: Connection, clock: Clock, organisation_id: int, new: NewNorm) -> dict[str, Any]:
    """Write a norm and end the one before it; returns what was written, as JSON values.

    Raises NotFound without such a category, InvalidInput for what only a norm of handling can say.
    """
    alone(connection, organisation_id)  # before looking: of two at once the second one sees what the first one wrote
    category_id = _category(connection, organisation_id, new.category)
    if new.phase != CLOSING and category_id is not None:
        raise InvalidInput(_FOR_ALL)
    if new.phase != CLOSING and new.unit is not NormUnit.WORKING_DAY:
        raise InvalidInput(_IN_WORKING_DAYS)
    first = new.valid_from or local_today(connection, clock, organisation_id)
    last = _make_room(connection, _same(organisation_id, category_id, new.phase), first)
    values: dict[str, Any] = {"category_id": category_id, "n": new.n, "unit": new.unit}
    number = set_norm(connection, organisation_id, valid_from=first, valid_to=last, phase=new.phase, **values)
    days = {"valid_from": first.isoformat(), "valid_to": last and last.isoformat()}
    return values | {"norm_id": number, "phase": new.phase} | days


def _ask_if_needed(connection: Connection, clock: Clock, actor: Actor, organisation_id: int, phase: str) -> None:
    """Only a norm for handling sets deadlines; the others are read when the measure is."""
    if phase == CLOSING:
        ask(connection, clock=clock, actor=actor, organisation_id=organisation_id, work=Work.DERIVE)


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


def _make_room(connection: Connection, same: ColumnElement[bool], first: date) -> date | None:
    """End the norm valid before `first`, drop one from that very day; returns the day before the next one."""
    connection.execute(delete(norm).where(same, norm.c.valid_from == first))
    valid = and_(norm.c.valid_from < first, or_(norm.c.valid_to.is_(None), norm.c.valid_to >= first))
    connection.execute(update(norm).where(same, valid).values(valid_to=first - timedelta(days=1)))
    following: date | None = connection.scalar(
        select(func.min(norm.c.valid_from)).where(same, norm.c.valid_from > first)
    )
    return following and following - timedelta(days=1)


def _same(organisation_id: int, category_id: int | None, phase: str) -> ColumnElement[bool]:
    """The norms of this category, or those of all without one of their own."""
    of_category = norm.c.category_id.is_(None) if category_id is None else norm.c.category_id == category_id
    return and_(norm.c.organisation_id == organisation_id, norm.c.phase == phase, of_category)

"""Targets, dated: a new one ends the one before it for the same number, days and service."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, text, update

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.language import N_
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing
from queries.tables import service, target

AT_LEAST, AT_MOST = "at_least", "at_most"
_LOCK = 4_802_027
_ORDER = N_("Attention begins at the goal or beyond it, and bad at attention or beyond it.")
_NO_SERVICE = N_("This organisation has no such service.")
_ENDS_EARLY = N_("This target would end before it begins.")
_ENDED = N_("This target ends earlier already.")


@dataclass(frozen=True)
class NewTarget:
    """What a number should be from `valid_from` on, in the unit of the measure (a share is 0 to 1)."""

    organisation_id: int
    measure: str
    part: str
    days: str | None
    service_id: int | None
    direction: str
    goal: float
    amber: float
    red: float
    valid_from: date
    basis: str = ""

    def check(self) -> None:
        """Raise InvalidInput unless the limits lie in order: goal, attention, bad."""
        steps = (self.goal, self.amber, self.red) if self.direction == AT_MOST else (self.red, self.amber, self.goal)
        if self.direction not in (AT_LEAST, AT_MOST) or not steps[0] <= steps[1] <= steps[2]:
            raise InvalidInput(_ORDER)


def set_target(*, writer: Writing, clock: Clock, actor: Actor, new: NewTarget) -> int:
    """Set a target, until the next one that is known already; returns its number within the organisation."""
    new.check()
    with writer.transaction() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock, :o)"), {"lock": _LOCK, "o": new.organisation_id})
        _check_service(connection, new)
        last = _make_room(connection, new)
        row = _row(new) | {"target_id": _following(connection, new.organisation_id), "valid_to": last}
        connection.execute(target.insert().values(**row))
        detail = {name: row[name] for name in ("target_id", "measure", "part", "service_id", "direction", "goal")}
        said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": new.organisation_id}
        audit.record(
            connection, action="target_set", detail=detail | {"valid_from": new.valid_from.isoformat()}, **said
        )
        return int(row["target_id"])


def end_target(
    *, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, target_id: int, last_day: date
) -> None:
    """End a target on a day. Raises NotFound, and InvalidInput when it would end before it begins."""
    this = and_(target.c.organisation_id == organisation_id, target.c.target_id == target_id)
    with writer.transaction() as connection:
        row = connection.execute(select(target).where(this).with_for_update()).first()
        if row is None:
            raise NotFound()
        if last_day < row.valid_from:
            raise InvalidInput(_ENDS_EARLY)
        if row.valid_to is not None and last_day > row.valid_to:
            raise InvalidInput(_ENDED)
        connection.execute(update(target).where(this).values(valid_to=last_day))
        detail = {"target_id": target_id, "measure": row.measure, "valid_to": last_day.isoformat()}
        said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
        audit.record(connection, action="target_ended", detail=detail, **said)


def _row(new: NewTarget) -> dict[str, Any]:
    names = (
        "organisation_id",
        "measure",
        "part",
        "days",
        "service_id",
        "direction",
        "goal",
        "amber",
        "red",
        "valid_from",
    )
    return {name: getattr(new, name) for name in names} | {"basis": new.basis or None}


def _check_service(connection: Connection, new: NewTarget) -> None:
    own = service.c
    known = select(func.count()).where(own.organisation_id == new.organisation_id, own.service_id == new.service_id)
    if new.service_id is not None and not connection.scalar(known):
        raise InvalidInput(_NO_SERVICE)


def _following(connection: Connection, organisation_id: int) -> int:
    highest = select(func.coalesce(func.max(target.c.target_id), 0)).where(target.c.organisation_id == organisation_id)
    return int(connection.scalar(highest) or 0) + 1


def _make_room(connection: Connection, new: NewTarget) -> date | None:
    """End the one valid before, drop one from that very day; returns the day before the next one."""
    same, own = _same(new), target.c
    connection.execute(delete(target).where(same, own.valid_from == new.valid_from))
    valid = and_(own.valid_from < new.valid_from, or_(own.valid_to.is_(None), own.valid_to >= new.valid_from))
    day_before = new.valid_from - timedelta(days=1)
    connection.execute(update(target).where(same, valid).values(valid_to=day_before))
    following: date | None = connection.scalar(
        select(func.min(own.valid_from)).where(same, own.valid_from > new.valid_from)
    )
    return following and following - timedelta(days=1)


def _same(new: NewTarget) -> ColumnElement[bool]:
    own = target.c
    return and_(
        own.organisation_id == new.organisation_id,
        own.measure == new.measure,
        own.part == new.part,
        own.days.is_not_distinct_from(new.days),
        own.service_id.is_not_distinct_from(new.service_id),
    )

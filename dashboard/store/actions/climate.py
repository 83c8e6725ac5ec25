"""Readings of the climate pact: what a town realised outside this database, told with its source, and withdrawn."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, select, text, update

from config.climate import lekp_indicators
from config.clock import Clock, local_day
from config.errors import InvalidInput, NotFound
from config.language import N_
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing
from queries.tables import climate_reading, organisation

_LOCK = 4_802_031
_NO_INDICATOR = N_("The climate pact asks nothing of this.")
_NO_AMOUNT = N_("A total since 2021 is 0 or more.")
_TOO_EARLY = N_("The pact counts from {day} on.")
_TO_COME = N_("This day is still to come.")
_NO_SOURCE = N_("Tell where this comes from.")
_WITHDRAWN = N_("This reading was withdrawn already.")


@dataclass(frozen=True)
class NewReading:
    """How far a town is on a day: a total since the pact began to count, in the unit of the pact.

    `includes_proposals`: what was realised of the proposals of this database up to that day is in it.
    """

    organisation_id: int
    indicator: str
    on_day: date
    value: float
    includes_proposals: bool
    source: str

    def check(self, today: date) -> None:
        """Raise InvalidInput for what cannot be: another indicator, less than nothing, a day outside the pact."""
        target = lekp_indicators().get(self.indicator)
        if target is None:
            raise InvalidInput(_NO_INDICATOR)
        if not math.isfinite(self.value) or self.value < 0:
            raise InvalidInput(_NO_AMOUNT)
        if self.on_day < target.first_day:
            raise InvalidInput(_TOO_EARLY, day=target.first_day.isoformat())
        if self.on_day > today:
            raise InvalidInput(_TO_COME)
        if not self.source.strip():
            raise InvalidInput(_NO_SOURCE)


def tell_reading(*, writer: Writing, clock: Clock, actor: Actor, new: NewReading) -> int:
    """Write a reading down; returns its number within the organisation. Raises InvalidInput, NotFound."""
    with writer.transaction() as connection:
        new.check(_today(connection, clock, new.organisation_id))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock, :o)"), {"lock": _LOCK, "o": new.organisation_id})
        number = _following(connection, new.organisation_id)
        row = {name: getattr(new, name) for name in _TOLD} | {"source": new.source.strip()}
        connection.execute(climate_reading.insert().values(**row, reading_id=number, told_at=clock.now()))
        detail = {"reading_id": number, "indicator": new.indicator, "value": new.value}
        said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": new.organisation_id}
        day = {"day": new.on_day.isoformat()}
        audit.record(connection, action="climate_reading_told", detail=detail | day, **said)
        return number


_TOLD = ("organisation_id", "indicator", "on_day", "value", "includes_proposals")


def withdraw_reading(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, reading_id: int) -> None:
    """Let a reading count no more; it stays to be seen. Raises NotFound, and InvalidInput when that was done."""
    own = climate_reading.c
    this = and_(own.organisation_id == organisation_id, own.reading_id == reading_id)
    with writer.transaction() as connection:
        row = connection.execute(select(climate_reading).where(this).with_for_update()).first()
        if row is None:
            raise NotFound()
        if row.withdrawn_at is not None:
            raise InvalidInput(_WITHDRAWN)
        connection.execute(update(climate_reading).where(this).values(withdrawn_at=clock.now()))
        detail = {"reading_id": reading_id, "indicator": row.indicator, "day": row.on_day.isoformat()}
        said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
        audit.record(connection, action="climate_reading_withdrawn", detail=detail, **said)


def _today(connection: Connection, clock: Clock, organisation_id: int) -> date:
    own = organisation.c
    zone = connection.scalar(select(own.time_zone).where(own.organisation_id == organisation_id))
    if zone is None:
        raise NotFound()
    return local_day(clock.now(), zone)


def _following(connection: Connection, organisation_id: int) -> int:
    own = climate_reading.c
    highest = select(func.coalesce(func.max(own.reading_id), 0)).where(own.organisation_id == organisation_id)
    return int(connection.scalar(highest) or 0) + 1

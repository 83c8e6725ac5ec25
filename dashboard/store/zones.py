"""The time zone of an organisation, and which day it is there."""

from datetime import date

from sqlalchemy import Connection, select

from config.clock import Clock, local_day
from config.errors import InvalidInput
from config.language import N_
from queries.tables import organisation


def zone_of(connection: Connection, code: str) -> str | None:
    """The time zone in which the organisation with this code counts its days; None when there is none yet."""
    return connection.scalar(select(organisation.c.time_zone).where(organisation.c.code == code))


def local_today(connection: Connection, clock: Clock, organisation_id: int) -> date:
    """The local day in an organisation. Raises InvalidInput when there is no such organisation."""
    found = connection.scalar(select(organisation.c.time_zone).where(organisation.c.organisation_id == organisation_id))
    if found is None:
        raise InvalidInput(N_("There is no organisation with number {number}."), number=organisation_id)
    return local_day(clock.now(), found)

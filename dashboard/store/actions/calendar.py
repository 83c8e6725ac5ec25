"""Own closing days of an organisation: each change is planned for the worker, which numbers the days and derives."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, delete

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.language import N_
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.requests import Work, ask
from dashboard.store.actions.writing import Writing
from dashboard.store.organisations import add_closing_days
from dashboard.store.organisations import public_holidays as _public_holidays
from queries.tables import closing_day

_KNOWN = N_("{day} is an own closing day already.")


def add_day(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, day: date, reason: str) -> None:
    """Add an own closing day. Raises InvalidInput when it is one already."""
    with writer.transaction() as connection:
        write_day(connection, organisation_id, day, reason)
        _planned(connection, clock, actor, organisation_id, "closing_day_added", {"day": day.isoformat()})


def remove_day(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, day: date) -> None:
    """Take an own closing day out. Raises NotFound."""
    with writer.transaction() as connection:
        drop_day(connection, organisation_id, day)
        _planned(connection, clock, actor, organisation_id, "closing_day_removed", {"day": day.isoformat()})


def write_day(connection: Connection, organisation_id: int, day: date, reason: str) -> None:
    """The row of an own closing day. Raises InvalidInput when there is one."""
    if not add_closing_days(connection, organisation_id, {day: reason}):
        raise InvalidInput(_KNOWN, day=day.isoformat())


def drop_day(connection: Connection, organisation_id: int, day: date) -> None:
    """Without the row of an own closing day. Raises NotFound when there is none."""
    own = closing_day.c
    gone = connection.execute(delete(closing_day).where(own.organisation_id == organisation_id, own.day == day))
    if gone.rowcount == 0:
        raise NotFound()


def _planned(
    connection: Connection, clock: Clock, actor: Actor, organisation_id: int, action: str, detail: dict[str, Any]
) -> None:
    said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
    audit.record(connection, action=action, detail=detail, **said)
    ask(connection, work=Work.CALENDAR, **said)


def public_holidays(*, writer: Writing, organisation_id: int, year: int, language: str) -> dict[date, str]:
    """The public holidays of a year with their names in 'nl' or 'en'."""
    with writer.transaction() as connection:
        return _public_holidays(connection, organisation_id, year, {"nl": "nl", "en": "en_US"}[language])

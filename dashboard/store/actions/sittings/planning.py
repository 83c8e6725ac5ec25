"""Planning sittings: one or a series, changing one, and cancelling it."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from config.clock import Clock, local_day, to_utc
from config.errors import InvalidInput
from config.ids import new_id
from config.kinds import Organ, SittingState
from config.language import N_
from config.plain import has_control, is_storable
from dashboard.store.actions import audit
from dashboard.store.actions.sittings.held import CANCELLED, check_change, sitting_turn, zone_of
from dashboard.store.actions.subject_turn import Acting
from dashboard.store.actions.writing import Writing
from queries.tables import calendar, sitting

LONGEST_NAME, LONGEST_URI, LONGEST_NOTE = 100, 500, 2_000
LONGEST_SERIES = timedelta(days=2 * 366)
WEEKS = (1, 2, 4)
"""Weeks between the sittings of a series."""
_NAME = N_("Write the name of the organ, in at most {n} characters.")
_DEADLINE = N_("The agenda closes before the sitting begins.")
_URI = N_("An address begins with http:// or https:// (or urn:) and has at most {n} characters.")
_NOTE = N_("A note has at most {n} characters, and no characters that no text has.")
_KNOWN = N_("This organ has a sitting at that moment already. Nothing was changed.")
_LONG = N_("A series lasts at most two years, and ends after it begins.")
_NONE = N_("Every one of these days is known already or a closing day. Nothing was changed.")
_HELD = N_("Results of this sitting were recorded, so organ and moment stay as they are. Nothing was changed.")


@dataclass(frozen=True)
class Sitting:
    """When which organ sits, and until when something can be put on its agenda (None: until it begins)."""

    organ: Organ
    starts_at: datetime
    agenda_until: datetime | None = None
    organ_name: str = ""
    uri: str = ""
    note: str = ""

    def check(self) -> None:
        """Raise InvalidInput for what is no sitting."""
        named = bool(self.organ_name.strip())
        if named is not (self.organ is Organ.OTHER) or not fits(self.organ_name, LONGEST_NAME):
            raise InvalidInput(_NAME, n=LONGEST_NAME)
        if self.agenda_until is not None and self.agenda_until > self.starts_at:
            raise InvalidInput(_DEADLINE)
        check_uri(self.uri)
        if len(self.note) > LONGEST_NOTE or not all(fits(line, LONGEST_NOTE) for line in self.note.splitlines()):
            raise InvalidInput(_NOTE, n=LONGEST_NOTE)

    def row(self) -> dict[str, Any]:
        """Its columns."""
        texts = {"organ": str(self.organ), "organ_name": " ".join(self.organ_name.split())}
        return asdict(self) | texts | {"uri": self.uri.strip() or None, "note": self.note.strip() or None}


@dataclass(frozen=True)
class Planned:
    """What a series became: sittings, and the days on which there is none: closing days, and those known already."""

    sitting_ids: tuple[UUID, ...]
    closed: tuple[date, ...] = ()
    known: tuple[date, ...] = ()


def fits(text: str, longest: int) -> bool:
    """Whether a text on one line can be kept."""
    return len(text) <= longest and is_storable(text) and not has_control(text)


def check_uri(uri: str) -> None:
    """Raise InvalidInput for what is neither empty nor an address."""
    told = uri.strip()
    if told and not (told.startswith(("http://", "https://", "urn:")) and fits(told, LONGEST_URI) and " " not in told):
        raise InvalidInput(_URI, n=LONGEST_URI)


def plan(*, writer: Writing, clock: Clock, by: Acting, sitting: Sitting) -> UUID:
    """Plan one sitting, also on a closing day. Raises InvalidInput, also when there is one at that moment."""
    sitting.check()
    with writer.transaction() as connection:
        made = _add(connection, clock, by, sitting)
        if made is None:
            raise InvalidInput(_KNOWN)
        _record(connection, clock, by, "sitting_planned", _about(connection, by, sitting))
    return made


def plan_series(*, writer: Writing, clock: Clock, by: Acting, first: Sitting, until: date, weeks: int = 1) -> Planned:
    """Plan a sitting every so many weeks, at the same local time with as long before it for its agenda, up to a day.

    Days on which the offices are closed have none; what is there already stays. Raises InvalidInput when none is left.
    """
    first.check()
    with writer.transaction() as connection:
        zone = zone_of(connection, by.organisation_id)
        every = series(first, until, zone, weeks)
        days = {local_day(one.starts_at, zone): one for one in every}
        closed = _closed(connection, by.organisation_id, days)
        made = {day: _add(connection, clock, by, one) for day, one in days.items() if day not in closed}
        planned = tuple(one for one in made.values() if one is not None)
        if not planned:
            raise InvalidInput(_NONE)
        known = tuple(day for day, one in made.items() if one is None)
        detail = {"organ": str(first.organ), "n": len(planned), "closed": len(closed), "known": len(known)}
        _record(connection, clock, by, "sittings_planned", detail | {"until": until.isoformat()})
    return Planned(planned, tuple(sorted(closed)), known)


def series(first: Sitting, until: date, zone: str, weeks: int = 1) -> list[Sitting]:
    """The sittings of a series, each at the same local time. Raises InvalidInput for one that is too long."""
    begin = local_day(first.starts_at, zone)
    if not begin <= until <= begin + LONGEST_SERIES or weeks not in WEEKS:
        raise InvalidInput(_LONG)
    steps = range(0, (until - begin).days + 1, 7 * weeks)
    return [_moved(first, timedelta(days=days), zone) for days in steps]


def _moved(first: Sitting, by: timedelta, zone: str) -> Sitting:
    closes = None if first.agenda_until is None else _shifted(first.agenda_until, by, zone)
    return replace(first, starts_at=_shifted(first.starts_at, by, zone), agenda_until=closes)


def _shifted(instant: datetime, by: timedelta, zone: str) -> datetime:
    """Days later on the clock on the wall."""
    return to_utc(instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) + by, zone).instant


def change(*, writer: Writing, clock: Clock, by: Acting, sitting_id: UUID, change_no: int, sitting: Sitting) -> None:
    """Give a sitting another moment, deadline or organ; of one of which results were recorded, address and note only.

    Raises NotFound, InvalidInput, also when somebody changed it after `change_no`.
    """
    sitting.check()
    with sitting_turn(writer, clock, by, sitting_id) as held:
        before, values = held.sitting, sitting.row()
        check_change(before, change_no)
        moved = any(getattr(before, name) != values[name] for name in ("organ", "organ_name", "starts_at"))
        if before.state == SittingState.CANCELLED:
            raise InvalidInput(CANCELLED)
        if before.state == SittingState.HELD and moved:
            raise InvalidInput(_HELD)
        try:
            with held.connection.begin_nested():
                held.update_sitting(**values)
        except IntegrityError:
            raise InvalidInput(_KNOWN) from None
        held.record(action="sitting_changed")


def cancel(*, writer: Writing, clock: Clock, by: Acting, sitting_id: UUID, change_no: int) -> int:
    """Cancel a sitting; returns how many items wait again. Raises NotFound, InvalidInput, as `change`."""
    with sitting_turn(writer, clock, by, sitting_id, every_item=True) as held:
        row = held.sitting
        check_change(row, change_no)
        if row.state == SittingState.CANCELLED:
            raise InvalidInput(CANCELLED)
        if row.state == SittingState.HELD:
            raise InvalidInput(_HELD)
        for item in held.items.values():
            held.void(item, "agenda_events")
        held.update_sitting(state=SittingState.CANCELLED)
        held.record(action="sitting_cancelled", n=len(held.items))
        return len(held.items)


def _add(connection: Connection, clock: Clock, by: Acting, one: Sitting) -> UUID | None:
    """The id of a new sitting; None when there is one of that organ at that moment."""
    key = {"organisation_id": by.organisation_id, "sitting_id": new_id(clock), "change_no": 1}
    made = {"state": str(SittingState.PLANNED), "planned_at": clock.now(), "planned_by": by.actor.account_id}
    adding = insert(sitting).values(**key, **one.row(), **made).on_conflict_do_nothing()
    found: UUID | None = connection.scalar(adding.returning(sitting.c.sitting_id))
    return found


def _closed(connection: Connection, organisation_id: int, days: Collection[date]) -> set[date]:
    """Those of the days on which the offices are closed, as far as the calendar reaches."""
    own = calendar.c
    told = select(own.day).where(own.organisation_id == organisation_id, own.day.in_(days), ~own.working)
    return set(connection.scalars(told))


def _about(connection: Connection, by: Acting, one: Sitting) -> dict[str, Any]:
    day = local_day(one.starts_at, zone_of(connection, by.organisation_id))
    return {"organ": str(one.organ), "day": day.isoformat()}


def _record(connection: Connection, clock: Clock, by: Acting, action: str, detail: Mapping[str, Any]) -> None:
    said: dict[str, Any] = {"clock": clock, "actor": by.actor, "organisation_id": by.organisation_id}
    audit.record(connection, action=action, detail=dict(detail), **said)

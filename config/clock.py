"""The only place that knows what time it is, and how local days relate to instants.

Instants are timezone-aware UTC datetimes. A local day is a `datetime.date` in an organisation's IANA time zone.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

ZONE = "Europe/Brussels"
"""The zone of the screens; days of an organisation are those of its own zone."""


class Clock(Protocol):
    """Gives the present instant, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock for tests and reproducible runs: stands still until moved."""

    def __init__(self, at: datetime) -> None:
        self.set(at)

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        """Move to the aware instant `at`."""
        if at.tzinfo is None:
            raise ValueError("a clock needs an aware datetime")
        self._at = at.astimezone(UTC)

    def advance(self, step: timedelta) -> None:
        """Move forward by `step`."""
        self._at += step


class LocalState(StrEnum):
    """How a wall-clock time relates to the time zone's changes."""

    OK = "ok"
    AMBIGUOUS = "ambiguous"
    NONEXISTENT = "nonexistent"


@dataclass(frozen=True)
class LocalTime:
    """A wall-clock time resolved to an instant; `state` says whether the reading was unique."""

    instant: datetime
    state: LocalState


def to_utc(naive: datetime, zone: str) -> LocalTime:
    """Resolve a wall-clock time in `zone`.

    An ambiguous time (autumn) is read as its first occurrence, a non-existent one (spring) as if the clock had not yet
    moved; both are reported in `state` and never guessed silently.
    """
    place = ZoneInfo(zone)
    first = naive.replace(tzinfo=place, fold=0)
    second = naive.replace(tzinfo=place, fold=1)
    instant = first.astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None) != naive:
        return LocalTime(instant, LocalState.NONEXISTENT)
    if first.utcoffset() != second.utcoffset():
        return LocalTime(instant, LocalState.AMBIGUOUS)
    return LocalTime(instant, LocalState.OK)


def local_day(instant: datetime, zone: str) -> date:
    """The calendar day of an aware instant in `zone`."""
    return instant.astimezone(ZoneInfo(zone)).date()


def day_start(day: date, zone: str) -> datetime:
    """The first instant (UTC) of a local day."""
    return to_utc(datetime.combine(day, time.min), zone).instant


def day_end(day: date, zone: str) -> datetime:
    """The last whole second (UTC) of a local day."""
    return day_start(day + timedelta(days=1), zone) - timedelta(seconds=1)

"""How often somebody gets mail, and at which instants: wall-clock hours of an organisation, whatever its clock does.

Each local day has exactly one such hour: one that does not exist in spring is the one after it, one that comes twice in
autumn is its first.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from config.clock import local_day, to_utc

WORKING_WEEK = range(5)


class Cadence(StrEnum):
    """How often."""

    DAILY = "daily"
    """From Monday to Friday."""
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    """On the first such day of the week in a month."""


@dataclass(frozen=True)
class When:
    """A cadence at an hour (0 to 23) in a time zone; `weekday` (Monday is 0) means nothing to a daily one."""

    cadence: Cadence
    hour: int
    zone: str
    weekday: int = 0

    def falls_on(self, day: date) -> bool:
        """Whether a local day is one of them."""
        if self.cadence is Cadence.DAILY:
            return day.weekday() in WORKING_WEEK
        first_of_month = self.cadence is Cadence.WEEKLY or day.day <= 7
        return day.weekday() == self.weekday and first_of_month

    def at(self, day: date) -> datetime:
        """The instant (UTC) of a local day."""
        return to_utc(datetime.combine(day, time(self.hour)), self.zone).instant

    def after(self, instant: datetime) -> datetime:
        """The first moment that lies after an instant."""
        return self._first(instant, 1)

    def up_to(self, instant: datetime) -> datetime:
        """The last moment that is not after an instant."""
        return self._first(instant, -1)

    def _first(self, instant: datetime, step: int) -> datetime:
        day = local_day(instant, self.zone)
        while not (self.falls_on(day) and (self.at(day) > instant) == (step > 0)):
            day += timedelta(days=step)
        return self.at(day)

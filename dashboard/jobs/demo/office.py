"""Working time of the town hall, in whole local seconds.

The demo counts in local wall-clock seconds since 1970 ('local seconds'), turned into instants only at the end. Nothing
is dated between 2 and 3 at night, when a clock change would make that ambiguous.
"""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from dashboard.jobs.demo.region import region

DAY = 86_400
_OPEN, _NOON, _BACK = 8 * 3600 + 1800, 12 * 3600, 13 * 3600
_MORNING = _NOON - _OPEN
WORKING_DAY = 7 * 3600
"""Seconds worked on a day: half past eight to noon, one to half past four."""
_EPOCH = date(1970, 1, 1)
_THURSDAY = 3
"""Weekday of 1 January 1970."""
_COLLEGE, _COUNCIL = 14 * 3600, 20 * 3600
_DELIVERY_HOUR = 6
_SUMMER_RECESS = range(29, 33)
"""ISO weeks in which the college does not meet."""


def number_of(day: date) -> int:
    """Days since 1970."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day of that number."""
    return _EPOCH + timedelta(days=number)


class Office:
    """Which days are worked from 1 January of `first_year` to the end of `last_year`, and how long a stretch lasts."""

    def __init__(self, first_year: int, last_year: int, closing_days: Mapping[tuple[int, int], str], country: str):
        free = holidays.country_holidays(country, years=range(first_year, last_year + 1))
        span = range(number_of(date(first_year, 1, 1)), number_of(date(last_year + 1, 1, 1)))
        self.days = [
            number
            for number, day in ((number, day_of(number)) for number in span)
            if day.weekday() < 5 and day not in free and (day.month, day.day) not in closing_days
        ]
        """Numbers of all working days, ascending."""
        self._working = set(self.days)

    def works(self, number: int) -> bool:
        """Whether the offices work on the day of this number."""
        return number in self._working

    def worked(self, at: int) -> int:
        """Working seconds from the beginning up to local second `at`."""
        number, second = divmod(at, DAY)
        before = bisect_left(self.days, number) * WORKING_DAY
        return before + _within_day(second) if number in self._working else before

    def moment(self, worked: int) -> int:
        """The local second at which that many seconds have been worked; a full day ends on the next morning.

        Beyond the last year it is the last working day.
        """
        index, second = divmod(worked, WORKING_DAY)
        return self.days[min(index, len(self.days) - 1)] * DAY + _on_the_clock(second)

    def after(self, at: int, days: float) -> int:
        """The moment `days` working days of work after `at`, at least a minute later."""
        return max(self.moment(self.worked(at) + 60 + int(days * WORKING_DAY)), at + 60)

    def between(self, start: int, end: int) -> float:
        """Working days of work between two moments."""
        return (self.worked(end) - self.worked(start)) / WORKING_DAY

    def college_after(self, at: int) -> int:
        """The first meeting of the college on a working Monday at least three days after `at`."""
        number = _monday_from(at // DAY + 3)
        while not self.works(number) or day_of(number).isocalendar().week in _SUMMER_RECESS:
            number += 7
        return number * DAY + _COLLEGE

    def council_after(self, at: int) -> int:
        """The first council meeting at least ten days after `at`: the last Monday of a month, not in summer."""
        number = _monday_from(at // DAY + 10)
        while not self.works(number) or not _last_of_month(number) or day_of(number).month in (7, 8):
            number += 7
        return number * DAY + _COUNCIL


def _monday_from(number: int) -> int:
    return number + -(number + _THURSDAY) % 7


def _last_of_month(number: int) -> bool:
    return day_of(number + 7).month != day_of(number).month


def _on_the_clock(worked: int) -> int:
    return worked + _OPEN if worked < _MORNING else worked - _MORNING + _BACK


def _within_day(second: int) -> int:
    if second < _NOON:
        return max(0, second - _OPEN)
    return min(WORKING_DAY, _MORNING + max(0, second - _BACK))


@lru_cache(maxsize=4)
def office_for(first_year: int, last_year: int) -> Office:
    """The town halls of the demo over those years."""
    return Office(first_year, last_year, region().closing_days, region().holiday_calendar)


def last_morning(now: datetime, *, working: bool) -> datetime:
    """Six o'clock of the last day, or the last working day, that has come that far."""
    zone = ZoneInfo(region().time_zone)
    local = now.astimezone(zone)
    day = local.date() if local.hour >= _DELIVERY_HOUR else local.date() - timedelta(days=1)
    office = office_for(day.year - 1, day.year)
    while working and not office.works(number_of(day)):
        day -= timedelta(days=1)
    return datetime.combine(day, time(_DELIVERY_HOUR), zone).astimezone(UTC)

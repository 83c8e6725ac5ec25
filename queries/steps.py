"""A period in steps: weeks, months or twelve points of a sparkline, numbered alike in SQL and in Python."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, cast, func
from sqlalchemy.dialects.postgresql import ARRAY

from queries.filters import Filters

POINTS = 12
LONGEST_IN_WEEKS = 120
"""Periods of more days are drawn by month."""


@dataclass(frozen=True)
class Steps:
    """Consecutive spans of days: the first day of each, and the last day of the last one."""

    starts: tuple[date, ...]
    last: date

    @property
    def first(self) -> date:
        return self.starts[0]


def number_of(day: ColumnElement, steps: Steps) -> ColumnElement:
    """The number of the step, from 1, in which a day lies; 0 before the first."""
    return func.width_bucket(day, cast(list(steps.starts), ARRAY(Date)))


def monday(day: date) -> date:
    """The Monday of its ISO week."""
    return day - timedelta(days=day.weekday())


def weeks_of(filters: Filters) -> Steps:
    """The ISO weeks that the period touches; the last one ends with the period."""
    first = monday(filters.first_day)
    count = (filters.last_day - first).days // 7 + 1
    return Steps(tuple(first + timedelta(weeks=number) for number in range(count)), filters.last_day)


def months_of(filters: Filters) -> list[date]:
    """The first days of the months that the period touches."""
    first, last = filters.first_day, filters.last_day
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [_month(first, number) for number in range(count)]


def _month(day: date, after: int) -> date:
    """The first day of a month so many months after that of a day."""
    month = day.year * 12 + day.month - 1 + after
    return date(month // 12, month % 12 + 1, 1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return _month(month, 1)


def year_after(month: date) -> date:
    """The same month a year later."""
    return _month(month, 12)


def sparkline_of(filters: Filters) -> Steps:
    """Twelve steps up to the last day of the period: weeks, or months for a period of more than 120 days."""
    last = filters.last_day
    if (last - filters.first_day).days < LONGEST_IN_WEEKS:
        return Steps(tuple(last + timedelta(days=1, weeks=number - POINTS) for number in range(POINTS)), last)
    return Steps(tuple(_month(last, number + 1 - POINTS) for number in range(POINTS)), last)

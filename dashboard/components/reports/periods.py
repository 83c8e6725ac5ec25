"""The periods of which a report can be made: complete months, quarters and years, the usual one of its kind first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from config.language import N_, number, t
from dashboard.charts.phrases import month_name
from dashboard.components.filter_words import period_words
from queries.filters import Period, month_start

_SEPARATOR = "_"
_MONTHS, _QUARTERS, _YEARS = 12, 6, 4
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """First and last local day of what a report is about."""

    first_day: date
    last_day: date

    @property
    def code(self) -> str:
        """As a form sends it."""
        return f"{self.first_day.isoformat()}{_SEPARATOR}{self.last_day.isoformat()}"

    @property
    def name(self) -> str:
        """'nov 2026', '3e kwartaal 2026', '2025'; else its days."""
        first, following = self.first_day, self.last_day + _DAY
        if first.day != 1 or following.day != 1:
            return period_words(first, self.last_day)
        months = (following.year - first.year) * 12 + following.month - first.month
        if months == 1:
            return month_name(first)
        if months == 3 and first.month % 3 == 1:
            return t(N_("quarter {n} of {year}"), n=number(first.month // 3 + 1), year=str(first.year))
        if months == 12 and first.month == 1:
            return str(first.year)
        return f"{month_name(first)} – {month_name(self.last_day)}"


def spans(usual: Period, today: date) -> tuple[Span, ...]:
    """What can be chosen for a kind with this usual period, all of it over; the first one is the usual."""
    months, quarters, years = (tuple(_ended(today, length, n)) for length, n in _LENGTHS.items())
    match usual:
        case Period.LAST_QUARTER | Period.THIS_QUARTER:
            found = (*quarters, *months, *years)
        case Period.LAST_YEAR:
            found = (*years, *quarters, *months)
        case Period.THIS_YEAR:
            found = (years[0], *_running(today), *years[1:], *quarters, *months)
        case Period.LAST_12_MONTHS:
            found = (Span(month_start(today, -12), month_start(today) - _DAY), *years, *quarters, *months)
        case _:
            found = (*months, *quarters, *years)
    return tuple(dict.fromkeys(found))


_LENGTHS = {1: _MONTHS, 3: _QUARTERS, 12: _YEARS}
"""Months of a span, and how many spans of that length can be chosen."""


def _ended(today: date, months: int, n: int) -> Iterator[Span]:
    """The last `n` spans of so many months that are over, the last one first."""
    begun = month_start(today, -((today.month - 1) % months))
    for back in range(1, n + 1):
        yield Span(month_start(begun, -back * months), month_start(begun, -(back - 1) * months) - _DAY)


def _running(today: date) -> Iterator[Span]:
    """This year, up to the last month that is over."""
    if today.month > 1:
        yield Span(date(today.year, 1, 1), month_start(today) - _DAY)

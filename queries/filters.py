"""What is asked (Filters) and what may be seen (Scope). Both are values; the address bar is the state of a page."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from config.errors import InvalidInput
from config.kinds import MeldingKind
from config.language import N_
from config.plain import is_storable

E = TypeVar("E", bound=StrEnum)
LONGEST_PERIOD = 60 * 366
YEARS = range(1900, 2300)
"""Years an address may name: room on both sides for a period before it and a day after it."""
WITHOUT = "-"
"""The code that stands for 'none': meldingen without area, service, category or channel."""


class Population(StrEnum):
    """Events in the period, or meldingen received in the period and followed to as-of."""

    PERIOD = "period"
    COHORT = "cohort"


class Days(StrEnum):
    """The unit of durations."""

    WORKING = "working"
    CALENDAR = "calendar"


class By(StrEnum):
    """What weekly series are of: of proposals a category is their theme."""

    CATEGORY = "category"
    THEME = "theme"
    AREA = "area"


class Period(StrEnum):
    """Periods that move with the calendar; a saved view keeps the name, not the days."""

    LAST_4_WEEKS = "4w"
    LAST_12_WEEKS = "12w"
    THIS_MONTH = "month"
    LAST_MONTH = "last-month"
    THIS_QUARTER = "quarter"
    LAST_QUARTER = "last-quarter"
    THIS_YEAR = "year"
    LAST_YEAR = "last-year"
    LAST_12_MONTHS = "12m"


WEEKS = {Period.LAST_4_WEEKS: 4, Period.LAST_12_WEEKS: 12}
"""Periods that begin on a Monday, with the weeks that they count; the present one too."""


@dataclass(frozen=True)
class Reach:
    """One organisation of a scope; `service_ids` limits it to some services (None: all)."""

    organisation_id: int
    service_ids: frozenset[int] | None = None

    def told(self) -> list[Any]:
        """As it is kept with what was made within it (`queries.dossiers.reaches`): the organisation, and its services
        in order or None."""
        return [self.organisation_id, None if self.service_ids is None else sorted(self.service_ids)]


@dataclass(frozen=True)
class Scope:
    """What the reader may see; required by every query. Made from the account's grants, never from a request.

    `organisation_ids` of `reaches` already include predecessors. `cases`: single meldingen may be shown. `embargoed`:
    also what of proposals is not public. `publishes`: of what is not public the choices that count, to publish them.
    `agenda`: what waits for a sitting or stands on its agenda may be named, also where the first two do not hold.
    """

    reaches: tuple[Reach, ...]
    cases: bool = True
    embargoed: bool = True
    publishes: bool = True
    agenda: bool = True

    @classmethod
    def whole(cls, *organisation_ids: int) -> "Scope":
        """Everything of these organisations."""
        return cls(tuple(Reach(number) for number in organisation_ids))

    def of(self, organisation_ids: Collection[int]) -> "Scope":
        """The same, of these organisations only."""
        return replace(self, reaches=tuple(one for one in self.reaches if one.organisation_id in organisation_ids))

    @property
    def organisation_ids(self) -> tuple[int, ...]:
        return tuple(sorted({reach.organisation_id for reach in self.reaches}))


def month_start(day: date, months: int = 0) -> date:
    """The first day of the month of a day, or of so many months later."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def period_days(period: Period, today: date) -> tuple[date, date]:
    """First and last local day of a named period as seen on `today`; a running one ends today."""
    month, quarter = month_start(today), month_start(today, -((today.month - 1) % 3))
    a_day = timedelta(days=1)
    match period:
        case Period.LAST_4_WEEKS | Period.LAST_12_WEEKS:
            return today - timedelta(days=today.weekday(), weeks=WEEKS[period] - 1), today
        case Period.THIS_MONTH:
            return month, today
        case Period.LAST_MONTH:
            return month_start(month, -1), month - a_day
        case Period.THIS_QUARTER:
            return quarter, today
        case Period.LAST_QUARTER:
            return month_start(quarter, -3), quarter - a_day
        case Period.THIS_YEAR:
            return date(today.year, 1, 1), today
        case Period.LAST_YEAR:
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        case Period.LAST_12_MONTHS:
            return month_start(today, -11), today


@dataclass(frozen=True)
class Filters:
    """The filter bar as a value. Codes are those of the dimension tables; an empty tuple is no filter.

    Categories, channels, kind, population and days count for meldingen, themes and stages for proposals; of proposals
    no stage means those that stand (`queries.narrowing.STANDING`). `by` counts for trends.

    `as_of` asks how it stood at an earlier instant, by the events that are known today. `lag` moves the horizon of
    follow-up back by whole local days, so that an earlier period is judged after the same time as the present one.
    """

    first_day: date
    last_day: date
    period: Period | None = None
    organisations: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    kind: MeldingKind = MeldingKind.MELDING
    population: Population = Population.PERIOD
    days: Days = Days.WORKING
    by: By = By.CATEGORY
    as_of: datetime | None = None
    lag: int = field(default=0)

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise InvalidInput(N_("The period ends before it begins."))
        if (self.last_day - self.first_day).days > LONGEST_PERIOD:
            raise InvalidInput(N_("This period is too long."))

    @classmethod
    def for_period(cls, period: Period, today: date) -> "Filters":
        """No filter but a named period."""
        first, last = period_days(period, today)
        return cls(first, last, period)

    @classmethod
    def from_query(cls, query: Mapping[str, Any], today: date) -> "Filters":
        """Filters of an address; unknown keys are ignored. Raises InvalidInput with a message for a person."""
        base = cls._from_period(query, today)
        return replace(
            base,
            organisations=_codes(query, "organisation"),
            areas=_codes(query, "area"),
            categories=_codes(query, "category"),
            services=_codes(query, "service"),
            channels=_codes(query, "channel"),
            themes=_codes(query, "theme"),
            stages=_codes(query, "stage"),
            kind=_choice(MeldingKind, query, "kind", MeldingKind.MELDING),
            population=_choice(Population, query, "population", Population.PERIOD),
            days=_choice(Days, query, "days", Days.WORKING),
            by=_choice(By, query, "by", By.CATEGORY),
        )

    @classmethod
    def _from_period(cls, query: Mapping[str, Any], today: date) -> "Filters":
        first, last = _one(query, "from"), _one(query, "to")
        if first or last:
            return cls(_day(first or last), _day(last or first))
        return cls.for_period(_choice(Period, query, "period", Period.LAST_12_WEEKS), today)

    def to_query(self) -> str:
        """The shortest address that gives these filters again."""
        pairs: list[tuple[str, str]] = []
        if self.period is None:
            pairs += [("from", self.first_day.isoformat()), ("to", self.last_day.isoformat())]
        elif self.period is not Period.LAST_12_WEEKS:
            pairs.append(("period", self.period))
        for name, codes in self._coded():
            pairs += [(name, code) for code in codes]
        defaults = (MeldingKind.MELDING, Population.PERIOD, Days.WORKING, By.CATEGORY)
        chosen = (("kind", self.kind), ("population", self.population), ("days", self.days), ("by", self.by))
        pairs += [pair for pair, usual in zip(chosen, defaults, strict=True) if pair[1] != usual]
        return urlencode(pairs)

    def _coded(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        yield "organisation", self.organisations
        yield "area", self.areas
        yield "category", self.categories
        yield "service", self.services
        yield "channel", self.channels
        yield "theme", self.themes
        yield "stage", self.stages

    @property
    def active(self) -> int:
        """How many filters beside the period are set."""
        return sum(bool(codes) for _, codes in self._coded()) + (self.kind is not MeldingKind.MELDING)

    def previous(self) -> "Filters":
        """The period just before: as many whole months when this one has whole months, else as many days."""
        first = self.first_day
        if first.day == 1 and _is_month_end(self.last_day):
            months = (self.last_day.year - first.year) * 12 + self.last_day.month - first.month + 1
            return self._moved(month_start(first, -months), first - timedelta(days=1))
        length = timedelta(days=(self.last_day - first).days + 1)
        if self.period in WEEKS:
            length = timedelta(weeks=WEEKS[self.period])
        return self._moved(first - length, self.last_day - length)

    def last_year(self) -> "Filters":
        """The same period a year before: 52 weeks earlier when it counts in weeks, else the same dates."""
        if self.period in WEEKS:
            year = timedelta(weeks=52)
            return self._moved(self.first_day - year, self.last_day - year)
        first = _year_before(self.first_day)
        last = _year_before(self.last_day)
        return self._moved(first, month_start(last, 1) - timedelta(days=1) if _is_month_end(self.last_day) else last)

    def stood_at(self, as_of: datetime) -> "Filters":
        """The same question, asked at an earlier instant."""
        return replace(self, as_of=as_of)

    def _moved(self, first: date, last: date) -> "Filters":
        lag = self.lag + (self.last_day - last).days
        return replace(self, first_day=first, last_day=last, period=None, lag=lag)


def _is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _one(query: Mapping[str, Any], name: str) -> str:
    value = query.get(name) or ""
    return _readable(str(value[-1] if isinstance(value, list | tuple) else value))


def _codes(query: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = query.get(name) or ()
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(sorted({_readable(str(code))[:200] for code in values if code}))[:100]


def _readable(text: str) -> str:
    """The text. Raises InvalidInput when no database could hold it, such as one with a NUL."""
    if not is_storable(text):
        raise InvalidInput(N_("The address holds a character that does not exist in any text."))
    return text


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(N_("{value} is not a date. Write it as 2026-11-22."), value=text[:40]) from None
    if found.year not in YEARS:
        raise InvalidInput(
            N_("{value} lies before {first} or after {last}."), value=text[:40], first=YEARS[0], last=YEARS[-1]
        )
    return found


def _choice(kind: type[E], query: Mapping[str, Any], name: str, usual: E) -> E:
    text = _one(query, name)
    if not text:
        return usual
    try:
        return kind(text)
    except ValueError:
        raise InvalidInput(N_("{value} is not a choice for {name}."), value=text[:40], name=name) from None

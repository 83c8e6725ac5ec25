"""Everything that must be known before the first event: organisations, their days, codes, areas, norms and targets."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy import Connection

from config.clock import Clock, local_day
from dashboard.jobs.demo.areas import SOURCE as SCHEMATIC
from dashboard.jobs.demo.areas import municipality_geometry, village_geometry
from dashboard.jobs.demo.climate import readings
from dashboard.jobs.demo.facts import handling
from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.names import names
from dashboard.jobs.demo.neighbours import neighbours
from dashboard.jobs.demo.region import Municipality, region
from dashboard.jobs.demo.targets import targets
from dashboard.store import describing
from dashboard.store.organisations import (
    add_closing_days,
    ensure_calendar,
    ensure_dimension,
    ensure_organisation,
    ensure_source,
    expect_every,
)

SOURCE, SOURCE_NAME = "demo", "Meldingen (demo)"
LATE_SOURCE, LATE_SOURCE_NAME = "afval_app", "App van de afvalintercommunale (demo)"
LICENCE = "https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0"
_CLOSING_YEARS = 25
"""Years for which own closing days are written down at once."""
_HOURS, _NIGHTLY, _WEEKLY = 2, 26, 7 * 24
_INFORMED, _FIRST_ANSWER = 5, 2
Numbers = dict[str, dict[str, int]]


def prepare(connection: Connection, clock: Clock, start: date, every: Mapping[str, Hall]) -> dict[str, int]:
    """Make what is not there yet for these town halls; returns the number of each organisation by code."""
    numbers = {code: _organisation(connection, clock, hall.place) for code, hall in every.items()}
    numbers |= {
        one.code: _cooperation(connection, clock, one.code, one.kind, one.name) for one in region().cooperations
    }
    _belong(connection, numbers)
    _days(connection, clock, numbers, start)
    for hall in every.values():
        _describe(connection, numbers[hall.code], hall)
    _read_elsewhere(connection, clock, numbers)
    return numbers


def _read_elsewhere(connection: Connection, clock: Clock, numbers: dict[str, int]) -> None:
    """What the town realised for the climate pact beside its proposals."""
    if region().town.code in numbers:
        told = readings(local_day(clock.now(), region().time_zone))
        describing.set_readings(connection, numbers[region().town.code], clock.now(), told)


def _organisation(connection: Connection, clock: Clock, place: Municipality) -> int:
    number = ensure_organisation(
        connection,
        clock=clock,
        code=place.code,
        kind="municipality",
        name=place.name,
        time_zone=region().time_zone,
        holiday_calendar=region().holiday_calendar,
        nis_code=place.nis_code,
        population=place.population,
        source=place.source,
    )
    describing.date_organisation(connection, number, place.first, place.last)
    return number


def _cooperation(connection: Connection, clock: Clock, code: str, kind: str, name: str) -> int:
    return ensure_organisation(
        connection,
        clock=clock,
        code=code,
        kind=kind,
        name=name,
        time_zone=region().time_zone,
        holiday_calendar=region().holiday_calendar,
        source="demo",
    )


def _belong(connection: Connection, numbers: dict[str, int]) -> None:
    """Which went on in which, and who works together."""
    for place in region().municipalities:
        if place.into is not None and {place.code, place.into} <= numbers.keys():
            describing.succeed(connection, numbers[place.code], numbers[place.into], region().merged_on)
    for one in region().cooperations:
        describing.join_region(
            connection, numbers[one.code], (numbers[code] for code in one.members if code in numbers)
        )


def _days(connection: Connection, clock: Clock, numbers: dict[str, int], start: date) -> None:
    """Working days: made once, the same for all."""
    model = numbers[region().town.code]
    years = range(start.year - 1, start.year + _CLOSING_YEARS)
    closed = {date(year, *day): reason for year in years for day, reason in region().closing_days.items()}
    add_closing_days(connection, model, closed)
    ensure_calendar(connection, model, start, local_day(clock.now(), region().time_zone))
    for number in numbers.values():
        describing.copy_calendar(connection, model, number)


def _describe(connection: Connection, number: int, hall: Hall) -> None:
    """Codes of a town hall with their facts, and its sources."""
    dimensions = names(hall) | {"area": names(hall)["area"] | {hall.place.nis_code: hall.place.name}}
    numbers = {kind: ensure_dimension(connection, number, kind, known) for kind, known in dimensions.items()}
    _areas(connection, number, hall.place, numbers["area"])
    describing.describe_categories(connection, number, dict(_categories(hall, numbers["category"])))
    describing.set_norms(connection, number, _norms(hall, numbers["category"]))
    ensure_source(connection, number, SOURCE, SOURCE_NAME)
    expect_every(connection, number, SOURCE, _HOURS if hall.full else _NIGHTLY)
    if hall.full:
        _of_town(connection, number, hall, numbers)


def _of_town(connection: Connection, number: int, hall: Hall, numbers: Numbers) -> None:
    """What only the town has: own advisers, a service made of two, targets, a public map, a silent source."""
    inside = [code for code, partner in handling().partners.items() if partner.internal]
    describing.internal_partners(connection, number, inside)
    if hall.code != region().town.code:
        return
    change = handling().reorganisation
    for code in change.parts:
        describing.date_service(connection, number, numbers["service"][code], None, change.day - timedelta(days=1))
    describing.date_service(connection, number, numbers["service"][change.into], change.day, None)
    describing.set_targets(connection, number, targets(numbers["service"]))
    describing.open_map(connection, number, LICENCE)
    ensure_source(connection, number, LATE_SOURCE, LATE_SOURCE_NAME)
    expect_every(connection, number, LATE_SOURCE, _WEEKLY)


def _areas(connection: Connection, number: int, place: Municipality, numbers: dict[str, int]) -> None:
    villages = {
        one.code: describing.AreaFacts(
            village_geometry(one.code), int(round(one.share * place.population, -2)), SCHEMATIC
        )
        for one in place.villages
    }
    whole = {place.nis_code: describing.AreaFacts(municipality_geometry(place), place.population, SCHEMATIC)}
    describing.describe_areas(connection, number, describing.NEIGHBOURHOOD, numbers, villages)
    describing.describe_areas(connection, number, describing.MUNICIPALITY, numbers, whole)


def _categories(hall: Hall, numbers: dict[str, int]) -> Iterator[tuple[int, tuple[str | None, str | None]]]:
    """Number, theme and regional code of each category."""
    if hall.full:
        for code, category in handling().categories.items():
            yield numbers[code], (category.theme, category.regional)
        return
    for code in neighbours().categories:
        yield numbers[code], (handling().of_region(code)[0].theme, code)


def _norms(hall: Hall, numbers: dict[str, int]) -> Iterator[tuple[int | None, str, int]]:
    """Norms for closing by category; the town also promises when the citizen hears something."""
    if hall.full:
        yield from ((numbers[one.code], "closing", one.norm) for one in handling().categories.values() if one.norm)
        yield None, "informed", _INFORMED
        yield None, "first_answer", _FIRST_ANSWER
        return
    known = neighbours()
    for code, category in known.categories.items():
        days = known.norm_of(category, hall.code)
        if days is not None:
            yield numbers[code], "closing", days

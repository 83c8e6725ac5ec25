"""What is known of organisations and their codes beside a name: when they existed, what they belong to, where they are.

Every function may be called again: it leaves things as it found them the first time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert

from config.kinds import NormUnit
from dashboard.store.organisations import BEGIN
from dashboard.store.public_news import has_news
from queries import tables

NEIGHBOURHOOD, MUNICIPALITY = "neighbourhood", "municipality"


@dataclass(frozen=True)
class AreaFacts:
    """Of an area: GeoJSON geometry in WGS 84, number of inhabitants, and where the boundary comes from."""

    geometry: Mapping[str, Any]
    population: int | None
    source: str


@dataclass(frozen=True)
class NewTarget:
    """A target as it is laid down; see the table. Directions are at_least and at_most."""

    measure: str
    direction: str
    goal: float
    amber: float
    red: float
    part: str = ""
    days: str | None = None
    service_id: int | None = None
    basis: str | None = None
    valid_from: date = BEGIN


@dataclass(frozen=True)
class NewReading:
    """A total for the climate pact by another source, in the unit of the pact; see the table."""

    indicator: str
    on_day: date
    value: float
    includes_proposals: bool
    source: str


def succeed(connection: Connection, from_id: int, to_id: int, on_day: date) -> None:
    """One organisation went on in another."""
    row = insert(tables.organisation_successor).values(from_id=from_id, to_id=to_id, on_day=on_day)
    connection.execute(row.on_conflict_do_nothing())


def join_region(connection: Connection, region_id: int, members: Iterable[int]) -> None:
    """These organisations make up a region."""
    for organisation_id in members:
        row = {"region_id": region_id, "organisation_id": organisation_id, "valid_from": BEGIN}
        connection.execute(insert(tables.organisation_membership).values(**row).on_conflict_do_nothing())


def date_organisation(connection: Connection, organisation_id: int, first: date | None, last: date | None) -> None:
    """The days on which an organisation existed, None without end; it must have one version."""
    _date(connection, tables.organisation_version, {"organisation_id": organisation_id}, first, last)


def date_service(
    connection: Connection, organisation_id: int, service_id: int, first: date | None, last: date | None
) -> None:
    """The same of a service."""
    own = {"organisation_id": organisation_id, "service_id": service_id}
    _date(connection, tables.service_version, own, first, last)


def _date(connection: Connection, table: Any, own: Mapping[str, int], first: date | None, last: date | None) -> None:
    found = update(table).where(*(table.c[name] == value for name, value in own.items()))
    connection.execute(found.values(valid_from=first or BEGIN, valid_to=last))


def copy_calendar(connection: Connection, from_id: int, to_id: int) -> None:
    """The working days of one organisation for another with the same ones; not when it has some already."""
    values = {"from": from_id, "to": to_id}
    connection.execute(text(_COPY_DAYS), values)
    connection.execute(text(_COPY_CLOSED), values)


_COPY_DAYS = """
INSERT INTO calendar (organisation_id, day, working, working_no)
SELECT :to, day, working, working_no FROM calendar WHERE organisation_id = :from
AND NOT EXISTS (SELECT FROM calendar WHERE organisation_id = :to)
"""
_COPY_CLOSED = """
INSERT INTO closing_day (organisation_id, day, reason) SELECT :to, day, reason FROM closing_day
WHERE organisation_id = :from ON CONFLICT DO NOTHING
"""


def describe_categories(
    connection: Connection, organisation_id: int, facts: Mapping[int, tuple[str | None, str | None]]
) -> None:
    """Theme and regional code of each category, by number."""
    dated = tables.category_version.c
    statement = (
        update(tables.category_version)
        .where(dated.organisation_id == organisation_id, dated.category_id == bindparam("number"))
        .values(theme=bindparam("put_theme"), regional_code=bindparam("put_regional"))
    )
    rows = [{"number": number, "put_theme": theme, "put_regional": code} for number, (theme, code) in facts.items()]
    connection.execute(statement, rows)


def internal_partners(connection: Connection, organisation_id: int, codes: Iterable[str]) -> None:
    """These partners are part of the own organisation."""
    base = tables.partner
    own = update(base).where(base.c.organisation_id == organisation_id, base.c.code.in_(list(codes)))
    connection.execute(own.values(internal=True))


def describe_areas(
    connection: Connection, organisation_id: int, kind: str, numbers: Mapping[str, int], facts: Mapping[str, AreaFacts]
) -> None:
    """Kind, boundary and inhabitants of areas, by code."""
    for code, known in facts.items():
        own = {"organisation_id": organisation_id, "area_id": numbers[code]}
        base, dated = tables.area, tables.area_version
        connection.execute(update(base).where(*(base.c[name] == n for name, n in own.items())).values(kind=kind))
        connection.execute(update(dated).where(*(dated.c[name] == n for name, n in own.items())).values(asdict(known)))


def open_map(connection: Connection, organisation_id: int, licence: str) -> None:
    """Let everybody see the map and the open data of an organisation that did not say yet how it shows itself."""
    row = {"organisation_id": organisation_id, "public_map": True, "licence": licence}
    if connection.execute(insert(tables.appearance).values(**row).on_conflict_do_nothing()).rowcount:
        has_news(connection, organisation_id)


def set_targets(connection: Connection, organisation_id: int, targets: Iterable[NewTarget]) -> None:
    """The targets of an organisation that has none yet."""
    base = tables.target
    if connection.scalar(select(base.c.target_id).where(base.c.organisation_id == organisation_id).limit(1)):
        return
    rows = [
        asdict(one) | {"organisation_id": organisation_id, "target_id": number, "valid_to": None}
        for number, one in enumerate(targets, start=1)
    ]
    connection.execute(base.insert(), rows)


def set_readings(connection: Connection, organisation_id: int, told_at: datetime, told: Iterable[NewReading]) -> None:
    """The readings of the climate pact of an organisation that has none yet."""
    base = tables.climate_reading
    if connection.scalar(select(base.c.reading_id).where(base.c.organisation_id == organisation_id).limit(1)):
        return
    rows = [
        asdict(one) | {"organisation_id": organisation_id, "reading_id": number, "told_at": told_at}
        for number, one in enumerate(told, start=1)
    ]
    connection.execute(base.insert(), rows)


def set_norms(connection: Connection, organisation_id: int, norms: Iterable[tuple[int | None, str, int]]) -> None:
    """The norms of an organisation that has none yet: category (None: all), phase and working days of each."""
    base = tables.norm
    if connection.scalar(select(base.c.norm_id).where(base.c.organisation_id == organisation_id).limit(1)):
        return
    shared = {"organisation_id": organisation_id, "unit": NormUnit.WORKING_DAY.value, "valid_from": BEGIN}
    rows = [
        shared | {"norm_id": number, "category_id": category, "phase": phase, "n": n, "valid_to": None}
        for number, (category, phase, n) in enumerate(norms, start=1)
    ]
    if rows:
        connection.execute(base.insert(), rows)

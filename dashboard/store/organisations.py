"""Organisations, their working days, dimensions, norms and sources: made when first needed."""

from collections.abc import Mapping
from datetime import date, timedelta

import holidays
from sqlalchemy import Connection, select, text
from sqlalchemy.dialects.postgresql import insert

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.kinds import NormUnit
from config.language import N_
from queries import tables

BEGIN = date(1900, 1, 1)
"""Validity of attributes of which no beginning is known."""
_MARGIN_BEFORE, _MARGIN_AFTER = timedelta(days=366), timedelta(days=6 * 366)
_AHEAD = timedelta(days=5 * 366)
"""So far beyond the last event the calendar reaches at least: room for `LONGEST_NORM` working days."""
_LOCK = 4_802_023
_NO_HOLIDAYS = N_("The public holidays of country {country} are not known.")


def organisation_number(connection: Connection, code: str) -> int:
    """The number of the organisation with this code. Raises NotFound."""
    found = connection.scalar(select(tables.organisation.c.organisation_id).where(tables.organisation.c.code == code))
    if found is None:
        raise NotFound(N_("There is no organisation with code {code}."), code=code)
    return int(found)


def ensure_organisation(
    connection: Connection,
    *,
    clock: Clock,
    code: str,
    kind: str,
    name: str,
    time_zone: str = "Europe/Brussels",
    holiday_calendar: str = "BE",
    nis_code: str | None = None,
    population: int | None = None,
    source: str | None = None,
) -> int:
    """The number of the organisation with this code, made with these attributes when there is none yet."""
    base = tables.organisation
    known = connection.scalar(select(base.c.organisation_id).where(base.c.code == code))
    if known is not None:
        return int(known)
    row = {"code": code, "kind": kind, "time_zone": time_zone, "holiday_calendar": holiday_calendar}
    insertion = insert(base).values(**row, created_at=clock.now()).on_conflict_do_nothing(index_elements=["code"])
    made = connection.scalar(insertion.returning(base.c.organisation_id))
    if made is None:
        return organisation_number(connection, code)  # made meanwhile by somebody else
    version = {"name": name, "nis_code": nis_code, "population": population, "source": source}
    connection.execute(tables.organisation_version.insert().values(organisation_id=made, valid_from=BEGIN, **version))
    return int(made)


def alone(connection: Connection, organisation_id: int) -> None:
    """Wait until nobody else numbers anything of this organisation, and hold others up until the transaction ends."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock, :id)"), {"lock": _LOCK, "id": organisation_id})


def ensure_calendar(connection: Connection, organisation_id: int, first: date, last: date) -> None:
    """See to it that the working days from `first` to `last`, with a margin, are known.

    Numbers of known days never change by extending; `rebuild_calendar` makes them anew after closing days changed.
    """
    if _covers(_known_days(connection, organisation_id), first, last):
        return
    alone(connection, organisation_id)
    begin, end = _known_days(connection, organisation_id)
    if _covers((begin, end), first, last):
        return
    first = begin if begin and begin <= first else first - _MARGIN_BEFORE
    last = end if end and end >= last + _AHEAD else last + _MARGIN_AFTER
    rebuild_calendar(connection, organisation_id, first, last)


def _known_days(connection: Connection, organisation_id: int) -> tuple[date | None, date | None]:
    statement = "SELECT min(day), max(day) FROM calendar WHERE organisation_id = :id"
    begin, end = connection.execute(text(statement), {"id": organisation_id}).one()
    return begin, end


def _covers(known: tuple[date | None, date | None], first: date, last: date) -> bool:
    begin, end = known
    return begin is not None and end is not None and begin <= first and end >= last + _AHEAD


def rebuild_calendar(connection: Connection, organisation_id: int, first: date, last: date) -> None:
    """Number the working days of `first` to `last` anew: no weekend, holiday or own closing day.

    `working_no` counts from a fixed day (2000-01-01), so that extending the calendar does not move known numbers.
    Raises InvalidInput when the holidays of the organisation's country are not known.
    """
    alone(connection, organisation_id)
    country = connection.scalar(
        select(tables.organisation.c.holiday_calendar).where(tables.organisation.c.organisation_id == organisation_id)
    )
    closed = set(
        connection.scalars(
            select(tables.closing_day.c.day).where(tables.closing_day.c.organisation_id == organisation_id)
        )
    )
    years = range(min(first.year, _ANCHOR.year), max(last.year, _ANCHOR.year) + 1)
    closed |= _public_holidays(str(country), years)
    rows = _numbered(first, last, closed)
    connection.execute(tables.calendar.delete().where(tables.calendar.c.organisation_id == organisation_id))
    columns = {name: [row[name] for row in rows] for name in ("day", "working", "working_no")}
    connection.execute(
        text(
            "INSERT INTO calendar (organisation_id, day, working, working_no) SELECT :id, * FROM unnest("
            "CAST(:day AS date[]), CAST(:working AS boolean[]), CAST(:working_no AS int[]))"
        ),
        {"id": organisation_id, **columns},
    )


def renumber_calendar(connection: Connection, organisation_id: int) -> None:
    """Number all known days anew, after own closing days changed; meldingen must be projected afterwards."""
    first, last = _known_days(connection, organisation_id)
    if first is not None and last is not None:
        rebuild_calendar(connection, organisation_id, first, last)


def public_holidays(connection: Connection, organisation_id: int, year: int, language: str) -> dict[date, str]:
    """The public holidays of a year on which the offices of an organisation are closed, with their names."""
    country = connection.scalar(
        select(tables.organisation.c.holiday_calendar).where(tables.organisation.c.organisation_id == organisation_id)
    )
    try:
        return dict(sorted(holidays.country_holidays(str(country), years=year, language=language).items()))
    except NotImplementedError:
        raise InvalidInput(_NO_HOLIDAYS, country=country) from None


def _public_holidays(country: str, years: range) -> set[date]:
    try:
        return set(holidays.country_holidays(country, years=years))
    except NotImplementedError:
        raise InvalidInput(_NO_HOLIDAYS, country=country) from None


_ANCHOR = date(2000, 1, 1)


def _numbered(first: date, last: date, closed: set[date]) -> list[dict[str, object]]:
    begin, end = min(first, _ANCHOR), max(last, _ANCHOR)
    days = [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
    working = [day.weekday() < 5 and day not in closed for day in days]
    number = -sum(works for day, works in zip(days, working, strict=True) if day <= _ANCHOR)
    rows: list[dict[str, object]] = []
    for day, works in zip(days, working, strict=True):
        number += works
        if first <= day <= last:
            rows.append({"day": day, "working": works, "working_no": number})
    return rows


def ensure_source(connection: Connection, organisation_id: int, code: str, name: str) -> int:
    """The number of the source with this code, made with this name when there is none yet."""
    return _ensure_numbered(connection, organisation_id, "source", {code: name})[code]


def expect_every(connection: Connection, organisation_id: int, source_code: str, hours: int) -> None:
    """After so many hours without a delivery, this source is late."""
    own = tables.source.c
    connection.execute(
        tables.source.update()
        .where(own.organisation_id == organisation_id, own.code == source_code)
        .values(expected_every=hours)
    )


def ensure_dimension(
    connection: Connection, organisation_id: int, dimension: str, names: Mapping[str, str], since: date | None = None
) -> dict[str, int]:
    """Numbers of these codes in a dimension (service, category, ...); unknown codes are made with their names.

    With `since`, a known code that has another name now gets a new version from that day on; but what has a boundary
    keeps the name that came with it.
    """
    numbers = _ensure_numbered(connection, organisation_id, dimension, names)
    if since is not None:
        _rename(connection, organisation_id, dimension, {numbers[code]: name for code, name in names.items()}, since)
    return numbers


def _rename(
    connection: Connection, organisation_id: int, dimension: str, names: Mapping[int, str], since: date
) -> None:
    key, values = f"{dimension}_id", {"o": organisation_id, "since": since}
    bare = "geometry IS NULL" if dimension == "area" else "true"
    rows = connection.execute(text(_LATEST_NAMES.format(table=f"{dimension}_version", key=key, bare=bare)), values)
    for number, known, valid_from, _ in rows.all():
        name = names.get(number, known)
        if name == known or valid_from > since:
            continue
        statements = (_RENAME_TODAY,) if valid_from == since else (_END_VERSION, _NEW_VERSION)
        for statement in statements:
            columns = _carried(dimension)
            told = statement.format(table=f"{dimension}_version", key=key, columns=columns)
            connection.execute(text(told), values | {"n": number, "name": name})


def _carried(dimension: str) -> str:
    """The attributes of a version that a new name leaves as they are."""
    dated = tables.metadata.tables[f"{dimension}_version"]
    own = ("organisation_id", f"{dimension}_id", "valid_from", "valid_to", "name")
    return "".join(f", {column.name}" for column in dated.columns if column.name not in own)


_LATEST_NAMES = """
SELECT * FROM (SELECT DISTINCT ON ({key}) {key}, name, valid_from, {bare} AS bare FROM {table}
               WHERE organisation_id = :o ORDER BY {key}, valid_from DESC) latest WHERE bare
"""
_RENAME_TODAY = "UPDATE {table} SET name = :name WHERE organisation_id = :o AND {key} = :n AND valid_from = :since"
_NEW_VERSION = """
INSERT INTO {table} (organisation_id, {key}, valid_from, valid_to, name{columns})
SELECT organisation_id, {key}, :since, NULL, :name{columns} FROM {table}
WHERE organisation_id = :o AND {key} = :n ORDER BY valid_from DESC LIMIT 1
"""
_END_VERSION = """
UPDATE {table} SET valid_to = CAST(:since AS date) - 1
WHERE organisation_id = :o AND {key} = :n AND valid_to IS NULL
"""


def _ensure_numbered(
    connection: Connection, organisation_id: int, name: str, names: Mapping[str, str]
) -> dict[str, int]:
    known = _numbers(connection, organisation_id, name)
    if names.keys() <= known.keys():
        return known
    alone(connection, organisation_id)
    known = _numbers(connection, organisation_id, name)
    following = max(known.values(), default=0) + 1
    fresh = {code: following + n for n, code in enumerate(sorted(names.keys() - known.keys()))}
    if fresh:
        _insert_numbered(connection, organisation_id, name, fresh, names)
    return known | fresh


def _numbers(connection: Connection, organisation_id: int, name: str) -> dict[str, int]:
    base = tables.metadata.tables[name]
    rows = connection.execute(
        select(base.c.code, base.c[f"{name}_id"]).where(base.c.organisation_id == organisation_id)
    ).all()
    return {str(code): int(value) for code, value in rows}


def _insert_numbered(
    connection: Connection, organisation_id: int, name: str, fresh: Mapping[str, int], names: Mapping[str, str]
) -> None:
    base = tables.metadata.tables[name]
    keys = {code: {"organisation_id": organisation_id, f"{name}_id": number} for code, number in fresh.items()}
    if name == "source":
        connection.execute(base.insert(), [key | {"code": code, "name": names[code]} for code, key in keys.items()])
        return
    kind = {"kind": "neighbourhood"} if name == "area" else {}
    connection.execute(base.insert(), [key | kind | {"code": code} for code, key in keys.items()])
    dated = tables.metadata.tables[f"{name}_version"]
    connection.execute(dated.insert(), [key | {"valid_from": BEGIN, "name": names[code]} for code, key in keys.items()])


def set_theme(connection: Connection, organisation_id: int, category_id: int, theme: str) -> None:
    """Put a category under a theme."""
    dated = tables.category_version
    connection.execute(
        dated.update()
        .where(dated.c.organisation_id == organisation_id, dated.c.category_id == category_id)
        .values(theme=theme)
    )


def set_norm(
    connection: Connection,
    organisation_id: int,
    *,
    category_id: int | None,
    n: int,
    unit: NormUnit,
    valid_from: date = BEGIN,
    valid_to: date | None = None,
    phase: str = "closing",
) -> int:
    """Add a norm; returns its number. Meldingen received under it must be projected afterwards."""
    norm = tables.norm
    alone(connection, organisation_id)
    following = connection.scalar(
        text("SELECT coalesce(max(norm_id), 0) + 1 FROM norm WHERE organisation_id = :id"), {"id": organisation_id}
    )
    row = {"category_id": category_id, "phase": phase, "n": n, "unit": unit, "valid_from": valid_from}
    connection.execute(
        insert(norm).values(organisation_id=organisation_id, norm_id=following, valid_to=valid_to, **row)
    )
    return int(following or 1)


def add_closing_days(connection: Connection, organisation_id: int, days: Mapping[date, str]) -> int:
    """Add own closing days (day -> reason); returns how many were new.

    The calendar must be rebuilt and meldingen projected afterwards.
    """
    added = 0
    for day, reason in days.items():
        row = {"organisation_id": organisation_id, "day": day, "reason": reason}
        added += connection.execute(insert(tables.closing_day).values(**row).on_conflict_do_nothing()).rowcount
    return added

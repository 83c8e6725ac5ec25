"""Organisations, their working days and their codes: made once, by whoever comes first."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from config.errors import InvalidInput, NotFound
from config.kinds import LONGEST_NORM, NormUnit
from dashboard.store.organisations import (
    add_closing_days,
    ensure_calendar,
    ensure_dimension,
    ensure_organisation,
    ensure_source,
    organisation_number,
    rebuild_calendar,
    set_norm,
)
from tests.deliveries import melding

EASTER_MONDAYS = (date(1998, 4, 13), date(2026, 4, 6))


@pytest.fixture
def connection(town):
    with town.writer.transaction() as connection:
        yield connection


def days(connection, organisation_id):
    rows = connection.execute(
        text("SELECT day, working, working_no FROM calendar WHERE organisation_id = :o ORDER BY day"),
        {"o": organisation_id},
    )
    return {row.day: (row.working, row.working_no) for row in rows}


def town_of(connection, town, country):
    code = f"{town.code}-{country}"
    return ensure_organisation(
        connection, clock=town.clock, code=code, kind="municipality", name=country, holiday_calendar=country
    )


def test_an_organisation_is_made_once(connection, town):
    made = {"clock": town.clock, "code": town.code, "kind": "ocmw", "name": "Another name"}
    assert ensure_organisation(connection, **made) == town.id
    assert organisation_number(connection, town.code) == town.id
    assert town.rows("SELECT name FROM organisation_version WHERE organisation_id = :o") == [("Town",)]
    with pytest.raises(NotFound, match="no organisation with code nowhere"):
        organisation_number(connection, "nowhere")


def test_a_calendar_covers_what_was_asked_with_a_margin(connection, town):
    ensure_calendar(connection, town.id, date(2026, 1, 1), date(2026, 12, 31))
    known = days(connection, town.id)
    assert min(known) <= date(2025, 1, 1)
    assert max(known) >= date(2029, 12, 30)
    assert len(known) == (max(known) - min(known)).days + 1


def test_working_numbers_count_working_days(connection, town):
    ensure_calendar(connection, town.id, date(1996, 6, 1), date(2003, 6, 1))
    known = days(connection, town.id)
    for day in sorted(known)[1:]:
        step = known[day][1] - known[day - timedelta(days=1)][1]
        assert step == known[day][0], day
    assert known[date(1999, 12, 31)] == (True, 0)
    assert known[date(2000, 1, 1)] == (False, 0)
    assert known[date(2000, 1, 3)] == (True, 1)
    assert known[date(1999, 12, 30)] == (True, -1)


def test_extending_a_calendar_to_either_side_keeps_its_numbers(connection, town):
    ensure_calendar(connection, town.id, date(2020, 5, 1), date(2020, 6, 1))
    before = days(connection, town.id)
    ensure_calendar(connection, town.id, date(1991, 1, 1), date(2020, 6, 1))
    earlier = days(connection, town.id)
    assert before.items() <= earlier.items()
    assert max(earlier) == max(before)
    ensure_calendar(connection, town.id, date(2020, 5, 1), date(2045, 6, 1))
    later = days(connection, town.id)
    assert earlier.items() <= later.items()
    assert min(later) == min(earlier)


def test_a_calendar_that_suffices_is_left_alone(connection, town):
    ensure_calendar(connection, town.id, date(2020, 5, 1), date(2020, 6, 1))
    where = text("SELECT day, ctid::text FROM calendar WHERE organisation_id = :o ORDER BY day")
    before = connection.execute(where, {"o": town.id}).all()
    ensure_calendar(connection, town.id, date(2019, 6, 1), date(2021, 6, 1))
    assert connection.execute(where, {"o": town.id}).all() == before


def test_holidays_are_those_of_the_country(connection, town):
    numbers = {country: town_of(connection, town, country) for country in ("BE", "US")}
    for number in numbers.values():
        ensure_calendar(connection, number, date(1998, 1, 1), date(2026, 12, 31))
    belgian, american = (days(connection, numbers[country]) for country in ("BE", "US"))
    for day in (*EASTER_MONDAYS, date(2026, 7, 21), date(2026, 11, 11), date(2025, 5, 29)):
        assert not belgian[day][0], day
    assert american[date(2026, 4, 6)][0]
    assert american[date(2026, 7, 21)][0]
    assert not american[date(2025, 7, 4)][0]
    assert belgian[date(2025, 7, 4)][0]
    assert belgian[date(2026, 11, 2)][0]


def test_an_unknown_country_is_said(connection, town):
    with pytest.raises(InvalidInput, match="country XX"):
        ensure_calendar(connection, town_of(connection, town, "XX"), date(2026, 1, 1), date(2026, 1, 2))


def test_own_closing_days_count_after_a_rebuild(connection, town):
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    rebuild_calendar(connection, town.id, first, last)
    open_days = days(connection, town.id)
    closed = {date(2026, 11, 2): "Allerzielen", date(2026, 7, 11): "Feestdag (zaterdag)"}
    for _ in range(2):
        add_closing_days(connection, town.id, closed)
    rebuild_calendar(connection, town.id, first, last)
    known = days(connection, town.id)
    assert not known[date(2026, 11, 2)][0]
    assert known[date(2026, 10, 30)] == open_days[date(2026, 10, 30)]
    assert known[date(2026, 11, 3)][1] == open_days[date(2026, 11, 3)][1] - 1


def test_closing_days_hold_when_the_calendar_is_extended(connection, town):
    add_closing_days(connection, town.id, {date(2026, 11, 2): "Allerzielen"})
    ensure_calendar(connection, town.id, date(2025, 1, 1), date(2025, 2, 1))
    ensure_calendar(connection, town.id, date(2025, 1, 1), date(2031, 2, 1))
    assert not days(connection, town.id)[date(2026, 11, 2)][0]


def test_numbers_of_codes_are_stable_and_names_are_of_the_first(connection, town):
    first = ensure_dimension(connection, town.id, "service", {"b": "B", "a": "A"})
    assert first == {"a": 1, "b": 2}
    more = ensure_dimension(connection, town.id, "service", {"aa": "AA", "a": "Other name"})
    assert more == {"a": 1, "b": 2, "aa": 3}
    names = text("SELECT name FROM service_version WHERE organisation_id = :o ORDER BY service_id")
    assert connection.scalars(names, {"o": town.id}).all() == ["A", "B", "AA"]
    assert ensure_dimension(connection, town.id, "area", {"x": "X"}) == {"x": 1}
    assert ensure_source(connection, town.id, "csv", "CSV") == ensure_source(connection, town.id, "csv", "Other") == 1


def test_norms_are_numbered(connection, town):
    rule = {"category_id": None, "n": 5, "unit": "working_day"}
    assert [set_norm(connection, town.id, **rule) for _ in range(3)] == [1, 2, 3]


def test_the_longest_norm_that_can_be_set_has_its_deadline_within_the_calendar(town):
    town.load(melding("old", "2026-03-02"))
    with town.writer.transaction() as connection:
        set_norm(connection, town.id, category_id=None, n=LONGEST_NORM, unit=NormUnit.WORKING_DAY)
    town.load(melding("first", "2026-03-03"), source="other")
    town.load(melding("last", "2026-11-21"), source="third")
    later = "SELECT deadline_origin FROM melding WHERE organisation_id = :o AND received_day > '2026-03-02'"
    assert town.rows(later) == [("norm",), ("norm",)]

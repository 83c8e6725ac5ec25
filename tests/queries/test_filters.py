from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import InvalidInput
from config.kinds import MeldingKind
from queries.filters import WITHOUT, By, Days, Filters, Period, Population, Reach, Scope, period_days

TODAY = date(2026, 11, 22)  # a Sunday
TEXT = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
CODES = st.lists(st.text(TEXT, min_size=1, max_size=12), max_size=4).map(lambda codes: tuple(sorted(set(codes))))


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    """Any filters that an address can hold."""
    if draw(st.booleans()):
        base = Filters.for_period(draw(st.sampled_from(Period)), TODAY)
    else:
        first = draw(st.dates(date(2000, 1, 1), date(2030, 1, 1)))
        base = Filters(first, first + timedelta(days=draw(st.integers(0, 5_000))))
    return replace(
        base,
        organisations=draw(CODES),
        areas=draw(CODES),
        categories=draw(CODES),
        services=draw(CODES),
        channels=draw(CODES),
        themes=draw(CODES),
        stages=draw(CODES),
        kind=draw(st.sampled_from(MeldingKind)),
        population=draw(st.sampled_from(Population)),
        days=draw(st.sampled_from(Days)),
        by=draw(st.sampled_from(By)),
    )


@given(filters())
def test_an_address_gives_the_same_filters_again(asked: Filters) -> None:
    assert Filters.from_query(parse_qs(asked.to_query()), TODAY) == asked


@given(filters())
def test_filters_next_to_these_are_filters_as_well(asked: Filters) -> None:
    for other in (asked.previous(), asked.last_year()):
        assert other.last_day < asked.last_day
        assert other.lag == (asked.last_day - other.last_day).days
        assert replace(other, first_day=asked.first_day, last_day=asked.last_day, period=asked.period, lag=0) == asked


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        (Period.LAST_4_WEEKS, "2026-10-26", "2026-11-22"),
        (Period.LAST_12_WEEKS, "2026-08-31", "2026-11-22"),
        (Period.THIS_MONTH, "2026-11-01", "2026-11-22"),
        (Period.LAST_MONTH, "2026-10-01", "2026-10-31"),
        (Period.THIS_QUARTER, "2026-10-01", "2026-11-22"),
        (Period.LAST_QUARTER, "2026-07-01", "2026-09-30"),
        (Period.THIS_YEAR, "2026-01-01", "2026-11-22"),
        (Period.LAST_YEAR, "2025-01-01", "2025-12-31"),
        (Period.LAST_12_MONTHS, "2025-12-01", "2026-11-22"),
    ],
)
def test_named_periods(period: Period, first: str, last: str) -> None:
    assert period_days(period, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


def test_twelve_weeks_begin_on_a_monday_whatever_the_day() -> None:
    for step in range(7):
        first, last = period_days(Period.LAST_12_WEEKS, TODAY + timedelta(days=step))
        assert (first.weekday(), last) == (0, TODAY + timedelta(days=step))
        assert timedelta(weeks=11) <= last - first < timedelta(weeks=12)


@pytest.mark.parametrize(
    ("days", "before", "year_before"),
    [
        (("2026-10-01", "2026-10-31"), ("2026-09-01", "2026-09-30"), ("2025-10-01", "2025-10-31")),
        (("2026-01-01", "2026-03-31"), ("2025-10-01", "2025-12-31"), ("2025-01-01", "2025-03-31")),
        (("2025-02-01", "2025-02-28"), ("2025-01-01", "2025-01-31"), ("2024-02-01", "2024-02-29")),
        (("2024-02-29", "2024-02-29"), ("2024-02-28", "2024-02-28"), ("2023-02-28", "2023-02-28")),
        (("2026-11-05", "2026-11-14"), ("2026-10-26", "2026-11-04"), ("2025-11-05", "2025-11-14")),
    ],
)
def test_previous_period_and_last_year(
    days: tuple[str, str], before: tuple[str, str], year_before: tuple[str, str]
) -> None:
    asked = Filters(date.fromisoformat(days[0]), date.fromisoformat(days[1]))
    found = [(one.first_day.isoformat(), one.last_day.isoformat()) for one in (asked.previous(), asked.last_year())]
    assert found == [before, year_before]


def test_weeks_are_compared_with_weeks() -> None:
    asked = Filters.for_period(Period.LAST_12_WEEKS, TODAY)
    assert asked.previous().first_day == asked.first_day - timedelta(weeks=12)
    assert asked.last_year().first_day == asked.first_day - timedelta(weeks=52)
    assert {one.first_day.weekday() for one in (asked.previous(), asked.last_year())} == {0}


def test_an_empty_address_means_the_last_twelve_weeks() -> None:
    asked = Filters.from_query({}, TODAY)
    assert asked == Filters.for_period(Period.LAST_12_WEEKS, TODAY)
    assert (asked.to_query(), asked.active) == ("", 0)


def test_keys_come_once_or_repeated_and_unknown_ones_are_ignored() -> None:
    asked = Filters.from_query({"area": ["b", "a", "a", ""], "service": "groen", "utm_source": "mail"}, TODAY)
    assert (asked.areas, asked.services, asked.active) == (("a", "b"), ("groen",), 2)
    assert Filters.from_query({"area": WITHOUT}, TODAY).areas == ("-",)


def test_one_date_alone_is_that_day() -> None:
    for key in ("from", "to"):
        asked = Filters.from_query({key: "2026-03-04"}, TODAY)
        assert asked.first_day == asked.last_day == date(2026, 3, 4)


@pytest.mark.parametrize(
    "query",
    [
        {"from": "yesterday"},
        {"from": "2026-02-30", "to": "2026-03-01"},
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"from": "1900-01-01", "to": "2026-01-01"},
        {"from": "0001-01-01"},
        {"to": "9999-12-31"},
        {"period": "forever"},
        {"kind": "brief"},
        {"population": "all"},
        {"days": "hours"},
        {"area": "a\0b"},
        {"service": ["a", "\ud800"]},
        {"kind": "\0"},
    ],
)
def test_what_cannot_be_is_said_in_words(query: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as caught:
        Filters.from_query(query, TODAY)
    assert caught.value.text("nl") != caught.value.text("en")


@given(st.dates())
def test_every_day_that_is_taken_has_neighbours(day: date) -> None:
    try:
        asked = Filters.from_query({"from": day.isoformat()}, TODAY)
    except InvalidInput:
        return
    assert asked.previous().last_day < asked.last_day < asked.last_day + timedelta(days=1)
    assert asked.last_year().last_day < asked.last_day


@given(st.dictionaries(st.sampled_from(["from", "to", "period", "area", "kind", "days"]), st.text(max_size=300)))
def test_no_address_breaks_anything(query: dict[str, str]) -> None:
    try:
        asked = Filters.from_query(query, TODAY)
    except InvalidInput:
        return
    assert asked.first_day <= asked.last_day


def test_codes_are_bounded() -> None:
    asked = Filters.from_query({"area": [f"{number:03}" + "x" * 500 for number in range(500)]}, TODAY)
    assert len(asked.areas) == 100
    assert max(map(len, asked.areas)) == 200


def test_as_stood_at_changes_the_moment_only() -> None:
    asked, moment = Filters.for_period(Period.THIS_YEAR, TODAY), datetime(2026, 7, 1, tzinfo=UTC)
    assert replace(asked.stood_at(moment), as_of=None) == asked
    assert asked.stood_at(moment).as_of == moment


def test_a_scope_names_each_organisation_once() -> None:
    scope = Scope((Reach(2), Reach(1, frozenset({4})), Reach(2, frozenset({1}))))
    assert scope.organisation_ids == (1, 2)
    assert Scope.whole(3, 1).reaches == (Reach(3), Reach(1))

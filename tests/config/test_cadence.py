"""Moments of mail: each local day has one, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from config.cadence import Cadence, When
from tests.world import ZONE, at

MINUTES = timedelta(days=7 * 365) // timedelta(minutes=1)
INSTANTS = st.integers(0, MINUTES).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
WHENS = st.builds(When, st.sampled_from(Cadence), st.integers(0, 23), st.just(ZONE), st.integers(0, 6))


@given(WHENS, INSTANTS)
def test_moments_follow_each_other_without_one_between(when: When, instant: datetime) -> None:
    last, following = when.up_to(instant), when.after(instant)
    assert last <= instant < following
    assert when.after(last) == following
    assert when.up_to(following) == following


@given(WHENS, INSTANTS)
def test_a_moment_is_its_hour_on_its_day_of_the_week(when: When, instant: datetime) -> None:
    local = when.after(instant).astimezone(ZoneInfo(ZONE))
    assert local.hour in (when.hour, when.hour + 1)  # one later where the hour does not exist
    if when.cadence is Cadence.DAILY:
        assert local.weekday() < 5
    else:
        assert local.weekday() == when.weekday
    assert when.cadence is not Cadence.MONTHLY or local.day <= 7


def test_the_hour_stays_when_the_clock_changes() -> None:
    weekly = When(Cadence.WEEKLY, 8, ZONE, 0)
    assert weekly.after(at("2026-03-23 08:00")) == at("2026-03-30 08:00")  # 167 hours
    assert weekly.after(at("2026-10-19 08:00")) == at("2026-10-26 08:00")  # 169 hours
    assert at("2026-10-26 08:00") - at("2026-10-19 08:00") == timedelta(hours=169)


def test_an_hour_that_does_not_exist_or_comes_twice_gives_one_moment() -> None:
    sunday = When(Cadence.WEEKLY, 2, ZONE, 6)
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert sunday.at(spring) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert sunday.at(autumn) == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert sunday.after(sunday.at(autumn)) == at("2026-11-01 02:00")


def test_monthly_is_the_first_such_day() -> None:
    assert When(Cadence.MONTHLY, 9, ZONE, 1).after(at("2026-11-22 14:32")) == at("2026-12-01 09:00")
    assert When(Cadence.MONTHLY, 9, ZONE, 6).after(at("2026-11-22 14:32")) == at("2026-12-06 09:00")

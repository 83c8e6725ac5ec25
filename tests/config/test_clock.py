from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from config.clock import FixedClock, LocalState, SystemClock, day_end, day_start, local_day, to_utc

BRUSSELS = "Europe/Brussels"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "instant", "state"),
    [
        ("2026-01-15 10:00", "2026-01-15 09:00", LocalState.OK),
        ("2026-07-15 10:00", "2026-07-15 08:00", LocalState.OK),
        ("2026-10-25 01:59:59", "2026-10-24 23:59:59", LocalState.OK),
        ("2026-10-25 02:00", "2026-10-25 00:00", LocalState.AMBIGUOUS),
        ("2026-10-25 02:59:59", "2026-10-25 00:59:59", LocalState.AMBIGUOUS),
        ("2026-10-25 03:00", "2026-10-25 02:00", LocalState.OK),
        ("2026-03-29 01:59:59", "2026-03-29 00:59:59", LocalState.OK),
        ("2026-03-29 02:30", "2026-03-29 01:30", LocalState.NONEXISTENT),
        ("2026-03-29 03:00", "2026-03-29 01:00", LocalState.OK),
    ],
)
def test_wall_clock_times_around_both_changes(wall: str, instant: str, state: LocalState) -> None:
    found = to_utc(datetime.fromisoformat(wall), BRUSSELS)
    assert (found.instant, found.state) == (utc(instant), state)


@pytest.mark.parametrize(
    ("day", "start", "hours"),
    [
        (date(2026, 3, 28), "2026-03-27 23:00", 24),
        (date(2026, 3, 29), "2026-03-28 23:00", 23),
        (date(2026, 10, 25), "2026-10-24 22:00", 25),
    ],
)
def test_a_day_lasts_from_its_first_to_its_last_second(day: date, start: str, hours: int) -> None:
    assert day_start(day, BRUSSELS) == utc(start)
    assert day_end(day, BRUSSELS) - day_start(day, BRUSSELS) == timedelta(hours=hours) - timedelta(seconds=1)
    assert local_day(day_end(day, BRUSSELS), BRUSSELS) == day
    assert local_day(day_end(day, BRUSSELS) + timedelta(seconds=1), BRUSSELS) == day + timedelta(days=1)


def test_an_evening_in_utc_is_the_next_day_here() -> None:
    assert local_day(utc("2026-07-01 22:30"), BRUSSELS) == date(2026, 7, 2)


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(datetime(2026, 11, 22, 14, 32, tzinfo=timezone(timedelta(hours=1))))
    assert clock.now() == clock.now() == utc("2026-11-22 13:32")
    assert clock.now().tzinfo is UTC
    clock.advance(timedelta(minutes=5))
    assert clock.now() == utc("2026-11-22 13:37")
    clock.set(utc("2027-01-01 00:00"))
    assert clock.now() == utc("2027-01-01 00:00")


def test_a_clock_refuses_a_naive_instant() -> None:
    naive = datetime.fromisoformat("2026-11-22 14:32")
    with pytest.raises(ValueError, match="aware"):
        FixedClock(naive)
    with pytest.raises(ValueError, match="aware"):
        FixedClock(utc("2026-11-22 13:32")).set(naive)


def test_the_system_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC

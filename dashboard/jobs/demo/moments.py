"""Local seconds as instants and back: the demo tells on the clock on the wall."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pandas as pd

from config.clock import to_utc
from dashboard.jobs.demo.intake import DIGITAL_CLOCK, hour_of
from dashboard.jobs.demo.office import DAY, day_of
from dashboard.jobs.demo.region import region

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local wall-clock time


def in_utc(seconds: pd.Series) -> pd.Series:
    """Local seconds as instants. No time lies within a change of the clock, so there is no doubt."""
    local = pd.to_datetime(seconds.astype("float64"), unit="s")
    return local.dt.tz_localize(region().time_zone).dt.tz_convert(UTC)


def instant(second: int) -> datetime:
    """One local second as an instant."""
    return to_utc(_EPOCH + timedelta(seconds=second), region().time_zone).instant


def online(number: int, rng: Random) -> int:
    """A moment on the day of that number at which people do things on the web."""
    return number * DAY + hour_of(rng, DIGITAL_CLOCK) * 3_600 + int(rng.random() * 3_600)


def iso(second: int) -> str:
    """The local day of a moment, as text."""
    day: date = day_of(second // DAY)
    return day.isoformat()

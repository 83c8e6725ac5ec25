"""What comes in on each day: seeded by the day alone, so that a later end adds days and changes none."""

import hashlib
import math
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from dashboard.jobs.demo.facts import Category, handling
from dashboard.jobs.demo.office import DAY, Office, day_of, number_of

_WEEKDAY = (1.24, 1.16, 1.12, 1.1, 1.02, 0.62, 0.62)
_FREE_DAY = 0.6
_STORM_MONTHS = (1, 2, 3, 10, 11, 12)
_STORM_CHANCE, _STORM_FACTORS = 0.035, (5.0, 2.5)
_AT_THE_OFFICE = {"telefoon", "loket", "loket_met_hulp"}
# meldingen an hour, of 24; none close to 2 at night, when a clock change would make the time ambiguous
_OFFICE_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 6, 12, 12, 10, 2, 7, 9, 8, 4, 0, 0, 0, 0, 0, 0, 0)
_DIGITAL_HOURS = (1, 0, 0, 0.2, 0.2, 0.5, 1.5, 4, 7, 7, 6.5, 6, 6, 6, 6, 6, 6.5, 7, 7, 7, 7, 6, 4, 2)


@dataclass(frozen=True)
class Arrival:
    """One melding coming in; `received` in local seconds."""

    key: str
    received: int
    category: str
    channel: str


def seeded(*parts: object) -> Random:
    """A generator of its own for whatever the parts name."""
    digest = hashlib.blake2b("|".join(map(str, parts)).encode(), digest_size=8).digest()
    return Random(int.from_bytes(digest))  # noqa: S311 - invented data, no secret


def arrivals(seed: int, first: date, last: date, office: Office) -> Iterator[Arrival]:
    """Everything that comes in on the local days `first` to `last`, in order of receipt.

    Keys count from 1 January, so the key of a melding does not depend on when the demo began.
    """
    start, count = number_of(first), 0
    for number in range(number_of(date(first.year, 1, 1)), number_of(last) + 1):
        day = day_of(number)
        count = 0 if (day.month, day.day) == (1, 1) else count
        rng = seeded(seed, "day", number)
        weights = _weights(seed, number, office)
        todays = _poisson(rng, weights[-1])
        if number >= start:
            drawn = sorted(_draw(rng, number, weights, office) for _ in range(todays))
            for place, (second, category, channel) in enumerate(drawn, start=count + 1):
                key = f"D-{day.year}-{place:05d}"
                yield Arrival(key, number * DAY + second, category, channel)
        count += todays


def _weights(seed: int, number: int, office: Office) -> list[float]:
    """Cumulative number of meldingen expected on a day, category after category."""
    day = day_of(number)
    usual = _WEEKDAY[day.weekday()] if office.works(number) or day.weekday() > 4 else _FREE_DAY
    storm = max(_storm(seed, number - ago) * factor for ago, factor in enumerate(_STORM_FACTORS))
    stormy = handling().storm
    return list(
        accumulate(
            category.rate * usual * _season(category, day) * (max(1.0, storm) if code in stormy else 1.0)
            for code, category in handling().categories.items()
        )
    )


def _season(category: Category, day: date) -> float:
    """The factor of a day: that of its month in the middle of it, in between on a straight line."""
    place = day.month - 1 + (day.day - 15) / 30.5
    month, part = math.floor(place), place - math.floor(place)
    return category.season[month % 12] * (1 - part) + category.season[(month + 1) % 12] * part


def _storm(seed: int, number: int) -> bool:
    """Whether it stormed on that day."""
    return day_of(number).month in _STORM_MONTHS and seeded(seed, "storm", number).random() < _STORM_CHANCE


def _draw(rng: Random, number: int, weights: list[float], office: Office) -> tuple[int, str, str]:
    category = list(handling().categories)[bisect(weights, rng.random() * weights[-1])]
    channel = _channel(rng, number, office)
    hours = _OFFICE_HOURS if channel in _AT_THE_OFFICE else _DIGITAL_HOURS
    hour = rng.choices(range(24), weights=hours)[0]
    return hour * 3600 + int(rng.random() * 3600), category, channel


def _channel(rng: Random, number: int, office: Office) -> str:
    first, last = (number_of(day) for day in handling().channel_trend)
    along = min(1.0, max(0.0, (number - first) / (last - first)))
    open_today = office.works(number)
    weights = [
        (channel.share[0] * (1 - along) + channel.share[1] * along) * (open_today or code not in _AT_THE_OFFICE)
        for code, channel in handling().channels.items()
    ]
    return rng.choices(list(handling().channels), weights=weights)[0]


def _poisson(rng: Random, mean: float) -> int:
    """A Poisson number by multiplication (Knuth); fine for means of some tens."""
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count

"""What comes in on each day: seeded by the day alone, so that a later end adds days and changes none."""

import hashlib
import math
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from dashboard.jobs.demo.facts import Occasion, handling
from dashboard.jobs.demo.halls import Hall, Kind
from dashboard.jobs.demo.office import DAY, Office, day_of, number_of

_WEEKDAY = (1.24, 1.16, 1.12, 1.1, 1.02, 0.62, 0.62)
_FREE_DAY = 0.6
_STORM_MONTHS = (1, 2, 3, 10, 11, 12)
_STORM_CHANCE, _STORM_FACTORS = 0.035, (5.0, 2.5)
_AT_THE_OFFICE = {"telefoon", "loket", "loket_met_hulp"}
# meldingen an hour, of 24; none close to 2 at night, when a clock change would make the time ambiguous
_OFFICE_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 6, 12, 12, 10, 2, 7, 9, 8, 4, 0, 0, 0, 0, 0, 0, 0)
_DIGITAL_HOURS = (1, 0, 0, 0.2, 0.2, 0.5, 1.5, 4, 7, 7, 6.5, 6, 6, 6, 6, 6, 6.5, 7, 7, 7, 7, 6, 4, 2)
_OFFICE_CLOCK, DIGITAL_CLOCK = list(accumulate(_OFFICE_HOURS)), list(accumulate(_DIGITAL_HOURS))
_SUMMER, _SUMMER_FACTOR = (7, 8), 0.9
_YEAR = 365.25


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


def arrivals(seed: int, hall: Hall, first: date, last: date, office: Office, *, scale: float) -> Iterator[Arrival]:
    """Everything that comes in at a town hall on the local days `first` to `last`, in order of receipt.

    Keys count from 1 January, so the key of a melding does not depend on when the demo began. `scale` is the part of
    the usual number that comes in.
    """
    start, count = number_of(first), 0
    for number in range(number_of(date(first.year, 1, 1)), number_of(last) + 1):
        day = day_of(number)
        count = 0 if (day.month, day.day) == (1, 1) else count
        if not _counts(hall, day):
            continue
        rng = seeded(seed, hall.code, "day", number)
        weights = _weights(seed, hall, number, office, scale)
        todays = poisson(rng, weights[-1])
        if number >= start:
            channels = _channels(hall, number, office)
            drawn = sorted(_draw(rng, hall.kinds, weights, channels) for _ in range(todays))
            for place, (second, category, channel) in enumerate(drawn, start=count + 1):
                key = f"D-{day.year}-{place:05d}"
                yield Arrival(key, number * DAY + second, category, channel)
        count += todays


def _counts(hall: Hall, day: date) -> bool:
    """Whether the municipality exists on that day."""
    first, last = hall.place.first, hall.place.last
    return (first is None or first <= day) and (last is None or day <= last)


def _weights(seed: int, hall: Hall, number: int, office: Office, scale: float) -> list[float]:
    """Cumulative number of meldingen expected on a day, category after category."""
    day, facts = day_of(number), handling()
    usual = scale * _WEEKDAY[day.weekday()] * (1 + facts.growth) ** ((day - facts.growth_from).days / _YEAR)
    usual *= 1 if office.works(number) or day.weekday() > 4 else _FREE_DAY
    usual *= _SUMMER_FACTOR if day.month in _SUMMER else 1
    storm = max(1.0, *(_storm(seed, number - ago) * factor for ago, factor in enumerate(_STORM_FACTORS)))
    present = [one for one in hall.occasions if one.first <= day <= one.last]
    return list(
        accumulate(
            kind.rate
            * usual
            * _season(kind.season, day)
            * max(storm if kind.regional in facts.storm else 1.0, _occasion(present, kind))
            for kind in hall.kinds
        )
    )


def _occasion(present: Sequence[Occasion], kind: Kind) -> float:
    return math.prod(one.factor.get(kind.regional, 1.0) for one in present)


def _season(season: Sequence[float], day: date) -> float:
    """The factor of a day: that of its month in the middle of it, in between on a straight line."""
    place = day.month - 1 + (day.day - 15) / 30.5
    month, part = math.floor(place), place - math.floor(place)
    return season[month % 12] * (1 - part) + season[(month + 1) % 12] * part


def _storm(seed: int, number: int) -> bool:
    """Whether it stormed on that day, over the whole region."""
    return day_of(number).month in _STORM_MONTHS and seeded(seed, "storm", number).random() < _STORM_CHANCE


def _draw(
    rng: Random, kinds: Sequence[Kind], weights: list[float], channels: tuple[list[str], list[float]]
) -> tuple[int, str, str]:
    kind = kinds[bisect(weights, rng.random() * weights[-1])]
    channel = channels[0][bisect(channels[1], rng.random() * channels[1][-1])]
    hour = hour_of(rng, _OFFICE_CLOCK if channel in _AT_THE_OFFICE else DIGITAL_CLOCK)
    return hour * 3600 + int(rng.random() * 3600), kind.code, channel


def hour_of(rng: Random, clock: Sequence[float]) -> int:
    """An hour of the day, by the cumulative weights of the hours."""
    return bisect(clock, rng.random() * clock[-1])


def _channels(hall: Hall, number: int, office: Office) -> tuple[list[str], list[float]]:
    """Codes of the channels and their cumulative weights on a day: on a straight line along the trend."""
    first, last = (number_of(day) for day in handling().channel_trend)
    along = min(1.0, max(0.0, (number - first) / (last - first)))
    open_today, day = office.works(number), day_of(number)
    app = math.prod(one.app for one in hall.occasions if one.first <= day <= one.last)
    weights = (
        (start * (1 - along) + end * along)
        * (open_today or code not in _AT_THE_OFFICE)
        * (app if code == "app" else 1.0)
        for code, (start, end) in hall.channels.items()
    )
    return list(hall.channels), list(accumulate(weights))


def poisson(rng: Random, mean: float) -> int:
    """A Poisson number by multiplication (Knuth); fine for means of some tens."""
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count

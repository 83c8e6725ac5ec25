"""The stories as the loader wants them: batches of events in UTC, up to an instant."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import pandas as pd

from config.clock import local_day, to_utc
from config.kinds import EventKind
from dashboard.jobs.demo.facts import handling, town
from dashboard.jobs.demo.intake import arrivals
from dashboard.jobs.demo.office import office_for
from dashboard.jobs.demo.story import tell_story
from dashboard.jobs.demo.telling import LONGEST, Event, Telling
from dashboard.store.staging import STAGED, Batch

_STORIES_A_BATCH = 1_600
_YEARS_AHEAD = 4
"""Stories run on beyond the end before they are cut there; so must the calendar."""
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local wall-clock time


def demo_batches(seed: int, start: date, end: datetime, *, after: datetime | None = None) -> Iterator[Batch]:
    """All events from the local day `start` to the instant `end`, or only those later than `after`.

    The same seed and days always give the same events; a later end only adds.
    """
    zone = town().time_zone
    last = local_day(end, zone)
    first = max(start, local_day(after, zone) - timedelta(days=LONGEST + 1)) if after else start
    office = office_for(first.year, last.year + _YEARS_AHEAD)
    stories = (tell_story(arrival, seed, office) for arrival in arrivals(seed, first, last, office))
    while some := list(islice(stories, _STORIES_A_BATCH)):
        events = _cut(_frame(some), after, end)
        yield Batch(events, read=int(events["source_key"].nunique()), names=names())


def _cut(events: pd.DataFrame, after: datetime | None, end: datetime) -> pd.DataFrame:
    told = events["occurred_at"] <= end
    if after is not None:
        told &= events["occurred_at"] > after
    return events[told].reset_index(drop=True)


def _frame(stories: Iterable[Telling]) -> pd.DataFrame:
    rows = list(chain.from_iterable(_rows(story) for story in stories))
    events = pd.DataFrame(rows, columns=STAGED)
    for instant in ("occurred_at", "deadline"):
        events[instant] = _utc(events[instant])
    return events


def _rows(story: Telling) -> Iterator[tuple[Any, ...]]:
    """One tuple an event, in the order of STAGED; instants still in local seconds."""
    key = story.arrival.key
    line = int(key[2:6]) * 100_000 + int(key[7:])
    times: dict[EventKind, int] = {}
    for event in story.events:
        times[event.kind] = times.get(event.kind, 0) + 1
        area, lon, lat = event.place or (None, None, None)
        first = event.kind is EventKind.SUBMITTED
        yield (
            line,
            key,
            f"{key}/{event.kind}/{times[event.kind]}",
            str(event.kind),
            event.at,
            event.service,
            event.category,
            area,
            story.arrival.channel if first else None,
            event.partner,
            lon,
            lat,
            event.deadline,
            story.kind if first else None,
            key if first else None,
            story.title if first else None,
            event.actor,
            False,
            _extra(event),
        )


def _extra(event: Event) -> str | None:
    extra = dict(event.extra)
    if event.due is not None:
        extra["due"] = to_utc(_EPOCH + timedelta(seconds=event.due), town().time_zone).instant.isoformat()
    return json.dumps(extra, sort_keys=True) if extra else None


def _utc(seconds: pd.Series) -> pd.Series:
    """Local seconds as instants. No time lies within a change of the clock, so there is no doubt."""
    local = pd.to_datetime(seconds.astype("float64"), unit="s")
    return local.dt.tz_localize(town().time_zone).dt.tz_convert(UTC)


@lru_cache(maxsize=1)
def names() -> dict[str, dict[str, str]]:
    """The name of every code, per dimension."""
    known = handling()
    return {
        "service": {code: service.name for code, service in known.services.items()},
        "category": {code: category.name for code, category in known.categories.items()},
        "area": {part.code: part.name for part in town().neighbourhoods},
        "channel": {code: channel.name for code, channel in known.channels.items()},
        "partner": {code: partner.name for code, partner in known.partners.items()},
    }

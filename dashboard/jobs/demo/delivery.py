"""The stories as the loader wants them: batches of events in UTC, up to an instant."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import pandas as pd

from config.clock import local_day
from config.kinds import EventKind
from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.intake import Arrival, arrivals
from dashboard.jobs.demo.moments import in_utc, instant
from dashboard.jobs.demo.names import names
from dashboard.jobs.demo.office import Office, office_for
from dashboard.jobs.demo.programme.delivery import programme_frames
from dashboard.jobs.demo.region import region
from dashboard.jobs.demo.short import tell_short
from dashboard.jobs.demo.story import tell_story
from dashboard.jobs.demo.telling import LONGEST, Event, Story
from dashboard.store.staging import STAGED, Batch

_STORIES_A_BATCH = 1_600
_YEARS_AHEAD = 4
"""Stories run on beyond the end before they are cut there; so must the calendar."""


def demo_batches(
    hall: Hall, seed: int, start: date, end: datetime, *, after: datetime | None = None, scale: float = 1.0
) -> Iterator[Batch]:
    """All events of a town hall from the local day `start` to the instant `end`, or only those later than `after`.

    The same seed, days and scale always give the same events; a later end only adds.
    """
    zone = region().time_zone
    last = local_day(end, zone)
    first = max(start, local_day(after, zone) - timedelta(days=LONGEST + 1)) if after else start
    office = office_for(start.year, last.year + _YEARS_AHEAD)
    tell: Callable[[Arrival, int, Office, Hall], Story] = tell_story if hall.full else tell_short
    stories = (tell(arrival, seed, office, hall) for arrival in arrivals(seed, hall, first, last, office, scale=scale))
    while some := list(islice(stories, _STORIES_A_BATCH)):
        yield _batch(hall, _frame(some), after, end)
    for events in programme_frames(hall, seed, start, end, office, scale=scale):
        yield _batch(hall, events, after, end)


def _batch(hall: Hall, events: pd.DataFrame, after: datetime | None, end: datetime) -> Batch:
    told = _cut(events, after, end)
    return Batch(told, read=int(told["source_key"].nunique()), names=names(hall))


def _cut(events: pd.DataFrame, after: datetime | None, end: datetime) -> pd.DataFrame:
    told = events["occurred_at"] <= end
    if after is not None:
        told &= events["occurred_at"] > after
    return events[told].reset_index(drop=True)


def _frame(stories: Iterable[Story]) -> pd.DataFrame:
    rows = list(chain.from_iterable(_rows(story) for story in stories))
    events = pd.DataFrame(rows, columns=STAGED)
    for column in ("occurred_at", "deadline"):
        events[column] = in_utc(events[column])
    return events


def _rows(story: Story) -> Iterator[tuple[Any, ...]]:
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
            f"{key}/{event.kind.value}/{times[event.kind]}",
            event.kind.value,
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
    if event.due is not None:
        return json.dumps(event.extra | {"due": instant(event.due).isoformat()}, sort_keys=True)
    return _written(*event.extra.items()) if event.extra else None


@lru_cache(maxsize=5_000)
def _written(*items: tuple[str, Any]) -> str:
    return json.dumps(dict(items), sort_keys=True)

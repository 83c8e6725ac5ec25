"""Two services that became one: from that day on the new one holds what they held."""

from dataclasses import replace
from functools import lru_cache

from config.kinds import EventKind as Kind
from config.kinds import outcome_codes
from dashboard.jobs.demo.facts import handling
from dashboard.jobs.demo.halls import Hall
from dashboard.jobs.demo.office import DAY, number_of
from dashboard.jobs.demo.region import region
from dashboard.jobs.demo.telling import Event

_MORNING = 6 * 3_600


def reorganised(events: list[Event], hall: Hall) -> list[Event]:
    """The events as the municipality tells them: what an old service still held is handed over on that morning."""
    day, change = _changed_at(), handling().reorganisation
    if hall.code != region().town.code or not events or (events[-1].at < day and _closed(events)):
        return events
    before = [event for event in events if event.at < day]
    after = [_renamed(event) for event in events if event.at >= day]
    holder = next((event.service for event in reversed(before) if event.service), None)
    if before and not _closed(before) and holder in change.parts:
        before.append(Event(day, Kind.FORWARDED, change.into, "system"))
    return before + after


def _closed(events: list[Event]) -> bool:
    state = next(
        (event.kind for event in reversed(events) if event.kind in outcome_codes() or event.kind is Kind.REOPENED),
        Kind.REOPENED,
    )
    return state is not Kind.REOPENED


def _renamed(event: Event) -> Event:
    change = handling().reorganisation
    return replace(event, service=change.into) if event.service in change.parts else event


@lru_cache(maxsize=1)
def _changed_at() -> int:
    return number_of(handling().reorganisation.day) * DAY + _MORNING

"""What the reference readings share: the events that count, in order, with whole seconds and local days."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from config.grid import Grid, edges
from config.topics import BEGINNINGS, KINDS, Topic
from tests.fold import Context, Event


@dataclass(frozen=True)
class Told:
    """An event that counts: when, on which local day, and what it tells."""

    kind: str
    at: datetime
    day: date
    payload: dict[str, Any]
    service_id: int | None
    actor_role: str | None
    inferred: bool


def told(events: Sequence[Event], topic: Topic, context: Context) -> list[Told]:
    """Events that count in the order in which they do; empty without the event that begins."""
    voided = {event.voids_seq for event in events if event.kind == "void"}
    live = [event for event in events if event.kind != "void" and event.seq not in voided]
    beginnings = [event.occurred_at for event in live if event.kind == BEGINNINGS[topic]]
    if not beginnings:
        return []
    places = {str(kind): place for place, kind in enumerate(KINDS[topic])}
    timed = [(max(event.occurred_at, min(beginnings)), places[event.kind], event.seq, event) for event in live]
    return [
        Told(
            str(event.kind),
            moment.replace(microsecond=0),
            context.day(moment),
            event.payload,
            event.service_id,
            event.actor_role,
            event.inferred,
        )
        for moment, _, _, event in sorted(timed, key=lambda one: one[:3])
    ]


def lasting(begun: Told, ended: Told | None, context: Context) -> dict[str, int | None]:
    """The four lengths of what lasted between two events; empty while it lasts."""
    if ended is None:
        return dict.fromkeys(("seconds", "bucket", "working_days", "working_bucket"))
    seconds, working = int((ended.at - begun.at).total_seconds()), context.working_days(begun.day, ended.day)
    return {
        "seconds": seconds,
        "bucket": bisect_left(edges(Grid.SECONDS), seconds),
        "working_days": working,
        "working_bucket": bisect_left(edges(Grid.WORKING_DAYS), working),
    }


def moment(name: str, event: Told | None) -> dict[str, Any]:
    """The instant and the day of an event that may not have come."""
    return {f"{name}_at": event.at if event else None, f"{name}_day": event.day if event else None}


def first(events: Sequence[Told], *kinds: str) -> Told | None:
    """The first event of these kinds."""
    return next((event for event in events if event.kind in kinds), None)


def last(events: Sequence[Told], *kinds: str) -> Told | None:
    """The last event of these kinds."""
    return first(list(reversed(events)), *kinds)


def value(events: Sequence[Told], key: str, *kinds: str) -> Any:
    """The last value that events of these kinds tell under a key."""
    values = [event.payload[key] for event in events if event.kind in kinds and key in event.payload]
    return values[-1] if values else None


def service(events: Sequence[Told], *kinds: str) -> int | None:
    """The last service that events of these kinds name."""
    named = [event.service_id for event in events if event.kind in kinds and event.service_id is not None]
    return named[-1] if named else None

"""The programme of the town: what the source document asks for, with reports every quarter."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from dashboard.jobs.demo.facts import read
from dashboard.jobs.demo.office import DAY, number_of
from dashboard.jobs.demo.programme.rows import TopicEvent

TOPIC = "deliverable"
_MORNING = 10 * 3_600
_PLANNED, _QUARTER = timedelta(days=45), timedelta(days=91)
_PACE = {"on_track": 1.0, "at_risk": 0.8, "late": 0.6}
_TEXTS = {
    "on_track": "De stappen van dit kwartaal zijn gezet.",
    "at_risk": "Er is onvoldoende tijd vrijgemaakt; het projectteam zoekt een oplossing.",
    "late": "De planning is niet gehaald. Een nieuwe planning volgt na overleg met de partners.",
}
_TEXTS_KEPT = ("goal", "target_group", "impact", "owner", "indicator", "atelier", "bbc_code")


@lru_cache(maxsize=1)
def _facts() -> list[dict[str, Any]]:
    return list(read("demo_deliverables.toml")["deliverable"])


def tell_deliverables(last: date) -> Iterator[TopicEvent]:
    """What is told of each deliverable up to the day `last`."""
    for number, row in enumerate(_facts(), start=1):
        yield from _tell(f"L-{number:02d}", row, last)


def _tell(key: str, row: dict[str, Any], last: date) -> Iterator[TopicEvent]:
    starts, ends = row["starts"], row["ends"]
    days = {"starts_on": starts.isoformat(), "ends_on": ends.isoformat()}
    extra = {name: row[name] for name in _TEXTS_KEPT if name in row} | days
    yield _event(key, starts - _PLANNED, "deliverable_planned", title=row["title"], extra=extra)
    yield _event(key, starts, "deliverable_started")
    delivered = ends + timedelta(days=row["delivered"]) if "delivered" in row else None
    day, reports = starts + _QUARTER, 0
    while day <= min(last, delivered or last):
        state = row["state"] if reports > 1 else "on_track"
        along = min(1.0, (day - starts) / (ends - starts)) * _PACE[state]
        told = {"state": state, "value": round(95 * along), "text": _TEXTS[state]}
        yield _event(key, day, "progress_reported", extra=told)
        day, reports = day + _QUARTER, reports + 1
    if delivered is not None:
        yield _event(key, delivered, "deliverable_delivered")


def _event(key: str, day: date, kind: str, **more: Any) -> TopicEvent:
    return TopicEvent(number_of(day) * DAY + _MORNING, TOPIC, key, kind, actor="service", **more)

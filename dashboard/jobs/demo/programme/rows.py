"""Events of other topics than meldingen, as rows for the loader."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dashboard.jobs.demo.moments import in_utc
from dashboard.jobs.demo.telling import Place
from dashboard.store.staging import STAGED

COLUMNS = [*STAGED, "topic", "theme"]
"""Columns of the rows: those of every batch, the topic and the theme."""


@dataclass(frozen=True, slots=True)
class TopicEvent:
    """One event of a subject; `at` in local seconds, `extra` the payload that its kind needs."""

    at: int
    topic: str
    key: str
    kind: str
    title: str | None = None
    theme: str | None = None
    place: Place | None = None
    service: str | None = None
    category: str | None = None
    channel: str | None = None
    number: str | None = None
    actor: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    mark: str | None = None
    """Ends the key of the event; None: how many of this kind there were."""


def frame(events: Iterable[TopicEvent]) -> pd.DataFrame:
    """The events as a batch; columns COLUMNS."""
    rows = pd.DataFrame(list(_rows(events)), columns=COLUMNS)
    for instant in ("occurred_at", "deadline"):
        rows[instant] = in_utc(rows[instant])
    return rows


def _rows(events: Iterable[TopicEvent]) -> Iterator[tuple[Any, ...]]:
    times: Counter[tuple[str, str]] = Counter()
    for line, event in enumerate(events, start=1):
        times[event.key, event.kind] += 1
        area, lon, lat = event.place or (None, None, None)
        yield (
            line,
            event.key,
            f"{event.key}/{event.kind}/{event.mark or times[event.key, event.kind]}",
            event.kind,
            event.at,
            event.service,
            event.category,
            area,
            event.channel,
            None,
            lon,
            lat,
            None,
            None,
            event.number,
            event.title,
            event.actor,
            False,
            json.dumps(event.extra, sort_keys=True, ensure_ascii=False) if event.extra else None,
            event.topic,
            event.theme,
        )

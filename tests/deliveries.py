"""Deliveries in a few words: meldingen as a source tells them, and a town of its own to load them in."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pandas as pd
from sqlalchemy import Connection, text

from config.clock import Clock
from dashboard.store.check import check
from dashboard.store.engine import Writer
from dashboard.store.loader import Report, load
from dashboard.store.organisations import ensure_organisation
from dashboard.store.staging import OPTIONAL, STAGED, Batch, Delivery
from dashboard.store.voiding import void_run

_TIMES, _NUMBERS = ("occurred_at", "deadline"), ("lon", "lat")


def instant(moment: str | datetime) -> datetime:
    """'2026-03-02' or '2026-03-02 10:00' in UTC."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC) if isinstance(moment, str) else moment


def step(key: str, kind: str, moment: str | datetime, name: str | None = None, **more: Any) -> dict[str, Any]:
    """One event of melding `key`; its name within the melding is its kind unless given."""
    extra = more.pop("extra", None)
    row = {"source_key": key, "event_key": f"{key}/{name or kind}", "kind": kind, "occurred_at": instant(moment)}
    return row | more | {"extra": json.dumps(extra) if extra is not None else None}


def melding(
    key: str, received: str | datetime, closed: str | datetime | None = None, outcome: str = "resolved", **more: Any
) -> list[dict]:
    """A melding as most sources tell it: received, and closed or not."""
    events = [step(key, "submitted", received, category="boom", **more)]
    return events + ([step(key, outcome, closed, "closed")] if closed else [])


def frame(events: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Events with the columns STAGED, and others that are told; the line is the place in the list unless given."""
    rows = [{"row_no": number, "inferred": True} | event for number, event in enumerate(events, 2)]
    others = [name for name in OPTIONAL if any(name in row for row in rows)]
    made = pd.DataFrame(rows, columns=[*STAGED, *others])
    for name in _TIMES:
        made[name] = pd.to_datetime(made[name], utc=True)
    for name in _NUMBERS:
        made[name] = made[name].astype(float)
    return made


def batch(events: Sequence[dict[str, Any]], **more: Any) -> Batch:
    """A batch of these events; a row a melding."""
    return Batch(frame(events), len({event["source_key"] for event in events}), **more)


@dataclass
class Town:
    """One organisation with what tests ask of it."""

    writer: Writer
    clock: Clock
    code: str = field(default_factory=lambda: f"town-{uuid4().hex[:12]}")

    def __post_init__(self) -> None:
        with self.writer.transaction() as connection:
            self.id = ensure_organisation(
                connection, clock=self.clock, code=self.code, kind="municipality", name="Town"
            )

    def delivery(self, *parts: Any, source: str = "csv", **more: Any) -> Delivery:
        """A delivery of events (lists) and batches, each list in a batch of its own."""
        batches = [part if isinstance(part, Batch) else batch(part) for part in parts]
        return Delivery(self.id, source, source.upper(), batches, **more)

    def load(self, *parts: Any, source: str = "csv", **more: Any) -> Report:
        """Load it."""
        return load(self.writer, self.clock, self.delivery(*parts, source=source, **more))

    def void(self, run: Report | UUID) -> int:
        """Take a run out."""
        return void_run(self.writer, self.clock, self.id, run.run_id if isinstance(run, Report) else run)

    def rows(self, statement: str, **values: Any) -> list[tuple]:
        """What a question with :o gives."""
        with self.writer.transaction() as connection:
            return [tuple(row) for row in connection.execute(text(statement), {"o": self.id} | values)]

    def state(self, source: str = "csv") -> dict[str, tuple]:
        """By key of the source: everything that was derived of each melding, numbers of dimensions by their codes."""
        with self.writer.transaction() as connection:
            return state(connection, self.id, source)

    def live(self, source: str = "csv") -> list[tuple]:
        """(event key, kind, moment) of the events that count."""
        return self.rows(_LIVE, s=source)

    def damage(self) -> list[str]:
        """What `check` finds in this town."""
        with self.writer.transaction() as connection:
            return [found.text("en") for found in check(connection, self.id)]


def counts(report: Report) -> tuple[int, int, int, int]:
    """New, changed and unchanged meldingen, and events."""
    return report.loaded, report.updated, report.unchanged, report.events


def stages(town: Town, source: str = "csv") -> dict[str, str]:
    """By key of the source: the stage or outcome of each melding."""
    return {key: row[6] for key, row in town.state(source).items()}


_LIVE = """
SELECT e.source_event_key, e.kind, to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') FROM event e
JOIN source s USING (organisation_id, source_id)
WHERE e.organisation_id = :o AND s.code = :s AND e.kind <> 'void' AND NOT EXISTS (
    SELECT FROM event v WHERE v.organisation_id = :o AND v.subject_id = e.subject_id AND v.voids_seq = e.seq)
ORDER BY e.occurred_at, e.seq
"""
_STATE = """
SELECT s.source_key, m.subject_id, m.number, m.title, c.code, m.lon, m.lat, m.stage, m.stage_since, m.received_at,
       m.open, m.closings, m.reopenings, m.first_closed_at, m.last_closed_at, m.deadline_at, m.on_time,
       (SELECT jsonb_agg(to_jsonb(x) - '{organisation_id,source_id,category_id,intake_category_id}'::text[]
                         ORDER BY closing_no)
        FROM closing x WHERE x.organisation_id = m.organisation_id AND x.subject_id = m.subject_id)::text,
       (SELECT jsonb_agg(to_jsonb(x) - '{organisation_id,source_id,category_id,intake_category_id}'::text[]
                         ORDER BY stay_no)
        FROM stay x WHERE x.organisation_id = m.organisation_id AND x.subject_id = m.subject_id)::text
FROM melding m JOIN subject s USING (organisation_id, subject_id)
JOIN source f ON f.organisation_id = m.organisation_id AND f.source_id = m.source_id AND f.code = :source
LEFT JOIN category c ON c.organisation_id = m.organisation_id AND c.category_id = m.category_id
WHERE m.organisation_id = :o
"""


def state(connection: Connection, organisation_id: int, source: str) -> dict[str, tuple]:
    """As `Town.state`, in a transaction of the caller."""
    found = connection.execute(text(_STATE), {"o": organisation_id, "source": source})
    return {row[0]: tuple(row[1:]) for row in found}

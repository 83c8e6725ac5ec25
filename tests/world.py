"""A small world to test in: two organisations, a merger, services, norms, a calendar, and meldingen by their events."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import Connection, text

from config.clock import FixedClock
from config.ids import uuid7
from config.kinds import NormUnit
from config.topics import Topic
from dashboard.store.engine import Writer
from dashboard.store.organisations import (
    add_closing_days,
    ensure_dimension,
    ensure_organisation,
    ensure_source,
    rebuild_calendar,
    set_norm,
)
from dashboard.store.project import project
from queries.tables import metadata, organisation_successor
from tests.fold import Context, Event, Norm

ZONE = "Europe/Brussels"
FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
CLOSED = {date(2026, 7, 11): "feestdag", date(2026, 11, 2): "Allerzielen", date(2026, 12, 26): "tweede kerstdag"}
_HOLIDAYS = set(holidays.country_holidays("BE", years=range(FIRST.year, LAST.year + 1)))
NORMS = (
    Norm(None, 20, NormUnit.WORKING_DAY, date(1900, 1, 1)),
    Norm(1, 5, NormUnit.WORKING_DAY, date(1900, 1, 1), date(2026, 6, 30)),
    Norm(1, 3, NormUnit.WORKING_DAY, date(2026, 7, 1)),
    Norm(2, 10, NormUnit.CALENDAR_DAY, date(1900, 1, 1)),
    Norm(3, 15, NormUnit.WORKING_DAY, date(1900, 1, 1)),
    Norm(3, 8, NormUnit.WORKING_DAY, date(2026, 6, 15)),
)


def works(day: date) -> bool:
    """Whether the offices of the world work on a day."""
    return day.weekday() < 5 and day not in _HOLIDAYS and day not in CLOSED


INTERNAL = frozenset({1})
"""Partners of the own organisation: the fire brigade of this world."""
CONTEXT = Context(ZONE, works, NORMS, INTERNAL)


def at(moment: str) -> datetime:
    """An instant from a wall-clock time in Brussels: at('2026-03-02 10:00')."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


class World:
    """Two towns on one database: 'aalst-aan-zee' (which took over 'oud-zele' on 1-1-2025) and 'berg'."""

    def __init__(self, writer: Writer, clock: FixedClock) -> None:
        self.writer, self.clock = writer, clock
        self._made = 0
        with writer.transaction() as connection:
            self.a = self._town(connection, "aalst-aan-zee", "Aalst-aan-Zee")
            self.b = self._town(connection, "berg", "Berg")
            self.predecessor = self._town(connection, "oud-zele", "Oud-Zele")
            merger = {"from_id": self.predecessor, "to_id": self.a, "on_day": date(2025, 1, 1)}
            connection.execute(organisation_successor.insert().values(**merger))

    def _town(self, connection: Connection, code: str, name: str) -> int:
        number = ensure_organisation(connection, clock=self.clock, code=code, kind="municipality", name=name)
        add_closing_days(connection, number, CLOSED)
        rebuild_calendar(connection, number, FIRST, LAST)
        for dimension, codes in _DIMENSIONS.items():
            ensure_dimension(connection, number, dimension, codes)
        ensure_source(connection, number, "world", "World")
        connection.execute(text("UPDATE source SET as_of = :now, notifies = true"), {"now": self.clock.now()})
        connection.execute(text("UPDATE partner SET internal = partner_id = ANY(:own)"), {"own": list(INTERNAL)})
        for norm in NORMS:
            set_norm(
                connection,
                number,
                category_id=norm.category_id,
                n=norm.n,
                unit=NormUnit(norm.unit),
                valid_from=norm.valid_from,
                valid_to=norm.valid_to,
            )
        return number

    def melding(self, organisation_id: int, events: Sequence[Event]) -> UUID:
        """Write a melding by its events and derive it; returns its id."""
        with self.writer.transaction() as connection:
            return self.add(connection, organisation_id, events)[0]

    def add(
        self,
        connection: Connection,
        organisation_id: int,
        *histories: Sequence[Event],
        topic: Topic = Topic.MELDING,
        source: int = 1,
    ) -> list[UUID]:
        """The same for several subjects of a topic, as a source told them, in a transaction of the caller."""
        subjects = [self._write(connection, organisation_id, events, topic, source) for events in histories]
        project(connection, organisation_id, subjects)
        return subjects

    def _write(
        self, connection: Connection, organisation_id: int, events: Sequence[Event], topic: Topic, source: int
    ) -> UUID:
        self._made += 1
        subject = uuid7(1_700_000_000_000 + self._made, self._made)
        named = {"o": organisation_id, "s": subject, "source": source, "topic": topic, "key": f"w{self._made}"}
        connection.execute(text("INSERT INTO subject VALUES (:o, :s, :topic, :source, :key)"), named)
        self.append(connection, organisation_id, subject, events, source=source)
        return subject

    def append(
        self, connection: Connection, organisation_id: int, subject: UUID, events: Sequence[Event], *, source: int = 1
    ) -> None:
        """Write events of a subject, without deriving it."""
        key = {"o": organisation_id, "s": subject, "source": source}
        if events:
            connection.execute(text(_EVENT), [key | self._values(event) for event in events])

    def _values(self, event: Event) -> dict[str, object]:
        return {
            "seq": event.seq,
            "kind": event.kind,
            "at": event.occurred_at,
            "now": self.clock.now(),
            "service": event.service_id,
            "role": event.actor_role,
            "payload": json.dumps(event.payload),
            "voids": event.voids_seq,
            "inferred": event.inferred,
        }


_EVENT = """
INSERT INTO event (organisation_id, subject_id, seq, kind, occurred_at, recorded_at, service_id, actor_role, inferred,
                   payload, source_id, revision, voids_seq)
VALUES (:o, :s, :seq, :kind, :at, :now, :service, :role, :inferred, CAST(:payload AS jsonb), :source, 0, :voids)
"""
_DIMENSIONS: Mapping[str, Mapping[str, str]] = {
    "service": {"groen": "Groendienst", "netheid": "Netheid", "wegen": "Openbare Werken"},
    "category": {"boom": "Bomen", "put": "Put in de weg", "sluikstort": "Sluikstort"},
    "area": {"centrum": "Centrum", "haven": "Haven"},
    "channel": {"telefoon": "Telefoon", "web": "Web"},
    "partner": {"brandweer": "Brandweer", "politie": "Politie"},
    "theme": {"vergroening": "Vergroening", "water": "Water"},
}


def story(*steps: tuple[StrEnum, str] | tuple[StrEnum, str, dict]) -> list[Event]:
    """Events in order: (kind, 'wall-clock time in Brussels', more fields of Event)."""
    events = []
    for seq, (kind, moment, *more) in enumerate(steps, 1):
        events.append(replace(Event(seq, kind, at(moment)), **(more[0] if more else {})))
    return events


def rows(connection: Connection, table: str, subject: UUID) -> list[dict]:
    """What was derived for a subject, without its keys and source."""
    order = f" ORDER BY {list(metadata.tables[table].primary_key.columns)[-1].name}"
    found = connection.execute(text(f"SELECT * FROM {table} WHERE subject_id = :s{order}"), {"s": subject}).mappings()
    return [
        {key: row[key] for key in row if key not in ("organisation_id", "subject_id", "source_id")} for row in found
    ]


def days(first: date, count: int) -> Iterable[date]:
    """`count` days from `first`."""
    return (first + timedelta(days=n) for n in range(count))

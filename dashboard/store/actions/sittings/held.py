"""A turn to write one sitting with its agenda: what its items are about is written by nobody else meanwhile."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, select, text, update

from config.clock import Clock, local_day
from config.errors import InvalidInput, NotFound
from config.kinds import EventKind
from config.language import N_
from config.topics import Topic
from dashboard.store.actions.subject_turn import Acting, Seen, Turn, turn
from dashboard.store.actions.writing import Writing
from queries.tables import organisation, sitting, sitting_item

DECIDED_ABOUT = (Topic.MELDING, Topic.PROPOSAL)
"""What can stand on an agenda."""
CANCELLED = N_("This sitting was called off. Nothing was changed.")
MOVED = N_("Somebody else changed this meanwhile. Nothing was changed; look once more.")
_THERE = """
SELECT i.item_id, s.subject_id FROM sitting_item i CROSS JOIN LATERAL unnest(i.subject_ids) s(subject_id)
WHERE i.organisation_id = :organisation AND i.item_id = ANY(CAST(:items AS uuid[])) AND (
    EXISTS (SELECT FROM proposal p WHERE p.organisation_id = i.organisation_id AND p.subject_id = s.subject_id)
    OR EXISTS (SELECT FROM melding m WHERE m.organisation_id = i.organisation_id AND m.subject_id = s.subject_id))
"""
_LIVE = """
SELECT e.seq, e.kind, e.occurred_at, e.payload FROM event e
WHERE e.organisation_id = :organisation AND e.subject_id = :subject AND e.seq = ANY(:seqs) AND NOT EXISTS (
    SELECT FROM event v WHERE v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id
    AND v.voids_seq = e.seq)
ORDER BY e.seq
"""


@dataclass
class Held:
    """A sitting and some of its items, held against others, and the turn to write what they are about."""

    turn: Turn
    sitting: Row[Any]
    items: dict[UUID, Row[Any]]
    zone: str

    @property
    def connection(self) -> Connection:
        return self.turn.connection

    def subjects_of(self, item: Row[Any]) -> list[UUID]:
        """What an item is about, as far as that is still there."""
        return [one for one in item.subject_ids if one in self.turn.subjects]

    def live(self, subject_id: UUID, events: Mapping[str, Sequence[int]]) -> list[Row[Any]]:
        """Those of the events that an item wrote of a subject which count (seq, kind, occurred_at, payload)."""
        names = {"organisation": self.turn.by.organisation_id, "subject": subject_id}
        seqs = list(events.get(str(subject_id), ()))
        return [*self.connection.execute(text(_LIVE), names | {"seqs": seqs})] if seqs else []

    def void(self, item: Row[Any], column: str) -> None:
        """Take back what an item wrote: its 'agenda_events' or 'result_events'."""
        for subject_id in self.subjects_of(item):
            for event in self.live(subject_id, getattr(item, column)):
                self.turn.tell(subject_id, EventKind.VOID, voids=event.seq)

    def update_sitting(self, **values: Any) -> None:
        """Give the sitting other values."""
        this = and_(*_key(sitting, self.sitting.organisation_id, sitting_id=self.sitting.sitting_id))
        counted = {"change_no": self.sitting.change_no + 1}
        self.connection.execute(update(sitting).where(this).values(values | counted))

    def update_item(self, item: Row[Any], **values: Any) -> None:
        """Give an item other values."""
        this = and_(*_key(sitting_item, item.organisation_id, item_id=item.item_id))
        counted = {"change_no": item.change_no + 1}
        self.connection.execute(update(sitting_item).where(this).values(values | counted))

    def record(self, subject_id: UUID | None = None, *, action: str, **detail: Any) -> None:
        """Write the one audit row of the act, with the organ and day of the sitting."""
        day = local_day(self.sitting.starts_at, self.zone).isoformat()
        self.turn.record(subject_id, action=action, organ=self.sitting.organ, day=day, **detail)


@contextmanager
def sitting_turn(
    writer: Writing,
    clock: Clock,
    by: Acting,
    sitting_id: UUID,
    *,
    items: Collection[UUID] = (),
    every_item: bool = False,
    seen: Sequence[Seen] = (),
) -> Iterator[Held]:
    """One transaction in which a sitting, those of its items and what these are about are written by nobody else.

    Raises NotFound, InvalidInput when its agenda changed meanwhile, and Overtaken.
    """
    with writer.transaction() as connection:
        wanted = [*_items(connection, by.organisation_id, sitting_id)] if every_item else list(dict.fromkeys(items))
        beside = subjects_there(connection, by.organisation_id, wanted)
    with turn(writer, clock, by, seen, topics=DECIDED_ABOUT, beside=beside) as held:
        row = locked_sitting(held.connection, by.organisation_id, sitting_id)
        found = _items(held.connection, by.organisation_id, sitting_id)
        if every_item and set(found) != set(wanted):
            raise InvalidInput(MOVED)
        if not set(wanted) <= set(found):
            raise NotFound()
        own = {one: found[one] for one in wanted}
        yield Held(held, row, own, zone_of(held.connection, by.organisation_id))


def locked_sitting(connection: Connection, organisation_id: int, sitting_id: UUID) -> Row[Any]:
    """The row of a sitting, held against others. Raises NotFound."""
    own = select(sitting).where(*_key(sitting, organisation_id, sitting_id=sitting_id))
    row = connection.execute(own.with_for_update()).first()
    if row is None:
        raise NotFound()
    return row


def subjects_there(connection: Connection, organisation_id: int, items: Iterable[UUID]) -> list[UUID]:
    """What items are about, as far as that is still there."""
    names = {"organisation": organisation_id, "items": list(items)}
    return list(dict.fromkeys(row.subject_id for row in connection.execute(text(_THERE), names)))


def zone_of(connection: Connection, organisation_id: int) -> str:
    """The time zone of an organisation."""
    own = organisation.c
    return str(connection.scalar(select(own.time_zone).where(own.organisation_id == organisation_id)))


def check_change(row: Row[Any], change_no: int) -> None:
    """Raise InvalidInput when somebody changed a sitting or item after that change."""
    if row.change_no != change_no:
        raise InvalidInput(MOVED)


def _items(connection: Connection, organisation_id: int, sitting_id: UUID) -> dict[UUID, Row[Any]]:
    own = select(sitting_item).where(*_key(sitting_item, organisation_id, sitting_id=sitting_id))
    rows = connection.execute(own.order_by(sitting_item.c.place, sitting_item.c.item_id)).all()
    return {row.item_id: row for row in rows}


def _key(table: Any, organisation_id: int, **key: UUID) -> list[Any]:
    return [table.c.organisation_id == organisation_id, *(table.c[name] == value for name, value in key.items())]

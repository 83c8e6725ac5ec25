"""A turn to write a few subjects: nobody else writes them meanwhile, and what the person saw is what there is.

An act names the last event of a subject that its person has seen. What happened after that is told before anything is
written, so that of two people the second one never decides over what the first one did.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, text

from config.cells import cell_of
from config.clock import Clock
from config.errors import HelikopterError, InvalidInput, NotFound
from config.kinds import EventKind
from config.language import N_
from config.payload_rules import problem
from config.payloads import payloads
from config.retention import has_words
from config.topics import KINDS, ProposalEvent, Topic
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing
from dashboard.store.project import project
from dashboard.store.turns import wait_for_subjects
from queries.tables import Instant

UNNOTICED = tuple(
    map(str, (ProposalEvent.VOTES_CAST, ProposalEvent.VOTES_COUNTED, EventKind.CITIZEN_NOTIFIED, EventKind.EVALUATED))
)
"""What goes on all the time, and changes no decision of who acts."""
_UNFIT = N_("What was filled in under {field} cannot be kept. Nothing was changed.")
_ERASED = N_("The texts of this proposal were removed, so that no message can be added. Nothing was changed.")

_FAMILY = f"""
WITH RECURSIVE family(subject_id) AS (
    SELECT unnest(CAST(:subjects AS uuid[]))
    UNION
    SELECT CAST(e.payload ->> 'into_id' AS uuid) FROM family f
    JOIN event e ON e.organisation_id = :organisation AND e.subject_id = f.subject_id
         AND e.kind = '{ProposalEvent.MERGED}'
)
SELECT subject_id FROM family
"""
_STATE = f"""
SELECT s.*, (SELECT max(seq) FROM event e
             WHERE e.organisation_id = :organisation AND e.subject_id = s.subject_id) AS seq
FROM (SELECT '{Topic.PROPOSAL}' AS topic, organisation_id, subject_id, stage, number, title, service_id, asked_at,
             text_removed
      FROM proposal
      UNION ALL
      SELECT '{Topic.MELDING}', organisation_id, subject_id, stage, number, title, service_id, NULL,
             text_removed_day IS NOT NULL
      FROM melding) s
WHERE s.organisation_id = :organisation AND s.subject_id = ANY(CAST(:subjects AS uuid[])) AND s.topic = ANY(:topics)
"""
_SINCE = """
SELECT e.subject_id, coalesce(v.kind, e.kind) AS kind, e.actor_role, e.recorded_at, v.kind IS NOT NULL AS taken_back
FROM unnest(CAST(:subjects AS uuid[]), CAST(:seqs AS int[])) s(subject_id, seq)
JOIN event e ON e.organisation_id = :organisation AND e.subject_id = s.subject_id AND e.seq > s.seq
LEFT JOIN event v ON v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id AND v.seq = e.voids_seq
WHERE coalesce(v.kind, e.kind) <> ALL(:unnoticed)
ORDER BY e.recorded_at, e.subject_id, e.seq
"""
APPEND = text("""
INSERT INTO event (organisation_id, subject_id, seq, kind, occurred_at, recorded_at, service_id, actor_role, inferred,
                   payload, revision, voids_seq)
VALUES (:organisation, :subject, :seq, :kind, :at, :now, :service, :role, false, CAST(:payload AS jsonb), 0, :voids)
""").bindparams(bindparam("now", type_=Instant), bindparam("at", type_=Instant))


@dataclass(frozen=True)
class Acting:
    """Who acts, in which organisation, and on what of which services (None: of all)."""

    actor: Actor
    organisation_id: int
    service_ids: frozenset[int] | None = None

    def reaches(self, service_id: int | None) -> bool:
        """What names no service yet is everybody's (as in `queries.narrowing.known`)."""
        return self.service_ids is None or service_id is None or service_id in self.service_ids


@dataclass(frozen=True)
class Seen:
    """A subject, and the last of its events that the person has seen."""

    subject_id: UUID
    seq: int


@dataclass(frozen=True)
class Happened:
    """What somebody else did: a kind of event, or taking one back; by which role, and when."""

    subject_id: UUID
    kind: StrEnum
    role: str | None
    at: datetime
    taken_back: bool


class Overtaken(HelikopterError):
    """Something happened that the person has not seen yet."""

    code, status = "overtaken", HTTPStatus.CONFLICT
    message = N_("Something else happened here in the meantime. Nothing was changed; look once more.")

    def __init__(self, happened: Sequence[Happened]) -> None:
        super().__init__()
        self.happened = tuple(happened)


@dataclass
class Turn:
    """What an act gets: the subjects as they stand (topic, stage, number, title, of a proposal also asked_at), and how
    to write of them."""

    connection: Connection
    clock: Clock
    by: Acting
    now: datetime
    subjects: dict[UUID, Row[Any]]
    _last: dict[UUID, int] = field(default_factory=dict)

    @property
    def proposals(self) -> dict[UUID, Row[Any]]:
        """The subjects of a turn to write proposals."""
        return self.subjects

    def tell(
        self,
        subject_id: UUID,
        kind: StrEnum,
        details: Mapping[str, Any] | None = None,
        *,
        columns: Mapping[str, Any] | None = None,
        service_id: int | None = None,
        voids: int | None = None,
        at: datetime | None = None,
    ) -> int:
        """Append an event; returns its seq. `columns` are those that an import tells beside the details, dimensions by
        their numbers; a place gets its hexagon. `at`: when it happened, else now.

        Raises InvalidInput when the details do not fit the kind, or are words beside texts that were removed.
        """
        told, beside = _told(details or {}), _told(columns or {})
        if kind != EventKind.VOID and (found := problem(kind, told, [name.removesuffix("_id") for name in beside])):
            raise InvalidInput(_UNFIT, field=found.params["field"])
        if self.subjects[subject_id].text_removed and has_words(kind, told):
            raise InvalidInput(_ERASED)
        stored = {one.name: one.stored for one in payloads().get(kind, ())}
        kept = {stored.get(name, name): value for name, value in told.items()}
        payload = kept | beside | _told({"h3_10": cell_of(beside.get("lon"), beside.get("lat"))})
        seq = int(self._last.get(subject_id, self.subjects[subject_id].seq)) + 1
        self._last[subject_id] = seq
        values = {
            "organisation": self.by.organisation_id,
            "subject": subject_id,
            "seq": seq,
            "kind": kind,
            "at": at or self.now,
            "now": self.now,
            "service": service_id,
            "role": self.by.actor.role,
            "payload": json.dumps(payload),
            "voids": voids,
        }
        self.connection.execute(APPEND, values)
        return seq

    def record(self, subject_id: UUID | None = None, *, action: str, **detail: Any) -> None:
        """Write the one audit row of the act."""
        number = {"number": self.subjects[subject_id].number or "-"} if subject_id else {}
        organisation_id = self.by.organisation_id
        said: dict[str, Any] = {"clock": self.clock, "actor": self.by.actor, "organisation_id": organisation_id}
        audit.record(self.connection, action=action, subject_id=subject_id, detail=number | detail, **said)


@contextmanager
def turn(
    writer: Writing,
    clock: Clock,
    by: Acting,
    seen: Sequence[Seen],
    *,
    topics: Sequence[Topic],
    beside: Iterable[UUID] = (),
) -> Iterator[Turn]:
    """One transaction in which these subjects, and those `beside`, are written by nobody else; derived at its end.

    Raises NotFound for one that there is not, of another topic, or of another's service, and Overtaken.
    """
    subjects = list(dict.fromkeys([*(one.subject_id for one in seen), *beside]))
    with writer.transaction() as connection:
        names = {"organisation": by.organisation_id, "subjects": subjects}
        # in one order with all that will be derived along: of two who merge, none waits for the other
        wait_for_subjects(connection, by.organisation_id, connection.scalars(text(_FAMILY), names).all())
        rows = connection.execute(text(_STATE), names | {"topics": list(map(str, topics))}).all()
        found = {row.subject_id: row for row in rows if _is_reached(by, row)}
        if set(found) != set(subjects):
            raise NotFound()
        _check_seen(connection, by.organisation_id, seen, found)
        held = Turn(connection, clock, by, clock.now(), found)
        yield held
        project(connection, by.organisation_id, held._last)


def _is_reached(by: Acting, row: Row[Any]) -> bool:
    """A melding without service is only of who reaches all of them (as in `queries.narrowing.within`)."""
    if row.topic == Topic.MELDING and row.service_id is None:
        return by.service_ids is None
    return by.reaches(row.service_id)


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _check_seen(
    connection: Connection, organisation_id: int, seen: Sequence[Seen], found: Mapping[UUID, Row[Any]]
) -> None:
    names = {"subjects": [one.subject_id for one in seen], "seqs": [one.seq for one in seen]}
    since = connection.execute(text(_SINCE), names | {"organisation": organisation_id, "unnoticed": list(UNNOTICED)})
    happened = [
        Happened(row.subject_id, _kind(found, row), row.actor_role, row.recorded_at, row.taken_back) for row in since
    ]
    if happened:
        raise Overtaken(happened)


def _kind(found: Mapping[UUID, Row[Any]], row: Row[Any]) -> StrEnum:
    return KINDS[Topic(found[row.subject_id].topic)](row.kind)

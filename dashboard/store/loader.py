"""The one way in for data from outside: rows to staging, checked as a whole, merged in one transaction, one report.

Nothing is half written: either everything of a delivery counts, or nothing does. A delivery that tells the same again
changes nothing. Each run can be voided.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from config.clock import Clock, local_day
from config.errors import ImportRefused, InvalidInput, NotFound
from config.ids import new_id
from config.kinds import EventKind
from config.language import N_, number, t
from dashboard.store.engine import Writer
from dashboard.store.merge import merge, touched
from dashboard.store.organisations import ensure_calendar, ensure_dimension, ensure_source
from dashboard.store.project import create_key_table, project_keys
from dashboard.store.staging import DIMENSIONS, Delivery, Refusal, Suspicion, copying, create_staged
from queries.tables import import_run

Progress = Callable[[str, int], None]
"""Called with a step (an English sentence of the catalogue) and how many rows it has done."""

READING, MERGING, PROJECTING = N_("Reading rows"), N_("Comparing with what is known"), N_("Deriving the numbers")
MERGED, REFUSED, VOIDED = "merged", "refused", "voided"


@dataclass
class Report:
    """What one run did, for a person (`text`) and for a machine (`to_json`)."""

    run_id: UUID
    read: int = 0
    loaded: int = 0
    updated: int = 0
    unchanged: int = 0
    events: int = 0
    refused: list[Refusal] = field(default_factory=list)
    suspicions: list[Suspicion] = field(default_factory=list)
    dropped_columns: tuple[str, ...] = ()
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self) | {"run_id": str(self.run_id), "dropped_columns": list(self.dropped_columns)}

    def text(self, language: str | None = None, most: int = 20) -> str:
        """The report as lines; at most `most` refusals and suspicions are written out."""
        counts = t(
            N_("{read} rows read: {loaded} new, {updated} changed, {unchanged} unchanged, {refused} refused."),
            language,
            read=number(self.read, language),
            loaded=number(self.loaded, language),
            updated=number(self.updated, language),
            unchanged=number(self.unchanged, language),
            refused=number(len(self.refused), language),
        )
        lines = [counts, *self._dropped(language)]
        lines += _listed(N_("Refused rows"), [(r.line, r.reason, r.params) for r in self.refused], language, most)
        lines += _listed(N_("Look at these"), [(s.line, s.kind, s.params) for s in self.suspicions], language, most)
        return "\n".join(lines)

    def _dropped(self, language: str | None) -> Iterator[str]:
        if self.dropped_columns:
            names = ", ".join(self.dropped_columns)
            yield t(N_("Not kept, because they hold personal data: {columns}."), language, columns=names)


def _listed(title: str, rows: list[tuple[int, str, dict[str, Any]]], language: str | None, most: int) -> list[str]:
    if not rows:
        return []
    lines = [f"{t(title, language)}:"]
    lines += [
        t(N_("  line {line}: {what}"), language, line=line, what=t(what, language, **params))
        for line, what, params in rows[:most]
    ]
    if len(rows) > most:
        lines.append(t(N_("  and {count} more"), language, count=number(len(rows) - most, language)))
    return lines


def load(writer: Writer, clock: Clock, delivery: Delivery, progress: Progress | None = None) -> Report:
    """Load a delivery. Raises ImportRefused (of the source, or when no row could be read); then nothing changed."""
    started, begun = clock.now(), time.perf_counter()
    report = Report(new_id(clock))
    tell = progress or (lambda _step, _done: None)
    try:
        with writer.transaction() as connection, bulk(connection):
            _load(connection, clock, delivery, report, tell)
            report.seconds = round(time.perf_counter() - begun, 3)
            _record(connection, clock, delivery, report, MERGED, started)
    except ImportRefused as refusal:
        with writer.transaction() as connection:
            report.refused.append(Refusal(0, refusal.message, refusal.params))
            _record(connection, clock, delivery, report, REFUSED, started)
        raise
    return report


@contextmanager
def bulk(connection: Connection) -> Iterator[None]:
    """Room to sort in, for this transaction only."""
    for setting in ("work_mem = '128MB'", "temp_buffers = '64MB'", "jit = off", "default_statistics_target = 10"):
        connection.execute(text(f"SET LOCAL {setting}"))
    yield


def _load(connection: Connection, clock: Clock, delivery: Delivery, report: Report, tell: Progress) -> None:
    organisation_id = delivery.organisation_id
    code = connection.scalar(text("SELECT code FROM organisation WHERE organisation_id = :id"), {"id": organisation_id})
    if code is None:
        raise NotFound(N_("This organisation does not exist."))
    connection.execute(
        text("SELECT pg_advisory_xact_lock(:o, hashtext(:s))"), {"o": organisation_id, "s": delivery.source_code}
    )
    names = _stage(connection, delivery, report, tell)
    if report.read and not connection.scalar(text("SELECT EXISTS (SELECT FROM staged)")):
        raise ImportRefused(
            N_("None of the {read} rows could be read; see the reasons in the report."), read=report.read
        )
    tell(MERGING, report.read)
    for dimension in DIMENSIONS:
        ensure_dimension(connection, organisation_id, dimension, _codes(connection, dimension, names[dimension]))
    _cover_days(connection, clock, organisation_id)
    source_id = ensure_source(connection, organisation_id, delivery.source_code, delivery.source_name)
    as_of = _as_of(delivery, clock)
    create_key_table(connection)
    report.loaded, report.events = merge(
        connection,
        organisation=(organisation_id, code),
        source=(source_id, delivery.source_code),
        run=report.run_id,
        now=clock.now(),
        as_of=as_of,
        snapshot=delivery.snapshot,
    )
    keys = touched(connection, organisation_id, report.run_id)
    report.updated = keys - report.loaded
    report.unchanged = (connection.scalar(text("SELECT count(DISTINCT source_key) FROM staged")) or 0) - keys
    tell(PROJECTING, keys)
    project_keys(connection)
    _move_as_of(connection, organisation_id, source_id, as_of)


def _stage(connection: Connection, delivery: Delivery, report: Report, tell: Progress) -> dict[str, dict[str, str]]:
    create_staged(connection)
    names: dict[str, dict[str, str]] = {dimension: {} for dimension in DIMENSIONS}
    with copying(connection) as append:
        for batch in delivery.batches:
            append(batch.events)
            report.read += batch.read
            report.refused += batch.refusals
            report.suspicions += batch.suspicions
            for dimension, found in batch.names.items():
                names[dimension] |= found
            tell(READING, report.read)
    dropped = delivery.dropped_columns
    report.dropped_columns = dropped() if callable(dropped) else dropped
    return names


def _codes(connection: Connection, dimension: str, names: dict[str, str]) -> dict[str, str]:
    codes = connection.scalars(text(f"SELECT DISTINCT {dimension} FROM staged WHERE {dimension} IS NOT NULL"))
    return {code: names.get(code, code) for code in codes}


def _cover_days(connection: Connection, clock: Clock, organisation_id: int) -> None:
    first, last = connection.execute(
        text("SELECT min(occurred_at), greatest(max(occurred_at), max(deadline)) FROM staged")
    ).one()
    zone = connection.scalar(
        text("SELECT time_zone FROM organisation WHERE organisation_id = :id"), {"id": organisation_id}
    )
    moments = [moment for moment in (first, last, clock.now()) if moment is not None]
    ensure_calendar(connection, organisation_id, local_day(min(moments), str(zone)), local_day(max(moments), str(zone)))


def _as_of(delivery: Delivery, clock: Clock) -> datetime:
    told = delivery.as_of() if callable(delivery.as_of) else delivery.as_of
    return min(told or clock.now(), clock.now())


def _move_as_of(connection: Connection, organisation_id: int, source_id: int, as_of: datetime | None) -> None:
    connection.execute(
        text("UPDATE source SET as_of = greatest(as_of, :as_of) WHERE organisation_id = :o AND source_id = :s"),
        {"as_of": as_of, "o": organisation_id, "s": source_id},
    )


def _record(
    connection: Connection, clock: Clock, delivery: Delivery, report: Report, state: str, started: datetime
) -> None:
    source_id = ensure_source(connection, delivery.organisation_id, delivery.source_code, delivery.source_name)
    digest = delivery.file_sha256
    connection.execute(
        import_run.insert().values(
            organisation_id=delivery.organisation_id,
            run_id=report.run_id,
            source_id=source_id,
            state=state,
            file_name=delivery.file_name,
            file_sha256=digest() if callable(digest) else digest,
            as_of=None if state == REFUSED else _as_of(delivery, clock),
            started_at=started,
            finished_at=clock.now(),
            report=report.to_json(),
        )
    )


_VOID = """
INSERT INTO event (organisation_id, subject_id, seq, kind, occurred_at, recorded_at, actor_role, inferred, payload,
                   source_id, revision, voids_seq)
SELECT e.organisation_id, e.subject_id,
       l.seq + row_number() OVER (PARTITION BY e.subject_id ORDER BY e.seq), :void, :now, :now, 'system', false,
       '{}'::jsonb, e.source_id, 0, e.seq
FROM event e JOIN project_key k USING (organisation_id, subject_id)
JOIN (SELECT organisation_id, subject_id, max(seq) AS seq FROM event JOIN project_key USING (organisation_id, subject_id)
      GROUP BY 1, 2) l USING (organisation_id, subject_id)
WHERE e.import_run_id = :run AND e.kind <> :void
  AND NOT EXISTS (SELECT FROM event v WHERE v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id
                  AND v.voids_seq = e.seq)
"""
# what the run had corrected is told again as it was, for the run that told it first
_RESTORE = """
INSERT INTO event (organisation_id, subject_id, seq, kind, occurred_at, recorded_at, service_id, actor_role, inferred,
                   payload, source_id, source_event_key, revision, import_run_id)
SELECT e.organisation_id, e.subject_id, l.seq + row_number() OVER (PARTITION BY e.subject_id ORDER BY e.seq), e.kind,
       e.occurred_at, :now, e.service_id, e.actor_role, e.inferred, e.payload, e.source_id, e.source_event_key,
       l.revision + row_number() OVER (PARTITION BY e.subject_id ORDER BY e.seq), e.import_run_id
FROM event c JOIN event e ON e.organisation_id = c.organisation_id AND e.subject_id = c.subject_id
     AND e.seq = c.voids_seq
JOIN import_run r ON r.organisation_id = e.organisation_id AND r.run_id = e.import_run_id AND r.state <> :voided
JOIN (SELECT organisation_id, subject_id, max(seq) AS seq, max(revision) AS revision FROM event
      JOIN project_key USING (organisation_id, subject_id) GROUP BY 1, 2) l
     ON l.organisation_id = e.organisation_id AND l.subject_id = e.subject_id
WHERE c.organisation_id = :organisation AND c.import_run_id = :run AND c.kind = :void
"""


def void_run(writer: Writer, clock: Clock, organisation_id: int, run_id: UUID) -> int:
    """Take a run out completely; returns how many meldingen changed. Raises NotFound, InvalidInput when voided before.

    Its events are voided, never removed, and what it had corrected holds again.
    """
    with writer.transaction() as connection, bulk(connection):
        source_id = _lock_run(connection, organisation_id, run_id)
        create_key_table(connection)
        keys = touched(connection, organisation_id, run_id)
        values = {"organisation": organisation_id, "run": run_id, "now": clock.now(), "void": EventKind.VOID}
        connection.execute(text(_VOID), values)
        connection.execute(text(_RESTORE), values | {"voided": VOIDED})
        project_keys(connection)
        _mark_voided(connection, clock, organisation_id, run_id, source_id)
    return keys


def _lock_run(connection: Connection, organisation_id: int, run_id: UUID) -> int:
    found = connection.execute(
        text("SELECT source_id, state FROM import_run WHERE organisation_id = :o AND run_id = :r FOR UPDATE"),
        {"o": organisation_id, "r": run_id},
    ).one_or_none()
    if found is None:
        raise NotFound(N_("There is no import run with this number."))
    if found.state != MERGED:
        raise InvalidInput(N_("This run was refused or taken out before; there is nothing to take out."))
    return int(found.source_id)


def _mark_voided(connection: Connection, clock: Clock, organisation_id: int, run_id: UUID, source_id: int) -> None:
    values = {"o": organisation_id, "r": run_id, "s": source_id, "now": clock.now(), "voided": VOIDED, "merged": MERGED}
    connection.execute(
        text("UPDATE import_run SET state = :voided, voided_at = :now WHERE organisation_id = :o AND run_id = :r"),
        values,
    )
    connection.execute(
        text(
            "UPDATE source SET as_of = (SELECT max(as_of) FROM import_run i WHERE i.organisation_id = :o "
            "AND i.source_id = :s AND i.state = :merged) WHERE organisation_id = :o AND source_id = :s"
        ),
        values,
    )

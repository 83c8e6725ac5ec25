"""Taking an import run out: nothing is removed, its events are voided, and what it had corrected holds again."""

from uuid import UUID

from sqlalchemy import Connection, text

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.kinds import EventKind
from config.language import N_
from dashboard.store.engine import Writer
from dashboard.store.loader import MERGED, bulk
from dashboard.store.merge import touched
from dashboard.store.project import create_key_table, project_keys
from dashboard.store.turns import wait_for_source

VOIDED = "voided"
_BUILT_ON = N_("Run {run} builds on this one: it changed the same meldingen. Take that one out first.")
_VOID = """
INSERT INTO event (organisation_id, subject_id, seq, kind, occurred_at, recorded_at, actor_role, inferred, payload,
                   source_id, revision, voids_seq)
SELECT e.organisation_id, e.subject_id,
       l.seq + row_number() OVER (PARTITION BY e.subject_id ORDER BY e.seq), :void, :now, :now, 'system', false,
       '{}'::jsonb, e.source_id, 0, e.seq
FROM event e JOIN project_key k USING (organisation_id, subject_id)
JOIN (SELECT organisation_id, subject_id, max(seq) AS seq FROM event
      JOIN project_key USING (organisation_id, subject_id) GROUP BY 1, 2) l USING (organisation_id, subject_id)
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
    """Take a run out completely; returns how many meldingen changed. Its events are voided, never removed, and what it
    had corrected holds again. What a later run merely told again goes with it, until it is told once more.

    Raises NotFound, and InvalidInput when voided before or when a later run builds on it.
    """
    with writer.transaction() as connection, bulk(connection):
        source_id = _lock_run(connection, organisation_id, run_id)
        create_key_table(connection)
        keys = touched(connection, organisation_id, run_id)
        values = {"organisation": organisation_id, "run": run_id, "now": clock.now(), "void": EventKind.VOID}
        _refuse_when_built_on(connection, values)
        connection.execute(text(_VOID), values)
        connection.execute(text(_RESTORE), values | {"voided": VOIDED})
        project_keys(connection)
        _mark_voided(connection, clock, organisation_id, run_id, source_id)
    return keys


def _lock_run(connection: Connection, organisation_id: int, run_id: UUID) -> int:
    """Wait for a load of the same source, then take the run; returns the number of its source."""
    values = {"o": organisation_id, "r": run_id}
    code = connection.scalar(
        text(
            "SELECT code FROM source JOIN import_run USING (organisation_id, source_id) "
            "WHERE organisation_id = :o AND run_id = :r"
        ),
        values,
    )
    if code is None:
        raise NotFound(N_("There is no import run with this number."))
    wait_for_source(connection, organisation_id, code)
    found = connection.execute(
        text("SELECT source_id, state FROM import_run WHERE organisation_id = :o AND run_id = :r FOR UPDATE"), values
    ).one()
    if found.state != MERGED:
        raise InvalidInput(N_("This run was refused or taken out before; there is nothing to take out."))
    return int(found.source_id)


_LATER = """
WITH told AS (
    SELECT subject_id, import_run_id, min(seq) AS seq FROM event JOIN project_key USING (organisation_id, subject_id)
    WHERE organisation_id = :organisation AND import_run_id IS NOT NULL GROUP BY 1, 2
)
SELECT r.run_id FROM told own JOIN told later ON later.subject_id = own.subject_id AND later.seq > own.seq
JOIN import_run r ON r.organisation_id = :organisation AND r.run_id = later.import_run_id AND r.state = :merged
WHERE own.import_run_id = :run ORDER BY r.started_at DESC, r.run_id DESC LIMIT 1
"""


def _refuse_when_built_on(connection: Connection, values: dict[str, object]) -> None:
    later = connection.scalar(text(_LATER), values | {"merged": MERGED})
    if later is not None:
        raise InvalidInput(_BUILT_ON, run=later)


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

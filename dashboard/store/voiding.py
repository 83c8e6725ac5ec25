"""Taking an import run out: nothing is removed, its events are voided, and what it had corrected holds again."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, text

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.kinds import EventKind
from config.language import N_
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.areas.assigning import put_right
from dashboard.store.engine import Writer
from dashboard.store.loader import MERGED, bulk
from dashboard.store.merge import touched
from dashboard.store.project import create_key_table, project_keys
from dashboard.store.turns import wait_for_source
from queries.tables import Instant

VOIDED = "voided"
_BUILT_ON = N_("Run {run} builds on this one: it changed the same meldingen. Take that one out first.")
_HISTORY = """
CREATE TEMP TABLE history ON COMMIT DROP AS
SELECT e.subject_id, e.seq, e.revision, e.kind, e.voids_seq, e.import_run_id
FROM event e JOIN project_key USING (organisation_id, subject_id) WHERE e.organisation_id = :organisation
"""
_LATER = """
WITH told AS (
    SELECT subject_id, import_run_id, min(seq) AS seq FROM history WHERE import_run_id IS NOT NULL GROUP BY 1, 2
)
SELECT r.run_id FROM told own JOIN told later ON later.subject_id = own.subject_id AND later.seq > own.seq
JOIN import_run r ON r.organisation_id = :organisation AND r.run_id = later.import_run_id AND r.state = :merged
WHERE own.import_run_id = :run ORDER BY r.started_at DESC, r.run_id DESC LIMIT 1
"""
# what the run told is voided; what it had corrected is told again as it was, for the run that told it first
_APPEND = """
INSERT INTO event (organisation_id, subject_id, seq, kind, occurred_at, recorded_at, service_id, actor_role, inferred,
                   payload, source_id, source_event_key, revision, import_run_id, voids_seq)
SELECT e.organisation_id, e.subject_id, l.seq + n.place, CASE WHEN n.restored THEN e.kind ELSE :void END,
       CASE WHEN n.restored THEN e.occurred_at ELSE :now END, :now, CASE WHEN n.restored THEN e.service_id END,
       CASE WHEN n.restored THEN e.actor_role ELSE 'system' END, n.restored AND e.inferred,
       CASE WHEN n.restored THEN e.payload ELSE '{}'::jsonb END, e.source_id,
       CASE WHEN n.restored THEN e.source_event_key END, CASE WHEN n.restored THEN l.revision + n.place ELSE 0 END,
       CASE WHEN n.restored THEN e.import_run_id END, CASE WHEN NOT n.restored THEN e.seq END
FROM (
    SELECT subject_id, seq, restored,
           row_number() OVER (PARTITION BY subject_id ORDER BY restored, seq) AS place
    FROM (SELECT h.subject_id, h.seq, false AS restored
          FROM history h LEFT JOIN history v ON v.subject_id = h.subject_id AND v.voids_seq = h.seq
          WHERE h.import_run_id = :run AND h.kind <> :void AND v.seq IS NULL
          UNION ALL
          SELECT subject_id, voids_seq, true FROM history WHERE import_run_id = :run AND kind = :void) changed
) n
JOIN (SELECT subject_id, max(seq) AS seq, max(revision) AS revision FROM history GROUP BY 1) l USING (subject_id)
JOIN event e ON e.organisation_id = :organisation AND e.subject_id = n.subject_id AND e.seq = n.seq
"""


def void_run(
    writer: Writer, clock: Clock, organisation_id: int, run_id: UUID, *, actor: Actor = audit.COMMAND_LINE
) -> int:
    """Take a run out completely; returns how many subjects changed. Its events are voided, never removed, and what it
    had corrected holds again. What a later run merely told again goes with it, until it is told once more.

    Raises NotFound, and InvalidInput when voided before or when a later run builds on it.
    """
    with writer.transaction() as connection, bulk(connection):
        source_id = _lock_run(connection, organisation_id, run_id)
        create_key_table(connection)
        keys = touched(connection, organisation_id, run_id)
        subjects = list(connection.scalars(text("SELECT subject_id FROM project_key")))
        _void_events(connection, {"organisation": organisation_id, "run": run_id, "now": clock.now()})
        project_keys(connection)
        # what holds again may have been told before boundaries changed
        put_right(connection, clock, organisation_id, subjects)
        _mark_voided(connection, clock, organisation_id, run_id, source_id)
        told: dict[str, Any] = {"organisation_id": organisation_id, "subject_id": run_id, "detail": {"meldingen": keys}}
        audit.record(connection, clock=clock, actor=actor, action="run_voided", **told)
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


def _void_events(connection: Connection, values: dict[str, object]) -> None:
    connection.execute(text(_HISTORY), values)
    connection.execute(text("ANALYZE history"))
    later = connection.scalar(text(_LATER), values | {"merged": MERGED})
    if later is not None:
        raise InvalidInput(_BUILT_ON, run=later)
    connection.execute(text(_APPEND).bindparams(bindparam("now", type_=Instant)), values | {"void": EventKind.VOID})


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

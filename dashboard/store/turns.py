"""Who writes waits for whom: one import at a time a source, one click at a time a melding, no click in mid-import.

Waiting goes by advisory locks that end with the transaction. Everybody takes them in the same order, before the first
row is written: source, then subject, then what is numbered within the organisation (`organisations`).
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, text

_ALL = """
SELECT pg_advisory_xact_lock(organisation_id, hashtext(code))
FROM (SELECT organisation_id, code FROM source WHERE organisation_id = :organisation ORDER BY source_id) s
"""
_SOURCES = """
SELECT pg_advisory_xact_lock_shared(organisation_id, hashtext(code))
FROM (SELECT DISTINCT organisation_id, source_id, code FROM subject JOIN source USING (organisation_id, source_id)
      WHERE organisation_id = :organisation AND subject_id = ANY(CAST(:subjects AS uuid[])) ORDER BY source_id) s
"""
_SUBJECTS = """
SELECT pg_advisory_xact_lock(hashtextextended(CAST(subject_id AS text), :organisation))
FROM (SELECT DISTINCT unnest(CAST(:subjects AS uuid[])) AS subject_id ORDER BY 1) s
"""


def wait_for_source(connection: Connection, organisation_id: int, source_code: str) -> None:
    """The turn to import into a source, or to take a run of it out."""
    values = {"o": organisation_id, "s": source_code}
    connection.execute(text("SELECT pg_advisory_xact_lock(:o, hashtext(:s))"), values)


def wait_for_sources(connection: Connection, organisation_id: int) -> None:
    """The turn to derive a whole organisation again."""
    connection.execute(text(_ALL), {"organisation": organisation_id})


def wait_for_subjects(connection: Connection, organisation_id: int, subject_ids: Iterable[UUID]) -> None:
    """The turn to write a few subjects; whoever appends events to them asks for it first."""
    values = {"organisation": organisation_id, "subjects": list(subject_ids)}
    connection.execute(text(_SOURCES), values)
    connection.execute(text(_SUBJECTS), values)

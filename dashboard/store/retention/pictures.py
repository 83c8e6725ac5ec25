"""Pictures that nothing names any more: those of erased texts at once, others after a while.

A photo that was voided may hold again, when the run that voided it is taken out: its picture stays for as long as a
picture may lie without a name. Photos of subjects whose texts were removed never hold again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, text

from config.retention import PICTURES_WAIT
from config.topics import ProposalEvent
from dashboard.store.retention.beside import NAMING
from dashboard.store.retention.words import STANDS, subjects_told
from queries.tables import Instant

_UNNAMED = f"""
b.organisation_id = :o AND b.kept_at <= :before
AND NOT EXISTS (SELECT FROM ({" UNION ALL ".join(NAMING)}) n
                WHERE n.organisation_id = b.organisation_id AND n.key = b.key)
AND NOT EXISTS (
    SELECT FROM event e
    LEFT JOIN event w ON w.organisation_id = e.organisation_id AND w.subject_id = e.subject_id AND w.voids_seq = e.seq
    WHERE e.organisation_id = b.organisation_id AND e.payload ->> 'photo' = b.key
    AND e.kind = '{ProposalEvent.PHOTO_ADDED}' AND (w.seq IS NULL OR w.recorded_at > :before) AND NOT {STANDS})
"""
_AMONG = "AND b.key = ANY(:keys)"
_PHOTOS_OF = f"""
SELECT DISTINCT payload ->> 'photo' FROM event
WHERE organisation_id = :o AND subject_id = ANY(CAST(:subjects AS uuid[])) AND kind = '{ProposalEvent.PHOTO_ADDED}'
"""
_ERASED = """
SELECT k.source_key FROM proposal p JOIN subject k USING (organisation_id, subject_id)
WHERE p.organisation_id = :o AND p.subject_id = ANY(CAST(:subjects AS uuid[])) AND p.text_removed
"""
_BROUGHT = "SELECT DISTINCT extra ->> 'photo' FROM staged WHERE kind = :kind AND source_key = ANY(:keys)"


def photos_of(connection: Connection, organisation_id: int, subject_ids: Sequence[UUID]) -> list[str]:
    """The keys of all photos that were ever told of these subjects."""
    return list(connection.scalars(text(_PHOTOS_OF), {"o": organisation_id, "subjects": list(subject_ids)}))


def drop_unnamed(connection: Connection, organisation_id: int, keys: Sequence[str], now: datetime) -> int:
    """Delete those of these pictures that nothing names; returns how many."""
    if not keys:
        return 0
    return _run(connection, f"DELETE FROM blob b WHERE {_UNNAMED} {_AMONG}", organisation_id, now, keys=list(keys))


def drop_told_of_erased(connection: Connection, organisation_id: int, source_id: int, now: datetime) -> None:
    """Delete the pictures that a staged delivery brought of proposals whose texts were removed."""
    kind = ProposalEvent.PHOTO_ADDED
    told = subjects_told(connection, organisation_id, source_id, kind)
    keys = connection.scalars(text(_ERASED), {"o": organisation_id, "subjects": told}).all()
    brought = connection.scalars(text(_BROUGHT), {"kind": kind, "keys": list(keys)}).all()
    drop_unnamed(connection, organisation_id, brought, now)


def lying(connection: Connection, organisation_id: int, now: datetime) -> int:
    """How many pictures have lain without a name for long enough to go."""
    counted = text(f"SELECT count(*) FROM blob b WHERE {_UNNAMED}").bindparams(bindparam("before", type_=Instant))
    return int(connection.scalar(counted, {"o": organisation_id, "before": _before(now)}) or 0)


def drop_lying(connection: Connection, organisation_id: int, now: datetime) -> int:
    """Delete them; returns how many."""
    return _run(connection, f"DELETE FROM blob b WHERE {_UNNAMED}", organisation_id, _before(now))


def _before(now: datetime) -> datetime:
    return now - timedelta(days=PICTURES_WAIT)


def _run(connection: Connection, statement: str, organisation_id: int, before: datetime, **values: Any) -> int:
    typed = text(statement).bindparams(bindparam("before", type_=Instant))
    return connection.execute(typed, {"o": organisation_id, "before": before} | values).rowcount

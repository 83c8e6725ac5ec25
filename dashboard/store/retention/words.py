"""The one way in which words leave events: two functions in the database, made by a migration.

The writing role may not change an event. `erase_words` may, as the owner: it takes the keys of `config.retention.WORDS`
out of the events of subjects of which a `text_removed` stands, and nothing else. A test compares both with this text.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from config.kinds import EventKind
from config.retention import WORDS
from dashboard.store.retention.beside import erase_beside

KINDS = tuple(sorted(str(kind) for kind in WORDS))
"""The kinds of event that hold words."""
_KEYS = {str(kind): keys for kind, keys in WORDS.items()}
_CASES = "".join(f"\n    WHEN '{kind}' THEN $2 - '{{{','.join(_KEYS[kind])}}}'::text[]" for kind in KINDS)
WORDS_REMOVED = f"""
SELECT CASE $1{_CASES}
    ELSE $2 END
"""
"""Body of `words_removed(kind, payload)`: what is left of the payload of an event."""
STANDS = """EXISTS (
    SELECT FROM public.event r WHERE r.organisation_id = e.organisation_id AND r.subject_id = e.subject_id
    AND r.kind = 'text_removed' AND NOT EXISTS (
        SELECT FROM public.event v WHERE v.organisation_id = r.organisation_id AND v.subject_id = r.subject_id
        AND v.voids_seq = r.seq))"""
ERASE_WORDS = f"""
WITH erased AS (
    UPDATE public.event e SET payload = public.words_removed(e.kind, e.payload)
    WHERE e.organisation_id = $1 AND e.subject_id = ANY($2) AND e.kind = ANY('{{{",".join(KINDS)}}}'::text[])
    AND public.words_removed(e.kind, e.payload) <> e.payload AND {STANDS}
    RETURNING 1)
SELECT count(*) FROM erased
"""
"""Body of `erase_words(organisation, subjects)`: takes words out of events, voided ones too; gives of how many."""
HAS_WORDS = "{e}.kind = ANY(:written) AND words_removed({e}.kind, {e}.payload) <> {e}.payload"
"""Condition on event {e}: words stand in it. `written` is `KINDS`, as a list."""
WRITTEN = {"written": list(KINDS)}

_TOLD = "SELECT DISTINCT source_key FROM staged WHERE kind = :kind"
_BY_KEYS = """
SELECT subject_id FROM subject
WHERE organisation_id = :organisation AND source_id = :source AND source_key = ANY(:keys)
"""
_STRIP = """
UPDATE told SET payload = words_removed(kind, payload) WHERE subject_id IN (
    SELECT subject_id FROM melding WHERE organisation_id = :organisation AND text_removed_day IS NOT NULL
    UNION ALL SELECT subject_id FROM proposal WHERE organisation_id = :organisation AND text_removed
    UNION ALL SELECT subject_id FROM told WHERE kind = :removed)
"""


def erase_words(connection: Connection, organisation_id: int, subject_ids: Iterable[UUID]) -> int:
    """Take the words out of all events of these subjects of which a text_removed stands; returns of how many events."""
    values = {"o": organisation_id, "s": list(subject_ids)}
    return int(connection.scalar(text("SELECT erase_words(:o, CAST(:s AS uuid[]))"), values) or 0)


def strip_told(connection: Connection, organisation_id: int) -> None:
    """Take out of `told` (`dashboard.store.merge`) the words of subjects whose texts were removed.

    So a source that goes on telling them brings nothing back, and what it tells is the same as what is known.
    """
    connection.execute(text(_STRIP), {"organisation": organisation_id, "removed": EventKind.TEXT_REMOVED})


def erase_told(connection: Connection, organisation_id: int, source_id: int, now: datetime) -> None:
    """Erase at once what the source of the staged delivery itself says was removed, from drafts, dossiers and packs
    too."""
    told = subjects_told(connection, organisation_id, source_id, EventKind.TEXT_REMOVED)
    if told:
        erase_words(connection, organisation_id, told)
        erase_beside(connection, organisation_id, told, now)


def subjects_told(connection: Connection, organisation_id: int, source_id: int, kind: str) -> list[UUID]:
    """Of which subjects the staged delivery tells an event of this kind; found by their keys, as a join of tables that
    were filled a moment ago may compare all with all.
    """
    keys = connection.scalars(text(_TOLD), {"kind": kind}).all()
    values = {"organisation": organisation_id, "source": source_id, "keys": list(keys)}
    return list(connection.scalars(text(_BY_KEYS), values)) if keys else []

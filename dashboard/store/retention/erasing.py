"""Erasing what is due, a batch in one transaction: a tombstone, the words, what goes with them, and the derivation."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, text

from config.kinds import EventKind
from config.retention import Keeping
from dashboard.store.project import create_key_table, project_keys
from dashboard.store.retention.beside import erase_beside
from dashboard.store.retention.due import BESIDE, due_subjects
from dashboard.store.retention.pictures import drop_unnamed, photos_of
from dashboard.store.retention.words import erase_words
from dashboard.store.turns import wait_for_sources
from queries.tables import Instant

BATCH = 5_000
"""Subjects in one transaction; who clicks on one of them waits for it, some seconds at most. The derivation reads whole
tables for each batch, so that with a thousand 45 000 took 36 seconds, with these 15."""
PICTURE = "picture"
"""Pictures that went with texts, or that nothing named any more, in the counts of a run."""

_TOMBSTONES = text(f"""
INSERT INTO event (organisation_id, subject_id, seq, kind, occurred_at, recorded_at, actor_role, inferred, payload,
                   revision)
SELECT organisation_id, subject_id, max(seq) + 1, '{EventKind.TEXT_REMOVED}', :now, :now, 'system', false,
       CAST('{{}}' AS jsonb), 0
FROM event WHERE organisation_id = :o AND subject_id = ANY(CAST(:subjects AS uuid[])) GROUP BY 1, 2
""").bindparams(bindparam("now", type_=Instant))
_KEYS = """
INSERT INTO project_key (organisation_id, subject_id, topic) SELECT organisation_id, subject_id, topic FROM subject
WHERE organisation_id = :o AND subject_id = ANY(CAST(:subjects AS uuid[])) ORDER BY subject_id
"""
_DRAFTS = """
draft AS (DELETE FROM selection_draft d USING due WHERE d.organisation_id = :o AND d.round_id = due.round_id
          AND d.subject_id = due.subject_id),
texts AS (DELETE FROM selection_draft_text d USING due WHERE d.organisation_id = :o AND d.round_id = due.round_id
          AND d.subject_id = due.subject_id)
"""
# the examples of rows go, the counts stay; a sentence about a whole delivery keeps its words, without what it names
_REPORTS = """
erased AS (UPDATE import_run i SET report = i.report || jsonb_build_object(
    'refused', jsonb_build_array(), 'suspicions', jsonb_build_array(), 'erased', CAST(:today AS date))
    || CASE WHEN jsonb_typeof(i.report -> 'problem') = 'object' THEN jsonb_build_object('problem', jsonb_set(
        i.report -> 'problem', '{params}', coalesce(
            (SELECT jsonb_object_agg(name, '…') FROM jsonb_object_keys(i.report #> '{problem,params}') name), '{}')))
       ELSE '{}' END
    FROM due WHERE i.organisation_id = :o AND i.run_id = due.run_id)
"""
_ERASED = {Keeping.DRAFT: _DRAFTS, Keeping.IMPORT_REPORT: _REPORTS}


@dataclass(frozen=True)
class Turn:
    """Erasing in one organisation, at one moment: what is due is judged on local day `today`."""

    connection: Connection
    organisation_id: int
    now: datetime
    today: date

    def subjects(self, kind: Keeping, until: date, chosen: Sequence[UUID]) -> Counter[str]:
        """Erase the words of those of the chosen subjects that are due, and leave a tombstone; counts by what went.

        Waits for imports, and takes only what is still due after that.
        """
        wait_for_sources(self.connection, self.organisation_id)
        found = due_subjects(self.connection, self.organisation_id, kind, until, among=chosen)
        return Counter({str(kind): len(found)}) + self.erase([one for one, _ in found]) if found else Counter()

    def erase(self, subjects: Sequence[UUID]) -> Counter[str]:
        values: dict[str, Any] = {"o": self.organisation_id, "subjects": subjects}
        photos = photos_of(self.connection, self.organisation_id, subjects)
        self.connection.execute(_TOMBSTONES, values | {"now": self.now})
        erase_words(self.connection, self.organisation_id, subjects)
        counts = erase_beside(self.connection, self.organisation_id, subjects, self.now)
        create_key_table(self.connection)
        self._do(_KEYS, **values)
        project_keys(self.connection)
        counts[PICTURE] += drop_unnamed(self.connection, self.organisation_id, photos, self.now)
        return counts

    def beside(self, kind: Keeping, until: date) -> int:
        """Erase what is due and is no subject; returns how much."""
        statement = f"WITH due AS ({BESIDE[kind][0]}), {_ERASED[kind]} SELECT count(*) FROM due"
        values = {"o": self.organisation_id, "until": until, "today": self.today}
        return int(self.connection.scalar(text(statement), values) or 0)

    def _do(self, statement: str, **values: Any) -> int:
        known = {"o": self.organisation_id, "today": self.today}
        return self.connection.execute(text(statement), known | values).rowcount

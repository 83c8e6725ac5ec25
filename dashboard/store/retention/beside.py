"""What goes with the texts of a subject beside its events (`erase_beside`), and what keeps a picture: one line each to
add more.

A table that copies words of citizens adds a statement to `WITH_SUBJECT`; one that
names pictures adds a question to `NAMING`. Decision dossiers erase their own parts
(`dashboard.store.dossiers.erase_parts`), since their files are made anew then; publication packs go as a whole
(`dashboard.store.publication_packs.erase_packs`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from dashboard.store.dossiers import erase_parts
from dashboard.store.publication_packs import erase_packs

DOSSIER_PART = "dossier_part"
"""Words and photos in decision dossiers, in the counts of a run."""
PACK = "publication_pack"
"""Publication packs that named what was erased, in the counts of a run."""


@dataclass(frozen=True)
class Beside:
    """A statement that erases what belongs to `:subjects` of organisation `:o`; `counted` is the name under which its
    rows are counted in the report (`config.retention.Keeping`, or a name of its own)."""

    counted: str
    statement: str


_OF_SUBJECTS = "WHERE organisation_id = :o AND subject_id = ANY(CAST(:subjects AS uuid[]))"
WITH_SUBJECT: tuple[Beside, ...] = (
    Beside("draft", f"DELETE FROM selection_draft {_OF_SUBJECTS} AND made_seq IS NULL"),
    # who made a choice stays until it is public: somebody else approves it
    Beside(
        "draft",
        "UPDATE selection_draft SET motivation = '', shared = '', internal_note = '' "
        f"{_OF_SUBJECTS} AND motivation || shared || internal_note <> ''",
    ),
    Beside("draft", f"DELETE FROM selection_draft_text {_OF_SUBJECTS}"),
)
"""What is erased in the transaction that erases the words of subjects."""

NAMING: tuple[str, ...] = (
    "SELECT organisation_id, photo AS key FROM photo",
    "SELECT organisation_id, logo AS key FROM appearance",
    "SELECT subject_organisation_id AS organisation_id, photo AS key FROM dossier_part WHERE photo IS NOT NULL",
)
"""What names pictures that stay, as (organisation_id, key); besides events that can hold again."""


def erase_beside(connection: Connection, organisation_id: int, subjects: Sequence[UUID], now: datetime) -> Counter[str]:
    """Erase it all, in the transaction that erases the words of these subjects; counts by what went."""
    counts: Counter[str] = Counter()
    for beside in WITH_SUBJECT:
        done = connection.execute(text(beside.statement), {"o": organisation_id, "subjects": list(subjects)})
        counts[beside.counted] += done.rowcount
    counts[DOSSIER_PART] += erase_parts(connection, organisation_id, subjects, now)
    counts[PACK] += erase_packs(connection, subjects)
    return counts

"""What is due: texts whose period is over. One question for a preview and for the erasing itself.

A period begins on a local day; the texts go on the day that lies its days later. What was reopened, or holds no words,
is not due.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, text

from config.retention import Keeping, periods
from dashboard.store.retention.words import HAS_WORDS, WRITTEN
from queries.tables import retention_rule


@dataclass(frozen=True)
class Due:
    """How many are due, and the day on which the period of the oldest began (None: none are due)."""

    n: int
    oldest: date | None


_OWN = "WHERE {x}.organisation_id = s.organisation_id AND {x}.subject_id = s.subject_id"
_WRITTEN = f"EXISTS (SELECT FROM event e {_OWN.format(x='e')} AND {HAS_WORDS.format(e='e')})"
_PHOTO = f"EXISTS (SELECT FROM photo p {_OWN.format(x='p')})"
_MELDING = f"""
SELECT s.subject_id, s.last_closed_day AS began FROM melding s
WHERE s.organisation_id = :o AND s.melding_kind = :kind AND s.last_closed_day <= :until AND NOT s.open
AND s.text_removed_day IS NULL AND {_WRITTEN}
"""
_CONTACT = f"""
SELECT s.subject_id, s.made_day AS began FROM contact s
WHERE s.organisation_id = :o AND s.made_day <= :until AND {_WRITTEN}
"""
# a round may be of the organisation in which that of the place went on
_AT_WORK = f"""EXISTS (
    SELECT FROM selection_draft d JOIN selection_round r USING (round_id)
    {_OWN.format(x="d")} AND r.closed_at IS NULL)"""
# what was not selected keeps its texts while that is not public, and while somebody writes about it once more
_PROPOSAL = f"""
SELECT s.subject_id, CAST(s.stage_since AT TIME ZONE o.time_zone AS date) AS began
FROM proposal s JOIN organisation o USING (organisation_id)
WHERE s.organisation_id = :o AND s.stage = ANY(:stages) AND NOT s.text_removed
AND CAST(s.stage_since AT TIME ZONE o.time_zone AS date) <= :until AND ({_WRITTEN} OR {_PHOTO})
AND (s.stage <> 'not_selected' OR (s.explained_at IS NOT NULL AND NOT {_AT_WORK}))
"""
# a draft of a choice that is public, or of a round that is closed; never one that waits for approval or publication
_DRAFT = """
SELECT d.round_id, d.subject_id, d.began FROM (
    SELECT d.round_id, d.subject_id, CAST(greatest(least(r.closed_at, c.published_at), max(d.saved_at))
           AT TIME ZONE o.time_zone AS date) AS began
    FROM (SELECT organisation_id, round_id, subject_id, saved_at FROM selection_draft
          UNION ALL SELECT organisation_id, round_id, subject_id, saved_at FROM selection_draft_text) d
    JOIN selection_round r USING (round_id) JOIN organisation o ON o.organisation_id = d.organisation_id
    LEFT JOIN LATERAL (
        SELECT s.published_at, s.published_at IS NULL AND s.standing <> 'returned' AS waits FROM selection s
        WHERE s.organisation_id = d.organisation_id AND s.subject_id = d.subject_id AND s.ref = r.ref
        ORDER BY s.version DESC LIMIT 1) c ON true
    WHERE d.organisation_id = :o AND c.waits IS NOT TRUE AND (r.closed_at IS NOT NULL OR c.published_at IS NOT NULL)
    GROUP BY d.round_id, d.subject_id, r.closed_at, c.published_at, o.time_zone) d
WHERE d.began <= :until
"""
_REPORT = """
SELECT s.run_id, CAST(s.finished_at AT TIME ZONE o.time_zone AS date) AS began
FROM import_run s JOIN organisation o USING (organisation_id)
WHERE s.organisation_id = :o AND CAST(s.finished_at AT TIME ZONE o.time_zone AS date) <= :until
AND NOT s.report ? 'erased' AND (s.report -> 'refused' <> '[]' OR s.report -> 'suspicions' <> '[]'
                                 OR jsonb_typeof(s.report -> 'problem') = 'object')
"""
_ENDED = ["refused", "withdrawn", "merged"]
SUBJECTS: dict[Keeping, tuple[str, Mapping[str, Any]]] = {
    Keeping.MELDING: (_MELDING, {"kind": "melding"}),
    Keeping.KLACHT: (_MELDING, {"kind": "klacht"}),
    Keeping.VRAAG: (_MELDING, {"kind": "vraag"}),
    Keeping.CONTACT: (_CONTACT, {}),
    Keeping.PROPOSAL_ENDED: (_PROPOSAL, {"stages": _ENDED}),
    Keeping.PROPOSAL_NOT_SELECTED: (_PROPOSAL, {"stages": ["not_selected"]}),
    Keeping.PROPOSAL_REALISED: (_PROPOSAL, {"stages": ["realised"]}),
}
"""What is due of subjects (subject_id, began), and the values that belong to it."""
BESIDE: dict[Keeping, tuple[str, Mapping[str, Any]]] = {
    Keeping.DRAFT: (_DRAFT, {}),
    Keeping.IMPORT_REPORT: (_REPORT, {}),
}
"""The same of what is no subject."""
_ALL = SUBJECTS | BESIDE


def rules_of(connection: Connection, organisation_id: int) -> dict[Keeping, int | None]:
    """The days of each kind in an organisation: its own, else the usual ones; None: for ever."""
    own = retention_rule.c
    rows = select(own.kind, own.days).where(own.organisation_id == organisation_id)
    told = {row.kind: row.days for row in connection.execute(rows)}
    return {kind: told.get(str(kind), period.days) for kind, period in periods().items()}


def until_of(today: date, days: int) -> date:
    """The last day on which what is due today began."""
    return today - timedelta(days=days)


def due(connection: Connection, organisation_id: int, kind: Keeping, until: date) -> Due:
    """How much is due of a kind that began on `until` or before."""
    asked, values = _asked(organisation_id, kind, until)
    row = connection.execute(text(f"SELECT count(*) AS n, min(began) AS oldest FROM ({asked}) d"), values).one()
    return Due(int(row.n), row.oldest)


def due_subjects(
    connection: Connection,
    organisation_id: int,
    kind: Keeping,
    until: date,
    *,
    most: int | None = None,
    among: Sequence[UUID] | None = None,
) -> list[tuple[UUID, date]]:
    """The subjects that are due with the day on which their period began, oldest first; at most `most`, or only those
    of `among`."""
    asked, values = _asked(organisation_id, kind, until)
    chosen = "" if among is None else "AND s.subject_id = ANY(CAST(:among AS uuid[]))"
    statement = f"{asked} {chosen} ORDER BY began, s.subject_id LIMIT :most"
    rows = connection.execute(text(statement), values | {"most": most, "among": list(among or ())})
    return [(row.subject_id, row.began) for row in rows]


def _asked(organisation_id: int, kind: Keeping, until: date) -> tuple[str, dict[str, Any]]:
    statement, values = _ALL[kind]
    return statement, {**values, **WRITTEN, "o": organisation_id, "until": until}

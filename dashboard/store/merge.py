"""From `staged` rows to events: set-based steps that compare a delivery with what its source told before.

A source names each event by a key. Told again unchanged: nothing. Told differently: the old event is voided and a new
revision appended. No longer told, in a delivery that tells each subject completely: voided, except a reading of a
moment (a running total), which stays, and a closing, which then was followed by a reopening that the source does not
date. That reopening names the closing it follows; a later closing under the same key is a second one, and the same
closing told again takes the reopening back. What it still tells of texts that were removed is not heard (ADR 37).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from config.errors import ImportRefused
from config.kinds import outcome_codes
from config.language import N_
from config.topics import READINGS
from dashboard.store.references import identify
from dashboard.store.retention.words import strip_told
from queries.projection import plan_as_usual, plan_for_many

TWICE = N_("The event {key} is told twice; the second time on line {line}. Nothing was changed.")
_TWICE = "SELECT event_key, max(row_no) AS line FROM told GROUP BY event_key HAVING count(*) > 1 ORDER BY 2 LIMIT 1"
_READ = ", ".join(f"'{kind}'" for kind in READINGS)
_OUTCOMES = ", ".join(f"'{kind}'" for kind in outcome_codes())

_TOLD = """
SELECT k.subject_id, s.row_no, s.event_key, s.kind, s.occurred_at, v.service_id, s.actor_role,
       coalesce(s.inferred, false) AS inferred,
       CASE WHEN {bare} THEN '{{}}'::jsonb ELSE jsonb_strip_nulls(jsonb_build_object(
           'number', s.number, 'title', s.title, 'melding_kind', s.melding_kind, 'category_id', c.category_id,
           'area_id', a.area_id, 'channel_id', h.channel_id, 'partner_id', p.partner_id, 'lon', s.lon, 'lat', s.lat,
           'told_area_id', coalesce(d.area_id, CASE WHEN s.told_area IS NOT NULL THEN 0 END),
           'h3_10', s.h3_10, 'deadline', s.deadline, 'theme_id', t.theme_id)) || coalesce(s.extra, '{{}}'::jsonb)
       END AS payload
FROM staged s JOIN subject k ON k.organisation_id = :organisation AND k.source_id = :source
     AND k.source_key = s.source_key
LEFT JOIN service v ON v.organisation_id = :organisation AND v.code = s.service
LEFT JOIN category c ON c.organisation_id = :organisation AND c.code = s.category
LEFT JOIN area a ON a.organisation_id = :organisation AND a.code = s.area
LEFT JOIN area d ON d.organisation_id = :organisation AND d.code = s.told_area
LEFT JOIN channel h ON h.organisation_id = :organisation AND h.code = s.channel
LEFT JOIN partner p ON p.organisation_id = :organisation AND p.code = s.partner
LEFT JOIN theme t ON t.organisation_id = :organisation AND t.code = s.theme
""".format(
    bare=" AND ".join(
        f"s.{name} IS NULL"
        for name in [
            "number",
            "title",
            "melding_kind",
            "category",
            "area",
            "channel",
            "partner",
            "lon",
            "lat",
            "deadline",
            "theme",
            "extra",
        ]
    )
)
_KNOWN = """
SELECT e.subject_id, e.seq, e.kind, e.occurred_at, e.service_id, e.actor_role, e.payload, e.source_event_key,
       e.revision, v.voids_seq IS NULL AS live, e.payload ->> 'reopens' AS reopens
FROM event e JOIN (SELECT DISTINCT subject_id FROM told) t USING (subject_id)
LEFT JOIN event v ON v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id AND v.voids_seq = e.seq
WHERE e.organisation_id = :organisation AND e.source_id = :source AND e.kind <> 'void'
"""
# asked for each event that moved to a later moment; without it each looks through all that is known
_BY_REOPENING = "CREATE INDEX ON known (subject_id, reopens) WHERE reopens IS NOT NULL"
# what stands under the keys that are told now, the same first; a closing before a reopening that still holds is history
_STANDING = """
SELECT t.subject_id, t.event_key, k.seq,
       k.kind = t.kind AND k.occurred_at = t.occurred_at AND k.payload = t.payload
           AND k.service_id IS NOT DISTINCT FROM t.service_id AND k.actor_role IS NOT DISTINCT FROM t.actor_role AS same
FROM told t JOIN known k ON k.live AND k.subject_id = t.subject_id AND k.source_event_key = t.event_key
WHERE NOT (t.occurred_at > k.occurred_at AND EXISTS (
    SELECT FROM known r
    WHERE r.live AND r.subject_id = k.subject_id AND r.reopens = k.source_event_key AND r.seq > k.seq))
"""
_GONE = f"""
SELECT k.*, k.kind IN ({_OUTCOMES}) AND NOT coalesce(m.open, true) AND c.subject_id IS NULL AS reopened
FROM known k
LEFT JOIN told t ON t.subject_id = k.subject_id AND t.event_key = k.source_event_key
LEFT JOIN melding m ON m.organisation_id = :organisation AND m.subject_id = k.subject_id
LEFT JOIN (SELECT DISTINCT subject_id FROM told WHERE kind IN ({_OUTCOMES})) c ON c.subject_id = k.subject_id
WHERE :snapshot AND k.live AND t.event_key IS NULL AND k.reopens IS NULL AND k.kind NOT IN ({_READ})
  AND NOT EXISTS (SELECT FROM known r WHERE r.live AND r.subject_id = k.subject_id AND r.reopens = k.source_event_key
                  AND r.seq > k.seq)
"""
# a reopening that the source did not date and that cannot have been after a closing told now: taken back when that is
# the closing it reopened, else it was just before
_MOVED = """
SELECT r.subject_id, r.seq, r.payload, r.source_event_key,
       CASE WHEN t.occurred_at > k.occurred_at
            THEN greatest(k.occurred_at, t.occurred_at - interval '1 second') END AS moved_to
FROM known r JOIN told t ON t.subject_id = r.subject_id AND t.event_key = r.reopens
JOIN LATERAL (SELECT max(k.occurred_at) AS occurred_at FROM known k WHERE k.live AND k.subject_id = r.subject_id
              AND k.source_event_key = r.reopens AND k.seq < r.seq) k ON true
WHERE r.live AND r.occurred_at >= t.occurred_at
"""
# a later delivery has told more of these: what an older one tells does not count
_OUTDATED = """
DELETE FROM told WHERE :snapshot AND subject_id IN (
    SELECT e.subject_id FROM event e
    JOIN import_run r ON r.organisation_id = e.organisation_id AND r.run_id = e.import_run_id
    WHERE e.organisation_id = :organisation AND e.source_id = :source AND r.state = 'merged' AND r.as_of > :as_of)
RETURNING subject_id
"""
_APPEND = """
INSERT INTO event (organisation_id, subject_id, seq, kind, occurred_at, recorded_at, service_id, actor_role, inferred,
                   payload, source_id, source_event_key, revision, import_run_id, voids_seq)
SELECT :organisation, n.subject_id,
       coalesce(l.seq, 0) + row_number() OVER (PARTITION BY n.subject_id ORDER BY n.voids_seq NULLS LAST,
                                               n.occurred_at, n.row_no, n.source_event_key),
       n.kind, n.occurred_at, :now, n.service_id, n.actor_role, n.inferred, n.payload, :source, n.source_event_key,
       n.revision, :run, n.voids_seq
FROM ({rows}) n
{latest}
"""
_LATEST = """LEFT JOIN (SELECT subject_id, max(seq) AS seq FROM event
           WHERE organisation_id = :organisation AND subject_id IN (SELECT subject_id FROM told) GROUP BY subject_id) l
     USING (subject_id)"""
_NONE_BEFORE = "CROSS JOIN (SELECT 0 AS seq) l"
_FRESH = f"""
    SELECT subject_id, row_no, kind, occurred_at, service_id, actor_role, inferred, payload,
           event_key AS source_event_key, 0 AS revision, CAST(NULL AS int) AS voids_seq FROM ({_TOLD}) told
"""
_CHANGES = """
    SELECT n.subject_id, n.row_no, n.kind, n.occurred_at, n.service_id, n.actor_role, n.inferred, n.payload,
           n.event_key AS source_event_key, coalesce(u.revision + 1, 0) AS revision, n.voids_seq
    FROM (
        SELECT subject_id, row_no, kind, occurred_at, service_id, actor_role, inferred, payload, event_key,
               CAST(NULL AS int) AS voids_seq
        FROM told WHERE NOT EXISTS (SELECT FROM standing s WHERE s.same AND s.subject_id = told.subject_id
                                    AND s.event_key = told.event_key)
        UNION ALL
        SELECT subject_id, 0, 'reopened', greatest(CAST(:as_of AS timestamptz), occurred_at), NULL, 'service', true,
               jsonb_build_object('reopens', source_event_key), source_event_key || '/reopened' || revision, NULL
        FROM gone WHERE reopened
        UNION ALL
        SELECT subject_id, 0, 'reopened', moved_to, NULL, 'service', true, payload, source_event_key, NULL
        FROM moved WHERE moved_to IS NOT NULL
        UNION ALL
        SELECT subject_id, 0, 'void', CAST(:now AS timestamptz), NULL, 'system', false, '{}'::jsonb, NULL, seq
        FROM (SELECT subject_id, seq FROM gone WHERE NOT reopened
              UNION ALL SELECT subject_id, seq FROM standing WHERE NOT same
              UNION ALL SELECT subject_id, seq FROM moved) v
    ) n
    LEFT JOIN (SELECT subject_id, source_event_key, max(revision) AS revision FROM known GROUP BY 1, 2) u
         ON u.subject_id = n.subject_id AND u.source_event_key = n.event_key
"""


def merge(
    connection: Connection,
    *,
    organisation: tuple[int, str],
    source: tuple[int, str],
    run: UUID,
    now: datetime,
    as_of: datetime,
    snapshot: bool,
) -> tuple[int, int]:
    """Append what `staged` tells; returns how many events are new, voids among them, and how many meldingen were left.

    `organisation` and `source` are (number, code). Raises ImportRefused when an event is told twice.
    """
    names = {"organisation": organisation[0], "code": organisation[1], "source": source[0], "source_code": source[1]}
    values = names | {"run": run, "now": now, "as_of": as_of, "snapshot": snapshot}
    connection.execute(text("ANALYZE staged"))
    fresh_source = not connection.scalar(
        text("SELECT EXISTS (SELECT FROM subject WHERE organisation_id = :organisation AND source_id = :source)"), names
    )
    identify(connection, names)
    if fresh_source:
        plan_for_many(connection)
        appended = connection.execute(text(_APPEND.format(rows=_FRESH, latest=_NONE_BEFORE)), values)
        plan_as_usual(connection)
        return appended.rowcount, 0
    left = _compare(connection, names | {"snapshot": snapshot, "as_of": as_of})
    return connection.execute(text(_APPEND.format(rows=_CHANGES, latest=_LATEST)), values).rowcount, left


_COMPARISON = (("told", _TOLD), ("known", _KNOWN), ("standing", _STANDING), ("gone", _GONE), ("moved", _MOVED))


def _compare(connection: Connection, values: dict[str, Any]) -> int:
    """Fill the tables that the changes come from; returns of how many meldingen a later delivery told more."""
    left = 0
    for table, statement in _COMPARISON:
        connection.execute(text(f"CREATE TEMP TABLE {table} ON COMMIT DROP AS {statement}"), values)
        if table == "known":
            connection.execute(text(_BY_REOPENING))
        connection.execute(text(f"ANALYZE {table}"))
        if table == "told":
            _refuse_twice(connection)
            strip_told(connection, values["organisation"])
            left = len(set(connection.scalars(text(_OUTDATED), values)))
    return left


def _refuse_twice(connection: Connection) -> None:
    found = connection.execute(text(_TWICE)).first()
    if found is not None:
        raise ImportRefused(TWICE, key=found.event_key, line=found.line)


def touched(connection: Connection, organisation_id: int, run: UUID) -> int:
    """Fill `project_key` with the subjects of which this run told something; returns their number."""
    statement = (
        "INSERT INTO project_key (organisation_id, subject_id, topic) SELECT organisation_id, subject_id, topic FROM "
        "(SELECT organisation_id, subject_id FROM event WHERE organisation_id = :organisation "
        "AND import_run_id = :run GROUP BY 1, 2) e JOIN subject USING (organisation_id, subject_id) ORDER BY 2"
    )
    found = connection.execute(text(statement), {"organisation": organisation_id, "run": run}).rowcount
    connection.execute(text("ANALYZE project_key"))
    return found

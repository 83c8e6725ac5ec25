"""From `staged` rows to events: set-based steps that compare a delivery with what its source told before.

A source names each event by a key. Told again unchanged: nothing. Told differently: the old event is voided and a new
revision appended. No longer told, in a delivery that tells each melding completely: voided, except a closing, which
then was followed by a reopening that the source does not date.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from config.kinds import outcome_codes

_OUTCOMES = ", ".join(f"'{kind}'" for kind in outcome_codes())

_SUBJECTS = """
INSERT INTO subject (organisation_id, subject_id, topic, source_id, source_key)
SELECT :organisation, CAST(lpad(to_hex(ms), 12, '0') || '7' || substr(d, 1, 3)
       || substr('89ab', (('x' || substr(d, 4, 1))::bit(4)::int & 3) + 1, 1) || substr(d, 5, 15) AS uuid),
       'melding', :source, source_key
FROM (SELECT source_key, floor(extract(epoch FROM coalesce(min(occurred_at) FILTER (WHERE kind = 'submitted'),
                                                  min(occurred_at))) * 1000)::bigint AS ms,
             encode(sha256(convert_to(concat_ws('/', CAST(:code AS text), CAST(:source_code AS text), source_key),
                                      'UTF8')), 'hex') AS d
      FROM staged GROUP BY source_key) s
WHERE NOT EXISTS (SELECT FROM subject k WHERE k.organisation_id = :organisation AND k.source_id = :source
                  AND k.source_key = s.source_key)
"""
_TOLD = """
SELECT k.subject_id, s.row_no, s.event_key, s.kind, s.occurred_at, v.service_id, s.actor_role,
       coalesce(s.inferred, false) AS inferred,
       CASE WHEN {bare} THEN '{{}}'::jsonb ELSE jsonb_strip_nulls(jsonb_build_object(
           'number', s.number, 'title', s.title, 'melding_kind', s.melding_kind, 'category_id', c.category_id,
           'area_id', a.area_id, 'channel_id', h.channel_id, 'partner_id', p.partner_id, 'lon', s.lon, 'lat', s.lat,
           'deadline', s.deadline)) || coalesce(s.extra, '{{}}'::jsonb) END AS payload
FROM staged s JOIN subject k ON k.organisation_id = :organisation AND k.source_id = :source
     AND k.source_key = s.source_key
LEFT JOIN service v ON v.organisation_id = :organisation AND v.code = s.service
LEFT JOIN category c ON c.organisation_id = :organisation AND c.code = s.category
LEFT JOIN area a ON a.organisation_id = :organisation AND a.code = s.area
LEFT JOIN channel h ON h.organisation_id = :organisation AND h.code = s.channel
LEFT JOIN partner p ON p.organisation_id = :organisation AND p.code = s.partner
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
            "extra",
        ]
    )
)
_KNOWN = """
SELECT e.subject_id, e.seq, e.kind, e.occurred_at, e.service_id, e.actor_role, e.payload, e.source_event_key,
       e.revision, v.voids_seq IS NULL AS live
FROM event e JOIN (SELECT DISTINCT subject_id FROM told) t USING (subject_id)
LEFT JOIN event v ON v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id AND v.voids_seq = e.seq
WHERE e.organisation_id = :organisation AND e.source_id = :source AND e.kind <> 'void'
"""
# the newest revision of each key beside what is told now; `again`: a closing that a reopening has since followed
_COMPARED = """
CREATE TEMP TABLE compared ON COMMIT DROP AS
SELECT t.*, n.seq AS old_seq, coalesce(n.revision + 1, 0) AS revision, coalesce(n.live, false) AS old_live,
       coalesce(n.live AND n.kind = t.kind AND n.occurred_at = t.occurred_at AND n.payload = t.payload
                AND n.service_id IS NOT DISTINCT FROM t.service_id
                AND n.actor_role IS NOT DISTINCT FROM t.actor_role, false) AS same,
       r.seq IS NOT NULL AS again
FROM told t
LEFT JOIN (SELECT DISTINCT ON (source_event_key) * FROM known ORDER BY source_event_key, revision DESC) n
     ON n.source_event_key = t.event_key
LEFT JOIN known r ON r.live AND r.source_event_key = n.source_event_key || '/reopened' || n.revision
"""
_GONE = f"""
CREATE TEMP TABLE gone ON COMMIT DROP AS
SELECT k.*, k.kind IN ({_OUTCOMES}) AND NOT m.open AND c.subject_id IS NULL AS reopened
FROM known k
LEFT JOIN told t ON t.event_key = k.source_event_key
LEFT JOIN known r ON r.live AND r.source_event_key = k.source_event_key || '/reopened' || k.revision
LEFT JOIN melding m ON m.organisation_id = :organisation AND m.subject_id = k.subject_id
LEFT JOIN (SELECT DISTINCT subject_id FROM told WHERE kind IN ({_OUTCOMES})) c ON c.subject_id = k.subject_id
WHERE k.live AND t.event_key IS NULL AND r.seq IS NULL AND k.source_event_key NOT LIKE '%/reopened%'
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
_FRESH = f"""
    SELECT subject_id, row_no, kind, occurred_at, service_id, actor_role, inferred, payload,
           event_key AS source_event_key, 0 AS revision, CAST(NULL AS int) AS voids_seq FROM ({_TOLD}) told
"""
_CHANGES = """
    SELECT subject_id, row_no, kind, occurred_at, service_id, actor_role, inferred, payload,
           event_key AS source_event_key, revision, CAST(NULL AS int) AS voids_seq
    FROM compared WHERE NOT same
    UNION ALL
    SELECT subject_id, 0, 'void', CAST(:now AS timestamptz), NULL, 'system', false, '{}'::jsonb, NULL, 0, old_seq
    FROM compared WHERE old_live AND NOT same AND NOT again
    UNION ALL
    SELECT subject_id, 0, 'void', CAST(:now AS timestamptz), NULL, 'system', false, '{}'::jsonb, NULL, 0, seq
    FROM gone WHERE :snapshot AND NOT reopened
    UNION ALL
    SELECT subject_id, 0, 'reopened', greatest(CAST(:as_of AS timestamptz), occurred_at), NULL, 'service', true,
           '{}'::jsonb, source_event_key || '/reopened' || revision, 0, NULL
    FROM gone WHERE :snapshot AND reopened
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
    """Append what `staged` tells; returns the number of new subjects and of new events.

    `organisation` and `source` are (number, code). Subjects that got an event stand in `project_key` afterwards.
    """
    names = {"organisation": organisation[0], "code": organisation[1], "source": source[0], "source_code": source[1]}
    values = names | {"run": run, "now": now, "as_of": as_of, "snapshot": snapshot}
    connection.execute(text("ANALYZE staged"))
    fresh_source = not connection.scalar(
        text("SELECT EXISTS (SELECT FROM subject WHERE organisation_id = :organisation AND source_id = :source)"), names
    )
    subjects = connection.execute(text(_SUBJECTS), names).rowcount
    if fresh_source:
        statement = _APPEND.format(rows=_FRESH, latest="CROSS JOIN (SELECT 0 AS seq) l")
    else:
        _compare(connection, names)
        statement = _APPEND.format(rows=_CHANGES, latest=_LATEST)
    events = connection.execute(text(statement), values).rowcount
    return subjects, events


def _compare(connection: Connection, names: dict[str, object]) -> None:
    for table, statement in (("told", _TOLD), ("known", _KNOWN)):
        connection.execute(text(f"CREATE TEMP TABLE {table} ON COMMIT DROP AS {statement}"), names)
        connection.execute(text(f"ANALYZE {table}"))
    connection.execute(text(_COMPARED), names)
    connection.execute(text(_GONE), names)


def touched(connection: Connection, organisation_id: int, run: UUID) -> int:
    """Fill `project_key` with the subjects of which this run told something; returns their number."""
    statement = (
        "INSERT INTO project_key (organisation_id, subject_id) SELECT DISTINCT organisation_id, subject_id FROM event "
        "WHERE organisation_id = :organisation AND import_run_id = :run"
    )
    return connection.execute(text(statement), {"organisation": organisation_id, "run": run}).rowcount

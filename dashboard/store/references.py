"""Subjects that a delivery names: each key of a source is one subject, also when only another subject refers to it yet.

A reference is told as the key of another subject of the same source and kept as its id. What is not known yet gets its
identity at once, so that the order of rows and of deliveries does not matter.
"""

from sqlalchemy import Connection, text

from config.errors import ImportRefused
from config.language import N_
from config.payloads import Form, payloads
from config.topics import BEGINNINGS

TWO_TOPICS = N_("The key {key} stands for more than one thing: {topics}. Nothing was changed.")
_OTHERS = "SELECT EXISTS (SELECT FROM staged WHERE topic <> 'melding')"
_ID = """CAST(lpad(to_hex(ms), 12, '0') || '7' || substr(d, 1, 3)
       || substr('89ab', (('x' || substr(d, 4, 1))::bit(4)::int & 3) + 1, 1) || substr(d, 5, 15) AS uuid)"""
_DIGITS = """encode(sha256(convert_to(concat_ws('/', CAST(:code AS text), CAST(:source_code AS text), source_key),
                                      'UTF8')), 'hex')"""
_UNKNOWN = """NOT EXISTS (SELECT FROM subject k WHERE k.organisation_id = :organisation AND k.source_id = :source
                  AND k.source_key = s.source_key)"""
_SUBJECTS = f"""
INSERT INTO subject (organisation_id, subject_id, topic, source_id, source_key)
SELECT :organisation, {_ID}, coalesce(topic, 'melding'), :source, source_key
FROM (SELECT source_key, max(topic) AS topic,
             floor(extract(epoch FROM coalesce(min(occurred_at) FILTER (WHERE kind = ANY(:beginnings)),
                                               min(occurred_at))) * 1000)::bigint AS ms,
             {_DIGITS} AS d
      FROM staged GROUP BY source_key) s
WHERE {_UNKNOWN}
ORDER BY ms
"""
_FIELDS = ", ".join(
    f"('{kind}', '{field.name}', '{field.stored}', '{field.topic}', {str(field.form is Form.REFERENCES).lower()})"
    for kind, fields in payloads().items()
    for field in fields
    if field.topic is not None
)
_REFERRED = f"""
CREATE TEMP TABLE referred ON COMMIT DROP AS
WITH field(kind, name, stored, topic, many) AS (VALUES {_FIELDS})
SELECT s.ctid AS row, s.occurred_at, f.name, f.stored, f.topic, f.many, r.place, r.source_key
FROM staged s JOIN field f ON f.kind = s.kind AND s.extra ? f.name
CROSS JOIN LATERAL jsonb_array_elements_text(
    CASE WHEN f.many THEN s.extra -> f.name ELSE jsonb_build_array(s.extra -> f.name) END
) WITH ORDINALITY r(source_key, place)
"""
_REFERRED_SUBJECTS = f"""
INSERT INTO subject (organisation_id, subject_id, topic, source_id, source_key)
SELECT :organisation, {_ID}, topic, :source, source_key
FROM (SELECT source_key, min(topic) AS topic, floor(extract(epoch FROM min(occurred_at)) * 1000)::bigint AS ms,
             {_DIGITS} AS d
      FROM referred GROUP BY source_key) s
WHERE {_UNKNOWN}
ORDER BY ms
"""
_MIXED = """
SELECT source_key AS key, string_agg(DISTINCT topic, ', ' ORDER BY topic) AS topics FROM (
    SELECT source_key, coalesce(topic, 'melding') AS topic FROM staged
    UNION SELECT source_key, topic FROM referred
    UNION SELECT source_key, topic FROM subject WHERE organisation_id = :organisation AND source_id = :source
          AND source_key IN (SELECT source_key FROM staged UNION SELECT source_key FROM referred)
) t GROUP BY source_key HAVING count(*) > 1 ORDER BY 1 LIMIT 1
"""
_RESOLVE = """
UPDATE staged SET extra = (extra - f.names) || f.ids
FROM (SELECT row, array_agg(DISTINCT name) AS names, jsonb_object_agg(stored, ids) AS ids
      FROM (SELECT r.row, r.name, r.stored, CASE WHEN r.many THEN jsonb_agg(k.subject_id ORDER BY r.place)
                                                 ELSE to_jsonb(min(k.subject_id::text)) END AS ids
            FROM referred r JOIN subject k ON k.organisation_id = :organisation AND k.source_id = :source
                 AND k.source_key = r.source_key
            GROUP BY r.row, r.name, r.stored, r.many) one
      GROUP BY row) f
WHERE staged.ctid = f.row
"""


def identify(connection: Connection, names: dict[str, object]) -> None:
    """Give every subject of `staged` its identity, and turn the keys in references into ids.

    `names`: organisation, code, source, source_code. Raises ImportRefused when a key stands for two things.
    """
    beginnings = list(BEGINNINGS.values())
    if not connection.scalar(text(_OTHERS)):
        connection.execute(text(_SUBJECTS), names | {"beginnings": beginnings})
        return
    connection.execute(text(_REFERRED))
    mixed = connection.execute(text(_MIXED), names).first()
    if mixed is not None:
        raise ImportRefused(TWO_TOPICS, key=mixed.key, topics=mixed.topics)
    connection.execute(text(_SUBJECTS), names | {"beginnings": beginnings})
    connection.execute(text(_REFERRED_SUBJECTS), names)
    connection.execute(text(_RESOLVE), names)

"""What the chains of all topics share: events that count, in the order in which they count, and the last that was told.

Events order by (instant, place of the kind in its enum, seq); one dated before the beginning counts at the beginning;
instants count in whole seconds. Without its beginning a subject gives no rows.
"""

from config.topics import BEGINNINGS, Topic, kinds_of
from queries.projections.sql import day


def events(topic: Topic, *, as_of: bool = False) -> str:
    """CTEs from `keys`: `birth` (one row a subject that counts) and `ordered`, its events numbered by `n` from 1.

    The first of `ordered` is always the beginning. With `as_of`, only what occurred up to that parameter counts.
    """
    ranks = ", ".join(f"('{kind}', {rank})" for rank, kind in enumerate(kinds_of(topic)))
    return f"""
kind(kind, rank) AS (VALUES {ranks}),
live AS MATERIALIZED (
    SELECT keys.k, e.organisation_id, e.subject_id, e.seq, e.occurred_at, e.service_id, e.actor_role, e.payload,
           e.inferred, e.kind, d.rank
    FROM event e JOIN keys USING (organisation_id, subject_id) JOIN kind d ON d.kind = e.kind
    WHERE {"e.occurred_at <= :as_of" if as_of else "true"} AND NOT EXISTS (
        SELECT FROM event v WHERE v.voids_seq IS NOT NULL AND v.organisation_id = e.organisation_id
        AND v.subject_id = e.subject_id AND v.voids_seq = e.seq)
),
birth AS MATERIALIZED (
    SELECT DISTINCT ON (k) k, organisation_id, subject_id, occurred_at, date_trunc('second', occurred_at) AS at,
           {day("occurred_at")} AS day, time_zone, s.source_id, l.payload
    FROM live l JOIN organisation o USING (organisation_id) JOIN subject s USING (organisation_id, subject_id)
    WHERE l.kind = '{BEGINNINGS[topic]}' ORDER BY k, occurred_at, seq
),
ordered AS MATERIALIZED (
    SELECT k, kind, service_id, actor_role, payload, inferred, date_trunc('second', moment) AS at,
           {day("moment")} AS day,
           row_number() OVER (PARTITION BY k ORDER BY moment, rank, seq) AS n
    FROM (SELECT l.*, b.time_zone, greatest(l.occurred_at, b.occurred_at) AS moment
          FROM live l JOIN birth b USING (k)) e
),"""


def latest(expression: str, *kinds: str, when: str = "true") -> str:
    """Aggregate over `ordered` by subject: the expression of the last event of these kinds."""
    return f"(array_agg({expression} ORDER BY n DESC) FILTER (WHERE {_among(kinds)} AND {when}))[1]"


def told(key: str, *kinds: str, cast: str = "text") -> str:
    """The last value that was told under a key of the payload."""
    return latest(f"(payload ->> '{key}')::{cast}", *kinds, when=f"payload ? '{key}'")


def first(*kinds: str, column: str = "at") -> str:
    """When, or on which day, the first event of these kinds was."""
    return f"min({column}) FILTER (WHERE {_among(kinds)})"


def earliest(expression: str, *kinds: str) -> str:
    """Aggregate over `ordered` by subject: the expression of the first event of these kinds."""
    return f"(array_agg({expression} ORDER BY n) FILTER (WHERE {_among(kinds)}))[1]"


def _among(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(str(kind)) for kind in kinds)})"

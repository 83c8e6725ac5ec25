"""Putting everything with a place into the area that it lies in, after boundaries changed (ADR 32).

What tells the place is told again with another area: the event is voided and appended as it was but for that, so that
a source that tells it once more changes nothing, and one that corrects it still does. It goes in batches, each a
transaction; broken off, it goes on with what is still wrong.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, bindparam, text

from config.clock import Clock
from config.topics import PLACES, Topic
from dashboard.store.areas.boundaries import Boundaries, boundaries_of
from dashboard.store.areas.moves import Moves
from dashboard.store.engine import Writer
from dashboard.store.loader import bulk
from dashboard.store.project import create_key_table, project_keys
from dashboard.store.turns import wait_for_sources
from queries.tables import Instant

BATCH = 1_000
"""Subjects in one transaction: a click on one of them waits at most about half a second."""
TOPICS = (Topic.MELDING, Topic.PROPOSAL, Topic.ACTIVITY)
"""What has a place."""
Step = Callable[[Connection, int, Moves], None]
"""Called in the transaction of a batch with how many subjects it looked at, and what moved."""
_NONE = UUID(int=0)


def assign_all(writer: Writer, clock: Clock, organisation_id: int, step: Step) -> Moves:
    """Put everything of an organisation into its area; returns what moved."""
    after, moves = _NONE, Moves()
    while True:
        with writer.transaction() as connection, bulk(connection):
            subjects = _following(connection, organisation_id, after)
            if not subjects:
                return moves
            moved = assign(connection, clock, organisation_id, subjects)
            step(connection, len(subjects), moved)
        moves, after = moves + moved, subjects[-1]


def assign(connection: Connection, clock: Clock, organisation_id: int, subjects: Sequence[UUID]) -> Moves:
    """Put these subjects into the area that each lies in, and derive those that were in another one."""
    boundaries = boundaries_of(connection, organisation_id)
    if not len(_wrong(connection, organisation_id, subjects, boundaries)):
        return Moves()
    wait_for_sources(connection, organisation_id)
    return put_right(connection, clock, organisation_id, subjects)


def put_right(connection: Connection, clock: Clock, organisation_id: int, subjects: Sequence[UUID]) -> Moves:
    """The same for who has the turn to write these subjects already."""
    wrong = _wrong(connection, organisation_id, subjects, boundaries_of(connection, organisation_id))
    if wrong.empty:
        return Moves()
    chosen = wrong["subject_id"].drop_duplicates().tolist()
    before = _areas(connection, organisation_id, chosen)
    _tell_again(connection, clock, organisation_id, wrong)
    _project(connection, organisation_id, chosen)
    return Moves.between(before, _areas(connection, organisation_id, chosen))


def how_many(connection: Connection, organisation_id: int) -> int:
    """How many subjects `assign_all` looks at."""
    return connection.scalar(text(_COUNT), {"o": organisation_id, "topics": list(TOPICS)}) or 0


def _following(connection: Connection, organisation_id: int, after: UUID) -> list[UUID]:
    values = {"o": organisation_id, "topics": list(TOPICS), "after": after, "n": BATCH}
    return list(connection.scalars(text(_FOLLOWING), values))


def _wrong(
    connection: Connection, organisation_id: int, subjects: Iterable[UUID], boundaries: Boundaries
) -> pd.DataFrame:
    """Events that must be told again: the first of a subject with another area than it has, and those after it.

    Columns: subject_id, seq, area_id and told_area_id as they should be (missing: none).
    """
    known = _told(connection, organisation_id, subjects)
    named = known["told_area_id"].fillna(known["area_id"])
    named = named.mask(named == 0)  # the source told none
    if boundaries:
        area = boundaries.area_ids(known["lon"].to_numpy(), known["lat"].to_numpy())
        told = named.fillna(0).mask(area.fillna(0) == named.fillna(0))
    else:
        area, told = named, named.mask(named.notna())
    right = known.assign(area_id=area, told_area_id=told)
    differs = (right["area_id"].fillna(-1) != known["area_id"].fillna(-1)) | (
        right["told_area_id"].fillna(-1) != known["told_area_id"].fillna(-1)
    )
    onwards = differs.groupby(known["subject_id"]).cummax() if len(known) else differs
    return right.loc[onwards, ["subject_id", "seq", "area_id", "told_area_id"]]


def _told(connection: Connection, organisation_id: int, subjects: Iterable[UUID]) -> pd.DataFrame:
    """The events that tell the place of these subjects and count. Columns: subject_id, seq, lon, lat, area_id and
    told_area_id as they are (missing: none)."""
    values = {"o": organisation_id, "subjects": list(subjects), "kinds": [str(kind) for kind in PLACES]}
    rows = connection.execute(text(_TOLD), values).all()
    voided = {(row.subject_id, row.voids_seq) for row in rows if row.voids_seq is not None}
    live = [row for row in rows if row.voids_seq is None and (row.subject_id, row.seq) not in voided]
    known = pd.DataFrame(live, columns=["subject_id", "seq", "voids_seq", "lon", "lat", "area_id", "told_area_id"])
    return known.astype({"lon": float, "lat": float, "area_id": "Int64", "told_area_id": "Int64"})


def _tell_again(connection: Connection, clock: Clock, organisation_id: int, wrong: pd.DataFrame) -> None:
    columns = wrong.astype(object).where(wrong.notna(), None)
    values = {name: columns[name].tolist() for name in ("subject_id", "seq", "area_id", "told_area_id")}
    appended = text(_APPEND).bindparams(bindparam("now", type_=Instant))
    connection.execute(appended, values | {"o": organisation_id, "now": clock.now()})


def _project(connection: Connection, organisation_id: int, subjects: Sequence[UUID]) -> None:
    create_key_table(connection)
    connection.execute(text(_KEYS), {"o": organisation_id, "subjects": list(subjects)})
    project_keys(connection)


def _areas(connection: Connection, organisation_id: int, subjects: Sequence[UUID]) -> dict[Any, tuple[str, int | None]]:
    """Topic and area of each of these subjects, as derived."""
    rows = connection.execute(text(_DERIVED), {"o": organisation_id, "subjects": list(subjects)})
    return {row.subject_id: (row.topic, row.area_id) for row in rows}


_OF_SUBJECTS = "organisation_id = :o AND subject_id = ANY(CAST(:subjects AS uuid[]))"
_COUNT = "SELECT count(*) FROM subject WHERE organisation_id = :o AND topic = ANY(:topics)"
_FOLLOWING = """
SELECT subject_id FROM subject WHERE organisation_id = :o AND topic = ANY(:topics) AND subject_id > :after
ORDER BY subject_id LIMIT :n
"""
# voids come along and are left out afterwards: a join with them was planned over all events of the organisation
_TOLD = f"""
SELECT subject_id, seq, voids_seq, (payload ->> 'lon')::float8, (payload ->> 'lat')::float8,
       (payload ->> 'area_id')::int, (payload ->> 'told_area_id')::int
FROM event WHERE {_OF_SUBJECTS} AND (kind = 'void' OR (kind = ANY(:kinds) AND payload ? 'lon' AND payload ? 'lat'))
ORDER BY subject_id, seq
"""
_DERIVED = " UNION ALL ".join(
    f"SELECT '{topic}' AS topic, subject_id, area_id FROM {topic} WHERE {_OF_SUBJECTS}" for topic in TOPICS
)
_KEYS = f"""
INSERT INTO project_key (organisation_id, subject_id, topic)
SELECT organisation_id, subject_id, topic FROM subject WHERE {_OF_SUBJECTS} ORDER BY subject_id
"""
_APPEND = """
INSERT INTO event (organisation_id, subject_id, seq, kind, occurred_at, recorded_at, service_id, actor_role, inferred,
                   payload, source_id, source_event_key, revision, import_run_id, voids_seq)
SELECT e.organisation_id, e.subject_id, l.seq + n.place, CASE WHEN n.again THEN e.kind ELSE 'void' END,
       CASE WHEN n.again THEN e.occurred_at ELSE :now END, :now, CASE WHEN n.again THEN e.service_id END,
       CASE WHEN n.again THEN e.actor_role ELSE 'system' END, n.again AND e.inferred,
       CASE WHEN n.again THEN (e.payload - 'area_id' - 'told_area_id') || jsonb_strip_nulls(jsonb_build_object(
           'area_id', n.area_id, 'told_area_id', n.told_area_id)) ELSE '{}'::jsonb END,
       CASE WHEN n.again THEN e.source_id END, CASE WHEN n.again THEN e.source_event_key END,
       CASE WHEN n.again AND e.source_event_key IS NOT NULL THEN l.revision + n.place ELSE 0 END,
       CASE WHEN n.again THEN e.import_run_id END, CASE WHEN NOT n.again THEN e.seq END
FROM (
    SELECT w.*, again, row_number() OVER (PARTITION BY subject_id ORDER BY again, seq) AS place
    FROM unnest(CAST(:subject_id AS uuid[]), CAST(:seq AS int[]), CAST(:area_id AS int[]), CAST(:told_area_id AS int[]))
         w(subject_id, seq, area_id, told_area_id)
    CROSS JOIN (VALUES (false), (true)) twice(again)
) n
JOIN (SELECT subject_id, max(seq) AS seq, max(revision) AS revision FROM event
      WHERE organisation_id = :o AND subject_id = ANY(CAST(:subject_id AS uuid[])) GROUP BY subject_id) l
     USING (subject_id)
JOIN event e ON e.organisation_id = :o AND e.subject_id = n.subject_id AND e.seq = n.seq
"""

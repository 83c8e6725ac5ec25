"""Taking in what writes have left in the outbox: data versions move, and who listens is told.

One worker does this; writes themselves only append rows without a key, since a NOTIFY or a version row in each of them
cost three to six times the throughput.
"""

from typing import NamedTuple

from sqlalchemy import Connection, Date, Integer, Text, bindparam, text

from config.clock import Clock
from dashboard.store.actions.writing import Writing
from queries.tables import CHANGES, Instant

IS_WAITING = "SELECT EXISTS (SELECT FROM public.outbox)"
"""Whether anything waits: one row is looked for, whatever the number."""


class Key(NamedTuple):
    """What a write touched: numbers of one organisation and topic on one local day."""

    organisation_id: int
    topic: str
    day: object


_TAKE = text(
    "WITH taken AS (DELETE FROM outbox RETURNING organisation_id, topic, day) "
    "SELECT DISTINCT organisation_id, topic, day FROM taken"
).columns(organisation_id=Integer, topic=Text, day=Date)
_MOVE = text(
    "INSERT INTO data_version AS v (organisation_id, topic, version, changed_at) "
    "SELECT o, t, 1, :now FROM unnest(CAST(:organisations AS int[]), CAST(:topics AS text[])) AS moved (o, t) "
    "ON CONFLICT (organisation_id, topic) DO UPDATE SET version = v.version + 1, changed_at = excluded.changed_at "
    "RETURNING pg_notify(:channel, concat_ws(' ', organisation_id, version, topic))"
).bindparams(bindparam("now", type_=Instant))


def take_in(writer: Writing, clock: Clock) -> int:
    """Empty the outbox, move the versions of what it told of and notify, all in one transaction.

    Returns how many organisations and topics moved.
    """
    with writer.transaction() as connection:
        keys = _take(connection)
        # summaries of these keys are recomputed here, in the same transaction, once there are summaries
        return _move(connection, clock, {(key.organisation_id, key.topic) for key in keys})


def _take(connection: Connection) -> set[Key]:
    """Remove what waits; each key once."""
    return {Key(*row) for row in connection.execute(_TAKE)}


def _move(connection: Connection, clock: Clock, moved: set[tuple[int, str]]) -> int:
    """Count up the versions; a notification names organisation, version and topic."""
    if not moved:
        return 0
    organisations, topics = zip(*sorted(moved), strict=True)
    values = {"organisations": list(organisations), "topics": list(topics), "now": clock.now(), "channel": CHANGES}
    return len(connection.execute(_MOVE, values).all())

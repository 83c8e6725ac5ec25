"""What moves the version that the public asks for: that the public sees something else, and nothing that is internal.

A question to who proposed something, or a choice under embargo, is written to `proposal` too. Were its version told to
everybody, each such act could be read from it (ADR 28).
"""

from collections.abc import Mapping

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Select,
    String,
    Text,
    Uuid,
    cast,
    func,
    literal,
    select,
    text,
    union_all,
)
from sqlalchemy import table as known_as

from config.topics import Topic
from queries.tables import PUBLIC_NEWS
from queries.tables.published import VIEWS

MOST = 2_000
"""From here on proposals are not compared: a rebuild, or a large import, counts as news."""
_OF_PROPOSALS = ("proposal", "selection", "gain", "vote", "photo")
"""The views of the public that are made of what `project` derives."""
Seen = Mapping[int, str]
"""By organisation: a digest of all that the public sees of some proposals."""


def seen_by_public(connection: Connection, topics: Mapping[Topic, int]) -> Seen | None:
    """What the public sees of the proposals in `project_key`; None where there are too many to compare."""
    if Topic.PROPOSAL not in topics:
        return {}
    return None if topics[Topic.PROPOSAL] > MOST else dict(connection.execute(_DIGESTS).all())


def tell_public(connection: Connection, topics: Mapping[Topic, int], before: Seen | None) -> None:
    """Leave word for the worker where the public now sees something else of the proposals in `project_key`."""
    now = seen_by_public(connection, topics)
    if before is None or now is None:
        connection.execute(text(f"{_NEWS} FROM project_key WHERE topic = '{Topic.PROPOSAL}'"))
        return
    for organisation_id in sorted(before.keys() | now.keys()):
        if before.get(organisation_id) != now.get(organisation_id):
            has_news(connection, organisation_id)


def has_news(connection: Connection, organisation_id: int) -> None:
    """Leave word for the worker that the public sees something else of an organisation."""
    named = "FROM (SELECT CAST(:organisation AS int) AS organisation_id) o"
    connection.execute(text(f"{_NEWS} {named}"), {"organisation": organisation_id})


_NEWS = f"""
INSERT INTO outbox (organisation_id, topic, day, written_at)
SELECT DISTINCT organisation_id, '{PUBLIC_NEWS}', CAST(now() AS date), now()
"""


def _digests() -> Select:
    key = known_as("project_key", Column("organisation_id", Integer), Column("subject_id", Uuid), Column("topic", Text))
    rows = []
    for name in _OF_PROPOSALS:
        own = VIEWS[name].subquery(f"{name}_seen")
        same = (own.c.organisation_id == key.c.organisation_id) & (own.c.subject_id == key.c.subject_id)
        row = (literal(name, String) + cast(own.table_valued(), Text)).label("told")
        found = select(own.c.organisation_id, row).select_from(own.join(key, same))
        rows.append(found.where(key.c.topic == Topic.PROPOSAL))
    told = union_all(*rows).subquery("told_rows").c
    each = func.string_agg(told.told, literal("\n")).aggregate_order_by(told.told.collate("C"))
    return select(told.organisation_id, func.md5(each)).group_by(told.organisation_id)


_DIGESTS = _digests()

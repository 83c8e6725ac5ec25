"""`project(keys)`: derive the current state of subjects from their events, for one click, an import or a rebuild.

Two set-based statements in the caller's transaction: forget what was derived, then write it anew; the days that
either touched go to the outbox.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, text

from config.topics import ProposalEvent, Topic
from dashboard.store.public_news import seen_by_public, tell_public
from dashboard.store.turns import wait_for_subjects
from queries.projection import columns_of, plan_as_usual, plan_for_many, projection
from queries.tables import DERIVED_OF

BULK = 50
"""From here on a nested loop over the keys is never the better plan, whatever the estimates say: 180 keys on fresh
tables took 3.7 s with and 0.8 s without, 440 did not end."""

_TOUCHED: dict[Topic, dict[str, tuple[str, ...]]] = {
    Topic.MELDING: {"melding": ("received_day", "judged_day"), "closing": ("closed_day", "reopened_day")},
    Topic.PROPOSAL: {
        "proposal": ("submitted_day", "published_day", "decided_day", "started_day", "realised_day", "ended_day"),
        "vote": ("day",),
        "selection": ("made_day", "published_day"),
        "gain": ("measured_day",),
    },
    Topic.ACTIVITY: {"activity": ("planned_day", "planned_on", "held_day", "cancelled_day")},
    Topic.PARTICIPANT: {"participant": ("joined_day", "left_day"), "participation": ("active_day",)},
    Topic.COMMUNICATION: {"communication": ("planned_day", "planned_on", "sent_day")},
    Topic.DELIVERABLE: {"deliverable": ("planned_day", "starts_on", "ends_on", "reported_day", "delivered_day")},
    Topic.CONTACT: {"contact": ("made_day",)},
}
"""The days on which something of a topic counts, by derived table; the first closing of a melding is a closing too."""
CHOSEN = "SELECT k, organisation_id, subject_id FROM project_key WHERE topic = '{topic}'"
"""The subjects of a topic that must be derived."""


def project(connection: Connection, organisation_id: int, subject_ids: Iterable[UUID]) -> int:
    """Derive these subjects of one organisation, in their turn; returns how many of them count."""
    subjects = list(subject_ids)
    wait_for_subjects(connection, organisation_id, subjects)
    create_key_table(connection)
    connection.execute(
        text(
            "INSERT INTO project_key (organisation_id, subject_id, topic) SELECT organisation_id, subject_id, topic "
            "FROM subject WHERE organisation_id = :organisation AND subject_id = ANY(CAST(:subjects AS uuid[])) "
            "ORDER BY subject_id"
        ),
        {"organisation": organisation_id, "subjects": subjects},
    )
    return project_keys(connection)


def project_all(connection: Connection, organisation_id: int, topic: Topic | None = None) -> int:
    """Derive everything of one organisation again, or all of one topic; returns how many subjects count."""
    create_key_table(connection)
    connection.execute(
        text(
            "INSERT INTO project_key (organisation_id, subject_id, topic) SELECT organisation_id, subject_id, topic "
            "FROM subject WHERE organisation_id = :id AND topic = coalesce(:topic, topic) ORDER BY subject_id"
        ),
        {"id": organisation_id, "topic": topic},
    )
    return project_keys(connection)


def create_key_table(connection: Connection) -> None:
    """An empty temporary table `project_key` of what must be derived in this transaction."""
    connection.execute(
        text(
            "CREATE TEMP TABLE IF NOT EXISTS project_key (k int GENERATED ALWAYS AS IDENTITY, organisation_id int, "
            "subject_id uuid, topic text) ON COMMIT DELETE ROWS"
        )
    )
    connection.execute(text("DELETE FROM project_key"))


def topics_chosen(connection: Connection) -> dict[Topic, int]:
    """How many subjects of each topic stand in `project_key`; only topics of which there are."""
    found = connection.execute(text("SELECT topic, count(*) FROM project_key GROUP BY topic ORDER BY topic"))
    return {Topic(topic): int(count) for topic, count in found}


_MERGED_INTO = f"""
INSERT INTO project_key (organisation_id, subject_id, topic)
SELECT DISTINCT s.organisation_id, s.subject_id, s.topic
FROM project_key k JOIN event e USING (organisation_id, subject_id)
JOIN subject s ON s.organisation_id = e.organisation_id AND s.subject_id = (e.payload ->> 'into_id')::uuid
WHERE k.topic = '{Topic.PROPOSAL}' AND e.kind = '{ProposalEvent.MERGED}' AND NOT EXISTS (
    SELECT FROM project_key known
    WHERE known.organisation_id = s.organisation_id AND known.subject_id = s.subject_id)
RETURNING organisation_id, subject_id
"""


def _choose_merged_into(connection: Connection) -> None:
    """Proposals count the votes of what is, or was, merged into them: they are derived with it."""
    while found := connection.execute(text(_MERGED_INTO)).all():
        for organisation_id in {row.organisation_id for row in found}:
            own = [row.subject_id for row in found if row.organisation_id == organisation_id]
            wait_for_subjects(connection, organisation_id, own)


def project_keys(connection: Connection) -> int:
    """Derive the subjects in the temporary table `project_key`, topic by topic; returns how many of them count."""
    if Topic.PROPOSAL in topics_chosen(connection):
        _choose_merged_into(connection)
    topics = topics_chosen(connection)
    before = seen_by_public(connection, topics)
    if sum(topics.values()) >= BULK:
        connection.execute(text("ANALYZE project_key"))
        plan_for_many(connection)
    count = 0
    for topic in topics:
        connection.execute(text(_forget(topic)))
        count += connection.scalar(text(_derive(topic))) or 0
    plan_as_usual(connection)
    tell_public(connection, topics, before)
    return count


def _forget(topic: Topic) -> str:
    deletes = [
        f"{table.name}_old AS (DELETE FROM {table.name} t USING project_key k WHERE k.topic = '{topic}' "
        "AND t.organisation_id = k.organisation_id AND t.subject_id = k.subject_id RETURNING t.*)"
        for table in DERIVED_OF[topic]
    ]
    return f"WITH {', '.join(deletes)} {_outbox(topic, 'old')}"


def _derive(topic: Topic) -> str:
    """Rows go in by id, which begins with the moment of receipt: neighbours in time become neighbours on disk."""
    tables = DERIVED_OF[topic]
    inserts = [
        f"{table.name}_new AS (INSERT INTO {table.name} ({columns_of(table)}) "
        f"SELECT {columns_of(table)} FROM {table.name}_row ORDER BY k)"
        for table in tables
    ]
    rest = ", ".join([*inserts, f"outbox_new AS ({_outbox(topic, 'row')})"])
    return f"WITH {projection(CHOSEN.format(topic=topic), topic)}, {rest} SELECT count(*) FROM {tables[0].name}_row"


def _outbox(topic: Topic, suffix: str) -> str:
    days = " UNION ".join(
        f"SELECT organisation_id, {day} AS day FROM {table}_{suffix}"
        for table, columns in _TOUCHED[topic].items()
        for day in columns
    )
    return (
        "INSERT INTO outbox (organisation_id, topic, day, written_at) "
        f"SELECT organisation_id, '{topic}', day, now() FROM ({days}) d WHERE day IS NOT NULL"
    )

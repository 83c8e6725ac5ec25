"""`project(keys)`: derive the current state of subjects from their events, for one click, an import or a rebuild.

Two set-based statements in the caller's transaction: forget what was derived, then write it anew; the days that
either touched go to the outbox.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, text

from dashboard.store.turns import wait_for_subjects
from queries.projection import columns_of, plan_as_usual, plan_for_many, projection
from queries.tables import DERIVED

BULK = 50
"""From here on a nested loop over the keys is never the better plan, whatever the estimates say: 180 keys on fresh
tables took 3.7 s with and 0.8 s without, 440 did not end."""

_TOUCHED = {
    "melding": ("received_day", "judged_day"),
    "closing": ("closed_day", "reopened_day"),
}
"""The days on which something counts; a first closing is a closing too."""
_KEYS = "SELECT k, organisation_id, subject_id FROM project_key"


def project(connection: Connection, organisation_id: int, subject_ids: Iterable[UUID]) -> int:
    """Derive these subjects of one organisation, in their turn; returns how many meldingen they now are."""
    subjects = list(subject_ids)
    wait_for_subjects(connection, organisation_id, subjects)
    create_key_table(connection)
    connection.execute(
        text(
            "INSERT INTO project_key (organisation_id, subject_id) "
            "SELECT DISTINCT CAST(:organisation AS int), unnest(CAST(:subjects AS uuid[])) ORDER BY 2"
        ),
        {"organisation": organisation_id, "subjects": subjects},
    )
    return project_keys(connection)


def project_all(connection: Connection, organisation_id: int) -> int:
    """Derive everything of one organisation again."""
    create_key_table(connection)
    connection.execute(
        text(
            "INSERT INTO project_key (organisation_id, subject_id) SELECT organisation_id, subject_id FROM subject "
            "WHERE organisation_id = :id ORDER BY subject_id"
        ),
        {"id": organisation_id},
    )
    return project_keys(connection)


def create_key_table(connection: Connection) -> None:
    """An empty temporary table `project_key` of what must be derived in this transaction."""
    connection.execute(
        text(
            "CREATE TEMP TABLE IF NOT EXISTS project_key (k int GENERATED ALWAYS AS IDENTITY, organisation_id int, "
            "subject_id uuid) ON COMMIT DELETE ROWS"
        )
    )
    connection.execute(text("DELETE FROM project_key"))


def project_keys(connection: Connection) -> int:
    """Derive the subjects in the temporary table `project_key`."""
    keys = connection.scalar(text("SELECT count(*) FROM project_key")) or 0
    if keys >= BULK:
        connection.execute(text("ANALYZE project_key"))
        plan_for_many(connection)
    connection.execute(text(_forget()))
    count = connection.scalar(text(_derive())) or 0
    plan_as_usual(connection)
    return int(count)


def _forget() -> str:
    deletes = [
        f"{table.name}_old AS (DELETE FROM {table.name} t USING project_key k WHERE t.organisation_id = "
        f"k.organisation_id AND t.subject_id = k.subject_id RETURNING t.*)"
        for table in DERIVED
    ]
    return f"WITH {', '.join(deletes)} {_outbox('old')}"


def _derive() -> str:
    """Rows go in by id, which begins with the moment of receipt: neighbours in time become neighbours on disk."""
    inserts = [
        f"{table.name}_new AS (INSERT INTO {table.name} ({columns_of(table)}) "
        f"SELECT {columns_of(table)} FROM {table.name}_row ORDER BY k)"
        for table in DERIVED
    ]
    touched = f"outbox_new AS ({_outbox('row')})"
    return f"WITH {projection(_KEYS)}, {', '.join([*inserts, touched])} SELECT count(*) FROM melding_row"


def _outbox(suffix: str) -> str:
    days = " UNION ".join(
        f"SELECT organisation_id, {day} AS day FROM {table}_{suffix}"
        for table, columns in _TOUCHED.items()
        for day in columns
    )
    return (
        "INSERT INTO outbox (organisation_id, topic, day, written_at) "
        f"SELECT organisation_id, 'melding', day, now() FROM ({days}) d WHERE day IS NOT NULL"
    )

"""Events of a run are found by block range: they lie together, and a tree over one repeated number cost each insert.

Blocks since the last vacuum are read one by one; imports and `runs void` ask, clicks do not.
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.drop_index("event_run_ix", "event")
    op.create_index(
        "event_run_ix",
        "event",
        ["import_run_id"],
        postgresql_using="brin",
        postgresql_with={"autosummarize": True},
    )

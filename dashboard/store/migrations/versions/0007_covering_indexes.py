"""A year of a large town is read from the indexes of days alone; a visit knows when the one before it ended.

Derived rows are thrown away here; without a known grid version everything is derived again at the end of `upgrade`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

FILTERS = ("source_id", "service_id", "category_id", "area_id", "channel_id")
ON = {
    ("melding", "received_day"): (*("received_at", "first_closed_day", "first_closed_at", "judged_at", "deadline_at"),),
    ("melding", "judged_day"): ("judged_at", "on_time", "first_closed_at"),
    ("melding", "first_closed_day"): ("received_day",),
    ("closing", "closed_day"): (
        *("subject_id", "outcome", "closing_no", "closed_at", "reopened_at", "lead_bucket", "lead_working_bucket"),
        *("intake_category_id", "first_service_id", "closing_service_id", "hops", "lost_working_days"),
    ),
    ("closing", "received_day"): (
        *("outcome", "closing_no", "closed_at", "reopened_at", "elapsed_bucket", "lead_bucket", "lead_working_bucket"),
    ),
    ("stay", "left_day"): (
        *("stage", "before_day", "before_there_day", "working_days", "working_bucket"),
        *("internal_working_days", "external_working_days"),
    ),
    ("moment", "arose_day"): (
        *("moment", "arose_at", "told_at", "told_channel", "bucket", "working_days", "working_bucket"),
    ),
    ("task", "done_day"): ("partner_id", "system", "working_bucket"),
}
"""By table and local day: what the questions of that day count, beside the filters."""


def upgrade() -> None:
    op.execute("TRUNCATE melding, closing, stay, advice, task, notification, moment, decision, evaluation")
    op.execute("DELETE FROM setting WHERE key = 'grid_version'")
    before = "Local day on which the visit before it ended; empty: it is the first."
    op.add_column("stay", sa.Column("before_day", sa.Date(), nullable=True, comment=before))
    there = "The same of the last visit before it to the same service."
    op.add_column("stay", sa.Column("before_there_day", sa.Date(), nullable=True, comment=there))
    for (table, day), more in ON.items():
        name = f"{table}_{day}_ix"
        op.drop_index(name, table)
        columns = ["organisation_id", "melding_kind", day]
        op.create_index(name, table, columns, postgresql_include=[*FILTERS, *more])
    last = ["organisation_id", "melding_kind", "last_closed_day"]
    op.create_index("melding_last_closed_day_ix", "melding", last)
    told = ["organisation_id", "melding_kind", "moment", "told_day"]
    op.create_index("moment_told_day_ix", "moment", told)

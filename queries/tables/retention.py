"""How long texts are kept, and what was erased."""

from sqlalchemy import Index, Integer, PrimaryKeyConstraint, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from queries.tables.base import DISTRIBUTED, Instant, column, of_organisation, organisation_id, table

retention_rule = table(
    "retention_rule",
    "How long an organisation keeps texts, where that is something else than usual (`config/data/retention.csv`).",
    DISTRIBUTED,
    organisation_id(),
    column("kind", Text, "Texts of what (`config.retention.Keeping`)."),
    column("days", Integer, "Days after what begins the period; empty: for ever.", null=True),
    column("changed_at", Instant, "Since when it holds."),
    PrimaryKeyConstraint("organisation_id", "kind"),
    of_organisation(),
)
retention_run = table(
    "retention_run",
    "Each time texts were erased whose period was over, with what went.",
    DISTRIBUTED,
    organisation_id(),
    column("run_id", Uuid, "Public id."),
    column("begun_at", Instant, "When it began."),
    column("ended_at", Instant, "When all was erased; empty: broken off, the next run goes on with it.", null=True),
    column("actor_id", Uuid, "Account that asked for it; empty: the worker by itself.", null=True),
    column("actor_role", Text, "Role in which it was asked."),
    column("counts", JSONB, "How many of each kind were erased.", server_default=text("'{}'::jsonb")),
    column(
        "report",
        JSONB,
        "The days of each kind as they held, and the oldest day of what went.",
        server_default=text("'{}'::jsonb"),
    ),
    PrimaryKeyConstraint("organisation_id", "run_id"),
    of_organisation(),
)
Index("retention_run_begun_at_ix", retention_run.c.organisation_id, retention_run.c.begun_at)

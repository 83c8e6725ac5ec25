"""What a person asked and the worker does: too heavy for a request, and never lost."""

from sqlalchemy import Index, Integer, PrimaryKeyConstraint, SmallInteger, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from queries.tables.base import DISTRIBUTED, Instant, column, of_organisation, organisation_id, table

work_request = table(
    "work_request",
    "Heavy work that somebody asked for; the worker looks here, a request only adds a row.",
    DISTRIBUTED,
    organisation_id(),
    column("request_id", Uuid, "Public id."),
    column("kind", Text, "What (`dashboard.store.actions.requests.Work`)."),
    column("subject_id", Uuid, "What it is about: an import run, a boundary file.", null=True),
    column("asked", JSONB, "What exactly was asked.", server_default=text("'{}'::jsonb")),
    column("actor_id", Uuid, "Account that asked.", null=True),
    column("actor_role", Text, "Role in which it was asked."),
    column("asked_at", Instant, "When it was asked."),
    column("attempts", SmallInteger, "How many times the worker began.", server_default=text("0")),
    column("started_at", Instant, "When the worker last began; empty: not yet.", null=True),
    column("ended_at", Instant, "When it was done or given up; empty: not yet.", null=True),
    column("count", Integer, "How many meldingen were derived or changed.", null=True),
    column("problem", Text, "Why it was not done: a sentence of the catalogue.", null=True),
    column("params", JSONB, "What that sentence is filled with.", server_default=text("'{}'::jsonb")),
    column("result", JSONB, "What came of it, for the page that asked.", null=True),
    PrimaryKeyConstraint("organisation_id", "request_id"),
    of_organisation(),
)
Index("work_request_open_ix", work_request.c.asked_at, postgresql_where=work_request.c.ended_at.is_(None))

"""The truth: subjects and their events, and what a write leaves for the worker."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from queries.tables.base import DISTRIBUTED, Instant, column, organisation_id, subject_id, table

subject = table(
    "subject",
    "Identity: which key of which source is which subject. Never removed, so a public link stays valid.",
    DISTRIBUTED,
    organisation_id(),
    subject_id(),
    column("topic", Text, "What it is (`config.topics.Topic`)."),
    column("source_id", Integer, "The source that names it."),
    column("source_key", Text, "Its key in that source.", oslo="adms:identifier"),
    PrimaryKeyConstraint("organisation_id", "subject_id"),
    UniqueConstraint("organisation_id", "source_id", "source_key"),
)
event = table(
    "event",
    "The truth, append-only: everything else is derived from it. A correction voids and appends.",
    DISTRIBUTED,
    organisation_id(),
    subject_id(),
    column("seq", Integer, "Order of recording within the subject, from 1."),
    column("kind", Text, "Kind of event (`config.topics.KINDS`)."),
    column("occurred_at", Instant, "When it happened."),
    column("recorded_at", Instant, "When it reached this database."),
    column("service_id", Integer, "Service that holds the melding from here on, or that acted.", null=True),
    column("actor_role", Text, "citizen, system, service or a role; never a person.", null=True),
    column("inferred", Boolean, "Derived from a status and dates, not delivered as an event."),
    column("payload", JSONB, "What the kind needs; checked by the loader."),
    column("source_id", Integer, "The source that told it.", null=True),
    column("source_event_key", Text, "Its key in that source.", null=True),
    column("revision", SmallInteger, "How many times that key was told differently before."),
    column("import_run_id", Uuid, "The run that brought it.", null=True),
    column("voids_seq", Integer, "For kind void: the event of this subject that no longer counts.", null=True),
    PrimaryKeyConstraint("organisation_id", "subject_id", "seq"),
    UniqueConstraint("organisation_id", "source_id", "source_event_key", "revision"),
)
# the events of a run lie together on disk, so a range a block finds them
Index("event_run_ix", event.c.import_run_id, postgresql_using="brin", postgresql_with={"autosummarize": True})
Index(
    "event_voids_ix",
    event.c.organisation_id,
    event.c.subject_id,
    event.c.voids_seq,
    postgresql_where=event.c.voids_seq.is_not(None),
)
# what was merged into a proposal counts with it
Index(
    "event_merged_ix",
    event.c.organisation_id,
    event.c.payload["into_id"].astext,
    postgresql_where=event.c.kind == "proposal_merged",
)
# whether any event still names a picture
Index(
    "event_photo_ix",
    event.c.organisation_id,
    event.c.payload["photo"].astext,
    postgresql_where=event.c.kind == "photo_added",
)
outbox = table(
    "outbox",
    "What a write touched, for the worker; no key and no trigger on purpose: keys on dirty rows deadlocked.",
    DISTRIBUTED,
    organisation_id(),
    column("topic", Text, "What it is about (`config.topics.Topic`); published: what the public sees of it."),
    column("day", Date, "Local day of which numbers may have changed."),
    column("written_at", Instant, "When."),
)
data_version = table(
    "data_version",
    "How many times the worker has taken in changes of a topic: a page reads all its numbers at one version.",
    DISTRIBUTED,
    organisation_id(),
    column("topic", Text, "As in `outbox`."),
    column("version", BigInteger, "Counts up from 1."),
    column("changed_at", Instant, "When it last moved."),
    PrimaryKeyConstraint("organisation_id", "topic"),
)
PUBLIC_NEWS = "published"
"""Stands as topic in `outbox` and `data_version` for what the public sees: proposals have a version of their own."""
CHANGES = "data_version"
"""The channel on which the worker notifies that a version moved: 'organisation_id version topic'."""

"""What people asked to get by mail, and each mail that came of it. No text of a mail is ever kept."""

from sqlalchemy import (
    Boolean,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from queries.tables.base import DISTRIBUTED, Instant, column, of_organisation, organisation_id, table

subscription = table(
    "subscription",
    "What somebody asked to get by mail, and when. It holds no rights: those count that hold when a mail is made.",
    DISTRIBUTED,
    organisation_id(),
    column("subscription_id", Uuid, "Public id."),
    column("account_id", Uuid, "Whose."),
    column("kind", Text, "`config.mail.Kind`: digest, view, alert or report."),
    column("view_id", Uuid, "Saved view that it tells of, for a view.", null=True),
    column(
        "report_kind",
        Text,
        "Kind of report (`dashboard/reports/kinds/`), for a report; empty text: every kind.",
        null=True,
    ),
    column("measure", Text, "Id of the measure in the registry, for an alert.", null=True),
    column("part", Text, "Part of that measure; empty text: the measure itself.", null=True),
    column("grace", SmallInteger, "For an alert: so many checks in a row before it is told.", null=True),
    column("cadence", Text, "daily, weekly or monthly (`config.cadence.Cadence`)."),
    column("weekday", SmallInteger, "Day of the week, Monday is 0; means nothing to a daily one."),
    column("hour", SmallInteger, "Hour of the day, in the time zone of the organisation."),
    column("active", Boolean, "Whether mail is made; false: its owner stopped it."),
    column("created_at", Instant, "When it was made."),
    column("next_at", Instant, "When the next mail is due."),
    column("told_until", Instant, "Up to when its mails told what happened."),
    column("beyond", Boolean, "For an alert: it was told last that the number is beyond its target.", null=True),
    column(
        "run",
        SmallInteger,
        "For an alert: checks in a row that found otherwise than was told.",
        server_default=text("0"),
    ),
    PrimaryKeyConstraint("organisation_id", "subscription_id"),
    of_organisation(),
)
Index("subscription_next_at_ix", subscription.c.next_at, postgresql_where=subscription.c.active)
Index("subscription_account_id_ix", subscription.c.account_id)
mail = table(
    "mail",
    "A mail of a subscription: one for each moment that it was due, and how far it came. No text of it is kept.",
    DISTRIBUTED,
    organisation_id(),
    column("mail_id", Uuid, "Public id; its Message-ID is made of it."),
    column("subscription_id", Uuid, "Of which subscription."),
    column("due_at", Instant, "The moment at which it was due."),
    column("state", Text, "`config.mail.State`."),
    column("attempts", SmallInteger, "How many times it was tried.", server_default=text("0")),
    column("next_at", Instant, "When it is tried (again); means nothing once it has ended."),
    column("crossing", Text, "Of an alert that was judged: crossed, recovered or none.", null=True),
    column("why", Text, "Why it is not sent: a sentence of the catalogue.", null=True),
    column("answer", Text, "What the mail server said last: its codes only, such as 550 5.1.1.", null=True),
    column("ended_at", Instant, "When it came to its end.", null=True),
    PrimaryKeyConstraint("organisation_id", "mail_id"),
    UniqueConstraint("organisation_id", "subscription_id", "due_at"),
    ForeignKeyConstraint(
        ["organisation_id", "subscription_id"],
        ["subscription.organisation_id", "subscription.subscription_id"],
        ondelete="CASCADE",
    ),
)
Index("mail_open_ix", mail.c.next_at, postgresql_where=mail.c.ended_at.is_(None))

"""Subscriptions, the mails that come of them, and the address of an account."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"

INSTANT = postgresql.TIMESTAMP(timezone=True)
ORGANISATION = "Own, stable number of the organisation; never reused. Begins every key."


def upgrade() -> None:
    op.create_table_comment(
        "account",
        "Who may log in. No personal data beyond what logging in, and mail that somebody asks for, needs.",
        existing_comment="Who may log in. No personal data beyond what logging in needs.",
    )
    op.add_column(
        "account",
        sa.Column(
            "mail_address",
            sa.Text(),
            nullable=True,
            comment="Where mail that its owner asked for goes; empty: nowhere.",
        ),
    )
    op.create_table(
        "subscription",
        sa.Column("organisation_id", sa.Integer(), nullable=False, comment=ORGANISATION),
        sa.Column("subscription_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="Whose."),
        sa.Column("kind", sa.Text(), nullable=False, comment="`config.mail.Kind`: digest, view or alert."),
        sa.Column("view_id", sa.Uuid(), nullable=True, comment="Saved view that it tells of, for a view."),
        sa.Column("measure", sa.Text(), nullable=True, comment="Id of the measure in the registry, for an alert."),
        sa.Column("part", sa.Text(), nullable=True, comment="Part of that measure; empty text: the measure itself."),
        sa.Column(
            "grace",
            sa.SmallInteger(),
            nullable=True,
            comment="For an alert: so many checks in a row before it is told.",
        ),
        sa.Column("cadence", sa.Text(), nullable=False, comment="daily, weekly or monthly (`config.cadence.Cadence`)."),
        sa.Column(
            "weekday",
            sa.SmallInteger(),
            nullable=False,
            comment="Day of the week, Monday is 0; means nothing to a daily one.",
        ),
        sa.Column(
            "hour", sa.SmallInteger(), nullable=False, comment="Hour of the day, in the time zone of the organisation."
        ),
        sa.Column("active", sa.Boolean(), nullable=False, comment="Whether mail is made; false: its owner stopped it."),
        sa.Column("created_at", INSTANT, nullable=False, comment="When it was made."),
        sa.Column("next_at", INSTANT, nullable=False, comment="When the next mail is due."),
        sa.Column("told_until", INSTANT, nullable=False, comment="Up to when its mails told what happened."),
        sa.Column(
            "beyond",
            sa.Boolean(),
            nullable=True,
            comment="For an alert: it was told last that the number is beyond its target.",
        ),
        sa.Column(
            "run",
            sa.SmallInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="For an alert: checks in a row that found otherwise than was told.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("subscription_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "subscription_id", name=op.f("subscription_pkey")),
        comment="What somebody asked to get by mail, and when. It holds no rights: those count that hold when a mail is made.",
    )
    op.create_index("subscription_account_id_ix", "subscription", ["account_id"])
    op.create_index("subscription_next_at_ix", "subscription", ["next_at"], postgresql_where=sa.text("active"))
    op.create_table(
        "mail",
        sa.Column("organisation_id", sa.Integer(), nullable=False, comment=ORGANISATION),
        sa.Column("mail_id", sa.Uuid(), nullable=False, comment="Public id; its Message-ID is made of it."),
        sa.Column("subscription_id", sa.Uuid(), nullable=False, comment="Of which subscription."),
        sa.Column("due_at", INSTANT, nullable=False, comment="The moment at which it was due."),
        sa.Column("state", sa.Text(), nullable=False, comment="`config.mail.State`."),
        sa.Column(
            "attempts",
            sa.SmallInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="How many times it was tried.",
        ),
        sa.Column(
            "next_at", INSTANT, nullable=False, comment="When it is tried (again); means nothing once it has ended."
        ),
        sa.Column(
            "crossing", sa.Text(), nullable=True, comment="Of an alert that was judged: crossed, recovered or none."
        ),
        sa.Column("why", sa.Text(), nullable=True, comment="Why it is not sent: a sentence of the catalogue."),
        sa.Column(
            "answer",
            sa.Text(),
            nullable=True,
            comment="What the mail server said last: its codes only, such as 550 5.1.1.",
        ),
        sa.Column("ended_at", INSTANT, nullable=True, comment="When it came to its end."),
        sa.ForeignKeyConstraint(
            ["organisation_id", "subscription_id"],
            ["subscription.organisation_id", "subscription.subscription_id"],
            name=op.f("mail_organisation_id_subscription_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "mail_id", name=op.f("mail_pkey")),
        sa.UniqueConstraint(
            "organisation_id", "subscription_id", "due_at", name=op.f("mail_organisation_id_subscription_id_due_at_key")
        ),
        comment="A mail of a subscription: one for each moment that it was due, and how far it came. No text of it is kept.",
    )
    op.create_index("mail_open_ix", "mail", ["next_at"], postgresql_where=sa.text("ended_at IS NULL"))

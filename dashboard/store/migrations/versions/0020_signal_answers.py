"""Signals that were taken up: what they said, who sees to them, what is done, and what came of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "signal_answer",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("answer_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("topic", sa.Text(), nullable=False, comment="What came in: melding or proposal."),
        sa.Column(
            "dimension",
            sa.Text(),
            nullable=False,
            comment="By what the series were told apart: category, theme or area.",
        ),
        sa.Column(
            "member",
            sa.Text(),
            nullable=False,
            comment="Code of the series; empty text: all together, '-': without.",
        ),
        sa.Column(
            "narrowed",
            sa.Text(),
            nullable=False,
            comment="Filters under which it was seen, as an address tells them; empty text: none.",
        ),
        sa.Column(
            "reach",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Organisations that were counted, with their services by number (null: all); who reaches all may read it.",
        ),
        sa.Column("week", sa.Date(), nullable=False, comment="Monday of its first week."),
        sa.Column("last_week", sa.Date(), nullable=False, comment="Monday of its last week when it was taken up."),
        sa.Column("sentence", sa.Text(), nullable=False, comment="What it said, in the language of who took it up."),
        sa.Column(
            "numbers",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="The same in numbers (`queries.signals.SIGNALS`).",
        ),
        sa.Column("answer", sa.Text(), nullable=False, comment="communicatie, werkplan, beleid or geen_actie."),
        sa.Column("reason", sa.Text(), nullable=False, comment="Why."),
        sa.Column("owner_id", sa.Uuid(), nullable=True, comment="Account that sees to it; empty: none."),
        sa.Column("owner_role", sa.Text(), nullable=True, comment="Role of that account when it was named."),
        sa.Column(
            "due_on",
            sa.Date(),
            nullable=True,
            comment="Day by which there should be a result; empty: nothing is done.",
        ),
        sa.Column("taken_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was taken up."),
        sa.Column("taken_by", sa.Uuid(), nullable=False, comment="Account that did."),
        sa.Column("taken_role", sa.Text(), nullable=False, comment="Role in which it was done."),
        sa.Column("result", sa.Text(), nullable=True, comment="What came of it; empty: not known yet."),
        sa.Column("result_on", sa.Date(), nullable=True, comment="Day of that result."),
        sa.Column(
            "change_no",
            sa.Integer(),
            nullable=False,
            comment="How often it changed: who changes what another changed meanwhile is told.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("signal_answer_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "answer_id", name=op.f("signal_answer_pkey")),
        comment="A signal that was taken up: what it said then, who sees to it, what is done, and what came of it.",
    )
    op.create_index(
        "signal_answer_once_ix",
        "signal_answer",
        ["organisation_id", "topic", "dimension", "member", "narrowed", "reach", "week"],
        unique=True,
    )

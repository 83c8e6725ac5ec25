"""Sittings of organs that decide, and what stands on their agendas."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "sitting",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("sitting_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("organ", sa.Text(), nullable=False, comment="Who sits (`config.kinds.Organ`)."),
        sa.Column(
            "organ_name",
            sa.Text(),
            nullable=False,
            comment="Name of an organ of its own (ander_orgaan); empty text: one of the known organs.",
        ),
        sa.Column("starts_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it begins."),
        sa.Column(
            "agenda_until",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="Until when something can be put on its agenda; empty: until it begins.",
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="planned, held (a result was recorded) or cancelled."),
        sa.Column("uri", sa.Text(), nullable=True, comment="Address of the sitting."),
        sa.Column("note", sa.Text(), nullable=True, comment="Note for who prepares it."),
        sa.Column(
            "change_no",
            sa.Integer(),
            nullable=False,
            comment="How often it changed: who changes what another changed meanwhile is told.",
        ),
        sa.Column("planned_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was planned."),
        sa.Column("planned_by", sa.Uuid(), nullable=True, comment="Account that planned it; empty: none."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("sitting_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "sitting_id", name=op.f("sitting_pkey")),
        comment="A sitting of an organ that decides: when it is, and until when something can be put on its agenda.",
    )
    op.create_index(
        "sitting_once_ix",
        "sitting",
        ["organisation_id", "starts_at", "organ", "organ_name"],
        unique=True,
        postgresql_where=sa.text("state != 'cancelled'"),
    )
    op.create_table(
        "sitting_item",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("item_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("sitting_id", sa.Uuid(), nullable=False, comment="The sitting (`sitting`)."),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="melding, place (a choice about one proposal) or dossier (choices about several).",
        ),
        sa.Column(
            "subject_ids",
            postgresql.ARRAY(sa.Uuid()),
            nullable=False,
            comment="What it is about: one melding or proposal, or the proposals of a dossier.",
        ),
        sa.Column(
            "dossier_id", sa.Uuid(), nullable=True, comment="Public id of the decision dossier; empty: there is none."
        ),
        sa.Column(
            "title", sa.Text(), nullable=True, comment="Name of a dossier; of the others that of what it is about."
        ),
        sa.Column("place", sa.SmallInteger(), nullable=False, comment="Order on the agenda, from 1."),
        sa.Column("late", sa.Boolean(), nullable=False, comment="It was put on the agenda after that had closed."),
        sa.Column(
            "added_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was put on the agenda."
        ),
        sa.Column("added_by", sa.Uuid(), nullable=True, comment="Account that did; empty: none."),
        sa.Column(
            "result", sa.Text(), nullable=True, comment="approved, amended, refused or postponed; empty: not recorded."
        ),
        sa.Column("number", sa.Text(), nullable=True, comment="Number of the decision."),
        sa.Column("uri", sa.Text(), nullable=True, comment="Address of the decision."),
        sa.Column(
            "decided_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="When it was decided; empty: not, or postponed.",
        ),
        sa.Column("signed_on", sa.Date(), nullable=True, comment="Day on which the decision was signed."),
        sa.Column("published_on", sa.Date(), nullable=True, comment="Day on which the decision was published."),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="When its result was recorded last.",
        ),
        sa.Column("recorded_by", sa.Uuid(), nullable=True, comment="Account that did."),
        sa.Column(
            "change_no",
            sa.Integer(),
            nullable=False,
            comment="How often it changed: who changes what another changed meanwhile is told.",
        ),
        sa.Column(
            "agenda_events",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
            comment="Seq of the events that putting it on the agenda wrote, by subject.",
        ),
        sa.Column(
            "result_events",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
            comment="Seq of the events that its result wrote, by subject.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("sitting_item_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "item_id", name=op.f("sitting_item_pkey")),
        comment="What stands on the agenda of a sitting, and what became of it. Titles stand with what it is about, never here.",
    )
    op.create_index("sitting_item_sitting_ix", "sitting_item", ["organisation_id", "sitting_id"], unique=False)
    op.create_index("sitting_item_subjects_ix", "sitting_item", ["subject_ids"], unique=False, postgresql_using="gin")

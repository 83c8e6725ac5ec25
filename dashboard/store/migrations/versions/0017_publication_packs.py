"""Publication packs of rounds, for the communication service."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "publication_pack",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("pack_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("ref", sa.Text(), nullable=False, comment="Name of the round in events and lists."),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was made."),
        sa.Column("made_by", sa.Uuid(), nullable=True, comment="Account that asked for it."),
        sa.Column("made_role", sa.Text(), nullable=False, comment="Role in which it was asked."),
        sa.Column("places", sa.Integer(), nullable=False, comment="How many places it tells the outcome of."),
        sa.Column(
            "public",
            sa.Boolean(),
            nullable=False,
            comment="All of it was public when it was made; else each file says that it is under embargo.",
        ),
        sa.Column(
            "reach",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Organisations that it tells of, with their services by number (null: all); who reaches all of it may read it.",
        ),
        sa.Column(
            "subject_ids",
            postgresql.ARRAY(sa.Uuid()),
            nullable=False,
            comment="The proposals that it names: it goes when the words of one are erased.",
        ),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="The files, as one ZIP."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("publication_pack_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "pack_id", name=op.f("publication_pack_pkey")),
        comment="A publication pack of a round as it was made; the last ones are kept, and none that names what was erased.",
    )
    op.create_index(
        "publication_pack_subjects_ix", "publication_pack", ["subject_ids"], unique=False, postgresql_using="gin"
    )

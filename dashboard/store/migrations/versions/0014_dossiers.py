"""Decision dossiers: what is frozen, the words and photos of citizens apart from it, and the files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"

INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "dossier",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("dossier_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("round_id", sa.Uuid(), nullable=False, comment="Public id of the round (`selection_round`)."),
        sa.Column("ref", sa.Text(), nullable=False, comment="Name of the round in events and lists."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Counts up from 1 within the round."),
        sa.Column(
            "draft",
            sa.Boolean(),
            nullable=False,
            comment="It also lists choices that waited for approval, and says that it is a draft.",
        ),
        sa.Column("places", sa.Integer(), nullable=False, comment="How many places it has a choice of that counts."),
        sa.Column(
            "reach",
            postgresql.JSONB(),
            nullable=False,
            comment="Organisations that it tells of, with their services by number (null: all); who reaches all of it may read it.",
        ),
        sa.Column("as_of", INSTANT, nullable=False, comment="Up to when its data goes."),
        sa.Column("made_at", INSTANT, nullable=False, comment="When it was made."),
        sa.Column("made_by", sa.Uuid(), nullable=True, comment="Account that asked for it."),
        sa.Column("made_role", sa.Text(), nullable=False, comment="Role in which it was asked."),
        sa.Column(
            "frozen",
            postgresql.JSONB(),
            nullable=False,
            comment="What it says, but for the words and photos of citizens (`dashboard/jobs/dossiers/`).",
        ),
        sa.Column(
            "hash", sa.Text(), nullable=False, comment="SHA-256 of what is frozen, as JSON in its one canonical form."
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name="dossier_organisation_id_fkey"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "dossier_id", name="dossier_pkey"),
        sa.UniqueConstraint(
            "organisation_id", "round_id", "version", name="dossier_organisation_id_round_id_version_key"
        ),
        comment="A decision dossier of a round as it was made: a version, never changed.",
    )
    op.create_table(
        "dossier_file",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("dossier_id", sa.Uuid(), nullable=False, comment="Public id of the dossier (`dossier`)."),
        sa.Column("format", sa.Text(), nullable=False, comment="pdf or docx."),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="The file."),
        sa.Column("made_at", INSTANT, nullable=False, comment="When the file was made."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name="dossier_file_organisation_id_fkey"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "dossier_id", "format", name="dossier_file_pkey"),
        comment="A dossier as a file; made once, and anew when a part was erased.",
    )
    op.create_table(
        "dossier_part",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("dossier_id", sa.Uuid(), nullable=False, comment="Public id of the dossier (`dossier`)."),
        sa.Column("part_no", sa.Integer(), nullable=False, comment="Its number in what is frozen, from 1."),
        sa.Column(
            "subject_organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Organisation of the proposal: that of the dossier, or a predecessor.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="title, text or photo."),
        sa.Column("content", sa.Text(), nullable=True, comment="The words; empty when erased."),
        sa.Column("photo", sa.Text(), nullable=True, comment="Key of the photo in `blob`; empty when erased."),
        sa.Column("alt", sa.Text(), nullable=True, comment="What the photo shows, in words; empty when erased."),
        sa.Column("salt", sa.Text(), nullable=True, comment="What the digest was made with; empty when erased."),
        sa.Column(
            "digest", sa.Text(), nullable=False, comment="SHA-256 of salt and content, as it stands in what is frozen."
        ),
        sa.Column("removed_at", INSTANT, nullable=True, comment="When it was erased."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name="dossier_part_organisation_id_fkey"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "dossier_id", "part_no", name="dossier_part_pkey"),
        comment="Words and photos of citizens in a dossier, which erasure empties.",
    )
    op.create_index("dossier_part_subject_ix", "dossier_part", ["subject_organisation_id", "subject_id"], unique=False)

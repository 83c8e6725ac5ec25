"""What happened and shows in the numbers: campaigns, planting days, new rules, storms."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "annotation",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("annotation_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("first_day", sa.Date(), nullable=False, comment="First local day."),
        sa.Column("last_day", sa.Date(), nullable=False, comment="Last local day; the same day for what took one."),
        sa.Column("kind", sa.Text(), nullable=False, comment="campagne, plantdag, nieuwe_regel, storm or andere."),
        sa.Column("words", sa.Text(), nullable=False, comment="At most four words, as they stand in a chart."),
        sa.Column("text", sa.Text(), nullable=False, comment="More about it; empty text: nothing."),
        sa.Column(
            "category",
            sa.Text(),
            nullable=True,
            comment="Code of the category of meldingen that it is about; empty: all.",
        ),
        sa.Column(
            "theme", sa.Text(), nullable=True, comment="Code of the theme of proposals that it is about; empty: all."
        ),
        sa.Column("area", sa.Text(), nullable=True, comment="Code of the neighbourhood that it is about; empty: all."),
        sa.Column("written_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was written."),
        sa.Column("written_by", sa.Uuid(), nullable=False, comment="Account that wrote it."),
        sa.Column("written_role", sa.Text(), nullable=False, comment="Role in which it was written."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("annotation_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "annotation_id", name=op.f("annotation_pkey")),
        comment="What happened on some days and stands in the charts over time, in a few words.",
    )
    op.create_index("annotation_last_day_ix", "annotation", ["organisation_id", "last_day"])

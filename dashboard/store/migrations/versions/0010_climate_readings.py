"""What a town realised for the climate pact outside this database, as somebody told it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"

INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "climate_reading",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("reading_id", sa.Integer(), nullable=False, comment="Number of the reading within the organisation."),
        sa.Column("indicator", sa.Text(), nullable=False, comment="The indicator (`config/data/indicators.csv`)."),
        sa.Column("on_day", sa.Date(), nullable=False, comment="Local day up to which it counts."),
        sa.Column(
            "value",
            sa.Double(),
            nullable=False,
            comment="Total since the pact began to count, in the unit of the pact.",
        ),
        sa.Column(
            "includes_proposals",
            sa.Boolean(),
            nullable=False,
            comment="What was realised of the proposals of this database up to that day is in it: it does not count "
            "again.",
        ),
        sa.Column("source", sa.Text(), nullable=False, comment="Where it comes from."),
        sa.Column("told_at", INSTANT, nullable=False, comment="When it was written down."),
        sa.Column("withdrawn_at", INSTANT, nullable=True, comment="When it was withdrawn; empty: it counts."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name="climate_reading_organisation_id_fkey"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "reading_id", name="climate_reading_pkey"),
        comment="How far a town is with a target of the climate pact, by another source: a total since the pact began "
        "to count.",
    )
    op.create_index(
        "climate_reading_indicator_ix", "climate_reading", ["organisation_id", "indicator", "on_day"], unique=False
    )

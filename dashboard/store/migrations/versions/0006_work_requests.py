"""Heavy work that somebody asked for, for the worker."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"

INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.create_table(
        "work_request",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("request_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="derive (all meldingen again), calendar (days first, then the same) or void_run.",
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=True, comment="The import run, for void_run."),
        sa.Column("actor_id", sa.Uuid(), nullable=True, comment="Account that asked."),
        sa.Column("actor_role", sa.Text(), nullable=False, comment="Role in which it was asked."),
        sa.Column("asked_at", INSTANT, nullable=False, comment="When it was asked."),
        sa.Column(
            "attempts",
            sa.SmallInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="How many times the worker began.",
        ),
        sa.Column("started_at", INSTANT, nullable=True, comment="When the worker last began; empty: not yet."),
        sa.Column("ended_at", INSTANT, nullable=True, comment="When it was done or given up; empty: not yet."),
        sa.Column("count", sa.Integer(), nullable=True, comment="How many meldingen were derived or changed."),
        sa.Column("problem", sa.Text(), nullable=True, comment="Why it was not done: a sentence of the catalogue."),
        sa.Column(
            "params",
            postgresql.JSONB(),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
            comment="What that sentence is filled with.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name="work_request_organisation_id_fkey"
        ),
        sa.PrimaryKeyConstraint("organisation_id", "request_id", name="work_request_pkey"),
        comment="Heavy work that somebody asked for in /beheer; the worker looks here, a request only adds a row.",
    )
    op.create_index(
        "work_request_open_ix",
        "work_request",
        ["asked_at"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )

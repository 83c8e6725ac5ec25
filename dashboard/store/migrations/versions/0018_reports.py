"""Reports: frozen versions, files, remarks and steps; deliverables with the code of their action."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column(
        "deliverable",
        sa.Column(
            "bbc_code",
            sa.Text(),
            nullable=True,
            comment="Code of the action in the multi-year plan (beleids- en beheerscyclus).",
        ),
    )

    op.create_table(
        "report",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("report_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("kind", sa.Text(), nullable=False, comment="Which report (`dashboard/reports/kinds/`)."),
        sa.Column("about", sa.Text(), nullable=False, comment="organisation, service or area."),
        sa.Column(
            "member",
            sa.Text(),
            nullable=False,
            comment="Code of the service or area; empty text: all of the organisation.",
        ),
        sa.Column("first_day", sa.Date(), nullable=False, comment="First local day of its period."),
        sa.Column("last_day", sa.Date(), nullable=False, comment="Last local day of its period."),
        sa.Column(
            "asked_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was first asked for."
        ),
        sa.Column("asked_by", sa.Uuid(), nullable=True, comment="Account that asked for it."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("report_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "report_id", name=op.f("report_pkey")),
        sa.UniqueConstraint(
            "organisation_id",
            "kind",
            "about",
            "member",
            "first_day",
            "last_day",
            name=op.f("report_organisation_id_kind_about_member_first_day_last_day_key"),
        ),
        comment="A report of a kind about a period: all of an organisation, one service or one neighbourhood.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "report_version",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("report_id", sa.Uuid(), nullable=False, comment="Public id of the report (`report`)."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Counts up from 1 within the report."),
        sa.Column("reader", sa.Text(), nullable=False, comment="Role whose rights decide what stands in it."),
        sa.Column(
            "reach",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Organisations that it tells of, with their services by number (null: all); who reaches all of it may read it.",
        ),
        sa.Column("as_of", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Up to when its data goes."),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was made."),
        sa.Column("made_by", sa.Uuid(), nullable=True, comment="Account that asked for it."),
        sa.Column("made_role", sa.Text(), nullable=False, comment="Role in which it was asked."),
        sa.Column(
            "frozen",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="What it says: charts, numbers, definitions, remarks (`dashboard/jobs/reports/`).",
        ),
        sa.Column(
            "hash", sa.Text(), nullable=False, comment="SHA-256 of what is frozen, as JSON in its one canonical form."
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("report_version_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "report_id", "version", name=op.f("report_version_pkey")),
        comment="A report as it was made: never changed.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "report_file",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("report_id", sa.Uuid(), nullable=False, comment="Public id of the report (`report`)."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Version of the report (`report_version`)."),
        sa.Column("format", sa.Text(), nullable=False, comment="pdf, docx, xlsx or pptx."),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="The file."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("report_file_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "report_id", "version", "format", name=op.f("report_file_pkey")),
        comment="A version of a report as a file.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "report_remark",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("report_id", sa.Uuid(), nullable=False, comment="Public id of the report (`report`)."),
        sa.Column("remark_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column(
            "block",
            sa.Text(),
            nullable=False,
            comment="The part of the report (`dashboard/reports/kinds/`); empty text: the report as a whole.",
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="The remark; empty text: taken away."),
        sa.Column("written_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When."),
        sa.Column("author_id", sa.Uuid(), nullable=True, comment="Account that wrote it."),
        sa.Column("author_role", sa.Text(), nullable=False, comment="Role in which it was written."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("report_remark_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "report_id", "remark_id", name=op.f("report_remark_pkey")),
        comment="What director, mayor or alderman remarks beside a part of a report; a later one beside the same part replaces it.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "report_step",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("report_id", sa.Uuid(), nullable=False, comment="Public id of the report (`report`)."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Version of the report (`report_version`)."),
        sa.Column("step_no", sa.Integer(), nullable=False, comment="Counts up from 1 within the report."),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="reviewed, on_agenda, published or withdrawn (`config.kinds.ReportState`).",
        ),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When."),
        sa.Column("by_id", sa.Uuid(), nullable=True, comment="Account that did it."),
        sa.Column("by_role", sa.Text(), nullable=False, comment="Role in which it was done."),
        sa.Column(
            "sitting_id",
            sa.Uuid(),
            nullable=True,
            comment="Public id of the sitting whose agenda it is on (`sitting`).",
        ),
        sa.Column("reason", sa.Text(), nullable=True, comment="Why it was withdrawn."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("report_step_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "report_id", "step_no", name=op.f("report_step_pkey")),
        comment="How far a version of a report has come: each step by whom and when; the last one counts.",
        info={"distribution": "distributed"},
    )
    op.create_index("report_step_version_ix", "report_step", ["organisation_id", "report_id", "version"], unique=False)
    # ### end Alembic commands ###

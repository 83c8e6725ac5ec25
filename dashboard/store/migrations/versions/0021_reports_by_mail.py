"""Subscriptions to kinds of reports."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column(
        "subscription",
        sa.Column(
            "report_kind",
            sa.Text(),
            nullable=True,
            comment="Kind of report (`dashboard/reports/kinds/`), for a report; empty text: every kind.",
        ),
    )
    op.alter_column(
        "subscription",
        "kind",
        comment="`config.mail.Kind`: digest, view, alert or report.",
        existing_comment="`config.mail.Kind`: digest, view or alert.",
        existing_type=sa.Text(),
        existing_nullable=False,
    )

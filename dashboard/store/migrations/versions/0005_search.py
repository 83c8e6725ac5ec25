"""Find meldingen by dossier number, and by words of title and street."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index(
        "melding_number_ix",
        "melding",
        ["organisation_id", "number"],
        postgresql_ops={"number": "text_pattern_ops"},
    )
    op.create_index(
        "melding_words_ix",
        "melding",
        [sa.text("to_tsvector('simple'::regconfig, coalesce(title, '') || ' ' || coalesce(street, ''))")],
        postgresql_using="gin",
    )

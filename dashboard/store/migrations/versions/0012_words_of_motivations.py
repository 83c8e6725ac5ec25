"""Words of motivations, stemmed as Dutch, so that a page can search them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index(
        "selection_words_ix",
        "selection",
        [sa.text("to_tsvector('dutch'::regconfig, coalesce(motivation, ''))")],
        postgresql_using="gin",
    )

"""What an organisation calls the reasons that it made itself, for the public: of those that a public choice names."""

from alembic import op

revision = "0016"
down_revision = "0015"

VIEW = """
    SELECT reason.organisation_id, reason.code, reason.label_nl, reason.label_en FROM reason
    WHERE reason.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE appearance.public_map)
    AND starts_with(reason.code, 'own_') AND (EXISTS (SELECT selection.subject_id FROM selection
    WHERE selection.organisation_id = reason.organisation_id AND selection.organisation_id IN (
    SELECT appearance.organisation_id FROM appearance WHERE appearance.public_map)
    AND selection.public_stage IS NOT NULL AND selection.shown AND selection.public_stage != 'published'
    AND reason.code = ANY (selection.reasons)))"""


def upgrade() -> None:
    op.execute(f"CREATE VIEW published.reason AS {VIEW}")

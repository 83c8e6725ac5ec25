"""What was photographed of the works of a place is public once the public knows of those."""

from alembic import op

revision = "0011"
down_revision = "0010"

VIEWS = {
    "photo": """
        SELECT photo.organisation_id, photo.subject_id, photo.photo_no, photo.photo, photo.alt, photo.moment FROM
        photo WHERE photo.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE
        appearance.public_map) AND photo.public_stage IS NOT NULL AND photo.state = 'published' AND (photo.moment IS
        NULL OR photo.moment = 'before' AND photo.public_stage IN ('selected', 'planned', 'in_execution',
        'realised') OR photo.moment = 'after' AND photo.public_stage = 'realised')""",
    "blob": """
        SELECT blob.organisation_id, blob.key, blob.media_type, blob.width, blob.height, blob.content FROM blob
        WHERE blob.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE
        appearance.public_map) AND (blob.key IN (SELECT photo.photo FROM photo WHERE photo.organisation_id =
        blob.organisation_id AND photo.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE
        appearance.public_map) AND photo.public_stage IS NOT NULL AND photo.state = 'published' AND (photo.moment IS
        NULL OR photo.moment = 'before' AND photo.public_stage IN ('selected', 'planned', 'in_execution',
        'realised') OR photo.moment = 'after' AND photo.public_stage = 'realised')) OR blob.key IN (SELECT
        appearance.logo FROM appearance WHERE appearance.organisation_id = blob.organisation_id AND appearance.logo
        IS NOT NULL))""",
}


def upgrade() -> None:
    for name, content in VIEWS.items():
        op.execute(f"CREATE OR REPLACE VIEW published.{name} AS {content}")

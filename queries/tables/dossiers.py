"""Decision dossiers: what is frozen of a round, the words and photos of citizens apart from it, and the files.

What is frozen never changes, and its hash says so. What citizens wrote or photographed lies in parts, so that it can be
erased: the hash covers only a salted digest of each part, which tells nothing once the salt is gone too.
"""

from sqlalchemy import Boolean, Index, Integer, LargeBinary, PrimaryKeyConstraint, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from queries.tables.base import (
    DISTRIBUTED,
    Instant,
    column,
    of_organisation,
    organisation_id,
    subject_id,
    table,
)

_DOSSIER = "Public id of the dossier (`dossier`)."

dossier = table(
    "dossier",
    "A decision dossier of a round as it was made: a version, never changed.",
    DISTRIBUTED,
    organisation_id(),
    column("dossier_id", Uuid, "Public id."),
    column("round_id", Uuid, "Public id of the round (`selection_round`)."),
    column("ref", Text, "Name of the round in events and lists."),
    column("version", Integer, "Counts up from 1 within the round."),
    column("draft", Boolean, "It also lists choices that waited for approval, and says that it is a draft."),
    column("places", Integer, "How many places it has a choice of that counts."),
    column(
        "reach",
        JSONB,
        "Organisations that it tells of, with their services by number (null: all); who reaches all of it may read it.",
    ),
    column("as_of", Instant, "Up to when its data goes."),
    column("made_at", Instant, "When it was made."),
    column("made_by", Uuid, "Account that asked for it.", null=True),
    column("made_role", Text, "Role in which it was asked."),
    column("frozen", JSONB, "What it says, but for the words and photos of citizens (`dashboard/jobs/dossiers/`)."),
    column("hash", Text, "SHA-256 of what is frozen, as JSON in its one canonical form."),
    PrimaryKeyConstraint("organisation_id", "dossier_id"),
    UniqueConstraint("organisation_id", "round_id", "version"),
    of_organisation(),
)

dossier_part = table(
    "dossier_part",
    "Words and photos of citizens in a dossier, which erasure empties.",
    DISTRIBUTED,
    organisation_id(),
    column("dossier_id", Uuid, _DOSSIER),
    column("part_no", Integer, "Its number in what is frozen, from 1."),
    column("subject_organisation_id", Integer, "Organisation of the proposal: that of the dossier, or a predecessor."),
    subject_id(),
    column("kind", Text, "title, text or photo."),
    column("content", Text, "The words; empty when erased.", null=True),
    column("photo", Text, "Key of the photo in `blob`; empty when erased.", null=True),
    column("alt", Text, "What the photo shows, in words; empty when erased.", null=True),
    column("salt", Text, "What the digest was made with; empty when erased.", null=True),
    column("digest", Text, "SHA-256 of salt and content, as it stands in what is frozen."),
    column("removed_at", Instant, "When it was erased.", null=True),
    PrimaryKeyConstraint("organisation_id", "dossier_id", "part_no"),
    of_organisation(),
)
Index("dossier_part_subject_ix", dossier_part.c.subject_organisation_id, dossier_part.c.subject_id)

dossier_file = table(
    "dossier_file",
    "A dossier as a file; made once, and anew when a part was erased.",
    DISTRIBUTED,
    organisation_id(),
    column("dossier_id", Uuid, _DOSSIER),
    column("format", Text, "pdf or docx."),
    column("content", LargeBinary, "The file."),
    column("made_at", Instant, "When the file was made."),
    PrimaryKeyConstraint("organisation_id", "dossier_id", "format"),
    of_organisation(),
)

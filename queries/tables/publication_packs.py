"""Publication packs: what the communication service needs to make the choices of a round known, as one file."""

from sqlalchemy import Boolean, Index, Integer, LargeBinary, PrimaryKeyConstraint, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from queries.tables.base import DISTRIBUTED, Instant, column, of_organisation, organisation_id, table

publication_pack = table(
    "publication_pack",
    "A publication pack of a round as it was made; the last ones are kept, and none that names what was erased.",
    DISTRIBUTED,
    organisation_id(),
    column("pack_id", Uuid, "Public id."),
    column("ref", Text, "Name of the round in events and lists."),
    column("made_at", Instant, "When it was made."),
    column("made_by", Uuid, "Account that asked for it.", null=True),
    column("made_role", Text, "Role in which it was asked."),
    column("places", Integer, "How many places it tells the outcome of."),
    column("public", Boolean, "All of it was public when it was made; else each file says that it is under embargo."),
    column(
        "reach",
        JSONB,
        "Organisations that it tells of, with their services by number (null: all); who reaches all of it may read it.",
    ),
    column("subject_ids", ARRAY(Uuid), "The proposals that it names: it goes when the words of one are erased."),
    column("content", LargeBinary, "The files, as one ZIP."),
    PrimaryKeyConstraint("organisation_id", "pack_id"),
    of_organisation(),
)
Index("publication_pack_subjects_ix", publication_pack.c.subject_ids, postgresql_using="gin")

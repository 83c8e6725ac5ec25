"""Files with the boundaries of areas: as they came, as they were judged, and what came of them."""

from sqlalchemy import Date, Integer, LargeBinary, PrimaryKeyConstraint, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from queries.tables.base import DISTRIBUTED, Instant, column, of_organisation, organisation_id, table

boundary_file = table(
    "boundary_file",
    "A file with boundaries of areas. One at a time of a kind is in use; what it replaced holds again when it is taken "
    "back.",
    DISTRIBUTED,
    organisation_id(),
    column("file_id", Uuid, "Public id."),
    column("state", Text, "kept, judged, used or taken_back."),
    column("file_name", Text, "Name of the file, without its folder."),
    column("file_sha256", Text, "Hash of the file."),
    column("kept_at", Instant, "When it came in."),
    column("content", LargeBinary, "The file, packed with gzip; empty once it was used.", null=True),
    column("outline", JSONB, "What is in it: number of areas, names of their properties, and those of the first few."),
    column("kind", Text, "Kind of its areas (`config.kinds.AreaKind`).", null=True),
    column("code_key", Text, "Property that holds the code of an area.", null=True),
    column("name_key", Text, "Property that holds its name.", null=True),
    column("population_key", Text, "Property that holds its number of inhabitants.", null=True),
    column("origin", Text, "Where the boundaries come from.", null=True),
    column("valid_from", Date, "First local day on which they hold.", null=True),
    column("areas", JSONB, "Its areas as they will hold: code, name, population and geometry, simplified.", null=True),
    column("findings", JSONB, "What is wrong or odd in it, as sentences of the catalogue.", null=True),
    column("report", JSONB, "What moves, or moved, to another area.", server_default=text("'{}'::jsonb")),
    column("used_at", Instant, "When its areas began to hold.", null=True),
    column("ended_ids", ARRAY(Integer), "Areas of which it ended a version.", null=True),
    column("taken_back_at", Instant, "When it was taken back.", null=True),
    PrimaryKeyConstraint("organisation_id", "file_id"),
    of_organisation(),
)

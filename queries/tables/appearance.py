"""How an organisation shows itself, to its own people and to the public, and the files that it shows."""

from sqlalchemy import Boolean, Integer, LargeBinary, PrimaryKeyConstraint, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from queries.tables.base import DISTRIBUTED, Instant, column, of_organisation, organisation_id, table

appearance = table(
    "appearance",
    "Name, logo and colour of an organisation, and its public map.",
    DISTRIBUTED,
    organisation_id(),
    column("name", Text, "Name on screen; empty: that of the organisation.", null=True),
    column("logo", Text, "Its key in `blob`.", null=True),
    column("accent", Text, "Accent colour, as #RRGGBB.", null=True),
    column("website", Text, "Address of its own website.", null=True),
    column("public_map", Boolean, "Everybody may see its map and open data.", server_default=text("false")),
    column("licence", Text, "Address of the licence of its open data.", null=True),
    column(
        "frame_ancestors",
        ARRAY(Text),
        "Origins of the websites that may show its map within a page of theirs.",
        server_default=text("'{}'"),
    ),
    column(
        "layers",
        JSONB,
        "Layers of tiles under its maps: name, url, attribution and most_zoom of each.",
        server_default=text("'[]'"),
    ),
    PrimaryKeyConstraint("organisation_id"),
    of_organisation(),
)
blob = table(
    "blob",
    "Pictures, by what they hold: stripped of what a camera adds, and never changed.",
    DISTRIBUTED,
    organisation_id(),
    column("key", Text, "SHA-256 of the content, in hexadecimal digits."),
    column("media_type", Text, "image/jpeg, image/png or image/webp."),
    column("width", Integer, "Width in pixels."),
    column("height", Integer, "Height in pixels."),
    column("content", LargeBinary, "The picture."),
    column("kept_at", Instant, "When it was first kept."),
    PrimaryKeyConstraint("organisation_id", "key"),
    of_organisation(),
)

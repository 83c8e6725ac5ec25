"""Places in hexagons, the votes of what was merged, questions and photos of proposals, and what the public may see.

Derived rows are thrown away here; without a known grid version everything is derived again at the end of `upgrade`.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from config.cells import cells_of

revision = "0008"
down_revision = "0007"

FILTERS = ("source_id", "service_id", "category_id", "area_id", "channel_id")
WORDS = "to_tsvector('simple'::regconfig, (coalesce(title, '') || ' ') || coalesce(street, ''))"
NARROWED = ("theme_id", "area_id", "service_id", "stage", "public_stage")
_STEP = ("ended_at", "result", "bucket", "working_bucket", "begun_day", "begun_at", "source_id")
WIDER = (
    ("proposal_submitted_day_ix", "proposal", ("submitted_day",), ("support", "h3_10")),
    ("vote_day_ix", "vote", ("day",), ("votes", "first_count")),
    ("proposal_step_ended_ix", "proposal_step", ("step", "ended_day"), _STEP),
)
AT_ONCE = 50_000
VIEWS = {
    "organisation": """
        SELECT DISTINCT ON (organisation.organisation_id) organisation.organisation_id, organisation.code,
        organisation.time_zone, coalesce(appearance.name, organisation_version.name) AS name, appearance.logo,
        appearance.accent, appearance.website, appearance.licence, appearance.frame_ancestors, appearance.layers,
        (SELECT setting.value #>> '{}' AS anon_1 FROM setting WHERE setting.key = 'accessibility_contact') AS
        accessibility_contact FROM organisation JOIN appearance ON appearance.organisation_id = organisation.organisation_id JOIN
        organisation_version ON organisation_version.organisation_id = organisation.organisation_id WHERE
        appearance.public_map ORDER BY organisation.organisation_id, organisation_version.valid_from DESC""",
    "area": """
        SELECT DISTINCT ON (area.organisation_id, area.area_id) area.organisation_id, area.area_id, area.code,
        area_version.name, area.kind, area.kind = (SELECT organisation.area_kind FROM organisation WHERE
        organisation.organisation_id = area.organisation_id) AS decides, area_version.geometry, area_version.population FROM area JOIN area_version
        ON area.organisation_id = area_version.organisation_id AND area.area_id = area_version.area_id WHERE
        area.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE appearance.public_map)
        AND area_version.valid_to IS NULL ORDER BY area.organisation_id, area.area_id, area_version.valid_from DESC""",
    "theme": """
        SELECT DISTINCT ON (theme.organisation_id, theme.theme_id) theme.organisation_id, theme.theme_id,
        theme.code, theme_version.name FROM theme JOIN theme_version ON theme.organisation_id =
        theme_version.organisation_id AND theme.theme_id = theme_version.theme_id WHERE theme.organisation_id IN
        (SELECT appearance.organisation_id FROM appearance WHERE appearance.public_map) AND theme_version.valid_to
        IS NULL ORDER BY theme.organisation_id, theme.theme_id, theme_version.valid_from DESC""",
    "proposal": """
        SELECT proposal.organisation_id, proposal.subject_id, proposal.theme_id, proposal.area_id,
        proposal.number, proposal.title, proposal.text, proposal.lon, proposal.lat, proposal.street,
        proposal.h3_10, proposal.submitted_day, proposal.published_at, CASE WHEN ('published' != ALL
        (proposal.undated)) THEN proposal.published_day ELSE NULL END AS published_day, proposal.support,
        proposal.public_stage AS stage, CASE WHEN (proposal.public_stage != 'published') THEN
        proposal.cost_public ELSE NULL END AS cost_estimated, CASE WHEN (proposal.public_stage !=
        'published' AND 'explained' != ALL (proposal.undated)) THEN proposal.explained_day ELSE NULL END AS
        explained_day, CASE WHEN (proposal.public_stage IN ('planned', 'in_execution', 'realised')) THEN
        proposal.due_on ELSE NULL END AS due_on, CASE WHEN (proposal.public_stage IN ('planned',
        'in_execution', 'realised') AND 'started' != ALL (proposal.undated)) THEN proposal.started_day ELSE
        NULL END AS started_day, CASE WHEN (proposal.public_stage = 'realised' AND 'realised' != ALL
        (proposal.undated)) THEN proposal.realised_day ELSE NULL END AS realised_day, CASE WHEN
        (proposal.public_stage = 'realised') THEN proposal.cost_actual ELSE NULL END AS cost_actual FROM
        proposal WHERE proposal.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE
        appearance.public_map) AND proposal.public_stage IS NOT NULL""",
    "selection": """
        SELECT selection.organisation_id, selection.subject_id, selection.outcome, selection.reasons,
        selection.motivation, selection.chosen_by, selection.organ, selection.decision_number,
        selection.decision_uri, selection.ratified_day, selection.published_day FROM selection WHERE
        selection.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE
        appearance.public_map) AND selection.public_stage IS NOT NULL AND selection.shown AND
        selection.public_stage != 'published'""",
    "gain": """
        SELECT gain.organisation_id, gain.subject_id, gain.indicator, gain.estimated, CASE WHEN
        (gain.public_stage = 'realised') THEN gain.realised ELSE NULL END AS realised, CASE WHEN
        (gain.public_stage = 'realised') THEN gain.measured_day ELSE NULL END AS measured_day FROM gain WHERE
        gain.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE appearance.public_map)
        AND gain.public_stage IS NOT NULL""",
    "vote": """
        SELECT vote.organisation_id, vote.subject_id, vote.vote_no, vote.day, vote.votes, vote.total FROM vote
        WHERE vote.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE
        appearance.public_map) AND vote.public_stage IS NOT NULL""",
    "photo": """
        SELECT photo.organisation_id, photo.subject_id, photo.photo_no, photo.photo, photo.alt FROM photo WHERE
        photo.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE appearance.public_map)
        AND photo.public_stage IS NOT NULL AND photo.state = 'published'""",
    "blob": """
        SELECT blob.organisation_id, blob.key, blob.media_type, blob.width, blob.height, blob.content FROM blob
        WHERE blob.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE
        appearance.public_map) AND (blob.key IN (SELECT photo.photo FROM photo WHERE photo.organisation_id =
        blob.organisation_id AND photo.organisation_id IN (SELECT appearance.organisation_id FROM appearance
        WHERE appearance.public_map) AND photo.public_stage IS NOT NULL AND photo.state = 'published') OR
        blob.key IN (SELECT appearance.logo FROM appearance WHERE appearance.organisation_id =
        blob.organisation_id AND appearance.logo IS NOT NULL))""",
    "data_version": """
        SELECT data_version.organisation_id, data_version.version, data_version.changed_at FROM data_version
        WHERE data_version.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE
        appearance.public_map) AND data_version.topic = 'published'""",
}


def upgrade() -> None:
    op.execute("TRUNCATE melding, closing, stay, advice, task, notification, moment, decision, evaluation")
    op.execute("TRUNCATE proposal, vote, selection, gain, proposal_step")
    op.execute("DELETE FROM setting WHERE key = 'grid_version'")
    op.create_table(
        "photo",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("photo_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the proposal."),
        sa.Column("theme_id", sa.Integer(), nullable=True, comment="Theme as known now; empty: without theme."),
        sa.Column("area_id", sa.Integer(), nullable=True, comment="Area as known now; empty: without place."),
        sa.Column(
            "service_id",
            sa.Integer(),
            nullable=True,
            comment="Service named last: at submission, with a theme or a planned execution.",
        ),
        sa.Column("stage", sa.Text(), nullable=False, comment="Where it stands (`config/data/proposal_stages.csv`)."),
        sa.Column(
            "public_stage",
            sa.Text(),
            nullable=True,
            comment="Where it stands as far as published; empty: the public knows nothing of it. Text, place and votes are public when this is filled; choice, motivation and estimated cost when it is a choice or later; actual cost when it is realised.",
        ),
        sa.Column("photo", sa.Text(), nullable=False, comment="Its key in `blob`."),
        sa.Column("alt", sa.Text(), nullable=True, comment="What it shows, in words."),
        sa.Column("added_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it came in."),
        sa.Column(
            "state", sa.Text(), nullable=False, comment="waiting, published or hidden, as moderation judged last."
        ),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "photo_no", name=op.f("photo_pkey")),
        comment="Photos of a proposal; none once its texts were removed. Public when it is published, and its proposal is public.",
    )
    op.create_index("photo_photo_ix", "photo", ["organisation_id", "photo"])
    op.create_table(
        "appearance",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("name", sa.Text(), nullable=True, comment="Name on screen; empty: that of the organisation."),
        sa.Column("logo", sa.Text(), nullable=True, comment="Its key in `blob`."),
        sa.Column("accent", sa.Text(), nullable=True, comment="Accent colour, as #RRGGBB."),
        sa.Column("website", sa.Text(), nullable=True, comment="Address of its own website."),
        sa.Column(
            "public_map",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="Everybody may see its map and open data.",
        ),
        sa.Column("licence", sa.Text(), nullable=True, comment="Address of the licence of its open data."),
        sa.Column(
            "frame_ancestors",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="Origins of the websites that may show its map within a page of theirs.",
        ),
        sa.Column(
            "layers",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="Layers of tiles under its maps: name, url, attribution and most_zoom of each.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("appearance_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("appearance_pkey")),
        comment="Name, logo and colour of an organisation, and its public map.",
    )
    op.create_table(
        "blob",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("key", sa.Text(), nullable=False, comment="SHA-256 of the content, in hexadecimal digits."),
        sa.Column("media_type", sa.Text(), nullable=False, comment="image/jpeg, image/png or image/webp."),
        sa.Column("width", sa.Integer(), nullable=False, comment="Width in pixels."),
        sa.Column("height", sa.Integer(), nullable=False, comment="Height in pixels."),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="The picture."),
        sa.Column("kept_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was first kept."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("blob_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "key", name=op.f("blob_pkey")),
        comment="Pictures, by what they hold: stripped of what a camera adds, and never changed.",
    )
    op.add_column(
        "gain",
        sa.Column("submitted_day", sa.Date(), nullable=False, comment="Local day of submission of the proposal."),
    )
    op.add_column(
        "gain",
        sa.Column(
            "h3_10",
            sa.BigInteger(),
            nullable=True,
            comment="H3 cell of resolution 10 of its place (`config/cells.py`).",
        ),
    )
    op.add_column(
        "vote",
        sa.Column(
            "first_count",
            sa.Boolean(),
            nullable=False,
            comment="A running total was read for the first time: when its votes were cast is not known.",
        ),
    )
    op.drop_index("gain_indicator_ix", table_name="gain")
    op.create_index(
        "gain_indicator_ix",
        "gain",
        ["organisation_id", "indicator", "submitted_day"],
        unique=False,
        postgresql_include=(
            "h3_10",
            "theme_id",
            "area_id",
            "service_id",
            "stage",
            "public_stage",
            "estimated",
            "realised",
        ),
    )
    op.create_index(
        "gain_h3_10_ix",
        "gain",
        ["organisation_id", "indicator", "h3_10"],
        postgresql_include=["submitted_day", *NARROWED, "estimated"],
    )
    op.add_column(
        "melding",
        sa.Column(
            "h3_10",
            sa.BigInteger(),
            nullable=True,
            comment="H3 cell of resolution 10 of its place (`config/cells.py`).",
        ),
    )
    by_place = ["organisation_id", "melding_kind", "h3_10"]
    op.create_index("melding_h3_10_ix", "melding", by_place, postgresql_include=["received_day", *FILTERS])
    op.add_column(
        "proposal",
        sa.Column(
            "h3_10",
            sa.BigInteger(),
            nullable=True,
            comment="H3 cell of resolution 10 of its place (`config/cells.py`).",
        ),
    )
    op.add_column(
        "proposal",
        sa.Column(
            "asked_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="Question to who proposed it that is not answered yet.",
        ),
    )
    op.add_column("proposal", sa.Column("asked_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column(
        "proposal",
        sa.Column(
            "support",
            sa.Integer(),
            nullable=False,
            comment="The same with those of what was merged into it, each known voter once.",
        ),
    )
    op.add_column(
        "proposal",
        sa.Column(
            "undated",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            comment="Of published, explained, planned, started and realised those that a source told without a day: its moment is that of the first list which told it, and the public is shown none.",
        ),
    )
    op.add_column(
        "proposal",
        sa.Column(
            "refused_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="First refusal by moderation, also after a publication.",
        ),
    )
    op.add_column("proposal", sa.Column("refused_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column(
        "proposal",
        sa.Column(
            "cost_public",
            sa.Double(),
            nullable=True,
            comment="The same as the public may know it once there is a choice: as known when the choice that is public now was published; without any choice as known now.",
        ),
    )
    for day in ("refused_day", "ended_day"):
        op.create_index(f"proposal_{day}_ix", "proposal", ["organisation_id", day])
    for index, table, columns, more in WIDER:
        op.drop_index(index, table)
        op.create_index(index, table, ["organisation_id", *columns], postgresql_include=[*more, *NARROWED])
    op.create_index(
        "proposal_h3_10_ix",
        "proposal",
        ["organisation_id", "h3_10"],
        unique=False,
        postgresql_include=(
            "submitted_day",
            "theme_id",
            "area_id",
            "service_id",
            "stage",
            "public_stage",
            "support",
            "lon",
            "lat",
        ),
    )
    op.create_index(
        "proposal_number_ix",
        "proposal",
        ["organisation_id", "number"],
        unique=False,
        postgresql_ops={"number": "text_pattern_ops"},
    )
    op.create_index("proposal_words_ix", "proposal", [sa.literal_column(WORDS)], unique=False, postgresql_using="gin")
    op.drop_index("melding_received_day_ix", "melding")
    op.create_index(
        "melding_received_day_ix",
        "melding",
        ["organisation_id", "melding_kind", "received_day"],
        postgresql_include=[
            *FILTERS,
            "received_at",
            "first_closed_day",
            "first_closed_at",
            "judged_at",
            "deadline_at",
            "h3_10",
        ],
    )
    op.create_index(
        "event_merged_ix",
        "event",
        ["organisation_id", sa.text("(payload ->> 'into_id')")],
        postgresql_where=sa.text("kind = 'proposal_merged'"),
    )
    op.alter_column(
        "outbox",
        "topic",
        existing_type=sa.TEXT(),
        comment="What it is about (`config.topics.Topic`); published: what the public sees of it.",
        existing_comment="What it is about (`config.topics.Topic`).",
        existing_nullable=False,
    )
    _add_boundaries()
    op.execute("CREATE SCHEMA IF NOT EXISTS published")
    for name, content in VIEWS.items():
        op.execute(f"CREATE VIEW published.{name} AS {content}")
    _find_hexagons()


def _find_hexagons() -> None:
    """Each event that tells a place tells its hexagon too, as the loader writes it from here on."""
    connection = op.get_bind()
    connection.execute(sa.text("CREATE TEMP TABLE placed (lon float8, lat float8, h3_10 bigint) ON COMMIT DROP"))
    told = "(payload ->> 'lon')::float8, (payload ->> 'lat')::float8"
    places = connection.execute(
        sa.text(f"SELECT DISTINCT {told} FROM event WHERE payload ? 'lon' AND payload ? 'lat'")
    ).all()
    for first in range(0, len(places), AT_ONCE):
        lons, lats = zip(*places[first : first + AT_ONCE], strict=True)
        values = {"lons": list(lons), "lats": list(lats), "cells": cells_of(lons, lats)}
        connection.execute(
            sa.text(
                "INSERT INTO placed SELECT * FROM unnest(CAST(:lons AS float8[]), CAST(:lats AS float8[]), "
                "CAST(:cells AS bigint[])) p"
            ),
            values,
        )
    connection.execute(sa.text("ANALYZE placed"))
    connection.execute(
        sa.text(
            "UPDATE event SET payload = payload || jsonb_build_object('h3_10', p.h3_10) FROM placed p "
            f"WHERE payload ? 'lon' AND payload ? 'lat' AND p.h3_10 IS NOT NULL AND ({told}) = (p.lon, p.lat)"
        )
    )


def _add_boundaries() -> None:
    op.create_table(
        "boundary_file",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("file_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("state", sa.Text(), nullable=False, comment="kept, judged, used or taken_back."),
        sa.Column("file_name", sa.Text(), nullable=False, comment="Name of the file, without its folder."),
        sa.Column("file_sha256", sa.Text(), nullable=False, comment="Hash of the file."),
        sa.Column("kept_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it came in."),
        sa.Column(
            "content",
            sa.LargeBinary(),
            nullable=True,
            comment="The file, packed with gzip; empty once it was used.",
        ),
        sa.Column(
            "outline",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="What is in it: number of areas, names of their properties, and those of the first few.",
        ),
        sa.Column("kind", sa.Text(), nullable=True, comment="Kind of its areas (`config.kinds.AreaKind`)."),
        sa.Column("code_key", sa.Text(), nullable=True, comment="Property that holds the code of an area."),
        sa.Column("name_key", sa.Text(), nullable=True, comment="Property that holds its name."),
        sa.Column("population_key", sa.Text(), nullable=True, comment="Property that holds its number of inhabitants."),
        sa.Column("origin", sa.Text(), nullable=True, comment="Where the boundaries come from."),
        sa.Column("valid_from", sa.Date(), nullable=True, comment="First local day on which they hold."),
        sa.Column(
            "areas",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="Its areas as they will hold: code, name, population and geometry, simplified.",
        ),
        sa.Column(
            "findings",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="What is wrong or odd in it, as sentences of the catalogue.",
        ),
        sa.Column(
            "report",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
            comment="What moves, or moved, to another area.",
        ),
        sa.Column(
            "used_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="When its areas began to hold.",
        ),
        sa.Column(
            "ended_ids", postgresql.ARRAY(sa.Integer()), nullable=True, comment="Areas of which it ended a version."
        ),
        sa.Column(
            "taken_back_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="When it was taken back.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("boundary_file_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "file_id", name=op.f("boundary_file_pkey")),
        comment="A file with boundaries of areas. One at a time of a kind is in use; what it replaced holds again when it is taken back.",
    )
    op.add_column(
        "area_version",
        sa.Column(
            "file_id",
            sa.Uuid(),
            nullable=True,
            comment="Boundary file that brought this version; empty: none did.",
        ),
    )
    op.add_column(
        "organisation",
        sa.Column(
            "area_kind",
            sa.Text(),
            server_default=sa.text("'neighbourhood'"),
            nullable=False,
            comment="Kind of areas that decides where something lies (`area.kind`).",
        ),
    )
    op.alter_column(
        "work_request",
        "kind",
        comment="What (`dashboard.store.actions.requests.Work`).",
        existing_type=sa.Text(),
        existing_nullable=False,
    )
    op.alter_column(
        "work_request",
        "subject_id",
        comment="What it is about: an import run, a boundary file.",
        existing_type=sa.Uuid(),
        existing_nullable=True,
    )

"""How long texts are kept: rules, runs, the day on which texts went, and the functions that take words out of events.

`erase_words` runs as the owner: the only way in which the writing role reaches an event that stands. Texts that a source
said were removed before go here.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"

WORDS_REMOVED = """
SELECT CASE $1
    WHEN 'evaluation_processed' THEN $2 - '{follow_up}'::text[]
    WHEN 'moderation_refused' THEN $2 - '{message}'::text[]
    WHEN 'photo_added' THEN $2 - '{alt}'::text[]
    WHEN 'proposal_answered' THEN $2 - '{message}'::text[]
    WHEN 'proposal_submitted' THEN $2 - '{title,text}'::text[]
    WHEN 'question_answered' THEN $2 - '{message}'::text[]
    WHEN 'question_asked' THEN $2 - '{message}'::text[]
    WHEN 'submitted' THEN $2 - '{title}'::text[]
    ELSE $2 END
"""
ERASE_WORDS = """
WITH erased AS (
    UPDATE public.event e SET payload = public.words_removed(e.kind, e.payload)
    WHERE e.organisation_id = $1 AND e.subject_id = ANY($2) AND e.kind = ANY('{evaluation_processed,moderation_refused,photo_added,proposal_answered,proposal_submitted,question_answered,question_asked,submitted}'::text[])
    AND public.words_removed(e.kind, e.payload) <> e.payload AND EXISTS (
    SELECT FROM public.event r WHERE r.organisation_id = e.organisation_id AND r.subject_id = e.subject_id
    AND r.kind = 'text_removed' AND NOT EXISTS (
        SELECT FROM public.event v WHERE v.organisation_id = r.organisation_id AND v.subject_id = r.subject_id
        AND v.voids_seq = r.seq))
    RETURNING 1)
SELECT count(*) FROM erased
"""
VIEW = """
    SELECT proposal.organisation_id, proposal.subject_id, proposal.theme_id, proposal.area_id,
    proposal.number, proposal.title, proposal.text, proposal.lon, proposal.lat, proposal.street,
    proposal.h3_10, proposal.submitted_day, proposal.published_at, CASE WHEN ('published' != ALL
    (proposal.undated)) THEN proposal.published_day ELSE NULL END AS published_day, proposal.support,
    proposal.public_stage AS stage, CASE WHEN (proposal.public_stage != 'published') THEN
    proposal.cost_public ELSE NULL END AS cost_estimated, CASE WHEN (proposal.public_stage != 'published'
    AND 'explained' != ALL (proposal.undated)) THEN proposal.explained_day ELSE NULL END AS explained_day,
    CASE WHEN (proposal.public_stage IN ('planned', 'in_execution', 'realised')) THEN proposal.due_on ELSE
    NULL END AS due_on, CASE WHEN (proposal.public_stage IN ('planned', 'in_execution', 'realised') AND
    'started' != ALL (proposal.undated)) THEN proposal.started_day ELSE NULL END AS started_day, CASE WHEN
    (proposal.public_stage = 'realised' AND 'realised' != ALL (proposal.undated)) THEN proposal.realised_day
    ELSE NULL END AS realised_day, CASE WHEN (proposal.public_stage = 'realised') THEN proposal.cost_actual
    ELSE NULL END AS cost_actual, CASE WHEN (proposal.public_stage IN ('selected', 'planned',
    'in_execution', 'realised')) THEN proposal.next_steps ELSE NULL END AS next_steps,
    proposal.text_removed_day FROM proposal WHERE proposal.organisation_id IN (SELECT
    appearance.organisation_id FROM appearance WHERE appearance.public_map) AND proposal.public_stage IS NOT
    NULL"""
REMOVED = """
    SELECT e.organisation_id, e.subject_id, e.occurred_at FROM event e WHERE e.kind = 'text_removed' AND NOT EXISTS (
        SELECT FROM event v WHERE v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id
        AND v.voids_seq = e.seq)"""
ERASE_TOLD = f"""
UPDATE event e SET payload = words_removed(e.kind, e.payload) FROM ({REMOVED}) r
WHERE e.organisation_id = r.organisation_id AND e.subject_id = r.subject_id
AND words_removed(e.kind, e.payload) <> e.payload
"""
DAYS = """
UPDATE {table} t SET text_removed_day = r.day{more} FROM (
    SELECT e.organisation_id, e.subject_id,
           min((greatest(e.occurred_at, b.{begun}) AT TIME ZONE o.time_zone)::date) AS day
    FROM ({removed}) e JOIN {table} b USING (organisation_id, subject_id) JOIN organisation o USING (organisation_id)
    GROUP BY 1, 2) r
WHERE t.organisation_id = r.organisation_id AND t.subject_id = r.subject_id
"""
BEGUN = {"melding": ("received_at", ", title = NULL"), "proposal": ("submitted_at", "")}


def upgrade() -> None:
    op.execute(
        f"CREATE FUNCTION words_removed(text, jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $${WORDS_REMOVED}$$"
    )
    op.execute(
        "CREATE FUNCTION erase_words(integer, uuid[]) RETURNS bigint LANGUAGE sql SECURITY DEFINER "
        f"SET search_path = '' AS $${ERASE_WORDS}$$"
    )
    # dead rows still hold the words on disk: clear them out after a fiftieth of the table, not a fifth
    op.execute("ALTER TABLE event SET (autovacuum_vacuum_scale_factor = 0.02)")
    _tables()
    op.execute("DROP VIEW published.proposal")
    op.execute(f"CREATE VIEW published.proposal AS {VIEW}")
    op.execute(ERASE_TOLD)
    for table, (begun, more) in BEGUN.items():
        op.execute(DAYS.format(table=table, begun=begun, more=more, removed=REMOVED))


def _tables() -> None:
    op.create_table(
        "retention_rule",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="Texts of what (`config.retention.Keeping`)."),
        sa.Column("days", sa.Integer(), nullable=True, comment="Days after what begins the period; empty: for ever."),
        sa.Column("changed_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="Since when it holds."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("retention_rule_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "kind", name=op.f("retention_rule_pkey")),
        comment="How long an organisation keeps texts, where that is something else than usual (`config/data/retention.csv`).",
    )
    op.create_table(
        "retention_run",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("run_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("begun_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it began."),
        sa.Column(
            "ended_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="When all was erased; empty: broken off, the next run goes on with it.",
        ),
        sa.Column(
            "actor_id", sa.Uuid(), nullable=True, comment="Account that asked for it; empty: the worker by itself."
        ),
        sa.Column("actor_role", sa.Text(), nullable=False, comment="Role in which it was asked."),
        sa.Column(
            "counts",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
            comment="How many of each kind were erased.",
        ),
        sa.Column(
            "report",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
            comment="The days of each kind as they held, and the oldest day of what went.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("retention_run_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "run_id", name=op.f("retention_run_pkey")),
        comment="Each time texts were erased whose period was over, with what went.",
    )
    op.create_index("retention_run_begun_at_ix", "retention_run", ["organisation_id", "begun_at"], unique=False)
    op.create_index(
        "event_photo_ix",
        "event",
        ["organisation_id", sa.text("(payload ->> 'photo')")],
        postgresql_where=sa.text("kind = 'photo_added'"),
    )
    op.add_column(
        "melding",
        sa.Column(
            "text_removed_day",
            sa.Date(),
            nullable=True,
            comment="Local day on which its texts were removed; empty: they were not.",
        ),
    )
    op.alter_column(
        "melding",
        "title",
        existing_type=sa.TEXT(),
        comment="Short title; empty when its texts were removed.",
        existing_comment="Short title without personal data.",
        existing_nullable=True,
    )
    op.add_column(
        "proposal",
        sa.Column(
            "text_removed_day",
            sa.Date(),
            nullable=True,
            comment="Local day on which they were removed; empty: they were not.",
        ),
    )

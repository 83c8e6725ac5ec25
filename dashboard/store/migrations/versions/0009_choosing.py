"""Rounds, drafts, approval and place of choices; reasons of an organisation's own; next steps and scores of proposals.

Derived rows of proposals are thrown away here; without a known grid version everything is derived again at the end of
`upgrade`.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"

VIEWS = {
    "proposal": """
        SELECT proposal.organisation_id, proposal.subject_id, proposal.theme_id, proposal.area_id, proposal.number,
        proposal.title, proposal.text, proposal.lon, proposal.lat, proposal.street, proposal.h3_10,
        proposal.submitted_day, proposal.published_at, CASE WHEN ('published' != ALL (proposal.undated)) THEN
        proposal.published_day ELSE NULL END AS published_day, proposal.support, proposal.public_stage AS stage,
        CASE WHEN (proposal.public_stage != 'published') THEN proposal.cost_public ELSE NULL END AS cost_estimated,
        CASE WHEN (proposal.public_stage != 'published' AND 'explained' != ALL (proposal.undated)) THEN
        proposal.explained_day ELSE NULL END AS explained_day, CASE WHEN (proposal.public_stage IN ('planned',
        'in_execution', 'realised')) THEN proposal.due_on ELSE NULL END AS due_on, CASE WHEN (proposal.public_stage
        IN ('planned', 'in_execution', 'realised') AND 'started' != ALL (proposal.undated)) THEN
        proposal.started_day ELSE NULL END AS started_day, CASE WHEN (proposal.public_stage = 'realised' AND
        'realised' != ALL (proposal.undated)) THEN proposal.realised_day ELSE NULL END AS realised_day, CASE WHEN
        (proposal.public_stage = 'realised') THEN proposal.cost_actual ELSE NULL END AS cost_actual, CASE WHEN
        (proposal.public_stage IN ('selected', 'planned', 'in_execution', 'realised')) THEN proposal.next_steps ELSE
        NULL END AS next_steps FROM proposal WHERE proposal.organisation_id IN (SELECT appearance.organisation_id
        FROM appearance WHERE appearance.public_map) AND proposal.public_stage IS NOT NULL""",
    "selection": """
        SELECT selection.organisation_id, selection.subject_id, selection.outcome, selection.reasons,
        selection.motivation, selection.chosen_by, selection.organ, selection.decision_number,
        selection.decision_uri, selection.ratified_day, selection.published_day, selection.geometry FROM selection
        WHERE selection.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE
        appearance.public_map) AND selection.public_stage IS NOT NULL AND selection.shown AND selection.public_stage
        != 'published'""",
    "photo": """
        SELECT photo.organisation_id, photo.subject_id, photo.photo_no, photo.photo, photo.alt, photo.moment FROM
        photo WHERE photo.organisation_id IN (SELECT appearance.organisation_id FROM appearance WHERE
        appearance.public_map) AND photo.public_stage IS NOT NULL AND photo.state = 'published'""",
}


def upgrade() -> None:
    op.execute("TRUNCATE proposal, vote, selection, gain, proposal_step, photo")
    op.execute("DELETE FROM setting WHERE key = 'grid_version'")
    for name in VIEWS:
        op.execute(f"DROP VIEW published.{name}")
    op.create_table(
        "publication_plan",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("plan_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("publish_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When."),
        sa.Column(
            "choices",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Which: subject and seq of the event of each choice.",
        ),
        sa.Column("planned_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was planned."),
        sa.Column("planned_by", sa.Uuid(), nullable=False, comment="Account that planned it."),
        sa.Column("planned_role", sa.Text(), nullable=False, comment="Role in which it was planned."),
        sa.Column("cancelled_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="When it was cancelled."),
        sa.Column("done_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="When the worker published."),
        sa.Column(
            "report",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
            comment="How many were published, which were not, and why.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("publication_plan_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "plan_id", name=op.f("publication_plan_pkey")),
        comment="Choices that become public at a moment to come: the worker then writes their publication.",
    )
    op.create_index(
        "publication_plan_due_ix",
        "publication_plan",
        ["publish_at"],
        unique=False,
        postgresql_where=sa.text("done_at IS NULL AND cancelled_at IS NULL"),
    )
    op.create_table(
        "reason",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "code",
            sa.Text(),
            nullable=False,
            comment="A code of list selection_reason, or one of its own, which begins with own_.",
        ),
        sa.Column("label_nl", sa.Text(), nullable=False, comment="Words in Dutch."),
        sa.Column("label_en", sa.Text(), nullable=False, comment="Words in English."),
        sa.Column("outcomes", postgresql.ARRAY(sa.Text()), nullable=False, comment="Outcomes for which it is offered."),
        sa.Column(
            "template",
            sa.Text(),
            nullable=False,
            comment="Where a motivation for this reason begins; empty: no template.",
        ),
        sa.Column("active", sa.Boolean(), nullable=False, comment="It is offered; what was chosen with it keeps it."),
        sa.Column("place", sa.SmallInteger(), nullable=False, comment="Order on screen."),
        sa.Column("changed_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it last changed."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("reason_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "code", name=op.f("reason_pkey")),
        comment="Reasons of choices as an organisation words them, and where its motivation begins: its own, and changes to the common ones.",
    )
    op.create_table(
        "selection_draft",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("round_id", sa.Uuid(), nullable=False, comment="Public id of the round (`selection_round`)."),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column(
            "ref",
            sa.Text(),
            nullable=False,
            comment="Name of the round in events, also when that is of the organisation in which this one went on.",
        ),
        sa.Column(
            "draft_no",
            sa.Integer(),
            nullable=False,
            comment="Counts up from 1 with each save: who saves over what they have not seen is told.",
        ),
        sa.Column(
            "outcome", sa.Text(), nullable=True, comment="selected, not_selected or deferred; empty: not said yet."
        ),
        sa.Column("reasons", postgresql.ARRAY(sa.Text()), nullable=False, comment="Codes of the reasons."),
        sa.Column(
            "motivation",
            sa.Text(),
            nullable=False,
            comment="Motivation for the public, as far as written; facts stand in it by name.",
        ),
        sa.Column(
            "shared",
            sa.Text(),
            nullable=False,
            comment="What it has in common with others of its batch; comes before the motivation.",
        ),
        sa.Column("internal_note", sa.Text(), nullable=False, comment="Note for colleagues."),
        sa.Column("chosen_by", sa.Text(), nullable=True, comment="working_group or service."),
        sa.Column("activity_id", sa.Uuid(), nullable=True, comment="Activity of the working group."),
        sa.Column(
            "geometry",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=True,
            comment="Where it will be, if elsewhere: GeoJSON, WGS 84.",
        ),
        sa.Column("saved_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was last saved."),
        sa.Column("saved_by", sa.Uuid(), nullable=False, comment="Account that saved it last."),
        sa.Column(
            "made_seq",
            sa.Integer(),
            nullable=True,
            comment="Event of the choice that was made of it; empty: not made yet.",
        ),
        sa.Column(
            "made_by", sa.Uuid(), nullable=True, comment="Account that made that choice: another one approves it."
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("selection_draft_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "round_id", "subject_id", name=op.f("selection_draft_pkey")),
        comment="What is being written about a place in a round, until its choice is public.",
    )
    op.create_index("selection_draft_subject_ix", "selection_draft", ["organisation_id", "subject_id"], unique=False)
    op.create_table(
        "selection_draft_text",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("round_id", sa.Uuid(), nullable=False, comment="Public id of the round (`selection_round`)."),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("text_no", sa.Integer(), nullable=False, comment="Counts up from 1 within the draft."),
        sa.Column(
            "outcome", sa.Text(), nullable=True, comment="selected, not_selected or deferred; empty: not said yet."
        ),
        sa.Column("reasons", postgresql.ARRAY(sa.Text()), nullable=False, comment="Codes of the reasons."),
        sa.Column(
            "motivation",
            sa.Text(),
            nullable=False,
            comment="Motivation for the public, as far as written; facts stand in it by name.",
        ),
        sa.Column(
            "shared",
            sa.Text(),
            nullable=False,
            comment="What it has in common with others of its batch; comes before the motivation.",
        ),
        sa.Column("internal_note", sa.Text(), nullable=False, comment="Note for colleagues."),
        sa.Column("chosen_by", sa.Text(), nullable=True, comment="working_group or service."),
        sa.Column("activity_id", sa.Uuid(), nullable=True, comment="Activity of the working group."),
        sa.Column(
            "geometry",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=True,
            comment="Where it will be, if elsewhere: GeoJSON, WGS 84.",
        ),
        sa.Column("saved_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was saved."),
        sa.Column("saved_by", sa.Uuid(), nullable=False, comment="Account that saved it."),
        sa.Column(
            "aside",
            sa.Boolean(),
            nullable=False,
            comment="It was saved beside what another person had written meanwhile.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.organisation_id"],
            name=op.f("selection_draft_text_organisation_id_fkey"),
        ),
        sa.PrimaryKeyConstraint(
            "organisation_id", "round_id", "subject_id", "text_no", name=op.f("selection_draft_text_pkey")
        ),
        comment="Texts of a draft that were replaced, or that somebody wrote beside another: nothing that was typed is lost.",
    )
    op.create_table(
        "selection_round",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("round_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column(
            "ref",
            sa.Text(),
            nullable=False,
            comment="Its name in events and lists, unique within the organisation; never changed.",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="Its name on screen."),
        sa.Column(
            "theme_ids",
            postgresql.ARRAY(sa.Integer()),
            nullable=False,
            comment="Themes of its candidates; none: all themes.",
        ),
        sa.Column(
            "budget",
            sa.Double(),
            nullable=True,
            comment="What the chosen places may cost together, in euro; empty: no limit.",
        ),
        sa.Column(
            "most_per_area",
            sa.SmallInteger(),
            nullable=True,
            comment="Places that one neighbourhood may get at most; empty: any number.",
        ),
        sa.Column(
            "least_per_area",
            sa.SmallInteger(),
            nullable=False,
            comment="Places that each neighbourhood with candidates gets at least.",
        ),
        sa.Column(
            "weights",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Weight of each criterion, as whole numbers that add up to 100.",
        ),
        sa.Column(
            "needs_approval",
            sa.Boolean(),
            nullable=False,
            comment="Each choice counts only once a second person approved it.",
        ),
        sa.Column("opened_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was opened."),
        sa.Column(
            "changed_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When its rules last changed."
        ),
        sa.Column(
            "change_no",
            sa.Integer(),
            nullable=False,
            comment="How often they changed: who changes what another changed meanwhile is told.",
        ),
        sa.Column(
            "closed_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="When it was closed; empty: open."
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("selection_round_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "round_id", name=op.f("selection_round_pkey")),
        sa.UniqueConstraint("organisation_id", "ref", name=op.f("selection_round_organisation_id_ref_key")),
        comment="A round in which places are chosen: what it is about, and the rules by which its candidates are compared.",
    )
    op.add_column(
        "photo",
        sa.Column(
            "moment",
            sa.Text(),
            nullable=True,
            comment="before or after the works; empty: of the place as it was proposed.",
        ),
    )
    op.add_column(
        "proposal",
        sa.Column(
            "next_steps", sa.Text(), nullable=True, comment="What happens next, as told last; written for the public."
        ),
    )
    op.add_column(
        "proposal",
        sa.Column(
            "scores",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Further scores by criterion, as told last: what no count of this database can tell.",
        ),
    )
    op.add_column(
        "selection",
        sa.Column(
            "standing",
            sa.Text(),
            nullable=False,
            comment="counts, pending (waits for approval) or returned (to who made it).",
        ),
    )
    op.add_column(
        "selection",
        sa.Column(
            "needs_approval",
            sa.Boolean(),
            nullable=False,
            comment="It counts from the approval of a second person on, never before.",
        ),
    )
    op.add_column(
        "selection",
        sa.Column("approved_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="First approval."),
    )
    op.add_column("selection", sa.Column("approved_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column(
        "selection", sa.Column("return_message", sa.Text(), nullable=True, comment="Why it was returned; never public.")
    )
    op.add_column(
        "selection",
        sa.Column(
            "geometry",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            nullable=True,
            comment="Where it will be, where that is not the place that was proposed: GeoJSON point or areas, WGS 84.",
        ),
    )
    op.alter_column(
        "selection",
        "current",
        existing_type=sa.BOOLEAN(),
        comment="The last version that counts.",
        existing_comment="The last version made.",
        existing_nullable=False,
    )
    op.add_column(
        "work_request",
        sa.Column(
            "asked",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
            comment="What exactly was asked.",
        ),
    )
    op.add_column(
        "work_request",
        sa.Column(
            "result",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="What came of it, for the page that asked.",
        ),
    )
    op.create_table_comment(
        "work_request",
        "Heavy work that somebody asked for; the worker looks here, a request only adds a row.",
        existing_comment="Heavy work that somebody asked for in /beheer; the worker looks here, a request only adds a row.",
        schema=None,
    )
    for name, content in VIEWS.items():
        op.execute(f"CREATE VIEW published.{name} AS {content}")

"""Proposals with votes, selections and gains; activities, participants and communication; deliverables and contacts.

Only new tables: no event of these topics can have been told before.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "activity",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the activity."),
        sa.Column("theme_id", sa.Integer(), nullable=True, comment="Theme."),
        sa.Column("area_id", sa.Integer(), nullable=True, comment="Area."),
        sa.Column("service_id", sa.Integer(), nullable=True, comment="Service last named for it."),
        sa.Column("activity_kind", sa.Text(), nullable=False, comment="working_group, plantdag, ..."),
        sa.Column(
            "phase",
            sa.Text(),
            nullable=False,
            comment="Phase on the ladder of participation: informeren, raadplegen, mee_beslissen or co_creeren.",
        ),
        sa.Column("sequence_no", sa.Integer(), nullable=True, comment="Sequence number among activities of its kind."),
        sa.Column("title", sa.Text(), nullable=True, comment="Title."),
        sa.Column("venue", sa.Text(), nullable=True, comment="Kind of place."),
        sa.Column("guide", sa.Text(), nullable=True, comment="Who guides it."),
        sa.Column("lon", sa.Double(), nullable=True, comment="Longitude, WGS 84."),
        sa.Column("lat", sa.Double(), nullable=True, comment="Latitude, WGS 84."),
        sa.Column("state", sa.Text(), nullable=False, comment="planned, held or cancelled."),
        sa.Column(
            "planned_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was first planned."
        ),
        sa.Column("planned_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column("planned_on", sa.Date(), nullable=True, comment="Day for which it is planned, as last told."),
        sa.Column("held_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Held."),
        sa.Column("held_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("cancelled_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Cancelled."),
        sa.Column("cancelled_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("cancel_reason", sa.Text(), nullable=True, comment="Why it was cancelled."),
        sa.Column("invited", sa.Integer(), nullable=True, comment="People invited."),
        sa.Column("attended", sa.Integer(), nullable=True, comment="People who came."),
        sa.Column("report", sa.Text(), nullable=True, comment="Report."),
        sa.Column("next_steps", sa.Text(), nullable=True, comment="Next steps."),
        sa.Column("proposal_ids", postgresql.ARRAY(sa.Uuid()), nullable=False, comment="Proposals that it led to."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", name=op.f("activity_pkey")),
        comment="An activity with citizens: planned and as it went.",
    )
    op.create_index("activity_held_day_ix", "activity", ["organisation_id", "held_day"], unique=False)
    op.create_index("activity_planned_on_ix", "activity", ["organisation_id", "planned_on"], unique=False)
    op.create_index("activity_theme_id_ix", "activity", ["organisation_id", "theme_id"], unique=False)
    op.create_table(
        "communication",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the communication."),
        sa.Column("theme_id", sa.Integer(), nullable=True, comment="Theme."),
        sa.Column("service_id", sa.Integer(), nullable=True, comment="Service last named for it."),
        sa.Column("channel", sa.Text(), nullable=False, comment="gemeenteblad, website, e_mail, ..."),
        sa.Column("title", sa.Text(), nullable=True, comment="Title."),
        sa.Column("audience", sa.Text(), nullable=True, comment="For whom."),
        sa.Column("state", sa.Text(), nullable=False, comment="planned or sent."),
        sa.Column(
            "planned_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was first planned."
        ),
        sa.Column("planned_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column("planned_on", sa.Date(), nullable=True, comment="Day for which it is planned, as last told."),
        sa.Column("sent_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="First went out."),
        sa.Column("sent_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("reach", sa.Integer(), nullable=True, comment="People reached, as last told."),
        sa.Column("clicks", sa.Integer(), nullable=True, comment="Click-throughs, as last told."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", name=op.f("communication_pkey")),
        comment="A communication to many: planned, and as it went out.",
    )
    op.create_index("communication_planned_on_ix", "communication", ["organisation_id", "planned_on"], unique=False)
    op.create_index("communication_sent_day_ix", "communication", ["organisation_id", "sent_day"], unique=False)
    op.create_table(
        "contact",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the contact."),
        sa.Column("category_id", sa.Integer(), nullable=True, comment="Category."),
        sa.Column("area_id", sa.Integer(), nullable=True, comment="Area; empty: without place."),
        sa.Column("channel_id", sa.Integer(), nullable=False, comment="Channel."),
        sa.Column("service_id", sa.Integer(), nullable=True, comment="Service that answered or should answer."),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When."),
        sa.Column("made_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column("answered", sa.Boolean(), nullable=False, comment="Answered at once."),
        sa.Column("melding_id", sa.Uuid(), nullable=True, comment="Melding that came of it."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", name=op.f("contact_pkey")),
        comment="A contact of a citizen with the organisation, of which a melding may have come.",
    )
    op.create_index("contact_made_day_ix", "contact", ["organisation_id", "made_day"], unique=False)
    op.create_index(
        "contact_melding_ix",
        "contact",
        ["organisation_id", "melding_id"],
        unique=False,
        postgresql_where=sa.text("melding_id IS NOT NULL"),
    )
    op.create_table(
        "deliverable",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the deliverable."),
        sa.Column("service_id", sa.Integer(), nullable=True, comment="Service last named for it."),
        sa.Column("title", sa.Text(), nullable=False, comment="The deliverable."),
        sa.Column("goal", sa.Text(), nullable=True, comment="Goal that it serves."),
        sa.Column("target_group", sa.Text(), nullable=True, comment="For whom: a persona."),
        sa.Column("impact", sa.Text(), nullable=True, comment="What it changes for them."),
        sa.Column("atelier", sa.Text(), nullable=True, comment="I, II, III or IV."),
        sa.Column(
            "owner", sa.Text(), nullable=True, comment="Who answers for it: a service or function, never a person."
        ),
        sa.Column("indicator", sa.Text(), nullable=True, comment="By what its progress is measured."),
        sa.Column("starts_on", sa.Date(), nullable=True, comment="Planned begin."),
        sa.Column("ends_on", sa.Date(), nullable=True, comment="Planned end."),
        sa.Column("state", sa.Text(), nullable=False, comment="planned, in_progress, delivered or stopped."),
        sa.Column(
            "planned_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was first planned."
        ),
        sa.Column("planned_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column("started_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="First started."),
        sa.Column("started_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column(
            "delivered_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Delivered, while it stands so."
        ),
        sa.Column("delivered_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column(
            "stopped_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Stopped, while it stands so."
        ),
        sa.Column("stopped_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("stop_reason", sa.Text(), nullable=True, comment="Why it was stopped."),
        sa.Column(
            "reported_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Last report of progress."
        ),
        sa.Column("reported_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("progress_state", sa.Text(), nullable=True, comment="on_track, at_risk or late, as last reported."),
        sa.Column("progress_value", sa.Double(), nullable=True, comment="Value of the indicator, as last reported."),
        sa.Column("progress_text", sa.Text(), nullable=True, comment="What was last reported in words."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", name=op.f("deliverable_pkey")),
        comment="A deliverable of the programme: for whom, to what end, planned and in reality.",
    )
    op.create_index("deliverable_ends_on_ix", "deliverable", ["organisation_id", "ends_on"], unique=False)
    op.create_index("deliverable_state_ix", "deliverable", ["organisation_id", "state"], unique=False)
    op.create_table(
        "gain",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("gain_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
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
        sa.Column("indicator", sa.Text(), nullable=False, comment="The indicator (`config/data/indicators.csv`)."),
        sa.Column("estimated", sa.Double(), nullable=True, comment="Estimated last, in the unit of the indicator."),
        sa.Column("realised", sa.Double(), nullable=True, comment="Measured last."),
        sa.Column("measured_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="When that was measured."),
        sa.Column("measured_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "gain_no", name=op.f("gain_pkey")),
        comment="What a proposal yields by indicator: estimated and realised.",
    )
    op.create_index("gain_indicator_ix", "gain", ["organisation_id", "indicator"], unique=False)
    op.create_index("gain_measured_day_ix", "gain", ["organisation_id", "measured_day"], unique=False)
    op.create_table(
        "participant",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the participant."),
        sa.Column("joined_how", sa.Text(), nullable=True, comment="How the participant first came."),
        sa.Column("joined_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="First joined."),
        sa.Column("joined_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column(
            "left_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Left, and did not join again."
        ),
        sa.Column("left_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column(
            "first_phase",
            sa.Text(),
            nullable=False,
            comment="First joined in. Phase on the ladder of participation: informeren, raadplegen, mee_beslissen or co_creeren.",
        ),
        sa.Column(
            "highest_phase",
            sa.Text(),
            nullable=False,
            comment="Highest so far. Phase on the ladder of participation: informeren, raadplegen, mee_beslissen or co_creeren.",
        ),
        sa.Column("last_active_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="Last active."),
        sa.Column("last_active_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column("themes_followed", postgresql.ARRAY(sa.Integer()), nullable=False, comment="Themes followed now."),
        sa.Column(
            "themes_not",
            postgresql.ARRAY(sa.Integer()),
            nullable=False,
            comment="Themes in which there is no interest.",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", name=op.f("participant_pkey")),
        comment="Somebody in the pool of participants, by pseudonym only.",
    )
    op.create_index("participant_joined_day_ix", "participant", ["organisation_id", "joined_day"], unique=False)
    op.create_index(
        "participant_last_active_day_ix", "participant", ["organisation_id", "last_active_day"], unique=False
    )
    op.create_table(
        "participation",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("participation_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the participant."),
        sa.Column(
            "phase",
            sa.Text(),
            nullable=False,
            comment="Phase on the ladder of participation: informeren, raadplegen, mee_beslissen or co_creeren.",
        ),
        sa.Column("activity_id", sa.Uuid(), nullable=True, comment="Activity taken part in."),
        sa.Column("active_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When."),
        sa.Column("active_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column(
            "next_active_day", sa.Date(), nullable=True, comment="Local day of the next time; empty: not again so far."
        ),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "participation_no", name=op.f("participation_pkey")),
        comment="Each time a participant was active; joining is the first.",
    )
    op.create_index("participation_active_day_ix", "participation", ["organisation_id", "active_day"], unique=False)
    op.create_table(
        "proposal",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
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
        sa.Column("number", sa.Text(), nullable=True, comment="Number as the source gives it."),
        sa.Column("title", sa.Text(), nullable=True, comment="Title; empty when its texts were removed."),
        sa.Column("text", sa.Text(), nullable=True, comment="What was written; empty when its texts were removed."),
        sa.Column(
            "text_removed",
            sa.Boolean(),
            nullable=False,
            comment="Its texts were removed at the end of their retention.",
        ),
        sa.Column("lon", sa.Double(), nullable=True, comment="Longitude, WGS 84."),
        sa.Column("lat", sa.Double(), nullable=True, comment="Latitude, WGS 84."),
        sa.Column("street", sa.Text(), nullable=True, comment="Street, without house number."),
        sa.Column("stage_since", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When that stage began."),
        sa.Column("submitted_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="Submission."),
        sa.Column("submitted_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column(
            "moderated_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="First refusal or publication by moderation.",
        ),
        sa.Column("moderated_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("refusal_reason", sa.Text(), nullable=True, comment="Why moderation refused it, while it stands so."),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="First publication."),
        sa.Column("published_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column(
            "shortlisted_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="First time on a shortlist."
        ),
        sa.Column("shortlisted_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("outcome", sa.Text(), nullable=True, comment="selected, not_selected or deferred, as chosen last."),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="When that was chosen."),
        sa.Column("decided_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column(
            "explained_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="First publication of the selection that is public now.",
        ),
        sa.Column("explained_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column(
            "planned_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="When execution was last planned."
        ),
        sa.Column("planned_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("due_on", sa.Date(), nullable=True, comment="Day by which it should be realised, as last planned."),
        sa.Column(
            "started_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="First start of execution."
        ),
        sa.Column("started_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("realised_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Realised."),
        sa.Column("realised_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column(
            "ended_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Withdrawn, or merged into another."
        ),
        sa.Column("ended_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True, comment="Proposal that it was merged into."),
        sa.Column("votes", sa.Integer(), nullable=False, comment="Votes so far."),
        sa.Column("cost_estimated", sa.Double(), nullable=True, comment="Estimated cost, in euro."),
        sa.Column("cost_actual", sa.Double(), nullable=True, comment="Actual cost, in euro."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", name=op.f("proposal_pkey")),
        comment="Current state and milestones of each proposal, derived from its events.",
    )
    op.create_index("proposal_area_id_ix", "proposal", ["organisation_id", "area_id"], unique=False)
    op.create_index("proposal_decided_day_ix", "proposal", ["organisation_id", "decided_day"], unique=False)
    op.create_index(
        "proposal_merged_ix",
        "proposal",
        ["organisation_id", "merged_into_id"],
        unique=False,
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_index("proposal_published_day_ix", "proposal", ["organisation_id", "published_day"], unique=False)
    op.create_index("proposal_realised_day_ix", "proposal", ["organisation_id", "realised_day"], unique=False)
    op.create_index("proposal_stage_ix", "proposal", ["organisation_id", "stage"], unique=False)
    op.create_index("proposal_submitted_day_ix", "proposal", ["organisation_id", "submitted_day"], unique=False)
    op.create_index("proposal_theme_id_ix", "proposal", ["organisation_id", "theme_id"], unique=False)
    op.create_table(
        "proposal_step",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("step_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
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
        sa.Column("step", sa.Text(), nullable=False, comment="Which."),
        sa.Column("begun_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="Begin."),
        sa.Column("begun_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column("ended_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="End; empty: under way."),
        sa.Column("ended_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("result", sa.Text(), nullable=True, comment="What ended it: a stage, answered or explained."),
        sa.Column("seconds", sa.BigInteger(), nullable=True, comment="Begin to end, in seconds."),
        sa.Column("bucket", sa.SmallInteger(), nullable=True, comment="The same on the grid of seconds."),
        sa.Column("working_days", sa.Integer(), nullable=True, comment="The same in working days."),
        sa.Column("working_bucket", sa.SmallInteger(), nullable=True, comment="The same on the grid of working days."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "step_no", name=op.f("proposal_step_pkey")),
        comment="The times between two moments of a proposal (`config/data/proposal_steps.csv`), also those under way.",
    )
    op.create_index("proposal_step_ended_ix", "proposal_step", ["organisation_id", "step", "ended_day"], unique=False)
    op.create_index(
        "proposal_step_open_ix",
        "proposal_step",
        ["organisation_id", "step", "begun_day"],
        unique=False,
        postgresql_where=sa.text("ended_day IS NULL"),
    )
    op.create_table(
        "selection",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("version", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
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
        sa.Column("ref", sa.Text(), nullable=False, comment="Round or batch in which it was chosen."),
        sa.Column("outcome", sa.Text(), nullable=False, comment="selected, not_selected or deferred."),
        sa.Column("reasons", postgresql.ARRAY(sa.Text()), nullable=False, comment="Codes of the reasons."),
        sa.Column("motivation", sa.Text(), nullable=True, comment="Motivation for the public."),
        sa.Column("internal_note", sa.Text(), nullable=True, comment="Note for colleagues, never public."),
        sa.Column(
            "scores",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Score by criterion at that moment.",
        ),
        sa.Column("chosen_by", sa.Text(), nullable=True, comment="working_group or service."),
        sa.Column("activity_id", sa.Uuid(), nullable=True, comment="Activity of the working group."),
        sa.Column("guide", sa.Text(), nullable=True, comment="Who guided it."),
        sa.Column("actor_role", sa.Text(), nullable=True, comment="Role that recorded it."),
        sa.Column("made_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was chosen."),
        sa.Column("made_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column("organ", sa.Text(), nullable=True, comment="Organ that ratified it."),
        sa.Column("decision_number", sa.Text(), nullable=True, comment="Number of that decision."),
        sa.Column("decision_uri", sa.Text(), nullable=True, comment="Address of that decision."),
        sa.Column("ratified_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Ratified by that organ."),
        sa.Column("ratified_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column(
            "published_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="First publication of this version; empty: not public.",
        ),
        sa.Column("published_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("current", sa.Boolean(), nullable=False, comment="The last version made."),
        sa.Column(
            "shown",
            sa.Boolean(),
            nullable=False,
            comment="The last version that was published: what the public sees, if it sees the proposal.",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "version", name=op.f("selection_pkey")),
        comment="Each version of the choice about a proposal, with its motivation. Public when its own publication was recorded.",
    )
    op.create_index(
        "selection_activity_ix",
        "selection",
        ["organisation_id", "activity_id"],
        unique=False,
        postgresql_where=sa.text("activity_id IS NOT NULL"),
    )
    op.create_index("selection_made_day_ix", "selection", ["organisation_id", "made_day"], unique=False)
    op.create_index("selection_published_day_ix", "selection", ["organisation_id", "published_day"], unique=False)
    op.create_table(
        "vote",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("vote_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
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
        sa.Column("day", sa.Date(), nullable=False, comment="Local day."),
        sa.Column(
            "votes",
            sa.Integer(),
            nullable=False,
            comment="More than the day before; below 0 when votes were taken back.",
        ),
        sa.Column("total", sa.Integer(), nullable=False, comment="Votes at the end of the day."),
        sa.Column(
            "voters",
            postgresql.ARRAY(sa.Text()),
            nullable=True,
            comment="Pseudonyms of who voted on it, where known; a person once a day.",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "vote_no", name=op.f("vote_pkey")),
        comment="Votes a local day, where their number changed: votes as events and the growth of running totals alike.",
    )
    op.create_index("vote_day_ix", "vote", ["organisation_id", "day"], unique=False)
    op.create_table(
        "theme",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "theme_id", sa.Integer(), nullable=False, comment="Stable number of the theme within the organisation."
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="Stable code: the source's own, or made from the name."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("theme_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "theme_id", name=op.f("theme_pkey")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("theme_organisation_id_code_key")),
        comment="A theme of proposals, activities and communication (vergroening, ...).",
    )
    op.create_table(
        "theme_version",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("theme_id", sa.Integer(), nullable=False, comment="The theme."),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="First local day on which this row holds."),
        sa.Column(
            "valid_to",
            sa.Date(),
            nullable=True,
            comment="Last local day on which this row holds; empty: until further notice.",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="Name on screen."),
        sa.ForeignKeyConstraint(
            ["organisation_id", "theme_id"],
            ["theme.organisation_id", "theme.theme_id"],
            name=op.f("theme_version_organisation_id_theme_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "theme_id", "valid_from", name=op.f("theme_version_pkey")),
        comment="Dated attributes of a theme.",
    )
    op.alter_column(
        "event",
        "kind",
        existing_type=sa.TEXT(),
        comment="Kind of event (`config.topics.KINDS`).",
        existing_comment="Kind of event (`config.kinds.EventKind`).",
        existing_nullable=False,
    )
    op.alter_column(
        "outbox",
        "topic",
        existing_type=sa.TEXT(),
        comment="What it is about (`config.topics.Topic`).",
        existing_comment="melding, ...",
        existing_nullable=False,
    )
    op.alter_column(
        "subject",
        "topic",
        existing_type=sa.TEXT(),
        comment="What it is (`config.topics.Topic`).",
        existing_comment="melding; later also proposal, activity, deliverable.",
        existing_nullable=False,
    )

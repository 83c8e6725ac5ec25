"""What `project` derives of proposals: one rule, `public_stage`, says what the public may know."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Double,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from queries.tables.base import (
    DISTRIBUTED,
    Instant,
    cell,
    child,
    column,
    motivation_words,
    organisation_id,
    subject_id,
    table,
    words_of,
)
from queries.tables.meldingen import lasting


def moment(name: str, comment: str) -> tuple[Column, Column]:
    """An instant that may not have come yet, and its local day."""
    return (
        column(f"{name}_at", Instant, comment, null=True),
        column(f"{name}_day", Date, "Its local day.", null=True),
    )


def of_proposal() -> tuple[Column, ...]:
    """Copied onto each derived table of proposals, so that one question reads one table."""
    return (
        column("source_id", Integer, "Source of the proposal."),
        column("theme_id", Integer, "Theme as known now; empty: without theme.", null=True),
        column("area_id", Integer, "Area as known now; empty: without place.", null=True),
        column(
            "service_id", Integer, "Service named last: at submission, with a theme or a planned execution.", null=True
        ),
        column("stage", Text, "Where it stands (`config/data/proposal_stages.csv`).", oslo="adms:status"),
        column(
            "public_stage",
            Text,
            "Where it stands as far as published; empty: the public knows nothing of it. Text, place and votes are "
            "public when this is filled; choice, motivation and estimated cost when it is a choice or later; actual "
            "cost when it is realised.",
            null=True,
        ),
    )


proposal = table(
    "proposal",
    "Current state and milestones of each proposal, derived from its events.",
    DISTRIBUTED,
    organisation_id(),
    subject_id(),
    *of_proposal(),
    column("number", Text, "Number as the source gives it.", null=True, oslo="adms:identifier"),
    column("title", Text, "Title; empty when its texts were removed.", null=True, oslo="dct:title"),
    column("text", Text, "What was written; empty when its texts were removed.", null=True, oslo="dct:description"),
    column("text_removed", Boolean, "Its texts were removed at the end of their retention."),
    column("text_removed_day", Date, "Local day on which they were removed; empty: they were not.", null=True),
    column("lon", Double, "Longitude, WGS 84.", null=True, oslo="locn:geometry"),
    column("lat", Double, "Latitude, WGS 84.", null=True, oslo="locn:geometry"),
    column("street", Text, "Street, without house number.", null=True, oslo="locn:thoroughfare"),
    cell(),
    column("stage_since", Instant, "When that stage began."),
    column("submitted_at", Instant, "Submission.", oslo="dct:issued"),
    column("submitted_day", Date, "Its local day."),
    *moment("moderated", "First refusal or publication by moderation."),
    *moment("refused", "First refusal by moderation, also after a publication."),
    column("refusal_reason", Text, "Why moderation refused it, while it stands so.", null=True),
    *moment("asked", "Question to who proposed it that is not answered yet."),
    *moment("published", "First publication."),
    *moment("shortlisted", "First time on a shortlist."),
    column("outcome", Text, "selected, not_selected or deferred, as chosen last.", null=True),
    *moment("decided", "When that was chosen."),
    *moment("explained", "First publication of the selection that is public now."),
    *moment("planned", "When execution was last planned."),
    column("due_on", Date, "Day by which it should be realised, as last planned.", null=True),
    *moment("started", "First start of execution."),
    *moment("realised", "Realised."),
    column(
        "undated",
        ARRAY(Text),
        "Of published, explained, planned, started and realised those that a source told without a day: its moment is "
        "that of the first list which told it, and the public is shown none.",
    ),
    *moment("ended", "Withdrawn, or merged into another."),
    column("merged_into_id", Uuid, "Proposal that it was merged into.", null=True),
    column("votes", Integer, "Votes so far."),
    column("support", Integer, "The same with those of what was merged into it, each known voter once."),
    column("cost_estimated", Double, "Estimated cost, in euro.", null=True),
    column(
        "cost_public",
        Double,
        "The same as the public may know it once there is a choice: as known when the choice that is public now was "
        "published; without any choice as known now.",
        null=True,
    ),
    column("cost_actual", Double, "Actual cost, in euro.", null=True),
    column("next_steps", Text, "What happens next, as told last; written for the public.", null=True),
    column("scores", JSONB, "Further scores by criterion, as told last: what no count of this database can tell."),
    PrimaryKeyConstraint("organisation_id", "subject_id"),
)
_DAYS = ("published_day", "refused_day", "ended_day", "decided_day", "realised_day")
_NARROWED = ("theme_id", "area_id", "service_id", "stage", "public_stage")
"""What scope and filters ask of each row: an index that holds it is read instead of the table."""
for _name in (*_DAYS, "area_id", "theme_id", "stage"):
    Index(f"proposal_{_name}_ix", proposal.c.organisation_id, proposal.c[_name])
Index(
    "proposal_submitted_day_ix",
    proposal.c.organisation_id,
    proposal.c.submitted_day,
    postgresql_include=("support", "h3_10", *_NARROWED),
)
Index(
    "proposal_h3_10_ix",
    proposal.c.organisation_id,
    proposal.c.h3_10,
    postgresql_include=("submitted_day", *_NARROWED, "support", "lon", "lat"),
)
WORDS_OF_PROPOSAL = words_of(proposal)
Index("proposal_words_ix", WORDS_OF_PROPOSAL, postgresql_using="gin")
Index(
    "proposal_number_ix", proposal.c.organisation_id, proposal.c.number, postgresql_ops={"number": "text_pattern_ops"}
)
Index(
    "proposal_merged_ix",
    proposal.c.organisation_id,
    proposal.c.merged_into_id,
    postgresql_where=proposal.c.merged_into_id.is_not(None),
)

vote = child(
    "vote",
    "Votes a local day, where their number changed: votes as events and the growth of running totals alike.",
    "vote_no",
    *of_proposal(),
    column("day", Date, "Local day."),
    column("votes", Integer, "More than the day before; below 0 when votes were taken back."),
    column("total", Integer, "Votes at the end of the day."),
    column(
        "first_count", Boolean, "A running total was read for the first time: when its votes were cast is not known."
    ),
    column("voters", ARRAY(Text), "Pseudonyms of who voted on it, where known; a person once a day.", null=True),
)
Index("vote_day_ix", vote.c.organisation_id, vote.c.day, postgresql_include=("votes", "first_count", *_NARROWED))

selection = child(
    "selection",
    "Each version of the choice about a proposal, with its motivation. Public when its own publication was recorded.",
    "version",
    *of_proposal(),
    column("ref", Text, "Round or batch in which it was chosen."),
    column("outcome", Text, "selected, not_selected or deferred."),
    column("reasons", ARRAY(Text), "Codes of the reasons."),
    column("motivation", Text, "Motivation for the public.", null=True, oslo="besluit:motivering"),
    column("internal_note", Text, "Note for colleagues, never public.", null=True),
    column("scores", JSONB, "Score by criterion at that moment."),
    column("chosen_by", Text, "working_group or service.", null=True),
    column("activity_id", Uuid, "Activity of the working group.", null=True),
    column("guide", Text, "Who guided it.", null=True),
    column("actor_role", Text, "Role that recorded it.", null=True),
    column("made_at", Instant, "When it was chosen."),
    column("made_day", Date, "Its local day."),
    column("organ", Text, "Organ that ratified it.", null=True, oslo="besluit:Bestuursorgaan"),
    column("decision_number", Text, "Number of that decision.", null=True),
    column("decision_uri", Text, "Address of that decision.", null=True, oslo="besluit:Besluit"),
    *moment("ratified", "Ratified by that organ."),
    *moment("published", "First publication of this version; empty: not public."),
    column("current", Boolean, "The last version that counts."),
    column("shown", Boolean, "The last version that was published: what the public sees, if it sees the proposal."),
    column("standing", Text, "counts, pending (waits for approval) or returned (to who made it)."),
    column("needs_approval", Boolean, "It counts from the approval of a second person on, never before."),
    *moment("approved", "First approval."),
    column("return_message", Text, "Why it was returned; never public.", null=True),
    column(
        "geometry",
        JSONB(none_as_null=True),
        "Where it will be, where that is not the place that was proposed: GeoJSON point or areas, WGS 84.",
        null=True,
        oslo="locn:geometry",
    ),
)
Index("selection_made_day_ix", selection.c.organisation_id, selection.c.made_day)
Index("selection_published_day_ix", selection.c.organisation_id, selection.c.published_day)
Index(
    "selection_activity_ix",
    selection.c.organisation_id,
    selection.c.activity_id,
    postgresql_where=selection.c.activity_id.is_not(None),
)

Index("selection_words_ix", motivation_words(selection), postgresql_using="gin")

gain = child(
    "gain",
    "What a proposal yields by indicator: estimated and realised.",
    "gain_no",
    *of_proposal(),
    column("submitted_day", Date, "Local day of submission of the proposal."),
    cell(),
    column("indicator", Text, "The indicator (`config/data/indicators.csv`)."),
    column("estimated", Double, "Estimated last, in the unit of the indicator.", null=True),
    column("realised", Double, "Measured last.", null=True),
    *moment("measured", "When that was measured."),
)
Index(
    "gain_indicator_ix",
    gain.c.organisation_id,
    gain.c.indicator,
    gain.c.submitted_day,
    postgresql_include=("h3_10", "theme_id", "area_id", "service_id", "stage", "public_stage", "estimated", "realised"),
)
Index(
    "gain_h3_10_ix",
    gain.c.organisation_id,
    gain.c.indicator,
    gain.c.h3_10,
    postgresql_include=("submitted_day", *_NARROWED, "estimated"),
)
Index("gain_measured_day_ix", gain.c.organisation_id, gain.c.measured_day)

proposal_step = child(
    "proposal_step",
    "The times between two moments of a proposal (`config/data/proposal_steps.csv`), also those under way.",
    "step_no",
    *of_proposal(),
    column("step", Text, "Which."),
    column("begun_at", Instant, "Begin."),
    column("begun_day", Date, "Its local day."),
    *moment("ended", "End; empty: under way."),
    column("result", Text, "What ended it: a stage, answered or explained.", null=True),
    *lasting("Begin to end"),
)
Index(
    "proposal_step_ended_ix",
    proposal_step.c.organisation_id,
    proposal_step.c.step,
    proposal_step.c.ended_day,
    postgresql_include=(
        *("ended_at", "result", "bucket", "working_bucket", "begun_day", "begun_at", "source_id", *_NARROWED),
    ),
)
Index(
    "proposal_step_open_ix",
    proposal_step.c.organisation_id,
    proposal_step.c.step,
    proposal_step.c.begun_day,
    postgresql_where=proposal_step.c.ended_day.is_(None),
)

photo = child(
    "photo",
    "Photos of a proposal; none once its texts were removed. Public when it is published, and its proposal is public.",
    "photo_no",
    *of_proposal(),
    column("photo", Text, "Its key in `blob`."),
    column("alt", Text, "What it shows, in words.", null=True),
    column("moment", Text, "before or after the works; empty: of the place as it was proposed.", null=True),
    column("added_at", Instant, "When it came in."),
    column("state", Text, "waiting, published or hidden, as moderation judged last."),
)
Index("photo_photo_ix", photo.c.organisation_id, photo.c.photo)

DERIVED_OF_PROPOSAL: tuple[Table, ...] = (proposal, vote, selection, gain, proposal_step, photo)
"""Tables that hold nothing but what `project` makes of the events of proposals."""

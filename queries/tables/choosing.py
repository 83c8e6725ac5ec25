"""Where choices about proposals are prepared: rounds, drafts, reasons, and publications to come. What is decided is an
event; here stands only what leads to it, and none of it is public."""

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Double,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from queries.tables.base import (
    DISTRIBUTED,
    Instant,
    column,
    of_organisation,
    organisation_id,
    subject_id,
    table,
)

_ROUND = "Public id of the round (`selection_round`)."

selection_round = table(
    "selection_round",
    "A round in which places are chosen: what it is about, and the rules by which its candidates are compared.",
    DISTRIBUTED,
    organisation_id(),
    column("round_id", Uuid, "Public id."),
    column("ref", Text, "Its name in events and lists, unique within the organisation; never changed."),
    column("name", Text, "Its name on screen."),
    column("theme_ids", ARRAY(Integer), "Themes of its candidates; none: all themes."),
    column("budget", Double, "What the chosen places may cost together, in euro; empty: no limit.", null=True),
    column(
        "most_per_area", SmallInteger, "Places that one neighbourhood may get at most; empty: any number.", null=True
    ),
    column("least_per_area", SmallInteger, "Places that each neighbourhood with candidates gets at least."),
    column("weights", JSONB, "Weight of each criterion, as whole numbers that add up to 100."),
    column("needs_approval", Boolean, "Each choice counts only once a second person approved it."),
    column("opened_at", Instant, "When it was opened."),
    column("changed_at", Instant, "When its rules last changed."),
    column("change_no", Integer, "How often they changed: who changes what another changed meanwhile is told."),
    column("closed_at", Instant, "When it was closed; empty: open.", null=True),
    PrimaryKeyConstraint("organisation_id", "round_id"),
    UniqueConstraint("organisation_id", "ref"),
    of_organisation(),
)


def _content() -> tuple:
    return (
        column("outcome", Text, "selected, not_selected or deferred; empty: not said yet.", null=True),
        column("reasons", ARRAY(Text), "Codes of the reasons."),
        column("motivation", Text, "Motivation for the public, as far as written; facts stand in it by name."),
        column("shared", Text, "What it has in common with others of its batch; comes before the motivation."),
        column("internal_note", Text, "Note for colleagues."),
        column("chosen_by", Text, "working_group or service.", null=True),
        column("activity_id", Uuid, "Activity of the working group.", null=True),
        column("geometry", JSONB(none_as_null=True), "Where it will be, if elsewhere: GeoJSON, WGS 84.", null=True),
    )


selection_draft = table(
    "selection_draft",
    "What is being written about a place in a round, until its choice is public.",
    DISTRIBUTED,
    organisation_id(),
    column("round_id", Uuid, _ROUND),
    subject_id(),
    column(
        "ref", Text, "Name of the round in events, also when that is of the organisation in which this one went on."
    ),
    column("draft_no", Integer, "Counts up from 1 with each save: who saves over what they have not seen is told."),
    *_content(),
    column("saved_at", Instant, "When it was last saved."),
    column("saved_by", Uuid, "Account that saved it last."),
    column("made_seq", Integer, "Event of the choice that was made of it; empty: not made yet.", null=True),
    column("made_by", Uuid, "Account that made that choice: another one approves it.", null=True),
    PrimaryKeyConstraint("organisation_id", "round_id", "subject_id"),
    of_organisation(),
)
Index("selection_draft_subject_ix", selection_draft.c.organisation_id, selection_draft.c.subject_id)

selection_draft_text = table(
    "selection_draft_text",
    "Texts of a draft that were replaced, or that somebody wrote beside another: nothing that was typed is lost.",
    DISTRIBUTED,
    organisation_id(),
    column("round_id", Uuid, _ROUND),
    subject_id(),
    column("text_no", Integer, "Counts up from 1 within the draft."),
    *_content(),
    column("saved_at", Instant, "When it was saved."),
    column("saved_by", Uuid, "Account that saved it."),
    column("aside", Boolean, "It was saved beside what another person had written meanwhile."),
    PrimaryKeyConstraint("organisation_id", "round_id", "subject_id", "text_no"),
    of_organisation(),
)

publication_plan = table(
    "publication_plan",
    "Choices that become public at a moment to come: the worker then writes their publication.",
    DISTRIBUTED,
    organisation_id(),
    column("plan_id", Uuid, "Public id."),
    column("publish_at", Instant, "When."),
    column("choices", JSONB, "Which: subject and seq of the event of each choice."),
    column("planned_at", Instant, "When it was planned."),
    column("planned_by", Uuid, "Account that planned it."),
    column("planned_role", Text, "Role in which it was planned."),
    column("cancelled_at", Instant, "When it was cancelled.", null=True),
    column("done_at", Instant, "When the worker published.", null=True),
    column("report", JSONB, "How many were published, which were not, and why.", server_default=text("'{}'::jsonb")),
    PrimaryKeyConstraint("organisation_id", "plan_id"),
    of_organisation(),
)


def is_waiting() -> ColumnElement[bool]:
    """Plans that are still to be carried out."""
    return publication_plan.c.done_at.is_(None) & publication_plan.c.cancelled_at.is_(None)


Index("publication_plan_due_ix", publication_plan.c.publish_at, postgresql_where=is_waiting())

reason = table(
    "reason",
    "Reasons of choices as an organisation words them, and where its motivation begins: its own, and changes to the "
    "common ones.",
    DISTRIBUTED,
    organisation_id(),
    column("code", Text, "A code of list selection_reason, or one of its own, which begins with own_."),
    column("label_nl", Text, "Words in Dutch."),
    column("label_en", Text, "Words in English."),
    column("outcomes", ARRAY(Text), "Outcomes for which it is offered."),
    column("template", Text, "Where a motivation for this reason begins; empty: no template."),
    column("active", Boolean, "It is offered; what was chosen with it keeps it."),
    column("place", SmallInteger, "Order on screen."),
    column("changed_at", Instant, "When it last changed."),
    PrimaryKeyConstraint("organisation_id", "code"),
    of_organisation(),
)

"""What `project` derives of activities with citizens, of the pool of participants and of communication."""

from sqlalchemy import Date, Double, Index, Integer, PrimaryKeyConstraint, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from queries.tables.base import DISTRIBUTED, Instant, child, column, organisation_id, subject_id, table
from queries.tables.proposals import moment

_PHASE = "Phase on the ladder of participation: informeren, raadplegen, mee_beslissen or co_creeren."

activity = table(
    "activity",
    "An activity with citizens: planned and as it went.",
    DISTRIBUTED,
    organisation_id(),
    subject_id(),
    column("source_id", Integer, "Source of the activity."),
    column("theme_id", Integer, "Theme.", null=True),
    column("area_id", Integer, "Area.", null=True),
    column("service_id", Integer, "Service last named for it.", null=True),
    column("activity_kind", Text, "working_group, plantdag, ..."),
    column("phase", Text, _PHASE),
    column("sequence_no", Integer, "Sequence number among activities of its kind.", null=True),
    column("title", Text, "Title.", null=True, oslo="dct:title"),
    column("venue", Text, "Kind of place.", null=True),
    column("guide", Text, "Who guides it.", null=True),
    column("lon", Double, "Longitude, WGS 84.", null=True, oslo="locn:geometry"),
    column("lat", Double, "Latitude, WGS 84.", null=True, oslo="locn:geometry"),
    column("state", Text, "planned, held or cancelled."),
    column("planned_at", Instant, "When it was first planned."),
    column("planned_day", Date, "Its local day."),
    column("planned_on", Date, "Day for which it is planned, as last told.", null=True),
    *moment("held", "Held."),
    *moment("cancelled", "Cancelled."),
    column("cancel_reason", Text, "Why it was cancelled.", null=True),
    column("invited", Integer, "People invited.", null=True),
    column("attended", Integer, "People who came.", null=True),
    column("report", Text, "Report.", null=True),
    column("next_steps", Text, "Next steps.", null=True),
    column("proposal_ids", ARRAY(Uuid), "Proposals that it led to."),
    PrimaryKeyConstraint("organisation_id", "subject_id"),
)
for _name in ("planned_on", "held_day", "theme_id"):
    Index(f"activity_{_name}_ix", activity.c.organisation_id, activity.c[_name])

participant = table(
    "participant",
    "Somebody in the pool of participants, by pseudonym only.",
    DISTRIBUTED,
    organisation_id(),
    subject_id(),
    column("source_id", Integer, "Source of the participant."),
    column("joined_how", Text, "How the participant first came.", null=True),
    column("joined_at", Instant, "First joined."),
    column("joined_day", Date, "Its local day."),
    *moment("left", "Left, and did not join again."),
    column("first_phase", Text, f"First joined in. {_PHASE}"),
    column("highest_phase", Text, f"Highest so far. {_PHASE}"),
    column("last_active_at", Instant, "Last active."),
    column("last_active_day", Date, "Its local day."),
    column("themes_followed", ARRAY(Integer), "Themes followed now."),
    column("themes_not", ARRAY(Integer), "Themes in which there is no interest."),
    PrimaryKeyConstraint("organisation_id", "subject_id"),
)
for _name in ("joined_day", "last_active_day"):
    Index(f"participant_{_name}_ix", participant.c.organisation_id, participant.c[_name])

participation = child(
    "participation",
    "Each time a participant was active; joining is the first.",
    "participation_no",
    column("source_id", Integer, "Source of the participant."),
    column("phase", Text, _PHASE),
    column("activity_id", Uuid, "Activity taken part in.", null=True),
    column("active_at", Instant, "When."),
    column("active_day", Date, "Its local day."),
    column("next_active_day", Date, "Local day of the next time; empty: not again so far.", null=True),
)
Index("participation_active_day_ix", participation.c.organisation_id, participation.c.active_day)

communication = table(
    "communication",
    "A communication to many: planned, and as it went out.",
    DISTRIBUTED,
    organisation_id(),
    subject_id(),
    column("source_id", Integer, "Source of the communication."),
    column("theme_id", Integer, "Theme.", null=True),
    column("service_id", Integer, "Service last named for it.", null=True),
    column("channel", Text, "gemeenteblad, website, e_mail, ..."),
    column("title", Text, "Title.", null=True, oslo="dct:title"),
    column("audience", Text, "For whom.", null=True),
    column("state", Text, "planned or sent."),
    column("planned_at", Instant, "When it was first planned."),
    column("planned_day", Date, "Its local day."),
    column("planned_on", Date, "Day for which it is planned, as last told.", null=True),
    *moment("sent", "First went out."),
    column("reach", Integer, "People reached, as last told.", null=True),
    column("clicks", Integer, "Click-throughs, as last told.", null=True),
    PrimaryKeyConstraint("organisation_id", "subject_id"),
)
for _name in ("planned_on", "sent_day"):
    Index(f"communication_{_name}_ix", communication.c.organisation_id, communication.c[_name])

DERIVED_OF_ACTIVITY: tuple[Table, ...] = (activity,)
DERIVED_OF_PARTICIPANT: tuple[Table, ...] = (participant, participation)
DERIVED_OF_COMMUNICATION: tuple[Table, ...] = (communication,)

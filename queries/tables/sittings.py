"""The sittings of organs that decide, and what stands on their agendas. What an organ decided is an event of its
subject; here stands what leads to it, and which events a record wrote."""

from sqlalchemy import Boolean, Date, Index, Integer, PrimaryKeyConstraint, SmallInteger, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from queries.tables.base import DISTRIBUTED, Instant, column, of_organisation, organisation_id, table

_EVENTS = text("'{}'::jsonb")

sitting = table(
    "sitting",
    "A sitting of an organ that decides: when it is, and until when something can be put on its agenda.",
    DISTRIBUTED,
    organisation_id(),
    column("sitting_id", Uuid, "Public id."),
    column("organ", Text, "Who sits (`config.kinds.Organ`).", oslo="besluit:Bestuursorgaan"),
    column("organ_name", Text, "Name of an organ of its own (ander_orgaan); empty text: one of the known organs."),
    column("starts_at", Instant, "When it begins."),
    column(
        "agenda_until", Instant, "Until when something can be put on its agenda; empty: until it begins.", null=True
    ),
    column("state", Text, "planned, held (a result was recorded) or cancelled."),
    column("uri", Text, "Address of the sitting.", null=True, oslo="besluit:Zitting"),
    column("note", Text, "Note for who prepares it.", null=True),
    column("change_no", Integer, "How often it changed: who changes what another changed meanwhile is told."),
    column("planned_at", Instant, "When it was planned."),
    column("planned_by", Uuid, "Account that planned it; empty: none.", null=True),
    PrimaryKeyConstraint("organisation_id", "sitting_id"),
    of_organisation(),
)
Index(
    "sitting_once_ix",
    sitting.c.organisation_id,
    sitting.c.starts_at,
    sitting.c.organ,
    sitting.c.organ_name,
    unique=True,
    postgresql_where=sitting.c.state != "cancelled",
)

sitting_item = table(
    "sitting_item",
    "What stands on the agenda of a sitting, and what became of it. Titles stand with what it is about, never here.",
    DISTRIBUTED,
    organisation_id(),
    column("item_id", Uuid, "Public id."),
    column("sitting_id", Uuid, "The sitting (`sitting`)."),
    column("kind", Text, "melding, place (a choice about one proposal) or dossier (choices about several)."),
    column("subject_ids", ARRAY(Uuid), "What it is about: one melding or proposal, or the proposals of a dossier."),
    column("dossier_id", Uuid, "Public id of the decision dossier; empty: there is none.", null=True),
    column("title", Text, "Name of a dossier; of the others that of what it is about.", null=True),
    column("place", SmallInteger, "Order on the agenda, from 1."),
    column("late", Boolean, "It was put on the agenda after that had closed."),
    column("added_at", Instant, "When it was put on the agenda."),
    column("added_by", Uuid, "Account that did; empty: none.", null=True),
    column("result", Text, "approved, amended, refused or postponed; empty: not recorded.", null=True),
    column("number", Text, "Number of the decision.", null=True),
    column("uri", Text, "Address of the decision.", null=True, oslo="besluit:Besluit"),
    column("decided_at", Instant, "When it was decided; empty: not, or postponed.", null=True),
    column("signed_on", Date, "Day on which the decision was signed.", null=True),
    column("published_on", Date, "Day on which the decision was published.", null=True),
    column("recorded_at", Instant, "When its result was recorded last.", null=True),
    column("recorded_by", Uuid, "Account that did.", null=True),
    column("change_no", Integer, "How often it changed: who changes what another changed meanwhile is told."),
    column(
        "agenda_events",
        JSONB,
        "Seq of the events that putting it on the agenda wrote, by subject.",
        server_default=_EVENTS,
    ),
    column("result_events", JSONB, "Seq of the events that its result wrote, by subject.", server_default=_EVENTS),
    PrimaryKeyConstraint("organisation_id", "item_id"),
    of_organisation(),
)
Index("sitting_item_sitting_ix", sitting_item.c.organisation_id, sitting_item.c.sitting_id)
Index("sitting_item_subjects_ix", sitting_item.c.subject_ids, postgresql_using="gin")

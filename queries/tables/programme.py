"""What `project` derives of the deliverables of a programme, and of contacts."""

from sqlalchemy import Boolean, Date, Double, Index, Integer, PrimaryKeyConstraint, Table, Text, Uuid

from queries.tables.base import DISTRIBUTED, Instant, column, organisation_id, subject_id, table
from queries.tables.proposals import moment

deliverable = table(
    "deliverable",
    "A deliverable of the programme: for whom, to what end, planned and in reality.",
    DISTRIBUTED,
    organisation_id(),
    subject_id(),
    column("source_id", Integer, "Source of the deliverable."),
    column("service_id", Integer, "Service last named for it.", null=True),
    column("title", Text, "The deliverable.", oslo="dct:title"),
    column("goal", Text, "Goal that it serves.", null=True),
    column("target_group", Text, "For whom: a persona.", null=True),
    column("impact", Text, "What it changes for them.", null=True),
    column("atelier", Text, "I, II, III or IV.", null=True),
    column("owner", Text, "Who answers for it: a service or function, never a person.", null=True),
    column("indicator", Text, "By what its progress is measured.", null=True),
    column("bbc_code", Text, "Code of the action in the multi-year plan (beleids- en beheerscyclus).", null=True),
    column("starts_on", Date, "Planned begin.", null=True),
    column("ends_on", Date, "Planned end.", null=True),
    column("state", Text, "planned, in_progress, delivered or stopped."),
    column("planned_at", Instant, "When it was first planned."),
    column("planned_day", Date, "Its local day."),
    *moment("started", "First started."),
    *moment("delivered", "Delivered, while it stands so."),
    *moment("stopped", "Stopped, while it stands so."),
    column("stop_reason", Text, "Why it was stopped.", null=True),
    *moment("reported", "Last report of progress."),
    column("progress_state", Text, "on_track, at_risk or late, as last reported.", null=True),
    column("progress_value", Double, "Value of the indicator, as last reported.", null=True),
    column("progress_text", Text, "What was last reported in words.", null=True),
    PrimaryKeyConstraint("organisation_id", "subject_id"),
)
for _name in ("state", "ends_on"):
    Index(f"deliverable_{_name}_ix", deliverable.c.organisation_id, deliverable.c[_name])

contact = table(
    "contact",
    "A contact of a citizen with the organisation, of which a melding may have come.",
    DISTRIBUTED,
    organisation_id(),
    subject_id(),
    column("source_id", Integer, "Source of the contact."),
    column("category_id", Integer, "Category.", null=True),
    column("area_id", Integer, "Area; empty: without place.", null=True),
    column("channel_id", Integer, "Channel."),
    column("service_id", Integer, "Service that answered or should answer.", null=True),
    column("made_at", Instant, "When."),
    column("made_day", Date, "Its local day."),
    column("answered", Boolean, "Answered at once."),
    column("melding_id", Uuid, "Melding that came of it.", null=True),
    PrimaryKeyConstraint("organisation_id", "subject_id"),
)
Index("contact_made_day_ix", contact.c.organisation_id, contact.c.made_day)
Index(
    "contact_melding_ix",
    contact.c.organisation_id,
    contact.c.melding_id,
    postgresql_where=contact.c.melding_id.is_not(None),
)

DERIVED_OF_DELIVERABLE: tuple[Table, ...] = (deliverable,)
DERIVED_OF_CONTACT: tuple[Table, ...] = (contact,)

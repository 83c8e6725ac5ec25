"""What happened and shows in the numbers: campaigns, planting days, new rules, storms."""

from sqlalchemy import Date, Index, PrimaryKeyConstraint, Text, Uuid

from queries.tables.base import DISTRIBUTED, Instant, column, of_organisation, organisation_id, table

annotation = table(
    "annotation",
    "What happened on some days and stands in the charts over time, in a few words.",
    DISTRIBUTED,
    organisation_id(),
    column("annotation_id", Uuid, "Public id."),
    column("first_day", Date, "First local day."),
    column("last_day", Date, "Last local day; the same day for what took one."),
    column("kind", Text, "campagne, plantdag, nieuwe_regel, storm or andere."),
    column("words", Text, "At most four words, as they stand in a chart."),
    column("text", Text, "More about it; empty text: nothing."),
    column("category", Text, "Code of the category of meldingen that it is about; empty: all.", null=True),
    column("theme", Text, "Code of the theme of proposals that it is about; empty: all.", null=True),
    column("area", Text, "Code of the neighbourhood that it is about; empty: all.", null=True),
    column("written_at", Instant, "When it was written."),
    column("written_by", Uuid, "Account that wrote it."),
    column("written_role", Text, "Role in which it was written."),
    PrimaryKeyConstraint("organisation_id", "annotation_id"),
    of_organisation(),
)
Index("annotation_last_day_ix", annotation.c.organisation_id, annotation.c.last_day)

"""What a town realised for the climate pact outside this database, as somebody told it with its source."""

from sqlalchemy import Boolean, Date, Double, Index, Integer, PrimaryKeyConstraint, Text

from queries.tables.base import DISTRIBUTED, Instant, column, of_organisation, organisation_id, table

climate_reading = table(
    "climate_reading",
    "How far a town is with a target of the climate pact, by another source: a total since the pact began to count.",
    DISTRIBUTED,
    organisation_id(),
    column("reading_id", Integer, "Number of the reading within the organisation."),
    column("indicator", Text, "The indicator (`config/data/indicators.csv`)."),
    column("on_day", Date, "Local day up to which it counts."),
    column("value", Double, "Total since the pact began to count, in the unit of the pact."),
    column(
        "includes_proposals",
        Boolean,
        "What was realised of the proposals of this database up to that day is in it: it does not count again.",
    ),
    column("source", Text, "Where it comes from."),
    column("told_at", Instant, "When it was written down."),
    column("withdrawn_at", Instant, "When it was withdrawn; empty: it counts.", null=True),
    PrimaryKeyConstraint("organisation_id", "reading_id"),
    of_organisation(),
)
Index(
    "climate_reading_indicator_ix",
    climate_reading.c.organisation_id,
    climate_reading.c.indicator,
    climate_reading.c.on_day,
)

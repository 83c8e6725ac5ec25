"""Organisations, how they follow each other and belong together, and what holds for the whole installation."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Identity,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from queries.tables.base import (
    ORGANISATION,
    REFERENCE,
    Instant,
    column,
    of_organisation,
    organisation_id,
    table,
    validity,
)

organisation = table(
    "organisation",
    "A local government or a partner of it (OCMW, politiezone, hulpverleningszone, intercommunale, region, ...).",
    REFERENCE,
    Column("organisation_id", Integer, Identity(), primary_key=True, comment=ORGANISATION),
    column("code", Text, "Short stable name for addresses and the command line.", unique=True),
    column("kind", Text, "municipality, ocmw, police_zone, rescue_zone, intermunicipal, agency, utility, region."),
    column("time_zone", Text, "IANA time zone in which its days are counted."),
    column("holiday_calendar", Text, "Country (ISO 3166) whose public holidays close its offices."),
    column("created_at", Instant, "When the row was made."),
    column(
        "area_kind",
        Text,
        "Kind of areas that decides where something lies (`area.kind`).",
        server_default=text("'neighbourhood'"),
    ),
)
organisation_version = table(
    "organisation_version",
    "Dated attributes of an organisation.",
    REFERENCE,
    organisation_id(),
    *validity(),
    column("name", Text, "Official name.", oslo="skos:prefLabel"),
    column("nis_code", Text, "NIS code of Statbel.", null=True, oslo="dct:identifier"),
    column("population", Integer, "Number of inhabitants.", null=True),
    column("source", Text, "Where name, code and population come from.", null=True),
    PrimaryKeyConstraint("organisation_id", "valid_from"),
    of_organisation(),
)
organisation_successor = table(
    "organisation_successor",
    "Mergers and splits: numbers of a predecessor are counted with its successor.",
    REFERENCE,
    column("from_id", Integer, "The organisation that ended."),
    column("to_id", Integer, "The organisation that took over."),
    column("on_day", Date, "First day of the successor."),
    PrimaryKeyConstraint("from_id", "to_id"),
    ForeignKeyConstraint(["from_id"], ["organisation.organisation_id"]),
    ForeignKeyConstraint(["to_id"], ["organisation.organisation_id"]),
)
organisation_membership = table(
    "organisation_membership",
    "Which organisations make up a region; regions overlap.",
    REFERENCE,
    column("region_id", Integer, "The region (an organisation of kind region or police_zone, ...)."),
    organisation_id(),
    *validity(),
    PrimaryKeyConstraint("region_id", "organisation_id", "valid_from"),
    ForeignKeyConstraint(["region_id"], ["organisation.organisation_id"]),
    of_organisation(),
)
setting = table(
    "setting",
    "Policy of this installation: one JSON value a key.",
    REFERENCE,
    Column("key", Text, primary_key=True, comment="Name of the setting."),
    column("value", JSONB, "Its value."),
)
grid_edge = table(
    "grid_edge",
    "The published duration grid; a duration takes the first edge not below it.",
    REFERENCE,
    column("grid", Text, "seconds or working_days."),
    column("bucket", SmallInteger, "Number of the edge, from 0."),
    column("edge", BigInteger, "The edge in whole seconds or whole working days."),
    PrimaryKeyConstraint("grid", "bucket"),
)

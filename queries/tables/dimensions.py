"""What the rows of one organisation are told apart by, its working days, norms and targets, and its sources."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from queries.tables.base import DISTRIBUTED, Instant, column, of_organisation, organisation_id, table, validity


def dimension(name: str, comment: str, extra: tuple[Column, ...], *version: Column) -> tuple[Table, Table]:
    """A dimension and its dated attributes: `<name>` holds the stable number and code, `<name>_version` the rest."""
    key = f"{name}_id"
    base = table(
        name,
        comment,
        DISTRIBUTED,
        organisation_id(),
        column(key, Integer, f"Stable number of the {name} within the organisation."),
        column("code", Text, "Stable code: the source's own, or made from the name."),
        *extra,
        PrimaryKeyConstraint("organisation_id", key),
        UniqueConstraint("organisation_id", "code"),
        of_organisation(),
    )
    dated = table(
        f"{name}_version",
        f"Dated attributes of a {name}.",
        DISTRIBUTED,
        organisation_id(),
        column(key, Integer, f"The {name}."),
        *validity(),
        column("name", Text, "Name on screen."),
        *version,
        PrimaryKeyConstraint("organisation_id", key, "valid_from"),
        ForeignKeyConstraint(["organisation_id", key], [f"{name}.organisation_id", f"{name}.{key}"]),
    )
    return base, dated


service, service_version = dimension("service", "A service (dienst) that handles meldingen.", ())
category, category_version = dimension(
    "category",
    "A local category of meldingen.",
    (),
    column("theme", Text, "Theme in which categories are grouped.", null=True),
    column("regional_code", Text, "Category shared by the region, for comparison.", null=True),
    column("product_code", Text, "IPDC product code.", null=True, oslo="cpsv:PublicService"),
)
area, area_version = dimension(
    "area",
    "A neighbourhood or other area.",
    (column("kind", Text, "neighbourhood, district, statistical_sector, ..."),),
    column("geometry", JSONB, "GeoJSON geometry in WGS 84.", null=True, oslo="locn:geometry"),
    column("population", Integer, "Number of inhabitants.", null=True),
    column("source", Text, "Where the boundary comes from.", null=True),
    column("file_id", Uuid, "Boundary file that brought this version; empty: none did.", null=True),
)
channel, channel_version = dimension("channel", "How a melding came in (loket, telefoon, web, app, ...).", ())
partner, partner_version = dimension(
    "partner",
    "Who is asked for advice or a task: own service, police, fire brigade, road agency, ...",
    (column("internal", Boolean, "Part of the own organisation.", server_default=text("false")),),
)
theme, theme_version = dimension("theme", "A theme of proposals, activities and communication (vergroening, ...).", ())
calendar = table(
    "calendar",
    "Working days: the difference of two `working_no` is a number of working days.",
    DISTRIBUTED,
    organisation_id(),
    column("day", Date, "Local day."),
    column("working", Boolean, "Whether the offices work on this day."),
    column("working_no", Integer, "Working days up to and including this day; a free day has that of the last one."),
    PrimaryKeyConstraint("organisation_id", "day"),
)
Index("calendar_working_no_ix", calendar.c.organisation_id, calendar.c.working_no, postgresql_where=calendar.c.working)
closing_day = table(
    "closing_day",
    "Days on which the offices are closed beside weekends and public holidays.",
    DISTRIBUTED,
    organisation_id(),
    column("day", Date, "Local day."),
    column("reason", Text, "Why."),
    PrimaryKeyConstraint("organisation_id", "day"),
    of_organisation(),
)
norm = table(
    "norm",
    "How long handling may take, valid on the day of receipt.",
    DISTRIBUTED,
    organisation_id(),
    column("norm_id", Integer, "Number of the norm within the organisation."),
    column("category_id", Integer, "Category to which it applies; empty: all without one of their own.", null=True),
    column("phase", Text, "What it limits: closing (receipt to first closing) or a stage."),
    column("n", Integer, "How many."),
    column("unit", Text, "working_day or calendar_day."),
    *validity(),
    PrimaryKeyConstraint("organisation_id", "norm_id"),
    of_organisation(),
)
target = table(
    "target",
    "What the organisation wants a number to be, valid on the last day of the period asked about.",
    DISTRIBUTED,
    organisation_id(),
    column("target_id", Integer, "Number of the target within the organisation."),
    column("measure", Text, "Id of the measure in the registry."),
    column("part", Text, "Part of the measure; empty text: the measure itself."),
    column("days", Text, "working or calendar, for a duration; empty: no duration.", null=True),
    column("service_id", Integer, "Service to which it applies; empty: all together.", null=True),
    column("direction", Text, "at_least or at_most."),
    column("goal", Double, "What is wanted, in the unit of the measure (a share is 0 to 1)."),
    column("amber", Double, "Beyond this it asks for attention."),
    column("red", Double, "Beyond this it is bad."),
    column("basis", Text, "Where it was laid down: a decision, a plan.", null=True),
    *validity(),
    PrimaryKeyConstraint("organisation_id", "target_id"),
    of_organisation(),
)
source = table(
    "source",
    "A system that meldingen come from.",
    DISTRIBUTED,
    organisation_id(),
    column("source_id", Integer, "Number of the source within the organisation."),
    column("code", Text, "Stable code."),
    column("name", Text, "Name on screen."),
    column("as_of", Instant, "Up to when its data is complete; open, overdue and ageing are judged there.", null=True),
    column("expected_every", Integer, "Hours after which a missing delivery is late.", null=True),
    column(
        "notifies",
        Boolean,
        "It tells when the citizen was told; of a source that does not, that is not known.",
        server_default=text("false"),
    ),
    PrimaryKeyConstraint("organisation_id", "source_id"),
    UniqueConstraint("organisation_id", "code"),
    of_organisation(),
)
import_run = table(
    "import_run",
    "One delivery through the loader, with its report.",
    DISTRIBUTED,
    organisation_id(),
    column("run_id", Uuid, "Public id of the run."),
    column("source_id", Integer, "The source."),
    column("state", Text, "merged, refused or voided."),
    column("file_name", Text, "Name of the file, without its folder.", null=True),
    column("file_sha256", Text, "Hash of the file.", null=True),
    column("as_of", Instant, "Up to when the delivery is complete.", null=True),
    column("started_at", Instant, "Start of the run."),
    column("finished_at", Instant, "End of the run."),
    column("voided_at", Instant, "When the run was taken out.", null=True),
    column("report", JSONB, "Counts, refusals, suspicions, dropped columns."),
    PrimaryKeyConstraint("organisation_id", "run_id"),
    of_organisation(),
)


# No foreign key to the organisation on the tables of many rows below: the loader checks it once a delivery, and a check

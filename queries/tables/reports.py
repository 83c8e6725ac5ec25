"""Reports: what is frozen of a kind, a scope and a period, its files, what was remarked beside it and how far it came.

A report holds numbers of many, motivations and notes of the administration, never words of citizens: so nothing in it
has to be erased, and what is frozen never changes. Its hash says so.
"""

from sqlalchemy import Date, Index, Integer, LargeBinary, PrimaryKeyConstraint, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from queries.tables.base import DISTRIBUTED, Instant, column, of_organisation, organisation_id, table

_REPORT = "Public id of the report (`report`)."
_VERSION = "Version of the report (`report_version`)."

report = table(
    "report",
    "A report of a kind about a period: all of an organisation, one service or one neighbourhood.",
    DISTRIBUTED,
    organisation_id(),
    column("report_id", Uuid, "Public id."),
    column("kind", Text, "Which report (`dashboard/reports/kinds/`)."),
    column("about", Text, "organisation, service or area."),
    column("member", Text, "Code of the service or area; empty text: all of the organisation."),
    column("first_day", Date, "First local day of its period."),
    column("last_day", Date, "Last local day of its period."),
    column("asked_at", Instant, "When it was first asked for."),
    column("asked_by", Uuid, "Account that asked for it.", null=True),
    PrimaryKeyConstraint("organisation_id", "report_id"),
    UniqueConstraint("organisation_id", "kind", "about", "member", "first_day", "last_day"),
    of_organisation(),
)

report_version = table(
    "report_version",
    "A report as it was made: never changed.",
    DISTRIBUTED,
    organisation_id(),
    column("report_id", Uuid, _REPORT),
    column("version", Integer, "Counts up from 1 within the report."),
    column("reader", Text, "Role whose rights decide what stands in it."),
    column(
        "reach",
        JSONB,
        "Organisations that it tells of, with their services by number (null: all); who reaches all of it may read it.",
    ),
    column("as_of", Instant, "Up to when its data goes.", null=True),
    column("made_at", Instant, "When it was made."),
    column("made_by", Uuid, "Account that asked for it.", null=True),
    column("made_role", Text, "Role in which it was asked."),
    column("frozen", JSONB, "What it says: charts, numbers, definitions, remarks (`dashboard/jobs/reports/`)."),
    column("hash", Text, "SHA-256 of what is frozen, as JSON in its one canonical form."),
    PrimaryKeyConstraint("organisation_id", "report_id", "version"),
    of_organisation(),
)

report_file = table(
    "report_file",
    "A version of a report as a file.",
    DISTRIBUTED,
    organisation_id(),
    column("report_id", Uuid, _REPORT),
    column("version", Integer, _VERSION),
    column("format", Text, "pdf, docx, xlsx or pptx."),
    column("content", LargeBinary, "The file."),
    PrimaryKeyConstraint("organisation_id", "report_id", "version", "format"),
    of_organisation(),
)

report_remark = table(
    "report_remark",
    "What director, mayor or alderman remarks beside a part of a report; a later one beside the same part replaces it.",
    DISTRIBUTED,
    organisation_id(),
    column("report_id", Uuid, _REPORT),
    column("remark_id", Uuid, "Public id."),
    column("block", Text, "The part of the report (`dashboard/reports/kinds/`); empty text: the report as a whole."),
    column("text", Text, "The remark; empty text: taken away."),
    column("written_at", Instant, "When."),
    column("author_id", Uuid, "Account that wrote it.", null=True),
    column("author_role", Text, "Role in which it was written."),
    PrimaryKeyConstraint("organisation_id", "report_id", "remark_id"),
    of_organisation(),
)

report_step = table(
    "report_step",
    "How far a version of a report has come: each step by whom and when; the last one counts.",
    DISTRIBUTED,
    organisation_id(),
    column("report_id", Uuid, _REPORT),
    column("version", Integer, _VERSION),
    column("step_no", Integer, "Counts up from 1 within the report."),
    column("state", Text, "reviewed, on_agenda, published or withdrawn (`config.kinds.ReportState`)."),
    column("at", Instant, "When."),
    column("by_id", Uuid, "Account that did it.", null=True),
    column("by_role", Text, "Role in which it was done."),
    column("sitting_id", Uuid, "Public id of the sitting whose agenda it is on (`sitting`).", null=True),
    column("reason", Text, "Why it was withdrawn.", null=True),
    PrimaryKeyConstraint("organisation_id", "report_id", "step_no"),
    of_organisation(),
)
Index("report_step_version_ix", report_step.c.organisation_id, report_step.c.report_id, report_step.c.version)

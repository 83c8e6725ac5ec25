"""The schema of the central database: the contract between writing and reading.

Every column says what it holds; `docs/data-dictionary.md` is generated from here. `info` of a table names how it is
spread over machines (`distribution`: distributed by organisation, reference, or local) and, where one exists, the OSLO
term of a column (`oslo`). Days are local to the organisation; instants are UTC, projected ones in whole seconds.
"""

from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    cast,
    exists,
    literal,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP

NAMING = {
    "ix": "%(table_name)s_%(column_0_N_name)s_ix",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}
metadata = MetaData(naming_convention=NAMING)
DISTRIBUTED, REFERENCE, LOCAL = "distributed", "reference", "local"
Instant = TIMESTAMP(timezone=True)

ORGANISATION = "Own, stable number of the organisation; never reused. Begins every key."
SUBJECT = "Public id (UUIDv7) of the melding or other subject."


def _column(name: str, kind: Any, comment: str, *, null: bool = False, oslo: str | None = None, **more: Any) -> Column:
    info = {"oslo": oslo} if oslo else {}
    return Column(name, kind, comment=comment, nullable=null, info=info, **more)


def _table(name: str, comment: str, distribution: str, *parts: Any) -> Table:
    return Table(name, metadata, *parts, comment=comment, info={"distribution": distribution})


def _organisation() -> Column:
    return _column("organisation_id", Integer, ORGANISATION)


def _subject() -> Column:
    return _column("subject_id", Uuid, SUBJECT)


def _of_organisation() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["organisation_id"], ["organisation.organisation_id"])


def _validity() -> tuple[Column, Column]:
    return (
        _column("valid_from", Date, "First local day on which this row holds."),
        _column("valid_to", Date, "Last local day on which this row holds; empty: until further notice.", null=True),
    )


# --- organisations -----------------------------------------------------------------------------------------------
organisation = _table(
    "organisation",
    "A local government or a partner of it (OCMW, politiezone, hulpverleningszone, intercommunale, region, ...).",
    REFERENCE,
    Column("organisation_id", Integer, Identity(), primary_key=True, comment=ORGANISATION),
    _column("code", Text, "Short stable name for addresses and the command line.", unique=True),
    _column("kind", Text, "municipality, ocmw, police_zone, rescue_zone, intermunicipal, agency, utility, region."),
    _column("time_zone", Text, "IANA time zone in which its days are counted."),
    _column("holiday_calendar", Text, "Country (ISO 3166) whose public holidays close its offices."),
    _column("created_at", Instant, "When the row was made."),
)
organisation_version = _table(
    "organisation_version",
    "Dated attributes of an organisation.",
    REFERENCE,
    _organisation(),
    *_validity(),
    _column("name", Text, "Official name.", oslo="skos:prefLabel"),
    _column("nis_code", Text, "NIS code of Statbel.", null=True, oslo="dct:identifier"),
    _column("population", Integer, "Number of inhabitants.", null=True),
    _column("source", Text, "Where name, code and population come from.", null=True),
    PrimaryKeyConstraint("organisation_id", "valid_from"),
    _of_organisation(),
)
organisation_successor = _table(
    "organisation_successor",
    "Mergers and splits: numbers of a predecessor are counted with its successor.",
    REFERENCE,
    _column("from_id", Integer, "The organisation that ended."),
    _column("to_id", Integer, "The organisation that took over."),
    _column("on_day", Date, "First day of the successor."),
    PrimaryKeyConstraint("from_id", "to_id"),
    ForeignKeyConstraint(["from_id"], ["organisation.organisation_id"]),
    ForeignKeyConstraint(["to_id"], ["organisation.organisation_id"]),
)
organisation_membership = _table(
    "organisation_membership",
    "Which organisations make up a region; regions overlap.",
    REFERENCE,
    _column("region_id", Integer, "The region (an organisation of kind region or police_zone, ...)."),
    _organisation(),
    *_validity(),
    PrimaryKeyConstraint("region_id", "organisation_id", "valid_from"),
    ForeignKeyConstraint(["region_id"], ["organisation.organisation_id"]),
    _of_organisation(),
)
setting = _table(
    "setting",
    "Policy of this installation: one JSON value a key.",
    REFERENCE,
    Column("key", Text, primary_key=True, comment="Name of the setting."),
    _column("value", JSONB, "Its value."),
)
grid_edge = _table(
    "grid_edge",
    "The published duration grid; a duration takes the first edge not below it.",
    REFERENCE,
    _column("grid", Text, "seconds or working_days."),
    _column("bucket", SmallInteger, "Number of the edge, from 0."),
    _column("edge", BigInteger, "The edge in whole seconds or whole working days."),
    PrimaryKeyConstraint("grid", "bucket"),
)


# --- dimensions of one organisation ------------------------------------------------------------------------------
def _dimension(name: str, comment: str, extra: tuple[Column, ...], *version: Column) -> tuple[Table, Table]:
    """A dimension and its dated attributes: `<name>` holds the stable number and code, `<name>_version` the rest."""
    key = f"{name}_id"
    base = _table(
        name,
        comment,
        DISTRIBUTED,
        _organisation(),
        _column(key, Integer, f"Stable number of the {name} within the organisation."),
        _column("code", Text, "Stable code: the source's own, or made from the name."),
        *extra,
        PrimaryKeyConstraint("organisation_id", key),
        UniqueConstraint("organisation_id", "code"),
        _of_organisation(),
    )
    dated = _table(
        f"{name}_version",
        f"Dated attributes of a {name}.",
        DISTRIBUTED,
        _organisation(),
        _column(key, Integer, f"The {name}."),
        *_validity(),
        _column("name", Text, "Name on screen."),
        *version,
        PrimaryKeyConstraint("organisation_id", key, "valid_from"),
        ForeignKeyConstraint(["organisation_id", key], [f"{name}.organisation_id", f"{name}.{key}"]),
    )
    return base, dated


service, service_version = _dimension("service", "A service (dienst) that handles meldingen.", ())
category, category_version = _dimension(
    "category",
    "A local category of meldingen.",
    (),
    _column("theme", Text, "Theme in which categories are grouped.", null=True),
    _column("regional_code", Text, "Category shared by the region, for comparison.", null=True),
    _column("product_code", Text, "IPDC product code.", null=True, oslo="cpsv:PublicService"),
)
area, area_version = _dimension(
    "area",
    "A neighbourhood or other area.",
    (_column("kind", Text, "neighbourhood, district, statistical_sector, ..."),),
    _column("geometry", JSONB, "GeoJSON geometry in WGS 84.", null=True, oslo="locn:geometry"),
    _column("population", Integer, "Number of inhabitants.", null=True),
    _column("source", Text, "Where the boundary comes from.", null=True),
)
channel, channel_version = _dimension("channel", "How a melding came in (loket, telefoon, web, app, ...).", ())
partner, partner_version = _dimension(
    "partner", "Who is asked for advice or a task: own service, police, fire brigade, road agency, ...", ()
)
calendar = _table(
    "calendar",
    "Working days: the difference of two `working_no` is a number of working days.",
    DISTRIBUTED,
    _organisation(),
    _column("day", Date, "Local day."),
    _column("working", Boolean, "Whether the offices work on this day."),
    _column("working_no", Integer, "Working days up to and including this day; a free day has that of the last one."),
    PrimaryKeyConstraint("organisation_id", "day"),
)
Index("calendar_working_no_ix", calendar.c.organisation_id, calendar.c.working_no, postgresql_where=calendar.c.working)
closing_day = _table(
    "closing_day",
    "Days on which the offices are closed beside weekends and public holidays.",
    DISTRIBUTED,
    _organisation(),
    _column("day", Date, "Local day."),
    _column("reason", Text, "Why."),
    PrimaryKeyConstraint("organisation_id", "day"),
    _of_organisation(),
)
norm = _table(
    "norm",
    "How long handling may take, valid on the day of receipt.",
    DISTRIBUTED,
    _organisation(),
    _column("norm_id", Integer, "Number of the norm within the organisation."),
    _column("category_id", Integer, "Category to which it applies; empty: all without one of their own.", null=True),
    _column("phase", Text, "What it limits: closing (receipt to first closing) or a stage."),
    _column("n", Integer, "How many."),
    _column("unit", Text, "working_day or calendar_day."),
    *_validity(),
    PrimaryKeyConstraint("organisation_id", "norm_id"),
    _of_organisation(),
)
source = _table(
    "source",
    "A system that meldingen come from.",
    DISTRIBUTED,
    _organisation(),
    _column("source_id", Integer, "Number of the source within the organisation."),
    _column("code", Text, "Stable code."),
    _column("name", Text, "Name on screen."),
    _column("as_of", Instant, "Up to when its data is complete; open, overdue and ageing are judged there.", null=True),
    _column("expected_every", Integer, "Hours after which a missing delivery is late.", null=True),
    PrimaryKeyConstraint("organisation_id", "source_id"),
    UniqueConstraint("organisation_id", "code"),
    _of_organisation(),
)
import_run = _table(
    "import_run",
    "One delivery through the loader, with its report.",
    DISTRIBUTED,
    _organisation(),
    _column("run_id", Uuid, "Public id of the run."),
    _column("source_id", Integer, "The source."),
    _column("state", Text, "merged, refused or voided."),
    _column("file_name", Text, "Name of the file, without its folder.", null=True),
    _column("file_sha256", Text, "Hash of the file.", null=True),
    _column("as_of", Instant, "Up to when the delivery is complete.", null=True),
    _column("started_at", Instant, "Start of the run."),
    _column("finished_at", Instant, "End of the run."),
    _column("voided_at", Instant, "When the run was taken out.", null=True),
    _column("report", JSONB, "Counts, refusals, suspicions, dropped columns."),
    PrimaryKeyConstraint("organisation_id", "run_id"),
    _of_organisation(),
)


# No foreign key to the organisation on the tables of many rows below: the loader checks it once a delivery, and a check
# a row would cost a third of an import.
# --- truth: events -----------------------------------------------------------------------------------------------
subject = _table(
    "subject",
    "Identity: which key of which source is which subject. Never removed, so a public link stays valid.",
    DISTRIBUTED,
    _organisation(),
    _subject(),
    _column("topic", Text, "melding; later also proposal, activity, deliverable."),
    _column("source_id", Integer, "The source that names it."),
    _column("source_key", Text, "Its key in that source.", oslo="adms:identifier"),
    PrimaryKeyConstraint("organisation_id", "subject_id"),
    UniqueConstraint("organisation_id", "source_id", "source_key"),
)
event = _table(
    "event",
    "The truth, append-only: everything else is derived from it. A correction voids and appends.",
    DISTRIBUTED,
    _organisation(),
    _subject(),
    _column("seq", Integer, "Order of recording within the subject, from 1."),
    _column("kind", Text, "Kind of event (`config.kinds.EventKind`)."),
    _column("occurred_at", Instant, "When it happened."),
    _column("recorded_at", Instant, "When it reached this database."),
    _column("service_id", Integer, "Service that holds the melding from here on, or that acted.", null=True),
    _column("actor_role", Text, "citizen, system, service or a role; never a person.", null=True),
    _column("inferred", Boolean, "Derived from a status and dates, not delivered as an event."),
    _column("payload", JSONB, "What the kind needs; checked by the loader."),
    _column("source_id", Integer, "The source that told it.", null=True),
    _column("source_event_key", Text, "Its key in that source.", null=True),
    _column("revision", SmallInteger, "How many times that key was told differently before."),
    _column("import_run_id", Uuid, "The run that brought it.", null=True),
    _column("voids_seq", Integer, "For kind void: the event of this subject that no longer counts.", null=True),
    PrimaryKeyConstraint("organisation_id", "subject_id", "seq"),
    UniqueConstraint("organisation_id", "source_id", "source_event_key", "revision"),
)
# the events of a run lie together on disk, so a range a block finds them
Index("event_run_ix", event.c.import_run_id, postgresql_using="brin", postgresql_with={"autosummarize": True})
Index(
    "event_voids_ix",
    event.c.organisation_id,
    event.c.subject_id,
    event.c.voids_seq,
    postgresql_where=event.c.voids_seq.is_not(None),
)


# --- derived by project(keys) ------------------------------------------------------------------------------------
def _dimensions_of_melding() -> tuple[Column, ...]:
    """Copied onto each derived table, so that one question reads one table."""
    return (
        _column("source_id", Integer, "Source of the melding."),
        _column("melding_kind", Text, "melding, klacht or vraag."),
        _column("category_id", Integer, "Category as known now.", null=True),
        _column("area_id", Integer, "Area as known now; empty: without place.", null=True),
        _column("channel_id", Integer, "Channel of intake.", null=True),
    )


def _child(name: str, comment: str, number: str, *columns: Column) -> Table:
    return _table(
        name,
        comment,
        DISTRIBUTED,
        _organisation(),
        _subject(),
        _column(number, SmallInteger, "Order within the subject, from 1."),
        *columns,
        PrimaryKeyConstraint("organisation_id", "subject_id", number),
    )


melding = _table(
    "melding",
    "Current state and milestones of each melding, derived from its events.",
    DISTRIBUTED,
    _organisation(),
    _subject(),
    _column("number", Text, "Dossier number as the source gives it.", null=True, oslo="adms:identifier"),
    _column("title", Text, "Short title without personal data.", null=True, oslo="dct:title"),
    *_dimensions_of_melding(),
    _column("service_id", Integer, "Service that holds it, or held it last.", null=True),
    _column("intake_category_id", Integer, "Category at intake.", null=True),
    _column("first_service_id", Integer, "First service that held it.", null=True),
    _column("lon", Double, "Longitude, WGS 84.", null=True, oslo="locn:geometry"),
    _column("lat", Double, "Latitude, WGS 84.", null=True, oslo="locn:geometry"),
    _column("stage", Text, "Stage of an open melding, outcome of a closed one.", oslo="adms:status"),
    _column("stage_since", Instant, "When that stage or closing began."),
    _column("received_at", Instant, "Receipt.", oslo="dct:issued"),
    _column("received_day", Date, "Local day of receipt."),
    _column("open", Boolean, "Not closed, or reopened since."),
    _column("closings", SmallInteger, "Number of closing events."),
    _column("reopenings", SmallInteger, "Number of reopening events."),
    _column("first_closed_at", Instant, "First closing.", null=True),
    _column("first_closed_day", Date, "Its local day.", null=True),
    _column("last_closed_at", Instant, "Last closing, also when reopened since.", null=True),
    _column("last_closed_day", Date, "Its local day.", null=True),
    _column("deadline_at", Instant, "Last second on which a first closing is on time; empty: no norm.", null=True),
    _column("deadline_origin", Text, "source or norm.", null=True),
    _column("deadline_moves", Boolean, "The clock stands still now and the norm deadline moves with it."),
    _column("judged_at", Instant, "Earlier of first closing and deadline: when on time is decided.", null=True),
    _column("judged_day", Date, "Its local day.", null=True),
    _column("on_time", Boolean, "First closing not after the deadline; empty: no norm.", null=True),
    PrimaryKeyConstraint("organisation_id", "subject_id"),
)
for _days in ("received_day", "first_closed_day", "judged_day"):
    Index(f"melding_{_days}_ix", melding.c.organisation_id, melding.c[_days])
Index("melding_open_ix", melding.c.organisation_id, melding.c.received_day, postgresql_where=melding.c.open)

closing = _child(
    "closing",
    "One row a closing event of a melding, with the reopening that followed it.",
    "closing_no",
    *_dimensions_of_melding(),
    _column("service_id", Integer, "Service of the melding as known now.", null=True),
    _column("received_at", Instant, "Receipt of the melding."),
    _column("received_day", Date, "Its local day."),
    _column("closed_at", Instant, "The closing."),
    _column("closed_day", Date, "Its local day."),
    _column("outcome", Text, "Outcome, also when it was changed while closed."),
    _column("reopened_at", Instant, "Reopening that followed.", null=True),
    _column("reopened_day", Date, "Its local day.", null=True),
    _column("reopened_by", Text, "citizen or service.", null=True),
    _column("next_closed_day", Date, "Local day of the closing after that reopening.", null=True),
    _column("lead_seconds", BigInteger, "Receipt to this closing, less stopped clock and time spent closed."),
    _column("lead_bucket", SmallInteger, "The same on the grid of seconds."),
    _column("lead_working_days", Integer, "The same in working days."),
    _column("lead_working_bucket", SmallInteger, "The same on the grid of working days."),
)
Index("closing_closed_day_ix", closing.c.organisation_id, closing.c.closed_day)
Index(
    "closing_reopened_day_ix",
    closing.c.organisation_id,
    closing.c.reopened_day,
    postgresql_where=closing.c.reopened_day.is_not(None),
)
Index("closing_received_day_ix", closing.c.organisation_id, closing.c.received_day)

stay = _child(
    "stay",
    "One row a visit to a stage at a service; waiting repeats.",
    "stay_no",
    *_dimensions_of_melding(),
    _column("stage", Text, "The stage."),
    _column("service_id", Integer, "The service that held it during this visit.", null=True),
    _column("entered_at", Instant, "Begin."),
    _column("entered_day", Date, "Its local day."),
    _column("left_at", Instant, "End; empty: still there.", null=True),
    _column("left_day", Date, "Its local day.", null=True),
)

advice = _child(
    "advice",
    "Advice asked beside the handling.",
    "advice_no",
    _column("partner_id", Integer, "Who was asked.", null=True),
    _column("system", Text, "The system in which it lives.", null=True),
    _column("requested_at", Instant, "Asked."),
    _column("due_at", Instant, "Asked by.", null=True),
    _column("received_at", Instant, "Received; empty: still out.", null=True),
)
task = _child(
    "task",
    "A task that followed, possibly in another system.",
    "task_no",
    _column("partner_id", Integer, "Who does it.", null=True),
    _column("system", Text, "The system in which it lives.", null=True),
    _column("created_at", Instant, "Given."),
    _column("due_at", Instant, "Due.", null=True),
    _column("done_at", Instant, "Done; empty: not yet.", null=True),
)
notification = _child(
    "notification",
    "A message to the citizen at one of the five moments.",
    "notification_no",
    _column("moment", Text, "ontvankelijk, acties_voorgesteld, beslissing, afgehandeld or evaluatie_gevraagd."),
    _column("channel", Text, "mijn_burgerprofiel, e-mail, sms, brief or telefoon."),
    _column("told_at", Instant, "When it was sent."),
    _column("told_day", Date, "Its local day."),
)
decision = _child(
    "decision",
    "A decision of college, council or another organ on a melding.",
    "decision_no",
    _column("organ", Text, "Who decides.", null=True, oslo="besluit:Bestuursorgaan"),
    _column("result", Text, "approved or refused.", null=True),
    _column("number", Text, "Number of the decision.", null=True),
    _column("uri", Text, "Address of the decision.", null=True, oslo="besluit:Besluit"),
    _column("ready_at", Instant, "Ready for the agenda.", null=True),
    _column("on_agenda_at", Instant, "On the agenda.", null=True),
    _column("decided_at", Instant, "Decided.", null=True),
    _column("signed_at", Instant, "Signed.", null=True),
    _column("published_at", Instant, "Published.", null=True),
)
evaluation = _child(
    "evaluation",
    "The citizen's evaluation of the handling.",
    "evaluation_no",
    _column("asked_at", Instant, "Asked.", null=True),
    _column("answered_at", Instant, "Answered.", null=True),
    _column("score", SmallInteger, "1 to 5.", null=True),
    _column("resolved", Boolean, "Whether the citizen finds it solved.", null=True),
    _column("processed_at", Instant, "Read and processed by the handler.", null=True),
    _column("follow_up", Text, "What was done with it.", null=True),
)
outbox = _table(
    "outbox",
    "What a write touched, for the worker; no key and no trigger on purpose: keys on dirty rows deadlocked.",
    DISTRIBUTED,
    _organisation(),
    _column("topic", Text, "melding, ..."),
    _column("day", Date, "Local day of which numbers may have changed."),
    _column("written_at", Instant, "When."),
)

# --- people who log in -------------------------------------------------------------------------------------------
account = _table(
    "account",
    "Who may log in. No personal data beyond what logging in needs.",
    LOCAL,
    Column("account_id", Uuid, primary_key=True, comment="Public id."),
    _column("username", Text, "Login name, lower case.", unique=True),
    _column("display_name", Text, "Name on screen."),
    _column("language", Text, "nl or en."),
    _column("password_hash", Text, "argon2 hash; empty until the invitation is used.", null=True),
    _column("session_version", Integer, "Raised when rights or password change: ends running sessions."),
    _column("demo", Boolean, "Made by the demo; refuses to log in elsewhere."),
    _column("created_at", Instant, "When it was made."),
    _column("disabled_at", Instant, "When it was closed.", null=True),
)
MAY_ENTER = account.c.disabled_at.is_(None) & (
    ~account.c.demo | exists().where(setting.c.key == "demo", setting.c.value == cast(literal("true"), JSONB))
)
"""Whether an account may log in here, and stay: not disabled, and no demo account outside the demo's database."""
account_grant = _table(
    "account_grant",
    "What an account is, where and when.",
    LOCAL,
    _column("account_id", Uuid, "The account."),
    _column("grant_no", Integer, "Order within the account, from 1."),
    _organisation(),
    _column("role", Text, "`config.kinds.Role`."),
    _column("service_ids", ARRAY(Integer), "Services to which the role is limited; empty: all.", null=True),
    *_validity(),
    PrimaryKeyConstraint("account_id", "grant_no"),
    ForeignKeyConstraint(["account_id"], ["account.account_id"]),
    _of_organisation(),
)
one_time_link = _table(
    "one_time_link",
    "Invitation or new password: shown once to the beheerder, who hands it over.",
    LOCAL,
    Column("token_hash", LargeBinary, primary_key=True, comment="SHA-256 of the token."),
    _column("account_id", Uuid, "For whom."),
    _column("purpose", Text, "invitation or reset."),
    _column("created_by", Uuid, "Who made it; empty: the command line.", null=True),
    _column("created_at", Instant, "When."),
    _column("expires_at", Instant, "Until when it works."),
    _column("used_at", Instant, "When it was used.", null=True),
    ForeignKeyConstraint(["account_id"], ["account.account_id"]),
)
login_attempt = _table(
    "login_attempt",
    "Counted to slow down guessing; both columns are keyed hashes, removed after a day.",
    LOCAL,
    Column("attempt_id", BigInteger, Identity(), primary_key=True, comment="Order."),
    _column("username", Text, "Keyed hash of the name tried."),
    _column("address", Text, "Keyed hash of the network address."),
    _column("at", Instant, "When."),
    _column("succeeded", Boolean, "Whether it succeeded."),
)
Index("login_attempt_at_ix", login_attempt.c.at)
audit = _table(
    "audit",
    "Who did what: one row an action.",
    DISTRIBUTED,
    _organisation(),
    _column("audit_id", Uuid, "Public id."),
    _column("at", Instant, "When."),
    _column("actor_id", Uuid, "Account; empty: command line or worker.", null=True),
    _column("actor_role", Text, "Role in which it was done."),
    _column("action", Text, "What."),
    _column("subject_id", Uuid, "On what.", null=True),
    _column("detail", JSONB, "More, without personal data.", server_default=text("'{}'::jsonb")),
    _column("request_id", Text, "Request in the logs."),
    PrimaryKeyConstraint("organisation_id", "audit_id"),
    _of_organisation(),
)
Index("audit_at_ix", audit.c.organisation_id, audit.c.at)

DERIVED: tuple[Table, ...] = (melding, closing, stay, advice, task, notification, decision, evaluation)
"""Tables that hold nothing but what `project` makes of the events."""

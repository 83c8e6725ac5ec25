"""The central database."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("username", sa.Text(), nullable=False, comment="Login name, lower case."),
        sa.Column("display_name", sa.Text(), nullable=False, comment="Name on screen."),
        sa.Column("language", sa.Text(), nullable=False, comment="nl or en."),
        sa.Column(
            "password_hash", sa.Text(), nullable=True, comment="argon2 hash; empty until the invitation is used."
        ),
        sa.Column(
            "session_version",
            sa.Integer(),
            nullable=False,
            comment="Raised when rights or password change: ends running sessions.",
        ),
        sa.Column("demo", sa.Boolean(), nullable=False, comment="Made by the demo; refuses to log in elsewhere."),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was made."),
        sa.Column("disabled_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="When it was closed."),
        sa.PrimaryKeyConstraint("account_id", name=op.f("account_pkey")),
        sa.UniqueConstraint("username", name=op.f("account_username_key")),
        comment="Who may log in. No personal data beyond what logging in needs.",
        info={"distribution": "local"},
    )
    op.create_table(
        "advice",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("advice_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
        sa.Column("partner_id", sa.Integer(), nullable=True, comment="Who was asked."),
        sa.Column("system", sa.Text(), nullable=True, comment="The system in which it lives."),
        sa.Column("requested_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="Asked."),
        sa.Column("due_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Asked by."),
        sa.Column(
            "received_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Received; empty: still out."
        ),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "advice_no", name=op.f("advice_pkey")),
        comment="Advice asked beside the handling.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "calendar",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("day", sa.Date(), nullable=False, comment="Local day."),
        sa.Column("working", sa.Boolean(), nullable=False, comment="Whether the offices work on this day."),
        sa.Column(
            "working_no",
            sa.Integer(),
            nullable=False,
            comment="Working days up to and including this day; a free day has that of the last one.",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "day", name=op.f("calendar_pkey")),
        comment="Working days: the difference of two `working_no` is a number of working days.",
        info={"distribution": "distributed"},
    )
    op.create_index(
        "calendar_working_no_ix",
        "calendar",
        ["organisation_id", "working_no"],
        unique=False,
        postgresql_where="working",
    )
    op.create_table(
        "closing",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("closing_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the melding."),
        sa.Column("melding_kind", sa.Text(), nullable=False, comment="melding, klacht or vraag."),
        sa.Column("category_id", sa.Integer(), nullable=True, comment="Category as known now."),
        sa.Column("area_id", sa.Integer(), nullable=True, comment="Area as known now; empty: without place."),
        sa.Column("channel_id", sa.Integer(), nullable=True, comment="Channel of intake."),
        sa.Column("service_id", sa.Integer(), nullable=True, comment="Service of the melding as known now."),
        sa.Column(
            "received_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="Receipt of the melding."
        ),
        sa.Column("received_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column("closed_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="The closing."),
        sa.Column("closed_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column("outcome", sa.Text(), nullable=False, comment="Outcome, also when it was changed while closed."),
        sa.Column(
            "reopened_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Reopening that followed."
        ),
        sa.Column("reopened_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("reopened_by", sa.Text(), nullable=True, comment="citizen or service."),
        sa.Column(
            "next_closed_day", sa.Date(), nullable=True, comment="Local day of the closing after that reopening."
        ),
        sa.Column(
            "lead_seconds",
            sa.BigInteger(),
            nullable=False,
            comment="Receipt to this closing, less stopped clock and time spent closed.",
        ),
        sa.Column("lead_bucket", sa.SmallInteger(), nullable=False, comment="The same on the grid of seconds."),
        sa.Column("lead_working_days", sa.Integer(), nullable=False, comment="The same in working days."),
        sa.Column(
            "lead_working_bucket", sa.SmallInteger(), nullable=False, comment="The same on the grid of working days."
        ),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "closing_no", name=op.f("closing_pkey")),
        comment="One row a closing event of a melding, with the reopening that followed it.",
        info={"distribution": "distributed"},
    )
    op.create_index("closing_closed_day_ix", "closing", ["organisation_id", "closed_day"], unique=False)
    op.create_index("closing_received_day_ix", "closing", ["organisation_id", "received_day"], unique=False)
    op.create_index(
        "closing_reopened_day_ix",
        "closing",
        ["organisation_id", "reopened_day"],
        unique=False,
        postgresql_where=sa.text("reopened_day IS NOT NULL"),
    )
    op.create_table(
        "decision",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("decision_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
        sa.Column("organ", sa.Text(), nullable=True, comment="Who decides."),
        sa.Column("result", sa.Text(), nullable=True, comment="approved or refused."),
        sa.Column("number", sa.Text(), nullable=True, comment="Number of the decision."),
        sa.Column("uri", sa.Text(), nullable=True, comment="Address of the decision."),
        sa.Column("ready_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Ready for the agenda."),
        sa.Column("on_agenda_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="On the agenda."),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Decided."),
        sa.Column("signed_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Signed."),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Published."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "decision_no", name=op.f("decision_pkey")),
        comment="A decision of college, council or another organ on a melding.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "evaluation",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("evaluation_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
        sa.Column("asked_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Asked."),
        sa.Column("answered_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Answered."),
        sa.Column("score", sa.SmallInteger(), nullable=True, comment="1 to 5."),
        sa.Column("resolved", sa.Boolean(), nullable=True, comment="Whether the citizen finds it solved."),
        sa.Column(
            "processed_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="Read and processed by the handler.",
        ),
        sa.Column("follow_up", sa.Text(), nullable=True, comment="What was done with it."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "evaluation_no", name=op.f("evaluation_pkey")),
        comment="The citizen's evaluation of the handling.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "event",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("seq", sa.Integer(), nullable=False, comment="Order of recording within the subject, from 1."),
        sa.Column("kind", sa.Text(), nullable=False, comment="Kind of event (`config.kinds.EventKind`)."),
        sa.Column("occurred_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it happened."),
        sa.Column(
            "recorded_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it reached this database."
        ),
        sa.Column(
            "service_id",
            sa.Integer(),
            nullable=True,
            comment="Service that holds the melding from here on, or that acted.",
        ),
        sa.Column(
            "actor_role", sa.Text(), nullable=True, comment="citizen, system, service or a role; never a person."
        ),
        sa.Column(
            "inferred",
            sa.Boolean(),
            nullable=False,
            comment="Derived from a status and dates, not delivered as an event.",
        ),
        sa.Column(
            "payload",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="What the kind needs; checked by the loader.",
        ),
        sa.Column("source_id", sa.Integer(), nullable=True, comment="The source that told it."),
        sa.Column("source_event_key", sa.Text(), nullable=True, comment="Its key in that source."),
        sa.Column(
            "revision",
            sa.SmallInteger(),
            nullable=False,
            comment="How many times that key was told differently before.",
        ),
        sa.Column("import_run_id", sa.Uuid(), nullable=True, comment="The run that brought it."),
        sa.Column(
            "voids_seq",
            sa.Integer(),
            nullable=True,
            comment="For kind void: the event of this subject that no longer counts.",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "seq", name=op.f("event_pkey")),
        sa.UniqueConstraint(
            "organisation_id",
            "source_id",
            "source_event_key",
            "revision",
            name=op.f("event_organisation_id_source_id_source_event_key_revision_key"),
        ),
        comment="The truth, append-only: everything else is derived from it. A correction voids and appends.",
        info={"distribution": "distributed"},
    )
    op.create_index("event_run_ix", "event", ["organisation_id", "import_run_id"], unique=False)
    op.create_index(
        "event_voids_ix",
        "event",
        ["organisation_id", "subject_id", "voids_seq"],
        unique=False,
        postgresql_where=sa.text("voids_seq IS NOT NULL"),
    )
    op.create_table(
        "grid_edge",
        sa.Column("grid", sa.Text(), nullable=False, comment="seconds or working_days."),
        sa.Column("bucket", sa.SmallInteger(), nullable=False, comment="Number of the edge, from 0."),
        sa.Column("edge", sa.BigInteger(), nullable=False, comment="The edge in whole seconds or whole working days."),
        sa.PrimaryKeyConstraint("grid", "bucket", name=op.f("grid_edge_pkey")),
        comment="The published duration grid; a duration takes the first edge not below it.",
        info={"distribution": "reference"},
    )
    op.create_table(
        "login_attempt",
        sa.Column("attempt_id", sa.BigInteger(), sa.Identity(always=False), nullable=False, comment="Order."),
        sa.Column("username", sa.Text(), nullable=False, comment="Keyed hash of the name tried."),
        sa.Column("address", sa.Text(), nullable=False, comment="Keyed hash of the network address."),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When."),
        sa.Column("succeeded", sa.Boolean(), nullable=False, comment="Whether it succeeded."),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("login_attempt_pkey")),
        comment="Counted to slow down guessing; both columns are keyed hashes, removed after a day.",
        info={"distribution": "local"},
    )
    op.create_index("login_attempt_at_ix", "login_attempt", ["at"], unique=False)
    op.create_table(
        "melding",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("number", sa.Text(), nullable=True, comment="Dossier number as the source gives it."),
        sa.Column("title", sa.Text(), nullable=True, comment="Short title without personal data."),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the melding."),
        sa.Column("melding_kind", sa.Text(), nullable=False, comment="melding, klacht or vraag."),
        sa.Column("category_id", sa.Integer(), nullable=True, comment="Category as known now."),
        sa.Column("area_id", sa.Integer(), nullable=True, comment="Area as known now; empty: without place."),
        sa.Column("channel_id", sa.Integer(), nullable=True, comment="Channel of intake."),
        sa.Column("service_id", sa.Integer(), nullable=True, comment="Service that holds it, or held it last."),
        sa.Column("intake_category_id", sa.Integer(), nullable=True, comment="Category at intake."),
        sa.Column("first_service_id", sa.Integer(), nullable=True, comment="First service that held it."),
        sa.Column("lon", sa.Double(), nullable=True, comment="Longitude, WGS 84."),
        sa.Column("lat", sa.Double(), nullable=True, comment="Latitude, WGS 84."),
        sa.Column("stage", sa.Text(), nullable=False, comment="Stage of an open melding, outcome of a closed one."),
        sa.Column(
            "stage_since",
            postgresql.TIMESTAMP(timezone=True),
            nullable=False,
            comment="When that stage or closing began.",
        ),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="Receipt."),
        sa.Column("received_day", sa.Date(), nullable=False, comment="Local day of receipt."),
        sa.Column("open", sa.Boolean(), nullable=False, comment="Not closed, or reopened since."),
        sa.Column("closings", sa.SmallInteger(), nullable=False, comment="Number of closing events."),
        sa.Column("reopenings", sa.SmallInteger(), nullable=False, comment="Number of reopening events."),
        sa.Column("first_closed_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="First closing."),
        sa.Column("first_closed_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column(
            "last_closed_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="Last closing, also when reopened since.",
        ),
        sa.Column("last_closed_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column(
            "deadline_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="Last second on which a first closing is on time; empty: no norm.",
        ),
        sa.Column("deadline_origin", sa.Text(), nullable=True, comment="source or norm."),
        sa.Column(
            "deadline_moves",
            sa.Boolean(),
            nullable=False,
            comment="The clock stands still now and the norm deadline moves with it.",
        ),
        sa.Column(
            "judged_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="Earlier of first closing and deadline: when on time is decided.",
        ),
        sa.Column("judged_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column(
            "on_time", sa.Boolean(), nullable=True, comment="First closing not after the deadline; empty: no norm."
        ),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", name=op.f("melding_pkey")),
        comment="Current state and milestones of each melding, derived from its events.",
        info={"distribution": "distributed"},
    )
    op.create_index("melding_first_closed_day_ix", "melding", ["organisation_id", "first_closed_day"], unique=False)
    op.create_index("melding_judged_day_ix", "melding", ["organisation_id", "judged_day"], unique=False)
    op.create_index(
        "melding_open_ix", "melding", ["organisation_id", "received_day"], unique=False, postgresql_where="open"
    )
    op.create_index("melding_received_day_ix", "melding", ["organisation_id", "received_day"], unique=False)
    op.create_table(
        "notification",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("notification_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
        sa.Column(
            "moment",
            sa.Text(),
            nullable=False,
            comment="ontvankelijk, acties_voorgesteld, beslissing, afgehandeld or evaluatie_gevraagd.",
        ),
        sa.Column("channel", sa.Text(), nullable=False, comment="mijn_burgerprofiel, e-mail, sms, brief or telefoon."),
        sa.Column("told_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was sent."),
        sa.Column("told_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "notification_no", name=op.f("notification_pkey")),
        comment="A message to the citizen at one of the five moments.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "organisation",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            sa.Identity(always=False),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="Short stable name for addresses and the command line."),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="municipality, ocmw, police_zone, rescue_zone, intermunicipal, agency, utility, region.",
        ),
        sa.Column("time_zone", sa.Text(), nullable=False, comment="IANA time zone in which its days are counted."),
        sa.Column(
            "holiday_calendar",
            sa.Text(),
            nullable=False,
            comment="Country (ISO 3166) whose public holidays close its offices.",
        ),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When the row was made."),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("organisation_pkey")),
        sa.UniqueConstraint("code", name=op.f("organisation_code_key")),
        comment="A local government or a partner of it (OCMW, politiezone, hulpverleningszone, intercommunale, region, ...).",
        info={"distribution": "reference"},
    )
    op.create_table(
        "outbox",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("topic", sa.Text(), nullable=False, comment="melding, ..."),
        sa.Column("day", sa.Date(), nullable=False, comment="Local day of which numbers may have changed."),
        sa.Column("written_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When."),
        comment="What a write touched, for the worker; no key and no trigger on purpose: keys on dirty rows deadlocked.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False, comment="Name of the setting."),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="Its value."),
        sa.PrimaryKeyConstraint("key", name=op.f("setting_pkey")),
        comment="Policy of this installation: one JSON value a key.",
        info={"distribution": "reference"},
    )
    op.create_table(
        "stay",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("stay_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the melding."),
        sa.Column("melding_kind", sa.Text(), nullable=False, comment="melding, klacht or vraag."),
        sa.Column("category_id", sa.Integer(), nullable=True, comment="Category as known now."),
        sa.Column("area_id", sa.Integer(), nullable=True, comment="Area as known now; empty: without place."),
        sa.Column("channel_id", sa.Integer(), nullable=True, comment="Channel of intake."),
        sa.Column("stage", sa.Text(), nullable=False, comment="The stage."),
        sa.Column("service_id", sa.Integer(), nullable=True, comment="The service that held it during this visit."),
        sa.Column("entered_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="Begin."),
        sa.Column("entered_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column("left_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="End; empty: still there."),
        sa.Column("left_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "stay_no", name=op.f("stay_pkey")),
        comment="One row a visit to a stage at a service; waiting repeats.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "subject",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("topic", sa.Text(), nullable=False, comment="melding; later also proposal, activity, deliverable."),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="The source that names it."),
        sa.Column("source_key", sa.Text(), nullable=False, comment="Its key in that source."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", name=op.f("subject_pkey")),
        sa.UniqueConstraint(
            "organisation_id", "source_id", "source_key", name=op.f("subject_organisation_id_source_id_source_key_key")
        ),
        comment="Identity: which key of which source is which subject. Never removed, so a public link stays valid.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "task",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("task_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
        sa.Column("partner_id", sa.Integer(), nullable=True, comment="Who does it."),
        sa.Column("system", sa.Text(), nullable=True, comment="The system in which it lives."),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="Given."),
        sa.Column("due_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Due."),
        sa.Column("done_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Done; empty: not yet."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "task_no", name=op.f("task_pkey")),
        comment="A task that followed, possibly in another system.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "account_grant",
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="The account."),
        sa.Column("grant_no", sa.Integer(), nullable=False, comment="Order within the account, from 1."),
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("role", sa.Text(), nullable=False, comment="`config.kinds.Role`."),
        sa.Column(
            "service_ids",
            sa.ARRAY(sa.Integer()),
            nullable=True,
            comment="Services to which the role is limited; empty: all.",
        ),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="First local day on which this row holds."),
        sa.Column(
            "valid_to",
            sa.Date(),
            nullable=True,
            comment="Last local day on which this row holds; empty: until further notice.",
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("account_grant_account_id_fkey")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("account_grant_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("account_id", "grant_no", name=op.f("account_grant_pkey")),
        comment="What an account is, where and when.",
        info={"distribution": "local"},
    )
    op.create_table(
        "area",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "area_id", sa.Integer(), nullable=False, comment="Stable number of the area within the organisation."
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="Stable code: the source's own, or made from the name."),
        sa.Column("kind", sa.Text(), nullable=False, comment="neighbourhood, district, statistical_sector, ..."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("area_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "area_id", name=op.f("area_pkey")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("area_organisation_id_code_key")),
        comment="A neighbourhood or other area.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "audit",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("audit_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When."),
        sa.Column("actor_id", sa.Uuid(), nullable=True, comment="Account; empty: command line or worker."),
        sa.Column("actor_role", sa.Text(), nullable=False, comment="Role in which it was done."),
        sa.Column("action", sa.Text(), nullable=False, comment="What."),
        sa.Column("subject_id", sa.Uuid(), nullable=True, comment="On what."),
        sa.Column(
            "detail",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
            comment="More, without personal data.",
        ),
        sa.Column("request_id", sa.Text(), nullable=False, comment="Request in the logs."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("audit_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "audit_id", name=op.f("audit_pkey")),
        comment="Who did what: one row an action.",
        info={"distribution": "distributed"},
    )
    op.create_index("audit_at_ix", "audit", ["organisation_id", "at"], unique=False)
    op.create_table(
        "category",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "category_id",
            sa.Integer(),
            nullable=False,
            comment="Stable number of the category within the organisation.",
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="Stable code: the source's own, or made from the name."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("category_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "category_id", name=op.f("category_pkey")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("category_organisation_id_code_key")),
        comment="A local category of meldingen.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "channel",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "channel_id", sa.Integer(), nullable=False, comment="Stable number of the channel within the organisation."
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="Stable code: the source's own, or made from the name."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("channel_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "channel_id", name=op.f("channel_pkey")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("channel_organisation_id_code_key")),
        comment="How a melding came in (loket, telefoon, web, app, ...).",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "closing_day",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("day", sa.Date(), nullable=False, comment="Local day."),
        sa.Column("reason", sa.Text(), nullable=False, comment="Why."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("closing_day_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "day", name=op.f("closing_day_pkey")),
        comment="Days on which the offices are closed beside weekends and public holidays.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "import_run",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("run_id", sa.Uuid(), nullable=False, comment="Public id of the run."),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="The source."),
        sa.Column("state", sa.Text(), nullable=False, comment="merged, refused or voided."),
        sa.Column("file_name", sa.Text(), nullable=True, comment="Name of the file, without its folder."),
        sa.Column("file_sha256", sa.Text(), nullable=True, comment="Hash of the file."),
        sa.Column(
            "as_of", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="Up to when the delivery is complete."
        ),
        sa.Column("started_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="Start of the run."),
        sa.Column("finished_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="End of the run."),
        sa.Column(
            "voided_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="When the run was taken out."
        ),
        sa.Column(
            "report",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="Counts, refusals, suspicions, dropped columns.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("import_run_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "run_id", name=op.f("import_run_pkey")),
        comment="One delivery through the loader, with its report.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "norm",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("norm_id", sa.Integer(), nullable=False, comment="Number of the norm within the organisation."),
        sa.Column(
            "category_id",
            sa.Integer(),
            nullable=True,
            comment="Category to which it applies; empty: all without one of their own.",
        ),
        sa.Column(
            "phase", sa.Text(), nullable=False, comment="What it limits: closing (receipt to first closing) or a stage."
        ),
        sa.Column("n", sa.Integer(), nullable=False, comment="How many."),
        sa.Column("unit", sa.Text(), nullable=False, comment="working_day or calendar_day."),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="First local day on which this row holds."),
        sa.Column(
            "valid_to",
            sa.Date(),
            nullable=True,
            comment="Last local day on which this row holds; empty: until further notice.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("norm_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "norm_id", name=op.f("norm_pkey")),
        comment="How long handling may take, valid on the day of receipt.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "one_time_link",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False, comment="SHA-256 of the token."),
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="For whom."),
        sa.Column("purpose", sa.Text(), nullable=False, comment="invitation or reset."),
        sa.Column("created_by", sa.Uuid(), nullable=True, comment="Who made it; empty: the command line."),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When."),
        sa.Column("expires_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="Until when it works."),
        sa.Column("used_at", postgresql.TIMESTAMP(timezone=True), nullable=True, comment="When it was used."),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("one_time_link_account_id_fkey")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("one_time_link_pkey")),
        comment="Invitation or new password: shown once to the beheerder, who hands it over.",
        info={"distribution": "local"},
    )
    op.create_table(
        "organisation_membership",
        sa.Column(
            "region_id",
            sa.Integer(),
            nullable=False,
            comment="The region (an organisation of kind region or police_zone, ...).",
        ),
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="First local day on which this row holds."),
        sa.Column(
            "valid_to",
            sa.Date(),
            nullable=True,
            comment="Last local day on which this row holds; empty: until further notice.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.organisation_id"],
            name=op.f("organisation_membership_organisation_id_fkey"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["organisation.organisation_id"], name=op.f("organisation_membership_region_id_fkey")
        ),
        sa.PrimaryKeyConstraint(
            "region_id", "organisation_id", "valid_from", name=op.f("organisation_membership_pkey")
        ),
        comment="Which organisations make up a region; regions overlap.",
        info={"distribution": "reference"},
    )
    op.create_table(
        "organisation_successor",
        sa.Column("from_id", sa.Integer(), nullable=False, comment="The organisation that ended."),
        sa.Column("to_id", sa.Integer(), nullable=False, comment="The organisation that took over."),
        sa.Column("on_day", sa.Date(), nullable=False, comment="First day of the successor."),
        sa.ForeignKeyConstraint(
            ["from_id"], ["organisation.organisation_id"], name=op.f("organisation_successor_from_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["organisation.organisation_id"], name=op.f("organisation_successor_to_id_fkey")
        ),
        sa.PrimaryKeyConstraint("from_id", "to_id", name=op.f("organisation_successor_pkey")),
        comment="Mergers and splits: numbers of a predecessor are counted with its successor.",
        info={"distribution": "reference"},
    )
    op.create_table(
        "organisation_version",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="First local day on which this row holds."),
        sa.Column(
            "valid_to",
            sa.Date(),
            nullable=True,
            comment="Last local day on which this row holds; empty: until further notice.",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="Official name."),
        sa.Column("nis_code", sa.Text(), nullable=True, comment="NIS code of Statbel."),
        sa.Column("population", sa.Integer(), nullable=True, comment="Number of inhabitants."),
        sa.Column("source", sa.Text(), nullable=True, comment="Where name, code and population come from."),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.organisation_id"],
            name=op.f("organisation_version_organisation_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "valid_from", name=op.f("organisation_version_pkey")),
        comment="Dated attributes of an organisation.",
        info={"distribution": "reference"},
    )
    op.create_table(
        "partner",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "partner_id", sa.Integer(), nullable=False, comment="Stable number of the partner within the organisation."
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="Stable code: the source's own, or made from the name."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("partner_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "partner_id", name=op.f("partner_pkey")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("partner_organisation_id_code_key")),
        comment="Who is asked for advice or a task: own service, police, fire brigade, road agency, ...",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "service",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "service_id", sa.Integer(), nullable=False, comment="Stable number of the service within the organisation."
        ),
        sa.Column("code", sa.Text(), nullable=False, comment="Stable code: the source's own, or made from the name."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("service_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "service_id", name=op.f("service_pkey")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("service_organisation_id_code_key")),
        comment="A service (dienst) that handles meldingen.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "source",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="Number of the source within the organisation."),
        sa.Column("code", sa.Text(), nullable=False, comment="Stable code."),
        sa.Column("name", sa.Text(), nullable=False, comment="Name on screen."),
        sa.Column(
            "as_of",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="Up to when its data is complete; open, overdue and ageing are judged there.",
        ),
        sa.Column(
            "expected_every", sa.Integer(), nullable=True, comment="Hours after which a missing delivery is late."
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("source_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "source_id", name=op.f("source_pkey")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("source_organisation_id_code_key")),
        comment="A system that meldingen come from.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "area_version",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("area_id", sa.Integer(), nullable=False, comment="The area."),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="First local day on which this row holds."),
        sa.Column(
            "valid_to",
            sa.Date(),
            nullable=True,
            comment="Last local day on which this row holds; empty: until further notice.",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="Name on screen."),
        sa.Column(
            "geometry", postgresql.JSONB(astext_type=sa.Text()), nullable=True, comment="GeoJSON geometry in WGS 84."
        ),
        sa.Column("population", sa.Integer(), nullable=True, comment="Number of inhabitants."),
        sa.Column("source", sa.Text(), nullable=True, comment="Where the boundary comes from."),
        sa.ForeignKeyConstraint(
            ["organisation_id", "area_id"],
            ["area.organisation_id", "area.area_id"],
            name=op.f("area_version_organisation_id_area_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "area_id", "valid_from", name=op.f("area_version_pkey")),
        comment="Dated attributes of a area.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "category_version",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("category_id", sa.Integer(), nullable=False, comment="The category."),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="First local day on which this row holds."),
        sa.Column(
            "valid_to",
            sa.Date(),
            nullable=True,
            comment="Last local day on which this row holds; empty: until further notice.",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="Name on screen."),
        sa.Column("theme", sa.Text(), nullable=True, comment="Theme in which categories are grouped."),
        sa.Column("regional_code", sa.Text(), nullable=True, comment="Category shared by the region, for comparison."),
        sa.Column("product_code", sa.Text(), nullable=True, comment="IPDC product code."),
        sa.ForeignKeyConstraint(
            ["organisation_id", "category_id"],
            ["category.organisation_id", "category.category_id"],
            name=op.f("category_version_organisation_id_category_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "category_id", "valid_from", name=op.f("category_version_pkey")),
        comment="Dated attributes of a category.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "channel_version",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("channel_id", sa.Integer(), nullable=False, comment="The channel."),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="First local day on which this row holds."),
        sa.Column(
            "valid_to",
            sa.Date(),
            nullable=True,
            comment="Last local day on which this row holds; empty: until further notice.",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="Name on screen."),
        sa.ForeignKeyConstraint(
            ["organisation_id", "channel_id"],
            ["channel.organisation_id", "channel.channel_id"],
            name=op.f("channel_version_organisation_id_channel_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "channel_id", "valid_from", name=op.f("channel_version_pkey")),
        comment="Dated attributes of a channel.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "partner_version",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("partner_id", sa.Integer(), nullable=False, comment="The partner."),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="First local day on which this row holds."),
        sa.Column(
            "valid_to",
            sa.Date(),
            nullable=True,
            comment="Last local day on which this row holds; empty: until further notice.",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="Name on screen."),
        sa.ForeignKeyConstraint(
            ["organisation_id", "partner_id"],
            ["partner.organisation_id", "partner.partner_id"],
            name=op.f("partner_version_organisation_id_partner_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "partner_id", "valid_from", name=op.f("partner_version_pkey")),
        comment="Dated attributes of a partner.",
        info={"distribution": "distributed"},
    )
    op.create_table(
        "service_version",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("service_id", sa.Integer(), nullable=False, comment="The service."),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="First local day on which this row holds."),
        sa.Column(
            "valid_to",
            sa.Date(),
            nullable=True,
            comment="Last local day on which this row holds; empty: until further notice.",
        ),
        sa.Column("name", sa.Text(), nullable=False, comment="Name on screen."),
        sa.ForeignKeyConstraint(
            ["organisation_id", "service_id"],
            ["service.organisation_id", "service.service_id"],
            name=op.f("service_version_organisation_id_service_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "service_id", "valid_from", name=op.f("service_version_pkey")),
        comment="Dated attributes of a service.",
        info={"distribution": "distributed"},
    )

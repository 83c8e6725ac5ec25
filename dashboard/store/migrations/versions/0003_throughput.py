"""What the measures of throughput need: durations and days on the derived tables, targets, notes, views, versions.

Derived rows are thrown away here; without a known grid version everything is derived again at the end of `upgrade`.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute("TRUNCATE melding, closing, stay, advice, task, notification, decision, evaluation")
    op.execute("DELETE FROM setting WHERE key = 'grid_version'")
    op.create_table(
        "data_version",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("topic", sa.Text(), nullable=False, comment="As in `outbox`."),
        sa.Column("version", sa.BigInteger(), nullable=False, comment="Counts up from 1."),
        sa.Column("changed_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it last moved."),
        sa.PrimaryKeyConstraint("organisation_id", "topic", name=op.f("data_version_pkey")),
        comment="How many times the worker has taken in changes of a topic: a page reads all its numbers at one version.",
    )
    op.create_table(
        "moment",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="Public id (UUIDv7) of the melding or other subject."
        ),
        sa.Column("moment_no", sa.SmallInteger(), nullable=False, comment="Order within the subject, from 1."),
        sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the melding."),
        sa.Column("melding_kind", sa.Text(), nullable=False, comment="melding, klacht or vraag."),
        sa.Column("category_id", sa.Integer(), nullable=True, comment="Category as known now."),
        sa.Column("area_id", sa.Integer(), nullable=True, comment="Area as known now; empty: without place."),
        sa.Column("channel_id", sa.Integer(), nullable=True, comment="Channel of intake."),
        sa.Column("service_id", sa.Integer(), nullable=True, comment="Service of the melding as known now."),
        sa.Column(
            "moment",
            sa.Text(),
            nullable=False,
            comment="eerste_antwoord (from receipt) or one of the five moments of `notification`.",
        ),
        sa.Column(
            "arose_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When there was something to tell."
        ),
        sa.Column("arose_day", sa.Date(), nullable=False, comment="Its local day."),
        sa.Column(
            "told_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="First message about it from then on; empty: not told.",
        ),
        sa.Column("told_day", sa.Date(), nullable=True, comment="Its local day."),
        sa.Column("told_channel", sa.Text(), nullable=True, comment="How: as in `notification`."),
        sa.Column("seconds", sa.BigInteger(), nullable=True, comment="Arose to told, in seconds."),
        sa.Column("bucket", sa.SmallInteger(), nullable=True, comment="The same on the grid of seconds."),
        sa.Column("working_days", sa.Integer(), nullable=True, comment="The same in working days."),
        sa.Column("working_bucket", sa.SmallInteger(), nullable=True, comment="The same on the grid of working days."),
        sa.PrimaryKeyConstraint("organisation_id", "subject_id", "moment_no", name=op.f("moment_pkey")),
        comment="A moment at which the citizen should hear something, and when that was; the first answer is one of them.",
    )
    op.create_index("moment_arose_day_ix", "moment", ["organisation_id", "arose_day"], unique=False)
    op.create_table(
        "account_visit",
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="The account."),
        sa.Column(
            "began_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=False,
            comment="Begin of the present visit: first page after half an hour without one.",
        ),
        sa.Column(
            "last_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="Last page of the present visit."
        ),
        sa.Column(
            "before_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="Last page of the visit before; empty: there was none.",
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("account_visit_account_id_fkey")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("account_visit_pkey")),
        comment="When somebody was here last, so that the overview can say what happened since.",
    )
    op.create_table(
        "note",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("note_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("measure", sa.Text(), nullable=False, comment="Id of the measure in the registry."),
        sa.Column("service_id", sa.Integer(), nullable=True, comment="Service that it is about; empty: all together."),
        sa.Column(
            "text", sa.Text(), nullable=False, comment="The note; empty text: the note before it was taken away."
        ),
        sa.Column("written_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When."),
        sa.Column("author_id", sa.Uuid(), nullable=False, comment="Account that wrote it."),
        sa.Column("author_role", sa.Text(), nullable=False, comment="Role in which it was written."),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("note_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "note_id", name=op.f("note_pkey")),
        comment="What director or schepen says beside a number. A change is a new row, so that the history stays.",
    )
    op.create_index("note_written_at_ix", "note", ["organisation_id", "measure", "written_at"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("account_id", sa.Uuid(), nullable=False, comment="Whose."),
        sa.Column("view_id", sa.Uuid(), nullable=False, comment="Public id."),
        sa.Column("name", sa.Text(), nullable=False, comment="Name given to it."),
        sa.Column("path", sa.Text(), nullable=False, comment="Page, such as /meldingen."),
        sa.Column(
            "query", sa.Text(), nullable=False, comment="Its filters, as in the address; empty text: the usual ones."
        ),
        sa.Column("opens_first", sa.Boolean(), nullable=False, comment="Opens after logging in; at most one a person."),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), nullable=False, comment="When it was saved."),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("saved_view_account_id_fkey")),
        sa.PrimaryKeyConstraint("account_id", "view_id", name=op.f("saved_view_pkey")),
        sa.UniqueConstraint("account_id", "name", name=op.f("saved_view_account_id_name_key")),
        comment="A page with its filters under a name of one's own. It holds an address, never rights.",
    )
    op.create_table(
        "target",
        sa.Column(
            "organisation_id",
            sa.Integer(),
            nullable=False,
            comment="Own, stable number of the organisation; never reused. Begins every key.",
        ),
        sa.Column("target_id", sa.Integer(), nullable=False, comment="Number of the target within the organisation."),
        sa.Column("measure", sa.Text(), nullable=False, comment="Id of the measure in the registry."),
        sa.Column("part", sa.Text(), nullable=False, comment="Part of the measure; empty text: the measure itself."),
        sa.Column("days", sa.Text(), nullable=True, comment="working or calendar, for a duration; empty: no duration."),
        sa.Column(
            "service_id", sa.Integer(), nullable=True, comment="Service to which it applies; empty: all together."
        ),
        sa.Column("direction", sa.Text(), nullable=False, comment="at_least or at_most."),
        sa.Column(
            "goal",
            sa.Double(),
            nullable=False,
            comment="What is wanted, in the unit of the measure (a share is 0 to 1).",
        ),
        sa.Column("amber", sa.Double(), nullable=False, comment="Beyond this it asks for attention."),
        sa.Column("red", sa.Double(), nullable=False, comment="Beyond this it is bad."),
        sa.Column("basis", sa.Text(), nullable=True, comment="Where it was laid down: a decision, a plan."),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="First local day on which this row holds."),
        sa.Column(
            "valid_to",
            sa.Date(),
            nullable=True,
            comment="Last local day on which this row holds; empty: until further notice.",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("target_organisation_id_fkey")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "target_id", name=op.f("target_pkey")),
        comment="What the organisation wants a number to be, valid on the last day of the period asked about.",
    )
    op.add_column("advice", sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the melding."))
    op.add_column("advice", sa.Column("melding_kind", sa.Text(), nullable=False, comment="melding, klacht or vraag."))
    op.add_column("advice", sa.Column("category_id", sa.Integer(), nullable=True, comment="Category as known now."))
    op.add_column(
        "advice", sa.Column("area_id", sa.Integer(), nullable=True, comment="Area as known now; empty: without place.")
    )
    op.add_column("advice", sa.Column("channel_id", sa.Integer(), nullable=True, comment="Channel of intake."))
    op.add_column(
        "advice", sa.Column("service_id", sa.Integer(), nullable=True, comment="Service of the melding as known now.")
    )
    op.add_column("advice", sa.Column("requested_day", sa.Date(), nullable=False, comment="Its local day."))
    op.add_column("advice", sa.Column("received_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column(
        "advice",
        sa.Column(
            "ended_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="Received, or the melding was closed without it; empty: still out.",
        ),
    )
    op.add_column("advice", sa.Column("ended_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column(
        "advice", sa.Column("seconds", sa.BigInteger(), nullable=True, comment="Asked to received, in seconds.")
    )
    op.add_column(
        "advice", sa.Column("bucket", sa.SmallInteger(), nullable=True, comment="The same on the grid of seconds.")
    )
    op.add_column("advice", sa.Column("working_days", sa.Integer(), nullable=True, comment="The same in working days."))
    op.add_column(
        "advice",
        sa.Column("working_bucket", sa.SmallInteger(), nullable=True, comment="The same on the grid of working days."),
    )
    op.alter_column(
        "advice",
        "received_at",
        existing_type=postgresql.TIMESTAMP(timezone=True),
        comment="Received; empty: not.",
        existing_comment="Received; empty: still out.",
        existing_nullable=True,
    )
    op.create_index(
        "advice_open_ix",
        "advice",
        ["organisation_id", "requested_day"],
        unique=False,
        postgresql_where=sa.text("ended_day IS NULL"),
    )
    op.create_index("advice_received_day_ix", "advice", ["organisation_id", "received_day"], unique=False)
    op.add_column(
        "closing",
        sa.Column(
            "elapsed_bucket",
            sa.SmallInteger(),
            nullable=False,
            comment="Receipt to this closing, nothing taken off, on the grid of seconds.",
        ),
    )
    op.add_column(
        "closing", sa.Column("intake_category_id", sa.Integer(), nullable=True, comment="Category at intake.")
    )
    op.add_column(
        "closing",
        sa.Column("first_service_id", sa.Integer(), nullable=True, comment="First service that held the melding."),
    )
    op.add_column(
        "closing",
        sa.Column("closing_service_id", sa.Integer(), nullable=True, comment="Service that held it at this closing."),
    )
    op.add_column(
        "closing",
        sa.Column(
            "hops", sa.SmallInteger(), nullable=False, comment="How many times it changed service before this closing."
        ),
    )
    op.add_column(
        "closing",
        sa.Column(
            "lost_seconds",
            sa.BigInteger(),
            nullable=False,
            comment="Time before this closing with another service, less the stopped clock.",
        ),
    )
    op.add_column(
        "closing", sa.Column("lost_working_days", sa.Integer(), nullable=False, comment="The same in working days.")
    )
    op.add_column("decision", sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the melding."))
    op.add_column("decision", sa.Column("melding_kind", sa.Text(), nullable=False, comment="melding, klacht or vraag."))
    op.add_column("decision", sa.Column("category_id", sa.Integer(), nullable=True, comment="Category as known now."))
    op.add_column(
        "decision",
        sa.Column("area_id", sa.Integer(), nullable=True, comment="Area as known now; empty: without place."),
    )
    op.add_column("decision", sa.Column("channel_id", sa.Integer(), nullable=True, comment="Channel of intake."))
    op.add_column(
        "decision", sa.Column("service_id", sa.Integer(), nullable=True, comment="Service of the melding as known now.")
    )
    op.add_column("decision", sa.Column("ready_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column("decision", sa.Column("on_agenda_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column("decision", sa.Column("decided_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column("decision", sa.Column("signed_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column("decision", sa.Column("published_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column(
        "decision",
        sa.Column(
            "told_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="First message on a decision to the citizen from the decision on.",
        ),
    )
    op.add_column("decision", sa.Column("told_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column(
        "decision",
        sa.Column(
            "agenda_working_days", sa.Integer(), nullable=True, comment="Working days from ready to on the agenda."
        ),
    )
    op.add_column(
        "decision",
        sa.Column(
            "decision_working_days", sa.Integer(), nullable=True, comment="Working days from on the agenda to decided."
        ),
    )
    op.add_column(
        "decision",
        sa.Column("signing_working_days", sa.Integer(), nullable=True, comment="Working days from decided to signed."),
    )
    op.add_column(
        "decision",
        sa.Column(
            "publication_working_days", sa.Integer(), nullable=True, comment="Working days from signed to published."
        ),
    )
    op.add_column(
        "decision",
        sa.Column("telling_working_days", sa.Integer(), nullable=True, comment="Working days from published to told."),
    )
    op.add_column(
        "decision",
        sa.Column(
            "public_working_days", sa.Integer(), nullable=True, comment="Working days from decided to published."
        ),
    )
    op.create_index("decision_decided_day_ix", "decision", ["organisation_id", "decided_day"], unique=False)
    op.create_index(
        "decision_waiting_ix",
        "decision",
        ["organisation_id", "ready_day"],
        unique=False,
        postgresql_where=sa.text("decided_day IS NULL"),
    )
    op.add_column("evaluation", sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the melding."))
    op.add_column(
        "evaluation", sa.Column("melding_kind", sa.Text(), nullable=False, comment="melding, klacht or vraag.")
    )
    op.add_column("evaluation", sa.Column("category_id", sa.Integer(), nullable=True, comment="Category as known now."))
    op.add_column(
        "evaluation",
        sa.Column("area_id", sa.Integer(), nullable=True, comment="Area as known now; empty: without place."),
    )
    op.add_column("evaluation", sa.Column("channel_id", sa.Integer(), nullable=True, comment="Channel of intake."))
    op.add_column(
        "evaluation",
        sa.Column("service_id", sa.Integer(), nullable=True, comment="Service of the melding as known now."),
    )
    op.add_column(
        "evaluation", sa.Column("outcome", sa.Text(), nullable=True, comment="Outcome of the melding's last closing.")
    )
    op.add_column("evaluation", sa.Column("asked_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column("evaluation", sa.Column("answered_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column("evaluation", sa.Column("processed_day", sa.Date(), nullable=True, comment="Its local day."))
    op.create_index("evaluation_answered_day_ix", "evaluation", ["organisation_id", "answered_day"], unique=False)
    op.create_index("evaluation_asked_day_ix", "evaluation", ["organisation_id", "asked_day"], unique=False)
    op.add_column("melding", sa.Column("street", sa.Text(), nullable=True, comment="Street, without house number."))
    op.add_column(
        "melding",
        sa.Column(
            "routed_by",
            sa.Text(),
            nullable=True,
            comment="Who assigned it first: system or person; empty: never assigned.",
        ),
    )
    op.add_column(
        "melding",
        sa.Column(
            "rerouted",
            sa.Boolean(),
            nullable=True,
            comment="Another service held it after that; empty: never assigned.",
        ),
    )
    op.add_column(
        "melding",
        sa.Column(
            "screened_by",
            sa.Text(),
            nullable=True,
            comment="Who first judged admissibility: system or person; empty: nobody.",
        ),
    )
    op.add_column(
        "melding",
        sa.Column(
            "overruled",
            sa.Boolean(),
            nullable=True,
            comment="A later judgement on that was the opposite; empty: nobody judged.",
        ),
    )
    op.add_column(
        "notification", sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the melding.")
    )
    op.add_column(
        "notification", sa.Column("melding_kind", sa.Text(), nullable=False, comment="melding, klacht or vraag.")
    )
    op.add_column(
        "notification", sa.Column("category_id", sa.Integer(), nullable=True, comment="Category as known now.")
    )
    op.add_column(
        "notification",
        sa.Column("area_id", sa.Integer(), nullable=True, comment="Area as known now; empty: without place."),
    )
    op.add_column("notification", sa.Column("channel_id", sa.Integer(), nullable=True, comment="Channel of intake."))
    op.add_column(
        "notification",
        sa.Column("service_id", sa.Integer(), nullable=True, comment="Service of the melding as known now."),
    )
    op.create_index("notification_told_day_ix", "notification", ["organisation_id", "told_day"], unique=False)
    op.add_column(
        "partner",
        sa.Column(
            "internal",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="Part of the own organisation.",
        ),
    )
    op.add_column("stay", sa.Column("seconds", sa.BigInteger(), nullable=True, comment="Begin to end, in seconds."))
    op.add_column(
        "stay", sa.Column("bucket", sa.SmallInteger(), nullable=True, comment="The same on the grid of seconds.")
    )
    op.add_column("stay", sa.Column("working_days", sa.Integer(), nullable=True, comment="The same in working days."))
    op.add_column(
        "stay",
        sa.Column("working_bucket", sa.SmallInteger(), nullable=True, comment="The same on the grid of working days."),
    )
    op.add_column(
        "stay",
        sa.Column(
            "internal_seconds",
            sa.BigInteger(),
            nullable=True,
            comment="Of it with only own services asked for advice; 0 on a stop.",
        ),
    )
    op.add_column(
        "stay", sa.Column("internal_working_days", sa.Integer(), nullable=True, comment="The same in working days.")
    )
    op.add_column(
        "stay",
        sa.Column(
            "external_seconds",
            sa.BigInteger(),
            nullable=True,
            comment="Of it with somebody outside asked for advice; 0 on a stop.",
        ),
    )
    op.add_column(
        "stay", sa.Column("external_working_days", sa.Integer(), nullable=True, comment="The same in working days.")
    )
    op.create_index(
        "stay_entered_day_ix",
        "stay",
        ["organisation_id", "entered_day"],
        unique=False,
        postgresql_where=sa.text("left_day IS NULL"),
    )
    op.create_index("stay_left_day_ix", "stay", ["organisation_id", "left_day"], unique=False)
    op.add_column("task", sa.Column("source_id", sa.Integer(), nullable=False, comment="Source of the melding."))
    op.add_column("task", sa.Column("melding_kind", sa.Text(), nullable=False, comment="melding, klacht or vraag."))
    op.add_column("task", sa.Column("category_id", sa.Integer(), nullable=True, comment="Category as known now."))
    op.add_column(
        "task", sa.Column("area_id", sa.Integer(), nullable=True, comment="Area as known now; empty: without place.")
    )
    op.add_column("task", sa.Column("channel_id", sa.Integer(), nullable=True, comment="Channel of intake."))
    op.add_column(
        "task", sa.Column("service_id", sa.Integer(), nullable=True, comment="Service of the melding as known now.")
    )
    op.add_column("task", sa.Column("created_day", sa.Date(), nullable=False, comment="Its local day."))
    op.add_column("task", sa.Column("done_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column(
        "task",
        sa.Column(
            "ended_at",
            postgresql.TIMESTAMP(timezone=True),
            nullable=True,
            comment="Done, or the melding was closed without it; empty: still to do.",
        ),
    )
    op.add_column("task", sa.Column("ended_day", sa.Date(), nullable=True, comment="Its local day."))
    op.add_column("task", sa.Column("seconds", sa.BigInteger(), nullable=True, comment="Given to done, in seconds."))
    op.add_column(
        "task", sa.Column("bucket", sa.SmallInteger(), nullable=True, comment="The same on the grid of seconds.")
    )
    op.add_column("task", sa.Column("working_days", sa.Integer(), nullable=True, comment="The same in working days."))
    op.add_column(
        "task",
        sa.Column("working_bucket", sa.SmallInteger(), nullable=True, comment="The same on the grid of working days."),
    )
    op.alter_column(
        "task",
        "done_at",
        existing_type=postgresql.TIMESTAMP(timezone=True),
        comment="Done; empty: not.",
        existing_comment="Done; empty: not yet.",
        existing_nullable=True,
    )
    op.create_index("task_done_day_ix", "task", ["organisation_id", "done_day"], unique=False)
    op.create_index(
        "task_open_ix",
        "task",
        ["organisation_id", "created_day"],
        unique=False,
        postgresql_where=sa.text("ended_day IS NULL"),
    )
    op.add_column(
        "source",
        sa.Column(
            "notifies",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="It tells when the citizen was told; of a source that does not, that is not known.",
        ),
    )
    op.execute(
        "UPDATE source s SET notifies = true WHERE EXISTS (SELECT FROM event e WHERE e.organisation_id = "
        "s.organisation_id AND e.source_id = s.source_id AND e.kind = 'citizen_notified')"
    )

"""What `project` derives of meldingen."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)

from queries.tables.base import DISTRIBUTED, Instant, cell, child, column, organisation_id, subject_id, table, words_of


def dimensions_of_melding() -> tuple[Column, ...]:
    """Copied onto each derived table, so that one question reads one table."""
    return (
        column("source_id", Integer, "Source of the melding."),
        column("melding_kind", Text, "melding, klacht or vraag."),
        column("category_id", Integer, "Category as known now.", null=True),
        column("area_id", Integer, "Area as known now; empty: without place.", null=True),
        column("channel_id", Integer, "Channel of intake.", null=True),
    )


def of_melding() -> tuple[Column, ...]:
    """The same for a child record, with the service that filters and scopes go by."""
    return (*dimensions_of_melding(), column("service_id", Integer, "Service of the melding as known now.", null=True))


def lasting(what: str) -> tuple[Column, ...]:
    """How long it lasted, empty while it lasts: exactly, and on the published grids."""
    return (
        column("seconds", BigInteger, f"{what}, in seconds.", null=True),
        column("bucket", SmallInteger, "The same on the grid of seconds.", null=True),
        column("working_days", Integer, "The same in working days.", null=True),
        column("working_bucket", SmallInteger, "The same on the grid of working days.", null=True),
    )


def by_day(derived: Table, day: str, *more: str) -> Index:
    """An index on kind and a local day that holds what filters ask and what the questions of that day count.

    A year of a large town is read from it alone, without the rows themselves.
    """
    filters = ("source_id", "service_id", "category_id", "area_id", "channel_id")
    columns = (derived.c[name] for name in ("organisation_id", "melding_kind", day))
    return Index(f"{derived.name}_{day}_ix", *columns, postgresql_include=[*filters, *more])


melding = table(
    "melding",
    "Current state and milestones of each melding, derived from its events.",
    DISTRIBUTED,
    organisation_id(),
    subject_id(),
    column("number", Text, "Dossier number as the source gives it.", null=True, oslo="adms:identifier"),
    column("title", Text, "Short title; empty when its texts were removed.", null=True, oslo="dct:title"),
    column("text_removed_day", Date, "Local day on which its texts were removed; empty: they were not.", null=True),
    *dimensions_of_melding(),
    column("service_id", Integer, "Service that holds it, or held it last.", null=True),
    column("intake_category_id", Integer, "Category at intake.", null=True),
    column("first_service_id", Integer, "First service that held it.", null=True),
    column("lon", Double, "Longitude, WGS 84.", null=True, oslo="locn:geometry"),
    column("lat", Double, "Latitude, WGS 84.", null=True, oslo="locn:geometry"),
    column("street", Text, "Street, without house number.", null=True, oslo="locn:thoroughfare"),
    cell(),
    column("stage", Text, "Stage of an open melding, outcome of a closed one.", oslo="adms:status"),
    column("stage_since", Instant, "When that stage or closing began."),
    column("received_at", Instant, "Receipt.", oslo="dct:issued"),
    column("received_day", Date, "Local day of receipt."),
    column("open", Boolean, "Not closed, or reopened since."),
    column("closings", SmallInteger, "Number of closing events."),
    column("reopenings", SmallInteger, "Number of reopening events."),
    column("first_closed_at", Instant, "First closing.", null=True),
    column("first_closed_day", Date, "Its local day.", null=True),
    column("last_closed_at", Instant, "Last closing, also when reopened since.", null=True),
    column("last_closed_day", Date, "Its local day.", null=True),
    column("deadline_at", Instant, "Last second on which a first closing is on time; empty: no norm.", null=True),
    column("deadline_origin", Text, "source or norm.", null=True),
    column("deadline_moves", Boolean, "The clock stands still now and the norm deadline moves with it."),
    column("judged_at", Instant, "Earlier of first closing and deadline: when on time is decided.", null=True),
    column("judged_day", Date, "Its local day.", null=True),
    column("on_time", Boolean, "First closing not after the deadline; empty: no norm.", null=True),
    column("routed_by", Text, "Who assigned it first: system or person; empty: never assigned.", null=True),
    column("rerouted", Boolean, "Another service held it after that; empty: never assigned.", null=True),
    column("screened_by", Text, "Who first judged admissibility: system or person; empty: nobody.", null=True),
    column("overruled", Boolean, "A later judgement on that was the opposite; empty: nobody judged.", null=True),
    PrimaryKeyConstraint("organisation_id", "subject_id"),
)
by_day(
    melding, "received_day", "received_at", "first_closed_day", "first_closed_at", "judged_at", "deadline_at", "h3_10"
)
by_day(melding, "judged_day", "judged_at", "on_time", "first_closed_at")
by_day(melding, "first_closed_day", "received_day")
Index("melding_last_closed_day_ix", melding.c.organisation_id, melding.c.melding_kind, melding.c.last_closed_day)
Index(
    "melding_h3_10_ix",
    melding.c.organisation_id,
    melding.c.melding_kind,
    melding.c.h3_10,
    postgresql_include=["received_day", "source_id", "service_id", "category_id", "area_id", "channel_id"],
)
Index("melding_open_ix", melding.c.organisation_id, melding.c.received_day, postgresql_where=melding.c.open)
Index("melding_number_ix", melding.c.organisation_id, melding.c.number, postgresql_ops={"number": "text_pattern_ops"})
WORDS_OF_MELDING = words_of(melding)
Index("melding_words_ix", WORDS_OF_MELDING, postgresql_using="gin")

closing = child(
    "closing",
    "One row a closing event of a melding, with the reopening that followed it.",
    "closing_no",
    *dimensions_of_melding(),
    column("service_id", Integer, "Service of the melding as known now.", null=True),
    column("received_at", Instant, "Receipt of the melding."),
    column("received_day", Date, "Its local day."),
    column("closed_at", Instant, "The closing."),
    column("closed_day", Date, "Its local day."),
    column("outcome", Text, "Outcome, also when it was changed while closed."),
    column("reopened_at", Instant, "Reopening that followed.", null=True),
    column("reopened_day", Date, "Its local day.", null=True),
    column("reopened_by", Text, "citizen or service.", null=True),
    column("next_closed_day", Date, "Local day of the closing after that reopening.", null=True),
    column("lead_seconds", BigInteger, "Receipt to this closing, less stopped clock and time spent closed."),
    column("lead_bucket", SmallInteger, "The same on the grid of seconds."),
    column("lead_working_days", Integer, "The same in working days."),
    column("lead_working_bucket", SmallInteger, "The same on the grid of working days."),
    column("elapsed_bucket", SmallInteger, "Receipt to this closing, nothing taken off, on the grid of seconds."),
    column("intake_category_id", Integer, "Category at intake.", null=True),
    column("first_service_id", Integer, "First service that held the melding.", null=True),
    column("closing_service_id", Integer, "Service that held it at this closing.", null=True),
    column("hops", SmallInteger, "How many times it changed service before this closing."),
    column("lost_seconds", BigInteger, "Time before this closing with another service, less the stopped clock."),
    column("lost_working_days", Integer, "The same in working days."),
)
by_day(
    closing,
    "closed_day",
    *("subject_id", "outcome", "closing_no", "closed_at", "reopened_at", "lead_bucket", "lead_working_bucket"),
    *("intake_category_id", "first_service_id", "closing_service_id", "hops", "lost_working_days"),
)
Index(
    "closing_reopened_day_ix",
    closing.c.organisation_id,
    closing.c.reopened_day,
    postgresql_where=closing.c.reopened_day.is_not(None),
)
by_day(
    closing,
    "received_day",
    *("outcome", "closing_no", "closed_at", "reopened_at", "elapsed_bucket", "lead_bucket", "lead_working_bucket"),
)

stay = child(
    "stay",
    "One row a visit to a stage at a service; waiting repeats.",
    "stay_no",
    *dimensions_of_melding(),
    column("stage", Text, "The stage."),
    column("service_id", Integer, "The service that held it during this visit.", null=True),
    column("entered_at", Instant, "Begin."),
    column("entered_day", Date, "Its local day."),
    column("left_at", Instant, "End; empty: still there.", null=True),
    column("left_day", Date, "Its local day.", null=True),
    column("before_day", Date, "Local day on which the visit before it ended; empty: it is the first.", null=True),
    column("before_there_day", Date, "The same of the last visit before it to the same service.", null=True),
    *lasting("Begin to end"),
    column("internal_seconds", BigInteger, "Of it with only own services asked for advice; 0 on a stop.", null=True),
    column("internal_working_days", Integer, "The same in working days.", null=True),
    column("external_seconds", BigInteger, "Of it with somebody outside asked for advice; 0 on a stop.", null=True),
    column("external_working_days", Integer, "The same in working days.", null=True),
)
by_day(
    stay,
    "left_day",
    *("stage", "before_day", "before_there_day", "working_days", "working_bucket"),
    *("internal_working_days", "external_working_days"),
)
Index("stay_entered_day_ix", stay.c.organisation_id, stay.c.entered_day, postgresql_where=stay.c.left_day.is_(None))

advice = child(
    "advice",
    "Advice asked beside the handling.",
    "advice_no",
    *of_melding(),
    column("partner_id", Integer, "Who was asked.", null=True),
    column("system", Text, "The system in which it lives.", null=True),
    column("requested_at", Instant, "Asked."),
    column("requested_day", Date, "Its local day."),
    column("due_at", Instant, "Asked by.", null=True),
    column("received_at", Instant, "Received; empty: not.", null=True),
    column("received_day", Date, "Its local day.", null=True),
    column("ended_at", Instant, "Received, or the melding was closed without it; empty: still out.", null=True),
    column("ended_day", Date, "Its local day.", null=True),
    *lasting("Asked to received"),
)
Index("advice_received_day_ix", advice.c.organisation_id, advice.c.received_day)
Index("advice_open_ix", advice.c.organisation_id, advice.c.requested_day, postgresql_where=advice.c.ended_day.is_(None))
task = child(
    "task",
    "A task that followed, possibly in another system.",
    "task_no",
    *of_melding(),
    column("partner_id", Integer, "Who does it.", null=True),
    column("system", Text, "The system in which it lives.", null=True),
    column("created_at", Instant, "Given."),
    column("created_day", Date, "Its local day."),
    column("due_at", Instant, "Due.", null=True),
    column("done_at", Instant, "Done; empty: not.", null=True),
    column("done_day", Date, "Its local day.", null=True),
    column("ended_at", Instant, "Done, or the melding was closed without it; empty: still to do.", null=True),
    column("ended_day", Date, "Its local day.", null=True),
    *lasting("Given to done"),
)
by_day(task, "done_day", "partner_id", "system", "working_bucket")
Index("task_open_ix", task.c.organisation_id, task.c.created_day, postgresql_where=task.c.ended_day.is_(None))
notification = child(
    "notification",
    "A message to the citizen at one of the five moments.",
    "notification_no",
    *of_melding(),
    column("moment", Text, "ontvankelijk, acties_voorgesteld, beslissing, afgehandeld or evaluatie_gevraagd."),
    column("channel", Text, "mijn_burgerprofiel, e-mail, sms, brief or telefoon."),
    column("told_at", Instant, "When it was sent."),
    column("told_day", Date, "Its local day."),
)
Index("notification_told_day_ix", notification.c.organisation_id, notification.c.told_day)
moment = child(
    "moment",
    "A moment at which the citizen should hear something, and when that was; the first answer is one of them.",
    "moment_no",
    *of_melding(),
    column("moment", Text, "eerste_antwoord (from receipt) or one of the five moments of `notification`."),
    column("arose_at", Instant, "When there was something to tell."),
    column("arose_day", Date, "Its local day."),
    column("told_at", Instant, "First message about it from then on; empty: not told.", null=True),
    column("told_day", Date, "Its local day.", null=True),
    column("told_channel", Text, "How: as in `notification`.", null=True),
    *lasting("Arose to told"),
)
by_day(moment, "arose_day", "moment", "arose_at", "told_at", "told_channel", "bucket", "working_days", "working_bucket")
Index("moment_told_day_ix", *(moment.c[name] for name in ("organisation_id", "melding_kind", "moment", "told_day")))
decision = child(
    "decision",
    "A decision of college, council or another organ on a melding.",
    "decision_no",
    *of_melding(),
    column("organ", Text, "Who decides.", null=True, oslo="besluit:Bestuursorgaan"),
    column("result", Text, "approved or refused.", null=True),
    column("number", Text, "Number of the decision.", null=True),
    column("uri", Text, "Address of the decision.", null=True, oslo="besluit:Besluit"),
    column("ready_at", Instant, "Ready for the agenda.", null=True),
    column("ready_day", Date, "Its local day.", null=True),
    column("on_agenda_at", Instant, "On the agenda.", null=True),
    column("on_agenda_day", Date, "Its local day.", null=True),
    column("decided_at", Instant, "Decided.", null=True),
    column("decided_day", Date, "Its local day.", null=True),
    column("signed_at", Instant, "Signed.", null=True),
    column("signed_day", Date, "Its local day.", null=True),
    column("published_at", Instant, "Published.", null=True),
    column("published_day", Date, "Its local day.", null=True),
    column("told_at", Instant, "First message on a decision to the citizen from the decision on.", null=True),
    column("told_day", Date, "Its local day.", null=True),
    column("agenda_working_days", Integer, "Working days from ready to on the agenda.", null=True),
    column("decision_working_days", Integer, "Working days from on the agenda to decided.", null=True),
    column("signing_working_days", Integer, "Working days from decided to signed.", null=True),
    column("publication_working_days", Integer, "Working days from signed to published.", null=True),
    column("telling_working_days", Integer, "Working days from published to told.", null=True),
    column("public_working_days", Integer, "Working days from decided to published.", null=True),
)
Index("decision_decided_day_ix", decision.c.organisation_id, decision.c.decided_day)
Index(
    "decision_waiting_ix",
    decision.c.organisation_id,
    decision.c.ready_day,
    postgresql_where=decision.c.decided_day.is_(None),
)
evaluation = child(
    "evaluation",
    "The citizen's evaluation of the handling.",
    "evaluation_no",
    *of_melding(),
    column("outcome", Text, "Outcome of the melding's last closing.", null=True),
    column("asked_at", Instant, "Asked.", null=True),
    column("asked_day", Date, "Its local day.", null=True),
    column("answered_at", Instant, "Answered.", null=True),
    column("answered_day", Date, "Its local day.", null=True),
    column("score", SmallInteger, "1 to 5.", null=True),
    column("resolved", Boolean, "Whether the citizen finds it solved.", null=True),
    column("processed_at", Instant, "Read and processed by the handler.", null=True),
    column("processed_day", Date, "Its local day.", null=True),
    column("follow_up", Text, "What was done with it.", null=True),
)
Index("evaluation_asked_day_ix", evaluation.c.organisation_id, evaluation.c.asked_day)
Index("evaluation_answered_day_ix", evaluation.c.organisation_id, evaluation.c.answered_day)

DERIVED_OF_MELDING: tuple[Table, ...] = (
    melding,
    closing,
    stay,
    advice,
    task,
    notification,
    moment,
    decision,
    evaluation,
)
"""Tables that hold nothing but what `project` makes of the events of meldingen."""

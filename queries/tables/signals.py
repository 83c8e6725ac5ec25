"""What is done about signals: each is taken up once, by somebody, with an answer and what came of it."""

from sqlalchemy import Date, Index, Integer, PrimaryKeyConstraint, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from queries.tables.base import DISTRIBUTED, Instant, column, of_organisation, organisation_id, table

signal_answer = table(
    "signal_answer",
    "A signal that was taken up: what it said then, who sees to it, what is done, and what came of it.",
    DISTRIBUTED,
    organisation_id(),
    column("answer_id", Uuid, "Public id."),
    column("topic", Text, "What came in: melding or proposal."),
    column("dimension", Text, "By what the series were told apart: category, theme or area."),
    column("member", Text, "Code of the series; empty text: all together, '-': without."),
    column("narrowed", Text, "Filters under which it was seen, as an address tells them; empty text: none."),
    column(
        "reach",
        JSONB,
        "Organisations that were counted, with their services by number (null: all); who reaches all may read it.",
    ),
    column("week", Date, "Monday of its first week."),
    column("last_week", Date, "Monday of its last week when it was taken up."),
    column("sentence", Text, "What it said, in the language of who took it up."),
    column("numbers", JSONB, "The same in numbers (`queries.signals.SIGNALS`)."),
    column("answer", Text, "communicatie, werkplan, beleid or geen_actie."),
    column("reason", Text, "Why."),
    column("owner_id", Uuid, "Account that sees to it; empty: none.", null=True),
    column("owner_role", Text, "Role of that account when it was named.", null=True),
    column("due_on", Date, "Day by which there should be a result; empty: nothing is done.", null=True),
    column("taken_at", Instant, "When it was taken up."),
    column("taken_by", Uuid, "Account that did."),
    column("taken_role", Text, "Role in which it was done."),
    column("result", Text, "What came of it; empty: not known yet.", null=True),
    column("result_on", Date, "Day of that result.", null=True),
    column("change_no", Integer, "How often it changed: who changes what another changed meanwhile is told."),
    PrimaryKeyConstraint("organisation_id", "answer_id"),
    of_organisation(),
)
_SERIES = ("organisation_id", "topic", "dimension", "member", "narrowed", "reach", "week")
Index("signal_answer_once_ix", *(signal_answer.c[name] for name in _SERIES), unique=True)

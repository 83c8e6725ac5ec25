"""The schema of the central database: the contract between writing and reading.

Every column says what it holds; `docs/data-dictionary.md` is generated from here. `info` of a table names how it is
spread over machines (`distribution`: distributed by organisation, reference, or local) and, where one exists, the OSLO
term of a column (`oslo`). Days are local to the organisation; instants are UTC, projected ones in whole seconds.
"""

from sqlalchemy import Table

from config.topics import Topic
from queries.tables.accounts import (
    MAY_ENTER,
    account,
    account_grant,
    account_visit,
    audit,
    login_attempt,
    note,
    one_time_link,
    saved_view,
)
from queries.tables.annotations import annotation
from queries.tables.appearance import appearance, blob
from queries.tables.base import DISTRIBUTED, LOCAL, REFERENCE, Instant, metadata
from queries.tables.boundaries import boundary_file
from queries.tables.choosing import (
    is_waiting,
    publication_plan,
    reason,
    selection_draft,
    selection_draft_text,
    selection_round,
)
from queries.tables.climate import climate_reading
from queries.tables.dimensions import (
    area,
    area_version,
    calendar,
    category,
    category_version,
    channel,
    channel_version,
    closing_day,
    import_run,
    norm,
    partner,
    partner_version,
    service,
    service_version,
    source,
    target,
    theme,
    theme_version,
)
from queries.tables.dossiers import dossier, dossier_file, dossier_part
from queries.tables.events import CHANGES, PUBLIC_NEWS, data_version, event, outbox, subject
from queries.tables.meldingen import (
    DERIVED_OF_MELDING,
    WORDS_OF_MELDING,
    advice,
    closing,
    decision,
    evaluation,
    melding,
    moment,
    notification,
    stay,
    task,
)
from queries.tables.organisations import (
    grid_edge,
    organisation,
    organisation_membership,
    organisation_successor,
    organisation_version,
    setting,
)
from queries.tables.participation import (
    DERIVED_OF_ACTIVITY,
    DERIVED_OF_COMMUNICATION,
    DERIVED_OF_PARTICIPANT,
    activity,
    communication,
    participant,
    participation,
)
from queries.tables.programme import DERIVED_OF_CONTACT, DERIVED_OF_DELIVERABLE, contact, deliverable
from queries.tables.proposals import (
    DERIVED_OF_PROPOSAL,
    WORDS_OF_PROPOSAL,
    gain,
    photo,
    proposal,
    proposal_step,
    selection,
    vote,
)
from queries.tables.publication_packs import publication_pack
from queries.tables.reports import report, report_file, report_remark, report_step, report_version
from queries.tables.retention import retention_rule, retention_run
from queries.tables.signals import signal_answer
from queries.tables.sittings import sitting, sitting_item
from queries.tables.subscriptions import mail, subscription
from queries.tables.work import work_request

DERIVED_OF: dict[Topic, tuple[Table, ...]] = {
    Topic.MELDING: DERIVED_OF_MELDING,
    Topic.PROPOSAL: DERIVED_OF_PROPOSAL,
    Topic.ACTIVITY: DERIVED_OF_ACTIVITY,
    Topic.PARTICIPANT: DERIVED_OF_PARTICIPANT,
    Topic.COMMUNICATION: DERIVED_OF_COMMUNICATION,
    Topic.DELIVERABLE: DERIVED_OF_DELIVERABLE,
    Topic.CONTACT: DERIVED_OF_CONTACT,
}
"""Tables that hold nothing but what `project` makes of the events, by topic; the first has one row a subject."""
DERIVED: tuple[Table, ...] = tuple(table for tables in DERIVED_OF.values() for table in tables)
"""All of them."""

__all__ = [
    "CHANGES",
    "DERIVED",
    "DERIVED_OF",
    "DERIVED_OF_MELDING",
    "DISTRIBUTED",
    "LOCAL",
    "MAY_ENTER",
    "PUBLIC_NEWS",
    "REFERENCE",
    "WORDS_OF_MELDING",
    "WORDS_OF_PROPOSAL",
    "Instant",
    "account",
    "account_grant",
    "account_visit",
    "activity",
    "advice",
    "annotation",
    "appearance",
    "area",
    "area_version",
    "audit",
    "blob",
    "boundary_file",
    "calendar",
    "category",
    "category_version",
    "channel",
    "channel_version",
    "climate_reading",
    "closing",
    "closing_day",
    "communication",
    "contact",
    "data_version",
    "decision",
    "deliverable",
    "dossier",
    "dossier_file",
    "dossier_part",
    "evaluation",
    "event",
    "gain",
    "grid_edge",
    "import_run",
    "is_waiting",
    "login_attempt",
    "mail",
    "melding",
    "metadata",
    "moment",
    "norm",
    "note",
    "notification",
    "one_time_link",
    "organisation",
    "organisation_membership",
    "organisation_successor",
    "organisation_version",
    "outbox",
    "participant",
    "participation",
    "partner",
    "partner_version",
    "photo",
    "proposal",
    "proposal_step",
    "publication_pack",
    "publication_plan",
    "reason",
    "report",
    "report_file",
    "report_remark",
    "report_step",
    "report_version",
    "retention_rule",
    "retention_run",
    "saved_view",
    "selection",
    "selection_draft",
    "selection_draft_text",
    "selection_round",
    "service",
    "service_version",
    "setting",
    "signal_answer",
    "sitting",
    "sitting_item",
    "source",
    "stay",
    "subject",
    "subscription",
    "target",
    "task",
    "theme",
    "theme_version",
    "vote",
    "work_request",
]

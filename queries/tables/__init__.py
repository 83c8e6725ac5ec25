"""The schema of the central database: the contract between writing and reading.

Every column says what it holds; `docs/data-dictionary.md` is generated from here. `info` of a table names how it is
spread over machines (`distribution`: distributed by organisation, reference, or local) and, where one exists, the OSLO
term of a column (`oslo`). Days are local to the organisation; instants are UTC, projected ones in whole seconds.
"""

from sqlalchemy import Table

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
from queries.tables.base import DISTRIBUTED, LOCAL, REFERENCE, Instant, metadata
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
)
from queries.tables.events import data_version, event, outbox, subject
from queries.tables.meldingen import (
    DERIVED_OF_MELDING,
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

DERIVED: tuple[Table, ...] = DERIVED_OF_MELDING
"""Tables that hold nothing but what `project` makes of the events."""

__all__ = [
    "DERIVED",
    "DERIVED_OF_MELDING",
    "DISTRIBUTED",
    "LOCAL",
    "MAY_ENTER",
    "REFERENCE",
    "Instant",
    "account",
    "account_grant",
    "account_visit",
    "advice",
    "area",
    "area_version",
    "audit",
    "calendar",
    "category",
    "category_version",
    "channel",
    "channel_version",
    "closing",
    "closing_day",
    "data_version",
    "decision",
    "evaluation",
    "event",
    "grid_edge",
    "import_run",
    "login_attempt",
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
    "partner",
    "partner_version",
    "saved_view",
    "service",
    "service_version",
    "setting",
    "source",
    "stay",
    "subject",
    "target",
    "task",
]

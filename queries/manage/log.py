"""The audit log of an organisation. Asked on the writing side: the reading role does not see what people did."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, Select, select

from queries.db import batches, counted, fetch
from queries.tables import account, audit

PAGE = 50


@dataclass(frozen=True)
class Narrowing:
    """Which rows: of whom (an account), what (an action), from and before which instants."""

    actor_id: UUID | None = None
    action: str = ""
    since: datetime | None = None
    before: datetime | None = None


def log(
    db: Connection, organisation_id: int, narrowing: Narrowing = Narrowing(), *, limit: int = PAGE + 1, offset: int = 0
) -> pd.DataFrame:
    """The rows, newest first.

    Columns: at, actor (name; None: no account), actor_role, action, subject (user name; None: no account), subject_id,
    detail, request_id.
    """
    return fetch(db, _rows(organisation_id, narrowing).limit(limit).offset(offset))


def log_count(db: Connection, organisation_id: int, narrowing: Narrowing = Narrowing()) -> int:
    """How many rows there are."""
    return counted(db, _rows(organisation_id, narrowing))


def log_in_batches(db: Connection, organisation_id: int, narrowing: Narrowing = Narrowing()) -> Generator[pd.DataFrame]:
    """All rows as frames (`queries.db.batches`) with the columns of `log`."""
    return batches(db, _rows(organisation_id, narrowing))


def _rows(organisation_id: int, narrowing: Narrowing) -> Select:
    own, actor, subject = audit.c, account.alias("actor"), account.alias("subject")
    joined = audit.outerjoin(actor, actor.c.account_id == own.actor_id).outerjoin(
        subject, subject.c.account_id == own.subject_id
    )
    names = (actor.c.display_name.label("actor"), own.actor_role, own.action, subject.c.display_name.label("subject"))
    rows = select(own.at, *names, own.subject_id, own.detail, own.request_id).select_from(joined)
    newest = own.at.desc(), own.audit_id.desc()
    return rows.where(*_conditions(organisation_id, narrowing)).order_by(*newest)


def _conditions(organisation_id: int, narrowing: Narrowing) -> list:
    own = audit.c
    found = [own.organisation_id == organisation_id]
    if narrowing.actor_id is not None:
        found.append(own.actor_id == narrowing.actor_id)
    if narrowing.action:
        found.append(own.action == narrowing.action)
    if narrowing.since is not None:
        found.append(own.at >= narrowing.since)
    if narrowing.before is not None:
        found.append(own.at < narrowing.before)
    return found


def actors(db: Connection, organisation_id: int) -> pd.DataFrame:
    """Who did something here, by name. Columns: account_id, display_name."""
    own = audit.c
    found = (
        select(account.c.account_id, account.c.display_name)
        .where(account.c.account_id.in_(select(own.actor_id).where(own.organisation_id == organisation_id)))
        .order_by(account.c.display_name)
    )
    return fetch(db, found)

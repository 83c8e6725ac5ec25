"""What mail is made with that belongs to one person, and what a beheerder sees of it. Not scoped: accounts, saved views
and mails are asked on a connection of the writing side, since the reading role sees nothing of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, Subquery, case, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from config.mail import OPEN, TROUBLE, State
from queries.db import fetch
from queries.tables import account, mail, organisation, saved_view, subscription


@dataclass(frozen=True)
class View:
    """A saved view: its name, and the page and filters that it keeps."""

    name: str
    path: str
    query: str


def address_of(db: Connection, account_id: UUID) -> str | None:
    """Where mail of an account goes; None: nowhere."""
    return db.execute(select(account.c.mail_address).where(account.c.account_id == account_id)).scalar()


def view_of(db: Connection, account_id: UUID, view_id: UUID) -> View | None:
    """One saved view of an account, while it is there."""
    own = saved_view.c
    row = db.execute(
        select(own.name, own.path, own.query).where(own.account_id == account_id, own.view_id == view_id)
    ).first()
    return View(*row) if row else None


def subscriptions(db: Connection, account_id: UUID) -> pd.DataFrame:
    """The subscriptions of an account, the oldest first, each with its last mail.

    Columns: organisation_id, subscription_id, kind, view_id, view (its name; null when it is gone), report_kind,
    measure, part, grace, cadence, weekday, hour, active, next_at, beyond, zone, mail_id, due_at, state, why, ended_at
    (null without a mail).
    """
    own, last = subscription.c, _last_mail()
    about = ("kind", "view_id", "report_kind", "measure", "part", "grace")
    names = (*about, "cadence", "weekday", "hour", "active", "next_at", "beyond")
    rows = (
        select(
            own.organisation_id,
            own.subscription_id,
            *(own[name] for name in names),
            saved_view.c.name.label("view"),
            organisation.c.time_zone.label("zone"),
            *(last.c[name] for name in ("mail_id", "due_at", "state", "why", "ended_at")),
        )
        .join_from(subscription, organisation, organisation.c.organisation_id == own.organisation_id)
        .outerjoin(saved_view, (saved_view.c.view_id == own.view_id) & (saved_view.c.account_id == own.account_id))
        .outerjoin(
            last, (last.c.organisation_id == own.organisation_id) & (last.c.subscription_id == own.subscription_id)
        )
    )
    return fetch(db, rows.where(own.account_id == account_id).order_by(own.created_at, own.subscription_id))


def _last_mail() -> Subquery:
    """The latest mail of each subscription."""
    own = mail.c
    one_each = select(mail).ext(distinct_on(own.organisation_id, own.subscription_id))
    return one_each.order_by(own.organisation_id, own.subscription_id, own.due_at.desc()).subquery("last")


def mail_counts(db: Connection, organisation_id: int, since: datetime) -> pd.DataFrame:
    """How many mails of an organisation are on their way, and how many ended after an instant. Columns: state (all that
    is on its way as waiting), n, oldest (when the first of them was due)."""
    own = mail.c
    state = case((own.state.in_(list(map(str, OPEN))), str(State.WAITING)), else_=own.state).label("state")
    recent = own.ended_at.is_(None) | (own.ended_at > since)
    rows = select(state, func.count().label("n"), func.min(own.due_at).label("oldest"))
    return fetch(db, rows.where(own.organisation_id == organisation_id, recent).group_by(state))


def mails_in_trouble(db: Connection, organisation_id: int, since: datetime, most: int = 200) -> pd.DataFrame:
    """The mails of an organisation that somebody should look at: those that wait after an attempt, and those that ended
    badly or went to nobody after an instant; the latest first.

    Columns: mail_id, account_id, reader (name on screen), kind, due_at, state, attempts, next_at, why, answer,
    ended_at.
    """
    own, about = mail.c, subscription.c
    bad = own.state.in_([*map(str, TROUBLE), str(State.LEFT_OUT)]) & (own.ended_at > since)
    stuck = own.ended_at.is_(None) & own.why.is_not(None)
    columns = (own.due_at, own.state, own.attempts, own.next_at, own.why, own.answer, own.ended_at)
    rows = (
        select(own.mail_id, about.account_id, account.c.display_name.label("reader"), about.kind, *columns)
        .join_from(mail, subscription)
        .join(account, account.c.account_id == about.account_id)
        .where(own.organisation_id == organisation_id, bad | stuck)
    )
    return fetch(db, rows.order_by(own.due_at.desc(), own.mail_id).limit(most))

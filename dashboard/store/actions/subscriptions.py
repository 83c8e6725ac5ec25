"""Subscriptions: what somebody asks to get by mail. Each action is for the account of who asks only.

They leave audit rows, other than saved views do: what they ask leaves the house (docs/adr/0043-mail.md).
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from config.cadence import Cadence, When
from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.ids import new_id
from config.language import N_
from config.mail import ABOUT, TROUBLE, Kind, State
from dashboard.store.actions import audit
from dashboard.store.actions.accounts import home_of
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing
from queries.tables import mail, organisation, saved_view, subscription

MOST = 20
LONGEST_GRACE = 20
_OWN, _MAIL = subscription.c, mail.c
_OWNER = "account"
"""The role in which a link of a mail is followed: that of the account it was sent to."""


@dataclass(frozen=True)
class NewSubscription:
    """What to get, how often. `view_id` belongs to a view; `measure`, `part` and `grace` to an alert; `report_kind` to
    reports: one kind of them, or '' for every kind."""

    kind: Kind
    cadence: Cadence
    weekday: int
    hour: int
    view_id: UUID | None = None
    measure: str | None = None
    part: str | None = None
    grace: int | None = None
    report_kind: str | None = None

    def check(self) -> None:
        """Raise InvalidInput unless all of it is there."""
        timed = self.weekday in range(7) and self.hour in range(24)
        viewed = (self.view_id is not None) == (self.kind is Kind.VIEW)
        judged = (self.measure is not None) == (self.kind is Kind.ALERT)
        reported = (self.report_kind is not None) == (self.kind is Kind.REPORT)
        graced = self.kind is not Kind.ALERT or (self.grace is not None and 1 <= self.grace <= LONGEST_GRACE)
        if not (timed and viewed and judged and reported and graced):
            raise InvalidInput()


def subscribe(*, writer: Writing, clock: Clock, actor: Actor, account_id: UUID, new: NewSubscription) -> UUID:
    """Begin a subscription of one's own. Raises InvalidInput when there is one like it or there are too many, NotFound
    for a view that is not one's own."""
    new.check()
    subscription_id = new_id(clock)
    with writer.transaction() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(account_id), 0))))
        _check_new(connection, account_id, new)
        organisation_id = home_of(connection, clock, account_id)
        row = {
            "organisation_id": organisation_id,
            "subscription_id": subscription_id,
            "account_id": account_id,
            **{name: getattr(new, name) for name in (*ABOUT, "grace", "weekday", "hour")},
            "kind": str(new.kind),
            "cadence": str(new.cadence),
            "active": True,
            "created_at": clock.now(),
            **_fresh(connection, clock, organisation_id, new.cadence, new.weekday, new.hour),
            "beyond": False if new.kind is Kind.ALERT else None,
        }
        connection.execute(insert(subscription).values(row))
        _record(connection, clock, actor, row, action="subscribed")
    return subscription_id


def _check_new(connection: Connection, account_id: UUID, new: NewSubscription) -> None:
    mine = select(_OWN.kind, *(_OWN[name] for name in ABOUT)).where(_OWN.account_id == account_id)
    known = [tuple(row) for row in connection.execute(mine)]
    if len(known) >= MOST:
        raise InvalidInput(N_("There is room for {n} subscriptions. Remove one first."), n=MOST)
    if (str(new.kind), *(getattr(new, name) for name in ABOUT)) in known:
        raise InvalidInput(N_("You have this subscription already."))
    if new.view_id is not None:
        own = saved_view.c
        view = select(own.view_id).where(own.account_id == account_id, own.view_id == new.view_id)
        if connection.scalar(view) is None:
            raise NotFound()


def _fresh(
    connection: Connection, clock: Clock, organisation_id: int, cadence: str, weekday: int, hour: int
) -> dict[str, datetime | int]:
    """Where a subscription begins that tells of what happens from now on."""
    own = organisation.c
    zone = connection.execute(select(own.time_zone).where(own.organisation_id == organisation_id)).scalar_one()
    now = clock.now()
    return {"next_at": When(Cadence(cadence), hour, zone, weekday).after(now), "told_until": now, "run": 0}


def _record(connection: Connection, clock: Clock, actor: Actor, row: Any, *, action: str) -> None:
    detail = {name: row[name] for name in ("kind", "cadence", "measure", "report_kind") if row[name] is not None}
    audit.record(
        connection,
        clock=clock,
        actor=actor,
        organisation_id=row["organisation_id"],
        action=action,
        subject_id=row["subscription_id"],
        detail=detail,
    )


def stop(*, writer: Writing, clock: Clock, actor: Actor, account_id: UUID, subscription_id: UUID) -> None:
    """Get no more mail of a subscription, until it goes on. Raises NotFound."""
    with writer.transaction() as connection:
        _stop(connection, clock, actor, _found(connection, _this(account_id, subscription_id)))


def _stop(connection: Connection, clock: Clock, actor: Actor, row: Row[Any]) -> None:
    if not row.active:
        return
    connection.execute(update(subscription).where(_keys(row)).values(active=False))
    _leave_waiting(connection, clock, row)
    _record(connection, clock, actor, row._mapping, action="unsubscribed")


def _leave_waiting(connection: Connection, clock: Clock, row: Row[Any]) -> None:
    """What still waits is not sent any more; what a worker is sending just now is its own."""
    waiting = (_MAIL.organisation_id == row.organisation_id) & (_MAIL.subscription_id == row.subscription_id)
    ended = {"state": str(State.LEFT_OUT), "why": STOPPED, "ended_at": clock.now()}
    connection.execute(update(mail).where(waiting, _MAIL.state == str(State.WAITING)).values(ended))


STOPPED = N_("The subscription was stopped.")


def go_on(*, writer: Writing, clock: Clock, actor: Actor, account_id: UUID, subscription_id: UUID) -> None:
    """Get mail again, of what happens from now on. Raises NotFound."""
    with writer.transaction() as connection:
        row = _found(connection, _this(account_id, subscription_id))
        if row.active:
            return
        fresh = _fresh(connection, clock, row.organisation_id, row.cadence, row.weekday, row.hour)
        connection.execute(update(subscription).where(_keys(row)).values(active=True, **fresh))
        _record(connection, clock, actor, row._mapping, action="subscribed")


def remove(*, writer: Writing, clock: Clock, actor: Actor, account_id: UUID, subscription_id: UUID) -> None:
    """Remove a subscription with all that is known of its mails. Raises NotFound."""
    with writer.transaction() as connection:
        row = _found(connection, _this(account_id, subscription_id))
        connection.execute(delete(subscription).where(_keys(row)))
        _record(connection, clock, actor, row._mapping, action="unsubscribed")


def send_again(
    *, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, mail_id: UUID, account_id: UUID | None = None
) -> None:
    """Try a mail once more that was refused, given up, or of which nobody knows; `account_id`: only if it is theirs.

    The mail keeps its Message-ID, so that a server or reader that has it already can tell. Raises NotFound, and
    InvalidInput when its reader stopped the subscription.
    """
    own = (_MAIL.organisation_id == organisation_id) & (_MAIL.mail_id == mail_id)
    with writer.transaction() as connection:
        joined = select(mail, subscription.c.account_id, subscription.c.active).join_from(mail, subscription)
        row = connection.execute(joined.where(own).with_for_update(of=mail)).first()
        if row is None or row.state not in TROUBLE or account_id not in (None, row.account_id):
            raise NotFound()
        if not row.active:
            raise InvalidInput(STOPPED)
        again = {"state": str(State.WAITING), "next_at": clock.now(), "attempts": 0, "why": None, "ended_at": None}
        connection.execute(update(mail).where(own).values(again))
        told: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
        audit.record(connection, action="mail_tried_again", subject_id=mail_id, **told)


def _this(account_id: UUID, subscription_id: UUID) -> ColumnElement[bool]:
    return (_OWN.account_id == account_id) & (_OWN.subscription_id == subscription_id)


def _keys(row: Row[Any]) -> ColumnElement[bool]:
    this: ColumnElement[bool] = (_OWN.organisation_id == row.organisation_id) & (
        _OWN.subscription_id == row.subscription_id
    )
    return this


def _found(connection: Connection, this: ColumnElement[bool]) -> Row[Any]:
    row = connection.execute(select(subscription).where(this).with_for_update()).first()
    if row is None:
        raise NotFound()
    return row


# --- the link in each mail ---------------------------------------------------------------------------------------
def token_of(secret: str, organisation_id: int, subscription_id: UUID) -> str:
    """What the link in a mail ends with: it stops this subscription and can do nothing else."""
    named = f"{organisation_id}.{subscription_id.hex}"
    return f"{named}.{_signature(secret, named)}"


def _signature(secret: str, named: str) -> str:
    digest = hmac.new(secret.encode(), f"unsubscribe:{named}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _read(secret: str, token: str) -> ColumnElement[bool]:
    """Which subscription a token is of. Raises NotFound for one that we did not make."""
    named, _, signature = token.rpartition(".")
    if not hmac.compare_digest(_signature(secret, named).encode(), signature.encode("utf-8", "replace")):
        raise NotFound()
    number, _, subscription_id = named.partition(".")
    this: ColumnElement[bool] = (_OWN.organisation_id == int(number)) & (_OWN.subscription_id == UUID(subscription_id))
    return this


def is_active(*, writer: Writing, secret: str, token: str) -> bool:
    """Whether the subscription of a link still brings mail. Raises NotFound for a link that means nothing."""
    with writer.transaction() as connection:
        return bool(_found(connection, _read(secret, token)).active)


def stop_by_link(*, writer: Writing, clock: Clock, request_id: str, secret: str, token: str) -> None:
    """Stop the subscription of a link, whoever follows it; once more does no harm. Raises NotFound."""
    with writer.transaction() as connection:
        row = _found(connection, _read(secret, token))
        _stop(connection, clock, Actor(row.account_id, _OWNER, request_id), row)

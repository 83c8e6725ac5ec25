"""Logging in: attempts are counted in the database, so that guessing is slow however many processes answer.

Names and addresses are kept as keyed hashes only, and for a day.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from config.clock import Clock
from config.errors import TooManyAttempts, Unauthenticated
from config.language import N_
from config.plain import has_control
from dashboard.store.actions.accounts import note
from dashboard.store.actions.audit import Actor, anonymous
from dashboard.store.actions.passwords import hash_password, is_outdated, matches
from dashboard.store.actions.writing import Writing
from queries.tables import MAY_ENTER, account, login_attempt, setting

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limits:
    """How many failures within the window stop further attempts; `setting` key 'login_limits' overrides them."""

    minutes: int = 15
    per_username: int = 8
    per_address: int = 60


@dataclass(frozen=True)
class Visitor:
    """Who knocks: the name tried and the address, hashed with the installation's secret."""

    username: str
    username_hash: str
    address_hash: str

    @classmethod
    def of(cls, secret: str, username: str, address: str) -> "Visitor":
        name = username.strip().lower()
        return cls(name, _keyed(secret, "username", name), _keyed(secret, "address", address))


@dataclass(frozen=True)
class SignedIn:
    """The account that logged in, and the version its session belongs to."""

    account_id: UUID
    session_version: int


@dataclass(frozen=True)
class _Attempt:
    """An attempt that was counted as failed before the password is looked at; success takes that back."""

    attempt_id: int
    is_last: bool
    account_id: UUID | None
    password_hash: str | None
    session_version: int


def _keyed(secret: str, kind: str, value: str) -> str:
    return hmac.new(secret.encode(), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def sign_in(*, writer: Writing, clock: Clock, visitor: Visitor, password: str, request_id: str) -> SignedIn:
    """Check a name and password. Raises TooManyAttempts or Unauthenticated; the latter never says which was wrong."""
    attempt = _begin(writer, clock, visitor)
    # Outside a transaction: hashing takes long on purpose and must not hold a connection.
    if not matches(password, attempt.password_hash) or attempt.account_id is None:
        _record_failure(writer, clock, attempt, anonymous(request_id))
        raise Unauthenticated(N_("User name or password is not right."))
    _record_success(writer, clock, attempt, attempt.account_id, password, request_id)
    return SignedIn(attempt.account_id, attempt.session_version)


def _begin(writer: Writing, clock: Clock, visitor: Visitor) -> _Attempt:
    now = clock.now()
    with writer.transaction() as connection:
        # One at a time for a name and for an address: parallel guesses cannot slip past the count.
        for kind, key in enumerate((visitor.username_hash, visitor.address_hash)):
            connection.execute(select(func.pg_advisory_xact_lock(kind, func.hashtext(key))))
        limits = _limits(connection)
        since = now - timedelta(minutes=limits.minutes)
        failures = _failures_of_name(connection, visitor, since)
        _refuse_beyond(failures, limits.per_username, limits, now)
        _refuse_beyond(_failures_of_address(connection, visitor, since), limits.per_address, limits, now)
        connection.execute(delete(login_attempt).where(login_attempt.c.at < now - KEPT))
        attempt_id = _count(connection, visitor, now)
        return _look_up(connection, visitor, attempt_id, is_last=len(failures) + 1 == limits.per_username)


def _limits(connection: Connection) -> Limits:
    stored = connection.execute(select(setting.c.value).where(setting.c.key == "login_limits")).scalar()
    return Limits(**(stored or {}))


def _failures_of_name(connection: Connection, visitor: Visitor, since: datetime) -> list[datetime]:
    of_name = login_attempt.c.username == visitor.username_hash
    last_success = select(func.max(login_attempt.c.attempt_id)).where(of_name, login_attempt.c.succeeded)
    after_success = login_attempt.c.attempt_id > func.coalesce(last_success.scalar_subquery(), 0)
    return _failures(connection, of_name & after_success, since)


def _failures_of_address(connection: Connection, visitor: Visitor, since: datetime) -> list[datetime]:
    return _failures(connection, login_attempt.c.address == visitor.address_hash, since)


def _failures(connection: Connection, these: ColumnElement[bool], since: datetime) -> list[datetime]:
    failed = (login_attempt.c.at > since) & ~login_attempt.c.succeeded
    return list(
        connection.execute(select(login_attempt.c.at).where(failed, these).order_by(login_attempt.c.at)).scalars()
    )


def _refuse_beyond(failures: list[datetime], limit: int, limits: Limits, now: datetime) -> None:
    if len(failures) >= limit:
        free_at = failures[-limit] + timedelta(minutes=limits.minutes)
        raise TooManyAttempts(minutes=max(1, ceil((free_at - now).total_seconds() / 60)))


def _count(connection: Connection, visitor: Visitor, now: datetime) -> int:
    row = {"username": visitor.username_hash, "address": visitor.address_hash, "at": now, "succeeded": False}
    return int(connection.execute(insert(login_attempt).values(row).returning(login_attempt.c.attempt_id)).scalar_one())


def _look_up(connection: Connection, visitor: Visitor, attempt_id: int, *, is_last: bool) -> _Attempt:
    """The account, but without its hash when it may not log in here: disabled, or a demo account elsewhere.

    A name with control characters is nobody's, and is not asked for: the database refuses some of them.
    """
    if has_control(visitor.username):
        return _Attempt(attempt_id, is_last, None, None, 0)
    this = account.c.username == visitor.username
    row = connection.execute(select(account, MAY_ENTER.label("may_enter")).where(this)).first()
    if row is None:
        return _Attempt(attempt_id, is_last, None, None, 0)
    password_hash = row.password_hash if row.may_enter else None
    return _Attempt(attempt_id, is_last, row.account_id, password_hash, row.session_version)


def _record_failure(writer: Writing, clock: Clock, attempt: _Attempt, actor: Actor) -> None:
    """An audit row where there is an account; other names are only counted."""
    if attempt.account_id is None:
        return
    action = "login_blocked" if attempt.is_last else "login_failed"
    with writer.transaction() as connection:
        note(connection, clock=clock, actor=actor, account_id=attempt.account_id, action=action)


def _record_success(
    writer: Writing, clock: Clock, attempt: _Attempt, account_id: UUID, password: str, request_id: str
) -> None:
    actor = Actor(account_id, "account", request_id)
    with writer.transaction() as connection:
        this = login_attempt.c.attempt_id == attempt.attempt_id
        connection.execute(update(login_attempt).where(this).values(succeeded=True))
        if attempt.password_hash and is_outdated(attempt.password_hash):
            renewed = update(account).where(account.c.account_id == account_id)
            connection.execute(renewed.values(password_hash=hash_password(password)))
        note(connection, clock=clock, actor=actor, account_id=account_id, action="login")

"""Accounts and what they may see: each function is one transaction with one audit row.

Whatever changes rights or password raises `session_version`, which ends the sessions that are running.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Date, Select, cast, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.ids import new_id
from config.kinds import OWN_SERVICES, Role
from config.language import LANGUAGES, N_
from config.plain import has_control
from config.settings import is_mail_address
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.passwords import check_strength, hash_password
from dashboard.store.actions.writing import Writing
from dashboard.store.zones import local_today
from queries.tables import account, account_grant, one_time_link, organisation

LONGEST_NAME = 100


@dataclass(frozen=True)
class NewAccount:
    """An account to make. Without `password_hash` nobody can log in before using an invitation."""

    username: str
    display_name: str
    language: str = LANGUAGES[0]
    password_hash: str | None = None
    demo: bool = False
    mail_address: str | None = None


@dataclass(frozen=True)
class NewGrant:
    """A role to give; `service_ids` limits it to those services, `valid_from` is today unless given.

    A role of `OWN_SERVICES` needs services or, in a town too small for that, `all_services` said on purpose.
    """

    organisation_id: int
    role: Role
    service_ids: Sequence[int] | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    all_services: bool = False

    def check(self) -> None:
        """Raise InvalidInput unless the grant says how far it reaches."""
        if self.all_services and self.service_ids is not None:
            raise InvalidInput(N_("Name the services or all of them, not both."))
        if self.role in OWN_SERVICES and self.service_ids is None and not self.all_services:
            raise InvalidInput(N_("This role is limited to services: name them, or say that it reaches all services."))

    def services(self) -> list[int] | None:
        """As it is stored: None means all services."""
        return None if self.service_ids is None else sorted(self.service_ids)

    def detail(self) -> dict[str, Any]:
        """As it is told in the audit log."""
        services = self.services()
        return {"role": str(self.role), "service_ids": services, "all_services": services is None}


def _granted(account_id: UUID) -> Select[Any]:
    """The organisations of an account's grants, also of those that ended."""
    located = account_grant.join(organisation, organisation.c.organisation_id == account_grant.c.organisation_id)
    return select(account_grant.c.organisation_id).select_from(located).where(account_grant.c.account_id == account_id)


def _today(now: datetime) -> ColumnElement[Any]:
    """The local day in the organisation of a grant."""
    return cast(func.timezone(organisation.c.time_zone, now), Date)


def _lasts(now: datetime) -> ColumnElement[bool]:
    """Whether a grant has not ended."""
    return account_grant.c.valid_to.is_(None) | (account_grant.c.valid_to >= _today(now))


def home_of(connection: Connection, clock: Clock, account_id: UUID) -> int:
    """The organisation in whose audit log an account's own actions are written.

    That of its first grant that holds; when none holds any more, of its first one.
    """
    now = clock.now()
    holds = _lasts(now) & (account_grant.c.valid_from <= _today(now))
    first = _granted(account_id).order_by(holds.desc(), account_grant.c.grant_no).limit(1)
    found = connection.execute(first).scalar()
    if found is None:
        raise NotFound()
    return int(found)


def change(
    connection: Connection,
    *,
    clock: Clock,
    actor: Actor,
    account_id: UUID,
    action: str,
    values: Mapping[str, Any],
    detail: Mapping[str, Any] | None = None,
    organisation_id: int | None = None,
) -> None:
    """Update one account, end its sessions and write the audit row, within a transaction that may do more."""
    raised = {"session_version": account.c.session_version + 1}
    done = connection.execute(update(account).where(account.c.account_id == account_id).values({**values, **raised}))
    if done.rowcount == 0:
        raise NotFound()
    note(
        connection,
        clock=clock,
        actor=actor,
        account_id=account_id,
        action=action,
        detail=detail,
        organisation_id=organisation_id,
    )


def note(
    connection: Connection,
    *,
    clock: Clock,
    actor: Actor,
    account_id: UUID,
    action: str,
    detail: Mapping[str, Any] | None = None,
    organisation_id: int | None = None,
) -> None:
    """Write the audit row of something that happened to an account, in its own organisation unless another is given."""
    audit.record(
        connection,
        clock=clock,
        actor=actor,
        organisation_id=organisation_id or home_of(connection, clock, account_id),
        action=action,
        subject_id=account_id,
        detail=detail,
    )


def _add_grant(connection: Connection, clock: Clock, account_id: UUID, new: NewGrant) -> int:
    taken = select(func.coalesce(func.max(account_grant.c.grant_no), 0))
    number = int(connection.execute(taken.where(account_grant.c.account_id == account_id)).scalar_one()) + 1
    row = {
        "account_id": account_id,
        "grant_no": number,
        "organisation_id": new.organisation_id,
        "role": str(new.role),
        "service_ids": new.services(),
        "valid_from": new.valid_from or local_today(connection, clock, new.organisation_id),
        "valid_to": new.valid_to,
    }
    connection.execute(insert(account_grant).values(row))
    return number


def create_account(*, writer: Writing, clock: Clock, actor: Actor, new: NewAccount, grant: NewGrant) -> UUID:
    """Make an account with its first role. Raises InvalidInput when the name is taken or empty, or services lack."""
    grant.check()
    row: dict[str, Any] = {
        "account_id": new_id(clock),
        "username": _usable_name(new.username),
        "display_name": new.display_name.strip(),
        "language": new.language,
        "password_hash": new.password_hash,
        "session_version": 1,
        "demo": new.demo,
        "created_at": clock.now(),
        "mail_address": usable_address(new.mail_address),
    }
    with writer.transaction() as connection:
        try:
            connection.execute(insert(account).values(row))
        except IntegrityError as error:
            raise InvalidInput(N_("There is already an account with this user name.")) from error
        _add_grant(connection, clock, row["account_id"], grant)
        audit.record(
            connection,
            clock=clock,
            actor=actor,
            organisation_id=grant.organisation_id,
            action="account_created",
            subject_id=row["account_id"],
            detail=grant.detail(),
        )
    account_id: UUID = row["account_id"]
    return account_id


def _usable_name(username: str) -> str:
    name = username.strip().lower()
    if not name or len(name) > LONGEST_NAME or any(sign.isspace() for sign in name) or has_control(name):
        raise InvalidInput(N_("A user name has no spaces and at most {n} characters."), n=LONGEST_NAME)
    return name


def usable_address(address: str | None) -> str | None:
    """The address as it is kept; None for none. Raises InvalidInput for what mail cannot be sent to."""
    words = (address or "").strip()
    if words and not is_mail_address(words):
        raise InvalidInput(N_("This is not one e-mail address, such as an.peeters@example.org."))
    return words or None


def change_address(
    *,
    writer: Writing,
    clock: Clock,
    actor: Actor,
    account_id: UUID,
    address: str | None,
    organisation_id: int | None = None,
) -> None:
    """Let mail go to another address, or nowhere; sessions go on. The log does not hold the address."""
    kept = usable_address(address)
    this = account.c.account_id == account_id
    with writer.transaction() as connection:
        connection.execute(update(account).where(this).values(mail_address=kept))
        told: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
        note(connection, account_id=account_id, action="mail_address_changed", detail={"any": bool(kept)}, **told)


def grant_role(*, writer: Writing, clock: Clock, actor: Actor, account_id: UUID, grant: NewGrant) -> int:
    """Give an account one more role; returns the number of the grant. Raises InvalidInput when services lack.

    Links that are open stop working when the account had no lasting role in that organisation: whoever made one could
    no longer do so (decision 19).
    """
    grant.check()
    with writer.transaction() as connection:
        # The account is changed first: its row lock gives each grant its own number.
        change(
            connection,
            clock=clock,
            actor=actor,
            account_id=account_id,
            action="role_granted",
            values={},
            detail=grant.detail(),
            organisation_id=grant.organisation_id,
        )
        lasting = _granted(account_id).where(_lasts(clock.now()))
        if grant.organisation_id not in set(connection.scalars(lasting)):
            close_links(connection, clock=clock, account_id=account_id)
        return _add_grant(connection, clock, account_id, grant)


def revoke_role(*, writer: Writing, clock: Clock, actor: Actor, account_id: UUID, grant_no: int) -> None:
    """End a role: yesterday was its last day."""
    this = (account_grant.c.account_id == account_id) & (account_grant.c.grant_no == grant_no)
    with writer.transaction() as connection:
        row = connection.execute(select(account_grant).where(this)).first()
        if row is None:
            raise NotFound()
        yesterday = local_today(connection, clock, row.organisation_id) - timedelta(days=1)
        connection.execute(update(account_grant).where(this).values(valid_to=yesterday))
        change(
            connection,
            clock=clock,
            actor=actor,
            account_id=account_id,
            action="role_revoked",
            values={},
            detail={"role": row.role, "grant_no": grant_no},
            organisation_id=row.organisation_id,
        )


def set_password(*, writer: Writing, clock: Clock, actor: Actor, account_id: UUID, password: str) -> None:
    """Give an account a new password; links that were still open stop working."""
    with writer.transaction() as connection:
        name = connection.execute(select(account.c.username).where(account.c.account_id == account_id)).scalar()
        if name is None:
            raise NotFound()
        check_strength(password, name)
        close_links(connection, clock=clock, account_id=account_id)
        values = {"password_hash": hash_password(password)}
        change(connection, clock=clock, actor=actor, account_id=account_id, action="password_set", values=values)


def close_links(connection: Connection, *, clock: Clock, account_id: UUID) -> None:
    """Make every open link of an account useless."""
    still_open = (one_time_link.c.account_id == account_id) & one_time_link.c.used_at.is_(None)
    connection.execute(update(one_time_link).where(still_open).values(used_at=clock.now()))


def disable(
    *, writer: Writing, clock: Clock, actor: Actor, account_id: UUID, organisation_id: int | None = None
) -> None:
    """Close an account: running sessions end, links stop working, the history stays."""
    with writer.transaction() as connection:
        close_links(connection, clock=clock, account_id=account_id)
        values = {"disabled_at": clock.now()}
        change(
            connection,
            clock=clock,
            actor=actor,
            account_id=account_id,
            action="account_disabled",
            values=values,
            organisation_id=organisation_id,
        )


def enable(
    *, writer: Writing, clock: Clock, actor: Actor, account_id: UUID, organisation_id: int | None = None
) -> None:
    """Open a closed account again, with the password it had."""
    with writer.transaction() as connection:
        values = {"disabled_at": None}
        change(
            connection,
            clock=clock,
            actor=actor,
            account_id=account_id,
            action="account_enabled",
            values=values,
            organisation_id=organisation_id,
        )


def change_language(*, writer: Writing, clock: Clock, actor: Actor, account_id: UUID, language: str) -> None:
    """Keep the language in which a person reads; sessions go on."""
    if language not in LANGUAGES:
        raise InvalidInput()
    this = account.c.account_id == account_id
    with writer.transaction() as connection:
        connection.execute(update(account).where(this).values(language=language))
        detail = {"language": language}
        note(connection, clock=clock, actor=actor, account_id=account_id, action="language_changed", detail=detail)


def record_logout(*, writer: Writing, clock: Clock, actor: Actor, account_id: UUID) -> None:
    """Note that a person logged out."""
    with writer.transaction() as connection:
        note(connection, clock=clock, actor=actor, account_id=account_id, action="logout")

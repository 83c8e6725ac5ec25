"""One-time links: an invitation or a new password, shown once to the beheerder, who hands it over.

Only the SHA-256 of the token is kept: whoever reads the table cannot use a link.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from config.clock import Clock
from config.errors import NotFound
from config.language import N_
from dashboard.store.actions.accounts import change, close_links, note
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.passwords import check_strength, hash_password
from dashboard.store.actions.writing import Writing
from queries.tables import account, one_time_link

TOKEN_BYTES = 32


class Purpose(StrEnum):
    """Why a link was made."""

    INVITATION = "invitation"
    RESET = "reset"


LIFETIME = {Purpose.INVITATION: timedelta(days=7), Purpose.RESET: timedelta(hours=24)}


@dataclass(frozen=True)
class OpenLink:
    """A link that still works, and for whom."""

    account_id: UUID
    username: str
    purpose: Purpose


def token_hash(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def create_link(
    *, writer: Writing, clock: Clock, actor: Actor, account_id: UUID, organisation_id: int | None = None
) -> str:
    """Make a link that sets a password; earlier ones stop working. Returns its token, shown only now.

    It is written in the audit log of `organisation_id`; without one in that of the account's own.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with writer.transaction() as connection:
        usable = (account.c.account_id == account_id) & account.c.disabled_at.is_(None)
        # The lock keeps two links made at once from both staying open.
        row = connection.execute(select(account.c.password_hash).where(usable).with_for_update()).first()
        if row is None:
            raise NotFound()
        purpose = Purpose.RESET if row.password_hash else Purpose.INVITATION
        close_links(connection, clock=clock, account_id=account_id)
        connection.execute(insert(one_time_link).values(_row(token, account_id, purpose, actor, clock)))
        detail = {"purpose": str(purpose)}
        note(
            connection,
            clock=clock,
            actor=actor,
            account_id=account_id,
            action="link_created",
            detail=detail,
            organisation_id=organisation_id,
        )
    return token


def _row(token: str, account_id: UUID, purpose: Purpose, actor: Actor, clock: Clock) -> dict[str, object]:
    return {
        "token_hash": token_hash(token),
        "account_id": account_id,
        "purpose": str(purpose),
        "created_by": actor.account_id,
        "created_at": clock.now(),
        "expires_at": clock.now() + LIFETIME[purpose],
    }


def find_link(*, writer: Writing, clock: Clock, token: str) -> OpenLink:
    """The link of a token, without using it up. Raises NotFound for unknown, used and expired ones alike."""
    with writer.transaction() as connection:
        return _open_link(connection, clock, token)


def redeem_link(*, writer: Writing, clock: Clock, actor: Actor, token: str, password: str) -> UUID:
    """Use a link: set the password, end running sessions. Of two at the same time one succeeds."""
    with writer.transaction() as connection:
        link = _open_link(connection, clock, token)
        check_strength(password, link.username)
        this = (one_time_link.c.token_hash == token_hash(token)) & one_time_link.c.used_at.is_(None)
        used = connection.execute(update(one_time_link).where(this).values(used_at=clock.now()))
        if used.rowcount == 0:
            raise _gone()
        close_links(connection, clock=clock, account_id=link.account_id)
        change(
            connection,
            clock=clock,
            actor=actor,
            account_id=link.account_id,
            action="password_set",
            values={"password_hash": hash_password(password)},
            detail={"link": str(link.purpose)},
        )
    return link.account_id


def _open_link(connection: Connection, clock: Clock, token: str) -> OpenLink:
    of_account = one_time_link.join(account, account.c.account_id == one_time_link.c.account_id)
    usable = select(account.c.account_id, account.c.username, one_time_link.c.purpose).select_from(of_account)
    row = connection.execute(
        usable.where(
            one_time_link.c.token_hash == token_hash(token),
            one_time_link.c.used_at.is_(None),
            one_time_link.c.expires_at > clock.now(),
            account.c.disabled_at.is_(None),
        )
    ).first()
    if row is None:
        raise _gone()
    return OpenLink(row.account_id, row.username, Purpose(row.purpose))


def _gone() -> NotFound:
    return NotFound(N_("This link does not work any more. Ask the administrator of your organisation for a new one."))

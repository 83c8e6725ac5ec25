"""What a beheerder may do with the people of an organisation: the actions on accounts, kept within bounds.

A beheerder reaches accounts that have or had a role in an organisation of theirs (`within`). What holds for a whole
account (its password, whether it is open) may be changed only while all of its roles are within: otherwise somebody who
manages one town would take over the account of another one. An organisation never loses its last beheerder.
"""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, exists, func, or_, select, text, update

from config.clock import Clock
from config.errors import Forbidden, InvalidInput, NotFound
from config.kinds import PERMISSIONS, Permission
from config.language import LANGUAGES, N_
from dashboard.store.actions import accounts, links
from dashboard.store.actions.accounts import NewAccount, NewGrant
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing
from dashboard.store.zones import local_today
from queries.tables import account, account_grant, service

_LOCK = 4_802_026
_LAST = N_("Nobody would be left to manage this organisation without an end date. Give somebody else that role first.")
_ELSEWHERE = N_("This person also has a role in another organisation: only both administrators together can do this.")
_NO_SERVICE = N_("This organisation has no such service.")
_OWN = N_("Nobody closes their own account. Ask another administrator.")
MANAGING = [str(role) for role, permissions in PERMISSIONS.items() if Permission.MANAGE in permissions]


@dataclass(frozen=True)
class Desk:
    """In which organisations the actor manages, and with what; `town` is the one at hand, whose log tells it."""

    writer: Writing
    clock: Clock
    actor: Actor
    within: Collection[int]
    town: int

    def about(self, account_id: UUID) -> dict[str, Any]:
        """What an action on a whole account is told: it is written in the log of the organisation at hand."""
        return {"clock": self.clock, "actor": self.actor, "account_id": account_id, "organisation_id": self.town}


@dataclass(frozen=True)
class _Joined:
    """A transaction that is under way, for an action that opens one itself."""

    connection: Connection

    def transaction(self) -> AbstractContextManager[Connection]:
        return nullcontext(self.connection)


def invite(desk: Desk, *, new: NewAccount, grant: NewGrant) -> tuple[UUID, str]:
    """Make an account with its first role, and a link with which its owner chooses a password; returns both."""
    with desk.writer.transaction() as connection:
        _check_grant(connection, desk, grant)
        made = accounts.create_account(
            writer=_Joined(connection), clock=desk.clock, actor=desk.actor, new=new, grant=grant
        )
        return made, links.create_link(writer=_Joined(connection), **desk.about(made))


def give_role(desk: Desk, *, account_id: UUID, grant: NewGrant) -> int:
    """Give somebody of an own organisation one more role there; returns its number."""
    with _guarded(desk, account_id) as (connection, joined):
        _check_grant(connection, desk, grant)
        return accounts.grant_role(
            writer=joined, clock=desk.clock, actor=desk.actor, account_id=account_id, grant=grant
        )


def end_role(desk: Desk, *, account_id: UUID, grant_no: int) -> None:
    """End a role in an own organisation: yesterday was its last day. Raises NotFound when it ended before."""
    with _guarded(desk, account_id) as (connection, joined):
        this = (account_grant.c.account_id == account_id) & (account_grant.c.grant_no == grant_no)
        row = connection.execute(select(account_grant).where(this)).first()
        if row is None or row.organisation_id not in desk.within:
            raise NotFound()
        if row.valid_to is not None and row.valid_to < local_today(connection, desk.clock, row.organisation_id):
            raise NotFound()
        accounts.revoke_role(
            writer=joined, clock=desk.clock, actor=desk.actor, account_id=account_id, grant_no=grant_no
        )


def new_link(desk: Desk, *, account_id: UUID) -> str:
    """A link to choose a (new) password; returns its token, shown only now."""
    with _guarded(desk, account_id, whole=True) as (_, joined):
        return links.create_link(writer=joined, **desk.about(account_id))


def close_account(desk: Desk, *, account_id: UUID) -> None:
    """Close an account, but not one's own."""
    if account_id == desk.actor.account_id:
        raise InvalidInput(_OWN)
    with _guarded(desk, account_id, whole=True) as (_, joined):
        accounts.disable(writer=joined, **desk.about(account_id))


def open_account(desk: Desk, *, account_id: UUID) -> None:
    """Open a closed account again."""
    with _guarded(desk, account_id, whole=True) as (_, joined):
        accounts.enable(writer=joined, **desk.about(account_id))


def rename(desk: Desk, *, account_id: UUID, display_name: str, language: str, mail_address: str | None = None) -> None:
    """Change the name on screen, the language and the address for mail of an account; sessions go on."""
    if language not in LANGUAGES or not display_name.strip():
        raise InvalidInput()
    with _guarded(desk, account_id, whole=True) as (connection, _):
        this = account.c.account_id == account_id
        kept = accounts.usable_address(mail_address)
        changed = {"display_name": display_name.strip(), "language": language, "mail_address": kept}
        connection.execute(update(account).where(this).values(changed))
        detail = {"language": language}
        accounts.note(connection, **desk.about(account_id), action="account_renamed", detail=detail)


@contextmanager
def _guarded(desk: Desk, account_id: UUID, *, whole: bool = False) -> Iterator[tuple[Connection, Writing]]:
    """A transaction on an account within reach, which ends well only while each organisation keeps a beheerder."""
    with desk.writer.transaction() as connection:
        _take_turn(connection, desk.within)
        if whole:  # another town may be giving a role now: its beheerder takes no turn here
            connection.execute(select(account.c.account_id).where(account.c.account_id == account_id).with_for_update())
        _check_reach(connection, desk, account_id, whole=whole)
        before = {number for number in desk.within if _managed(connection, desk, number)}
        yield connection, _Joined(connection)
        if any(not _managed(connection, desk, number) for number in before):
            raise InvalidInput(_LAST)


def _take_turn(connection: Connection, within: Collection[int]) -> None:
    """One at a time an organisation: two beheerders cannot end each other's role at once."""
    for number in sorted(within):
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock, :number)"), {"lock": _LOCK, "number": number})


def _check_reach(connection: Connection, desk: Desk, account_id: UUID, *, whole: bool) -> None:
    own = account_grant.c
    here = own.organisation_id.in_(desk.within)
    at_hand = own.organisation_id == desk.town if whole else here
    if connection.scalar(select(func.count()).where(own.account_id == account_id, at_hand)) == 0:
        raise NotFound()
    today = desk.clock.now().date()
    lasting = or_(own.valid_to.is_(None), own.valid_to >= today)
    if whole and connection.scalar(select(func.count()).where(own.account_id == account_id, ~here, lasting)):
        raise InvalidInput(_ELSEWHERE)


def _check_grant(connection: Connection, desk: Desk, grant: NewGrant) -> None:
    if grant.organisation_id not in desk.within:
        raise Forbidden()
    wanted = set(grant.service_ids or ())
    known = select(service.c.service_id).where(service.c.organisation_id == grant.organisation_id)
    if not wanted <= set(connection.scalars(known)):
        raise InvalidInput(_NO_SERVICE)


def _managed(connection: Connection, desk: Desk, organisation_id: int) -> bool:
    """Whether somebody who can log in manages all of an organisation today, without an end date."""
    today = local_today(connection, desk.clock, organisation_id)
    own = account_grant.c
    able = and_(account.c.disabled_at.is_(None), account.c.password_hash.is_not(None))
    lasting = and_(own.valid_from <= today, own.valid_to.is_(None), own.service_ids.is_(None))
    here = and_(own.organisation_id == organisation_id, own.role.in_(MANAGING))
    held = exists().where(own.account_id == account.c.account_id, here, lasting)
    return bool(connection.scalar(select(func.count()).select_from(account).where(able, held)))

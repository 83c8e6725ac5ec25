"""Who somebody is and what they may see. Not scoped: this is where a scope comes from.

The connection is one of the writing side: the reading role sees nothing of accounts. Password hashes, one-time links
and login attempts are not read here but in `dashboard.store.actions`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Row,
    Select,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
)

from config.kinds import PERMISSIONS, REACHES_MEMBERS, Permission, Role
from queries.db import fetch
from queries.filters import Reach, Scope
from queries.tables import (
    MAY_ENTER,
    account,
    account_grant,
    audit,
    organisation,
    organisation_membership,
    organisation_successor,
    service,
)

_PARTS_OF_SCOPE = {
    "cases": Permission.SEE_CASES,
    "embargoed": Permission.HANDLE_PROPOSALS,
    "publishes": Permission.PUBLISH_CHOICES,
    "agenda": Permission.SEE_SITTINGS,
}
_SHOWN = (account.c.username, account.c.display_name, account.c.language, account.c.session_version)


@dataclass(frozen=True)
class Grant:
    """A role that holds today, with what it reaches: its organisation, members of its region, and predecessors."""

    role: Role
    organisation_id: int
    reaches: tuple[Reach, ...]


@dataclass(frozen=True)
class Person:
    """An account that may log in now."""

    account_id: UUID
    username: str
    display_name: str
    language: str
    session_version: int
    grants: tuple[Grant, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        """Roles that hold today, in the order of their grants."""
        return tuple(grant.role for grant in self.grants)

    @property
    def organisation_ids(self) -> tuple[int, ...]:
        """Organisations, with predecessors, in which any role has a permission."""
        useful = [grant for grant in self.grants if PERMISSIONS[grant.role]]
        return tuple(sorted({reach.organisation_id for grant in useful for reach in grant.reaches}))

    def may(self, permission: Permission) -> bool:
        """Whether any role has the permission; where it holds is told by `scope`."""
        return any(permission in PERMISSIONS[role] for role in self.roles)

    def scope(self, permission: Permission) -> Scope:
        """Where the permission holds. Single cases, what is not public and what an agenda names, only if each
        contributing role may."""
        giving = [grant for grant in self.grants if permission in PERMISSIONS[grant.role]]
        reaches = [reach for grant in giving for reach in grant.reaches]
        parts = {
            name: all(more in PERMISSIONS[grant.role] for grant in giving) for name, more in _PARTS_OF_SCOPE.items()
        }
        return Scope(merged(reaches), **parts)


def as_read_by(scope: Scope, role: Role) -> Scope:
    """A scope without what a role may not know of it."""
    may = {name: getattr(scope, name) and more in PERMISSIONS[role] for name, more in _PARTS_OF_SCOPE.items()}
    return Scope(scope.reaches, **may)


def merged(reaches: Iterable[Reach]) -> tuple[Reach, ...]:
    """One reach an organisation: all services if any reach has all, else the services of each together."""
    services: dict[int, frozenset[int] | None] = {}
    for reach in reaches:
        known = services.get(reach.organisation_id, frozenset())
        both = None if known is None or reach.service_ids is None else known | reach.service_ids
        services[reach.organisation_id] = both
    return tuple(Reach(number, services[number]) for number in sorted(services))


def find_person(db: Connection, account_id: UUID, now: datetime) -> Person | None:
    """The account with the roles that hold on its organisations' local day of `now`.

    None when it does not exist, is disabled, or is a demo account in a database that is not the demo's.
    """
    row = db.execute(_WHO, {"account_id": account_id}).first()
    if row is None:
        return None
    grants = _grants(db, account_id, now)
    return Person(account_id, row.username, row.display_name, row.language, row.session_version, grants)


def _today() -> ColumnElement:
    return cast(func.timezone(organisation.c.time_zone, bindparam("now", type_=DateTime(timezone=True))), Date)


# Every request asks these (and `_LINES`), so they are composed once.
_WHO = select(*_SHOWN).where(account.c.account_id == bindparam("account_id"), MAY_ENTER)
_HELD = (
    select(account_grant)
    .join(organisation, organisation.c.organisation_id == account_grant.c.organisation_id)
    .where(
        account_grant.c.account_id == bindparam("account_id"),
        account_grant.c.valid_from <= _today(),
        account_grant.c.valid_to.is_(None) | (account_grant.c.valid_to >= _today()),
    )
    .order_by(account_grant.c.grant_no)
)
"""Roles of an account that hold on the local day of `now`."""


def _grants(db: Connection, account_id: UUID, now: datetime) -> tuple[Grant, ...]:
    rows = db.execute(_HELD, {"account_id": account_id, "now": now}).all()
    members = _members(db, {row.organisation_id for row in rows if row.role in REACHES_MEMBERS}, now)
    lines = _lines(db, {row.organisation_id for row in rows}.union(*members.values()))
    return tuple(_grant(db, row, members if row.role in REACHES_MEMBERS else {}, lines) for row in rows)


def _grant(db: Connection, row: Row, members: Mapping[int, set[int]], lines: dict[int, list[int]]) -> Grant:
    """A grant with its reach; one that is limited to services reaches no members, who number theirs otherwise."""
    own = _reaches(db, row.organisation_id, row.service_ids, lines)
    further = members.get(row.organisation_id, set()) if row.service_ids is None else set()
    reaches = merged([*own, *(Reach(number) for member in further for number in lines[member])])
    return Grant(Role(row.role), row.organisation_id, reaches)


def _members(db: Connection, regions: set[int], now: datetime) -> dict[int, set[int]]:
    """The organisations that belong to each region on its local day of `now`; most people are of no region."""
    if not regions:
        return {}
    link, today = organisation_membership.c, _today()
    located = organisation_membership.join(organisation, organisation.c.organisation_id == link.region_id)
    belonging = and_(link.valid_from <= today, or_(link.valid_to.is_(None), link.valid_to >= today))
    found = select(link.region_id, link.organisation_id).select_from(located)
    members: dict[int, set[int]] = {}
    for row in db.execute(found.where(link.region_id.in_(regions), belonging), {"now": now}):
        members.setdefault(row.region_id, set()).add(row.organisation_id)
    return members


def _all_lines() -> Select:
    """Each of the organisations `roots` with itself and all its predecessors."""
    number = organisation.c.organisation_id
    roots: BindParameter[Any] = bindparam("roots", expanding=True)
    line = select(number.label("root"), number).where(number.in_(roots)).cte(recursive=True)
    link = organisation_successor.c
    return select(line.union(select(line.c.root, link.from_id).where(link.to_id == line.c.organisation_id)))


_LINES = _all_lines()


def _lines(db: Connection, roots: set[int]) -> dict[int, list[int]]:
    """Each organisation with itself and all its predecessors."""
    found: dict[int, list[int]] = {number: [] for number in roots}
    for row in db.execute(_LINES, {"roots": sorted(roots)}):
        found[row.root].append(row.organisation_id)
    return found


def _reaches(
    db: Connection, organisation_id: int, service_ids: list[int] | None, lines: dict[int, list[int]]
) -> tuple[Reach, ...]:
    """All of the line, or (limited to services) those services and the ones of predecessors with the same code."""
    if service_ids is None:
        return tuple(Reach(number) for number in sorted(lines[organisation_id]))
    own = service.alias("own")
    same_code = select(service.c.organisation_id, service.c.service_id).where(
        own.c.organisation_id == organisation_id,
        own.c.service_id.in_(service_ids),
        service.c.code == own.c.code,
        service.c.organisation_id.in_(lines[organisation_id]),
    )
    return merged(Reach(row.organisation_id, frozenset({row.service_id})) for row in db.execute(same_code))


def accounts(db: Connection) -> pd.DataFrame:
    """Every account with its roles, for the command line and the beheerder.

    Columns: account_id, username, display_name, language, demo, created_at, disabled_at, grant_no,
    organisation (code), role, service_ids, valid_from, valid_to. One row a grant, ordered by name.
    """
    joined = account.outerjoin(account_grant).outerjoin(
        organisation, organisation.c.organisation_id == account_grant.c.organisation_id
    )
    columns = (
        account.c.account_id,
        account.c.username,
        account.c.display_name,
        account.c.language,
        account.c.demo,
        account.c.created_at,
        account.c.disabled_at,
        account_grant.c.grant_no,
        organisation.c.code.label("organisation"),
        account_grant.c.role,
        account_grant.c.service_ids,
        account_grant.c.valid_from,
        account_grant.c.valid_to,
    )
    return fetch(db, select(*columns).select_from(joined).order_by(account.c.username, account_grant.c.grant_no))


def account_id_of(db: Connection, username: str) -> UUID | None:
    """The account with this user name, whatever the case."""
    return db.execute(select(account.c.account_id).where(account.c.username == username.strip().lower())).scalar()


def refused_logins(db: Connection, organisation_id: int, since: datetime) -> pd.DataFrame:
    """Failed and blocked logins on accounts of an organisation, latest first, for its beheerder.

    Columns: at, username, action ('login_failed' or 'login_blocked'), request_id.
    """
    of_account = audit.join(account, account.c.account_id == audit.c.subject_id)
    refused = select(audit.c.at, account.c.username, audit.c.action, audit.c.request_id).select_from(of_account)
    recent = and_(audit.c.organisation_id == organisation_id, audit.c.at >= since)
    kinds = audit.c.action.in_(("login_failed", "login_blocked"))
    return fetch(db, refused.where(recent, kinds).order_by(audit.c.at.desc()))

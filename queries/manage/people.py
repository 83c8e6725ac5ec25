"""The people of one organisation. Asked on the writing side: the reading role sees no accounts."""

from datetime import date, datetime

import pandas as pd
from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from queries.db import fetch
from queries.manage.dimensions import latest_name
from queries.tables import account, account_grant, account_visit, audit, one_time_link, service


def people(db: Connection, organisation_id: int, today: date) -> pd.DataFrame:
    """Everybody who has or had a role in an organisation, one row a role there, by name.

    Columns: account_id, username, display_name, language, mail_address (None: none), disabled_at, has_password (bool),
    invited_until (when an open link expires; None: there is none), last_at (last page or login), elsewhere (bool: a
    role in another organisation that has not ended), grant_no, role, service_ids, valid_from, valid_to.
    """
    own, here = account.c, account_grant.c
    rows = select(
        own.account_id,
        own.username,
        own.display_name,
        own.language,
        own.mail_address,
        own.disabled_at,
        own.password_hash.is_not(None).label("has_password"),
        _invited_until().label("invited_until"),
        _last_at().label("last_at"),
        has_role_elsewhere([organisation_id], today).label("elsewhere"),
        *(here.grant_no, here.role, here.service_ids, here.valid_from, here.valid_to),
    ).select_from(account.join(account_grant))
    of_town = here.organisation_id == organisation_id
    return fetch(db, rows.where(of_town).order_by(own.display_name, own.username, here.grant_no))


def has_role_elsewhere(organisation_ids: list[int], today: date) -> ColumnElement[bool]:
    """Whether the `account` of a row has a role outside these organisations that has not ended."""
    other = account_grant.alias("other")
    lasts = or_(other.c.valid_to.is_(None), other.c.valid_to >= today)
    return exists().where(
        other.c.account_id == account.c.account_id, ~other.c.organisation_id.in_(organisation_ids), lasts
    )


def _invited_until() -> ColumnElement[datetime]:
    link = one_time_link.c
    open_links = and_(link.account_id == account.c.account_id, link.used_at.is_(None))
    return select(func.max(link.expires_at)).where(open_links).scalar_subquery()


def _last_at() -> ColumnElement[datetime]:
    logins = and_(audit.c.actor_id == account.c.account_id, audit.c.action == "login")
    login = select(func.max(audit.c.at)).where(logins).scalar_subquery()
    page = select(account_visit.c.last_at).where(account_visit.c.account_id == account.c.account_id).scalar_subquery()
    return func.greatest(login, page)


def service_names(db: Connection, organisation_id: int) -> pd.DataFrame:
    """The services of an organisation by their latest name. Columns: service_id, code, name."""
    name = latest_name("service").label("name")
    rows = select(service.c.service_id, service.c.code, name).where(service.c.organisation_id == organisation_id)
    return fetch(db, rows.order_by(name))

"""The working days within which something should be told or decided, where no deadline follows from it."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, literal, select

from config.kinds import NormUnit
from queries import tables
from queries.db import fetch
from queries.filters import Scope


def within_days(
    db: Connection, scope: Scope, phase: str, usual: int, table: FromClause, day: ColumnElement
) -> ColumnElement[int]:
    """Working days that a row of `table` may take by the norms of a phase valid on `day`; without one `usual`."""
    rules = norms_of(db, scope, phase)
    if rules.empty:
        return literal(usual)
    return case(*((_holds(table, day, rule), rule.n) for rule in rules.itertuples()), else_=usual)


def norms_of(db: Connection, scope: Scope, phase: str) -> pd.DataFrame:
    """The norms of a phase that hold for all categories and count in working days, latest first.

    Columns: organisation_id, n, valid_from, valid_to (null: until further notice).
    """
    norm = tables.norm.c
    found = select(norm.organisation_id, norm.n, norm.valid_from, norm.valid_to).where(
        norm.organisation_id.in_(scope.organisation_ids),
        norm.phase == phase,
        norm.category_id.is_(None),
        norm.unit == str(NormUnit.WORKING_DAY),
    )
    return fetch(db, found.order_by(norm.valid_from.desc(), norm.norm_id))


def _holds(table: FromClause, day: ColumnElement, rule: Any) -> ColumnElement[bool]:
    since = and_(table.c.organisation_id == rule.organisation_id, day >= rule.valid_from)
    return and_(since, day <= rule.valid_to) if rule.valid_to is not None else since

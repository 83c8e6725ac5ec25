"""Neighbourhoods as they are now, by code: their inhabitants, and what was counted in them.

A neighbourhood is an area of the kind that decides where something lies, of an organisation that still exists. What
was counted in organisations that went on in another counts with the neighbourhood of the same code there.
"""

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, and_, select
from sqlalchemy.dialects.postgresql import distinct_on

from queries import tables
from queries.db import fetch
from queries.filters import Scope
from queries.organisations import organisations

KEYS = ["organisation_id", "code"]
"""What tells neighbourhoods apart."""


def inhabitants(db: Connection, scope: Scope, *conditions: ColumnElement[bool]) -> pd.DataFrame:
    """The neighbourhoods whose inhabitants are known, of the division that holds now (ADR 32), whatever the period.

    `conditions`: which of them, on `tables.area`. Columns: organisation_id, code, inhabitants (more than 0).
    """
    frame = neighbourhoods(db, scope, conditions=conditions).rename(columns={"population": "inhabitants"})
    return typed(frame[frame["inhabitants"] > 0].reset_index(drop=True))


def neighbourhoods(
    db: Connection,
    scope: Scope,
    told: Iterable[str] = ("population",),
    *,
    conditions: Iterable[ColumnElement[bool]] = (),
) -> pd.DataFrame:
    """The neighbourhoods of a scope, whatever the period; `conditions` say which of them.

    Columns: organisation_id, code, and those that are `told` of `tables.area_version`.
    """
    known = organisations(db, scope)
    living = known.loc[known["organisation_id"] == known["heir_id"], "organisation_id"].tolist()
    area, version, town = tables.area, tables.area_version, tables.organisation
    number = area.c.organisation_id
    found = select(number, area.c.code, *(version.c[name] for name in told)).select_from(
        area.join(version).join(town, town.c.organisation_id == number)
    )
    today = version.c.valid_to.is_(None), area.c.kind == town.c.area_kind
    latest = found.where(number.in_(living), *today, *conditions).ext(distinct_on(number, area.c.area_id))
    return fetch(db, latest.order_by(number, area.c.area_id, version.c.valid_from.desc()))


def by_neighbourhood(db: Connection, scope: Scope, counted: Select, *highest: str) -> pd.DataFrame:
    """Counts by organisation_id and area_id as those of neighbourhoods, added up; of the columns `highest` the highest.

    Columns: organisation_id (the one that still exists), code (null: without neighbourhood), and the counts.
    """
    area, told = tables.area, counted.subquery()
    same = and_(area.c.organisation_id == told.c.organisation_id, area.c.area_id == told.c.area_id)
    counts = [column for column in told.c if column.name not in ("organisation_id", "area_id")]
    coded = select(told.c.organisation_id, area.c.code, *counts).select_from(told.outerjoin(area, same))
    found = of_heirs(db, scope, fetch(db, coded))
    how = {column.name: "max" if column.name in highest else "sum" for column in counts}
    return typed(found.groupby(KEYS, dropna=False, as_index=False).agg(how))


def of_heirs(db: Connection, scope: Scope, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of organisations as those of the ones in which they went on."""
    heirs = organisations(db, scope).set_index("organisation_id")["heir_id"]
    return frame.assign(organisation_id=frame["organisation_id"].map(heirs))


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The keys as types that fit each other, also without rows."""
    return frame.assign(organisation_id=frame["organisation_id"].astype("int64"), code=frame["code"].astype(object))

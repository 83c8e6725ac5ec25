"""Names of the members of a dimension, to put beside numbers that were counted by their keys."""

from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, bindparam, select
from sqlalchemy.dialects.postgresql import distinct_on

from queries import tables
from queries.db import fetch
from queries.filters import Filters, Scope
from queries.narrowing import of_organisations


def names(db: Connection, scope: Scope, dimension: str) -> pd.DataFrame:
    """The members of 'service', 'category', 'area', 'channel' or 'partner' of the organisations of a scope.

    Columns: organisation_id, key (number within the organisation), code, name (the latest), and what else the latest
    version says (category: theme, regional_code); of partners also internal.
    """
    return fetch(db, _names(dimension), {"within": scope.organisation_ids})


@cache
def _names(dimension: str) -> Select:
    """Composed once: the names stand beside most numbers."""
    base, version = tables.metadata.tables[dimension], tables.metadata.tables[f"{dimension}_version"]
    number, key = base.c.organisation_id, base.c[f"{dimension}_id"]
    more = [version.c[name] for name in ("theme", "regional_code") if name in version.c]
    more += [base.c[name] for name in ("internal",) if name in base.c]
    found = select(number, key.label("key"), base.c.code, version.c.name, *more).join(version)
    latest = found.where(number.in_(bindparam("within", expanding=True))).ext(distinct_on(number, key))
    return latest.order_by(number, key, version.c.valid_from.desc())


def members(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The services within the scope, and the categories, of the organisations that are asked about.

    Columns: dimension ('service' or 'category'), code, name (the latest), theme (of a category, null without).
    """
    asked = fetch(db, select(tables.organisation.c.organisation_id).where(*_asked(scope, filters)))["organisation_id"]
    services, categories = (
        found[found["organisation_id"].isin(asked)]
        for found in (names(db, scope, dimension) for dimension in ("service", "category"))
    )
    reached = [_reaches(scope, *key) for key in services[["organisation_id", "key"]].itertuples(index=False)]
    own = services[pd.Series(reached, index=services.index, dtype=bool)]
    parts = [own.assign(dimension="service", theme=None), categories.assign(dimension="category")]
    return pd.concat([part[["dimension", "code", "name", "theme"]].astype(object) for part in parts], ignore_index=True)


def _asked(scope: Scope, filters: Filters) -> list[ColumnElement[bool]]:
    own = tables.organisation.c.organisation_id.in_(scope.organisation_ids)
    return [own, *of_organisations(tables.organisation, filters.organisations)]


def _reaches(scope: Scope, organisation_id: int, service_id: int) -> bool:
    own = [reach.service_ids for reach in scope.reaches if reach.organisation_id == organisation_id]
    return any(limit is None or service_id in limit for limit in own)


def named(frame: pd.DataFrame, members: pd.DataFrame, key: str, **columns: str) -> pd.DataFrame:
    """`frame` (organisation_id, `key`) with columns of `members` under new names: named(..., service="name").

    What has no member gets None.
    """
    beside = members[["organisation_id", "key", *columns.values()]].rename(
        columns={"key": key} | {old: new for new, old in columns.items()}
    )
    left = frame.astype({key: "Int64"})
    merged = left.merge(beside.astype({key: "Int64"}), on=["organisation_id", key], how="left")
    plain = {name: merged[name].astype(object).where(merged[name].notna(), None) for name in columns}
    return merged.assign(**plain)


def summed(frame: pd.DataFrame, by: Sequence[str], counts: Sequence[str]) -> pd.DataFrame:
    """Rows of the same group added up: organisations that share a name, or a name that is missing."""
    grouped = frame.groupby(list(by), dropna=False, sort=False)[list(counts)].sum().reset_index()
    plain = {name: grouped[name].astype(object).where(grouped[name].notna(), None) for name in by}
    return grouped.assign(**plain)


def names_of(db: Connection, scope: Scope, dimension: str, wanted: Mapping[int, frozenset[int]]) -> tuple[str, ...]:
    """The names of some members, given by their numbers within each organisation; in order."""
    found = names(db, scope, dimension)
    pairs = zip(found["organisation_id"], found["key"], found["name"], strict=True)
    return tuple(sorted(name for number, key, name in pairs if key in wanted.get(number, ())))


def limited_to(db: Connection, scope: Scope, organisation_id: int) -> tuple[str, ...] | None:
    """The services of an organisation to which a scope is limited; None: it reaches all of them."""
    limits = {reach.organisation_id: reach.service_ids for reach in scope.reaches}
    limit = limits.get(organisation_id, frozenset())
    return None if limit is None else names_of(db, scope, "service", {organisation_id: limit})

"""What the filter bar offers: the organisations, areas, categories, services and channels of a scope, with counts."""

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    cast,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on

from queries.db import fetch
from queries.filters import WITHOUT, Filters, Scope
from queries.narrowing import chosen, within
from queries.organisations import organisations
from queries.tables import (
    area,
    area_version,
    category,
    category_version,
    channel,
    channel_version,
    melding,
    organisation,
    service,
    service_version,
)

DIMENSIONS: dict[str, tuple[Table, Table]] = {
    "area": (area, area_version),
    "category": (category, category_version),
    "service": (service, service_version),
    "channel": (channel, channel_version),
}


def options(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """What can be chosen within `scope`, of the chosen organisations.

    Columns: dimension ('organisation', 'area', 'category', 'service' or 'channel'), code, name, n. `n` counts the
    meldingen of the kind received in the period, whatever else is filtered. The code '-' (name '') stands for meldingen
    without that dimension; it is there only when there are some. The same code in two organisations is one option.
    """
    known = organisations(db, scope)
    counts = fetch(db, _counts(scope, filters))
    names = fetch(db, union_all(*(_names(dimension, scope) for dimension in DIMENSIONS)))
    ours = _numbers(known, filters)
    own_counts, own_names = (frame[frame["organisation_id"].isin(ours)] for frame in (counts, names))
    parts = [_with_counts(dimension, own_names, own_counts) for dimension in DIMENSIONS]
    found = pd.concat([_organisations(known, counts), *parts], ignore_index=True)
    merged = found.groupby(["dimension", "code"], as_index=False).agg(name=("name", "max"), n=("n", "sum"))
    return merged.astype({"n": int})


def matching(db: Connection, scope: Scope, filters: Filters) -> int:
    """How many meldingen received in the period match all filters."""
    found = select(func.count()).select_from(melding).where(*_received(scope, filters), *chosen(melding, filters))
    return int(db.execute(found).scalar_one())


def _received(scope: Scope, filters: Filters) -> tuple[ColumnElement[bool], ...]:
    return (
        within(melding, scope),
        melding.c.received_day.between(filters.first_day, filters.last_day),
        melding.c.melding_kind == str(filters.kind),
    )


def _counts(scope: Scope, filters: Filters) -> Select:
    """One pass over the meldingen: their number by organisation and each dimension apart."""
    columns = [melding.c.organisation_id, *(melding.c[f"{name}_id"] for name in DIMENSIONS)]
    each = select(*columns, func.count().label("n")).where(*_received(scope, filters)).group_by(*columns)
    number, *keys, n = each.subquery().c
    sets = func.grouping_sets(*(tuple_(number, key) for key in keys))
    together = cast(func.sum(n), Integer).label("n")
    return select(number, *keys, func.grouping(*keys).label("grouped"), together).group_by(sets)


def _names(dimension: str, scope: Scope) -> Select:
    """Each member of a dimension with its latest name, and whether it is offered when nothing carries it."""
    base, version = DIMENSIONS[dimension]
    number, key = base.c.organisation_id, base.c[f"{dimension}_id"]
    ours = within(base, scope) if base is service else number.in_(scope.organisation_ids)
    offered = _is_offered() if base is area else true()
    columns = (literal(dimension).label("dimension"), number, key.label("id"), base.c.code, version.c.name)
    found = select(*columns, offered.label("offered"))
    latest = found.join(version).where(ours).ext(distinct_on(number, key))
    return select(latest.order_by(number, key, version.c.valid_from.desc()).subquery())


def _is_offered() -> ColumnElement[bool]:
    """Areas of the kind that decides, as they are today; others only while something carries them."""
    deciding = select(organisation.c.area_kind).where(organisation.c.organisation_id == area.c.organisation_id)
    return (area.c.kind == deciding.scalar_subquery()) & area_version.c.valid_to.is_(None)


def _numbers(known: pd.DataFrame, filters: Filters) -> set[int]:
    """The chosen organisations with those that went on under them; all without a choice."""
    chosen_ones = known[known["code"].isin(filters.organisations)] if filters.organisations else known
    return set(known.loc[known["heir_id"].isin(chosen_ones["heir_id"]), "organisation_id"])


def _organisations(known: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """The organisations that still exist, each with the meldingen of those that went on under it."""
    once = counts[counts["grouped"] == _told(next(iter(DIMENSIONS)))]
    received = once.merge(known, on="organisation_id").groupby("heir_id")["n"].sum()
    living = known[known["organisation_id"] == known["heir_id"]]
    n = living["organisation_id"].map(received).fillna(0)
    return living.assign(dimension="organisation", n=n)[["dimension", "code", "name", "n"]]


def _with_counts(dimension: str, names: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """The members of one dimension, also those without meldingen, and '-' for meldingen without it."""
    own = counts[counts["grouped"] == _told(dimension)].rename(columns={f"{dimension}_id": "id"})
    keys = ["organisation_id", "id"]
    members = names[names["dimension"] == dimension]
    found = members.merge(own[[*keys, "n"]].dropna(), on=keys, how="left").fillna({"n": 0})
    found = found[found["offered"].astype(bool) | (found["n"] > 0)]
    without = own.loc[own["id"].isna(), ["n"]].assign(dimension=dimension, code=WITHOUT, name="")
    return pd.concat([found, without], ignore_index=True)[["dimension", "code", "name", "n"]]


def _told(dimension: str) -> int:
    """PostgreSQL's grouping() of the rows that tell `dimension`: a 1 for each of the others."""
    place = list(DIMENSIONS).index(dimension)
    return (1 << len(DIMENSIONS)) - 1 - (1 << (len(DIMENSIONS) - 1 - place))

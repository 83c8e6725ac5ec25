"""What the filter bar offers: the organisations, areas, services and so on of a scope, with counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

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

from queries.choices import decided
from queries.db import fetch
from queries.filters import WITHOUT, Filters, Scope
from queries.narrowing import chosen, known, proposals, stage_of, within
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
    proposal,
    service,
    service_version,
    theme,
    theme_version,
)

STAGE = "stage"
_VERSIONS: dict[str, tuple[Table, Table]] = {
    "area": (area, area_version),
    "category": (category, category_version),
    "service": (service, service_version),
    "channel": (channel, channel_version),
    "theme": (theme, theme_version),
}
Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class Counting:
    """What is counted beside each option: rows of `table` by its dimensions (and perhaps by stage).

    `there` are those of the period, whatever else is filtered; `left` those that all filters leave.
    """

    table: Table
    dimensions: tuple[str, ...]
    there: Callable[[Scope, Filters], Conditions]
    left: Callable[[Scope, Filters], Conditions]
    stage: Callable[[Scope], ColumnElement[str]] | None = None
    hidden: tuple[str, ...] = ()
    """Dimensions of which a scope without `embargoed` is told nothing."""

    def offered(self, scope: Scope) -> tuple[str, ...]:
        """The dimensions that this scope may choose of."""
        return tuple(name for name in self.dimensions if scope.embargoed or name not in self.hidden)

    def columns(self, scope: Scope) -> dict[str, ColumnElement]:
        """By what is counted: keys of dimensions, and the code of a stage."""
        keys = {name: self.table.c[f"{name}_id"] for name in self.offered(scope)}
        return keys | ({STAGE: self.stage(scope)} if self.stage else {})


def _received(scope: Scope, filters: Filters) -> Conditions:
    return (
        within(melding, scope),
        melding.c.received_day.between(filters.first_day, filters.last_day),
        melding.c.melding_kind == str(filters.kind),
    )


def _in_period(filters: Filters) -> ColumnElement[bool]:
    return proposal.c.submitted_day.between(filters.first_day, filters.last_day)


MELDINGEN = Counting(
    melding,
    ("area", "category", "service", "channel"),
    _received,
    lambda scope, filters: (*_received(scope, filters), *chosen(melding, filters)),
)
"""Meldingen of the kind received in the period."""
PROPOSALS = Counting(
    proposal,
    ("area", "theme", "service"),
    lambda scope, filters: (*known(proposal, scope), _in_period(filters)),
    lambda scope, filters: (*proposals(proposal, scope, filters), _in_period(filters)),
    lambda scope: stage_of(proposal, scope),
    hidden=("service",),
)
"""Proposals submitted in the period."""
CHOICES = Counting(
    proposal,
    ("area", "theme", "service"),
    lambda scope, filters: decided(proposal, scope, Filters(filters.first_day, filters.last_day)),
    lambda scope, filters: decided(proposal, scope, replace(filters, stages=())),
    hidden=("service",),
)
"""Places decided on in the period."""


def options(db: Connection, scope: Scope, filters: Filters, counting: Counting = MELDINGEN) -> pd.DataFrame:
    """What can be chosen within `scope`, of the chosen organisations.

    Columns: dimension ('organisation', those that `counting` offers, and 'stage'), code, name, n (of what `counting`
    counts in the period). The code '-' (name '') stands for what has none of that dimension; it is there only when
    there is such. The same code in two organisations is one option. A stage has its code as its name.
    """
    known_ones = organisations(db, scope)
    counts = fetch(db, _counts(counting, scope, filters))
    names = fetch(db, union_all(*(_names(dimension, scope) for dimension in counting.offered(scope))))
    ours = _numbers(known_ones, filters)
    own_counts, own_names = (frame[frame["organisation_id"].isin(ours)] for frame in (counts, names))
    columns = tuple(counting.columns(scope))
    told = {name: _told(place, len(columns)) for place, name in enumerate(columns)}
    apart = {name: own_counts[own_counts["grouped"] == number] for name, number in told.items()}
    parts = [_with_counts(name, own_names, apart[name]) for name in counting.offered(scope)]
    if counting.stage:
        parts.append(_stages(apart[STAGE]))
    once = counts[counts["grouped"] == next(iter(told.values()))]
    found = pd.concat([_organisations(known_ones, once), *parts], ignore_index=True)
    merged = found.groupby(["dimension", "code"], as_index=False).agg(name=("name", "max"), n=("n", "sum"))
    return merged.astype({"n": int})


def matching(db: Connection, scope: Scope, filters: Filters, counting: Counting = MELDINGEN) -> int:
    """How many meldingen received, or proposals submitted, in the period match all filters."""
    found = select(func.count()).select_from(counting.table).where(*counting.left(scope, filters))
    return int(db.execute(found).scalar_one())


def _counts(counting: Counting, scope: Scope, filters: Filters) -> Select:
    """One pass over the rows: their number by organisation and each dimension apart."""
    named = (column.label(name) for name, column in counting.columns(scope).items())
    columns = [counting.table.c.organisation_id, *named]
    each = select(*columns, func.count().label("n")).where(*counting.there(scope, filters)).group_by(*columns)
    number, *keys, n = each.subquery().c
    sets = func.grouping_sets(*(tuple_(number, key) for key in keys))
    together = cast(func.sum(n), Integer).label("n")
    return select(number, *keys, func.grouping(*keys).label("grouped"), together).group_by(sets)


def _names(dimension: str, scope: Scope) -> Select:
    """Each member of a dimension with its latest name, and whether it is offered when nothing carries it."""
    base, version = _VERSIONS[dimension]
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


def _numbers(known_ones: pd.DataFrame, filters: Filters) -> set[int]:
    """The chosen organisations with those that went on under them; all without a choice."""
    chosen_ones = known_ones
    if filters.organisations:
        chosen_ones = known_ones[known_ones["code"].isin(filters.organisations)]
    return set(known_ones.loc[known_ones["heir_id"].isin(chosen_ones["heir_id"]), "organisation_id"])


def _organisations(known_ones: pd.DataFrame, once: pd.DataFrame) -> pd.DataFrame:
    """The organisations that still exist, each with what is counted of those that went on under it."""
    counted = once.merge(known_ones, on="organisation_id").groupby("heir_id")["n"].sum()
    living = known_ones[known_ones["organisation_id"] == known_ones["heir_id"]]
    n = living["organisation_id"].map(counted).fillna(0)
    return living.assign(dimension="organisation", n=n)[["dimension", "code", "name", "n"]]


def _with_counts(dimension: str, names: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """The members of one dimension, also those of which nothing is counted, and '-' for what has none."""
    own = counts.rename(columns={dimension: "id"})
    keys = ["organisation_id", "id"]
    members = names[names["dimension"] == dimension]
    found = members.merge(own[[*keys, "n"]].dropna(), on=keys, how="left").fillna({"n": 0})
    found = found[found["offered"].astype(bool) | (found["n"] > 0)]
    without = own.loc[own["id"].isna(), ["n"]].assign(dimension=dimension, code=WITHOUT, name="")
    return pd.concat([found, without], ignore_index=True)[["dimension", "code", "name", "n"]]


def _stages(counts: pd.DataFrame) -> pd.DataFrame:
    own = counts.rename(columns={STAGE: "code"}).assign(dimension=STAGE)
    return own.assign(name=own["code"])[["dimension", "code", "name", "n"]]


def _told(place: int, count: int) -> int:
    """PostgreSQL's grouping() of the rows that tell the column at `place`: a 1 for each of the others."""
    return (1 << count) - 1 - (1 << (count - 1 - place))

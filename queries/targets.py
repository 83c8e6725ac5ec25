"""What the organisation wants its numbers to be, and how they stand against it."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd
from sqlalchemy import Connection, Select, and_, or_, select

from config.kinds import Direction
from queries import tables
from queries.db import fetch
from queries.filters import Filters, Scope
from queries.narrowing import of_organisations
from queries.organisations import organisations
from queries.registry import MEASURES

COLUMNS = ["measure", "part", "direction", "goal", "amber", "red", "basis"]


class State(StrEnum):
    """How a number stands against its target; beyond amber it asks for attention, beyond red it is bad."""

    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Target:
    """What is wanted, in the unit of the measure."""

    direction: Direction
    goal: float
    amber: float
    red: float
    basis: str | None = None


def state(value: float | None, target: Target | None) -> State:
    """Good up to the amber limit, attention up to the red one, bad beyond; a value on a limit is not beyond it."""
    if value is None or target is None:
        return State.UNKNOWN
    sign = 1 if target.direction is Direction.AT_MOST else -1
    if sign * value <= sign * target.amber:
        return State.GOOD
    return State.ATTENTION if sign * value <= sign * target.red else State.BAD


def targets(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The targets that hold on the last day of the period, in the unit of days of the filters.

    Of one service its own come first, then those of all services together. When only a part of all is asked about,
    these do not hold for counts, which grow with what is counted. None when several organisations with targets of their
    own are asked about. Columns: measure, part, direction, goal, amber, red, basis (null when not told).
    """
    services = _services(scope, filters)
    found = fetch(db, _valid(db, scope, filters))
    if found["organisation_id"].nunique() > 1:
        return found.iloc[:0][COLUMNS]
    own = found["code"].isin(services) if services and len(services) == 1 else found["code"].notna() & False
    general = found["code"].isna()
    if services or filters.areas or filters.categories or filters.channels:
        general &= ~found["measure"].isin(_COUNTED)
    ordered = found.assign(own=own)[own | general].sort_values(["own", "valid_from"])
    return ordered.drop_duplicates(["measure", "part"], keep="last")[COLUMNS].reset_index(drop=True)


_COUNTED = tuple(name for name, measure in MEASURES.items() if measure.counts)


def _services(scope: Scope, filters: Filters) -> tuple[str | int, ...]:
    """The services asked about, by code or number; none is all of them."""
    if filters.services:
        return filters.services
    limits = [reach.service_ids for reach in scope.reaches]
    return tuple(number for limit in limits for number in limit or ()) if None not in limits else ()


def _valid(db: Connection, scope: Scope, filters: Filters) -> Select:
    """Targets of organisations that still exist, with the service's code, or its number where the scope names it."""
    target, service, day = tables.target.c, tables.service.c, filters.last_day
    known = organisations(db, scope)
    living = known.loc[known["organisation_id"] == known["heir_id"], "organisation_id"].tolist()
    same = and_(service.organisation_id == target.organisation_id, service.service_id == target.service_id)
    code = service.code if filters.services else target.service_id
    columns = (*(target[name] for name in COLUMNS), target.organisation_id, target.valid_from, code.label("code"))
    return (
        select(*columns)
        .select_from(tables.target.outerjoin(tables.service, same))
        .where(
            target.organisation_id.in_(living),
            *of_organisations(tables.target, filters.organisations),
            target.valid_from <= day,
            or_(target.valid_to.is_(None), target.valid_to >= day),
            or_(target.days.is_(None), target.days == str(filters.days)),
        )
    )


def target_of(found: pd.DataFrame, measure: str, part: str = "") -> Target | None:
    """The target of one number among those of `targets`."""
    own = found[(found["measure"] == measure) & (found["part"] == part)]
    if own.empty:
        return None
    row = own.iloc[0]
    goal, amber, red = (float(row[name]) for name in ("goal", "amber", "red"))
    return Target(Direction(row["direction"]), goal, amber, red, row["basis"] or None)

"""What the organisation wants its numbers to be, and how they stand against it."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd
from sqlalchemy import Connection, Select, and_, or_, select

from config.kinds import Direction, MeldingKind
from config.topics import Topic
from queries import tables
from queries.db import fetch
from queries.filters import Filters, Scope
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

    Of one service its own come first, then those of all services together. Counts grow with what is counted: theirs
    hold only for the whole of what they were set for, not for a part of it or for several organisations together. Of
    what counts meldingen none holds for complaints or questions. None when several organisations with targets of their
    own are asked about. Columns: measure, part, direction, goal, amber, red, basis (null when not told).
    """
    services, living = _services(scope, filters), _living(db, scope, filters)
    found = fetch(db, _valid(living, filters))
    if found["organisation_id"].nunique() > 1:
        return found.iloc[:0][COLUMNS]
    if filters.kind is not MeldingKind.MELDING:
        found = found[~found["measure"].map(_of_meldingen).astype(bool)]
    own = found["code"].isin(services) if services and len(services) == 1 else found["code"].notna() & False
    general, grows = found["code"].isna(), _grows(found)
    if len(living) > 1 or any((filters.areas, filters.categories, filters.channels, filters.themes, filters.stages)):
        own &= ~grows
        general &= ~grows
    elif services:
        general &= ~grows
    ordered = found.assign(own=own)[own | general].sort_values(["own", "valid_from"])
    return ordered.drop_duplicates(["measure", "part"], keep="last")[COLUMNS].reset_index(drop=True)


def _of_meldingen(measure: str) -> bool:
    return measure not in MEASURES or MEASURES[measure].topic is Topic.MELDING


def _grows(found: pd.DataFrame) -> pd.Series:
    """Which rows (measure, part) are about a count."""
    counted = [
        measure in MEASURES and MEASURES[measure].grows(part)
        for measure, part in zip(found["measure"], found["part"], strict=True)
    ]
    return pd.Series(counted, index=found.index, dtype=bool)


def _services(scope: Scope, filters: Filters) -> tuple[str | int, ...]:
    """The services asked about, by code or number; none is all of them."""
    if filters.services:
        return filters.services
    limits = [reach.service_ids for reach in scope.reaches]
    return tuple(number for limit in limits for number in limit or ()) if None not in limits else ()


def _living(db: Connection, scope: Scope, filters: Filters) -> list[int]:
    """The organisations asked about that still exist."""
    known = organisations(db, scope)
    asked = known["code"].isin(filters.organisations) | (not filters.organisations)
    return known.loc[asked & (known["organisation_id"] == known["heir_id"]), "organisation_id"].tolist()


def _valid(living: list[int], filters: Filters) -> Select:
    """Targets of these organisations, with the service's code, or its number where the scope names it."""
    target, service, day = tables.target.c, tables.service.c, filters.last_day
    same = and_(service.organisation_id == target.organisation_id, service.service_id == target.service_id)
    code = service.code if filters.services else target.service_id
    columns = (*(target[name] for name in COLUMNS), target.organisation_id, target.valid_from, code.label("code"))
    return (
        select(*columns)
        .select_from(tables.target.outerjoin(tables.service, same))
        .where(
            target.organisation_id.in_(living),
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

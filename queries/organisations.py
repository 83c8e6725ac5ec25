"""The organisations of a scope: names, time zones, and which of them go on under another one."""

from functools import cache

import pandas as pd
from sqlalchemy import Connection, Select, bindparam, select
from sqlalchemy.dialects.postgresql import distinct_on

from queries.db import fetch
from queries.filters import Scope
from queries.tables import organisation, organisation_successor, organisation_version


def organisations(db: Connection, scope: Scope) -> pd.DataFrame:
    """The organisations of `scope`, by number.

    Columns: organisation_id, code, kind, time_zone, name (the latest; the code where there is none), heir_id (the
    organisation of the scope under which it is counted: its last successor, or itself; after a split the successor that
    took over last, of several on that day the lowest number).
    """
    frame = fetch(db, _own(), {"within": scope.organisation_ids})
    heirs = _successors(db, scope)
    return frame.assign(
        name=frame["name"].fillna(frame["code"]),
        heir_id=[_last(int(number), heirs) for number in frame["organisation_id"]],
    )


def line_of(towns: pd.DataFrame, organisation_id: int) -> set[int]:
    """Of `organisations` the number of one that is counted today, and those of the ones that went on in it."""
    return set(map(int, towns.loc[towns["heir_id"] == organisation_id, "organisation_id"]))


@cache
def _own() -> Select:
    """Those `within`, with their latest name. Composed once: nearly every page asks it."""
    version = organisation_version.c
    latest = (
        select(version.organisation_id, version.name)
        .ext(distinct_on(version.organisation_id))
        .order_by(version.organisation_id, version.valid_from.desc())
        .subquery()
    )
    own = organisation.c
    columns = (own.organisation_id, own.code, own.kind, own.time_zone, latest.c.name)
    found = select(*columns).outerjoin(latest, latest.c.organisation_id == own.organisation_id)
    return found.where(own.organisation_id.in_(bindparam("within", expanding=True))).order_by(own.organisation_id)


def _successors(db: Connection, scope: Scope) -> dict[int, int]:
    return {row.from_id: row.to_id for row in db.execute(_links(), {"within": scope.organisation_ids})}


@cache
def _links() -> Select:
    link = organisation_successor.c
    found = select(link.from_id, link.to_id).where(link.to_id.in_(bindparam("within", expanding=True)))
    return found.order_by(link.on_day, link.to_id.desc())  # of several successors the last one told stays


def _last(number: int, successors: dict[int, int]) -> int:
    """The end of a line of successors; where it turns in a circle, the lowest number of that circle."""
    line = [number]
    while line[-1] in successors:
        after = successors[line[-1]]
        if after in line:
            return min(line[line.index(after) :])
        line.append(after)
    return line[-1]


def all_organisations(db: Connection) -> pd.DataFrame:
    """Every organisation, for commands that are not bound to a person. Columns: organisation_id, code, time_zone."""
    own = organisation.c
    return fetch(db, select(own.organisation_id, own.code, own.time_zone).order_by(own.organisation_id))

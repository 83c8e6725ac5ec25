"""Weekly counts of what comes in, by category, theme or neighbourhood, up to the last week that is complete.

Each question is a pure function (db, scope, filters) -> DataFrame. Series are as long as the expectation needs,
whatever the period: its last day says up to when. A week is complete when all sources that brought something tell past
its Sunday; one that lies a year behind another has stopped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, Date, FromClause, Integer, Select, cast, func, literal, select

from config.topics import Topic
from queries import tables
from queries.db import fetch
from queries.ended import STOPPED
from queries.expectation import LONGEST, TESTED, Expectation, expectation
from queries.facts import Facts, facts
from queries.filters import WITHOUT, By, Filters, Scope
from queries.names import names
from queries.narrowing import whatever_stage
from queries.negative_binomial import Values
from queries.organisations import organisations
from queries.steps import monday

WEEK = timedelta(weeks=1)
MOST = LONGEST + TESTED + 1
"""Weeks that are read: the first only says that a series has begun."""
TOTAL = ""
"""Stands for the code of the series of all together."""
COLUMNS = ["week_start", "code", "name", "n"]
_DIMENSIONS = {
    (Topic.MELDING, By.CATEGORY): "category",
    (Topic.MELDING, By.THEME): "category",
    (Topic.MELDING, By.AREA): "area",
    (Topic.PROPOSAL, By.CATEGORY): "theme",
    (Topic.PROPOSAL, By.THEME): "theme",
    (Topic.PROPOSAL, By.AREA): "area",
}
"""The dimension by whose keys rows are counted."""


@dataclass(frozen=True)
class Coming:
    """What comes in of one topic: its table and conditions, and the day on which it came."""

    own: Facts
    topic: Topic
    table: FromClause
    day: ColumnElement
    conditions: Sequence[ColumnElement[bool]]

    def key(self, by: By) -> ColumnElement:
        """The key by which rows are counted."""
        found: ColumnElement = self.table.c[f"{_DIMENSIONS[self.topic, by]}_id"]
        return found


@dataclass(frozen=True, eq=False)
class Weekly:
    """Series side by side: Mondays, members (code, name; code '' is all together, '-' without), counts (S, T).

    `first` is the week in which anything at all came in first; None: nothing did.
    """

    weeks: tuple[date, ...]
    members: pd.DataFrame
    counts: Values
    first: date | None = None

    @property
    def tested(self) -> tuple[date, ...]:
        """The weeks that are judged."""
        return self.weeks[-TESTED:]

    def expected(self) -> Expectation:
        """What the weeks before let expect of them."""
        return expectation(self.counts, self.weeks)


def coming_meldingen(db: Connection, scope: Scope, filters: Filters) -> Coming:
    """Meldingen by their day of receipt."""
    own = facts(db, scope, filters)
    return Coming(own, Topic.MELDING, own.melding, own.melding.c.received_day, own.rows(own.melding))


def coming_proposals(db: Connection, scope: Scope, filters: Filters) -> Coming:
    """Proposals by their day of submission, whatever became of them; none for a scope without `embargoed`, which is
    told of the public ones alone: their number would be wrong."""
    own = facts(db, scope, filters)
    table = own.of(tables.proposal)
    known = [] if scope.embargoed else [literal(False)]
    asked = replace(filters, stages=())
    return Coming(own, Topic.PROPOSAL, table, table.c.submitted_day, [*whatever_stage(table, scope, asked), *known])


COMING: Mapping[Topic, Callable[[Connection, Scope, Filters], Coming]] = {
    Topic.MELDING: coming_meldingen,
    Topic.PROPOSAL: coming_proposals,
}


def weekly_meldingen(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Meldingen received in each complete week up to the last day of the period, at most 274 weeks.

    Columns: week_start (Monday), code ('' all together, '-' without), name (null for those two), n; only weeks in which
    something came in.
    """
    return _as_rows(weekly(db, coming_meldingen(db, scope, filters)))


def weekly_proposals(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Proposals submitted in each of these weeks, whatever became of them. Columns: as of `weekly_meldingen`.

    No rows to a scope without `embargoed`.
    """
    return _as_rows(weekly(db, coming_proposals(db, scope, filters)))


def _as_rows(found: Weekly) -> pd.DataFrame:
    series, week = np.nonzero(found.counts)
    members = found.members.iloc[series].reset_index(drop=True)
    mondays = [found.weeks[place] for place in week]
    return members.assign(week_start=mondays, n=found.counts[series, week].astype(int))[COLUMNS]


def weekly(db: Connection, coming: Coming) -> Weekly:
    """The series of a topic, in the dimension that the filters name."""
    filters = coming.own.filters
    start = monday(filters.last_day) - MOST * WEEK
    found = fetch(db, _counted(coming, start))
    found = found.assign(week=[start + int(number) * WEEK for number in found["number"]])
    last = _last_complete(coming.own, {int(source) for source in found["source_id"].dropna()})
    first = min(found["week"], default=None)
    weeks = tuple(last - back * WEEK for back in range(MOST - 1, -1, -1))
    named = with_members(db, coming, found[found["week"].between(weeks[0], last)])
    return _side_by_side(named, weeks, None if first is None or first > last else max(first, weeks[0]))


def _counted(coming: Coming, start: date) -> Select:
    """Counts by source, key and number of the week since `start`: organisation_id, source_id, key, number, n."""
    table, day = coming.table, coming.day
    number = (cast(day - literal(start, Date), Integer) // 7).label("number")
    keys = table.c.organisation_id, table.c.source_id, coming.key(coming.own.filters.by).label("key"), number
    counted = select(*keys, func.count().label("n")).where(*coming.conditions)
    return counted.where(day.between(start, coming.own.filters.last_day)).group_by(*keys)


def _last_complete(own: Facts, sources: set[int]) -> date:
    """The last Monday of a week that is over for all that brought something, and lies in or before the period."""
    told = {horizon.day for (_, source), horizon in own.horizons.items() if source in sources}
    days = told or {horizon.day for horizon in own.horizons.values()} or {own.filters.last_day}
    over = min(day for day in days if day >= max(days) - STOPPED) - timedelta(days=1)
    return monday(min(own.filters.last_day, over) + timedelta(days=1)) - WEEK


def with_members(db: Connection, coming: Coming, found: pd.DataFrame) -> pd.DataFrame:
    """Rows (organisation_id, key) with code and name of the member of the dimension that they belong to.

    What went on under another organisation counts by its code there, and has the name that it has there.
    """
    by, dimension = coming.own.filters.by, _DIMENSIONS[coming.topic, coming.own.filters.by]
    known = names(db, coming.own.scope, dimension)
    towns = organisations(db, coming.own.scope)
    living = set(towns.loc[towns["organisation_id"] == towns["heir_id"], "organisation_id"])
    if (coming.topic, by) == (Topic.MELDING, By.THEME):
        known = known.assign(code=known["theme"], name=known["theme"])
    keys = found[["organisation_id", "key"]].astype({"key": "Int64"})
    told = keys.merge(known[["organisation_id", "key", "code"]], on=["organisation_id", "key"], how="left")
    latest = known.sort_values("organisation_id", key=lambda numbers: numbers.isin(living), kind="stable")
    called: dict[Any, Any] = dict(zip(latest["code"], latest["name"], strict=True))
    codes = [code if isinstance(code, str) else WITHOUT for code in told["code"]]
    return found.assign(code=codes, name=pd.Series([called.get(code) for code in codes], found.index, dtype=object))


def _side_by_side(found: pd.DataFrame, weeks: tuple[date, ...], first: date | None) -> Weekly:
    """The rows (code, name, week, n) as a table of series; all together first, then by code."""
    members = found.groupby("code", as_index=False, sort=True)["name"].agg("last").astype(object)
    members = members.assign(name=members["name"].where(members["name"].notna(), None))
    place, at = {week: i for i, week in enumerate(weeks)}, {code: i + 1 for i, code in enumerate(members["code"])}
    counts = np.zeros((len(members) + 1, len(weeks)))
    columns = [place[week] for week in found["week"]]
    np.add.at(counts, ([at[code] for code in found["code"]], columns), found["n"].to_numpy(dtype=float))
    counts[0] = counts.sum(axis=0)
    whole = pd.DataFrame([{"code": TOTAL, "name": None}], dtype=object)
    return Weekly(weeks, pd.concat([whole, members], ignore_index=True), counts, first)

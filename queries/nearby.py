"""What lies around a place: meldingen that may tell of the same, and other proposals."""

import math
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, select

from config.cells import Point
from queries import tables
from queries.atlas import as_of_day
from queries.db import fetch
from queries.distance import RADIUS, around, metres
from queries.facts import Facts, facts
from queries.filters import Filters, Scope
from queries.names import named, names, summed
from queries.narrowing import STANDING, known, stage_of
from queries.suppression import LEAST, published

RADII = (100, 250, 500)
"""Metres around a place that can be asked about."""
SAME_SPOT = 25
"""Metres within which a melding repeats an earlier one of its category."""
MONTHS = 24
MOST = 5
"""Single meldingen and proposals that are named."""
MOST_PLACES = 200
"""Single meldingen of which the place is told."""


@dataclass(frozen=True)
class Nearby:
    """Meldingen around a place in a period. What would tell of single ones is None for who may not see those.

    categories: category (name, null without), n, repeated; most first. latest: the last ones (subject_id, number,
    category, stage, received_day, distance in metres). places: lon and lat of the last ones, at most 200.
    """

    first_day: date
    last_day: date
    n: int | None
    repeated: int | None
    open: int | None
    last: date | None
    categories: pd.DataFrame
    latest: pd.DataFrame
    places: pd.DataFrame


def meldingen_nearby(db: Connection, scope: Scope, place: Point, distance: float) -> Nearby:
    """The meldingen within so many metres of a place, received in the last 24 months.

    A melding is a repetition when one of its category was received before it in those months, at most 25 metres away.
    """
    own = last_months(db, scope)
    found = named(_within(db, own, place, distance), names(db, scope, "category"), "category_id", category="name")
    near = found.assign(repeated=pd.Series(_repeats(found), found.index, dtype=bool))
    newest = near.sort_values(["received_at", "subject_id"], ascending=False)
    latest, places = newest.head(MOST)[_LATEST], newest.head(MOST_PLACES)[["lon", "lat"]]
    last = None if near.empty else near["received_day"].max()
    counts = len(near), int(near["repeated"].sum()), int(near["open"].sum())
    whole = Nearby(own.filters.first_day, own.filters.last_day, *counts, last, _by_category(near), latest, places)
    return whole if scope.cases else _withheld(whole)


def last_months(db: Connection, scope: Scope) -> Facts:
    """Meldingen of the last 24 months, up to the last day of which any source tells."""
    own = facts(db, scope, _AS_IT_IS)
    last = as_of_day(own)
    first = (pd.Timestamp(last) - pd.DateOffset(months=MONTHS)).date() + timedelta(days=1)
    return replace(own, filters=Filters(first, last))


_AS_IT_IS = Filters(date(2000, 1, 1), date(2000, 1, 1))
"""A question without a period: only the horizon is asked of it."""
_LATEST = ["subject_id", "number", "category", "stage", "received_day", "distance"]
_ASKED = ("organisation_id", "subject_id", "number", "category_id", "stage", "open", "received_at", "received_day")


def _within(db: Connection, own: Facts, place: Point, distance: float) -> pd.DataFrame:
    table = around(place, distance).in_bounds(own.melding)
    columns = [table.c[name] for name in (*_ASKED, "lon", "lat")]
    asked = select(*columns).where(*own.rows(table), own.in_period(table.c.received_day))
    found = fetch(db, asked.order_by(table.c.received_at, table.c.subject_id))
    away = found.assign(distance=metres(place, found["lon"], found["lat"]))
    return away[away["distance"] <= distance].reset_index(drop=True)


def _repeats(df: pd.DataFrame) -> Iterator[bool]:
    """Whether each repeats an earlier one; `df` is in order of receipt.

    Places lie in squares at least as wide as that distance, so that only nine of them hold any that are near enough.
    """
    height = math.degrees(SAME_SPOT / RADIUS) * 1.001
    width = height / math.cos(math.radians(df["lat"].abs().max())) * 1.001 if len(df) else height
    before: dict[Hashable, set[Point]] = {}
    for category, lon, lat in df[["category", "lon", "lat"]].itertuples(index=False):
        column, row = math.floor(lon / width), math.floor(lat / height)
        squares = [(category, column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        near = [place for square in squares for place in before.get(square, ())]
        yield bool(category and near and metres((lon, lat), *zip(*near, strict=True)).min() <= SAME_SPOT)
        before.setdefault((category, column, row), set()).add((lon, lat))


def _by_category(near: pd.DataFrame) -> pd.DataFrame:
    counts = summed(near.assign(n=1, repeated=near["repeated"].astype(int)), ["category"], ["n", "repeated"])
    return counts.sort_values(["n", "category"], ascending=[False, True], ignore_index=True)


def _withheld(whole: Nearby) -> Nearby:
    """The same without what would tell of single meldingen."""
    parts, n = published({place: int(count) for place, count in enumerate(whole.categories["n"])})
    shown = whole.categories.assign(n=pd.array(list(parts.values()), "Int64"), repeated=None)
    again, still_open = _part(whole.repeated, n), _part(whole.open, n)
    told = replace(whole, n=n, repeated=again, open=still_open, categories=shown)
    return replace(told, last=None, latest=whole.latest.iloc[:0], places=whole.places.iloc[:0])


def _part(count: int | None, whole: int | None) -> int | None:
    """A part of a number that is shown, unless it or the rest of that number is small."""
    if count is None or whole is None:
        return None
    return None if any(0 < n < LEAST for n in (count, whole - count)) else count


def proposals_nearby(
    db: Connection, scope: Scope, place: Point, distance: float, *, but: UUID | None = None
) -> pd.DataFrame:
    """The nearest proposals that stand within so many metres of a place, all `but` one; at most five.

    Columns: subject_id, number, title, stage (as far as known), support, distance (metres), lon, lat.
    """
    table = around(place, distance).in_bounds(tables.proposal)
    stage, names_ = stage_of(table, scope), ("subject_id", "number", "title", "support", "lon", "lat")
    asked = select(*(table.c[name] for name in names_), stage.label("stage"))
    found = fetch(db, asked.where(*known(table, scope), stage.in_(STANDING)))
    away = found.assign(distance=metres(place, found["lon"], found["lat"]))
    near = away[(away["distance"] <= distance) & (away["subject_id"] != but)]
    columns = ["subject_id", "number", "title", "stage", "support", "distance", "lon", "lat"]
    return near.sort_values(["distance", "subject_id"], ignore_index=True).head(MOST)[columns]

"""What a map shows of proposals or meldingen: hexagons, a density, neighbourhoods, and single places when close.

All of them count the same rows: those that scope, filters and period leave. A map asks for part of the world
(`Viewport`), and so does the list beside it: both give the same numbers.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, func, literal, null, select

from config.cells import bits_below
from config.errors import Forbidden
from config.vocabularies import indicators
from queries import tables
from queries.db import batches, fetch
from queries.facts import Facts, facts, proposal_facts
from queries.filters import Filters, Scope
from queries.inhabitants import by_neighbourhood, neighbourhoods
from queries.narrowing import known, proposals, stage_of
from queries.search import begin_so
from queries.suppression import LEAST
from queries.viewport import Viewport, key_at

COUNT, SUPPORT, MELDINGEN, WAITING, RECEIVED = "count", "support", "meldingen", "waiting", "received"
COLOURS = (COUNT, SUPPORT, MELDINGEN, WAITING, *indicators())
"""What the colour of a map of proposals can tell: their number, the votes for them, the meldingen on the same spot, the
days that the longest of them waits for a choice, or what they would yield by an indicator."""
WIDEST_OF_CASES = 8
"""How fine hexagons of meldingen are at most where single ones may not be seen: some 900 m across."""
UNDECIDED = ("submitted", "published", "shortlisted")
"""Stages in which nothing was chosen yet."""
MOST_POINTS = 5_000


@dataclass(frozen=True)
class Part:
    """Which part of the world: a view, or (none) everything, also what has no place.

    `whole`: all of the hexagons that the view touches, as a map of hexagons counts them; else what lies in it.
    """

    view: Viewport | None = None
    whole: bool = True

    def of(self, table: FromClause) -> FromClause:
        """The rows of a table that lie there."""
        if self.view is None:
            return table
        return self.view.in_hexagons(table) if self.whole else self.view.in_bounds(table)


EVERYWHERE = Part()


@dataclass(frozen=True)
class Places:
    """Rows that a map shows, and how their value adds up."""

    table: FromClause
    conditions: tuple[ColumnElement[bool], ...]
    value: ColumnElement

    def counted(self, *groups: ColumnElement) -> Select:
        """Their number n and value by group."""
        counts = (func.count().label("n"), self.value.label("value"))
        return select(*groups, *counts).select_from(self.table).where(*self.conditions).group_by(*groups)


def of_proposals(scope: Scope, filters: Filters, table: FromClause) -> tuple[ColumnElement[bool], ...]:
    """The proposals submitted in the period that scope and filters leave; `table` is some of proposal or gain."""
    return (*proposals(table, scope, filters), table.c.submitted_day.between(filters.first_day, filters.last_day))


def _places(db: Connection, scope: Scope, filters: Filters, colour: str, part: Part) -> Places:
    """What to count for a colour; RECEIVED counts meldingen, all others count proposals."""
    if colour == RECEIVED:
        own = facts(db, scope, filters)
        melding = part.of(own.melding)
        return Places(melding, (*own.rows(melding), own.in_period(melding.c.received_day)), func.count())
    if colour in indicators():
        gain = part.of(tables.gain)
        yields = (gain.c.indicator == colour, gain.c.estimated > 0)
        return Places(gain, (*of_proposals(scope, filters, gain), *yields), func.sum(gain.c.estimated))
    proposal = part.of(tables.proposal)
    return Places(proposal, of_proposals(scope, filters, proposal), _value(db, scope, filters, colour, proposal))


def _value(db: Connection, scope: Scope, filters: Filters, colour: str, table: FromClause) -> ColumnElement:
    if colour == SUPPORT:
        return func.sum(table.c.support)
    if colour == WAITING:
        waits = stage_of(table, scope).in_(UNDECIDED)
        return literal(as_of_day(proposal_facts(db, scope, filters))) - func.min(table.c.submitted_day).filter(waits)
    return func.count()


def as_of_day(own: Facts) -> date:
    """The last local day of which any source of the scope tells."""
    return max((one.day for one in own.horizons.values()), default=own.filters.last_day)


def seen(scope: Scope, view: Viewport, colour: str = COUNT) -> Viewport:
    """A view with hexagons as fine as the scope may see them."""
    return view.no_finer(WIDEST_OF_CASES) if colour == RECEIVED and not scope.cases else view


def hexagons(db: Connection, scope: Scope, filters: Filters, view: Viewport, colour: str = COUNT) -> pd.DataFrame:
    """What lies in each hexagon that the view (as `seen`) touches, whole hexagons also at its rim.

    Columns: key (`config.cells.key_of` at the resolution of the view), n (proposals, or meldingen for RECEIVED), value
    (as the colour says: count, votes, days (null where all is decided), or the unit of the indicator). A hexagon
    without any is not there. Raises Forbidden for a view of meldingen that is too fine for the scope.
    """
    places = _places(db, scope, filters, colour, Part(view))
    if colour == RECEIVED and not scope.cases:
        return _without_few(db, places, view)
    return fetch(db, places.counted(view.key(places.table).label("key")))


def _without_few(db: Connection, places: Places, view: Viewport) -> pd.DataFrame:
    """Few are left out at one resolution, and what is wider adds up what is shown there: so no two views together
    tell of what is left out."""
    if view.resolution > WIDEST_OF_CASES:
        raise Forbidden()
    every = fetch(db, places.counted(key_at(places.table, WIDEST_OF_CASES).label("key")))
    enough = every[every["n"] >= LEAST]
    wider = enough["key"].to_numpy() >> (bits_below(view.resolution) - bits_below(WIDEST_OF_CASES))
    return enough.assign(key=wider).groupby("key", as_index=False)[["n", "value"]].sum()


def beside(own: pd.DataFrame, meldingen: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Proposals with the meldingen of the same place as their value; `own` and `meldingen` as of `hexagons` or
    `by_area`, `keys` name the place."""
    return own[[*keys, "n"]].merge(meldingen[[*keys, "value"]], on=keys, how="left").fillna({"value": 0})


def by_area(db: Connection, scope: Scope, filters: Filters, colour: str = COUNT) -> pd.DataFrame:
    """What lies in each neighbourhood, those of organisations that went on in another under the same code with it.

    Columns: organisation_id (the one that still exists), code (null: without neighbourhood), n and value (`hexagons`).
    """
    places = _places(db, scope, filters, colour, EVERYWHERE)
    counted = places.counted(places.table.c.organisation_id, places.table.c.area_id)
    return by_neighbourhood(db, scope, counted, *(["value"] if colour == WAITING else []))


def points(db: Connection, scope: Scope, filters: Filters, view: Viewport, *, apart: bool) -> pd.DataFrame:
    """The proposals whose place lies in the view: single ones, and where several lie close together their number.

    `apart`: only those at the very same place come together. Columns: lon, lat (degrees; the mean of several), n,
    support; of a single one also organisation_id, subject_id, stage, title (else null). At most 5 000 rows, those with
    most support first; none is left out unless `apart` and there are more places than that.
    """
    table, single = Part(view, whole=False).of(tables.proposal), func.count() == 1
    groups = (table.c.lon, table.c.lat) if apart else (view.key(table),)
    one = {"organisation_id": func.min(table.c.organisation_id), "stage": func.min(stage_of(table, scope))}
    subject = func.array_agg(table.c.subject_id)[1]
    columns = [
        func.avg(table.c.lon).label("lon"),
        func.avg(table.c.lat).label("lat"),
        func.count().label("n"),
        func.sum(table.c.support).label("support"),
        *(case((single, value), else_=null()).label(name) for name, value in (one | {"subject_id": subject}).items()),
    ]
    grouped = select(*columns).where(*of_proposals(scope, filters, table)).group_by(*groups)
    few = grouped.order_by(func.sum(table.c.support).desc(), "lon", "lat").limit(MOST_POINTS).cte("few")
    own = tables.proposal
    same = and_(few.c.organisation_id == own.c.organisation_id, few.c.subject_id == own.c.subject_id)
    return fetch(db, select(*few.c, own.c.title).select_from(few.outerjoin(own, same)).order_by(few.c.n))


SORTS = ("support", "submitted_at", "title")
_LISTED = (
    *("organisation_id", "subject_id", "number", "title", "text_removed_day", "theme_id", "area_id"),
    *("street", "lon", "lat"),
)


def totals(db: Connection, scope: Scope, filters: Filters, part: Part) -> pd.DataFrame:
    """What the list holds. One row: n (proposals), support (votes), placed (of these, with a place)."""
    table = part.of(tables.proposal)
    counts = (
        func.count().label("n"),
        func.coalesce(func.sum(table.c.support), 0).label("support"),
        func.count(table.c.h3_10).label("placed"),
    )
    return fetch(db, select(*counts).select_from(table).where(*of_proposals(scope, filters, table)))


def listed(
    db: Connection,
    scope: Scope,
    filters: Filters,
    part: Part,
    *,
    sort: str = "support",
    descending: bool = True,
    first: int = 0,
    count: int,
) -> pd.DataFrame:
    """Some of the proposals of the list, in order of one of SORTS.

    Columns: organisation_id, subject_id, number, title (null when removed), text_removed_day, theme_id, area_id,
    street, lon, lat, stage (as far as the scope may know), support, submitted_day, published_day (null before it).
    """
    found = _list(scope, filters, part, sort, descending=descending)
    return fetch(db, found.offset(first).limit(count))


def listed_in_batches(db: Connection, scope: Scope, filters: Filters, part: Part) -> Generator[pd.DataFrame]:
    """All proposals of the list, most votes first, as frames (`queries.db.batches`) with the columns of `listed`."""
    return batches(db, _list(scope, filters, part, SORTS[0], descending=True))


def _list(scope: Scope, filters: Filters, part: Part, sort: str, *, descending: bool) -> Select:
    table = part.of(tables.proposal)
    column = func.lower(table.c.title) if sort == "title" else table.c[sort]
    order = column.desc().nulls_last() if descending else column.asc().nulls_last()
    columns = (*(table.c[name] for name in _LISTED), stage_of(table, scope).label("stage"))
    days = table.c.submitted_day, table.c.published_day
    found = select(*columns, table.c.support, *days).where(*of_proposals(scope, filters, table))
    return found.order_by(order, table.c.subject_id)


def boundaries(db: Connection, scope: Scope, words: Sequence[str] = ()) -> pd.DataFrame:
    """The areas of the kind that decides as they are now, of the organisations of a scope that still exist; with
    `words` those with words in their name that begin so.

    Columns: organisation_id, code, name, population (null when unknown), geometry (GeoJSON, null without a boundary),
    source (of the boundary, null when not told).
    """
    name = tables.area_version.c.name
    begun = [begin_so(func.to_tsvector("simple", name), words)] if words else []
    return neighbourhoods(db, scope, ("name", "population", "geometry", "source"), conditions=begun)


def has_boundaries(db: Connection, organisation_id: int) -> bool:
    """Whether the area of what has a place follows from boundaries in this organisation (ADR 32)."""
    area, version, town = tables.area, tables.area_version, tables.organisation
    same = and_(town.c.organisation_id == area.c.organisation_id, town.c.area_kind == area.c.kind)
    found = select(literal(1)).select_from(area.join(version).join(town, same))
    ours = area.c.organisation_id == organisation_id, version.c.valid_to.is_(None), version.c.geometry.is_not(None)
    return db.scalar(found.where(*ours).limit(1)) is not None


def rated(df: pd.DataFrame, borders: pd.DataFrame, colour: str) -> pd.DataFrame:
    """`by_area` with column rate: the value per 1 000 inhabitants, or as it is where that would say nothing (days).

    `borders`: as `boundaries` gives them. A rate is null without a value, without known inhabitants, and of fewer than
    5 cases.
    """
    rows = borders[["organisation_id", "code"]].merge(df, on=["organisation_id", "code"], how="left")
    people = borders["population"].astype("Float64").where(borders["population"] > 0).to_numpy()
    value = rows["value"].astype("Float64")
    if colour == WAITING:
        return rows.assign(rate=value)
    return rows.assign(rate=(value * 1_000 / people).where(rows["n"].fillna(0) >= LEAST))


def layers(db: Connection, scope: Scope) -> list[dict[str, Any]]:
    """The layers of tiles that the organisations of a scope chose: name, url, attribution and most_zoom of each."""
    chosen = select(tables.appearance.c.layers).where(tables.appearance.c.organisation_id.in_(scope.organisation_ids))
    every = [layer for found in db.execute(chosen).scalars() for layer in found]
    return list({layer["name"]: layer for layer in every}.values())


def indicators_told(db: Connection, scope: Scope, filters: Filters) -> list[str]:
    """The indicators of which the proposals that scope and filters leave would yield something."""
    gain = tables.gain
    told = select(gain.c.indicator).distinct().where(*of_proposals(scope, filters, gain), gain.c.estimated > 0)
    return sorted(db.execute(told).scalars())


def extent(db: Connection, scope: Scope) -> pd.DataFrame:
    """The box around all proposals of which a scope may know. One row: west, south, east, north (degrees; null without
    any)."""
    table = tables.proposal
    low, high = (func.min(table.c.lon), func.min(table.c.lat)), (func.max(table.c.lon), func.max(table.c.lat))
    named = zip((*low, *high), ("west", "south", "east", "north"), strict=True)
    return fetch(db, select(*(side.label(name) for side, name in named)).where(*known(table, scope)))


def meldingen_by_area(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The meldingen received in each neighbourhood, also where there were none, and of those without one.

    Columns: organisation_id, code, name (both null: without neighbourhood), n, rate (per 1 000 inhabitants; null where
    these are not known).
    """
    borders, found = boundaries(db, scope), by_area(db, scope, filters, RECEIVED)
    asked = borders[borders["code"].isin(filters.areas)] if filters.areas else borders
    within = rated(found, asked, RECEIVED).assign(name=asked["name"].to_numpy())
    without = found[found["code"].isna()].assign(name=None, rate=None)
    both = pd.concat([within, without.astype(object)], ignore_index=True) if len(without) else within
    return both.assign(n=both["n"].fillna(0).astype(int))[["organisation_id", "code", "name", "n", "rate"]]

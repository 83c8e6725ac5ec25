"""Municipalities beside each other, on grains that are fixed: month, municipality, regional category.

Filters on area, category, service, channel and an earlier as-of do not count here, and a month counts when it is over
for all sources of the municipality; a year and a regional category are read off the months that are published. Whoever
asks twice with other filters gets the same cells, so that the difference of two answers tells nothing.
Predecessors are counted with their successors.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import Connection, Date, case, cast, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from queries import tables
from queries.db import fetch
from queries.ended import ended, ends
from queries.facts import facts
from queries.filters import Filters, Scope
from queries.names import names
from queries.organisations import organisations
from queries.steps import months_of, next_month
from queries.suppression import published

PER = 1_000
MUNICIPALITY = "municipality"
"""The kind of the organisations that are compared; a region that has members is none."""
OTHER = "-"
"""Stands for categories without a regional one."""


def per_inhabitants_by_month(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Meldingen received in the whole months of the period, by municipality, month and regional category.

    Columns: code, municipality (name), month (first day), category (regional code; '-' without; null: all together),
    n (null where withheld), inhabitants (at the end of the period; null where not known), per_1000 (null where either
    is). Parts of 0 have no row.
    """
    rated = _rated(published_cells(db, whole(scope), fixed(filters)), inhabitants(db, scope, filters.last_day))
    ordered = rated.sort_values(["month", "municipality", "category"], kind="stable", na_position="first")
    return ordered[[*_WHO, "month", "category", *_RATE]].reset_index(drop=True)


def published_cells(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """What is published of the period of `fixed` filters: the cells, and of each municipality and month their sum.

    Columns: heir_id, month (first day), category (regional code; '-' without; null: the sum), n (null where withheld).
    """
    found = received_by_cell(db, scope, filters)
    rows = [row for (heir, month), parts in found.items() for row in _shown(heir, month, parts)]
    return pd.DataFrame(rows, columns=["heir_id", "month", "category", "n"])


def per_inhabitants(db: Connection, scope: Scope, filters: Filters, *, category: str | None = None) -> pd.DataFrame:
    """The months of the period together, of all categories or of one regional one: the sum of what is published.

    Columns: code, municipality, n (null where any part is withheld), inhabitants, per_1000, source (of the inhabitants;
    null where not told); by name.
    """
    cells = per_inhabitants_by_month(db, scope, filters)
    own = of_category(cells, category)
    totals = [{"code": code, "n": _together(part["n"])} for code, part in own.groupby("code", sort=False)]
    people = inhabitants(db, scope, filters.last_day)
    frame = pd.DataFrame(totals, columns=["code", "n"]).merge(people[["code", "heir_id"]], on="code")
    rated = _rated(frame[["heir_id", "n"]], people)
    return rated.sort_values("municipality")[[*_WHO, *_RATE, "source"]].reset_index(drop=True)


def per_inhabitants_by_category(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The months of the period together, by regional category ('-' without), parts of 0 left out.

    Columns: code, municipality, category, n (null where any part is withheld), inhabitants, per_1000.
    """
    cells = per_inhabitants_by_month(db, scope, filters)
    parts = cells[cells["category"].notna()].groupby(["code", "category"], sort=False)
    rows = [{"code": code, "category": category, "n": _together(part["n"])} for (code, category), part in parts]
    people = inhabitants(db, scope, filters.last_day)
    frame = pd.DataFrame(rows, columns=["code", "category", "n"]).merge(people[["code", "heir_id"]], on="code")
    rated = _rated(frame[["heir_id", "category", "n"]], people)
    return rated.sort_values(["category", "municipality"])[[*_WHO, "category", *_RATE]].reset_index(drop=True)


def of_category(cells: pd.DataFrame, category: str | None) -> pd.DataFrame:
    """The cells of one regional category, or of all together; a month without a part of it has 0.

    `cells` as `per_inhabitants_by_month` gives them.
    """
    totals = cells[cells["category"].isna()]
    if category is None:
        return totals
    keys = ["code", "month"]
    own = cells.loc[cells["category"] == category, [*keys, "n", "per_1000"]]
    beside = totals.drop(columns=["n", "per_1000"]).merge(own, on=keys, how="left", indicator="part")
    absent = beside["part"] == "left_only"
    rates = beside["per_1000"].mask(absent & beside["inhabitants"].notna(), 0.0)
    return beside.assign(category=category, n=beside["n"].mask(absent, 0), per_1000=rates).drop(columns="part")


def _together(counts: pd.Series) -> int | None:
    return int(counts.sum()) if counts.notna().all() else None


_WHO, _RATE = ["code", "municipality"], ["n", "inhabitants", "per_1000"]
Cell = tuple[int, date]


def fixed(filters: Filters) -> Filters:
    """The question with nothing of its own but whole months and the kind of melding."""
    months = months_of(filters)
    return Filters(months[0], next_month(months[-1]) - timedelta(days=1), kind=filters.kind)


def whole(scope: Scope) -> Scope:
    """What of a scope reaches whole organisations: a part of one would tell the rest by subtraction."""
    return replace(scope, reaches=tuple(reach for reach in scope.reaches if reach.service_ids is None))


def received_by_cell(db: Connection, scope: Scope, filters: Filters) -> dict[Cell, dict[str, int]]:
    """Received in months that are over: by municipality and month, the count of each category."""
    own = facts(db, scope, filters)
    table = own.melding
    month = cast(func.date_trunc("month", table.c.received_day), Date)
    keys = (table.c.organisation_id, table.c.category_id, month.label("month"))
    over = ended(table, table.c.received_day, ends(db, scope))
    counted = select(*keys, func.count().label("n")).where(*own.rows(table), own.in_period(table.c.received_day), over)
    found = fetch(db, counted.group_by(*keys))
    summed = (
        by_region(found, organisations(db, scope), names(db, scope, "category"))
        .groupby(["heir_id", "month", "category"])["n"]
        .sum()
        .reset_index()
    )
    cells: dict[Cell, dict[str, int]] = {}
    for row in summed.to_dict("records"):
        cells.setdefault((int(row["heir_id"]), row["month"]), {})[row["category"]] = int(row["n"])
    return cells


def by_region(frame: pd.DataFrame, known: pd.DataFrame, categories: pd.DataFrame) -> pd.DataFrame:
    """Rows of an organisation and its own category with heir_id and category (regional code; '-' without).

    `known` as `queries.organisations.organisations` gives it, `categories` as `queries.names.names` does.
    """
    keys = ["organisation_id", "category_id"]
    codes = categories.rename(columns={"key": "category_id", "regional_code": "category"})[[*keys, "category"]]
    number = {"category_id": "Int64"}
    beside = frame.astype(number).merge(codes.astype(number), on=keys, how="left")
    heirs = known[["organisation_id", "heir_id"]]
    return beside.assign(category=beside["category"].fillna(OTHER)).merge(heirs, on="organisation_id")


def _shown(heir: int, month: date, parts: dict[str, int]) -> Iterator[tuple[int, date, str | None, int | None]]:
    shown, total = published(parts)
    yield heir, month, None, total
    for category, n in shown.items():
        yield heir, month, category, n


def _rated(frame: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    number = {"heir_id": "Int64"}
    beside = frame.astype(number).merge(people.astype(number), on="heir_id", how="left")
    beside = beside.astype({"n": "Int64", "inhabitants": "Int64"})
    return beside.assign(per_1000=(beside["n"] * PER / beside["inhabitants"]).astype("Float64"))


def inhabitants(db: Connection, scope: Scope, day: date) -> pd.DataFrame:
    """The municipalities of a scope that still exist, with their inhabitants on a day, or at the first count after it.

    Columns: heir_id, code, municipality (name), inhabitants (null where not known), source (of that; null as well).
    """
    known = organisations(db, scope)
    living = known[(known["organisation_id"] == known["heir_id"]) & (known["kind"] == MUNICIPALITY)]
    version = tables.organisation_version.c
    counted = select(version.organisation_id, version.population.label("inhabitants"), version.source)
    counted = counted.where(version.organisation_id.in_(living["organisation_id"].tolist()))
    counted = counted.where(version.population.is_not(None)).ext(distinct_on(version.organisation_id))
    later = version.valid_from > day
    near = fetch(
        db,
        counted.order_by(
            version.organisation_id,
            later,
            case((later, version.valid_from)),
            version.valid_from.desc(),
        ),
    )
    frame = living.merge(near, on="organisation_id", how="left").rename(columns={"name": "municipality"})
    return frame[["heir_id", "code", "municipality", "inhabitants", "source"]]

"""A neighbourhood in figures, beside all neighbourhoods of its kind together."""

from dataclasses import replace

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from queries import tables
from queries.filters import Scope
from queries.inhabitants import KEYS, by_neighbourhood, inhabitants
from queries.municipalities import PER
from queries.narrowing import STANDING, known, stage_of
from queries.nearby import last_months
from queries.organisations import organisations
from queries.proposals import CHOSEN
from queries.suppression import LEAST

HERE, TOWN = "here", "town"


def proposals_of_area(db: Connection, scope: Scope, organisation_id: int, area_id: int) -> pd.DataFrame:
    """The proposals that stand in a neighbourhood, and in all of its kind together.

    Rows 'here' and 'town'; columns: inhabitants, n, chosen, realised, rate (n per 1 000 inhabitants). No rows when the
    inhabitants of the neighbourhood are not known.
    """
    table = tables.proposal
    stage = stage_of(table, scope)
    counts = (
        func.count().label("n"),
        func.count().filter(stage.in_(CHOSEN)).label("chosen"),
        func.count().filter(stage == "realised").label("realised"),
    )
    town = _town(db, scope, organisation_id)
    keys = table.c.organisation_id, table.c.area_id
    counted = select(*keys, *counts).where(*known(table, town), stage.in_(STANDING)).group_by(*keys)
    return _beside(db, town, counted, (organisation_id, area_id))


def meldingen_of_area(db: Connection, scope: Scope, organisation_id: int, area_id: int) -> pd.DataFrame:
    """The meldingen received in a neighbourhood in the last 24 months, and in all of its kind together.

    Rows and columns as `proposals_of_area`, without chosen and realised; n and rate null where they would tell of
    single meldingen.
    """
    own = last_months(db, scope)
    table, town = own.melding, _town(db, scope, organisation_id)
    keys = table.c.organisation_id, table.c.area_id
    asked = keys[0].in_(town.organisation_ids), *own.rows(table), own.in_period(table.c.received_day)
    counted = select(*keys, func.count().label("n")).where(*asked).group_by(*keys)
    beside = _beside(db, town, counted, (organisation_id, area_id))
    small = beside["n"].between(1, LEAST - 1) & (not scope.cases)
    return beside.assign(n=beside["n"].mask(small), rate=beside["rate"].mask(small))


def _town(db: Connection, scope: Scope, organisation_id: int) -> Scope:
    """Of a scope only an organisation, and those that count with it since they went on in the same one."""
    heirs = organisations(db, scope).set_index("organisation_id")["heir_id"]
    same = heirs.index[heirs == heirs.get(organisation_id)]
    return replace(scope, reaches=tuple(reach for reach in scope.reaches if reach.organisation_id in same))


def _beside(db: Connection, town: Scope, counted: Select, key: tuple[int, int]) -> pd.DataFrame:
    """Counts by organisation_id and area_id: those of the neighbourhood of an area, and of all of the town."""
    area = tables.area.c
    code = db.scalar(select(area.code).where(area.organisation_id == key[0], area.area_id == key[1]))
    people = inhabitants(db, town)
    told = people.merge(by_neighbourhood(db, town, counted), on=KEYS, how="left").drop(columns="organisation_id")
    own, numbers = told["code"] == code, told.drop(columns="code").fillna(0).astype("Int64")
    sums = {HERE: numbers[own].sum(), TOWN: numbers.sum()}
    both = pd.DataFrame(sums if own.any() else {}, index=numbers.columns).T
    return both.assign(rate=(both["n"] * PER / both["inhabitants"]).astype("Float64"))

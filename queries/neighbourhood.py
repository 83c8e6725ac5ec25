"""A neighbourhood in figures, beside all neighbourhoods of its kind together."""

import pandas as pd
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from queries import tables
from queries.db import fetch
from queries.filters import Scope
from queries.narrowing import STANDING, known, stage_of
from queries.nearby import last_months
from queries.suppression import LEAST

CHOSEN = ("selected", "planned", "in_execution", "realised")
"""Stages of a proposal that was chosen."""
PER = 1_000
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
    own = table.c.organisation_id == organisation_id, *known(table, scope), stage.in_(STANDING)
    found = fetch(db, select(table.c.area_id, *counts).where(*own).group_by(table.c.area_id))
    return _beside(_areas(db, scope, organisation_id), found, area_id)


def meldingen_of_area(db: Connection, scope: Scope, organisation_id: int, area_id: int) -> pd.DataFrame:
    """The meldingen received in a neighbourhood in the last 24 months, and in all of its kind together.

    Rows and columns as `proposals_of_area`, without chosen and realised; n and rate null where they would tell of
    single meldingen.
    """
    own = last_months(db, scope)
    table = own.melding
    asked = table.c.organisation_id == organisation_id, *own.rows(table), own.in_period(table.c.received_day)
    found = fetch(db, select(table.c.area_id, func.count().label("n")).where(*asked).group_by(table.c.area_id))
    beside = _beside(_areas(db, scope, organisation_id), found, area_id)
    small = beside["n"].between(1, LEAST - 1) & (not scope.cases)
    return beside.assign(n=beside["n"].mask(small), rate=beside["rate"].mask(small))


def _areas(db: Connection, scope: Scope, organisation_id: int) -> pd.DataFrame:
    """The areas of an organisation of which the inhabitants are known. Columns: area_id, kind, inhabitants."""
    area, version = tables.area, tables.area_version
    mine = area.c.organisation_id == organisation_id, area.c.organisation_id.in_(scope.organisation_ids)
    columns = area.c.area_id, area.c.kind, version.c.population.label("inhabitants")
    latest = select(*columns).select_from(area.join(version)).where(*mine).ext(distinct_on(area.c.area_id))
    found = fetch(db, latest.order_by(area.c.area_id, version.c.valid_from.desc()))
    return found[found["inhabitants"] > 0]


def _beside(areas: pd.DataFrame, counts: pd.DataFrame, area_id: int) -> pd.DataFrame:
    kind = areas.loc[areas["area_id"] == area_id, "kind"]
    alike = areas[areas["kind"].isin(kind)].drop(columns="kind")
    told = alike.merge(counts.astype({"area_id": "Int64"}), on="area_id", how="left").fillna(0).astype("Int64")
    sums = {HERE: told[told["area_id"] == area_id].sum(), TOWN: told.sum()}
    both = pd.DataFrame(sums if len(told) else {}, index=told.columns).T.drop(columns="area_id")
    return both.assign(rate=(both["n"] * PER / both["inhabitants"]).astype("Float64"))

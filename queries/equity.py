"""How proposals are spread over neighbourhoods, beside their inhabitants."""

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from queries import tables
from queries.atlas import of_proposals
from queries.facts import facts
from queries.filters import Filters, Scope
from queries.inhabitants import KEYS, by_neighbourhood, inhabitants, of_heirs, typed
from queries.municipalities import PER
from queries.names import names
from queries.narrowing import of_organisations
from queries.percentiles import Z_95, byar, sidak


def equity_by_area(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The proposals of map and list (`queries.proposals.standing`) by neighbourhood, beside its inhabitants.

    Columns: area (name; null without), code (null without), n, inhabitants (of the division that holds now; null where
    not known), per_1000, low, high (the rate and its interval by Byar, null without inhabitants; in 95 of 100 cases the
    intervals of all neighbourhoods hold together); by rate, highest first. A neighbourhood without proposals has a row
    when its inhabitants are known. Neighbourhoods of organisations that went on in another count with those of the same
    code there, as on the map.
    """
    return rated(beside_inhabitants(db, scope, filters, _standing(db, scope, filters)))


def equity(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same of all neighbourhoods together.

    One row: n (proposals in neighbourhoods of which the inhabitants are known), inhabitants (of these), per_1000, low,
    high (at 95 %; null without any), similarity (the sum over them of the smaller of their share of
    proposals and their share of inhabitants; null without either), unknown (proposals in other neighbourhoods),
    unplaced (proposals without neighbourhood).
    """
    return together(beside_inhabitants(db, scope, filters, _standing(db, scope, filters)))


def _standing(db: Connection, scope: Scope, filters: Filters) -> Select:
    table = facts(db, scope, filters).of(tables.proposal)
    keys = (table.c.organisation_id, table.c.area_id)
    return select(*keys, func.count().label("n")).where(*of_proposals(scope, filters, table)).group_by(*keys)


# --- of any proposals --------------------------------------------------------------------------------------------
def beside_inhabitants(db: Connection, scope: Scope, filters: Filters, counted: Select) -> pd.DataFrame:
    """Counts `n` by organisation_id and area_id as those of neighbourhoods, beside their inhabitants.

    Columns: organisation_id, code (null: without neighbourhood), n, inhabitants (null where not known), area (name). A
    neighbourhood without any has a row when its inhabitants are known.
    """
    area = tables.area
    codes = [area.c.code.in_(filters.areas)] if filters.areas else []
    people = inhabitants(db, scope, *of_organisations(area, filters.organisations), *codes)
    both: pd.DataFrame = by_neighbourhood(db, scope, counted).merge(people, on=KEYS, how="outer")
    told = both.assign(n=both["n"].fillna(0).astype(int), inhabitants=both["inhabitants"].astype("Int64"))
    return told.merge(area_names(db, scope), on=KEYS, how="left")


def rated(every: pd.DataFrame) -> pd.DataFrame:
    """The rows of `beside_inhabitants` as those of `equity_by_area`."""
    z = sidak(int(every["inhabitants"].notna().sum()))
    ordered = _with_rates(every, z).sort_values(
        ["per_1000", "n", "area"], ascending=[False, False, True], kind="stable"
    )
    return ordered[["area", "code", "n", *_RATE]].reset_index(drop=True)


def together(every: pd.DataFrame) -> pd.DataFrame:
    """The rows of `beside_inhabitants` as the one of `equity`."""
    known, others = every[every["inhabitants"].notna()], every[every["inhabitants"].isna()]
    whole = pd.DataFrame({"n": [int(known["n"].sum())], "inhabitants": [_some(int(known["inhabitants"].sum()))]})
    return _with_rates(whole, Z_95).assign(
        similarity=_similarity(known),
        unknown=int(others.loc[others["code"].notna(), "n"].sum()),
        unplaced=int(others.loc[others["code"].isna(), "n"].sum()),
    )


def _some(number: int) -> int | None:
    return number or None


def _similarity(known: pd.DataFrame) -> float | None:
    proposals, people = known["n"].sum(), known["inhabitants"].sum()
    if not proposals or not people:
        return None
    shares = pd.DataFrame({"p": known["n"] / proposals, "q": known["inhabitants"].astype(float) / people})
    return float(shares.min(axis=1).sum())


_RATE = ["inhabitants", "per_1000", "low", "high"]


def _with_rates(frame: pd.DataFrame, z: float) -> pd.DataFrame:
    """Counts n and inhabitants with the rate and its interval, as wide as the quantile `z`."""
    people = frame["inhabitants"].astype("Float64")
    edges = pd.DataFrame([byar(int(n), z) for n in frame["n"]], columns=["low", "high"], index=frame.index)
    counts = edges.assign(per_1000=frame["n"])
    rates = {name: (counts[name] * PER / people).astype("Float64") for name in ("per_1000", "low", "high")}
    return frame.assign(inhabitants=frame["inhabitants"].astype("Int64"), **rates)


def area_names(db: Connection, scope: Scope) -> pd.DataFrame:
    """The latest name of each code, of what still exists first. Columns: organisation_id, code, area."""
    known = names(db, scope, "area").rename(columns={"name": "area"})
    told = of_heirs(db, scope, known).assign(former=known["organisation_id"])
    living_first = told.assign(gone=told["former"] != told["organisation_id"]).sort_values("gone", kind="stable")
    return typed(living_first.drop_duplicates(KEYS)[[*KEYS, "area"]])

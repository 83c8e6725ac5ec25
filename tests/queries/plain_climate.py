"""The plain recomputation of what proposals yield for the climate pact: one proposal after another."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from sqlalchemy import Connection

from queries import climate, climate_yields
from queries.filters import Scope
from tests.queries.plain import AREAS, Row
from tests.queries.plain_proposals import PEOPLE, PlainProposals
from tests.world import CONTEXT

COMMITTED = ("selected", "planned", "in_execution")
POTENTIAL = ("published", "shortlisted", "deferred")
PACT = {
    "trees": 1.0,
    "hedge_m": 1.0,
    "natuurgroenperk": 1.0,
    "depaving_m2": 1.0,
    "rainwater_l": 0.001,
    "cycle_path_m": 1.0,
    "shared_mobility": 1.0,
    "charge_points": 1.0,
}
"""The indicators of the pact, and what one of our units is in the unit of the pact."""
CODES = {
    "trees": "trees",
    "depaving_m2": "depaving_m2",
    "rainwater_l": "rainwater_m3",
    "charge_points": "charge_points_2",
}


def standing(plain: PlainProposals, drawn: list) -> PlainProposals:
    """The same question of any stage."""
    return PlainProposals(drawn, plain.scope, replace(plain.filters, stages=()))


def part_of(plain: PlainProposals, proposal: Row) -> str | None:
    stage = plain.stage(proposal)
    if stage == "realised":
        last = plain.horizon.astimezone(ZoneInfo(CONTEXT.zone)).date() if plain.filters.lag else date.max
        return "realised" if date(2021, 1, 1) <= proposal["realised_day"] <= last else None
    if plain.filters.lag:
        return None
    return "committed" if stage in COMMITTED else "potential" if stage in POTENTIAL else None


def yields(plain: PlainProposals) -> Iterator[tuple[str, Row, Row]]:
    """(part, proposal, gain) of each gain that the pact asks for."""
    for rows in plain.every:
        proposal = rows["proposal"][0]
        part = part_of(plain, proposal)
        yield from ((part, proposal, gain) for gain in rows["gain"] if part and gain["indicator"] in PACT)


def amounts(plain: PlainProposals, indicator: str) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for part, _, gain in yields(plain):
        value = gain["realised" if part == "realised" else "estimated"]
        if gain["indicator"] != indicator:
            continue
        if value is None:
            found["unmeasured"] += part == "realised"
        else:
            found[f"{part}_n"] += 1
            found[part] += value * PACT[indicator]
    return found


def by_year(plain: PlainProposals) -> dict[tuple[str, int | None], tuple[float, int]]:
    found: dict[tuple[str, int | None], tuple[float, int]] = {}
    for part, proposal, gain in yields(plain):
        if part == "realised" and gain["realised"] is not None:
            year = None if "realised" in proposal["undated"] else proposal["realised_day"].year
            amount, n = found.get((gain["indicator"], year), (0.0, 0))
            found[gain["indicator"], year] = amount + gain["realised"] * PACT[gain["indicator"]], n + 1
    return found


def missing(plain: PlainProposals) -> dict[str, tuple[int, int]]:
    found = dict.fromkeys(("realised", "committed", "potential"), (0, 0))
    for rows in plain.every:
        part = part_of(plain, rows["proposal"][0])
        if part:
            name = "realised" if part == "realised" else "estimated"
            n, without = found[part]
            found[part] = n + 1, without + all(gain[name] is None for gain in rows["gain"])
    return found


def by_area(plain: PlainProposals) -> dict[str | None, float]:
    found: dict[str | None, float] = defaultdict(float)
    for part, proposal, gain in yields(plain):
        if part == "realised" and gain["indicator"] == "depaving_m2" and gain["realised"] is not None:
            found[AREAS.get(proposal["area_id"])] += gain["realised"]
    return found


def check_climate(db: Connection, scope: Scope, question: PlainProposals, drawn: list) -> None:
    """Every question about the pact against the plain recomputation."""
    plain, filters = standing(question, drawn), question.filters
    frame = climate.climate(db, scope, filters).set_index("code")
    assert len(frame) == 9
    for indicator, code in CODES.items():
        expected = amounts(plain, indicator)
        assert filters.lag == 0 or frame.loc[code, ["committed", "potential", "share_potential"]].isna().all()
        for name in ("realised", "committed", "potential") if not filters.lag else ("realised",):
            told = [frame.at[code, name], frame.at[code, f"{name}_n"]]
            assert told == [pytest.approx(expected[name]), expected[f"{name}_n"]], (code, name)
        assert frame.at[code, "unmeasured"] == expected["unmeasured"]
    years = climate_yields.climate_by_year(db, scope, filters)
    assert _years(years) == {key: (pytest.approx(amount), n) for key, (amount, n) in by_year(plain).items()}
    lacks = climate_yields.climate_missing(db, scope, filters).to_dict("records")
    told_lacks = {row["part"]: (row["n"], row["without"]) for row in lacks if not pd.isna(row["n"])}
    assert told_lacks == {part: n for part, n in missing(plain).items() if part == "realised" or not filters.lag}
    areas = climate_yields.depaved_by_area(db, scope, filters)
    told_areas = {_code(code): amount for code, amount in zip(areas["code"], areas["amount"], strict=True)}
    assert {code: amount for code, amount in told_areas.items() if amount} == pytest.approx(
        {code: amount for code, amount in by_area(plain).items() if amount}
    )
    rated = areas.dropna(subset=["per_1000"])
    assert set(rated["code"]) == {AREAS[area] for area in plain.people()}
    people = {AREAS[area]: n for area, n in PEOPLE.items()}
    for row in rated.to_dict("records"):
        assert row["per_1000"] == pytest.approx(row["amount"] * 1_000 / people[row["code"]])


def _years(frame: pd.DataFrame) -> dict[Any, Any]:
    rows = frame[["indicator", "year", "amount", "n"]].itertuples(index=False)
    return {(code, None if pd.isna(year) else int(year)): (amount, n) for code, year, amount, n in rows}


def _code(code: Any) -> str | None:
    return None if pd.isna(code) else str(code)

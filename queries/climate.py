"""How far an organisation is with each target of the climate pact, by its proposals and by what others tell."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select

from config.climate import LekpTarget, lekp_targets
from queries import tables
from queries.atlas import as_of_day
from queries.climate_readings import counting, is_whole
from queries.climate_yields import COMMITTED, POTENTIAL, planned, realised_by_day, standing
from queries.facts import Facts
from queries.filters import Filters, Scope
from queries.municipalities import inhabitants
from queries.narrowing import whatever_stage
from queries.organisations import organisations

SMALLEST_N = 5
"""Realised and measured proposals of the last years, from which on their pace says when a target would be reached."""
PACE_YEARS, LAST_YEAR = 3, 2100
FRESH = 366
"""Days after which a reading no longer says that a town is behind: much may have come since."""
_DECIMALS = 6
ON_PACE, BEHIND, UNKNOWN = "on_pace", "behind", "unknown"
COLUMNS = (
    *("code", "realised", "realised_n", "unmeasured", "elsewhere", "read_on", "read_source", "contradicted"),
    *("committed", "committed_n", "potential", "potential_n", "inhabitants", "target"),
    *("share_realised", "share_known", "share_decided", "share_potential"),
    *("expected_share", "expected", "pace", "yearly", "projected", "day", "whole", "only_public"),
)


def climate(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """A row for each target of the pact (`config.climate.lekp_targets`), in its order; amounts in its unit.

    Columns: code; realised (measured, of proposals realised since the pact counts), realised_n (measured), unmeasured
    (realised proposals with an estimate that nobody measured: in no amount); elsewhere (what readings tell beyond those
    proposals; null without any), read_on (day of the oldest of these), read_source, contradicted (a reading that should
    hold the proposals is less than they yielded); committed, committed_n, potential, potential_n (estimated, and of how
    many proposals; null at a horizon that lags behind); inhabitants and target (null where not known); share_realised
    of the target, share_known with what is elsewhere, share_decided with what is committed, share_potential with all;
    expected_share and expected (where a steady pace would be on `day`); pace (ON_PACE, BEHIND, or UNKNOWN where what is
    not in this database may be enough); yearly (what is still needed a year); projected (the year in which the target
    is reached at the pace of the last three years; null where it is reached, and where too few proposals, or other
    sources, tell of it); day (as-of); whole (all of the organisations is asked about; of a part of them neither pace,
    nor what follows from it, is told: null); only_public.
    """
    known = _standing(db, standing(db, scope, filters))
    return pd.DataFrame([_row(known, target) for target in lekp_targets().values()], columns=list(COLUMNS))


@dataclass(frozen=True)
class _Standing:
    """What is known of all targets together."""

    day: date
    whole: bool
    only_public: bool
    begun: date | None
    """When the first proposal came in."""
    people: int | None
    realised: pd.DataFrame
    planned: pd.DataFrame | None
    readings: pd.DataFrame


def _standing(db: Connection, own: Facts) -> _Standing:
    heirs = organisations(db, own.scope)[["organisation_id", "heir_id"]]
    day = as_of_day(own)
    return _Standing(
        day,
        is_whole(own.scope, own.filters),
        not own.scope.embargoed,
        _begun(db, own),
        _people(db, own, day),
        realised_by_day(db, own).merge(heirs, on="organisation_id"),
        planned(db, own),
        counting(db, own),
    )


def _begun(db: Connection, own: Facts) -> date | None:
    table = own.of(tables.proposal)
    found = select(func.min(table.c.submitted_day)).where(*whatever_stage(table, own.scope, own.filters))
    first: date | None = db.scalar(found)
    return first


def _people(db: Connection, own: Facts, day: date) -> int | None:
    """The inhabitants of the organisations asked about, as they are now; None where any is not known."""
    found = inhabitants(db, own.scope, day)
    codes = own.filters.organisations
    people = (found[found["code"].isin(codes)] if codes else found)["inhabitants"]
    return None if people.empty or people.isna().any() else int(people.sum())


def _row(of: _Standing, target: LekpTarget) -> dict[str, Any]:
    built = of.realised[of.realised["indicator"] == target.indicator]
    built = built.assign(amount=built["amount"] * target.factor)
    amounts = _amounts(of, target, built)
    goal = None if of.people is None else target.amount * of.people / target.per
    known = amounts["realised"] + (amounts["elsewhere"] or 0.0)
    return (
        {"code": target.code, "inhabitants": of.people, "target": goal}
        | amounts
        | _shares(amounts, goal)
        | _pace(of, target, goal, known, amounts["read_on"])
        | {"projected": _projected(of, built, goal, known) if amounts["elsewhere"] is None else None}
        | {"day": of.day, "whole": of.whole, "only_public": of.only_public}
    )


def _amounts(of: _Standing, target: LekpTarget, built: pd.DataFrame) -> dict[str, Any]:
    done = {"realised": _rounded(built["amount"].sum()), "realised_n": int(built["n"].sum())}
    return done | {"unmeasured": int(built["unmeasured"].sum())} | _to_come(of, target) | _elsewhere(of, target, built)


def _to_come(of: _Standing, target: LekpTarget) -> dict[str, Any]:
    """What is estimated of what is not there yet; None where that is not known."""
    if of.planned is None:
        return dict.fromkeys((COMMITTED, POTENTIAL, f"{COMMITTED}_n", f"{POTENTIAL}_n"))
    own = of.planned[of.planned["indicator"] == target.indicator].set_index("part")
    counts = {f"{part}_n": int(own["n"].get(part, 0)) for part in (COMMITTED, POTENTIAL)}
    return counts | {part: _rounded(own["amount"].get(part, 0.0) * target.factor) for part in (COMMITTED, POTENTIAL)}


def _rounded(amount: float) -> float:
    """Without what adding up in binary fractions leaves."""
    return round(float(amount), _DECIMALS)


def _elsewhere(of: _Standing, target: LekpTarget, built: pd.DataFrame) -> dict[str, Any]:
    """What readings tell beyond the proposals: what a reading holds of these does not count again."""
    told = of.readings[of.readings["indicator"] == target.indicator]
    rows = told.to_dict("records")
    beyond = [row["value"] - (_covered(row, built) if row["includes_proposals"] else 0.0) for row in rows]
    return {
        "elsewhere": _rounded(sum(max(amount, 0.0) for amount in beyond)) if rows else None,
        "read_on": min((row["on_day"] for row in rows), default=None),
        "read_source": ", ".join(dict.fromkeys(row["source"] for row in rows)) or None,
        "contradicted": any(amount < -1e-9 for amount in beyond),
    }


def _covered(reading: dict[Any, Any], built: pd.DataFrame) -> float:
    """What the proposals had yielded that a reading tells of: those of the organisation, up to its day."""
    key = "heir_id" if reading["organisation_id"] == reading["heir_id"] else "organisation_id"
    ours = (built[key] == reading["organisation_id"]) & (built["day"] <= reading["on_day"])
    return float(built.loc[ours, "amount"].sum())


def _shares(amounts: dict[str, Any], goal: float | None) -> dict[str, float | None]:
    parts = {
        "share_realised": amounts["realised"],
        "share_known": amounts["elsewhere"] or 0.0,
        "share_decided": amounts[COMMITTED],
        "share_potential": amounts[POTENTIAL],
    }
    sums = pd.Series(parts, dtype="float64").cumsum(skipna=False)
    return {str(name): float(total) / goal if goal and pd.notna(total) else None for name, total in sums.items()}


def _pace(
    of: _Standing, target: LekpTarget, goal: float | None, known: float, read_on: date | None
) -> dict[str, float | str | None]:
    """Where a steady pace would be, and what is still needed; nothing of a part of the organisations."""
    if goal is None or not of.whole:
        return dict.fromkeys(("expected_share", "expected", "pace", "yearly"))
    share, years = target.share_by(of.day), (target.last_day - of.day).days / 365.25
    fresh = read_on is not None and (of.day - read_on).days <= FRESH
    late = BEHIND if fresh else UNKNOWN
    return {
        "expected_share": share,
        "expected": goal * share,
        "pace": ON_PACE if known >= goal * share else late,
        "yearly": max(goal - known, 0.0) / years if years > 0 else None,
    }


def _projected(of: _Standing, built: pd.DataFrame, goal: float | None, known: float) -> int | None:
    """The year in which the target is reached at the pace of the last years, where it is known for all of them."""
    begin = _years_before(of.day, PACE_YEARS)
    if goal is None or known >= goal or not of.whole or of.begun is None or of.begun > begin:
        return None
    late = built[built["dated"].astype(bool) & (built["day"] > begin) & (built["day"] <= of.day)]
    pace = float(late["amount"].sum()) / PACE_YEARS
    if late["n"].sum() < SMALLEST_N or pace <= 0:
        return None
    years = of.day.year + of.day.timetuple().tm_yday / 366 + (goal - known) / pace
    return int(years) if years <= LAST_YEAR else None


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)

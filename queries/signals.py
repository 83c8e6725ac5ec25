"""Signals: weeks in which more came in than the season lets expect, with where most of it is.

Each question is a pure function (db, scope, filters) -> DataFrame. All of it is computed anew for the scope and filters
that ask: an expectation that was kept of all together would tell a reader of one service about the others.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Date, cast, func, literal, select

from queries.db import fetch
from queries.expectation import Expectation
from queries.filters import By, Filters, Scope
from queries.surprise import FEWEST, Judged, Run, judge, runs
from queries.trends import TOTAL, WEEK, Coming, Weekly, coming_meldingen, coming_proposals, weekly, with_members

SHOWN_WEEKS = 52
"""Weeks of a series that are drawn: those that are judged, and what came before them."""
SIGNALS = [
    *("code", "name", "first_week", "last_week", "week", "n", "expected", "high", "total", "total_expected"),
    *("surprise", "clear", "basis", "where_code", "where", "where_n", "where_expected"),
]
SERIES = ["code", "name", "week_start", "n", "expected", "low", "high", "above", "clear", "basis", "history", "judged"]


def signals(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The signals of the last 13 complete weeks among meldingen, those that chance does not explain first, then the
    most surprising and the largest.

    Columns: code ('' all together, '-' without) and name of the series, first_week and last_week (Mondays), week (of
    these the most surprising), n, expected and high (of that week: what came in, what was expected, and at most within
    95 %), total and total_expected (of all its weeks), surprise (probability of so many or more), clear (chance does
    not explain it among all weeks looked at), basis (`queries.expectation.Basis`), where_code, where, where_n and
    where_expected (neighbourhood with most above its part of what was expected, of a neighbourhood the category; null
    without one).
    """
    return _signals(db, coming_meldingen(db, scope, filters))


def proposal_signals(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same of proposals that were submitted. No rows to a scope without `embargoed`."""
    return _signals(db, coming_proposals(db, scope, filters))


def series(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The last 52 complete weeks of each series of meldingen, with what was expected of them.

    Columns: code, name (as of `signals`), week_start (Monday), n, expected, low and high (95 %; null without
    expectation), above (a signal), clear, basis, history (weeks that the expectation rests on), judged (one of the last
    13 weeks; the others are what the model made of the past). All together first, then the largest.
    """
    return _series(weekly(db, coming_meldingen(db, scope, filters)))


def proposal_series(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same of proposals that were submitted. No rows to a scope without `embargoed`."""
    return _series(weekly(db, coming_proposals(db, scope, filters)))


def _series(found: Weekly) -> pd.DataFrame:
    if found.first is None:
        return pd.DataFrame(columns=SERIES)
    known = found.expected()
    judged, drawn = judge(known), slice(len(found.weeks) - SHOWN_WEEKS, None)
    low, high = known.band(drawn)
    began = np.array([week >= found.first for week in found.weeks[drawn]])
    flags = [np.pad(one, ((0, 0), (SHOWN_WEEKS - one.shape[1], 0))) for one in (judged.above, judged.clear)]
    values = {"n": found.counts[:, drawn].astype(int), "expected": known.mean[:, drawn], "low": low, "high": high}
    values |= {"above": flags[0], "clear": flags[1]}
    frame = pd.DataFrame({name: table[:, began].ravel() for name, table in values.items()})
    weeks = [week for week, after in zip(found.weeks[drawn], began, strict=True) if after]
    rows = found.members.index.repeat(len(weeks))
    whole = frame.assign(
        code=found.members["code"].to_numpy()[rows],
        name=found.members["name"].to_numpy()[rows],
        week_start=weeks * len(found.members),
        basis=known.basis[rows],
        history=known.history[rows],
        judged=[week in found.tested for week in weeks] * len(found.members),
    )
    sizes = found.counts[:, drawn].sum(axis=1)
    order = sorted(found.members.index, key=lambda row: (row > 0, -sizes[row], row))
    return whole.iloc[[row * len(weeks) + week for row in order for week in range(len(weeks))]][SERIES].reset_index(
        drop=True
    )


def _signals(db: Connection, coming: Coming) -> pd.DataFrame:
    found = weekly(db, coming)
    known = found.expected()
    judged = judge(known)
    rows = [_row(found, known, judged, run) for run in runs(judged)]
    frame = pd.DataFrame(rows, columns=SIGNALS[:-4]).astype({"clear": bool})
    return _placed(db, coming, found, frame)


def _row(found: Weekly, known: Expectation, judged: Judged, run: Run) -> dict[str, Any]:
    weeks = slice(run.first, run.last + 1)
    peak = run.first + int(judged.surprise[run.series, weeks].argmin())
    member = found.members.iloc[run.series]
    return {
        "code": member["code"],
        "name": member["name"],
        "first_week": found.tested[run.first],
        "last_week": found.tested[run.last],
        "week": found.tested[peak],
        "n": int(judged.counts[run.series, peak]),
        "expected": float(judged.mean[run.series, peak]),
        "high": int(judged.high[run.series, peak]),
        "total": int(judged.counts[run.series, weeks].sum()),
        "total_expected": float(judged.mean[run.series, weeks].sum()),
        "surprise": run.surprise,
        "clear": run.clear,
        "basis": known.basis[run.series],
    }


# --- where ---------------------------------------------------------------------------------------------------------
def _placed(db: Connection, coming: Coming, found: Weekly, frame: pd.DataFrame) -> pd.DataFrame:
    """The signals, each with the place (or category) that has most above its usual part of what was expected."""
    told: list[dict[str, Any]] = []
    if len(frame):
        parts = _parts(db, coming, found, frame)
        told = [_where(parts, row) for row in frame.to_dict("records")]
    beside = pd.DataFrame(told, columns=SIGNALS[-4:], index=frame.index, dtype=object)
    return frame.join(beside)[SIGNALS]


def _parts(db: Connection, coming: Coming, found: Weekly, frame: pd.DataFrame) -> pd.DataFrame:
    """What came in of each member and its other dimension: code, other, other_name, week (null: before), n."""
    other = By.CATEGORY if coming.own.filters.by is By.AREA else By.AREA
    table, day, first = coming.table, coming.day, min(frame["first_week"])
    week = func.greatest(cast(func.date_trunc("week", day), Date), literal(first - WEEK, Date)).label("week")
    keys = table.c.organisation_id, coming.key(coming.own.filters.by).label("key"), coming.key(other).label("other")
    asked = select(*keys, week, func.count().label("n")).where(*coming.conditions)
    rows = fetch(
        db, asked.where(day.between(found.weeks[0], found.weeks[-1] + timedelta(days=6))).group_by(*keys, week)
    )
    own = with_members(db, coming, rows)
    beside = replace(coming, own=replace(coming.own, filters=replace(coming.own.filters, by=other)))
    named = with_members(db, beside, rows[["organisation_id", "other"]].rename(columns={"other": "key"}))
    return own.assign(other=named["code"], other_name=named["name"], before=own["week"] < first)


def _where(parts: pd.DataFrame, signal: dict[Any, Any]) -> dict[str, Any]:
    """The part with most above what its share of the past lets expect; nothing where that is less than
    half of it, or of fewer than 5 cases."""
    mine = parts if signal["code"] == TOTAL else parts[parts["code"] == signal["code"]]
    inside = mine["week"].between(signal["first_week"], signal["last_week"])
    past = mine[~inside].groupby("other")["n"].sum()
    now = mine[inside].groupby("other").agg(n=("n", "sum"), name=("other_name", "last"))
    usual = signal["total_expected"] * past.reindex(now.index).fillna(0) / max(past.sum(), 1)
    named = now.assign(usual=usual, excess=now["n"] - usual).dropna(subset=["name"])
    if named.empty:
        return {}
    top = named.sort_values("excess", ascending=False).iloc[0]
    if top["excess"] < (signal["total"] - signal["total_expected"]) / 2 or top["n"] < FEWEST:
        return {}
    return {
        "where_code": str(top.name),
        "where": str(top["name"]),
        "where_n": int(top["n"]),
        "where_expected": float(top["usual"]),
    }

"""How long after receipt meldingen are resolved, open ones included: one curve a period.

By first closing, in calendar days, the clock not stopped. Resolved is the event; every other outcome competes; what is
open at the horizon is censored there.
"""

from dataclasses import replace

import pandas as pd
from sqlalchemy import Connection, Select, and_, func, literal, select, union_all

from config.grid import DAY, Grid, edges
from config.kinds import EventKind
from queries.db import fetch
from queries.facts import Facts, facts
from queries.filters import Days, Filters, Scope
from queries.incidence import ROUNDING, aalen_johansen

MARKED_DAY = 40
"""The day after receipt at which the share still open is told."""
_DECIMALS = 12
"""Of the shares: half is half, also where the sum of ten tenths falls short of it."""
COLUMNS = ["day", "at_risk", "resolved", "resolved_low", "resolved_high", "other"]


def time_to_close_curve(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Of meldingen received in the period, the share resolved by each day after receipt.

    Columns: day (days since receipt, from 0, on the grid), at_risk (count of those followed until then), resolved,
    resolved_low, resolved_high (95 %, null where there is none), other (all other closings); shares 0 to 1. No rows
    without meldingen.
    """
    return curve_of(_times(db, scope, filters))


def time_to_close_last_year(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The curve of a year before, judged after the same follow-up. Columns: as those of `time_to_close_curve`."""
    return time_to_close_curve(db, scope, filters.last_year())


def time_to_close(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """What the curve says in a few numbers.

    One row: n (received, at the horizon), still_open (not closed once), median (days until half is resolved, null when
    that is not reached), resolved_40 and open_40 (shares at 40 days; null when nothing was followed that long).
    """
    times = _times(db, scope, filters)
    return pd.DataFrame([milestones(curve_of(times)) | _sizes(times)])


def _sizes(times: pd.DataFrame) -> dict[str, int]:
    counts = times[["events", "others", "censored"]].sum().astype(int)
    return {"n": int(counts.sum()), "still_open": int(counts["censored"])}


def milestones(curve: pd.DataFrame) -> dict[str, float | None]:
    """Median, and shares at day 40, of a curve as `time_to_close_curve` gives it."""
    reached = curve.loc[curve["resolved"] >= 0.5, "day"]
    median = None if reached.empty else float(reached.iloc[0])
    by_then = curve[curve["day"] <= MARKED_DAY]
    if by_then.empty or (len(by_then) == len(curve) and _unfinished(curve)):
        return {"median": median, "resolved_40": None, "open_40": None}
    resolved, other = (float(by_then[name].iloc[-1]) for name in ("resolved", "other"))
    return {"median": median, "resolved_40": resolved, "open_40": max(1 - resolved - other, 0.0)}


def _unfinished(curve: pd.DataFrame) -> bool:
    """Whether something was still open when its follow-up ended, so that later days are unknown."""
    return bool(curve["resolved"].iloc[-1] + curve["other"].iloc[-1] < 1 - ROUNDING)


def curve_of(times: pd.DataFrame) -> pd.DataFrame:
    """The curve of a table (bucket, events, others, censored) of the grid of seconds."""
    if times.empty:
        return pd.DataFrame(columns=COLUMNS)
    grid, ordered = edges(Grid.SECONDS), times.sort_values("bucket")
    found = aalen_johansen(
        [grid[int(number)] / DAY for number in ordered["bucket"]],
        *(ordered[name].astype(float) for name in ("events", "others", "censored")),
    )
    frame = pd.DataFrame(
        {
            "day": found.time,
            "at_risk": found.at_risk.astype(int),
            "resolved": found.incidence.round(_DECIMALS),
            "resolved_low": found.low,
            "resolved_high": found.high,
            "other": found.other.round(_DECIMALS),
        }
    )
    return frame if frame["day"].iloc[0] == 0 else pd.concat([_start(frame), frame], ignore_index=True)


def _start(frame: pd.DataFrame) -> pd.DataFrame:
    """Day 0, at which nothing has happened yet."""
    first = frame.iloc[[0]]
    return first.assign(day=0.0, resolved=0.0, resolved_low=float("nan"), resolved_high=float("nan"), other=0.0)


def _times(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How many were resolved, closed otherwise or still open at each bucket of the grid of seconds."""
    own = facts(db, scope, filters)
    found = fetch(db, union_all(_closed(own), _open(own)))
    counts = ["events", "others", "censored"]
    return found.groupby("bucket", as_index=False)[counts].sum()


def _closed(own: Facts) -> Select:
    """First closings until the horizon."""
    table = own.closing
    resolved = table.c.outcome == str(EventKind.RESOLVED)
    counted = select(
        table.c.elapsed_bucket.label("bucket"),
        func.count().filter(resolved).label("events"),
        func.count().filter(~resolved).label("others"),
        literal(0).label("censored"),
    ).select_from(own.with_horizon(table))
    first = and_(table.c.closing_no == 1, table.c.closed_at <= own.horizon)
    return counted.where(*own.rows(table), own.in_period(table.c.received_day), first).group_by("bucket")


def _open(own: Facts) -> Select:
    """What was never closed until the horizon, by its age there."""
    own = replace(own, filters=replace(own.filters, days=Days.CALENDAR))
    table = own.melding
    age = own.bucket_of(own.age(table.c.received_at)).label("bucket")
    counted = select(age, literal(0), literal(0), func.count()).select_from(own.with_horizon(table))
    known = and_(table.c.received_at <= own.horizon, ~own.then(table.c.first_closed_at))
    return counted.where(*own.rows(table), own.in_period(table.c.received_day), known).group_by(age)

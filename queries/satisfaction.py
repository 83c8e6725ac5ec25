"""What citizens thought of the handling, and who never read it."""

from dataclasses import replace

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Select,
    and_,
    cast,
    func,
    or_,
    select,
)

from config.errors import Forbidden
from queries import tables
from queries.db import fetch
from queries.facts import Facts, facts
from queries.filters import Filters, Scope
from queries.names import named, names, summed
from queries.percentiles import wilson
from queries.steps import Steps, months_of, number_of, year_after

GOOD, LOW = 4, 2
"""Scores from 1 to 5: from here on good, and up to here low."""
MOST_ROWS = 50
_COUNTS = ("answered", "scored", "total", "good", "asked", "responded")
DIMENSIONS = ("service", "theme", "outcome", "channel")


def satisfaction(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Evaluations of the period.

    One row: answered, scored (of these, with a score), mean (1 to 5), good (score of at least 4), share, low, high
    (share of good among scored with its 95 % interval of Wilson), asked, responded (asked in the period, and answered
    at the horizon), unprocessed (low scores not processed at the horizon, whenever they came). Null where nothing is.
    """
    own = facts(db, scope, filters)
    table = own.of(tables.evaluation)
    found = fetch(db, _period(own, table))
    waiting = select(func.count().label("unprocessed")).select_from(own.with_horizon(table)).where(*unprocessed(own))
    return _rated(found.fillna(0)).assign(unprocessed=int(fetch(db, waiting)["unprocessed"].iloc[0]))


def satisfaction_by(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same by service, theme, outcome and channel, each apart.

    Columns: by (one of DIMENSIONS), label (name, or EventKind of an outcome; null without), n (scores), and mean,
    share, low, high, good, answered, asked, responded as in `satisfaction`, overall (share of all together, null
    without scores); by answered, most first.
    """
    own = facts(db, scope, filters)
    table = own.of(tables.evaluation)
    keys = [table.c[name] for name in ("organisation_id", "service_id", "category_id", "channel_id", "outcome")]
    found = fetch(db, _period(own, table, *keys))
    services, channels = (names(db, scope, dimension) for dimension in ("service", "channel"))
    told = named(found, services, "service_id", service="name")
    told = named(told, channels, "channel_id", channel="name")
    told = named(told, names(db, scope, "category"), "category_id", theme="theme", category="name")
    told = told.assign(theme=told["theme"].fillna(told["category"]))
    parts = [_by(told, by) for by in DIMENSIONS]
    scored = int(found["scored"].sum())
    overall = int(found["good"].sum()) / scored if scored else float("nan")
    return pd.concat(parts, ignore_index=True).assign(overall=overall)


def _by(told: pd.DataFrame, by: str) -> pd.DataFrame:
    counted = summed(told, [by], _COUNTS).rename(columns={by: "label"}).assign(by=by)
    ordered = counted.sort_values("answered", ascending=False, kind="stable")
    return _rated(ordered[["by", "label", *_COUNTS]]).rename(columns={"scored": "n"})


def satisfaction_by_month(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Scores by month of the answer, beside the same month a year before.

    Columns: month (first day), n (scores), mean, share (of 4 or 5), last_year_n, last_year_mean (null where n is 0);
    every month of the period has a row.
    """
    months = months_of(filters)
    then = facts(db, scope, filters).known.last_year()
    now, before = (_by_month(db, scope, asked) for asked in (replace(filters, period=None), then))
    before.index = [year_after(month) for month in before.index]
    frame = now.reindex(months).join(before[["n", "mean"]].add_prefix("last_year_"))
    counts = {name: frame[name].fillna(0).astype(int) for name in ("n", "last_year_n")}
    columns = ["month", "n", "mean", "share", "last_year_n", "last_year_mean"]
    return frame.assign(**counts).rename_axis("month").reset_index()[columns]


def _by_month(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    own = facts(db, scope, filters)
    table = own.of(tables.evaluation)
    month = cast(func.date_trunc("month", table.c.answered_day), Date).label("month")
    counted = select(month, *_counts(own, table).values()).select_from(own.with_horizon(table))
    found = fetch(db, counted.where(*own.rows(table), own.in_period(table.c.answered_day)).group_by(month))
    return _rated(found).rename(columns={"scored": "n"}).set_index("month")


def satisfaction_scores(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How often each score was given in the period. Columns: score (1 to 5), n."""
    own = facts(db, scope, filters)
    table = own.of(tables.evaluation)
    counted = select(table.c.score, func.count().label("n")).where(*own.rows(table), table.c.score.is_not(None))
    given = counted.where(own.in_period(table.c.answered_day)).group_by(table.c.score)
    return fetch(db, given.order_by(table.c.score))


def found_solved(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Whether those who answered in the period find it solved. One row of counts: yes, no, unknown (did not say)."""
    own = facts(db, scope, filters)
    table = own.of(tables.evaluation)
    answers = {
        "yes": table.c.resolved.is_(True),
        "no": table.c.resolved.is_(False),
        "unknown": table.c.resolved.is_(None),
    }
    counts = [func.count().filter(answer).label(name) for name, answer in answers.items()]
    return fetch(db, select(*counts).where(*own.rows(table), own.in_period(table.c.answered_day)))


def satisfied_by_service(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Scores of 4 or 5 by service. Columns: service, code (null without), good, scored (counts, never 0)."""
    own = facts(db, scope, filters)
    table = own.of(tables.evaluation)
    keys = (table.c.organisation_id, table.c.service_id)
    good = func.count().filter(table.c.score >= GOOD).label("good")
    counted = select(*keys, good, func.count(table.c.score).label("scored")).where(*own.rows(table))
    given = (own.in_period(table.c.answered_day), table.c.score.is_not(None))
    found = fetch(db, counted.where(*given).group_by(*keys))
    told = named(found, names(db, scope, "service"), "service_id", service="name", code="code")
    return summed(told, ["service", "code"], ["good", "scored"])


def satisfaction_by_step(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> pd.DataFrame:
    """Mean score by step of the answer. Columns: first_day (of the step), n, mean (null without); one row a step."""
    own = facts(db, scope, filters)
    table = own.of(tables.evaluation)
    step = number_of(table.c.answered_day, steps).label("step")
    counted = select(
        step, func.count(table.c.score).label("n"), func.coalesce(func.sum(table.c.score), 0).label("total")
    )
    narrowed = counted.where(*own.rows(table), own.in_period(table.c.answered_day)).group_by(step)
    found = fetch(db, narrowed).set_index("step").reindex(range(1, len(steps.starts) + 1), fill_value=0)
    mean = (found["total"].astype(float) / found["n"].where(found["n"] > 0)).astype(float)
    return pd.DataFrame(
        {"first_day": list(steps.starts), "n": found["n"].astype(int).to_numpy(), "mean": mean.to_numpy()}
    )


def low_scores(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Low scores not processed at the horizon, oldest first, at most 50, whenever they came.

    Columns: subject_id, number, category, area, service (names or null), outcome, score, answered_day, total (count of
    all). Raises Forbidden to a scope without single cases.
    """
    if not scope.cases:
        raise Forbidden()
    own = facts(db, scope, filters)
    table, melding = own.of(tables.evaluation), own.melding
    columns = [table.c[name] for name in ("organisation_id", "subject_id", *_KEYS, "outcome", "score", "answered_day")]
    same = and_(melding.c.organisation_id == table.c.organisation_id, melding.c.subject_id == table.c.subject_id)
    listed = select(*columns, melding.c.number, func.count().over().label("total"))
    listed = listed.select_from(own.with_horizon(table).join(melding, same)).where(*unprocessed(own))
    found = fetch(db, listed.order_by(table.c.answered_at, table.c.subject_id, table.c.evaluation_no).limit(MOST_ROWS))
    for name in ("category", "area", "service"):
        found = named(found, names(db, scope, name), f"{name}_id", **{name: "name"})
    return found[_ROW]


_KEYS = ("category_id", "area_id", "service_id")
_ROW = ["subject_id", "number", "category", "area", "service", "outcome", "score", "answered_day", "total"]


def unprocessed(own: Facts) -> list[ColumnElement[bool]]:
    """Low scores not processed at the horizon; the row must come from `with_horizon`."""
    table = own.of(tables.evaluation)
    low = and_(table.c.score <= LOW, table.c.answered_at <= own.horizon)
    return [*own.rows(table), low, ~own.then(table.c.processed_at)]


def _period(own: Facts, table: FromClause, *keys: ColumnElement) -> Select:
    """Counts of what was answered and of what was asked in the period, in one reading."""
    either = or_(own.in_period(table.c.answered_day), own.in_period(table.c.asked_day))
    counted = select(*keys, *_counts(own, table).values()).select_from(own.with_horizon(table))
    return counted.where(*own.rows(table), either).group_by(*keys) if keys else counted.where(*own.rows(table), either)


def _counts(own: Facts, table: FromClause) -> dict[str, ColumnElement]:
    answered = func.coalesce(own.in_period(table.c.answered_day), False)
    asked = and_(own.in_period(table.c.asked_day), own.then(table.c.asked_at))
    parts = {
        "answered": func.count().filter(answered),
        "scored": func.count(table.c.score).filter(answered),
        "total": func.coalesce(func.sum(table.c.score).filter(answered), 0),
        "good": func.count().filter(and_(answered, table.c.score >= GOOD)),
        "asked": func.count().filter(asked),
        "responded": func.count().filter(and_(asked, own.then(table.c.answered_at))),
    }
    return {name: part.label(name) for name, part in parts.items()}


def _rated(frame: pd.DataFrame) -> pd.DataFrame:
    """Counts with mean, share and interval."""
    counts = frame.astype(dict.fromkeys(_COUNTS, int))
    rows = [_rate(row) for row in counts[["scored", "total", "good"]].to_dict("records")]
    rates = pd.DataFrame(rows, index=counts.index, columns=["mean", "share", "low", "high"], dtype=float)
    return counts.drop(columns="total").join(rates)


def _rate(row: dict) -> dict[str, float | None]:
    interval = wilson(row["good"], row["scored"])
    if interval is None:
        return {"mean": None, "share": None, "low": None, "high": None}
    share, mean = row["good"] / row["scored"], row["total"] / row["scored"]
    return {"mean": mean, "share": share, "low": interval[0], "high": interval[1]}

"""What is open now: how old it is, and which of it is oldest."""

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Date, Double, FromClause, and_, case, cast, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from config.errors import Forbidden
from config.grid import DAY
from queries import tables
from queries.db import fetch
from queries.facts import BEGUN, Facts, facts, with_calendar
from queries.filters import Days, Filters, Scope
from queries.names import named, names
from queries.percentiles import grid_of, percentiles
from queries.phases import not_ended

OLDEST = 50
BANDS = ((0, 5), (6, 10), (11, 20), (21, 40), (41, 60), (61, None))
"""Ages in days, both ends included; more than five days is in the second band."""


def open_ages(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How long the meldingen open at the horizon have been open: receipt to horizon, the clock not stopped.

    One row: n (open), median, p90, longest (days on the grid, null without any).
    """
    own = facts(db, scope, filters)
    table = own.melding
    group = own.bucket_of(own.age(table.c.received_at)).label("bucket")
    counted = select(group, func.count().label("n")).select_from(own.with_age(table, table.c.received_day))
    return pd.DataFrame([percentiles(fetch(db, counted.where(*own.open_then()).group_by(group)), filters.days)])


def ageing(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The meldingen open at the horizon in bands of age.

    Columns: band_from, band_to (days in the unit of the filters, null for the open end), n and overdue (counts; overdue
    within n: the deadline passed and never closed). Every band has a row.
    """
    own = facts(db, scope, filters)
    table = own.melding
    unit = 1 if filters.days is Days.WORKING else DAY
    uppers = [upper * unit for _, upper in BANDS if upper is not None]
    age = own.age(table.c.received_at)
    band = case(*((age <= upper, number) for number, upper in enumerate(uppers)), else_=len(uppers)).label("band")
    counts = (func.count().label("n"), func.count().filter(own.overdue()).label("overdue"))
    aged = select(band, *counts).select_from(own.with_age(table, table.c.received_day))
    found = fetch(db, aged.where(*own.open_then()).group_by(band)).set_index("band")
    found = found.reindex(range(len(BANDS)), fill_value=0).astype(int)
    lower, upper = zip(*BANDS, strict=True)
    frame = pd.DataFrame({"band_from": lower, "band_to": pd.array(upper, dtype="Int64")})
    return frame.assign(n=found["n"].to_numpy(), overdue=found["overdue"].to_numpy())


def oldest_open(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The meldingen open at the horizon for longest, at most 50.

    Columns: subject_id, number, category, area, service (names or null), stage, stage_since (local date), adviser (the
    partner asked first of those whose advice is out, null without), internal (whether it is part of the own
    organisation), asked_on (local date of that request), age (days in the unit of the filters), deadline (local date;
    null without norm or while the clock stands still), days_over (days past the deadline, negative before it, null
    without), total (count of all open ones). Raises Forbidden to a scope without single cases.
    """
    return _listed(db, scope, filters, overdue=False)


def overdue_open(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The meldingen open and past their deadline at the horizon, longest overdue first, at most 50.

    Columns as those of `oldest_open`. Raises Forbidden to a scope without single cases.
    """
    return _listed(db, scope, filters, overdue=True)


def _listed(db: Connection, scope: Scope, filters: Filters, *, overdue: bool) -> pd.DataFrame:
    if not scope.cases:
        raise Forbidden()
    own = facts(db, scope, filters)
    table = own.melding
    narrowed = [*own.open_then(), own.overdue()] if overdue else own.open_then()
    order = table.c.deadline_at if overdue else table.c.received_at
    oldest = (
        select(table, func.count().over().label("total"))
        .select_from(own.with_horizon(table))
        .where(*narrowed)
        .order_by(order, table.c.subject_id)
        .limit(OLDEST)
        .subquery()
    )
    rows = _worked_out(db, own, oldest, order.name)
    return _with_names(db, scope, rows.merge(_asked(db, own, oldest), on=["organisation_id", "subject_id"], how="left"))


def _asked(db: Connection, own: Facts, oldest: FromClause) -> pd.DataFrame:
    """The advice that has been out longest of a few rows. Columns: their keys, partner_id, asked_on."""
    table = own.of(tables.advice)
    keys = (table.c.organisation_id, table.c.subject_id)
    same = and_(keys[0] == oldest.c.organisation_id, keys[1] == oldest.c.subject_id)
    out = (table.c.requested_at <= own.horizon, not_ended(own, table.c.ended_at, table.c.ended_day))
    first = select(*keys, table.c.partner_id, table.c.requested_day.label("asked_on")).ext(distinct_on(*keys))
    asked = first.select_from(own.with_horizon(table).join(oldest, same)).where(*out)
    return fetch(db, asked.order_by(*keys, table.c.requested_at, table.c.advice_no))


def _worked_out(db: Connection, own: Facts, oldest: FromClause, order: str) -> pd.DataFrame:
    """Ages and days over of a few rows."""
    zone = tables.organisation.c.time_zone
    due = case((~oldest.c.deadline_moves, oldest.c.deadline_at))
    due_day = cast(func.timezone(zone, due), Date)
    own_zone = tables.organisation.c.organisation_id == oldest.c.organisation_id
    whole = own.with_horizon(oldest).join(tables.organisation, own_zone)
    joined = with_calendar(with_calendar(whole, oldest, BEGUN, oldest.c.received_day), oldest, _DUE, due_day)
    aged = select(
        oldest.c.organisation_id,
        oldest.c.subject_id,
        oldest.c.number,
        *(oldest.c[f"{name}_id"] for name in _NAMED),
        oldest.c.stage,
        cast(func.timezone(zone, oldest.c.stage_since), Date).label("stage_since"),
        _in_days(own, own.age(oldest.c.received_at)).label("age"),
        due_day.label("deadline"),
        _in_days(own, _past(own, due)).label("days_over"),
        oldest.c.total,
    ).select_from(joined)
    return fetch(db, aged.order_by(oldest.c[order], oldest.c.subject_id))


_NAMED = ("category", "area", "service")
_DUE = tables.calendar.alias("due")
_COLUMNS = [
    "subject_id",
    "number",
    *_NAMED,
    "stage",
    "stage_since",
    "adviser",
    "internal",
    "asked_on",
    "age",
    "deadline",
    "days_over",
    "total",
]


def _past(own: Facts, due: ColumnElement) -> ColumnElement:
    """From the deadline to the horizon in steps of the grid, negative before it."""
    if own.filters.days is Days.CALENDAR:
        return own.age(due)
    return own.today_no - _DUE.c.working_no


def _in_days(own: Facts, steps: ColumnElement) -> ColumnElement:
    """Steps of the grid as days."""
    _, unit = grid_of(own.filters.days)
    return steps if unit == 1 else cast(steps, Double) / unit


def _with_names(db: Connection, scope: Scope, frame: pd.DataFrame) -> pd.DataFrame:
    for name in _NAMED:
        frame = named(frame, names(db, scope, name), f"{name}_id", **{name: "name"})
    return named(frame, names(db, scope, "partner"), "partner_id", adviser="name", internal="internal")[_COLUMNS]

"""How meldingen met their deadline, each judged once.

Each question is a pure function (db, scope, filters) -> DataFrame.
"""

import pandas as pd
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from queries.db import fetch
from queries.facts import Facts, facts
from queries.filters import Filters, Scope
from queries.names import named, names, summed
from queries.steps import Steps, number_of

JUDGED = ("on_time", "closed_late", "open_late")
APART = ("too_early", "without_norm")


def on_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How meldingen met their deadline, each judged once. One row of counts.

    Judged in the period: on_time; closed_late; open_late (deadline passed, not closed at the horizon). Apart, of those
    received in the period: too_early (not judged at the horizon), without_norm.
    """
    own = facts(db, scope, filters)
    table = own.melding
    counts = [func.count().filter(condition).label(name) for name, condition in _parts(own).items()]
    either = or_(own.in_period(table.c.judged_day), own.in_period(table.c.received_day))
    return fetch(db, select(*counts).select_from(own.with_horizon(table)).where(*own.rows(table), either))


def _parts(own: Facts) -> dict[str, ColumnElement[bool]]:
    table = own.melding.c
    judged = and_(own.in_period(table.judged_day), table.judged_at <= own.horizon)
    late = and_(judged, table.on_time.is_(False))
    closed_by_then = own.then(table.first_closed_at)
    known = and_(own.in_period(table.received_day), table.received_at <= own.horizon)
    open_question = or_(table.judged_at.is_(None), table.judged_at > own.horizon)
    return {
        "on_time": and_(judged, table.on_time),
        "closed_late": and_(late, closed_by_then),
        "open_late": and_(late, ~closed_by_then),
        "too_early": and_(known, table.deadline_at.is_not(None), open_question),
        "without_norm": and_(known, table.deadline_at.is_(None)),
    }


def on_time_compared(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """`on_time` of the period, the previous one and last year's. Columns: period (text) and the counts of `on_time`."""
    periods = {"current": filters, "previous": filters.previous(), "last_year": filters.last_year()}
    parts = [on_time(db, scope, asked).assign(period=name) for name, asked in periods.items()]
    return pd.concat(parts, ignore_index=True)


def on_time_by_service(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """What was judged in the period, by service, beside the previous period.

    Columns: service (name; null without), code (null without), on_time, n (judged), share, previous_on_time,
    previous_n, previous_share (null where nothing was judged); by n, most first.
    """
    services = names(db, scope, "service")
    now, before = (_by_service(db, scope, asked, services) for asked in (filters, filters.previous()))
    same = {f"previous_{name}": name for name in ("service", "code")}
    frame = now.merge(before.add_prefix("previous_").rename(columns=same), on=list(same.values()), how="left")
    counts = {name: frame[name].fillna(0).astype(int) for name in ("previous_on_time", "previous_n")}
    frame = frame.assign(**counts).sort_values(["n", "service"], ascending=[False, True], kind="stable")
    shares = {
        f"{when}share": frame[f"{when}on_time"] / frame[f"{when}n"].where(frame[f"{when}n"] > 0) for when in _WHEN
    }
    return frame.assign(**shares)[_BY_SERVICE].reset_index(drop=True)


_WHEN = ("", "previous_")
_BY_SERVICE = ["service", "code", *(f"{when}{name}" for when in _WHEN for name in ("on_time", "n", "share"))]


def _by_service(db: Connection, scope: Scope, filters: Filters, services: pd.DataFrame) -> pd.DataFrame:
    own = facts(db, scope, filters)
    table, parts = own.melding, _parts(own)
    keys = (table.c.organisation_id, table.c.service_id)
    counts = (
        func.count().filter(parts["on_time"]).label("on_time"),
        func.count().filter(or_(*(parts[name] for name in JUDGED))).label("judged"),
    )
    counted = select(*keys, *counts).select_from(own.with_horizon(table))
    found = fetch(db, counted.where(*own.rows(table), own.in_period(table.c.judged_day)).group_by(*keys))
    told = named(found[found["judged"] > 0], services, "service_id", service="name", code="code")
    return summed(told.rename(columns={"judged": "n"}), ["service", "code"], ["on_time", "n"])


def on_time_by_step(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> pd.DataFrame:
    """What was judged in the days of the period, by step.

    Columns: first_day (of the step), on_time, judged (counts); a row for every step.
    """
    own = facts(db, scope, filters)
    table, parts = own.melding, _parts(own)
    step = number_of(table.c.judged_day, steps).label("step")
    counts = (
        func.count().filter(parts["on_time"]).label("on_time"),
        func.count().filter(or_(*(parts[name] for name in JUDGED))).label("judged"),
    )
    counted = select(step, *counts).select_from(own.with_horizon(table))
    found = fetch(db, counted.where(*own.rows(table), own.in_period(table.c.judged_day)).group_by(step))
    frame = found.set_index("step").reindex(range(1, len(steps.starts) + 1), fill_value=0).astype(int)
    return frame.assign(first_day=list(steps.starts)).reset_index(drop=True)[["first_day", "on_time", "judged"]]

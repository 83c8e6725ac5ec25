"""How meldingen met their deadline, each judged once.

Each question is a pure function (db, scope, filters) -> DataFrame.
"""

from collections.abc import Mapping

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, func, or_, select, true

from queries.db import fetch
from queries.facts import Facts, facts
from queries.filters import Filters, Scope
from queries.names import named, names, summed
from queries.steps import Steps, number_of

JUDGED = ("on_time", "closed_late", "open_late")


def on_time(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How meldingen met their deadline, each judged once. One row of counts.

    Judged in the period: on_time; closed_late; open_late (deadline passed, not closed at the horizon). Apart, of those
    received in the period: too_early (not judged at the horizon), without_norm.
    """
    own = facts(db, scope, filters)
    table = own.melding
    judged = _counted(own, _judged(own), own.in_period(table.c.judged_day), table.c.judged_at)
    apart = _counted(own, _not_judged(own), own.in_period(table.c.received_day), table.c.received_at)
    return fetch(db, select(judged, apart).select_from(judged.join(apart, true())))


def _counted(
    own: Facts, parts: Mapping[str, ColumnElement[bool]], in_period: ColumnElement[bool], at: ColumnElement
) -> Subquery:
    """One row of counts, of the meldingen of a period that had come to that at the horizon."""
    counts = [func.count().filter(condition).label(name) for name, condition in parts.items()]
    asked = select(*counts).select_from(own.with_horizon(own.melding))
    return asked.where(*own.rows(own.melding), in_period, at <= own.horizon).subquery()


def _judged(own: Facts) -> dict[str, ColumnElement[bool]]:
    table = own.melding.c
    late, closed_by_then = table.on_time.is_(False), own.then(table.first_closed_at)
    return {
        "on_time": table.on_time,
        "closed_late": and_(late, closed_by_then),
        "open_late": and_(late, ~closed_by_then),
    }


def _not_judged(own: Facts) -> dict[str, ColumnElement[bool]]:
    table = own.melding.c
    open_question = or_(table.judged_at.is_(None), table.judged_at > own.horizon)
    return {
        "too_early": and_(table.deadline_at.is_not(None), open_question),
        "without_norm": table.deadline_at.is_(None),
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
    found = fetch(db, _shares(own, own.melding.c.organisation_id, own.melding.c.service_id))
    told = named(found[found["judged"] > 0], services, "service_id", service="name", code="code")
    return summed(told.rename(columns={"judged": "n"}), ["service", "code"], ["on_time", "n"])


def on_time_by_step(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> pd.DataFrame:
    """What was judged in the days of the period, by step.

    Columns: first_day (of the step), on_time, judged (counts); a row for every step.
    """
    own = facts(db, scope, filters)
    step = number_of(own.melding.c.judged_day, steps).label("step")
    found = fetch(db, _shares(own, step))
    frame = found.set_index("step").reindex(range(1, len(steps.starts) + 1), fill_value=0).astype(int)
    return frame.assign(first_day=list(steps.starts)).reset_index(drop=True)[["first_day", "on_time", "judged"]]


def _shares(own: Facts, *keys: ColumnElement) -> Select:
    """What was judged in the period and how many of it were on time, by `keys`."""
    table = own.melding
    counts = (func.count().filter(table.c.on_time).label("on_time"), func.count(table.c.on_time).label("judged"))
    asked = select(*keys, *counts).select_from(own.with_horizon(table))
    narrowed = (own.in_period(table.c.judged_day), table.c.judged_at <= own.horizon)
    return asked.where(*own.rows(table), *narrowed).group_by(*keys)

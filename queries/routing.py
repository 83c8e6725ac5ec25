"""How meldingen find their service: routed by the system, forwarded, and what that costs."""

import pandas as pd
from sqlalchemy import Connection, Double, and_, cast, func, select

from config.grid import DAY
from queries.db import fetch
from queries.facts import facts
from queries.filters import Days, Filters, Scope
from queries.names import named, names, summed


def forwarding(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Whether what was closed in the period had changed service.

    One row: closed (closings), changed (of these, with a change of service), hops (changes), lost_days (days with
    another service than the one that closed it, the stopped clock not counted; null when nothing was closed).
    """
    own = facts(db, scope, filters)
    table = own.closing
    lost, unit = (table.c.lost_working_days, 1) if filters.days is Days.WORKING else (table.c.lost_seconds, DAY)
    counted = select(
        func.count().label("closed"),
        func.count().filter(table.c.hops > 0).label("changed"),
        func.coalesce(func.sum(table.c.hops), 0).label("hops"),
        (cast(func.sum(lost), Double) / unit).label("lost_days"),
    )
    frame = fetch(db, counted.where(*own.rows(table), own.in_period(table.c.closed_day)))
    return frame.astype({"closed": int, "changed": int, "hops": int})


def flows(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Closings in the period from intake over first and final service to outcome.

    Columns: intake (theme of the category at intake, or the category where it has none; null without), first, final
    (names of services; null without), outcome (EventKind), n, lost_days; most first.
    """
    own = facts(db, scope, filters)
    table = own.closing
    lost, unit = (table.c.lost_working_days, 1) if filters.days is Days.WORKING else (table.c.lost_seconds, DAY)
    keys = [table.c[name] for name in ("organisation_id", *_KEYS, "outcome")]
    counted = select(*keys, func.count().label("n"), func.sum(lost).label("lost_days"))
    found = fetch(db, counted.where(*own.rows(table), own.in_period(table.c.closed_day)).group_by(*keys))
    services, categories = (names(db, scope, dimension) for dimension in ("service", "category"))
    told = named(found, services, "first_service_id", first="name")
    told = named(told, services, "closing_service_id", final="name")
    told = named(told, categories, "intake_category_id", theme="theme", category="name")
    told = told.assign(intake=told["theme"].fillna(told["category"]), lost_days=told["lost_days"].astype(float) / unit)
    frame = summed(told, ["intake", "first", "final", "outcome"], ["n", "lost_days"])
    return frame.sort_values("n", ascending=False, kind="stable").reset_index(drop=True)


_KEYS = ("intake_category_id", "first_service_id", "closing_service_id")


def changes_of_service(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """From which service to which meldingen closed in the period went, and what that cost.

    Columns: first, final (names; null without), n (closings), lost_days (in all); most first.
    """
    found = flows(db, scope, filters)
    changed = found[found["first"].fillna("") != found["final"].fillna("")]
    frame = summed(changed, ["first", "final"], ["n", "lost_days"])
    return frame.sort_values("n", ascending=False, kind="stable").reset_index(drop=True)


def auto_routing(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Who sent the meldingen received in the period to a service, and who judged admissibility.

    One row of counts, at the horizon: received; assigned; by_system (assigned by the system first); kept (of these, no
    other service held it since); screened (admissibility was judged); overruled (a later judgement was the opposite).
    """
    own = facts(db, scope, filters)
    table = own.melding
    system = table.c.routed_by == "system"
    parts = {
        "assigned": table.c.routed_by.is_not(None),
        "by_system": system,
        "kept": and_(system, table.c.rerouted.is_(False)),
        "screened": table.c.screened_by.is_not(None),
        "overruled": table.c.overruled.is_(True),
    }
    counts = [func.count().filter(condition).label(name) for name, condition in parts.items()]
    counted = select(func.count().label("received"), *counts).select_from(own.with_horizon(table))
    known = table.c.received_at <= own.horizon
    return fetch(db, counted.where(*own.rows(table), own.in_period(table.c.received_day), known))

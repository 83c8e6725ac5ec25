"""Whether citizens were told in time: the five moments of a melding, and the first answer."""

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, func, or_, select

from config.kinds import NotificationMoment
from queries import tables
from queries.db import fetch
from queries.facts import BEGUN, Facts, bucket_column, facts, with_calendar
from queries.filters import Filters, Scope
from queries.names import named, names, summed
from queries.norms import within_days
from queries.percentiles import percentiles
from queries.steps import Steps, number_of

FIRST_ANSWER = "eerste_antwoord"
"""The moment that arises at receipt: any first message answers it."""
MOMENTS = (FIRST_ANSWER, *(str(moment) for moment in NotificationMoment))
USUAL_DAYS = {"first_answer": 2, "informed": 5}
"""Working days within which a citizen should be told, by the phase of `norm` that may say otherwise."""


def informed(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Moments that arose in the period and can be judged: told at the horizon, or too old to be told in time.

    Columns: moment, due, told_in_time (counts), for every moment, in their order.
    """
    own = facts(db, scope, filters)
    found = fetch(db, _judged(db, own, own.of(tables.moment).c.moment))
    counts = found.set_index("moment").reindex(MOMENTS, fill_value=0).rename_axis("moment").reset_index()
    return counts.astype({"due": int, "told_in_time": int})


def informed_by_step(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> pd.DataFrame:
    """The five moments together, by step of the day on which they arose.

    Columns: first_day (of the step), due, told_in_time (counts); a row for every step.
    """
    own = facts(db, scope, filters)
    table = own.of(tables.moment)
    step = number_of(table.c.arose_day, steps).label("step")
    found = fetch(db, _judged(db, own, step).where(table.c.moment != FIRST_ANSWER)).set_index("step")
    counts = found.reindex(range(1, len(steps.starts) + 1), fill_value=0).astype(int)
    return counts.assign(first_day=list(steps.starts)).reset_index(drop=True)[["first_day", "due", "told_in_time"]]


def informed_by_channel(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same moments by how the citizen was told of them.

    Columns: moment, channel (null: not told), n and told_in_time (counts).
    """
    own = facts(db, scope, filters)
    table = own.of(tables.moment)
    channel = case((own.then(table.c.told_at), table.c.told_channel)).label("channel")
    found = fetch(db, _judged(db, own, table.c.moment, channel)).rename(columns={"due": "n"})
    place = found["moment"].map({moment: number for number, moment in enumerate(MOMENTS)})
    ordered = found.assign(place=place).sort_values(["place", "n"], ascending=[True, False], kind="stable")
    return ordered[["moment", "channel", "n", "told_in_time"]].reset_index(drop=True)


def informed_by_service(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The five moments together, without the first answer, by service.

    Columns: service, code (null without), due, told_in_time (counts).
    """
    own = facts(db, scope, filters)
    table = own.of(tables.moment)
    judged = _judged(db, own, table.c.organisation_id, table.c.service_id)
    found = fetch(db, judged.where(table.c.moment != FIRST_ANSWER))
    told = named(found, names(db, scope, "service"), "service_id", service="name", code="code")
    return summed(told, ["service", "code"], ["due", "told_in_time"])


def _judged(db: Connection, own: Facts, *keys: ColumnElement) -> Select:
    """Counts of the moments of the period that can be judged, by `keys`: due and told_in_time."""
    table = own.of(tables.moment)
    within_days = _within_days(db, own, table)
    told = own.then(table.c.told_at)
    too_old = own.today_no - BEGUN.c.working_no > within_days
    in_time = and_(told, table.c.working_days <= within_days)
    counts = (func.count().label("due"), func.count().filter(in_time).label("told_in_time"))
    joined = with_calendar(own.with_horizon(table), table, BEGUN, table.c.arose_day)
    judged = select(*keys, *counts).select_from(joined)
    return judged.where(*own.rows(table), own.in_period(table.c.arose_day), or_(told, too_old)).group_by(*keys)


def _within_days(db: Connection, own: Facts, table: FromClause) -> ColumnElement:
    """Working days in which the citizen should be told, by the norms valid on the day on which the moment arose."""
    first = table.c.moment == FIRST_ANSWER
    usual, day = USUAL_DAYS.items(), table.c.arose_day
    phases = {phase: within_days(db, own.scope, phase, days, table, day) for phase, days in usual}
    return case((first, phases["first_answer"]), else_=phases["informed"])


def first_answer(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Receipt to the first message, of meldingen received in the period that had one at the horizon.

    One row: n (answered), median, p90, longest (days, null without any); waiting (not answered at the horizon).
    """
    own = facts(db, scope, filters)
    table = own.of(tables.moment)
    told = own.then(table.c.told_at)
    group = case((told, bucket_column(table, filters.days))).label("bucket")
    counted = select(group, func.count().label("n")).select_from(own.with_horizon(table))
    arose = (table.c.moment == FIRST_ANSWER, own.in_period(table.c.arose_day), table.c.arose_at <= own.horizon)
    found = fetch(db, counted.where(*own.rows(table), *arose).group_by(group))
    answered, waiting = found[found["bucket"].notna()], found[found["bucket"].isna()]
    return pd.DataFrame([percentiles(answered, filters.days) | {"waiting": int(waiting["n"].sum())}])


def first_answer_by_step(db: Connection, scope: Scope, filters: Filters, steps: Steps) -> pd.DataFrame:
    """The same by step of receipt. Columns: first_day (of the step), n, median, p90, longest; a row for every step."""
    own = facts(db, scope, filters)
    table = own.of(tables.moment)
    step, group = number_of(table.c.arose_day, steps).label("step"), bucket_column(table, filters.days)
    counted = select(step, group, func.count().label("n")).select_from(own.with_horizon(table))
    told = (table.c.moment == FIRST_ANSWER, own.in_period(table.c.arose_day), own.then(table.c.told_at))
    found = fetch(db, counted.where(*own.rows(table), *told).group_by(step, group))
    rows = [percentiles(found[found["step"] == number], filters.days) for number in range(1, len(steps.starts) + 1)]
    return pd.DataFrame(rows).assign(first_day=list(steps.starts))

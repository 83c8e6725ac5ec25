"""The norms of an organisation, and what those for telling citizens would have meant."""

from datetime import date

import pandas as pd
from sqlalchemy import Connection, func, select

from queries.db import fetch
from queries.manage.dimensions import latest_name
from queries.tables import category, moment, norm, proposal_step

FIRST_ANSWER = "eerste_antwoord"


def norms(db: Connection, organisation_id: int) -> pd.DataFrame:
    """All norms, those for all categories first, then by name and day.

    Columns: norm_id, phase, category (code; None: all without one of their own), name, n, unit, valid_from, valid_to.
    """
    own = norm.c
    joined = norm.outerjoin(
        category, (category.c.organisation_id == own.organisation_id) & (category.c.category_id == own.category_id)
    )
    name = latest_name("category").label("name")
    days = (own.n, own.unit, own.valid_from, own.valid_to)
    rows = select(own.norm_id, own.phase, category.c.code.label("category"), name, *days).select_from(joined)
    ordered = rows.where(own.organisation_id == organisation_id).order_by(own.phase, name.nulls_first(), own.valid_from)
    return fetch(db, ordered)


def without_norm(db: Connection, organisation_id: int, today: date) -> int:
    """How many categories no norm for handling holds for today; 0 when one holds for all."""
    own = norm.c
    holds = (own.valid_from <= today) & (own.valid_to.is_(None) | (own.valid_to >= today))
    ours = (own.organisation_id == organisation_id) & (own.phase == "closing") & holds
    if db.scalar(select(func.count()).select_from(norm).where(ours, own.category_id.is_(None))):
        return 0
    having = select(own.category_id).where(ours)
    lacking = category.c.category_id.not_in(having)
    counted = select(func.count()).select_from(category)
    return int(db.scalar(counted.where(category.c.organisation_id == organisation_id, lacking)) or 0)


def moderated_within(db: Connection, organisation_id: int, since: date, n: int) -> tuple[int, int]:
    """Of the proposals decided on by moderation since a day: how many within `n` working days, and how many."""
    return _step_within(db, organisation_id, since, n, "moderation", ("published", "refused"))


def started_within(db: Connection, organisation_id: int, since: date, n: int) -> tuple[int, int]:
    """Of the chosen places whose works began since a day: how many within `n` working days, and how many."""
    return _step_within(db, organisation_id, since, n, "start", ("in_execution", "realised"))


def _step_within(
    db: Connection, organisation_id: int, since: date, n: int, step: str, results: tuple[str, ...]
) -> tuple[int, int]:
    own = proposal_step.c
    ended = own.step == step, own.ended_day >= since, own.result.in_(results)
    within = func.count().filter(own.working_days <= n)
    row = db.execute(select(within, func.count()).where(own.organisation_id == organisation_id, *ended)).one()
    return int(row[0]), int(row[1])


def told_within(db: Connection, organisation_id: int, since: date, n: int, *, first_answer: bool) -> tuple[int, int]:
    """Of the moments since a day that were told: how many within `n` working days, and how many there are."""
    own = moment.c
    of_phase = own.moment == FIRST_ANSWER if first_answer else own.moment != FIRST_ANSWER
    told = own.working_days.is_not(None)
    within = func.count().filter(own.working_days <= n)
    rows = select(within, func.count()).where(own.organisation_id == organisation_id, own.arose_day >= since, of_phase)
    row = db.execute(rows.where(told)).one()
    return int(row[0]), int(row[1])

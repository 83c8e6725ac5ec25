"""The list beside the public map: counts by state, what can be chosen, and the proposals page by page."""

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, select

from queries.db import fetch
from queries.public.asked import Asked, Order, matching
from queries.tables.published import view


def counts(db: Connection, organisation_id: int, asked: Asked) -> pd.DataFrame:
    """How many proposals are in each stage, of what is asked.

    Columns: stage, n, explained (those with a motivation).
    """
    known, why = view("proposal"), view("selection")
    reasoned = func.count(why.c.motivation).label("explained")
    found = select(known.c.stage, func.count().label("n"), reasoned).select_from(_with_choice())
    return fetch(db, found.where(*matching(organisation_id, asked)).group_by(known.c.stage))


def choices(db: Connection, organisation_id: int) -> pd.DataFrame:
    """Themes and areas that have proposals, by name. Columns: dimension ('theme' or 'area'), code, name, n."""
    frames = [fetch(db, _choices(organisation_id, name)).assign(dimension=name) for name in ("theme", "area")]
    return pd.concat(frames, ignore_index=True)[["dimension", "code", "name", "n"]]


def _choices(organisation_id: int, dimension: str) -> Select:
    proposal, known = view("proposal").c, view(dimension).c
    n = func.count().label("n")
    found = select(known.code, known.name, n).where(
        known.organisation_id == organisation_id,
        proposal.organisation_id == organisation_id,
        proposal[f"{dimension}_id"] == known[f"{dimension}_id"],
    )
    return found.group_by(known.code, known.name).order_by(known.name)


def listed(
    db: Connection, organisation_id: int, asked: Asked, *, order: Order, skip: int = 0, most: int = 25
) -> pd.DataFrame:
    """A page of the proposals that are asked for.

    Columns: subject_id, number, title, street, theme, area (names, null without), stage, support, published_day.
    """
    proposal = view("proposal")
    shown = ("subject_id", "number", "title", "street", "stage", "support", "published_day")
    columns = [*(proposal.c[name] for name in shown), *(named(name) for name in ("theme", "area"))]
    found = select(*columns).where(*matching(organisation_id, asked))
    return fetch(db, found.order_by(*_first(order)).offset(skip).limit(most))


def _first(order: Order) -> list[ColumnElement]:
    proposal = view("proposal").c
    by = proposal.support if order is Order.SUPPORT else proposal.published_at
    return [by.desc(), proposal.subject_id.desc()]


def named(dimension: str) -> ColumnElement:
    """The name of the theme or area of a published proposal."""
    proposal, known, key = view("proposal"), view(dimension), f"{dimension}_id"
    same = (known.c.organisation_id == proposal.c.organisation_id) & (known.c[key] == proposal.c[key])
    return select(known.c.name).where(same).correlate(proposal).scalar_subquery().label(dimension)


def _with_choice() -> FromClause:
    known, why = view("proposal"), view("selection")
    same = (why.c.organisation_id == known.c.organisation_id) & (why.c.subject_id == known.c.subject_id)
    return known.outerjoin(why, same)

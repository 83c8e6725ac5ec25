"""Rounds in which places are chosen, as their own people see them. Nothing of these is public."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Row, select

from config.errors import Forbidden, NotFound
from queries.db import fetch
from queries.filters import Scope
from queries.tables import is_waiting, publication_plan, selection_round


@dataclass(frozen=True)
class Round:
    """One round with its rules: budget in euro, weights by criterion add up to 100; no themes mean all."""

    organisation_id: int
    round_id: UUID
    ref: str
    name: str
    theme_ids: tuple[int, ...]
    budget: float | None
    least_per_area: int
    most_per_area: int | None
    weights: dict[str, int]
    needs_approval: bool
    change_no: int
    opened_at: datetime
    closed_at: datetime | None


def rounds(db: Connection, scope: Scope) -> list[Round]:
    """The rounds of the organisations of a scope: open ones first, the last opened first in each.

    Raises Forbidden to a scope that sees only what is public.
    """
    own = selection_round.c
    found = _found(scope).order_by(own.closed_at.is_not(None), own.opened_at.desc(), own.round_id)
    return [_round(row) for row in db.execute(found)]


def round_of(db: Connection, scope: Scope, round_id: UUID) -> Round:
    """One round. Raises NotFound when there is none or it lies outside the scope, and Forbidden as `rounds`."""
    row = db.execute(_found(scope).where(selection_round.c.round_id == round_id)).first()
    if row is None:
        raise NotFound()
    return _round(row)


def _found(scope: Scope) -> Any:
    if not scope.embargoed:
        raise Forbidden()
    return select(selection_round).where(selection_round.c.organisation_id.in_(scope.organisation_ids))


def _round(row: Row[Any]) -> Round:
    told = {name: getattr(row, name) for name in Round.__dataclass_fields__}
    return Round(**told | {"theme_ids": tuple(row.theme_ids), "weights": dict(row.weights)})


def plans(db: Connection, scope: Scope, round_id: UUID) -> pd.DataFrame:
    """Publications of a round that are still to come. Columns: plan_id, publish_at, n (choices), planned_role,
    planned_at; the next one first. Raises Forbidden as `rounds`."""
    if not scope.embargoed:
        raise Forbidden()
    own = publication_plan.c
    this: tuple[ColumnElement[bool], ...] = (
        own.organisation_id.in_(scope.organisation_ids),
        own.round_id == round_id,
        is_waiting(),
    )
    found = fetch(db, select(own.plan_id, own.publish_at, own.choices, own.planned_role, own.planned_at).where(*this))
    counted = found.assign(n=[len(choices) for choices in found["choices"]]).drop(columns="choices")
    return counted.sort_values("publish_at", ignore_index=True)

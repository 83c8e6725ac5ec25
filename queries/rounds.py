"""Rounds in which places are chosen, as their own people see them. Nothing of these is public."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from config.errors import Forbidden, NotFound
from queries.filters import Scope
from queries.tables import selection_round


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

"""The questions of the overview: its charts with the targets that they are drawn against, and the rest from wherever it
lives."""

import pandas as pd
from sqlalchemy import Connection

from queries.attention import attention, choices_late, moderation_late, overdue, queue
from queries.counts import stock_by_week
from queries.decisions import decisions_waiting_by_organ
from queries.developments import developments
from queries.facts import facts
from queries.filters import Filters, Scope
from queries.key_figures import PARTS, key_figures
from queries.notes import note_history
from queries.on_time import on_time_by_service
from queries.targets import target_of, targets

__all__ = [
    "PARTS",
    "attention",
    "choices_late",
    "decisions_waiting_by_organ",
    "developments",
    "facts",
    "key_figures",
    "moderation_late",
    "note_history",
    "on_time_against_target",
    "overdue",
    "queue",
    "stock_against_target",
    "targets",
]


def stock_against_target(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """`queries.counts.stock_by_week`, with target (what may be open at most; null without one)."""
    return stock_by_week(db, scope, filters).assign(target=_goal(db, scope, filters, "open"))


def on_time_against_target(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """`queries.on_time.on_time_by_service`, with target (the share that should be on time; null without one)."""
    return on_time_by_service(db, scope, filters).assign(target=_goal(db, scope, filters, "on_time"))


def _goal(db: Connection, scope: Scope, filters: Filters, measure: str) -> float | None:
    target = target_of(targets(db, scope, filters), measure)
    return target.goal if target else None

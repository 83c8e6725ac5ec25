"""A place beside the others that were decided on with it: those of the same round and theme."""

from uuid import UUID

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, select

from queries import tables
from queries.choices import SELECTED, is_choice, outcome_of
from queries.db import fetch
from queries.filters import Scope
from queries.narrowing import known


def in_round(db: Connection, scope: Scope, subject_id: UUID) -> pd.DataFrame:
    """How a place stands among those of its round and theme, as far as the scope may know of their choices.

    At most one row: n (places, itself included), selected (of these), more (of these, with more votes than it has),
    as_many (of these others, with as many votes), cost_n and cost_median (those of which the estimated cost is known,
    and half of them cost at most this, in euro; null without any). Votes are as they are now. No row for what was
    chosen in no round, or when nothing may be known of its choice.
    """
    one = fetch(db, _one(scope, subject_id))
    if one.empty or not one["ref"].iloc[0]:
        return pd.DataFrame(columns=["n", SELECTED, "more", "as_many", "cost_n", "cost_median"])
    return fetch(db, _others(scope, subject_id, one.iloc[0]))


def _one(scope: Scope, subject_id: UUID) -> Select:
    proposal, choice = tables.proposal.c, tables.selection.c
    told = proposal.organisation_id, proposal.theme_id, proposal.support, choice.ref
    return select(*told).select_from(_joined(scope)).where(*_told(scope), proposal.subject_id == subject_id)


def _others(scope: Scope, subject_id: UUID, one: pd.Series) -> Select:
    table, proposal, choice = tables.proposal, tables.proposal.c, tables.selection.c
    theme = None if pd.isna(one["theme_id"]) else int(one["theme_id"])
    votes, cost = int(one["support"]), proposal.cost_estimated if scope.embargoed else proposal.cost_public
    counts = (
        func.count().label("n"),
        func.count().filter(outcome_of(table, scope) == SELECTED).label(SELECTED),
        func.count().filter(proposal.support > votes).label("more"),
        func.count().filter(proposal.support == votes, proposal.subject_id != subject_id).label("as_many"),
        func.count(cost).label("cost_n"),
        func.percentile_disc(0.5).within_group(cost).label("cost_median"),
    )
    same = proposal.organisation_id == int(one["organisation_id"]), proposal.theme_id.is_not_distinct_from(theme)
    return select(*counts).select_from(_joined(scope)).where(*_told(scope), *same, choice.ref == one["ref"])


def _joined(scope: Scope) -> FromClause:
    proposal, choice = tables.proposal, tables.selection
    return proposal.join(choice, is_choice(choice, proposal, public=not scope.embargoed))


def _told(scope: Scope) -> list[ColumnElement[bool]]:
    return known(tables.proposal, scope)

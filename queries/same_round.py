"""A place beside the others that were decided on with it: those of the same round and theme."""

from uuid import UUID

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, select, tuple_

from queries import tables
from queries.choices import SELECTED, is_choice, outcome_of
from queries.db import fetch
from queries.filters import Scope
from queries.narrowing import known
from queries.organisations import organisations


def in_round(db: Connection, scope: Scope, subject_id: UUID) -> pd.DataFrame:
    """How a place stands among those of its round and theme, as far as the scope may know of their choices.

    At most one row: n (places, itself included), selected (of these), more (of these, with more votes than it has),
    as_many (of these others, with as many votes), cost_n and cost_median (those of which the estimated cost is known,
    and half of them cost at most this, in euro; null without any). Votes are as they are now. Places of predecessors
    that were chosen in the same round stand among them. No row for what was chosen in no round, or when nothing may be
    known of its choice.
    """
    one = fetch(db, _one(scope, subject_id))
    if one.empty or not one["ref"].iloc[0]:
        return pd.DataFrame(columns=["n", SELECTED, "more", "as_many", "cost_n", "cost_median"])
    return fetch(db, _others(scope, subject_id, one.iloc[0], _line(db, scope, int(one["organisation_id"].iloc[0]))))


def _line(db: Connection, scope: Scope, number: int) -> list[int]:
    """The organisations that went on in the same one."""
    heirs = organisations(db, scope).set_index("organisation_id")["heir_id"]
    return [int(one) for one in heirs.index[heirs == heirs[number]]]


def _one(scope: Scope, subject_id: UUID) -> Select:
    proposal, choice = tables.proposal.c, tables.selection.c
    told = proposal.organisation_id, proposal.theme_id, proposal.support, choice.ref
    return select(*told).select_from(_joined(scope)).where(*_told(scope), proposal.subject_id == subject_id)


def _others(scope: Scope, subject_id: UUID, one: pd.Series, line: list[int]) -> Select:
    table, proposal, choice = tables.proposal, tables.proposal.c, tables.selection.c
    votes, cost = int(one["support"]), proposal.cost_estimated if scope.embargoed else proposal.cost_public
    counts = (
        func.count().label("n"),
        func.count().filter(outcome_of(table, scope) == SELECTED).label(SELECTED),
        func.count().filter(proposal.support > votes).label("more"),
        func.count().filter(proposal.support == votes, proposal.subject_id != subject_id).label("as_many"),
        func.count(cost).label("cost_n"),
        func.percentile_disc(0.5).within_group(cost).label("cost_median"),
    )
    same = proposal.organisation_id.in_(line), _same_theme(one, line)
    return select(*counts).select_from(_joined(scope)).where(*_told(scope), *same, choice.ref == one["ref"])


def _same_theme(one: pd.Series, line: list[int]) -> ColumnElement[bool]:
    """Places of the theme of one; a predecessor gave the same theme another number."""
    own, table = tables.proposal.c, tables.theme.c
    if pd.isna(one["theme_id"]):
        return own.theme_id.is_(None)
    its = tables.theme.alias("its").c
    code = select(its.code).where(
        its.organisation_id == int(one["organisation_id"]), its.theme_id == int(one["theme_id"])
    )
    same = select(table.organisation_id, table.theme_id).where(table.organisation_id.in_(line), table.code.in_(code))
    return tuple_(own.organisation_id, own.theme_id).in_(same)


def _joined(scope: Scope) -> FromClause:
    proposal, choice = tables.proposal, tables.selection
    return proposal.join(choice, is_choice(choice, proposal, public=not scope.embargoed))


def _told(scope: Scope) -> list[ColumnElement[bool]]:
    return known(tables.proposal, scope)

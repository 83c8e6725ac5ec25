"""What was chosen about places, why, and whether that is told.

A choice is counted as far as the scope may know it, on the day from which it may: with `embargoed` the last one that
counts, on the day on which it was made; else the one that is public, on the day on which it was published. Whatever
became of the place since does not change that it was decided on.
"""

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, func, select, true

from queries import tables
from queries.db import fetch
from queries.equity import beside_inhabitants, rated, together
from queries.facts import Facts, facts, proposal_facts
from queries.filters import Filters, Scope
from queries.names import named, names, summed
from queries.narrowing import whatever_stage
from queries.proposals import CHOSEN
from queries.reasons import with_words

SELECTED, NOT_SELECTED, DEFERRED = "selected", "not_selected", "deferred"
OUTCOMES = (SELECTED, NOT_SELECTED, DEFERRED)
REALISED = "realised"
_DIMENSIONS = ("theme", "area")
_REASON = ["reason", "reason_nl", "reason_en"]
"""A reason with its words, which an organisation may choose itself."""


# --- one rule for all --------------------------------------------------------------------------------------------
def day_of(proposal: FromClause, scope: Scope) -> ColumnElement:
    """The local day on which a choice counts for a scope; null where it knows of none."""
    day: ColumnElement = proposal.c.decided_day if scope.embargoed else proposal.c.explained_day
    return day


def outcome_of(proposal: FromClause, scope: Scope) -> ColumnElement:
    """What was chosen, as far as a scope may know; execution is public under a public choice to do so only."""
    if scope.embargoed:
        outcome: ColumnElement = proposal.c.outcome
        return outcome
    return case((proposal.c.public_stage.in_(CHOSEN), SELECTED), else_=proposal.c.public_stage)


def decided(proposal: FromClause, scope: Scope, filters: Filters) -> tuple[ColumnElement[bool], ...]:
    """The places decided on in the period that scope and filters leave."""
    day = day_of(proposal, scope)
    return *whatever_stage(proposal, scope, filters), day.between(filters.first_day, filters.last_day)


def with_choice(own: Facts, *, public: bool) -> FromClause:
    """Proposals with their horizon, beside the version of their choice that is public, or else the last that counts."""
    proposal, choice = own.of(tables.proposal), own.of(tables.selection)
    return own.with_horizon(proposal).join(choice, is_choice(choice, proposal, public=public))


def is_choice(choice: FromClause, rows: FromClause, *, public: bool) -> ColumnElement[bool]:
    """Whether a version of a choice is that one, of the place of a row with organisation_id and subject_id."""
    same = and_(choice.c.organisation_id == rows.c.organisation_id, choice.c.subject_id == rows.c.subject_id)
    return and_(same, choice.c.shown if public else choice.c.current)


# --- how many ----------------------------------------------------------------------------------------------------
def by_outcome(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The places decided on in the period, and those realised in it.

    One row of counts of places: decided, selected, not_selected, deferred (of decided), realised (on the day of their
    realisation, whatever was chosen and when).
    """
    table = facts(db, scope, filters).of(tables.proposal)
    outcome = outcome_of(table, scope)
    counts = [func.count().filter(outcome == one).label(one) for one in OUTCOMES]
    public = [] if scope.embargoed else [table.c.public_stage == REALISED]
    done = table.c.realised_day.between(filters.first_day, filters.last_day)
    realised = select(func.count()).select_from(table).where(*whatever_stage(table, scope, filters), done, *public)
    counted = select(func.count().label("decided"), *counts, realised.scalar_subquery().label(REALISED))
    return fetch(db, counted.select_from(table).where(*decided(table, scope, filters)))


def by_theme(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The places decided on in the period by theme.

    Columns: theme (name; null without), code (null without), decided, selected, not_selected, deferred, why, why_nl,
    why_en, why_n (the reason that most of the selected ones have: code, words, and how many have it; null without any),
    why_not, why_not_nl, why_not_en, why_not_n (the same of the others); by decided, most first.
    """
    table = facts(db, scope, filters).of(tables.proposal)
    outcome, keys = outcome_of(table, scope), (table.c.organisation_id, table.c.theme_id)
    counts = [func.count().filter(outcome == one).label(one) for one in OUTCOMES]
    counted = select(*keys, func.count().label("decided"), *counts).select_from(table)
    found = fetch(db, counted.where(*decided(table, scope, filters)).group_by(*keys))
    frame, given = _by_theme(db, scope, found, ["decided", *OUTCOMES]), reasons_by_place(db, scope, filters)
    chosen = given["outcome"] == SELECTED
    return frame.join(_most(given[chosen], "why"), on="theme").join(_most(given[~chosen], "why_not"), on="theme")


def _most(given: pd.DataFrame, name: str) -> pd.DataFrame:
    """By theme the reason of most places, the first by code of those of as many."""
    counts = given.groupby(["theme", *_REASON], dropna=False)["n"].sum().reset_index().dropna(subset="reason")
    ordered = counts.sort_values(["n", "reason"], ascending=[False, True], kind="stable").drop_duplicates("theme")
    told = {one: one.replace("reason", name) for one in _REASON} | {"n": f"{name}_n"}
    return ordered.astype({"theme": object}).rename(columns=told).set_index("theme")


def _by_theme(db: Connection, scope: Scope, found: pd.DataFrame, counts: list[str]) -> pd.DataFrame:
    """Counts by organisation and theme as those of named themes, by the first of them."""
    told = named(found, names(db, scope, "theme"), "theme_id", theme="name", code="code")
    frame = summed(told, ["theme", "code"], counts).astype({"theme": object})
    return frame.sort_values([counts[0], "theme"], ascending=[False, True], kind="stable").reset_index(drop=True)


# --- told or not -------------------------------------------------------------------------------------------------
def coverage(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The places decided on in the period, and of these the ones whose choice is published with a motivation at the
    horizon.

    Columns: outcome (null: all of them), decided, motivated. No rows to a scope without `embargoed`: of what is public
    alone it would be wrong.
    """
    own = proposal_facts(db, scope, filters)
    outcome = own.of(tables.proposal).c.outcome
    found = fetch(db, _covered(own, outcome)) if scope.embargoed else pd.DataFrame(columns=["outcome", *_COVERED])
    every = found.set_index("outcome").reindex(OUTCOMES, fill_value=0).astype(int)
    rows = [every.sum().to_dict() | {"outcome": None}, *every.reset_index().to_dict("records")]
    return pd.DataFrame(rows if scope.embargoed else [], columns=["outcome", *_COVERED])


def coverage_by_theme(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same by theme. Columns: theme (name; null without), code (null without), decided, motivated; by decided,
    most first."""
    own = proposal_facts(db, scope, filters)
    keys = (own.of(tables.proposal).c.organisation_id, own.of(tables.proposal).c.theme_id)
    if not scope.embargoed:
        return pd.DataFrame(columns=["theme", "code", *_COVERED])
    return _by_theme(db, scope, fetch(db, _covered(own, *keys)), _COVERED)


_COVERED = ["decided", "motivated"]


def _covered(own: Facts, *keys: ColumnElement) -> Select:
    proposal, choice = own.of(tables.proposal), own.of(tables.selection)
    told = func.count().filter(own.then(choice.c.published_at), choice.c.motivation.is_not(None))
    counted = select(*keys, func.count().label("decided"), told.label("motivated"))
    whole = with_choice(own, public=False)
    return counted.select_from(whole).where(*decided(proposal, own.scope, own.filters)).group_by(*keys)


def published_choices(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The choices that were published in the period and are public now: the same to everybody.

    One row: published (places), explained (of these, with a motivation).
    """
    own = facts(db, scope, filters)
    proposal, choice = own.of(tables.proposal), own.of(tables.selection)
    counts = func.count().label("published"), func.count(choice.c.motivation).label("explained")
    public = proposal.c.public_stage.is_not(None), own.in_period(proposal.c.explained_day)
    counted = select(*counts).select_from(with_choice(own, public=True))
    return fetch(db, counted.where(*whatever_stage(proposal, scope, filters), *public))


# --- why ---------------------------------------------------------------------------------------------------------
def reasons(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Why the places decided on in the period were chosen or not. A place with two reasons counts with both.

    Columns: outcome, reason (code; null: without any), reason_nl, reason_en (its words), n (places), decided (all
    places with that outcome); most first in each outcome.
    """
    own = facts(db, scope, filters)
    rows = with_words(db, scope, fetch(db, _reasons(own, own.of(tables.proposal).c.organisation_id)))
    found = summed(rows, ["outcome", *_REASON], ["n"])
    whole = by_outcome(db, scope, filters).iloc[0]
    counted = found.assign(decided=[int(whole[outcome]) for outcome in found["outcome"]])
    ordered = counted.sort_values(["outcome", "n", "reason"], ascending=[True, False, True], kind="stable")
    return ordered.astype({"decided": int}).reset_index(drop=True)


def reasons_by_place(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same by theme and neighbourhood.

    Columns: outcome, reason (code; null: without any), reason_nl, reason_en (its words), theme, area (names; null
    without), theme_code, area_code (null without), n (places); most first.
    """
    own = facts(db, scope, filters)
    proposal = own.of(tables.proposal)
    keys = (proposal.c.organisation_id, *(proposal.c[f"{name}_id"] for name in _DIMENSIONS))
    found = with_words(db, scope, fetch(db, _reasons(own, *keys)))
    for name in _DIMENSIONS:
        found = named(found, names(db, scope, name), f"{name}_id", **{name: "name", f"{name}_code": "code"})
    by = ["outcome", *_REASON, *_DIMENSIONS, *(f"{name}_code" for name in _DIMENSIONS)]
    frame = summed(found, by, ["n"])
    order = ["outcome", "reason", *_DIMENSIONS]
    return frame.sort_values(["n", *order], ascending=[False, *[True] * 4], kind="stable").reset_index(drop=True)


def _reasons(own: Facts, *keys: ColumnElement) -> Select:
    """Places by outcome, reason and further keys: outcome, reason, *keys, n."""
    proposal, choice = own.of(tables.proposal), own.of(tables.selection)
    reason = func.unnest(choice.c.reasons).table_valued("code").render_derived().lateral("reason")
    by = (outcome_of(proposal, own.scope).label("outcome"), reason.c.code.label("reason"), *keys)
    whole = with_choice(own, public=not own.scope.embargoed).outerjoin(reason, true())
    counted = select(*by, func.count().label("n")).select_from(whole)
    return counted.where(*decided(proposal, own.scope, own.filters)).group_by(*by)


# --- where -------------------------------------------------------------------------------------------------------
def chosen_by_area(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The places chosen in the period by neighbourhood, beside its inhabitants. Columns as those of
    `queries.equity.equity_by_area`."""
    return rated(beside_inhabitants(db, scope, filters, _chosen(db, scope, filters)))


def chosen_spread(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The same of all neighbourhoods together. One row: the columns of `queries.equity.equity`."""
    return together(beside_inhabitants(db, scope, filters, _chosen(db, scope, filters)))


def _chosen(db: Connection, scope: Scope, filters: Filters) -> Select:
    table = facts(db, scope, filters).of(tables.proposal)
    keys, selected = (table.c.organisation_id, table.c.area_id), outcome_of(table, scope) == SELECTED
    counted = select(*keys, func.count().label("n")).where(*decided(table, scope, filters), selected)
    return counted.group_by(*keys)

"""What becomes of proposals and how people vote for them: counts, each event on its own local day.

Each question is a pure function (db, scope, filters) -> DataFrame. To a scope without `embargoed` only what is public
now exists: it gets no number of what came in, was refused, withdrawn or merged, or waits, rather than a part of it.
"""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, literal, select, union_all

from queries import tables
from queries.atlas import of_proposals
from queries.db import fetch
from queries.facts import Facts, facts
from queries.filters import Filters, Scope
from queries.names import named, names, summed
from queries.narrowing import stage_of, whatever_stage
from queries.proposal_steps import of_moderation
from queries.steps import months_of

CHOSEN = ("selected", "planned", "in_execution", "realised")
"""Stages of what was chosen, or went further."""
_DAYS = {
    "submitted": ("submitted_day", None),
    "published": ("published_day", None),
    "refused": ("refused_day", None),
    "withdrawn": ("ended_day", "withdrawn"),
    "merged": ("ended_day", "merged"),
}
"""The day of each event, and the stage in which it leaves a proposal for good."""
HIDDEN = ("submitted", "refused", "withdrawn", "merged", "waiting")
"""What a scope without `embargoed` is not told: of what is public alone such a number would be wrong."""
_TOLD = ("submitted", "published", "refused")


def standing(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The proposals of map and list (`queries.atlas`): submitted in the period, and standing as they are known now.

    One row: n, support (votes for them, with those of what was merged into them), placed (of n, with a place).
    """
    table = facts(db, scope, filters).of(tables.proposal)
    counts = (
        func.count().label("n"),
        func.coalesce(func.sum(table.c.support), 0).label("support"),
        func.count(table.c.h3_10).label("placed"),
    )
    return fetch(db, select(*counts).select_from(table).where(*of_proposals(scope, filters, table)))


def happened(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """What happened to proposals in the period, whatever became of them since.

    One row of counts of proposals: submitted, published (for the first time), refused (for the first time, also after
    a publication), withdrawn, merged (into another); null what is hidden from the scope.
    """
    own = facts(db, scope, filters)
    found = fetch(db, union_all(*(_events(own, what) for what in _DAYS)))
    counts = dict(zip(found["what"], found["n"], strict=True))
    return _not_hidden(pd.DataFrame([{what: int(counts[what]) for what in _DAYS}]), scope)


def _events(own: Facts, what: str) -> Select:
    """Counts n of one of `_DAYS` in the period."""
    table = own.of(tables.proposal)
    name, stage = _DAYS[what]
    left = [] if stage is None else [table.c.stage == stage]
    counted = select(literal(what).label("what"), func.count().label("n")).select_from(table)
    return counted.where(*whatever_stage(table, own.scope, own.filters), own.in_period(table.c[name]), *left)


def _not_hidden(frame: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Whole numbers, null where they are hidden from the scope."""
    counts: dict[str, Any] = {name: frame[name].astype("Int64") for name in frame.columns if name != "month"}
    if not scope.embargoed:
        counts |= {name: counts[name].mask(counts[name].notna()) for name in HIDDEN if name in counts}
    return frame.assign(**counts)


def votes(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Votes of the days of the period: those cast, and the growth of running totals. One row: votes (below 0 when more
    was taken back than cast)."""
    own = facts(db, scope, filters)
    table = own.of(tables.vote)
    summed = select(func.coalesce(func.sum(table.c.votes), 0).label("votes")).select_from(table)
    return fetch(db, summed.where(*_votes_of(own, table)))


def voters(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Who cast those votes, as far as that is known.

    One row: voters (different pseudonyms, in each organisation apart; null when there are votes and none tells who).
    """
    own = facts(db, scope, filters)
    table = own.of(tables.vote)
    told = select(table.c.organisation_id, func.unnest(table.c.voters).label("voter")).where(*_votes_of(own, table))
    people = select(func.count()).select_from(told.distinct().subquery()).scalar_subquery()
    some = select(literal(1)).select_from(table).where(*_votes_of(own, table)).exists()
    found = fetch(db, select(people.label("voters"), some.label("some"))).astype({"voters": "Int64"})
    return found[["voters"]].mask(found["some"] & (found["voters"] == 0))


def _votes_of(own: Facts, table: FromClause) -> tuple[ColumnElement[bool], ...]:
    return *whatever_stage(table, own.scope, own.filters), own.in_period(table.c.day)


def by_month(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The months that the period touches, as far as they lie in it.

    Columns: month (first day), submitted, published, refused (as `happened`), waiting (for moderation at the end of the
    month or of the period), votes (as `votes`), counted (of these, on the day on which a running total was first read:
    cast then or before); null what is hidden from the scope.
    """
    own = facts(db, scope, filters)
    proposal, vote = own.of(tables.proposal), own.of(tables.vote)
    told = [_daily(own, what, proposal, proposal.c[_DAYS[what][0]], func.count()) for what in _TOLD]
    sums = {"votes": func.sum(vote.c.votes), "counted": func.sum(vote.c.votes).filter(vote.c.first_count)}
    ballots = [_daily(own, what, vote, vote.c.day, func.coalesce(value, 0)) for what, value in sums.items()]
    found = fetch(db, union_all(*told, *ballots, *_moderated(own)))
    before = found["day"] < filters.first_day
    inside = found[~before & (found["day"] <= filters.last_day)]
    monthly = inside.assign(month=[day.replace(day=1) for day in inside["day"]])
    wide = monthly.pivot_table(index="month", columns="what", values="n", aggfunc="sum")
    frame = wide.reindex(index=months_of(filters), columns=[*_TOLD, *sums, "begun", "ended"]).fillna(0).astype(int)
    waiting = int(found.loc[before, "n"].sum()) + (frame["begun"] - frame["ended"]).cumsum()
    frame = frame.assign(waiting=waiting).rename_axis("month").reset_index()
    return _not_hidden(frame[["month", *_TOLD, "waiting", *sums]], scope)


def _daily(own: Facts, what: str, table: FromClause, day: ColumnElement, value: ColumnElement) -> Select:
    """The rows of a table by a day in the period, counted or summed: what, day, n."""
    found = select(literal(what).label("what"), day.label("day"), value.label("n")).select_from(table)
    return found.where(*whatever_stage(table, own.scope, own.filters), own.in_period(day)).group_by(day)


def _moderated(own: Facts) -> list[Select]:
    """What came to wait for moderation, on any day, of all that waited in the period or since; and what left it in the
    period. In parts that an index each answers."""
    step = own.of(tables.proposal_step)
    begun, ended = step.c.begun_day.label("day"), step.c.ended_day.label("day")
    parts = (
        ("begun", begun, step.c.ended_day >= own.filters.first_day),
        ("begun", begun, step.c.ended_day.is_(None)),
        ("ended", ended, own.in_period(step.c.ended_day)),
    )
    narrowed = (*whatever_stage(step, own.scope, own.filters), *of_moderation(step))
    return [
        select(literal(what).label("what"), day, func.count().label("n")).where(*narrowed, condition).group_by(day)
        for what, day, condition in parts
    ]


def by_theme(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The proposals of `standing` by theme, and what came of them as far as the scope may know.

    Columns: theme (name; null without), code (null without), n, chosen (of n, chosen or further), support,
    only_published (whether a choice counts once it is published, not before); by n, most first.
    """
    table = facts(db, scope, filters).of(tables.proposal)
    keys = (table.c.organisation_id, table.c.theme_id)
    counts = (
        func.count().label("n"),
        func.count().filter(stage_of(table, scope).in_(CHOSEN)).label("chosen"),
        func.sum(table.c.support).label("support"),
    )
    counted = select(*keys, *counts).where(*of_proposals(scope, filters, table)).group_by(*keys)
    told = named(fetch(db, counted), names(db, scope, "theme"), "theme_id", theme="name", code="code")
    frame = summed(told, ["theme", "code"], ["n", "chosen", "support"]).assign(only_published=not scope.embargoed)
    return frame.sort_values(["n", "theme"], ascending=[False, True], kind="stable").reset_index(drop=True)

"""How long proposals wait between two moments: moderation, the first answer, the choice and what follows it.

A step that ended as it should belongs to the period in which it ended. What was under way at the horizon stands apart
with its age, and so does what ended otherwise, as by a withdrawal.
"""

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    and_,
    false,
    func,
    or_,
    select,
    union_all,
)

from queries import tables
from queries.db import fetch
from queries.facts import Facts, bucket_column, proposal_facts
from queries.filters import Filters, Scope
from queries.names import named, names
from queries.narrowing import whatever_stage
from queries.norms import within_days
from queries.percentiles import RANKS, percentiles, percentiles_by

MODERATION, FIRST_ANSWER, EXPLANATION = "moderation", "first_answer", "explanation"
ENDS = {
    MODERATION: ("refused", "published"),
    FIRST_ANSWER: ("refused", "published", "answered", "asked", "explained"),
    "choice": ("selected", "not_selected", "deferred"),
    EXPLANATION: ("explained",),
    "start": ("in_execution", "realised"),
    "execution": ("realised",),
}
"""How each step of `config/data/proposal_steps.csv` should end."""
PUBLIC = (MODERATION, FIRST_ANSWER)
"""The steps that tell nothing of a choice that is not public."""
USUAL_DAYS = 5
"""Working days in which moderation should decide, where no norm of phase `moderation` says otherwise."""
_SUBMITTED = "submitted"
_AGES = {name: f"age_{name}" for name, _ in RANKS}


def of_moderation(table: FromClause) -> list[ColumnElement[bool]]:
    """The steps of moderation, without those of what went on unmoderated."""
    return [table.c.step == MODERATION, _waited(table)]


def _waited(table: FromClause) -> ColumnElement[bool]:
    """What went on without moderation or an answer: nobody waits for these."""
    return or_(table.c.stage == _SUBMITTED, table.c.ended_day.is_not(None))


def steps_known(scope: Scope) -> tuple[str, ...]:
    """The steps that a scope may know, in their order."""
    return tuple(ENDS) if scope.embargoed else PUBLIC


def step_times(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """The steps that ended in the period, and those under way at the horizon.

    Columns: step, n (ended as it should), median, p90, longest (days), otherwise (ended otherwise, count), open (under
    way, count), age_median, age_p90, age_longest (days so far). Days are null without cases. A row for each step that
    the scope may know; to one without `embargoed` otherwise, open and ages are null.
    """
    return _times(db, proposal_facts(db, scope, filters), steps_known(scope))


def explanation_by_theme(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """How long it took from a choice to its published motivation, of what was explained in the period, by theme.

    Columns: theme (name; null without), n, median, p90, longest (days; null without cases); most first. No rows to a
    scope without `embargoed`, which does not know when a choice was made.
    """
    own = proposal_facts(db, scope, filters)
    table = own.of(tables.proposal_step)
    keys = (table.c.organisation_id, table.c.theme_id, bucket_column(table, filters.days))
    ended = (table.c.result.in_(ENDS[EXPLANATION]), own.in_period(table.c.ended_day))
    counted = select(*keys, func.count().label("n")).where(*_rows(own, table, (EXPLANATION,)), *ended).group_by(*keys)
    found = fetch(db, counted if scope.embargoed else counted.where(false()))
    told = named(found, names(db, scope, "theme"), "theme_id", theme="name")
    frame = percentiles_by(told, ["theme"], filters.days)
    return frame.sort_values(["n", "theme"], ascending=[False, True], kind="stable").reset_index(drop=True)


def first_answer_to_proposals(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """Submission to the first decision or message about a proposal. One row: the columns of `step_times`."""
    return _times(db, proposal_facts(db, scope, filters), (FIRST_ANSWER,))


def moderation(db: Connection, scope: Scope, filters: Filters) -> pd.DataFrame:
    """What moderation decided in the period, and what waited for it at the horizon.

    One row: the columns of `step_times`, where n is decided, open waits, and otherwise went before it was decided;
    within (decided within the norm, count); asked (of open, with a question that the proposer did not answer; null
    when judged at an earlier horizon, since of that only the present is known).
    """
    own = proposal_facts(db, scope, filters)
    times, asked = _times(db, own, (MODERATION,)), _asked(db, own) if scope.embargoed and not filters.lag else None
    return times.assign(within=_within(db, own), asked=pd.array([asked], dtype="Int64"))


def _times(db: Connection, own: Facts, steps: tuple[str, ...]) -> pd.DataFrame:
    ended, going_on = fetch(db, _ended(own, steps)), fetch(db, _going_on(own, steps))
    rows = []
    for step in steps:
        mine, open_ones = ended[ended["step"] == step], going_on[going_on["step"] == step]
        ages, well = percentiles(open_ones, own.filters.days), mine["result"].isin(ENDS[step])
        row = percentiles(mine[well], own.filters.days) | {"open": ages["n"]}
        row |= {"otherwise": int(mine.loc[~well, "n"].sum())}
        rows.append({"step": step} | row | {_AGES[name]: ages[name] for name in _AGES})
    frame = pd.DataFrame(rows, columns=["step", "n", *_AGES, "otherwise", "open", *_AGES.values()])
    hidden = [] if own.scope.embargoed else ["otherwise", "open", *_AGES.values()]
    return frame.assign(**{name: frame[name].mask(frame[name].notna()) for name in hidden})


def _ended(own: Facts, steps: tuple[str, ...]) -> Select:
    """What ended in the period by step, how, and how long it took: step, result, bucket, n."""
    table = own.of(tables.proposal_step)
    keys = (table.c.step, table.c.result, bucket_column(table, own.filters.days))
    counted = select(*keys, func.count().label("n")).where(*_rows(own, table, steps))
    return counted.where(own.in_period(table.c.ended_day)).group_by(*keys)


def _going_on(own: Facts, steps: tuple[str, ...]) -> CompoundSelect:
    """What was under way at the horizon by step and age: step, bucket, n. In parts that an index each answers: what is
    under way still, and what ended since."""
    table = own.of(tables.proposal_step)
    keys = (table.c.step, own.bucket_of(own.age(table.c.begun_at)).label("bucket"))
    counted = select(*keys, func.count().label("n")).select_from(own.with_age(table, table.c.begun_day))
    waits = or_(table.c.step.not_in(PUBLIC), _waited(table))
    narrowed = (*_rows(own, table, steps), table.c.begun_at <= own.horizon, waits)
    since = and_(table.c.ended_day >= own.floor, table.c.ended_at > own.horizon)
    both = table.c.ended_day.is_(None), since
    return union_all(*(counted.where(*narrowed, one).group_by(*keys) for one in both))


def _rows(own: Facts, table: FromClause, steps: tuple[str, ...]) -> list[ColumnElement[bool]]:
    return [*whatever_stage(table, own.scope, own.filters), table.c.step.in_(steps)]


def _within(db: Connection, own: Facts) -> int:
    """How many decisions of moderation in the period came within the norm of the day of submission."""
    table = own.of(tables.proposal_step)
    norm = within_days(db, own.scope, MODERATION, USUAL_DAYS, table, table.c.begun_day)
    decided = (
        *_rows(own, table, (MODERATION,)),
        table.c.result.in_(ENDS[MODERATION]),
        own.in_period(table.c.ended_day),
    )
    counted = select(func.count().label("n")).select_from(table).where(*decided, table.c.working_days <= norm)
    return int(fetch(db, counted)["n"].iloc[0])


def _asked(db: Connection, own: Facts) -> int:
    """How many wait for moderation with an open question."""
    table = own.of(tables.proposal)
    waits = (table.c.stage == _SUBMITTED, table.c.submitted_at <= own.horizon, own.then(table.c.asked_at))
    counted = select(func.count().label("n")).select_from(own.with_horizon(table))
    return int(fetch(db, counted.where(*whatever_stage(table, own.scope, own.filters), *waits))["n"].iloc[0])

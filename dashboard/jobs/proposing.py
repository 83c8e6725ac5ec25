"""The worker looks for the best set of a round under wishes: the candidates as who asked may see them now."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from config.clock import Clock
from config.criteria import Criterion
from config.errors import NotFound
from dashboard.jobs.best_set import BestSet, Candidate, Reason, Wishes, best_set
from dashboard.jobs.rights import scope_of
from dashboard.store.actions.requests import Work
from dashboard.store.engine import Writer
from dashboard.store.requests import Doing, Done, Task
from queries.candidates import candidates
from queries.db import Database
from queries.filters import Scope
from queries.organisations import line_of, organisations
from queries.ranking import ranked
from queries.rounds import Round, round_of

POINTS = 100
"""What is worth most is a whole number: so many for one point."""
SELECTED = "selected"


def kinds_of(database: Database) -> dict[str, Doing]:
    """The work of proposing, for `dashboard.store.requests.do_next`; questions go to `database`."""
    return {Work.BEST_SET: partial(propose, database)}


def propose(database: Database, writer: Writer, clock: Clock, task: Task) -> Done:
    """Look for the best set of the round `task.subject_id` under the wishes `task.asked`.

    What came of it is as `queries.best_sets` reads it. Raises Forbidden and NotFound.
    """
    if task.subject_id is None:
        raise NotFound()
    scope, asked = scope_of(writer, clock, task.actor), task.asked
    with database.read() as db:
        own = round_of(db, scope, task.subject_id)
        ranking = ranked(candidates(db, scope, own, clock.now()), asked["weights"])
        reach = reach_of(db, scope, own)
    found = best_set(list(map(candidate, ranking.to_dict("records"))), wishes_of(ranking, asked))
    return Done(len(found.chosen), told(found) | {"reach": reach})


def reach_of(db: Connection, scope: Scope, own: Round) -> list[list[Any]]:
    """What of the organisation of a round and its predecessors it was looked for in, as `queries.dossiers.reaches`
    reads it."""
    line = line_of(organisations(db, scope), own.organisation_id)
    return [one.told() for one in scope.of(line).reaches]


def candidate(row: Mapping[Any, Any]) -> Candidate:
    """A row of `queries.ranking.ranked` as what can be chosen: its points, and its cost rounded up to whole euro."""
    cost, area = row[Criterion.COST], row["area_code"]
    return Candidate(
        str(row["subject_id"]),
        round(row["score"] * POINTS),
        None if pd.isna(cost) else max(0, math.ceil(cost)),
        None if pd.isna(area) else str(area),
    )


def wishes_of(ranking: pd.DataFrame, asked: Mapping[str, Any]) -> Wishes:
    """What was asked, for these candidates.

    A choice that was made stays whatever was asked, and so does one that is public; what a draft says, where it was
    asked so.
    """
    areas = sorted({str(code) for code in ranking["area_code"].dropna()})
    said = _said(ranking, drafts=bool(asked["said"]))
    must = frozenset(key for key, outcome in said.items() if outcome == SELECTED)
    return Wishes(
        budget=asked["budget"],
        most=asked["most"],
        least_in=dict.fromkeys(areas, asked["least"]) if asked["least"] else {},
        most_per_area=asked["most_per_area"],
        must=must,
        must_not=frozenset(said) - must,
    )


def _said(ranking: pd.DataFrame, *, drafts: bool) -> dict[str, str]:
    """The outcome of each place of which one stands, by key."""
    decided = ranking["made"].astype(bool) | ranking["choice_published"].astype(bool)
    outcome = ranking["choice_outcome"].where(decided)
    if drafts:
        outcome = outcome.where(decided, ranking["draft_outcome"])
    known = outcome.notna()
    return dict(zip(ranking.loc[known, "subject_id"].map(str), outcome[known].map(str), strict=True))


def told(found: BestSet) -> dict[str, Any]:
    """The answer as JSON: numbers and codes, as `BestSet` has them; of reasons only what is not empty."""
    whole = asdict(found)
    return whole | {"reasons": [_lean(reason) for reason in found.reasons]}


def _lean(reason: Reason) -> dict[str, Any]:
    known = asdict(reason)
    return {name: value for name, value in known.items() if value is not None and name != "area"}

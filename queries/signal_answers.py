"""What is done about signals, for who may see the series that they are of.

An answer tells the numbers of all that its taker could see. So only who reaches all of that reads it.
"""

import json
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, false, select

from config.topics import Topic
from queries.db import fetch
from queries.dossiers import reached
from queries.filters import Scope
from queries.tables import signal_answer

SHOWN_FOR = timedelta(days=365)
"""How long after its result an answer is still listed."""
_SERIES = ["topic", "dimension", "member", "narrowed", "reach"]
_LISTED = (
    *("organisation_id", "answer_id", "topic", "dimension", "member", "narrowed", "reach", "week", "last_week"),
    *("sentence", "numbers", "answer", "reason", "owner_id", "owner_role", "due_on", "taken_at", "taken_by"),
    *("taken_role", "result", "result_on", "change_no"),
)


def signal_answers(db: Connection, scope: Scope, day: date, topic: Topic = Topic.MELDING) -> pd.DataFrame:
    """The signals of a topic that were taken up: first what is open, most urgent first, then what has a result or needs
    none, latest first; until a year after that.

    Columns: those of the table but `reach`, series (`series_key`), open (a result is
    waited for), late (it should have been there before `day`).
    """
    own = signal_answer.c
    rows = fetch(db, select(*(own[name] for name in _LISTED)).where(*_of(scope, topic)))
    keys = [series_key(*parts) for parts in rows[_SERIES].itertuples(index=False, name=None)]
    found = reached(scope, rows.assign(series=pd.Series(keys, rows.index, dtype=object)))
    open_ones = found["result"].isna() & found["due_on"].notna()
    late = pd.Series([due is not None and due < day for due in found["due_on"]], found.index, dtype=bool) & open_ones
    ended = found["result_on"].where(found["result_on"].notna(), found["taken_at"].map(lambda at: at.date()))
    recent = pd.Series([one >= day - SHOWN_FOR for one in ended], found.index, dtype=bool)
    told = found.assign(open=open_ones, late=late, ended=ended)[open_ones | recent]
    waiting = told[told["open"]].sort_values(["due_on", "answer_id"])
    over = told[~told["open"]].sort_values(["ended", "answer_id"], ascending=False)
    return pd.concat([waiting, over], ignore_index=True).drop(columns="ended")


def series_key(topic: str, dimension: str, member: str, narrowed: str, reach: list[Any]) -> str:
    """One text for a series: what it is of, and of whom."""
    return json.dumps([str(topic), str(dimension), member, narrowed, reach])


def _of(scope: Scope, topic: Topic) -> list[ColumnElement[bool]]:
    own = signal_answer.c
    hidden = [] if topic is Topic.MELDING or scope.embargoed else [false()]
    return [own.organisation_id.in_(scope.organisation_ids), own.topic == str(topic), *hidden]

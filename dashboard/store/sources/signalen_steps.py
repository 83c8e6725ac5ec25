"""What the rows of Signalen about one melding mean: its steps, changes of category, service and place, its evaluations.

Pure functions: rows in the order in which they were made, in; events without their melding, out.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from config.kinds import EventKind, outcome_codes
from dashboard.store.sources.dates import NAT
from dashboard.store.sources.mapping import OPEN
from dashboard.store.staging import STAGED

REOPEN_ASKED, SPLIT = "reopen requested", "s"
_CITIZEN, _SERVICE = "citizen", "service"


@dataclass(frozen=True)
class Told:
    """An event of a melding: `key` is its name within it, `more` are columns of STAGED."""

    key: str
    kind: EventKind
    at: np.datetime64
    line: int
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A row about a melding: its number, moment and line, and what it tells by name."""

    number: str
    at: np.datetime64
    line: int
    told: dict[str, Any]


def status_steps(rows: Sequence[Row], meanings: Mapping[str, str]) -> list[Told]:
    """Steps from states (`told["state"]`). What follows a closing reopens, by the citizen when one asked for it."""
    found: list[Told] = []
    closed = asked = False
    for row in rows:
        state = row.told["state"]
        kind = meanings[state]
        if state == REOPEN_ASKED:
            asked = True
        elif kind in outcome_codes():
            found.append(_status(row, kind))
            closed, asked = True, False
        elif closed and state != SPLIT:
            found.append(_status(row, EventKind.REOPENED, actor_role=_CITIZEN if asked else _SERVICE))
            closed = asked = False
        elif kind not in (OPEN, EventKind.REOPENED):
            found.append(_status(row, kind))
    return found


def _status(row: Row, kind: str, **more: Any) -> Told:
    return Told(f"status-{row.number}", EventKind(kind), row.at, row.line, more)


def split_closing(parts: Sequence[Sequence[Told]]) -> Told | None:
    """A split melding closes with the last of its parts, in the same way; None while one of them is open."""
    last = [_last_turn(steps) for steps in parts]
    if not last or not all(step and step.kind in outcome_codes() for step in last):
        return None
    closing = max((step for step in last if step), key=lambda step: step.at)
    return Told("parts", closing.kind, closing.at, closing.line)


def _last_turn(steps: Sequence[Told]) -> Told | None:
    return steps[-1] if steps else None


def category_steps(rows: Sequence[Row], *, routed: bool) -> Iterator[Told]:
    """Changes after the first category: of the category, of the promised date, and of the service unless `routed`."""
    for before, row in pairwise(rows):
        changed = {name for name, value in row.told.items() if value != before.told[name]}
        if "category" in changed:
            yield _change("category", EventKind.RECLASSIFIED, row, "category")
        if "deadline" in changed and not np.isnat(row.told["deadline"]):
            yield _change("deadline", EventKind.DEADLINE_SET, row, "deadline")
        if "service" in changed and row.told["service"] and not routed:
            yield _change("service", EventKind.FORWARDED, row, "service")


def routing_steps(rows: Sequence[Row], steps: Sequence[Told]) -> Iterator[Told]:
    """The first is the system's own assignment, unless handling had begun; what differs later was forwarded."""
    begun = min((step.at for step in steps), default=None)
    before = None
    for number, row in enumerate(rows):
        if number == 0 and (begun is None or row.at <= begun):
            extra = {"extra": {"by": "system"}}
            yield Told(f"routing-{row.number}", EventKind.ASSIGNED, row.at, row.line, row.told | extra)
        elif row.told["service"] and row.told["service"] != before:
            yield _change("routing", EventKind.FORWARDED, row, "service")
        before = row.told["service"]


def place_steps(rows: Sequence[Row]) -> Iterator[Told]:
    """Another place after the first; one that cannot be used changes nothing."""
    before = rows[0].told if rows else {}
    for row in rows[1:]:
        if row.told != before and row.told["lon"] is not None:
            yield _change("place", EventKind.RELOCATED, row, "lon", "lat", "area")
            before = row.told


def evaluation_steps(rows: Sequence[Row]) -> Iterator[Told]:
    """Answers of citizens. The set only has what was answered, so it does not tell how many were asked."""
    for row in rows:
        extra = {"ref": row.number} | ({"resolved": row.told["resolved"]} if row.told["resolved"] is not None else {})
        yield Told(f"evaluation-{row.number}", EventKind.EVALUATED, row.at, row.line, {"extra": extra})


def _change(name: str, kind: EventKind, row: Row, *columns: str) -> Told:
    return Told(f"{name}-{row.number}", kind, row.at, row.line, {column: row.told[column] for column in columns})


def staged_steps(steps: Iterable[tuple[str, Told]]) -> pd.DataFrame:
    """Events with the columns STAGED, typed as those of signals.csv."""
    rows = [
        {
            "row_no": step.line,
            "source_key": key,
            "event_key": f"{key}/{step.key}",
            "kind": step.kind.value,
            "occurred_at": step.at,
            "inferred": False,
            **step.more,
        }
        for key, step in steps
    ]
    made = pd.DataFrame(rows, columns=STAGED, dtype=object)
    for name in ("occurred_at", "deadline"):
        instants = np.array([NAT if pd.isna(value) else value for value in made[name]], dtype="datetime64[s]")
        made[name] = pd.DatetimeIndex(instants).tz_localize("UTC")
    made["extra"] = [json.dumps(value, sort_keys=True) if isinstance(value, dict) else None for value in made["extra"]]
    return made.astype({"row_no": np.int64, "lon": float, "lat": float, "inferred": bool})

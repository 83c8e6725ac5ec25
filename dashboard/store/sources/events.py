"""From accepted rows to staged events: one beginning a row, and a dated step each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from config.kinds import EventKind
from config.topics import Topic
from dashboard.store.sources.names import slug
from dashboard.store.staging import DIMENSIONS, OPTIONAL, STAGED

_OBJECTS = (*DIMENSIONS, "melding_kind", "number", "title", "actor_role", "extra")
Columns = Mapping[str, np.ndarray]
"""Columns of some events, by their names in STAGED; all of one length, what is left out is missing."""


@dataclass
class Step:
    """A dated step of some rows: `at` is NaT where it did not happen, `kind` one kind or one a row.

    `extra` holds the details: the same for all, or JSON texts (None: none), one a row. `dated`: its source tells when.
    """

    suffix: str
    kind: str | np.ndarray
    at: np.ndarray
    actor_role: str | None = None
    partner: str | None = None
    extra: dict[str, str] | np.ndarray = field(default_factory=dict)
    dated: bool = True

    def of(self, rows: np.ndarray) -> "Step":
        """The same step of some of the rows."""
        told = {name: getattr(self, name) for name in ("kind", "extra")}
        some = {name: value[rows] for name, value in told.items() if isinstance(value, np.ndarray)}
        return replace(self, at=self.at[rows], **some)


@dataclass
class Accepted:
    """The rows that are loaded; all arrays have one value a row, instants are UTC `datetime64[s]`."""

    line: np.ndarray
    key: np.ndarray
    received: np.ndarray
    deadline: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    texts: dict[str, np.ndarray]
    """Codes and texts of `submitted`: service, category, area, channel, melding_kind, number, title."""


def _utc(instants: np.ndarray) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(instants).tz_localize("UTC")


def event_keys(keys: np.ndarray, suffix: str) -> np.ndarray:
    """The key of an event of each subject: that of the subject and a name within it."""
    return np.array([f"{key}/{suffix}" for key in keys.tolist()], dtype=object)


def submitted(rows: Accepted) -> dict[str, np.ndarray]:
    """The columns of the events of receipt."""
    return {
        "row_no": rows.line,
        "source_key": rows.key,
        "event_key": event_keys(rows.key, "submitted"),
        "kind": np.full(len(rows.key), EventKind.SUBMITTED.value, dtype=object),
        "occurred_at": rows.received,
        "lon": rows.lon,
        "lat": rows.lat,
        "deadline": rows.deadline,
        "actor_role": np.full(len(rows.key), "citizen", dtype=object),
        **rows.texts,
    }


def step_events(line: np.ndarray, key: np.ndarray, step: Step) -> dict[str, np.ndarray]:
    """The columns of the events of one step, of rows with these lines and keys."""
    took = ~np.isnat(step.at)
    size = int(took.sum())
    told = {
        "kind": step.kind if isinstance(step.kind, np.ndarray) else str(step.kind),
        "actor_role": step.actor_role,
        "partner": slug(step.partner) if step.partner else None,
        "extra": step.extra if isinstance(step.extra, np.ndarray) else _json(step.extra),
    }
    each = {name: value[took] for name, value in told.items() if isinstance(value, np.ndarray)}
    same = {name: np.full(size, value, dtype=object) for name, value in told.items() if isinstance(value, str)}
    return {
        "row_no": line[took],
        "source_key": key[took],
        "event_key": event_keys(key[took], step.suffix),
        "occurred_at": step.at[took],
        "undated": np.full(size, not step.dated),
        **each,
        **same,
    }


def _json(details: Mapping[str, str]) -> str | None:
    return json.dumps(details, sort_keys=True) if details else None


def _joined(parts: Sequence[Columns], name: str, missing: Any, dtype: Any) -> np.ndarray:
    columns = [part.get(name, np.full(len(part["row_no"]), missing, dtype=dtype)) for part in parts]
    return np.concatenate(columns)


def staged(rows: Accepted, steps: list[Step]) -> pd.DataFrame:
    """All events of the rows, with the columns STAGED. They are inferred: the file tells a state and dates."""
    return joined([submitted(rows), *(step_events(rows.line, rows.key, step) for step in steps)])


def joined(parts: Sequence[Columns], topic: Topic | None = None, *, inferred: bool = True) -> pd.DataFrame:
    """Events with the columns STAGED; with a topic also those of a batch of that topic. `inferred`: all of them, or
    only those that their source gives no date."""
    nat = np.datetime64("NaT", "s")
    columns: dict[str, Any] = {
        "row_no": _joined(parts, "row_no", 0, np.int64),
        "occurred_at": _utc(_joined(parts, "occurred_at", nat, "datetime64[s]")),
        "deadline": _utc(_joined(parts, "deadline", nat, "datetime64[s]")),
        "lon": _joined(parts, "lon", np.nan, float),
        "lat": _joined(parts, "lat", np.nan, float),
    }
    for name in ("source_key", "event_key", "kind", *_OBJECTS):
        columns[name] = pd.Series(_joined(parts, name, None, object), dtype=object)
    columns["inferred"] = _joined(parts, "undated", False, bool) | inferred
    if topic is None:
        return pd.DataFrame(columns)[STAGED]
    columns["topic"] = np.full(len(columns["row_no"]), str(topic), dtype=object)
    return pd.DataFrame(columns)[[*STAGED, *(name for name in OPTIONAL if name in columns)]]  # the loader places them


def nothing() -> pd.DataFrame:
    """No events."""
    none = np.empty(0)
    none_at = none.astype("datetime64[s]")
    rows = Accepted(none.astype(np.int64), none.astype(object), none_at, none_at, none, none, {})
    return staged(rows, [])

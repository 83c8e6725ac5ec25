"""From accepted rows to staged events: one `submitted` a row, a dated step each, and the closing."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from config.kinds import EventKind
from dashboard.store.sources.names import slug
from dashboard.store.staging import DIMENSIONS, STAGED

_OBJECTS = (*DIMENSIONS, "melding_kind", "number", "title", "actor_role", "extra")


@dataclass
class Step:
    """A dated step of some rows: `at` is NaT where it did not happen, `kind` one kind or one a row."""

    suffix: str
    kind: EventKind | np.ndarray
    at: np.ndarray
    actor_role: str | None = None
    partner: str | None = None
    extra: dict[str, str] = field(default_factory=dict)

    def of(self, rows: np.ndarray) -> "Step":
        """The same step of some of the rows."""
        return replace(self, at=self.at[rows], kind=self.kind[rows] if isinstance(self.kind, np.ndarray) else self.kind)


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


def _keys(keys: np.ndarray, suffix: str) -> np.ndarray:
    return np.array([f"{key}/{suffix}" for key in keys.tolist()], dtype=object)


def submitted(rows: Accepted) -> dict[str, np.ndarray]:
    """The columns of the events of receipt."""
    return {
        "row_no": rows.line,
        "source_key": rows.key,
        "event_key": _keys(rows.key, "submitted"),
        "kind": np.full(len(rows.key), EventKind.SUBMITTED.value, dtype=object),
        "occurred_at": rows.received,
        "lon": rows.lon,
        "lat": rows.lat,
        "deadline": rows.deadline,
        "actor_role": np.full(len(rows.key), "citizen", dtype=object),
        **rows.texts,
    }


def step_events(rows: Accepted, step: Step) -> dict[str, np.ndarray]:
    """The columns of the events of one step."""
    took = ~np.isnat(step.at)
    size = int(took.sum())
    kinds = step.kind[took] if isinstance(step.kind, np.ndarray) else np.full(size, step.kind.value, dtype=object)
    same = {
        "actor_role": step.actor_role,
        "partner": slug(step.partner) if step.partner else None,
        "extra": json.dumps(step.extra, sort_keys=True) if step.extra else None,
    }
    return {
        "row_no": rows.line[took],
        "source_key": rows.key[took],
        "event_key": _keys(rows.key[took], step.suffix),
        "kind": kinds,
        "occurred_at": step.at[took],
        **{name: np.full(size, value, dtype=object) for name, value in same.items() if value is not None},
    }


def _joined(parts: list[dict[str, np.ndarray]], name: str, missing: Any, dtype: Any) -> np.ndarray:
    columns = [part.get(name, np.full(len(part["row_no"]), missing, dtype=dtype)) for part in parts]
    return np.concatenate(columns)


def staged(rows: Accepted, steps: list[Step]) -> pd.DataFrame:
    """All events of the rows, with the columns STAGED. They are inferred: the file tells a state and dates."""
    parts = [submitted(rows), *(step_events(rows, step) for step in steps)]
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
    columns["inferred"] = np.ones(len(columns["row_no"]), dtype=bool)
    return pd.DataFrame(columns)[STAGED]


def nothing() -> pd.DataFrame:
    """No events."""
    none = np.empty(0)
    none_at = none.astype("datetime64[s]")
    rows = Accepted(none.astype(np.int64), none.astype(object), none_at, none_at, none, none, {})
    return staged(rows, [])

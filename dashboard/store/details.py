"""The details of staged events beside meldingen, checked row by row before they are sent to the database."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

import pandas as pd

from config.errors import ImportRefused
from config.language import N_
from config.payload_rules import Problem, is_pseudonym, problem
from config.topics import PUBLICATIONS, Topic

NAMED = N_("Line {line}: a participant is known by a pseudonym, never by a name. Nothing was changed.")
UNREADABLE = N_("Line {line}: an event with details that are not named. Nothing was changed.")
TOO_SOON = N_("Line {line}: a publication that is still to come; tell it once it has happened. Nothing was changed.")
_COLUMNS = (
    "number",
    "title",
    "category",
    "area",
    "channel",
    "partner",
    "lon",
    "lat",
    "deadline",
    "melding_kind",
    "theme",
)


def check_details(events: pd.DataFrame, now: datetime) -> None:
    """Refuse details that the kind does not have, lacks or cannot read, and what would be public too soon.

    `events`: as in `Batch`. Rows of meldingen are left to their importers. Raises ImportRefused.
    """
    if "topic" not in events or events["topic"].isna().all():
        return
    beside = events[events["topic"].notna() & (events["topic"] != Topic.MELDING)]
    early = beside[beside["kind"].isin(PUBLICATIONS) & (beside["occurred_at"] > now)]
    if len(early):
        raise ImportRefused(TOO_SOON, line=int(early["row_no"].iloc[0]))
    for line, key, topic, kind, extra, columns in _rows(beside):
        if topic == Topic.PARTICIPANT and not is_pseudonym(key):
            raise ImportRefused(NAMED, line=line)
        if (found := _fault(kind, extra, columns)) is not None:
            raise ImportRefused(found.sentence, line=line, **found.params)


def _rows(events: pd.DataFrame) -> Iterator[tuple[int, str, str, str, Any, tuple[str, ...]]]:
    """(line, source key, topic, kind, details as JSON, names of the columns that are told) of each row."""
    told = {name: events[name].notna().tolist() for name in _COLUMNS if name in events and events[name].notna().any()}
    names = ("row_no", "source_key", "topic", "kind", "extra")
    for place, row in enumerate(zip(*(events[name].tolist() for name in names), strict=True)):
        yield *row, tuple(name for name, there in told.items() if there[place])


@lru_cache(maxsize=4_096)
def _fault(kind: str, extra: Any, columns: tuple[str, ...]) -> Problem | None:
    """What is wrong with the details; most events of a list tell the same few things."""
    try:
        details = json.loads(extra) if isinstance(extra, str) and extra else {}
    except ValueError:
        return Problem(UNREADABLE, {})
    return problem(kind, details, columns) if isinstance(details, dict) else Problem(UNREADABLE, {})

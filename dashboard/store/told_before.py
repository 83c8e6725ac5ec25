"""What a source told before of its proposals that only holds at the moment of a reading: running totals, and states
without a date.

A list of proposals tells how things stand when it is made. Compared with what was read before, a total that did not
change adds nothing, and a state counts from the first list that told it. A list that tells only the day of submission
does not take back the hour that an earlier one told. A photo that it names but does not bring is the one told before.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, text

from config.errors import ImportRefused
from config.language import N_
from config.topics import ProposalEvent, Topic
from config.vocabularies import proposal_stages

_LATE = N_(
    "This list was made on {made} (UTC), but one of {last} was read before it. Import the lists of a source in the "
    "order in which they were made: first take out what was made later, with runs void, or leave this list out."
)
STATE, PHOTO = "state", "photo"
"""Events of states without a date are named `<key of the proposal>/state-<n>`, n from 1 in the order of reading; those
of photos `<key of the proposal>/photo-<digits of its file>`."""


@dataclass(frozen=True)
class Read:
    """A state as it was first read: its number, stage, instant (UTC), and details as JSON text (None: none)."""

    number: int
    code: str
    at: np.datetime64
    extra: str | None


@dataclass(frozen=True)
class Before:
    """By key of the proposal: when it was submitted, the running total last read (None: votes were cast since),
    states in their order, and the keys in `blob` of photos by the name of their event within the proposal."""

    submitted: Mapping[str, np.datetime64] = field(default_factory=dict)
    totals: Mapping[str, int | None] = field(default_factory=dict)
    states: Mapping[str, tuple[Read, ...]] = field(default_factory=dict)
    photos: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


NOTHING = Before()
_LIVE = """
FROM event e JOIN subject k USING (organisation_id, subject_id) JOIN organisation o USING (organisation_id)
JOIN source s ON s.organisation_id = e.organisation_id AND s.source_id = e.source_id
WHERE o.code = :organisation AND s.code = :source AND k.topic = :topic
AND NOT EXISTS (SELECT FROM event v WHERE v.voids_seq IS NOT NULL AND v.organisation_id = e.organisation_id
                AND v.subject_id = e.subject_id AND v.voids_seq = e.seq)
"""
_UNTIL = f"{_LIVE} AND e.occurred_at <= :until"
_SUBMITTED = f"SELECT k.source_key, e.occurred_at AT TIME ZONE 'UTC' AS at {_UNTIL} AND e.kind = :submitted"
_TOTALS = f"""
SELECT DISTINCT ON (e.subject_id) k.source_key, (e.payload ->> 'total')::int AS total {_UNTIL}
AND e.kind = ANY(:kinds) ORDER BY e.subject_id, e.occurred_at DESC, e.seq DESC
"""
_STATES = f"""
SELECT k.source_key, e.kind, e.payload ->> 'outcome' AS outcome, e.occurred_at AT TIME ZONE 'UTC' AS at,
       nullif(e.payload, '{{}}')::text AS extra,
       substr(e.source_event_key, length(k.source_key) + {len(STATE) + 3}) AS number {_UNTIL}
AND left(e.source_event_key, length(k.source_key) + {len(STATE) + 2}) = k.source_key || '/{STATE}-'
"""
_PHOTOS = f"""
SELECT k.source_key, substr(e.source_event_key, length(k.source_key) + 2) AS name, e.payload ->> 'photo' AS photo
{_LIVE} AND e.kind = :added
AND left(e.source_event_key, length(k.source_key) + {len(PHOTO) + 2}) = k.source_key || '/{PHOTO}-'
"""


def told_before(connection: Connection, organisation: str, source: str, until: datetime) -> Before:
    """What the source (by code) of an organisation (by code) told of proposals up to an instant, and of photos ever."""
    values = {"organisation": organisation, "source": source, "topic": str(Topic.PROPOSAL), "until": until}
    kinds = [str(kind) for kind in (ProposalEvent.VOTES_COUNTED, ProposalEvent.VOTES_CAST)]
    submitted = connection.execute(text(_SUBMITTED), values | {"submitted": str(ProposalEvent.SUBMITTED)})
    totals = connection.execute(text(_TOTALS), values | {"kinds": kinds})
    return Before(
        {row.source_key: np.datetime64(row.at, "s") for row in submitted},
        {row.source_key: row.total for row in totals},
        _states(connection, values),
        _photos(connection, values),
    )


_LATER = """
SELECT max(CAST(report ->> 'made' AS timestamptz)) AT TIME ZONE 'UTC' FROM import_run
WHERE organisation_id = :organisation AND source_id = :source AND state = 'merged'
AND CAST(report ->> 'made' AS timestamptz) > :made
"""


def refuse_older(connection: Connection, organisation_id: int, source_id: int, made: datetime) -> None:
    """Refuse a list made before another of its source that was read: what stayed the same since is told nowhere, so
    that the older one would undo it. Raises ImportRefused."""
    values = {"organisation": organisation_id, "source": source_id, "made": made}
    last = connection.scalar(text(_LATER), values)
    if last is not None:
        raise ImportRefused(_LATE, made=f"{made.astimezone(UTC):%Y-%m-%d %H:%M}", last=f"{last:%Y-%m-%d %H:%M}")


def _states(connection: Connection, values: Mapping[str, Any]) -> dict[str, tuple[Read, ...]]:
    codes = {str(stage.event): code for code, stage in proposal_stages().items()}
    found: defaultdict[str, list[Read]] = defaultdict(list)
    for row in connection.execute(text(_STATES), values):
        if row.number.isdigit():  # what else stands behind it follows from the state
            code = row.outcome or codes[row.kind]
            found[row.source_key].append(Read(int(row.number), code, np.datetime64(row.at, "s"), row.extra))
    return {key: tuple(sorted(reads, key=lambda read: read.number)) for key, reads in found.items()}


def _photos(connection: Connection, values: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Of any moment: a list does not tell when a photo came."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in connection.execute(text(_PHOTOS), values | {"added": str(ProposalEvent.PHOTO_ADDED)}):
        found[row.source_key][row.name] = row.photo
    return dict(found)

"""Activities with citizens, entered and corrected here: a working group, a walk, a planting day.

What was told stays as an event. A correction voids what no longer holds and tells it as it should be; what a source
told of theme and place is told along.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, text

from config.clock import Clock, local_day, to_utc
from config.errors import InvalidInput, NotFound
from config.ids import new_id
from config.language import N_, day
from config.payload_rules import problem
from config.plain import has_control
from config.topics import OWN_SOURCE, Topic
from config.topics import ActivityEvent as Kind
from config.vocabularies import Vocabulary, vocabularies
from dashboard.store.actions import audit
from dashboard.store.actions.subject_turn import APPEND, Acting
from dashboard.store.actions.writing import Writing
from dashboard.store.organisations import ensure_source
from dashboard.store.project import project
from dashboard.store.turns import wait_for_subjects
from queries.tables import activity, organisation, subject

SOURCE_NAME = "Helikopterview"
LONGEST_TITLE, LONGEST_TEXT = 120, 4_000
MOST_PEOPLE, MOST_NUMBER = 100_000, 9_999
PAST, AHEAD = timedelta(days=10 * 366), timedelta(days=3 * 366)
"""So far from today an activity lies at most."""
PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
_TITLE = N_("Give it a title of at most {n} characters, with a letter or digit in it.")
_FAR = N_("Choose a day from {first} to {last}.")
_TO_COME = N_("This day has not come yet: it can only be planned.")
_PASSED = N_("This day has passed: say whether it was held or cancelled.")
_NOT_HELD = N_("This belongs to an activity that was held.")
_PEOPLE = N_("A number of people lies between 0 and {n}.")
_NUMBER = N_("A sequence number lies between 1 and {n}.")
_LONG = N_("At most {n} characters, and no characters that no text has.")
_TWICE = N_("There is an activity of this kind with this number on this day already: choose it in the list.")
_MOVED = N_("Somebody else changed this activity meanwhile. Nothing was changed; look once more.")
_SAME = N_("Nothing is different from what was told before.")
Problems = dict[str, tuple[str, dict[str, Any]]]
"""What is wrong, by field: a msgid and its parameters."""


@dataclass(frozen=True)
class NewActivity:
    """An activity as it should be. `guide` is a role, never a person; empty texts and None: not told."""

    activity_kind: str
    phase: str
    title: str
    on_day: date
    state: str
    sequence_no: int | None = None
    guide: str = ""
    venue: str = ""
    invited: int | None = None
    attended: int | None = None
    report: str = ""
    next_steps: str = ""

    def problems(self, today: date) -> Problems:
        """What cannot be, by field; nothing when all is well."""
        found: Problems = {}
        if len(self.title) > LONGEST_TITLE or has_control(self.title) or not any(map(str.isalnum, self.title)):
            found["title"] = _TITLE, {"n": LONGEST_TITLE}
        if self.sequence_no is not None and not 1 <= self.sequence_no <= MOST_NUMBER:
            found["sequence_no"] = _NUMBER, {"n": MOST_NUMBER}
        return found | self._wrong_day(today) | self._wrong_course()

    def _wrong_day(self, today: date) -> Problems:
        first, last = today - PAST, today + AHEAD
        if not first <= self.on_day <= last:
            return {"on_day": (_FAR, {"first": day(first), "last": day(last)})}
        if self.state == HELD and self.on_day > today:
            return {"on_day": (_TO_COME, {})}
        return {"on_day": (_PASSED, {})} if self.state == PLANNED and self.on_day < today else {}

    def _wrong_course(self) -> Problems:
        """What is told of how it went."""
        found: Problems = {}
        for name in ("invited", "attended"):
            if not 0 <= (getattr(self, name) or 0) <= MOST_PEOPLE:
                found[name] = _PEOPLE, {"n": MOST_PEOPLE}
        for name in ("report", "next_steps"):
            words = getattr(self, name)
            if len(words) > LONGEST_TEXT or any(map(has_control, words.splitlines())):
                found[name] = _LONG, {"n": LONGEST_TEXT}
        told = [name for name in _HELD if self.state != HELD and getattr(self, name) not in (None, "")]
        return found | {name: (_NOT_HELD, {}) for name in told}

    def plan(self) -> dict[str, Any]:
        """What the event of its planning tells."""
        told = {name: getattr(self, name) for name in _PLANNED} | {"planned_on": self.on_day.isoformat()}
        return {name: value for name, value in told.items() if value not in (None, "")}

    def course(self) -> dict[str, Any]:
        """What the event of its being held tells."""
        told = {name: getattr(self, name) for name in _HELD}
        return {name: value for name, value in told.items() if value not in (None, "")}


_PLANNED = ("activity_kind", "phase", "title", "sequence_no", "guide", "venue")
_HELD = ("invited", "attended", "report", "next_steps")


@dataclass(frozen=True)
class _Event:
    """What stands, or should: `seq` is None for what is not told yet."""

    kind: Kind
    at: datetime
    payload: Mapping[str, Any]
    service_id: int | None = None
    seq: int | None = None

    def is_told_by(self, other: "_Event") -> bool:
        return (self.kind, self.at, self.payload) == (other.kind, other.at, other.payload)


def tell_activity(*, writer: Writing, clock: Clock, by: Acting, new: NewActivity) -> UUID:
    """Enter an activity; returns its id. Raises InvalidInput."""
    now, activity_id = clock.now(), new_id(clock)
    with writer.transaction() as connection:
        zone = _checked(connection, by, new, now)
        source_id = ensure_source(connection, by.organisation_id, OWN_SOURCE, SOURCE_NAME)
        names = {"organisation_id": by.organisation_id, "subject_id": activity_id, "topic": Topic.ACTIVITY}
        connection.execute(subject.insert().values(**names, source_id=source_id, source_key=str(activity_id)))
        wait_for_subjects(connection, by.organisation_id, [activity_id])
        _check_once(connection, by, new, None)
        _write(connection, by, activity_id, now, _wanted(new, now, zone, []), [], last=0)
        _record(connection, clock, by, activity_id, new, action="activity_told")
    return activity_id


def correct_activity(
    *, writer: Writing, clock: Clock, by: Acting, activity_id: UUID, seq: int, new: NewActivity
) -> None:
    """Tell an activity as it should be, over what was seen (`seq`, of its last event).

    Raises InvalidInput, also when somebody changed it meanwhile, and NotFound for one of another's.
    """
    now = clock.now()
    with writer.transaction() as connection:
        zone = _checked(connection, by, new, now)
        wait_for_subjects(connection, by.organisation_id, [activity_id])
        last = _last(connection, by, activity_id)
        if last != seq:
            raise InvalidInput(_MOVED)
        _check_once(connection, by, new, activity_id)
        standing = _standing(connection, by, activity_id)
        wanted = _wanted(new, now, zone, standing)
        if len(wanted) == len(standing) and all(any(one.is_told_by(told) for told in standing) for one in wanted):
            raise InvalidInput(_SAME)
        _write(connection, by, activity_id, now, wanted, standing, last=last)
        _record(connection, clock, by, activity_id, new, action="activity_corrected")


def _checked(connection: Connection, by: Acting, new: NewActivity, now: datetime) -> str:
    """The time zone there. Raises InvalidInput for an activity that cannot be."""
    own = organisation.c
    zone = connection.scalar(select(own.time_zone).where(own.organisation_id == by.organisation_id))
    if zone is None:
        raise NotFound()
    for sentence, params in new.problems(local_day(now, zone)).values():
        raise InvalidInput(sentence, **params)
    known = vocabularies()[Vocabulary.ACTIVITY_STATE]
    columns = ["title"] if "title" in new.plan() else []
    told = {name: value for name, value in new.plan().items() if name != "title"}
    if new.state not in known or problem(Kind.PLANNED, told, columns) or problem(Kind.HELD, new.course()):
        raise InvalidInput()
    return str(zone)


def _check_once(connection: Connection, by: Acting, new: NewActivity, activity_id: UUID | None) -> None:
    """Raise InvalidInput where the same kind with the same number on the same day is known."""
    if new.sequence_no is None:
        return
    names = {"o": by.organisation_id, "kind": new.activity_kind, "no": new.sequence_no, "day": new.on_day}
    if connection.scalar(text(_SAME_ONE), names | {"s": activity_id}):
        raise InvalidInput(_TWICE)


_SAME_ONE = """
SELECT EXISTS (
    SELECT FROM activity WHERE organisation_id = :o AND activity_kind = :kind AND sequence_no = :no
    AND coalesce(held_day, planned_on) = :day AND subject_id IS DISTINCT FROM CAST(:s AS uuid))
"""


def _last(connection: Connection, by: Acting, activity_id: UUID) -> int:
    """The last event of an activity. Raises NotFound for one that there is not, or of another's service."""
    own = activity.c
    this = own.organisation_id == by.organisation_id, own.subject_id == activity_id
    row = connection.execute(select(own.service_id).where(*this)).first()
    if row is None or not by.reaches(row.service_id):
        raise NotFound()
    names = {"o": by.organisation_id, "s": activity_id}
    found = "SELECT max(seq) FROM event WHERE organisation_id = :o AND subject_id = :s"
    return int(connection.scalar(text(found), names) or 0)


_STANDING = f"""
SELECT e.seq, e.kind, e.occurred_at, e.payload, e.service_id FROM event e
WHERE e.organisation_id = :o AND e.subject_id = :s AND e.kind IN ('{Kind.PLANNED}', '{Kind.HELD}', '{Kind.CANCELLED}')
AND NOT EXISTS (SELECT FROM event v WHERE v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id
                AND v.voids_seq = e.seq)
ORDER BY e.occurred_at, e.seq
"""


def _standing(connection: Connection, by: Acting, activity_id: UUID) -> list[_Event]:
    """What was told of plan and course and still holds, in order."""
    rows: list[Row[Any]] = [*connection.execute(text(_STANDING), {"o": by.organisation_id, "s": activity_id})]
    return [_Event(Kind(row.kind), row.occurred_at, row.payload, row.service_id, row.seq) for row in rows]


def _wanted(new: NewActivity, now: datetime, zone: str, standing: list[_Event]) -> list[_Event]:
    """The events that tell an activity as it should be: its planning first, never after what came of it."""
    plans = [one for one in standing if one.kind is Kind.PLANNED]
    kept: dict[str, Any] = {}
    for one in plans:
        kept |= one.payload
    beside = {name: value for name, value in kept.items() if name not in (*_PLANNED, "planned_on")}
    service_id = next((one.service_id for one in reversed(plans) if one.service_id), None)
    came = _came(new, now, zone, standing)
    begun = min([one.at for one in plans] or [now])
    plan = _Event(Kind.PLANNED, min([begun, *(one.at for one in came)]), beside | new.plan(), service_id)
    return [plan, *came]


def _came(new: NewActivity, now: datetime, zone: str, standing: list[_Event]) -> list[_Event]:
    """What came of it: it was held on its day, or called off; what was told of that on the same day keeps its hour."""
    if new.state == PLANNED:
        return []
    kind = Kind.HELD if new.state == HELD else Kind.CANCELLED
    before = next((one for one in reversed(standing) if one.kind is kind), None)
    if kind is Kind.CANCELLED:
        return [before or _Event(kind, now, {})]
    same_day = before is not None and local_day(before.at, zone) == new.on_day
    noon = to_utc(datetime.combine(new.on_day, time(12)), zone).instant
    at = before.at if before is not None and same_day else min(noon, now)
    return [_Event(kind, at, new.course())]


def _write(
    connection: Connection,
    by: Acting,
    activity_id: UUID,
    now: datetime,
    wanted: list[_Event],
    standing: list[_Event],
    *,
    last: int,
) -> None:
    """Void what no longer holds, tell what does not stand yet, and derive the activity."""
    gone = [one for one in standing if not any(one.is_told_by(told) for told in wanted)]
    fresh = [one for one in wanted if not any(one.is_told_by(told) for told in standing)]
    rows: list[dict[str, Any]] = [
        *({"kind": Kind.VOID, "at": now, "payload": {}, "service": None, "voids": one.seq} for one in gone),
        *({"kind": one.kind, "at": one.at, "payload": one.payload, "service": one.service_id} for one in fresh),
    ]
    common = {"organisation": by.organisation_id, "subject": activity_id, "now": now, "role": by.actor.role}
    for place, row in enumerate(rows, start=last + 1):
        told = common | {"voids": None} | row | {"seq": place, "payload": json.dumps(row["payload"])}
        connection.execute(APPEND, told)
    project(connection, by.organisation_id, [activity_id])


def _record(
    connection: Connection, clock: Clock, by: Acting, activity_id: UUID, new: NewActivity, *, action: str
) -> None:
    detail = {"activity_kind": new.activity_kind, "sequence_no": new.sequence_no, "day": new.on_day.isoformat()}
    said: dict[str, Any] = {"clock": clock, "actor": by.actor, "organisation_id": by.organisation_id}
    audit.record(connection, action=action, subject_id=activity_id, detail=detail | {"state": new.state}, **said)

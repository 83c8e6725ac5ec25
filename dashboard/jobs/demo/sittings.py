"""The sittings of the demo town: the college on Mondays, the council once a month, as `office` knows them.

What the town's own system told as decided on such a day stands on the agenda of that day, with its result; what it told
as on an agenda stands on the next one. Told again, only what is new is added.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, text, update

from config.clock import Clock, local_day
from config.ids import new_id
from config.kinds import ItemKind, Organ, SittingState
from dashboard.jobs.demo.moments import instant
from dashboard.jobs.demo.office import DAY, Office, number_of, office_for
from dashboard.jobs.demo.region import region
from dashboard.store.engine import Writer
from queries.tables import sitting, sitting_item

_BEFORE, _AHEAD = 60, 75
"""Days before and after the present of which there are sittings."""
_CLOSES = {Organ.COLLEGE: 3, Organ.GEMEENTERAAD: 4}
"""Days before a sitting on which its agenda closes at the latest, at noon."""
_NOON = 12 * 3_600
_SITTINGS = (
    "SELECT sitting_id, organ, starts_at, agenda_until FROM sitting WHERE organisation_id = :o ORDER BY starts_at"
)
_TOLD = """
SELECT d.subject_id, d.organ, d.result, d.number, d.uri, d.on_agenda_at AS put_at, d.decided_at
FROM decision d
WHERE d.organisation_id = :o AND d.organ = ANY(:organs) AND d.on_agenda_at > :since AND NOT EXISTS (
    SELECT FROM sitting_item i WHERE i.organisation_id = d.organisation_id AND d.subject_id = ANY(i.subject_ids))
ORDER BY d.on_agenda_at, d.subject_id
"""
_RATIFIED = """
SELECT s.ref, s.theme_id, s.ratified_at AS decided_at, max(v.name) AS theme, min(s.decision_number) AS number,
       min(s.decision_uri) AS uri, array_agg(s.subject_id ORDER BY s.subject_id) AS subjects
FROM selection s
LEFT JOIN theme_version v ON v.organisation_id = s.organisation_id AND v.theme_id = s.theme_id
WHERE s.organisation_id = :o AND s.current AND s.organ = 'college' AND s.ratified_at > :since AND NOT EXISTS (
    SELECT FROM sitting_item i WHERE i.organisation_id = s.organisation_id AND s.subject_id = ANY(i.subject_ids))
GROUP BY s.ref, s.theme_id, s.ratified_at ORDER BY s.ratified_at, s.ref, s.theme_id
"""
_SINCE_TOLD = """
SELECT i.item_id, d.result, d.number, d.uri, d.decided_at FROM sitting_item i
JOIN decision d ON d.organisation_id = i.organisation_id AND d.subject_id = i.subject_ids[1]
WHERE i.organisation_id = :o AND i.kind = 'melding' AND i.result IS NULL AND d.decided_at > i.added_at
"""


@dataclass(frozen=True)
class _Told:
    """Something that was on an agenda, and what became of it, as the town's own system told."""

    organ: str
    kind: ItemKind
    subjects: tuple[UUID, ...]
    put_at: datetime
    decided_at: datetime | None
    result: str | None
    number: str | None
    uri: str | None
    title: str | None = None


def ensure_sittings(writer: Writer, clock: Clock, organisation_id: int) -> None:
    """See to it that the sittings around the present are there, with what was told of them."""
    now = clock.now()
    today = local_day(now, region().time_zone)
    names: dict[str, Any] = {"o": organisation_id, "since": now - timedelta(days=_BEFORE)}
    with writer.transaction() as connection:
        office = office_for(today.year - 1, today.year + 1)
        for organ, second in meetings(office, today):
            _plan(connection, clock, organisation_id, organ, second, closing(office, organ, second))
        sittings = connection.execute(text(_SITTINGS), names).all()
        organs = {"organs": [str(organ) for organ in _CLOSES]}
        meldingen = [_melding(row) for row in connection.execute(text(_TOLD), names | organs)]
        rounds = [_round(row) for row in connection.execute(text(_RATIFIED), names)]
        for told in (*meldingen, *rounds):
            _put(connection, clock, organisation_id, sittings, told)
        for row in connection.execute(text(_SINCE_TOLD), names).all():
            _record(connection, organisation_id, row)
        _hold(connection, organisation_id)


def meetings(office: Office, today: date) -> Iterator[tuple[Organ, int]]:
    """The meetings around a day, in local seconds."""
    first, last = (number_of(today) - _BEFORE) * DAY, (number_of(today) + _AHEAD) * DAY
    for organ, following in ((Organ.COLLEGE, office.college_after), (Organ.GEMEENTERAAD, office.council_after)):
        meeting = following(first)
        while meeting <= last:
            yield organ, meeting
            meeting = following(meeting)


def closing(office: Office, organ: Organ, second: int) -> int:
    """When the agenda of a meeting closes: on a day on which the town hall works, at noon."""
    day = second // DAY - _CLOSES[organ]
    while not office.works(day):
        day -= 1
    return day * DAY + _NOON


def _plan(connection: Connection, clock: Clock, organisation_id: int, organ: Organ, second: int, closes: int) -> None:
    known = text(
        "SELECT 1 FROM sitting WHERE organisation_id = :o AND organ = :organ AND starts_at = :at AND organ_name = ''"
    )
    starts = instant(second)
    if connection.scalar(known, {"o": organisation_id, "organ": str(organ), "at": starts}):
        return
    row = {
        "organisation_id": organisation_id,
        "sitting_id": new_id(clock),
        "organ": str(organ),
        "organ_name": "",
        "starts_at": starts,
        "agenda_until": instant(closes),
        "state": str(SittingState.PLANNED),
        "change_no": 1,
        "planned_at": clock.now(),
    }
    connection.execute(insert(sitting).values(row))


def _melding(row: Row[Any]) -> _Told:
    said = (row.put_at, row.decided_at, row.result, row.number, row.uri)
    return _Told(row.organ, ItemKind.MELDING, (row.subject_id,), *said)


def _round(row: Row[Any]) -> _Told:
    """The places of a round that the college ratified together."""
    kind = ItemKind.DOSSIER if len(row.subjects) > 1 else ItemKind.PLACE
    title = f"{row.theme or ''}, ronde {row.ref.rpartition('-')[2]}".removeprefix(", ")
    put = row.decided_at - timedelta(days=4)
    told = (put, row.decided_at, "approved", row.number if kind is ItemKind.PLACE else None, row.uri)
    return _Told(
        str(Organ.COLLEGE), kind, tuple(row.subjects), *told, title=title if kind is ItemKind.DOSSIER else None
    )


def _sitting_of(sittings: Iterable[Row[Any]], told: _Told) -> Row[Any] | None:
    """The sitting of the day of the decision, else the first after it was put on an agenda."""
    own = [row for row in sittings if row.organ == told.organ]
    if told.decided_at is None:
        return next((row for row in own if row.starts_at > told.put_at), None)
    return next((row for row in reversed(own) if timedelta(0) <= told.decided_at - row.starts_at < timedelta(1)), None)


def _put(connection: Connection, clock: Clock, organisation_id: int, sittings: Iterable[Row[Any]], told: _Told) -> None:
    there = _sitting_of(sittings, told)
    if there is None:
        return
    place = text("SELECT count(*) + 1 FROM sitting_item WHERE organisation_id = :o AND sitting_id = :s")
    row = {
        "organisation_id": organisation_id,
        "item_id": new_id(clock),
        "sitting_id": there.sitting_id,
        "kind": str(told.kind),
        "subject_ids": list(told.subjects),
        "title": told.title,
        "place": connection.scalar(place, {"o": organisation_id, "s": there.sitting_id}),
        "late": told.put_at > (there.agenda_until or there.starts_at),
        "added_at": told.put_at,
        "change_no": 1,
    }
    connection.execute(insert(sitting_item).values(row | (_result(told) if told.decided_at else {})))


def _result(told: Any) -> dict[str, Any]:
    said = {"result": told.result, "number": told.number, "uri": told.uri}
    return said | {"decided_at": told.decided_at, "recorded_at": told.decided_at}


def _record(connection: Connection, organisation_id: int, row: Row[Any]) -> None:
    own = sitting_item.c
    this = own.organisation_id == organisation_id, own.item_id == row.item_id
    connection.execute(update(sitting_item).where(*this).values(_result(row) | {"change_no": own.change_no + 1}))


def _hold(connection: Connection, organisation_id: int) -> None:
    own, item = sitting.c, sitting_item.c
    recorded = (
        sitting_item.select()
        .where(item.organisation_id == own.organisation_id, item.sitting_id == own.sitting_id)
        .where(item.result.is_not(None))
    )
    planned = own.organisation_id == organisation_id, own.state == str(SittingState.PLANNED), recorded.exists()
    connection.execute(update(sitting).where(*planned).values(state=str(SittingState.HELD)))

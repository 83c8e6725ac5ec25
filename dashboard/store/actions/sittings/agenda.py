"""Putting something on the agenda of a sitting, and taking it off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, text

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.ids import new_id
from config.kinds import EventKind, ItemKind, SittingState, stage_codes
from config.language import N_
from config.topics import Topic
from dashboard.store.actions.sittings.held import CANCELLED, Held, check_change, sitting_turn
from dashboard.store.actions.sittings.planning import fits
from dashboard.store.actions.subject_turn import Acting, Seen, Turn
from dashboard.store.actions.writing import Writing
from queries.tables import dossier, sitting_item

MOST_AT_ONCE, MOST_SUBJECTS, LONGEST_TITLE = 200, 5_000, 200
_NOT_ONE = N_("Choose at least one item, and at most {n}.")
_TITLE = N_("The name of a dossier has at most {n} characters.")
_CLOSED = N_("The agenda of this sitting is closed. Nothing was changed.")
_OTHER_KIND = N_("{title}: this cannot stand on an agenda in this way. Nothing was changed.")
_ENDED = N_("{title}: this melding is closed, so there is nothing to decide. Nothing was changed.")
_ON_AGENDA = N_("{title}: this stands on an agenda already. Nothing was changed.")
_NO_CHOICE = N_("{title}: there is no choice that counts and waits for its ratification. Nothing was changed.")
_LATER = N_("{title}: this choice was made after the sitting began. Nothing was changed.")
_DRAFT = N_("Only a draft of this decision dossier was made; make the dossier first. Nothing was changed.")
_OTHER_PLACES = N_("This decision dossier is about other places than you saw. Nothing was changed; look once more.")
_RECORDED = N_("{title}: its result was recorded; undo that first. Nothing was changed.")


class AgendaClosed(InvalidInput):
    """The deadline of an agenda has passed; `closed_at` says when. Who says so puts something on it all the same."""

    code = "agenda_closed"
    message = _CLOSED

    def __init__(self, closed_at: datetime) -> None:
        super().__init__()
        self.closed_at = closed_at


@dataclass(frozen=True)
class Put:
    """What is put on an agenda, as it was seen: one melding, one chosen place, or a dossier of several places; with
    `dossier_id` exactly those places of that decision dossier that no organ ratified yet."""

    kind: ItemKind
    seen: tuple[Seen, ...]
    title: str = ""
    dossier_id: UUID | None = None


@dataclass(frozen=True)
class Marked:
    """An item of an agenda, and what it is about, as they were seen."""

    item_id: UUID
    change_no: int
    seen: tuple[Seen, ...] = ()


def put_on(
    *, writer: Writing, clock: Clock, by: Acting, sitting_id: UUID, puts: Sequence[Put], late: bool = False
) -> tuple[UUID, ...]:
    """Put items on the agenda of a sitting, all or none; returns their ids. A melding is told so by an event.

    Raises AgendaClosed after the deadline unless `late`, InvalidInput, NotFound, Overtaken.
    """
    seen = _checked(puts)
    with sitting_turn(writer, clock, by, sitting_id, seen=seen) as held:
        closed = _check_open(held, late=late)
        _check_free(held, [one.subject_id for one in seen])
        first = _next_place(held)
        added = [_add(held, clock, put, first + n, late=closed) for n, put in enumerate(puts)]
        one = puts[0].seen[0].subject_id if len(puts) == len(seen) == 1 else None
        told = {"n": len(puts), "late": closed} | _dossiers_of(puts)
        held.record(one, action="agenda_item_added" if one else "agenda_items_added", **told)
    return tuple(added)


def _dossiers_of(puts: Sequence[Put]) -> dict[str, Any]:
    """For the log: which versions of a decision dossier were put on the agenda, where any was."""
    found = [str(put.dossier_id) for put in puts if put.dossier_id]
    return {"dossiers": found} if found else {}


def take_off(*, writer: Writing, clock: Clock, by: Acting, sitting_id: UUID, items: Sequence[Marked]) -> None:
    """Take items off an agenda, all or none: they wait again. Raises InvalidInput, NotFound, Overtaken."""
    check_number(items)
    seen = [one for item in items for one in item.seen]
    with sitting_turn(writer, clock, by, sitting_id, items=[one.item_id for one in items], seen=seen) as held:
        for marked in items:
            item = held.items[marked.item_id]
            check_change(item, marked.change_no)
            if item.result is not None:
                raise InvalidInput(_RECORDED, title=title_of(held, item))
            held.void(item, "agenda_events")
        own = sitting_item.c
        gone = own.organisation_id == by.organisation_id, own.item_id.in_(held.items)
        held.connection.execute(delete(sitting_item).where(*gone))
        held.connection.execute(text(_CLOSE_RANKS), {"o": by.organisation_id, "s": sitting_id})
        held.record(action="agenda_items_removed", n=len(items))


_CLOSE_RANKS = """
UPDATE sitting_item i SET place = n.place
FROM (SELECT item_id, row_number() OVER (ORDER BY place, item_id) AS place FROM sitting_item
      WHERE organisation_id = :o AND sitting_id = :s) n
WHERE i.organisation_id = :o AND i.item_id = n.item_id AND i.place <> n.place
"""


def check_number(items: Sequence[Marked]) -> None:
    """Raise InvalidInput unless there are some different items."""
    if not 0 < len({one.item_id for one in items}) == len(items) <= MOST_AT_ONCE:
        raise InvalidInput(_NOT_ONE, n=MOST_AT_ONCE)


def title_of(held: Held, item: Row[Any]) -> str:
    """What people call an item."""
    about = held.subjects_of(item)
    return str(item.title or (name_of(held.turn, about[0]) if about else "-"))


def name_of(held: Turn, subject_id: UUID) -> str:
    """What people call a melding or proposal."""
    row = held.subjects[subject_id]
    return str(row.title or row.number or "-")


def _checked(puts: Sequence[Put]) -> list[Seen]:
    """What all of them are about. Raises InvalidInput for none, too many, or one of them twice."""
    seen = [one for put in puts for one in put.seen]
    different = {one.subject_id for one in seen}
    if (
        not 0 < len(puts) <= MOST_AT_ONCE
        or not len(different) == len(seen) <= MOST_SUBJECTS
        or not all(put.seen for put in puts)
    ):
        raise InvalidInput(_NOT_ONE, n=MOST_AT_ONCE)
    if not all(fits(put.title, LONGEST_TITLE) for put in puts):
        raise InvalidInput(_TITLE, n=LONGEST_TITLE)
    return seen


def _check_open(held: Held, *, late: bool) -> bool:
    """Whether the agenda has closed. Raises InvalidInput, and AgendaClosed unless `late`."""
    row = held.sitting
    if row.state == SittingState.CANCELLED:
        raise InvalidInput(CANCELLED)
    closes = row.agenda_until or row.starts_at
    if held.turn.now > closes and not late:
        raise AgendaClosed(closes)
    return bool(held.turn.now > closes)


_TAKEN = """
SELECT s.subject_id FROM sitting_item i JOIN sitting t USING (organisation_id, sitting_id)
CROSS JOIN LATERAL unnest(i.subject_ids) s(subject_id)
WHERE i.organisation_id = :organisation AND i.subject_ids && CAST(:subjects AS uuid[])
  AND s.subject_id = ANY(CAST(:subjects AS uuid[])) AND i.result IS NULL AND t.state <> 'cancelled' LIMIT 1
"""


def _check_free(held: Held, subjects: Sequence[UUID]) -> None:
    names = {"organisation": held.turn.by.organisation_id, "subjects": list(subjects)}
    taken = held.connection.scalar(text(_TAKEN), names)
    if taken is not None:
        raise InvalidInput(_ON_AGENDA, title=name_of(held.turn, taken))


def _next_place(held: Held) -> int:
    own = sitting_item.c
    on_it = own.organisation_id == held.sitting.organisation_id, own.sitting_id == held.sitting.sitting_id
    return int(held.connection.scalar(select(func.coalesce(func.max(own.place), 0)).where(*on_it)) or 0) + 1


def _add(held: Held, clock: Clock, put: Put, place: int, *, late: bool) -> UUID:
    subjects, item_id = [one.subject_id for one in put.seen], new_id(clock)
    _check_kind(held.turn, put)
    _check_dossier(held, put)
    if put.kind is ItemKind.MELDING:
        told = {str(subjects[0]): [_tell_on_agenda(held, subjects[0], item_id)]}
    else:
        told = {}
        _check_choices(held, subjects)
    row = {
        "organisation_id": held.sitting.organisation_id,
        "item_id": item_id,
        "sitting_id": held.sitting.sitting_id,
        "kind": str(put.kind),
        "subject_ids": subjects,
        "dossier_id": put.dossier_id,
        "title": " ".join(put.title.split()) or None,
        "place": place,
        "late": late,
        "added_at": held.turn.now,
        "added_by": held.turn.by.actor.account_id,
        "change_no": 1,
        "agenda_events": told,
    }
    held.connection.execute(insert(sitting_item).values(row))
    return item_id


def _check_kind(held: Turn, put: Put) -> None:
    topics = {held.subjects[one.subject_id].topic for one in put.seen}
    wanted = Topic.MELDING if put.kind is ItemKind.MELDING else Topic.PROPOSAL
    if topics != {str(wanted)} or (put.kind is not ItemKind.DOSSIER and len(put.seen) > 1):
        raise InvalidInput(_OTHER_KIND, title=name_of(held, put.seen[0].subject_id))


def _check_dossier(held: Held, put: Put) -> None:
    """Raise NotFound or InvalidInput unless it is a dossier of ours, no draft, and about these places."""
    if put.dossier_id is None:
        return
    own, number = dossier.c, held.sitting.organisation_id
    found = select(own.draft, own.frozen["places"].label("places"))
    row = held.connection.execute(found.where(own.organisation_id == number, own.dossier_id == put.dossier_id)).first()
    if row is None or put.kind is not ItemKind.DOSSIER:
        raise NotFound()
    if row.draft:
        raise InvalidInput(_DRAFT)
    told = [UUID(place["subject"]) for place in row.places or () if place["organisation"] == number]
    ratified = {one for one, choice in choices_of(held.turn, told).items() if choice.ratified_at is not None}
    if {one.subject_id for one in put.seen} != set(told) - ratified:
        raise InvalidInput(_OTHER_PLACES)


def _tell_on_agenda(held: Held, subject_id: UUID, item_id: UUID) -> int:
    """The event that a melding stands on an agenda: of a sitting that has begun, when it began."""
    row = held.turn.subjects[subject_id]
    if row.stage not in stage_codes():
        raise InvalidInput(_ENDED, title=name_of(held.turn, subject_id))
    said = {"ref": open_ref(held.turn, subject_id, item_id), "organ": held.sitting.organ}
    at = min(held.turn.now, held.sitting.starts_at)
    return held.turn.tell(subject_id, EventKind.DECISION_ON_AGENDA, said, at=at)


_OPEN = f"""
SELECT coalesce(e.payload ->> 'ref', '') AS ref FROM event e
WHERE e.organisation_id = :organisation AND e.subject_id = :subject AND e.kind = ANY(:kinds) AND NOT EXISTS (
    SELECT FROM event v WHERE v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id
    AND v.voids_seq = e.seq)
GROUP BY 1 HAVING count(*) FILTER (WHERE e.kind = '{EventKind.DECISION_TAKEN}') = 0
ORDER BY min(e.occurred_at) DESC, 1 LIMIT 1
"""
_OF_DECISION = [
    str(kind)
    for kind in (
        EventKind.DECISION_READY,
        EventKind.DECISION_ON_AGENDA,
        EventKind.DECISION_TAKEN,
        EventKind.DECISION_SIGNED,
        EventKind.DECISION_PUBLISHED,
    )
]


def open_ref(held: Turn, subject_id: UUID, item_id: UUID) -> str | None:
    """The name under which the decision on a melding is told that was not taken yet; without one a new name."""
    names = {"organisation": held.by.organisation_id, "subject": subject_id, "kinds": _OF_DECISION}
    found = held.connection.scalar(text(_OPEN), names)
    return f"zitting-{item_id}" if found is None else found or None


_COUNTS = """
SELECT s.subject_id, s.ref, s.version, s.made_at, s.ratified_at FROM selection s
WHERE s.organisation_id = :organisation AND s.subject_id = ANY(CAST(:subjects AS uuid[]))
  AND s.current AND s.standing = 'counts'
"""


def choices_of(held: Turn, subjects: Sequence[UUID]) -> Mapping[UUID, Row[Any]]:
    """The choices that count about these places (ref, version, made_at, ratified_at)."""
    names = {"organisation": held.by.organisation_id, "subjects": list(subjects)}
    return {row.subject_id: row for row in held.connection.execute(text(_COUNTS), names)}


def _check_choices(held: Held, subjects: Sequence[UUID]) -> None:
    counting = choices_of(held.turn, subjects)
    for subject_id in subjects:
        row = counting.get(subject_id)
        if row is None or row.ratified_at is not None:
            raise InvalidInput(_NO_CHOICE, title=name_of(held.turn, subject_id))
        if row.made_at >= held.sitting.starts_at:
            raise InvalidInput(_LATER, title=name_of(held.turn, subject_id))

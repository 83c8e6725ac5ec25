"""Recording what an organ decided about the items of a sitting, putting a record right, and taking it back.

What a record says becomes events: of a melding the decision and what followed, of a chosen place its ratification. A
record that is put right voids the events that no longer hold and appends the others; nothing is changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from config.clock import Clock, day_start, local_day
from config.errors import InvalidInput
from config.kinds import EventKind, ItemKind, Organ, SittingResult, SittingState
from config.language import N_
from config.topics import ProposalEvent
from dashboard.store.actions.sittings.agenda import Marked, check_number, choices_of, name_of, open_ref, title_of
from dashboard.store.actions.sittings.held import CANCELLED, Held, check_change, sitting_turn
from dashboard.store.actions.sittings.planning import check_uri, fits
from dashboard.store.actions.subject_turn import Acting
from dashboard.store.actions.writing import Writing
from queries.tables import dossier, sitting_item

LONGEST_NUMBER = 60
DECISIONS = frozenset(SittingResult) - {SittingResult.POSTPONED}
_TO_COME = N_("This sitting is still to come; record what was decided once it has begun.")
_NUMBER = N_("A number has at most {n} characters.")
_POSTPONED = N_("What was postponed has no number, address or day of a decision yet.")
_DAYS = N_("A decision is signed on the day of the sitting or later, published after that, and not after today.")
_NO_CHOICE = N_(
    "{title}: there is no choice any more that counts and was made before the sitting. Nothing was changed."
)
_NOTHING = N_("{title}: nothing was recorded here. Nothing was changed.")
Event = tuple[str, datetime, dict[str, Any]]
"""An event as a record wants it: kind, when, details."""


@dataclass(frozen=True)
class Result:
    """What became of an item, with the number and address of the decision, and the days on which it was signed and
    published."""

    result: SittingResult
    number: str = ""
    uri: str = ""
    signed_on: date | None = None
    published_on: date | None = None

    def check(self) -> None:
        """Raise InvalidInput for what cannot be."""
        check_uri(self.uri)
        if not fits(self.number, LONGEST_NUMBER):
            raise InvalidInput(_NUMBER, n=LONGEST_NUMBER)
        told = self.number.strip(), self.uri.strip(), self.signed_on, self.published_on
        if self.result is SittingResult.POSTPONED and any(told):
            raise InvalidInput(_POSTPONED)

    def check_days(self, sitting_day: date, today: date) -> None:
        """Raise InvalidInput for days in another order than sitting, signing, publication, today."""
        told = [sitting_day, *(one for one in (self.signed_on, self.published_on) if one), today]
        if told != sorted(told):
            raise InvalidInput(_DAYS)

    def row(self) -> dict[str, Any]:
        """Its columns."""
        texts = {"number": " ".join(self.number.split()) or None, "uri": self.uri.strip() or None}
        days = {"signed_on": self.signed_on, "published_on": self.published_on}
        return {"result": str(self.result)} | texts | days


@dataclass(frozen=True)
class Recorded:
    """How many items were recorded, and the places of dossiers whose choice no longer counts: they were left out."""

    n: int
    left: tuple[str, ...] = ()


def record(
    *,
    writer: Writing,
    clock: Clock,
    by: Acting,
    sitting_id: UUID,
    items: Sequence[Marked],
    told: Result,
    read_from: str = "",
) -> Recorded:
    """Record the same result for some items of a sitting, all or none; day and organ are those of the sitting.
    `read_from`: the file from which the decision was read, for the log.

    A melding that was approved, amended or refused is decided; a choice that was approved is ratified. What was
    recorded before is put right. Raises InvalidInput, NotFound, Overtaken.
    """
    check_number(items)
    told.check()
    seen = [one for item in items for one in item.seen]
    with sitting_turn(writer, clock, by, sitting_id, items=[one.item_id for one in items], seen=seen) as held:
        for marked in items:
            check_change(held.items[marked.item_id], marked.change_no)
        left = [name for item in held.items.values() for name in write(held, item, told)]
        one = _one_subject(held)
        detail = {"result": str(told.result), "decision": told.row()["number"] or "-", "n": len(items)}
        detail |= {"read_from": read_from} if read_from else {}
        held.record(one, action="decision_recorded" if one else "decisions_recorded", **detail)
    return Recorded(len(items), tuple(left))


def take_back(*, writer: Writing, clock: Clock, by: Acting, sitting_id: UUID, items: Sequence[Marked]) -> None:
    """Take back what was recorded of some items: they are on the agenda without a result again. Raises as `record`."""
    check_number(items)
    seen = [one for item in items for one in item.seen]
    with sitting_turn(writer, clock, by, sitting_id, items=[one.item_id for one in items], seen=seen) as held:
        for marked in items:
            item = held.items[marked.item_id]
            check_change(item, marked.change_no)
            if item.result is None:
                raise InvalidInput(_NOTHING, title=title_of(held, item))
            held.void(item, "result_events")
            empty = dict.fromkeys(("result", "number", "uri", "decided_at", "signed_on", "published_on"))
            held.update_item(item, **empty, **_by(held), result_events={})
        if not _has_results(held):
            held.update_sitting(state=SittingState.PLANNED)
        held.record(_one_subject(held), action="decisions_taken_back", n=len(items))


def write(held: Held, item: Row[Any], told: Result) -> list[str]:
    """Record the result of one item; returns the names of places that were left out. Raises InvalidInput."""
    _check_moment(held, told)
    events: dict[str, list[int]] = {}
    wanted, left = _wanted(held, item, told)
    for subject_id in held.subjects_of(item):
        kept = _put_right(held, item, subject_id, wanted.get(subject_id, []))
        if kept:
            events[str(subject_id)] = kept
    decided_at = held.sitting.starts_at if told.result in DECISIONS else None
    held.update_item(item, **told.row(), **_by(held), decided_at=decided_at, result_events=events)
    if held.sitting.state != SittingState.HELD:
        held.update_sitting(state=SittingState.HELD)
    return left


def _check_moment(held: Held, told: Result) -> None:
    if held.sitting.state == SittingState.CANCELLED:
        raise InvalidInput(CANCELLED)
    if held.sitting.starts_at > held.turn.now:
        raise InvalidInput(_TO_COME)
    days = (local_day(instant, held.zone) for instant in (held.sitting.starts_at, held.turn.now))
    told.check_days(*days)


def _wanted(held: Held, item: Row[Any], told: Result) -> tuple[dict[UUID, list[Event]], list[str]]:
    """The events that a result means, by subject, and the names of places that are left out."""
    about = held.subjects_of(item)
    if item.kind == ItemKind.MELDING:
        return {one: list(_of_melding(held, item, one, told)) for one in about}, []
    if told.result is not SittingResult.APPROVED:
        return {}, []
    counting = choices_of(held.turn, about)
    decided = _in_dossier(held, item, counting)
    ready = [one for one in decided if counting[one].made_at < held.sitting.starts_at]
    left = [name_of(held.turn, one) for one in about if one not in ready]
    if not ready or (left and item.kind == ItemKind.PLACE):
        raise InvalidInput(_NO_CHOICE, title=title_of(held, item))
    said = _said(held, told)
    at = held.sitting.starts_at
    kind = str(ProposalEvent.SELECTION_RATIFIED)
    return {one: [(kind, at, _told({"ref": counting[one].ref or None} | said))] for one in ready}, left


def _in_dossier(held: Held, item: Row[Any], counting: Mapping[UUID, Row[Any]]) -> list[UUID]:
    """The places of an item with a choice that counts; of a decision dossier those of which that is the choice that the
    organ read: one that was undone and made anew has the same number, and a later moment."""
    about = [one for one in held.subjects_of(item) if one in counting]
    if item.dossier_id is None:
        return about
    own, places = dossier.c, dossier.c.frozen["places"].label("places")
    this = own.organisation_id == item.organisation_id, own.dossier_id == item.dossier_id
    row = held.connection.execute(select(own.ref, own.made_at, places).where(*this)).one()
    told = {UUID(place["subject"]): (row.ref, place["version"]) for place in row.places}
    same = [one for one in about if (counting[one].ref, counting[one].version) == told.get(one)]
    return [one for one in same if counting[one].made_at <= row.made_at]


def _of_melding(held: Held, item: Row[Any], subject_id: UUID, told: Result) -> Iterable[Event]:
    """Amended is approved: what was changed stands in the decision itself."""
    if told.result not in DECISIONS:
        return
    result = "refused" if told.result is SittingResult.REFUSED else "approved"
    said = _told({"ref": _ref(held, item, subject_id), "result": result} | _said(held, told))
    at = held.sitting.starts_at
    yield str(EventKind.DECISION_TAKEN), at, said
    yield str(EventKind.DECIDED), at, {"result": result}
    for kind, day in (
        (EventKind.DECISION_SIGNED, told.signed_on),
        (EventKind.DECISION_PUBLISHED, told.published_on),
    ):
        if day is not None:
            yield str(kind), max(at, day_start(day, held.zone)), said


def _ref(held: Held, item: Row[Any], subject_id: UUID) -> str | None:
    """Under which name its decision is told: as this item told it before, else as it was told so far."""
    before = [one for one in held.live(subject_id, item.result_events) if one.kind == EventKind.DECISION_TAKEN]
    if before:
        ref: str | None = before[0].payload.get("ref")
        return ref
    return open_ref(held.turn, subject_id, item.item_id)


def _said(held: Held, told: Result) -> dict[str, Any]:
    row = told.row()
    return {"organ": str(Organ(held.sitting.organ)), "number": row["number"], "uri": row["uri"]}


def _put_right(held: Held, item: Row[Any], subject_id: UUID, wanted: Sequence[Event]) -> list[int]:
    """Void what a record wrote and no longer holds, append what is new; returns what counts now."""
    missing, kept = list(wanted), []
    for event in held.live(subject_id, item.result_events):
        same: Event = (str(event.kind), event.occurred_at, dict(event.payload))
        if same in missing:
            missing.remove(same)
            kept.append(int(event.seq))
        else:
            held.turn.tell(subject_id, EventKind.VOID, voids=event.seq)
    for kind, at, details in missing:
        kept.append(held.turn.tell(subject_id, _kind(item, kind), details, at=at))
    return kept


def _kind(item: Row[Any], kind: str) -> StrEnum:
    return EventKind(kind) if item.kind == ItemKind.MELDING else ProposalEvent(kind)


def _by(held: Held) -> dict[str, Any]:
    return {"recorded_at": held.turn.now, "recorded_by": held.turn.by.actor.account_id}


def _has_results(held: Held) -> bool:
    own, row = sitting_item.c, held.sitting
    on_it = own.organisation_id == row.organisation_id, own.sitting_id == row.sitting_id, own.result.is_not(None)
    return bool(held.connection.scalar(select(func.count()).where(*on_it)))


def _one_subject(held: Held) -> UUID | None:
    about = [one for item in held.items.values() for one in held.subjects_of(item)]
    return about[0] if len(about) == 1 else None


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}

"""Deciding on proposals: publish, refuse, ask who proposed it, show or hide a photo, and take one of these back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.language import N_
from config.plain import has_control
from config.topics import MODERATED
from config.topics import ProposalEvent as Kind
from dashboard.store.actions.proposal_turn import Acting, Seen, Turn, turn
from dashboard.store.actions.writing import Writing
from queries.tables import event, photo

LONGEST_MESSAGE = 2_000
MOST_AT_ONCE = 100
SUBMITTED, PUBLISHED, REFUSED, SHORTLISTED = "submitted", "published", "refused", "shortlisted"
ENDED = {
    "withdrawn": N_("This proposal was withdrawn by who made it. Nothing was changed."),
    "merged": N_("This proposal was merged into another one; take that back first. Nothing was changed."),
}
_IS_PUBLISHED = N_("This proposal is published already. Nothing was changed.")
_IS_REFUSED = N_("This proposal was refused already. Nothing was changed.")
_CHOSEN = N_("A choice about this proposal was begun or made, so that is no longer possible. Nothing was changed.")
_WAITS = N_("There is a question already that waits for its answer. Nothing was changed.")
_SAME_PHOTO = N_("The photo is {state} already. Nothing was changed.")
_STATES = {Kind.PHOTO_PUBLISHED: N_("published"), Kind.PHOTO_HIDDEN: N_("hidden")}
_LONG = N_("A message has at most {n} characters, and no characters that no text has.")
_NO_MESSAGE = N_("Write what you want to ask.")
NOT_ONE = N_("Choose at least one proposal, and at most {n}.")
_GONE = N_("This was taken back already, or it cannot be taken back here. Nothing was changed.")


@dataclass(frozen=True)
class Done:
    """What an act wrote: the events with which it can be taken back."""

    events: tuple[Seen, ...]


def approve(*, writer: Writing, clock: Clock, by: Acting, seen: Sequence[Seen]) -> Done:
    """Publish proposals, all or none. Raises InvalidInput, NotFound, Overtaken."""
    if not 0 < len({one.subject_id for one in seen}) <= MOST_AT_ONCE:
        raise InvalidInput(NOT_ONE, n=MOST_AT_ONCE)
    with turn(writer, clock, by, seen) as held:
        told = []
        for subject_id, row in held.proposals.items():
            check_stage(row.stage, {SUBMITTED, REFUSED})
            told.append(Seen(subject_id, held.tell(subject_id, Kind.PUBLISHED)))
        if len(told) == 1:
            held.record(told[0].subject_id, action="proposal_published")
        else:
            held.record(action="proposals_published", n=len(told), proposals=[str(one.subject_id) for one in told])
    return Done(tuple(told))


def refuse(*, writer: Writing, clock: Clock, by: Acting, seen: Seen, reason: str, message: str = "") -> Done:
    """Refuse a proposal, also one that was published; the message is for who proposed it.

    Raises InvalidInput, NotFound, Overtaken.
    """
    words = message_of(message)
    with turn(writer, clock, by, [seen]) as held:
        check_stage(held.proposals[seen.subject_id].stage, {SUBMITTED, PUBLISHED})
        seq = held.tell(seen.subject_id, Kind.REFUSED, {"reason": reason, "message": words or None})
        held.record(seen.subject_id, action="proposal_refused", reason=reason)
    return Done((Seen(seen.subject_id, seq),))


def ask(*, writer: Writing, clock: Clock, by: Acting, seen: Seen, message: str) -> Done:
    """Ask who proposed it; its source passes the question on. Raises InvalidInput, NotFound, Overtaken."""
    words = message_of(message)
    if not words:
        raise InvalidInput(_NO_MESSAGE)
    with turn(writer, clock, by, [seen]) as held:
        row = held.proposals[seen.subject_id]
        check_stage(row.stage, {SUBMITTED, PUBLISHED, REFUSED})
        if row.asked_at is not None:
            raise InvalidInput(_WAITS)
        seq = held.tell(seen.subject_id, Kind.QUESTION_ASKED, {"message": words, "ref": f"v{row.seq + 1}"})
        held.record(seen.subject_id, action="proposal_asked")
    return Done((Seen(seen.subject_id, seq),))


def judge_photo(*, writer: Writing, clock: Clock, by: Acting, seen: Seen, key: str, publish: bool) -> Done:
    """Publish or hide one photo of a proposal. Raises InvalidInput, NotFound, Overtaken."""
    kind = Kind.PHOTO_PUBLISHED if publish else Kind.PHOTO_HIDDEN
    with turn(writer, clock, by, [seen]) as held:
        _check_photo(held, seen.subject_id, key, kind)
        seq = held.tell(seen.subject_id, kind, {"photo": key})
        action = "photo_published" if publish else "photo_hidden"
        held.record(seen.subject_id, action=action, photo=key)
    return Done((Seen(seen.subject_id, seq),))


def _check_photo(held: Turn, subject_id: UUID, key: str, kind: Kind) -> None:
    check_alive(held, subject_id)
    own = photo.c
    this = own.organisation_id == held.by.organisation_id, own.subject_id == subject_id, own.photo == key
    state = held.connection.scalar(select(own.state).where(*this))
    if state is None:
        raise NotFound()
    if str(kind) == f"photo_{state}":
        raise InvalidInput(_SAME_PHOTO, state={"sentence": _STATES[kind]})


def take_back(*, writer: Writing, clock: Clock, by: Acting, events: Sequence[Seen]) -> None:
    """Void what was done with the same proposals, unless something happened after it. Raises as the others."""
    if not 0 < len({one.subject_id for one in events}) == len(events) <= MOST_AT_ONCE:
        raise InvalidInput(NOT_ONE, n=MOST_AT_ONCE)
    with turn(writer, clock, by, events) as held:
        kinds = [_void(held, one) for one in events]
        held.record(events[0].subject_id, action="proposal_taken_back", kind=kinds[0], n=len(kinds))


def _void(held: Turn, one: Seen) -> str:
    """Void one event, if it was done here and still counts; returns its kind."""
    own, void = event.c, event.alias("void").c
    of_it = own.organisation_id == held.by.organisation_id, own.subject_id == one.subject_id
    voided = select(void.seq).where(
        void.organisation_id == own.organisation_id, void.subject_id == own.subject_id, void.voids_seq == own.seq
    )
    counts = own.seq == one.seq, own.source_id.is_(None), own.kind.in_(map(str, MODERATED)), ~voided.exists()
    kind = held.connection.scalar(select(own.kind).where(*of_it, *counts))
    if kind is None:
        raise InvalidInput(_GONE)
    held.tell(one.subject_id, Kind.VOID, voids=one.seq)
    return str(kind)


def check_alive(held: Turn, subject_id: UUID) -> None:
    """Raise InvalidInput for what was withdrawn or merged."""
    stage = held.proposals[subject_id].stage
    if stage in ENDED:
        check_stage(stage, set())


def check_stage(stage: str, allowed: set[str]) -> None:
    """Raise InvalidInput, in words, for a proposal whose stage does not allow what is asked."""
    if stage in allowed:
        return
    known = ENDED | {PUBLISHED: _IS_PUBLISHED, REFUSED: _IS_REFUSED}
    raise InvalidInput(known.get(stage, _CHOSEN))


def message_of(raw: str) -> str:
    """A message as it is kept: its lines without what stands around them. Raises InvalidInput."""
    lines = [" ".join(line.split()) for line in raw.strip().splitlines()]
    words = "\n".join(lines).strip()
    if len(words) > LONGEST_MESSAGE or any(map(has_control, lines)):
        raise InvalidInput(_LONG, n=LONGEST_MESSAGE)
    return words

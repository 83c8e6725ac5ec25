"""Choices: making one of a draft, approval by a second person, sending it back, and undoing it until it is public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select, text, tuple_, update

from config.clock import Clock
from config.errors import InvalidInput
from config.geometry import centre
from config.language import N_
from config.topics import ProposalEvent as Kind
from config.wording import filled
from dashboard.store.actions.choosing.drafts import MOST_AT_ONCE, Content, content_of, drafts_of
from dashboard.store.actions.choosing.rounds import Within, round_of
from dashboard.store.actions.proposal_turn import Acting, Seen, Turn, turn
from dashboard.store.actions.proposals import ENDED, NOT_ONE, message_of
from dashboard.store.actions.writing import Writing
from dashboard.store.areas.boundaries import area_at
from queries.tables import selection, selection_draft

BEGUN = {
    "submitted": N_("This proposal waits for moderation; publish it first. Nothing was changed."),
    "refused": N_("This proposal was refused by moderation; publish it first. Nothing was changed."),
    "in_execution": N_("The works have begun; a choice can no longer be made. Nothing was changed."),
    "realised": N_("This place was realised already; a choice can no longer be made. Nothing was changed."),
}
"""Why of a proposal in such a stage nothing can be chosen."""
_NO_DRAFT = N_("{title}: nothing was written yet. Nothing was changed.")
_NO_OUTCOME = N_("{title}: say whether it is chosen, not chosen or deferred. Nothing was changed.")
_NO_REASON = N_("{title}: choose at least one reason. Nothing was changed.")
_NO_MOTIVATION = N_("{title}: write the motivation for the public. Nothing was changed.")
_NO_ACTIVITY = N_("{title}: say which working group chose it. Nothing was changed.")
_ELSEWHERE = N_("{title}: its final place lies in no neighbourhood; draw it again or remove it. Nothing was changed.")
_MOVED = N_("{title}: somebody else changed the draft meanwhile. Nothing was changed; look once more.")
_WAITS = N_("{title}: a choice waits for approval already. Nothing was changed.")
_NOTHING = N_("{title}: there is no choice that waits for approval. Nothing was changed.")
_OWN_CHOICE = N_("{title}: you made this choice yourself, somebody else approves it. Nothing was changed.")
_PUBLIC = N_("{title}: this choice is public, or ratified; make a new version instead. Nothing was changed.")
_NOT_MADE = N_("{title}: there is no choice that can be undone here. Nothing was changed.")
_NO_MESSAGE = N_("Write what should be changed.")


@dataclass(frozen=True)
class Mark:
    """A draft to make a choice of, as it was seen, with the facts of its text by name and its scores by criterion."""

    seen: Seen
    draft_no: int
    facts: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)


def make(*, writer: Writing, clock: Clock, by: Acting, within: Within, marks: Sequence[Mark]) -> tuple[Seen, ...]:
    """Make choices of drafts, all or none; returns their events. Where the round asks for it they wait for approval.

    Raises InvalidInput for what is not complete, NotFound, Overtaken.
    """
    wanted = {one.seen.subject_id: one for one in marks}
    _check_number(wanted, marks)
    with turn(writer, clock, by, [one.seen for one in marks]) as held:
        row = round_of(held.connection, within)
        drafts = drafts_of(held.connection, by.organisation_id, within.round_id, wanted)
        waiting = _pending(held, list(wanted))
        made = []
        for subject_id, mark in wanted.items():
            told = _complete(held, drafts.get(subject_id), mark, waits=subject_id in waiting)
            approval = {"needs_approval": True} if row.needs_approval else {}
            seq = held.tell(subject_id, Kind.SELECTION_MADE, told | approval | {"ref": row.ref})
            made.append(Seen(subject_id, seq))
        _mark_made(held, within.round_id, made)
        _record(held, "choice_made", "choices_made", made, ref=row.ref)
    return tuple(made)


def _complete(held: Turn, row: Row[Any] | None, mark: Mark, *, waits: bool) -> dict[str, Any]:
    """What the event of a choice tells. Raises InvalidInput for what is not complete, or cannot be now."""
    title = title_of(held, mark.seen.subject_id)
    check_choosable(held, mark.seen.subject_id)
    if waits:
        raise InvalidInput(_WAITS, title=title)
    if row is None:
        raise InvalidInput(_NO_DRAFT, title=title)
    if row.draft_no != mark.draft_no or row.made_seq is not None:
        raise InvalidInput(_MOVED, title=title)
    content = content_of(row)
    words = motivation_of(content, mark.facts)
    for missing, problem in (
        (content.outcome is None, _NO_OUTCOME),
        (not content.reasons, _NO_REASON),
        (not words, _NO_MOTIVATION),
        (content.chosen_by == "working_group" and content.activity_id is None, _NO_ACTIVITY),
    ):
        if missing:
            raise InvalidInput(problem, title=title)
    if content.geometry is not None and not _is_inside(held, content.geometry):
        raise InvalidInput(_ELSEWHERE, title=title)
    return {
        "outcome": content.outcome,
        "reasons": list(content.reasons),
        "motivation": words,
        "internal_note": content.internal_note.strip() or None,
        "chosen_by": content.chosen_by,
        "activity": str(content.activity_id) if content.activity_id else None,
        "geometry": content.geometry,
        "scores": dict(mark.scores) or None,
    }


def _is_inside(held: Turn, geometry: Mapping[str, Any]) -> bool:
    """Whether the middle of a final place lies in one of the boundaries; where there are none nothing is outside."""
    lon, lat = centre(dict(geometry))
    return area_at(held.connection, held.by.organisation_id, lon, lat, told=0) is not None


def motivation_of(content: Content, facts: Mapping[str, str]) -> str:
    """The motivation as it will be public: the shared part, then its own, with its facts. Raises InvalidInput."""
    both = (part.strip() for part in (content.shared, content.motivation))
    return filled("\n\n".join(part for part in both if part), facts)


def approve(*, writer: Writing, clock: Clock, by: Acting, seen: Sequence[Seen]) -> tuple[Seen, ...]:
    """Approve choices that another person made, all or none: they count from now on.

    Raises InvalidInput, also for one's own, NotFound, Overtaken.
    """
    _check_number({one.subject_id for one in seen}, seen)
    with turn(writer, clock, by, seen) as held:
        pending = _pending(held, [one.subject_id for one in seen])
        approved = []
        for one in seen:
            ref = _to_judge(held, pending, one.subject_id, own=False)
            approved.append(Seen(one.subject_id, held.tell(one.subject_id, Kind.SELECTION_APPROVED, {"ref": ref})))
        _record(held, "choice_approved", "choices_approved", approved)
    return tuple(approved)


def send_back(*, writer: Writing, clock: Clock, by: Acting, seen: Seen, message: str) -> Seen:
    """Send a choice back to who made it, with what should be changed; its draft can be written on.

    Raises InvalidInput, NotFound, Overtaken.
    """
    words = message_of(message)
    if not words:
        raise InvalidInput(_NO_MESSAGE)
    with turn(writer, clock, by, [seen]) as held:
        pending = _pending(held, [seen.subject_id])
        ref = _to_judge(held, pending, seen.subject_id, own=True)
        seq = held.tell(seen.subject_id, Kind.SELECTION_RETURNED, {"ref": ref, "message": words})
        _reopen(held, {seen.subject_id: ref})
        held.record(seen.subject_id, action="choice_returned", ref=ref)
    return Seen(seen.subject_id, seq)


def undo(*, writer: Writing, clock: Clock, by: Acting, seen: Sequence[Seen]) -> None:
    """Undo choices that are not public, all or none; their drafts can be written on. Raises as `approve`."""
    _check_number({one.subject_id for one in seen}, seen)
    with turn(writer, clock, by, seen) as held:
        undone, refs = [], {}
        for one in seen:
            check_choosable(held, one.subject_id)
            refs[one.subject_id], seqs = _to_undo(held, one.subject_id)
            voided = [held.tell(one.subject_id, Kind.VOID, voids=seq) for seq in seqs]
            undone.append(Seen(one.subject_id, voided[-1]))
        _reopen(held, refs)
        _record(held, "choice_undone", "choices_undone", undone)


def _to_undo(held: Turn, subject_id: UUID) -> tuple[str, list[int]]:
    """The round of the last choice that was made here, and its events: itself and its approval."""
    names = {"o": held.by.organisation_id, "s": subject_id}
    row = held.connection.execute(text(_LAST), names).first()
    title = title_of(held, subject_id)
    if row is None:
        raise InvalidInput(_NOT_MADE, title=title)
    if row.published_at is not None or row.ratified_at is not None:
        raise InvalidInput(_PUBLIC, title=title)
    since = held.connection.scalars(text(_SINCE), names | {"made": row.made_seq, "ref": row.ref})
    return str(row.ref), [*since, int(row.made_seq)]


_LAST = """
SELECT d.made_seq, s.ref, s.published_at, s.ratified_at
FROM selection_draft d
JOIN selection s ON s.organisation_id = d.organisation_id AND s.subject_id = d.subject_id AND s.ref = d.ref
WHERE d.organisation_id = :o AND d.subject_id = :s AND d.made_seq IS NOT NULL
ORDER BY d.made_seq DESC, s.version DESC LIMIT 1
"""
_SINCE = f"""
SELECT e.seq FROM event e WHERE e.organisation_id = :o AND e.subject_id = :s AND e.seq > :made
AND e.kind = '{Kind.SELECTION_APPROVED}' AND e.payload ->> 'ref' = :ref AND NOT EXISTS (
    SELECT FROM event v WHERE v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id
    AND v.voids_seq = e.seq)
ORDER BY e.seq DESC
"""


def check_choosable(held: Turn, subject_id: UUID) -> None:
    """Raise InvalidInput, in words, for a proposal about which nothing can be chosen now."""
    stage = held.proposals[subject_id].stage
    problem = (BEGUN | ENDED).get(stage)
    if problem is not None:
        raise InvalidInput(problem)


def title_of(held: Turn, subject_id: UUID) -> str:
    """What people call a proposal."""
    row = held.proposals[subject_id]
    return str(row.title or row.number or "-")


def _pending(held: Turn, subjects: Sequence[UUID]) -> dict[UUID, Row[Any]]:
    """The choices about these places that wait for approval, with who made them."""
    own, draft = selection.c, selection_draft.c
    # of its own round: another one may have chosen this place before, by another person
    same = draft.organisation_id == own.organisation_id, draft.subject_id == own.subject_id, draft.ref == own.ref
    made = selection.outerjoin(selection_draft, and_(*same, draft.made_seq.is_not(None)))
    waits = own.organisation_id == held.by.organisation_id, own.subject_id.in_(subjects), own.standing == "pending"
    found = select(own.subject_id, own.ref, draft.made_by).select_from(made).where(*waits).order_by(own.version)
    rows: list[Row[Any]] = [*held.connection.execute(found)]
    return {row.subject_id: row for row in rows}


def _to_judge(held: Turn, pending: Mapping[UUID, Row[Any]], subject_id: UUID, *, own: bool) -> str:
    """The round of a choice that waits for approval."""
    row, title = pending.get(subject_id), title_of(held, subject_id)
    check_choosable(held, subject_id)
    if row is None:
        raise InvalidInput(_NOTHING, title=title)
    if not own and row.made_by is not None and row.made_by == held.by.actor.account_id:
        raise InvalidInput(_OWN_CHOICE, title=title)
    return str(row.ref)


def _mark_made(held: Turn, round_id: UUID, made: Sequence[Seen]) -> None:
    names = {
        "o": held.by.organisation_id,
        "r": round_id,
        "by": held.by.actor.account_id,
        "subjects": [one.subject_id for one in made],
        "seqs": [one.seq for one in made],
    }
    held.connection.execute(text(_MARK), names)


_MARK = """
UPDATE selection_draft d SET made_seq = m.seq, made_by = CAST(:by AS uuid)
FROM unnest(CAST(:subjects AS uuid[]), CAST(:seqs AS int[])) m(subject_id, seq)
WHERE d.organisation_id = :o AND d.round_id = :r AND d.subject_id = m.subject_id
"""


def _reopen(held: Turn, refs: Mapping[UUID, str]) -> None:
    """Let the drafts of these places, each in its round, be written on; what another round chose stays as it is."""
    own = selection_draft.c
    this = own.organisation_id == held.by.organisation_id, tuple_(own.subject_id, own.ref).in_(list(refs.items()))
    held.connection.execute(update(selection_draft).where(*this).values(made_seq=None, made_by=None))


def _record(held: Turn, one: str, several: str, done: Sequence[Seen], **more: Any) -> None:
    """The one audit row of an act on one place or several, with the events that it wrote."""
    if len(done) == 1:
        held.record(done[0].subject_id, action=one, seq=done[0].seq, **more)
    else:
        events = {str(each.subject_id): each.seq for each in done}
        held.record(action=several, n=len(done), events=events, **more)


def _check_number(different: Mapping[UUID, Any] | set[UUID], told: Sequence[Any]) -> None:
    if not 0 < len(different) == len(told) <= MOST_AT_ONCE:
        raise InvalidInput(NOT_ONE, n=MOST_AT_ONCE)

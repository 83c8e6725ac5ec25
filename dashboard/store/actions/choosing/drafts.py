"""Drafts of choices: saved while somebody writes, so that of two people at one place neither loses a word.

A save names the draft that its writer has seen. When another person saved meanwhile, what is saved now is kept beside
it and told, with both texts. What a save of another person replaces is kept as well. Drafts leave no audit row
(ADR 33).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, select, text, update

from config.clock import Clock
from config.errors import HelikopterError, InvalidInput, NotFound
from config.geometry import MOST_CORNERS, is_geometry
from config.language import N_
from config.plain import has_control
from config.vocabularies import Reasons, Vocabulary, vocabularies
from dashboard.store.actions.choosing.rounds import Within, round_of
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.actions.reasons import adopt
from dashboard.store.actions.writing import Writing
from dashboard.store.turns import wait_for_subjects
from queries.tables import activity, proposal, selection_draft, selection_draft_text

LONGEST_MOTIVATION, LONGEST_NOTE, MOST_REASONS = 4_000, 2_000, 6
MOST_AT_ONCE = 5_000
OUTCOMES = tuple(vocabularies()[Vocabulary.SELECTION_OUTCOME])
_LONG = N_("A motivation has at most {n} characters, and no characters that no text has.")
_LONG_NOTE = N_("A note has at most {n} characters, and no characters that no text has.")
_REASONS = N_("A choice has at most {n} reasons, each of them once.")
PLACE = N_("What was drawn is no place: draw a point, or an area of at most {n} corners.")
_MANY = N_("Choose at least one place, and at most {n}.")
_MADE = N_("This choice was made already; undo it first, or make a new version. Nothing was changed.")
_MOVED = N_("{n} of these places were changed by somebody else meanwhile. Nothing was changed; look once more.")
_OWN = selection_draft.c


@dataclass(frozen=True)
class Content:
    """What a draft holds. `motivation` is its own part, `shared` what it has in common with others of its batch."""

    outcome: str | None = None
    reasons: tuple[str, ...] = ()
    motivation: str = ""
    shared: str = ""
    internal_note: str = ""
    chosen_by: str | None = None
    activity_id: UUID | None = None
    geometry: Mapping[str, Any] | None = field(default=None, hash=False)

    def check(self) -> None:
        """Raise InvalidInput for what no draft can hold."""
        if self.outcome is not None and self.outcome not in OUTCOMES:
            raise InvalidInput()
        if len(set(self.reasons)) != len(self.reasons) or len(self.reasons) > MOST_REASONS:
            raise InvalidInput(_REASONS, n=MOST_REASONS)
        if any(code not in Reasons() for code in self.reasons):
            raise InvalidInput()
        _check_text(self.motivation, LONGEST_MOTIVATION, _LONG)
        _check_text(self.shared, LONGEST_MOTIVATION, _LONG)
        _check_text(self.internal_note, LONGEST_NOTE, _LONG_NOTE)
        if self.chosen_by is not None and self.chosen_by not in vocabularies()[Vocabulary.CHOSEN_BY]:
            raise InvalidInput()
        if self.geometry is not None and not is_geometry(self.geometry):
            raise InvalidInput(PLACE, n=MOST_CORNERS)

    def row(self) -> dict[str, Any]:
        """Its columns."""
        return {one.name: getattr(self, one.name) for one in fields(self)} | {"reasons": list(self.reasons)}


def content_of(row: Row[Any]) -> Content:
    """What a row of a draft, or of a text of one, holds."""
    return Content(**{one.name: getattr(row, one.name) for one in fields(Content)} | {"reasons": tuple(row.reasons)})


class Beside(HelikopterError):
    """Another person saved meanwhile; what was saved now is kept as a text beside theirs."""

    code, status = "beside", HTTPStatus.CONFLICT
    message = N_("Somebody else wrote about this place meanwhile. Your text is kept beside theirs; choose what stays.")

    def __init__(self, theirs: Content, draft_no: int, saved_at: datetime, saved_by: UUID) -> None:
        super().__init__()
        self.theirs, self.draft_no, self.saved_at, self.saved_by = theirs, draft_no, saved_at, saved_by


def save(
    *, writer: Writing, clock: Clock, by: Acting, within: Within, subject_id: UUID, draft_no: int, content: Content
) -> int:
    """Save a draft over the one that was seen (`draft_no`; 0: there was none); returns its new number.

    Raises InvalidInput, NotFound for a place or round of another's, and Beside.
    """
    content.check()
    kept: Beside | None = None
    with writer.transaction() as connection:
        ref = round_of(connection, within).ref
        wait_for_subjects(connection, by.organisation_id, [subject_id])
        _check_reach(connection, by, [subject_id])
        _check_activity(connection, by, content)
        adopt(connection, content.reasons, of=within.organisation_id, into=by.organisation_id)
        here = _Draft(connection, by, clock.now(), within.round_id, subject_id, ref)
        row = here.row()
        if row is not None and row.made_seq is not None:
            raise InvalidInput(_MADE)
        if row is not None and here.is_of_another(row, draft_no) and content_of(row) != content:
            here.keep(content.row(), aside=True)
            kept = Beside(content_of(row), row.draft_no, row.saved_at, row.saved_by)
        else:
            draft_no = here.write(row, draft_no, content)
    if kept is not None:
        raise kept
    return draft_no


@dataclass(frozen=True)
class _Draft:
    """One draft, held by this transaction alone."""

    connection: Connection
    by: Acting
    now: datetime
    round_id: UUID
    subject_id: UUID
    ref: str

    @property
    def key(self) -> dict[str, Any]:
        return {
            "organisation_id": self.by.organisation_id,
            "round_id": self.round_id,
            "subject_id": self.subject_id,
        }

    def row(self) -> Row[Any] | None:
        return self.connection.execute(select(selection_draft).filter_by(**self.key)).first()

    def is_of_another(self, row: Row[Any], draft_no: int) -> bool:
        """Whether another person saved what this one has not seen."""
        return bool(row.draft_no != draft_no and row.saved_by != self.by.actor.account_id)

    def write(self, row: Row[Any] | None, draft_no: int, content: Content) -> int:
        saved = content.row() | {"saved_at": self.now, "saved_by": self.by.actor.account_id}
        if row is None:
            self.connection.execute(insert(selection_draft).values(**self.key, **saved, ref=self.ref, draft_no=1))
            return 1
        if content_of(row) == content:
            return int(row.draft_no)
        replaced = row.saved_by != self.by.actor.account_id or row.draft_no != draft_no
        if replaced or _loses(content_of(row), content):
            self.keep(content_of(row).row(), saved_at=row.saved_at, saved_by=row.saved_by)
        number = int(row.draft_no) + 1
        self.connection.execute(update(selection_draft).filter_by(**self.key).values(**saved, draft_no=number))
        return number

    def keep(self, values: dict[str, Any], *, aside: bool = False, **more: Any) -> None:
        """Keep a text of this draft."""
        own = selection_draft_text.c
        numbers = select(func.coalesce(func.max(own.text_no), 0) + 1).filter_by(**self.key)
        saved = {"saved_at": self.now, "saved_by": self.by.actor.account_id} | more
        named = self.key | values | saved | {"aside": aside, "text_no": numbers.scalar_subquery()}
        self.connection.execute(insert(selection_draft_text).values(**named))


def _loses(before: Content, after: Content) -> bool:
    """Whether more than a few words of a text go: what is only typed on is in the next one anyway."""
    texts = ("motivation", "shared", "internal_note")
    return any(len(getattr(before, name)) > len(getattr(after, name)) + 20 for name in texts)


@dataclass(frozen=True)
class Change:
    """What several drafts get alike; None leaves what each has. Their own part of the motivation always stays."""

    outcome: str | None = None
    reasons: tuple[str, ...] | None = None
    shared: str | None = None
    chosen_by: str | None = None
    activity_id: UUID | None = None

    def on(self, content: Content) -> Content:
        """A draft with this change."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return replace(content, **{name: value for name, value in told.items() if value is not None})


def save_many(
    *, writer: Writing, clock: Clock, by: Acting, within: Within, seen: Mapping[UUID, int], change: Change
) -> dict[UUID, int]:
    """Change several drafts alike, all or none; `seen` and the result have the number of each (0: there was none).

    Raises InvalidInput, also when somebody saved one of them meanwhile, and NotFound.
    """
    if not 0 < len(seen) <= MOST_AT_ONCE:
        raise InvalidInput(_MANY, n=MOST_AT_ONCE)
    change.on(Content()).check()
    with writer.transaction() as connection:
        ref = round_of(connection, within).ref
        wait_for_subjects(connection, by.organisation_id, seen)
        _check_reach(connection, by, seen)
        _check_activity(connection, by, change.on(Content()))
        adopt(connection, change.reasons or (), of=within.organisation_id, into=by.organisation_id)
        rows = drafts_of(connection, by.organisation_id, within.round_id, seen)
        _check_seen(rows, seen)
        common = {"organisation_id": by.organisation_id, "round_id": within.round_id, "ref": ref}
        common |= {"saved_at": clock.now(), "saved_by": by.actor.account_id}
        return _write_many(connection, common, rows, seen, change)


def drafts_of(
    connection: Connection, organisation_id: int, round_id: UUID, subjects: Mapping[UUID, Any]
) -> dict[UUID, Row[Any]]:
    """The drafts of these places in a round, as far as there are any."""
    this = _OWN.organisation_id == organisation_id, _OWN.round_id == round_id, _OWN.subject_id.in_(list(subjects))
    return {row.subject_id: row for row in connection.execute(select(selection_draft).where(*this))}


def _check_seen(rows: Mapping[UUID, Row[Any]], seen: Mapping[UUID, int]) -> None:
    if any(row.made_seq is not None for row in rows.values()):
        raise InvalidInput(_MADE)
    moved = sum((rows[one].draft_no if one in rows else 0) != number for one, number in seen.items())
    if moved:
        raise InvalidInput(_MOVED, n=moved)


def _write_many(
    connection: Connection,
    common: Mapping[str, Any],
    rows: Mapping[UUID, Row[Any]],
    seen: Mapping[UUID, int],
    change: Change,
) -> dict[UUID, int]:
    contents = {one: change.on(content_of(rows[one]) if one in rows else Content()) for one in seen}
    values = [
        {**common, **contents[one].row(), "subject_id": one, "draft_no": number + 1} for one, number in seen.items()
    ]
    named = {"o": common["organisation_id"], "r": common["round_id"], "subjects": list(rows)}
    connection.execute(text(_KEEP), named)
    own = _OWN.organisation_id == common["organisation_id"], _OWN.round_id == common["round_id"]
    connection.execute(delete(selection_draft).where(*own, _OWN.subject_id.in_(list(rows))))
    connection.execute(insert(selection_draft), values)
    return {one: number + 1 for one, number in seen.items()}


_CONTENT = ", ".join(one.name for one in fields(Content))
_KEEP = f"""
INSERT INTO selection_draft_text (organisation_id, round_id, subject_id, text_no, {_CONTENT}, saved_at, saved_by, aside)
SELECT organisation_id, round_id, subject_id,
       (SELECT coalesce(max(text_no), 0) + 1 FROM selection_draft_text t WHERE t.organisation_id = d.organisation_id
        AND t.round_id = d.round_id AND t.subject_id = d.subject_id),
       {_CONTENT}, saved_at, saved_by, false
FROM selection_draft d
WHERE organisation_id = :o AND round_id = :r AND subject_id = ANY(CAST(:subjects AS uuid[]))
  AND (motivation <> '' OR shared <> '')
"""
_FOUND = select(proposal.c.subject_id, proposal.c.service_id).where(
    proposal.c.organisation_id == bindparam("o"), proposal.c.subject_id.in_(bindparam("s", expanding=True))
)


def _check_reach(connection: Connection, by: Acting, subjects: Sequence[UUID] | Mapping[UUID, Any]) -> None:
    """Raise NotFound for a place that there is not, or of another's service."""
    rows = connection.execute(_FOUND, {"o": by.organisation_id, "s": list(subjects)})
    if {row.subject_id for row in rows if by.reaches(row.service_id)} != set(subjects):
        raise NotFound()


def _check_activity(connection: Connection, by: Acting, content: Content) -> None:
    """Raise NotFound for an activity that the organisation does not have."""
    own = activity.c
    this = and_(own.organisation_id == by.organisation_id, own.subject_id == content.activity_id)
    if content.activity_id is not None and connection.scalar(select(own.state).where(this)) is None:
        raise NotFound()


def _check_text(words: str, longest: int, problem: str) -> None:
    if len(words) > longest or any(has_control(line) for line in words.splitlines()):
        raise InvalidInput(problem, n=longest)

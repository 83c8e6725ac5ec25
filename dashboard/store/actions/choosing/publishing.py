"""Making choices public: at once, or at a moment to come, when the worker writes their publication (ADR 33)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, Row, delete, exists, insert, select, text, update

from config.clock import Clock
from config.errors import DatabaseUnavailable, InvalidInput, NotFound
from config.ids import new_id
from config.language import N_
from config.topics import ProposalEvent as Kind
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.choosing.choices import title_of
from dashboard.store.actions.choosing.drafts import MOST_AT_ONCE
from dashboard.store.actions.proposal_turn import Acting, Seen, Turn, turn
from dashboard.store.actions.proposals import ENDED, NOT_ONE
from dashboard.store.actions.writing import Writing
from queries.tables import is_waiting, proposal, publication_plan, selection, selection_draft

_UNAPPROVED = N_("{title}: this choice still waits for approval. Nothing was published.")
_NO_CHOICE = N_("{title}: there is no choice to publish. Nothing was published.")
_HIDDEN = N_("{title}: the proposal itself is not public. Nothing was published.")
_PAST = N_("Choose a moment that is still to come.")
_PLANNED = N_("{title}: its publication is planned already. Nothing was changed.")
_GONE = N_("This publication was carried out or cancelled already.")
_PUBLISHED = "published"
log = structlog.get_logger()


def publish(*, writer: Writing, clock: Clock, by: Acting, seen: Sequence[Seen]) -> tuple[Seen, ...]:
    """Make choices public, all or none. Raises InvalidInput for one that is not approved, NotFound, Overtaken."""
    _check_number(seen)
    with turn(writer, clock, by, seen) as held:
        rows = _choices(held, [one.subject_id for one in seen])
        for one in seen:
            _check_ready(held, rows.get(one.subject_id), one.subject_id)
        done = _publish(held, [rows[one.subject_id] for one in seen])
        held.record(action="choices_published", n=len(done), events={str(one.subject_id): one.seq for one in done})
    return tuple(done)


def plan(*, writer: Writing, clock: Clock, by: Acting, seen: Sequence[Seen], publish_at: datetime) -> UUID:
    """Have choices made public at a moment to come. Raises as `publish`."""
    _check_number(seen)
    if publish_at <= clock.now():
        raise InvalidInput(_PAST)
    with turn(writer, clock, by, seen) as held:
        subjects = [one.subject_id for one in seen]
        rows, waiting = _choices(held, subjects), _planned(held, subjects)
        for one in seen:
            _check_ready(held, rows.get(one.subject_id), one.subject_id)
            if one.subject_id in waiting:
                raise InvalidInput(_PLANNED, title=title_of(held, one.subject_id))
        plan_id = new_id(clock)
        choices = [{"subject": str(one), "seq": rows[one].made_seq} for one in subjects]
        held.connection.execute(
            insert(publication_plan).values(
                organisation_id=by.organisation_id,
                plan_id=plan_id,
                publish_at=publish_at,
                choices=choices,
                planned_at=held.now,
                planned_by=by.actor.account_id,
                planned_role=by.actor.role,
            )
        )
        held.record(action="publication_planned", n=len(choices), at=publish_at.isoformat(), plan=str(plan_id))
    return plan_id


def cancel(*, writer: Writing, clock: Clock, by: Acting, plan_id: UUID) -> None:
    """Cancel a publication to come. Raises NotFound, also for one of another's service, and InvalidInput when there is
    nothing left to cancel."""
    own = publication_plan.c
    this = own.organisation_id == by.organisation_id, own.plan_id == plan_id
    with writer.transaction() as connection:
        asked = select(own.done_at, own.cancelled_at, own.choices).where(*this).with_for_update()
        row = connection.execute(asked).first()
        if row is None or not _reaches_all(connection, by, row.choices):
            raise NotFound()
        if row.done_at is not None or row.cancelled_at is not None:
            raise InvalidInput(_GONE)
        connection.execute(update(publication_plan).where(*this).values(cancelled_at=clock.now()))
        _record(connection, clock, by, "publication_cancelled", {"plan": str(plan_id)})


def _reaches_all(connection: Connection, by: Acting, choices: Sequence[Mapping[str, Any]]) -> bool:
    """Whether who acts reaches every proposal of a plan, as far as these are still there."""
    own, subjects = proposal.c, [UUID(one["subject"]) for one in choices]
    found = select(own.service_id).where(own.organisation_id == by.organisation_id, own.subject_id.in_(subjects))
    return all(map(by.reaches, connection.scalars(found)))


def carry_out(writer: Writing, clock: Clock) -> int:
    """Publish what was planned for a moment that has come; returns how many plans were carried out.

    A choice that was changed, undone or published since, or whose proposal is gone, is left out and told in the report
    of the plan. Worker only.
    """
    due = select(publication_plan).where(is_waiting(), publication_plan.c.publish_at <= clock.now())
    with writer.transaction() as connection:
        rows = connection.execute(due.order_by(publication_plan.c.publish_at)).all()
    return sum(_carried_out(writer, clock, row) for row in rows)


def _carried_out(writer: Writing, clock: Clock, row: Row[Any]) -> bool:
    """One plan; what goes wrong with it holds up no other."""
    try:
        _carry_out(writer, clock, row)
    except DatabaseUnavailable:
        raise
    except Exception:
        log.exception("publication_failed", plan=str(row.plan_id), organisation=row.organisation_id)
        return False
    return True


def _carry_out(writer: Writing, clock: Clock, row: Row[Any]) -> None:
    actor = Actor(row.planned_by, row.planned_role, str(row.plan_id))
    wanted = {UUID(one["subject"]): int(one["seq"]) for one in row.choices}
    own = publication_plan.c
    this = own.organisation_id == row.organisation_id, own.plan_id == row.plan_id, is_waiting()
    with writer.transaction() as connection:
        there = _there(connection, row.organisation_id, wanted)
    with turn(writer, clock, Acting(actor, row.organisation_id), [], beside=there) as held:
        if held.connection.execute(select(own.plan_id).where(*this).with_for_update()).first() is None:
            return
        found = _choices(held, there)
        ready = [one for one in found.values() if one.made_seq == wanted[one.subject_id] and _is_ready(held, one)]
        done = _publish(held, ready)
        left = [str(one) for one in wanted if one not in {each.subject_id for each in done}]
        report = {"published": len(done), "left": left}
        held.connection.execute(update(publication_plan).where(*this).values(done_at=held.now, report=report))
        events = {str(one.subject_id): one.seq for one in done}
        held.record(action="publication_carried_out", n=len(done), left=len(left), plan=str(row.plan_id), events=events)


def _there(connection: Connection, organisation_id: int, subjects: Iterable[UUID]) -> list[UUID]:
    """Those of the proposals that there still are: an import that told one may be taken out."""
    own = proposal.c
    found = select(own.subject_id).where(own.organisation_id == organisation_id, own.subject_id.in_(subjects))
    return list(connection.scalars(found))


def _publish(held: Turn, rows: Sequence[Row[Any]]) -> list[Seen]:
    """Tell the publication of choices; their drafts have done their work, but for one that waits for approval."""
    own = selection_draft.c
    done = [Seen(row.subject_id, held.tell(row.subject_id, Kind.SELECTION_PUBLISHED, {"ref": row.ref})) for row in rows]
    made = own.organisation_id == held.by.organisation_id, own.subject_id.in_([row.subject_id for row in rows])
    choice = selection.c
    same = choice.organisation_id == own.organisation_id, choice.subject_id == own.subject_id, choice.ref == own.ref
    waits = exists().where(*same, choice.standing == "pending")
    held.connection.execute(delete(selection_draft).where(*made, own.made_seq.is_not(None), ~waits))
    return done


_CHOICES = f"""
SELECT DISTINCT ON (s.subject_id) s.subject_id, s.ref, s.standing, s.published_at, s.public_stage, (
    SELECT max(e.seq) FROM event e WHERE e.organisation_id = s.organisation_id AND e.subject_id = s.subject_id
    AND e.kind = '{Kind.SELECTION_MADE}' AND coalesce(e.payload ->> 'ref', '') = coalesce(s.ref, '') AND NOT EXISTS (
        SELECT FROM event v WHERE v.organisation_id = e.organisation_id AND v.subject_id = e.subject_id
        AND v.voids_seq = e.seq)) AS made_seq
FROM selection s
WHERE s.organisation_id = :o AND s.subject_id = ANY(CAST(:subjects AS uuid[])) AND s.standing <> 'returned'
ORDER BY s.subject_id, s.version DESC
"""


def _choices(held: Turn, subjects: Sequence[UUID]) -> dict[UUID, Row[Any]]:
    """The last choice about each of these places, as far as there is one, with the last event that told it: also of a
    source, and where no draft stands any more."""
    names = {"o": held.by.organisation_id, "subjects": list(subjects)}
    return {row.subject_id: row for row in held.connection.execute(text(_CHOICES), names)}


def _is_ready(held: Turn, row: Row[Any]) -> bool:
    alive = held.proposals[row.subject_id].stage not in ENDED and row.public_stage is not None
    return alive and row.standing == "counts" and row.published_at is None


def _check_ready(held: Turn, row: Row[Any] | None, subject_id: UUID) -> None:
    title = title_of(held, subject_id)
    if row is None or row.published_at is not None:
        raise InvalidInput(_NO_CHOICE, title=title)
    if row.standing != "counts":
        raise InvalidInput(_UNAPPROVED, title=title)
    if not _is_ready(held, row):
        raise InvalidInput(_HIDDEN, title=title)


_PLANNED_OF = """
SELECT DISTINCT CAST(c ->> 'subject' AS uuid)
FROM publication_plan p CROSS JOIN LATERAL jsonb_array_elements(p.choices) c
WHERE p.organisation_id = :o AND p.done_at IS NULL AND p.cancelled_at IS NULL
  AND CAST(c ->> 'subject' AS uuid) = ANY(CAST(:subjects AS uuid[]))
"""


def _planned(held: Turn, subjects: Sequence[UUID]) -> set[UUID]:
    names = {"o": held.by.organisation_id, "subjects": list(subjects)}
    return set(held.connection.scalars(text(_PLANNED_OF), names))


def _check_number(seen: Sequence[Seen]) -> None:
    if not 0 < len({one.subject_id for one in seen}) == len(seen) <= MOST_AT_ONCE:
        raise InvalidInput(NOT_ONE, n=MOST_AT_ONCE)


def _record(connection: Connection, clock: Clock, by: Acting, action: str, detail: Mapping[str, Any]) -> None:
    said: dict[str, Any] = {"clock": clock, "actor": by.actor, "organisation_id": by.organisation_id}
    audit.record(connection, action=action, detail=dict(detail), **said)

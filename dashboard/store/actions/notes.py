"""A note beside a number: what director, mayor or alderman says of it. A change is a new row, so the history stays."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Select, insert, select

from config.clock import Clock
from config.errors import Forbidden, InvalidInput, NotFound
from config.ids import new_id
from config.language import N_
from config.plain import has_control
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.writing import Writing
from queries.tables import note, service

LONGEST_NOTE = 500


@dataclass(frozen=True)
class Beside:
    """The number that a note is about: a measure (id of the registry), of one service or of all together."""

    organisation_id: int
    measure: str
    service_id: int | None = None


def write_note(*, writer: Writing, clock: Clock, actor: Actor, beside: Beside, text: str) -> UUID:
    """Put a note beside a number, in the place of the one before it. Raises InvalidInput, NotFound without service."""
    words = " ".join(text.split())
    if not words or len(words) > LONGEST_NOTE or has_control(words):
        raise InvalidInput(N_("A note has at most {n} characters, and at least one."), n=LONGEST_NOTE)
    with writer.transaction() as connection:
        _check_service(connection, beside)
        return _append(connection, clock, actor, beside, words, "note_written")


def take_note_away(*, writer: Writing, clock: Clock, actor: Actor, beside: Beside) -> UUID:
    """Take the present note away; the history keeps it. Raises NotFound when there is none."""
    with writer.transaction() as connection:
        if not connection.scalar(_latest(beside)):
            raise NotFound(N_("There is no note beside this number."))
        return _append(connection, clock, actor, beside, "", "note_taken_away")


def _latest(beside: Beside) -> Select[tuple[str]]:
    """The text of the note that stands, empty when it was taken away."""
    same = note.c.organisation_id == beside.organisation_id, note.c.measure == beside.measure
    of_service = note.c.service_id.is_not_distinct_from(beside.service_id)
    newest = note.c.written_at.desc(), note.c.note_id.desc()
    return select(note.c.text).where(*same, of_service).order_by(*newest).limit(1)


def _check_service(connection: Connection, beside: Beside) -> None:
    if beside.service_id is None:
        return
    own = service.c.organisation_id == beside.organisation_id, service.c.service_id == beside.service_id
    if connection.scalar(select(service.c.service_id).where(*own)) is None:
        raise NotFound(N_("There is no such service in this organisation."))


def _append(connection: Connection, clock: Clock, actor: Actor, beside: Beside, text: str, action: str) -> UUID:
    if actor.account_id is None:
        raise Forbidden()
    note_id = new_id(clock)
    row = {
        "organisation_id": beside.organisation_id,
        "note_id": note_id,
        "measure": beside.measure,
        "service_id": beside.service_id,
        "text": text,
        "written_at": clock.now(),
        "author_id": actor.account_id,
        "author_role": actor.role,
    }
    connection.execute(insert(note).values(row))
    audit.record(
        connection,
        clock=clock,
        actor=actor,
        organisation_id=beside.organisation_id,
        action=action,
        subject_id=note_id,
        detail={"measure": beside.measure, "service_id": beside.service_id},
    )
    return note_id

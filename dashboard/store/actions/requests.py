"""Asking the worker for what is too heavy for a request: a row in the transaction of the action that needs it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, select

from config.clock import Clock
from config.errors import InvalidInput
from config.ids import new_id
from config.language import N_
from dashboard.store.actions.audit import Actor
from queries.tables import work_request


class Work(StrEnum):
    """What can be asked."""

    DERIVE = "derive"
    CALENDAR = "calendar"
    VOID_RUN = "void_run"
    JUDGE_AREAS = "judge_areas"
    USE_AREAS = "use_areas"
    TAKE_AREAS_BACK = "take_areas_back"
    ASSIGN_AREAS = "assign_areas"
    DOSSIER = "dossier"
    DOSSIER_FILES = "dossier_files"
    BEST_SET = "best_set"
    PUBLICATION_PACK = "publication_pack"
    RETENTION = "retention"
    REPORT = "report"


MOST_WAITING = 50
"""Requests of one kind of an organisation that wait at most: all of them stand in one row."""
_MANY = N_("So much was asked already that waits. Try again in a moment.")


def ask(
    connection: Connection,
    *,
    clock: Clock,
    actor: Actor,
    organisation_id: int,
    work: Work,
    subject_id: UUID | None = None,
    asked: Mapping[str, Any] | None = None,
) -> UUID:
    """Ask for work; what was asked before and has not begun is not asked twice. Returns the number of the request.

    `asked` says what exactly, as JSON. Raises InvalidInput when so much of it waits that others would wait for it.
    """
    waiting = select(work_request.c.request_id).where(
        *_waiting(organisation_id, work),
        work_request.c.subject_id.is_not_distinct_from(subject_id),
        work_request.c.asked == dict(asked or {}),
    )
    # The worker takes a row by locking it, so this one either waits or has begun and is asked anew.
    known = connection.scalar(waiting.limit(1).with_for_update(skip_locked=True))
    if known is not None:
        return UUID(str(known))
    if (connection.scalar(select(func.count()).where(*_waiting(organisation_id, work))) or 0) >= MOST_WAITING:
        raise InvalidInput(_MANY)
    row = {
        "organisation_id": organisation_id,
        "request_id": new_id(clock),
        "kind": str(work),
        "subject_id": subject_id,
        "asked": dict(asked or {}),
        "actor_id": actor.account_id,
        "actor_role": actor.role,
        "asked_at": clock.now(),
    }
    connection.execute(work_request.insert().values(**row))
    return UUID(str(row["request_id"]))


def _waiting(organisation_id: int, work: Work) -> tuple[ColumnElement[bool], ...]:
    """Requests of a kind that were not begun."""
    own = work_request.c
    here = own.organisation_id == organisation_id, own.kind == str(work)
    return *here, own.started_at.is_(None), own.ended_at.is_(None)

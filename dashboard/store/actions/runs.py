"""Taking an import run out, as somebody at a desk asks for it: the worker does it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.language import N_
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.requests import Work, ask
from dashboard.store.actions.writing import Writing
from dashboard.store.loader import MERGED
from queries.tables import event, import_run

_NOT_MERGED = N_("This run was refused or taken out before; there is nothing to take out.")
_NO_RUN = N_("There is no import run with this number.")


@dataclass(frozen=True)
class Consequences:
    """What taking a run out touches: `meldingen` it told something of, and `later` deliveries of the same source."""

    meldingen: int
    later: int


def plan_void(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, run_id: UUID) -> None:
    """Ask the worker to take a run out. Raises NotFound, and InvalidInput when there is nothing to take out."""
    with writer.transaction() as connection:
        _merged(connection, organisation_id, run_id)
        said: dict[str, Any] = {
            "clock": clock,
            "actor": actor,
            "organisation_id": organisation_id,
            "subject_id": run_id,
        }
        audit.record(connection, action="run_void_asked", **said)
        ask(connection, work=Work.VOID_RUN, **said)


def consequences(*, writer: Writing, organisation_id: int, run_id: UUID) -> Consequences:
    """What taking a run out would touch."""
    with writer.transaction() as connection:
        started_at, source_id = _merged(connection, organisation_id, run_id)
        told = select(func.count(event.c.subject_id.distinct())).where(
            event.c.organisation_id == organisation_id, event.c.import_run_id == run_id
        )
        own = import_run.c
        later = select(func.count()).where(
            own.organisation_id == organisation_id,
            own.source_id == source_id,
            own.started_at > started_at,
            own.state == MERGED,
        )
        return Consequences(int(connection.scalar(told) or 0), int(connection.scalar(later) or 0))


def _merged(connection: Connection, organisation_id: int, run_id: UUID) -> tuple[object, int]:
    own = import_run.c
    this = select(own.state, own.started_at, own.source_id).where(
        own.organisation_id == organisation_id, own.run_id == run_id
    )
    row = connection.execute(this).first()
    if row is None:
        raise NotFound(_NO_RUN)
    if row.state != MERGED:
        raise InvalidInput(_NOT_MERGED)
    return row.started_at, row.source_id

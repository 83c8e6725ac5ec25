"""Who did what: every action writes exactly one audit row, in its own transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from config.clock import Clock
from config.ids import new_id
from queries.tables import audit


@dataclass(frozen=True)
class Actor:
    """Who acts: an account in a role, or (without account) the command line, the worker or an anonymous visitor."""

    account_id: UUID | None
    role: str
    request_id: str = "-"


COMMAND_LINE = Actor(None, "command_line")
WORKER = Actor(None, "worker")


def anonymous(request_id: str) -> Actor:
    """Somebody who has not logged in."""
    return Actor(None, "anonymous", request_id)


def record(
    connection: Connection,
    *,
    clock: Clock,
    actor: Actor,
    organisation_id: int,
    action: str,
    subject_id: UUID | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add the audit row of one action; `detail` holds no personal data."""
    row = {
        "organisation_id": organisation_id,
        "audit_id": new_id(clock),
        "at": clock.now(),
        "actor_id": actor.account_id,
        "actor_role": actor.role,
        "action": action,
        "subject_id": subject_id,
        "detail": dict(detail or {}),
        "request_id": actor.request_id,
    }
    connection.execute(insert(audit).values(row))

"""How long texts are kept: setting it, what it would erase, and asking for it now."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from psycopg.errors import QueryCanceled
from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError

from config.clock import Clock
from config.errors import InvalidInput
from config.language import N_
from config.retention import LONGEST, Keeping, periods
from dashboard.store.actions import audit
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.requests import Work, ask
from dashboard.store.actions.writing import Writing
from dashboard.store.organisations import alone
from dashboard.store.retention.due import Due, due, rules_of, until_of
from dashboard.store.retention.pictures import lying
from dashboard.store.zones import local_today
from queries.tables import retention_rule

__all__ = ["Due", "due_now", "plan_run", "preview", "set_rule"]

_SECONDS = 25
_TOO_SLOW = N_("Counting this takes too long now. The change itself can be saved.")
_DAYS = N_("A period is a whole number of days from 1 to {longest}, or empty: for ever.")
_SAME = N_("This period holds already. Nothing was changed.")


def set_rule(
    *, writer: Writing, clock: Clock, actor: Actor, organisation_id: int, kind: Keeping, days: int | None
) -> None:
    """Let an organisation keep texts of a kind so many days (None: for ever). Raises InvalidInput."""
    if days is not None and not 1 <= days <= LONGEST:
        raise InvalidInput(_DAYS, longest=LONGEST)
    with writer.transaction() as connection:
        alone(connection, organisation_id)
        before = rules_of(connection, organisation_id)[kind]
        if before == days:
            raise InvalidInput(_SAME)
        row = {"organisation_id": organisation_id, "kind": str(kind), "days": days, "changed_at": clock.now()}
        told = {name: row[name] for name in ("days", "changed_at")}
        connection.execute(
            insert(retention_rule)
            .values(row)
            .on_conflict_do_update(index_elements=["organisation_id", "kind"], set_=told)
        )
        said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
        detail = {"keeping": str(kind), "days": days, "before": before}
        audit.record(connection, action="retention_set", detail=detail, **said)


def plan_run(*, writer: Writing, clock: Clock, actor: Actor, organisation_id: int) -> None:
    """Ask the worker to erase now what is due."""
    said: dict[str, Any] = {"clock": clock, "actor": actor, "organisation_id": organisation_id}
    with writer.transaction() as connection:
        ask(connection, work=Work.RETENTION, **said)
        audit.record(connection, action="retention_asked", **said)


def preview(*, writer: Writing, clock: Clock, organisation_id: int, kind: Keeping, days: int | None) -> Due:
    """What would be due now if texts of a kind were kept so many days. Raises InvalidInput when that takes too long."""
    with _patiently(writer) as connection:
        return _due(connection, clock, organisation_id, kind, days)


def due_now(*, writer: Writing, clock: Clock, organisation_id: int) -> tuple[Mapping[Keeping, Due], int]:
    """What the next run erases: by kind, and how many pictures that nothing names. Raises as `preview`."""
    with _patiently(writer) as connection:
        rules = rules_of(connection, organisation_id)
        found = {kind: _due(connection, clock, organisation_id, kind, rules[kind]) for kind in periods()}
        return found, lying(connection, organisation_id, clock.now())


def _due(connection: Connection, clock: Clock, organisation_id: int, kind: Keeping, days: int | None) -> Due:
    if days is None:
        return Due(0, None)
    today = local_today(connection, clock, organisation_id)
    return due(connection, organisation_id, kind, until_of(today, days))


@contextmanager
def _patiently(writer: Writing) -> Iterator[Connection]:
    """A transaction that gives up in time."""
    with writer.transaction() as connection:
        connection.execute(text(f"SET LOCAL statement_timeout = '{_SECONDS}s'"))
        try:
            yield connection
        except OperationalError as error:
            raise (InvalidInput(_TOO_SLOW) if isinstance(error.orig, QueryCanceled) else error) from error

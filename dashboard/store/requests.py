"""What the worker does of what was asked: one request at a time, each in one transaction.

What needs more than the store (questions, documents) stands in `dashboard/jobs`, which hands it over as kinds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, select, text, update

from config.clock import Clock
from config.errors import DatabaseUnavailable, HelikopterError, InvalidInput
from config.plain import plain
from config.topics import Topic
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.requests import Work
from dashboard.store.areas.files import OF_AREAS, Asked
from dashboard.store.engine import Writer
from dashboard.store.loader import bulk
from dashboard.store.organisations import renumber_calendar
from dashboard.store.project import project_all
from dashboard.store.public_news import has_news
from dashboard.store.retention.runs import run_retention
from dashboard.store.turns import wait_for_sources
from dashboard.store.voiding import void_run
from queries.tables import work_request

_ATTEMPTS = 3
_SHOWN = (Work.USE_AREAS, Work.TAKE_AREAS_BACK)
"""The public sees other names and boundaries after these."""
log = structlog.get_logger()


@dataclass(frozen=True)
class Task:
    """Work as it was asked: about what, what exactly, and by whom."""

    organisation_id: int
    subject_id: UUID | None
    asked: Mapping[str, Any]
    actor: Actor


@dataclass(frozen=True)
class Done:
    """What came of it: how many, and as JSON what the page that asked wants to know."""

    count: int
    result: Mapping[str, Any] | None = None


Doing = Callable[[Writer, Clock, Task], Done]
"""Does work of one kind."""
NONE: Mapping[str, Doing] = MappingProxyType({})


@dataclass(frozen=True)
class _Request:
    """One row of `work_request` that has begun."""

    organisation_id: int
    request_id: UUID
    kind: str
    subject_id: UUID | None
    asked: Mapping[str, Any]
    actor_id: UUID | None
    actor_role: str
    attempts: int


def do_next(writer: Writer, clock: Clock, kinds: Mapping[str, Doing] = NONE) -> bool:
    """Do the oldest request; False when there is none. What cannot be done says why in its row.

    `kinds`: who does the work of which kind, beside what the store does. Open pages hear when such work ends.

    Raises DatabaseUnavailable; the request then stays and is taken up again, but not for ever.
    """
    request = _begin(writer, clock)
    if request is None:
        return False
    try:
        done = _do(writer, clock, request, kinds)
        _end(writer, clock, request, {"count": done.count, "result": done.result})
    except DatabaseUnavailable:
        raise
    except HelikopterError as error:
        _end(writer, clock, request, {"problem": error.message, "params": plain(error.params)})
    except Exception:
        log.exception("work_failed", work=request.kind, organisation=request.organisation_id)
        _end(writer, clock, request, {"problem": HelikopterError.message})
    if request.kind in kinds:
        with writer.transaction() as connection:
            connection.execute(text(_NEWS), {"o": request.organisation_id})
    return True


_NEWS = f"""
INSERT INTO outbox (organisation_id, topic, day, written_at)
VALUES (:o, '{Topic.PROPOSAL}', CAST(now() AS date), now())
"""


def _begin(writer: Writer, clock: Clock) -> _Request | None:
    own = work_request.c
    columns = (
        own.organisation_id,
        own.request_id,
        own.kind,
        own.subject_id,
        own.asked,
        own.actor_id,
        own.actor_role,
        own.attempts,
    )
    oldest = select(*columns).where(own.ended_at.is_(None)).order_by(own.asked_at).limit(1)
    with writer.transaction() as connection:
        row = connection.execute(oldest.with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        request = _Request(**row._mapping)
        _update(connection, request, {"started_at": clock.now(), "attempts": request.attempts + 1})
    if request.attempts >= _ATTEMPTS:
        _end(writer, clock, request, {"problem": HelikopterError.message})
        return None
    return request


def _do(writer: Writer, clock: Clock, request: _Request, kinds: Mapping[str, Doing]) -> Done:
    doing = kinds.get(request.kind)
    if doing is None:
        return Done(_do_here(writer, clock, request))
    actor = _asked(request).actor
    return doing(writer, clock, Task(request.organisation_id, request.subject_id, request.asked, actor))


def _do_here(writer: Writer, clock: Clock, request: _Request) -> int:
    if request.kind == Work.VOID_RUN and request.subject_id is not None:
        return void_run(writer, clock, request.organisation_id, request.subject_id, actor=_asked(request).actor)
    if request.kind in OF_AREAS:
        count = OF_AREAS[Work(request.kind)](writer, clock, _asked(request))
        if request.kind in _SHOWN:
            with writer.transaction() as connection:
                has_news(connection, request.organisation_id)
        return count
    if request.kind == Work.RETENTION:
        return run_retention(writer, clock, request.organisation_id, actor=_asked(request).actor, most=None)[0]
    if request.kind not in (Work.DERIVE, Work.CALENDAR):
        raise InvalidInput()
    with writer.transaction() as connection, bulk(connection):
        wait_for_sources(connection, request.organisation_id)
        if request.kind == Work.CALENDAR:
            renumber_calendar(connection, request.organisation_id)
        # a norm sets deadlines of meldingen only; working days are counted in every topic
        return project_all(
            connection, request.organisation_id, None if request.kind == Work.CALENDAR else Topic.MELDING
        )


def _asked(request: _Request) -> Asked:
    actor = Actor(request.actor_id, request.actor_role, str(request.request_id))
    return Asked(request.organisation_id, request.subject_id, actor)


def _end(writer: Writer, clock: Clock, request: _Request, values: dict[str, Any]) -> None:
    with writer.transaction() as connection:
        _update(connection, request, {"ended_at": clock.now()} | values)
    log.info("work_done", work=request.kind, organisation=request.organisation_id, **values)


def _update(connection: Connection, request: _Request, values: dict[str, Any]) -> None:
    own = work_request.c
    this = (own.organisation_id == request.organisation_id) & (own.request_id == request.request_id)
    connection.execute(update(work_request).where(this).values(**values))

"""A desk at which proposals are worked on: a world with a clock of its own, and what acting takes."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from config.clock import FixedClock
from config.kinds import Role
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.actions import proposals as acts
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.proposal_turn import Acting, Seen
from dashboard.store.engine import Writer
from tests.fold import Event
from tests.world import World, at, story

GREEN, CLEAN = 1, 2
HEAD = Actor(UUID(int=1), Role.DIENSTHOOFD, "r1")


class Ticking(FixedClock):
    """A clock of which no two readings are the same."""

    def __init__(self) -> None:
        super().__init__(at("2026-11-20 09:00"))
        self._lock = threading.Lock()

    def now(self) -> Any:
        with self._lock:
            self.advance(timedelta(seconds=1))
            return super().now()


class Desk:
    """Proposals in a world, and what acting on them takes."""

    def __init__(self, writer: Writer) -> None:
        self.clock = Ticking()
        self.world, self.writer = World(writer, self.clock), writer
        self.by = Acting(HEAD, self.world.a)
        self.held: dict[str, Any] = {"writer": writer, "clock": self.clock}

    def add(self, *more: tuple, service: int | None = GREEN, town: int | None = None, **payload: Any) -> UUID:
        begun = (P.SUBMITTED, "2026-11-02 10:00", {"service_id": service, "payload": {"title": "Plein"} | payload})
        with self.writer.transaction() as connection:
            history: list[Event] = story(begun, *more)
            return self.world.add(connection, town or self.world.a, history, topic=Topic.PROPOSAL)[0]

    def seen(self, subject: UUID) -> Seen:
        return Seen(subject, int(self.ask("SELECT max(seq) FROM event WHERE subject_id = :s", s=subject)[0][0]))

    def do(self, act: Callable[..., Any], subject: UUID, by: Acting | None = None, **more: Any) -> Any:
        seen: Any = self.seen(subject)
        return act(**self.held, by=by or self.by, seen=[seen] if act is acts.approve else seen, **more)

    def ask(self, statement: str, **values: Any) -> list[Any]:
        with self.writer.transaction() as connection:
            return list(connection.execute(text(statement), values).all())

    def stage(self, subject: UUID) -> str:
        return str(self.ask("SELECT stage FROM proposal WHERE subject_id = :s", s=subject)[0][0])

    def events(self, subject: UUID) -> list[tuple]:
        rows = self.ask(
            "SELECT kind, actor_role, payload, voids_seq FROM event WHERE subject_id = :s ORDER BY seq", s=subject
        )
        return [tuple(row) for row in rows[1:]]

    def log(self) -> list[tuple]:
        rows = self.ask("SELECT action, actor_id, actor_role, subject_id, detail FROM audit ORDER BY at, audit_id")
        return [tuple(row) for row in rows]

"""Runs: erasing all that is due in an organisation, batch by batch, with a report and one audit row.

Each batch is a transaction with its words, its tombstones and its counts. Broken off, nothing is half erased, and the
next run goes on with the same report.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Connection, select, text, update

from config.clock import Clock, local_day
from config.errors import DatabaseUnavailable
from config.ids import new_id
from config.retention import Keeping
from dashboard.store.actions import audit
from dashboard.store.actions.audit import WORKER, Actor
from dashboard.store.engine import Writer
from dashboard.store.loader import bulk
from dashboard.store.organisations import alone
from dashboard.store.retention.due import BESIDE, SUBJECTS, due_subjects, rules_of, until_of
from dashboard.store.retention.erasing import BATCH, PICTURE, Turn
from dashboard.store.retention.pictures import drop_lying
from queries.tables import organisation, retention_run

MOST = 100_000
"""Subjects that one go erases of an organisation at most; the next go, an hour later, goes on."""
EMPTY_KEPT = timedelta(days=30)
"""Runs of the worker that found nothing are listed for so long."""
log = structlog.get_logger()


@dataclass(frozen=True)
class Going:
    """A run that goes on: in an organisation, as of a local day, with the days of each kind as they hold."""

    writer: Writer
    clock: Clock
    organisation_id: int
    run_id: UUID
    zone: str
    rules: dict[Keeping, int | None]

    @property
    def today(self) -> date:
        """The local day in the organisation."""
        return local_day(self.clock.now(), self.zone)

    def periods(self, among: Any) -> Iterator[tuple[Keeping, date]]:
        """The kinds that are not kept for ever, with the last day on which what is due began."""
        for kind in among:
            days = self.rules[kind]
            if days is not None:
                yield kind, until_of(self.today, days)

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """One transaction to erase in."""
        with self.writer.transaction() as connection, bulk(connection):
            yield Turn(connection, self.organisation_id, self.clock.now(), self.today)

    def count(self, turn: Turn, counts: Counter[str], oldest: dict[str, date] | None = None) -> int:
        """Add to the report of this run, in the transaction that erased; returns how many went in all."""
        if sum(counts.values()):
            _add(turn.connection, self, counts, oldest or {})
        return sum(counts.values())


def run_retention(
    writer: Writer, clock: Clock, organisation_id: int, *, actor: Actor = WORKER, most: int | None = MOST
) -> tuple[int, bool]:
    """Erase what is due, of subjects at most `most` (None: all); returns how much went, and whether that was all.

    A run that was broken off is gone on with.
    """
    going = _begin(writer, clock, organisation_id, actor)
    erased = looked = 0
    for kind, until in going.periods(SUBJECTS):
        found = _due(going, kind, until, None if most is None else most - looked)
        looked += len(found)
        erased += sum(_batch(going, kind, until, found[first : first + BATCH]) for first in range(0, len(found), BATCH))
    erased += _beside(going)
    all_done = most is None or looked < most
    if all_done:
        _end(going)
    return erased, all_done


def _due(going: Going, kind: Keeping, until: date, most: int | None) -> list[tuple[UUID, date]]:
    with going.writer.transaction() as connection, bulk(connection):
        return due_subjects(connection, going.organisation_id, kind, until, most=most)


def _batch(going: Going, kind: Keeping, until: date, chosen: list[tuple[UUID, date]]) -> int:
    """Erase these in one transaction; returns how much went."""
    with going.turn() as turn:
        counts = turn.subjects(kind, until, [one for one, _ in chosen])
        return going.count(turn, counts, {str(kind): chosen[0][1]})


def _beside(going: Going) -> int:
    """Erase what is no subject, and pictures that nothing names."""
    erased = 0
    for kind, until in going.periods(BESIDE):
        with going.turn() as turn:
            erased += going.count(turn, Counter({str(kind): turn.beside(kind, until)}))
    with going.turn() as turn:
        dropped = drop_lying(turn.connection, going.organisation_id, turn.now)
        return erased + going.count(turn, Counter({PICTURE: dropped}))


def _begin(writer: Writer, clock: Clock, organisation_id: int, actor: Actor) -> Going:
    own = retention_run.c
    with writer.transaction() as connection:
        alone(connection, organisation_id)  # of two who begin at once the second one goes along
        of_town = select(organisation.c.time_zone).where(organisation.c.organisation_id == organisation_id)
        zone = str(connection.execute(of_town).scalar_one())
        rules = rules_of(connection, organisation_id)
        open_run = select(own.run_id).where(own.organisation_id == organisation_id, own.ended_at.is_(None))
        found = connection.scalar(open_run.order_by(own.begun_at).limit(1))
        run_id = found or new_id(clock)
        going = Going(writer, clock, organisation_id, run_id, zone, rules)
        if found is None:
            by = {"actor_id": actor.account_id, "actor_role": actor.role}
            report = {"days": {str(kind): days for kind, days in rules.items()}, "oldest": {}}
            row = {"organisation_id": organisation_id, "run_id": run_id, "begun_at": clock.now(), "report": report}
            connection.execute(retention_run.insert().values(**row, **by))
    return going


def _add(connection: Connection, going: Going, counts: Counter[str], oldest: dict[str, date]) -> None:
    own = retention_run.c
    this = own.organisation_id == going.organisation_id, own.run_id == going.run_id
    row = connection.execute(select(own.counts, own.report).where(*this).with_for_update()).one()
    told = row.report | {"oldest": {name: day.isoformat() for name, day in oldest.items()} | row.report["oldest"]}
    values = {"counts": dict(Counter(row.counts) + counts), "report": told}
    connection.execute(update(retention_run).where(*this).values(**values))


def _end(going: Going) -> None:
    """End the run, once: with an audit row where something went, or somebody asked."""
    own = retention_run.c
    this = own.organisation_id == going.organisation_id, own.run_id == going.run_id
    now = going.clock.now()
    with going.writer.transaction() as connection:
        ended = update(retention_run).where(*this, own.ended_at.is_(None)).values(ended_at=now)
        row = connection.execute(ended.returning(own.counts, own.actor_id, own.actor_role)).first()
        if row is not None and (row.counts or row.actor_id is not None):
            actor = Actor(row.actor_id, row.actor_role, str(going.run_id))
            said: dict[str, Any] = {"clock": going.clock, "actor": actor, "organisation_id": going.organisation_id}
            detail = {"n": sum(row.counts.values()), "counts": row.counts}
            audit.record(connection, action="texts_erased", subject_id=going.run_id, detail=detail, **said)
        empty = own.organisation_id == going.organisation_id, own.counts == {}, own.actor_id.is_(None)
        connection.execute(retention_run.delete().where(*empty, own.ended_at < now - EMPTY_KEPT))


def run_all(writer: Writer, clock: Clock) -> int:
    """Erase what is due where no run has ended today yet, of every organisation; returns how much went."""
    with writer.transaction() as connection:
        towns = connection.execute(text(_LAST)).all()
    waiting = [row for row in towns if row.last is None or row.open or _day(clock, row) > local_day(row.last, row.zone)]
    return sum(_run_one(writer, clock, row.organisation_id) for row in waiting)


_LAST = """
SELECT o.organisation_id, o.time_zone AS zone, max(r.begun_at) AS last,
       coalesce(bool_or(r.ended_at IS NULL AND r.run_id IS NOT NULL), false) AS open
FROM organisation o LEFT JOIN retention_run r USING (organisation_id) GROUP BY 1, 2 ORDER BY 1
"""


def _day(clock: Clock, row: Any) -> date:
    return local_day(clock.now(), row.zone)


def _run_one(writer: Writer, clock: Clock, organisation_id: int) -> int:
    """One organisation; what goes wrong there holds up no other."""
    try:
        erased, _ = run_retention(writer, clock, organisation_id)
    except DatabaseUnavailable:
        raise
    except Exception:
        log.exception("retention_failed", organisation=organisation_id)
        return 0
    return erased

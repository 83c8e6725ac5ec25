"""What is planned in /beheer: a preview says what the worker then does, and nothing before."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from config.clock import FixedClock
from config.errors import HelikopterError, InvalidInput, NotFound
from config.kinds import EventKind, NormUnit
from config.settings import with_role
from dashboard.store.actions import calendar, norms, previews, runs
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.norms import EndOfNorm, NewNorm
from dashboard.store.actions.previews import Moved
from dashboard.store.engine import Writer
from dashboard.store.requests import do_next
from queries.tables import audit, import_run, work_request
from tests import server
from tests.conftest import NOW
from tests.deliveries import Town, melding
from tests.world import World, story

K = EventKind
BOSS = Actor(None, "beheerder", "r1")
STANDING = """
SELECT m.subject_id, m.deadline_at, m.open, m.deadline_at IS NOT NULL
       AND coalesce(m.first_closed_at, s.as_of) > m.deadline_at AS late
FROM melding m JOIN source s USING (organisation_id, source_id) WHERE m.organisation_id = :o
"""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Two towns with meldingen of three categories: closed, open, waiting, and with a promised day."""
    name = server.create_database()
    writer = Writer(with_role(server.url(name), "heli_writer"))
    made = World(writer, FixedClock(NOW))
    with writer.transaction() as connection:
        for town in (made.a, made.b):
            made.add(connection, town, *_lives())
    yield made
    writer.close()
    server.drop_database(name)


def _lives() -> Iterator[list]:
    for category in (1, 2, 3, None):
        for day in (2, 12, 22):
            for month in (5, 9, 10, 11):
                received = (K.SUBMITTED, f"2026-{month:02}-{day:02} 10:00", {"payload": {"category_id": category}})
                yield story(received)
                yield story(received, (K.RESOLVED, f"2026-{month:02}-{day + 6:02} 10:00"))
                waits = (K.WAITING_ON_CITIZEN, f"2026-{month:02}-{day + 1:02} 10:00")
                yield story(received, waits, (K.IN_TREATMENT, f"2026-{month:02}-{day + 5:02} 09:00"))


def standing(world: World, town: int) -> dict[Any, Any]:
    with world.writer.transaction() as connection:
        return {row.subject_id: row for row in connection.execute(text(STANDING), {"o": town})}


def said(world: World) -> dict[str, Any]:
    return {"writer": world.writer, "clock": world.clock, "actor": BOSS}


def norm(days: int, category: str | None, first: date) -> NewNorm:
    return NewNorm("aalst-aan-zee", days, NormUnit.WORKING_DAY, category, first)


def changes(world: World) -> Iterator[tuple[str, Callable[[], Moved], Callable[[], Any]]]:
    """Name, preview and plan of each kind of change."""
    writer, clock, town = world.writer, world.clock, world.a
    for new in (norm(1, "boom", date(2026, 9, 5)), norm(2, None, date(2026, 6, 1))):
        yield (
            f"norm of {new.category}",
            lambda new=new: previews.preview_norm(writer=writer, clock=clock, new=new),  # type: ignore[misc]
            lambda new=new: norms.plan_norm(new=new, **said(world)),  # type: ignore[misc]
        )
    end = EndOfNorm("aalst-aan-zee", 4, date(2026, 10, 1))
    yield "end", lambda: previews.preview_end(writer=writer, end=end), lambda: norms.plan_end(end=end, **said(world))
    for day, closes in ((date(2026, 10, 14), True), (date(2026, 11, 2), False)):
        act = calendar.add_day if closes else calendar.remove_day
        more: dict[str, Any] = {"reason": "x"} if closes else {}
        yield (
            f"{day} {closes}",
            lambda day=day, closes=closes: previews.preview_day(  # type: ignore[misc]
                writer=writer, organisation_id=town, day=day, closes=closes
            ),
            lambda day=day, act=act, more=more: act(organisation_id=town, day=day, **more, **said(world)),  # type: ignore[misc]
        )


def test_a_preview_says_what_the_worker_then_does_and_nothing_before(world: World) -> None:
    neighbour = standing(world, world.b)
    for name, preview, plan in changes(world):
        before = standing(world, world.a)
        moved = preview()
        assert standing(world, world.a) == before, name
        plan()
        assert standing(world, world.a) == before, name
        assert do_next(world.writer, world.clock)
        after = standing(world, world.a)
        different = [key for key in before if before[key].deadline_at != after[key].deadline_at]
        late = sum(after[key].late and not before[key].late for key in before)
        in_time = sum(before[key].late and not after[key].late for key in before)
        told = (moved.deadlines, moved.open_deadlines, moved.late, moved.in_time)
        assert told == (len(different), sum(before[key].open for key in different), late, in_time), name
        assert len(different) > 0, name
        assert moved.counted == moved.concerned >= len(different), name
    assert standing(world, world.b) == neighbour
    assert not do_next(world.writer, world.clock)
    with world.writer.transaction() as connection:
        done = connection.execute(select(work_request.c.problem, work_request.c.ended_at)).all()
        actions = sorted(connection.scalars(select(audit.c.action)))
    assert [(row.problem, row.ended_at) for row in done] == [(None, NOW)] * 5
    assert actions == ["closing_day_added", "closing_day_removed", "norm_ended", "norm_set", "norm_set"]


def test_a_preview_of_many_says_how_many_it_looked_at(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "MOST", 7)
    moved = previews.preview_norm(writer=world.writer, clock=world.clock, new=norm(4, None, date(2026, 5, 1)))
    assert (moved.counted, moved.concerned > 100) == (7, True)


def test_another_town_is_out_of_reach(world: World) -> None:
    for act in (
        lambda: norms.plan_end(end=EndOfNorm("berg", 99, date(2026, 10, 1)), **said(world)),
        lambda: calendar.remove_day(organisation_id=world.b, day=date(2026, 10, 14), **said(world)),
        lambda: norms.plan_norm(new=NewNorm("berg", 3, category="nothing"), **said(world)),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(InvalidInput):
        norms.plan_norm(new=NewNorm("berg", 3, category="boom", phase="informed"), **said(world))
    assert not do_next(world.writer, world.clock)


def test_what_is_asked_twice_is_done_once_and_what_crashes_is_given_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        norms.plan_norm(new=norm(5, "put", date(2026, 11, 1)), **said(world))
    norms.plan_norm(new=NewNorm("aalst-aan-zee", 4, phase="informed"), **said(world))  # moves no deadline
    monkeypatch.setattr("dashboard.store.requests.project_all", lambda *_: 1 / 0)
    assert do_next(world.writer, world.clock)
    assert not do_next(world.writer, world.clock)
    with world.writer.transaction() as connection:
        problems = select(work_request.c.problem).where(work_request.c.problem.is_not(None))
        assert connection.scalars(problems).all() == [HelikopterError.message]


def test_a_run_is_taken_out_by_the_worker_for_who_asked(shared_writer: Writer, town: Town, clock: FixedClock) -> None:
    first = town.load(melding("1", "2026-03-04 10:00"), melding("2", "2026-03-05 10:00"))
    clock.advance(timedelta(minutes=1))
    second = town.load(melding("1", "2026-03-04 10:00", "2026-03-09 10:00"), melding("2", "2026-03-05 10:00"))
    asked: dict[str, Any] = {"writer": shared_writer, "clock": clock, "actor": BOSS}
    place: dict[str, Any] = {"organisation_id": town.id, "run_id": first.run_id}
    touched = runs.consequences(writer=shared_writer, **place)
    assert (touched.meldingen, touched.later) == (2, 1)
    with pytest.raises(NotFound):
        runs.plan_void(**asked, **place | {"organisation_id": town.id + 1})
    runs.plan_void(**asked, **place)
    assert do_next(shared_writer, clock)
    with shared_writer.transaction() as connection:
        mine = work_request.c.organisation_id == town.id
        row = connection.execute(select(work_request).where(mine)).one()
        assert (row.kind, row.problem is None, row.subject_id) == ("void_run", False, first.run_id)
        assert "run" in row.params
    last = second.run_id
    runs.plan_void(**asked, **place | {"run_id": last})
    assert do_next(shared_writer, clock)
    with shared_writer.transaction() as connection:
        state = select(import_run.c.state).where(import_run.c.run_id == last)
        assert connection.scalar(state) == "voided"
        done = select(audit.c.action, audit.c.actor_role).where(audit.c.subject_id == last).order_by(audit.c.action)
        assert connection.execute(done).all() == [("run_void_asked", "beheerder"), ("run_voided", "beheerder")]
    with pytest.raises(InvalidInput):
        runs.plan_void(**asked, **place | {"run_id": last})

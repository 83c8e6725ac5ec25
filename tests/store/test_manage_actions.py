"""Targets, services and categories as a beheerder changes them: dated, within one town, one audit row each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select, text

from config.clock import FixedClock
from config.errors import InvalidInput, NotFound
from config.kinds import NormUnit
from dashboard.store.actions import dimensions, norms, targets
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.dimensions import Member
from dashboard.store.actions.norms import NewNorm
from dashboard.store.actions.targets import NewTarget
from dashboard.store.engine import Writer
from dashboard.store.organisations import ensure_dimension
from queries.tables import audit
from tests.conftest import NOW
from tests.world import World


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    return World(writer, clock)


def said(world: World) -> dict[str, Any]:
    return {"writer": world.writer, "clock": world.clock, "actor": Actor(None, "beheerder", "r1")}


def rows(world: World, statement: str, **values: Any) -> list[tuple]:
    with world.writer.transaction() as connection:
        return [tuple(row) for row in connection.execute(text(statement), values)]


def actions(world: World) -> list[tuple]:
    with world.writer.transaction() as connection:
        return sorted(tuple(row) for row in connection.execute(select(audit.c.organisation_id, audit.c.action)))


def wish(world: World, goal: float, first: str, **more: Any) -> NewTarget:
    usual: dict[str, Any] = {"organisation_id": world.a, "measure": "on_time", "part": "", "days": None}
    limits: dict[str, Any] = {"service_id": None, "direction": "at_least", "amber": goal - 0.05, "red": goal - 0.1}
    return NewTarget(**usual | limits | {"goal": goal, "valid_from": date.fromisoformat(first)} | more)


def test_a_target_ends_the_one_before_and_stops_at_the_next(world: World) -> None:
    for goal, first in ((0.7, "2025-01-01"), (0.9, "2027-01-01"), (0.8, "2026-01-01")):
        targets.set_target(new=wish(world, goal, first), **said(world))
    targets.set_target(new=wish(world, 0.6, "2026-01-01", service_id=1), **said(world))
    of_all = "SELECT goal, valid_from::text, valid_to::text FROM target WHERE service_id IS NULL ORDER BY 2"
    expected = [(0.7, "2025-01-01", "2025-12-31"), (0.8, "2026-01-01", "2026-12-31"), (0.9, "2027-01-01", None)]
    assert rows(world, of_all) == expected
    number = rows(world, "SELECT target_id FROM target WHERE goal = 0.9")[0][0]
    ending: dict[str, Any] = {"target_id": number, "last_day": date(2027, 6, 30)}
    with pytest.raises(NotFound):
        targets.end_target(organisation_id=world.b, **ending, **said(world))
    targets.end_target(organisation_id=world.a, **ending, **said(world))
    assert rows(world, of_all)[-1] == (0.9, "2027-01-01", "2027-06-30")
    assert actions(world) == [(world.a, "target_ended"), *[(world.a, "target_set")] * 4]


@pytest.mark.parametrize(
    "more",
    [
        {"amber": 0.9},
        {"red": 0.79},
        {"direction": "at_most"},
        {"direction": "sideways"},
        {"service_id": 99},
    ],
)
def test_a_target_that_cannot_be_is_refused(world: World, more: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        targets.set_target(new=wish(world, 0.8, "2026-01-01", **more), **said(world))
    assert rows(world, "SELECT * FROM target") == []
    assert actions(world) == []


VERSIONS = """
SELECT v.name, v.theme, v.regional_code, v.valid_from::text, v.valid_to::text FROM category_version v
JOIN category USING (organisation_id, category_id) WHERE organisation_id = :o AND code = 'boom' ORDER BY 4
"""


def boom(world: World, name: str, since: str, **more: Any) -> Member:
    return Member(world.a, "category", "boom", name, date.fromisoformat(since), **more)


def test_a_change_is_a_new_version_and_a_delivery_goes_on_finding_it(world: World) -> None:
    dimensions.change_member(new=boom(world, "Groen", "2026-03-01", theme="Groen", regional_code="R1"), **said(world))
    dimensions.change_member(new=boom(world, "Bomen en groen", "2026-03-01", theme="Groen"), **said(world))
    dimensions.change_member(new=boom(world, "Groen", "2026-06-01"), **said(world))
    assert rows(world, VERSIONS, o=world.a) == [
        ("Bomen", None, None, "1900-01-01", "2026-02-28"),
        ("Bomen en groen", "Groen", None, "2026-03-01", "2026-05-31"),
        ("Groen", None, None, "2026-06-01", None),
    ]
    assert rows(world, VERSIONS, o=world.b) == [("Bomen", None, None, "1900-01-01", None)]
    with pytest.raises(InvalidInput):
        dimensions.change_member(new=boom(world, "Vroeger", "2026-05-01"), **said(world))
    with world.writer.transaction() as connection:
        known = ensure_dimension(connection, world.a, "category", {"boom": "Bomen"})
    assert known["boom"] == 1
    assert actions(world) == [(world.a, "category_changed")] * 3


def test_a_new_service_has_a_code_of_its_own(world: World) -> None:
    new = Member(world.a, "service", "sport", "Sportdienst", date(2026, 1, 1))
    number = dimensions.add_member(new=new, **said(world))
    assert rows(world, "SELECT code FROM service WHERE service_id = :n", n=number) == [("sport",)]
    for again, kind in ((new, InvalidInput), (Member(world.a, "area", "x", "X", new.since), InvalidInput)):
        with pytest.raises(kind):
            dimensions.add_member(new=again, **said(world))
    with pytest.raises(NotFound):
        dimensions.change_member(new=Member(world.b, "service", "sport", "X", new.since), **said(world))
    assert actions(world) == [(world.a, "service_added")]


def norm(n: int) -> NewNorm:
    return NewNorm("aalst-aan-zee", n, valid_from=date(2026, 1, n), phase=norms.FIRST_ANSWER)


def test_of_two_norms_set_at_once_one_ends_the_other(world: World) -> None:
    with ThreadPoolExecutor(1) as pool:
        with world.writer.transaction() as connection:
            norms.write_norm(connection, FixedClock(NOW), world.a, norm(5))
            second = pool.submit(norms.plan_norm, new=norm(9), **said(world))
            until_somebody_waits(world)
        second.result(20)
    days = "SELECT n, valid_from::text, valid_to::text FROM norm WHERE phase = 'first_answer' ORDER BY n"
    assert rows(world, days) == [(5, "2026-01-05", "2026-01-08"), (9, "2026-01-09", None)]


def test_only_handling_has_norms_in_calendar_days(world: World) -> None:
    in_calendar = NewNorm("aalst-aan-zee", 3, NormUnit.CALENDAR_DAY, phase=norms.MODERATION)
    with pytest.raises(InvalidInput, match="in calendar days"):
        norms.plan_norm(new=in_calendar, **said(world))


def until_somebody_waits(world: World) -> None:
    for _ in range(1_000):
        if rows(world, "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"):
            return
        Event().wait(0.01)
    pytest.fail("nobody waits")

"""Readings of the climate pact as a beheerder tells and withdraws them: one audit row each, within one town."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from config.clock import FixedClock
from config.errors import InvalidInput, NotFound
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.climate import NewReading, tell_reading, withdraw_reading
from dashboard.store.engine import Writer
from queries.manage.climate import all_readings
from tests.world import World


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    return World(writer, clock)


def said(world: World) -> dict[str, Any]:
    return {"writer": world.writer, "clock": world.clock, "actor": Actor(None, "beheerder", "r1")}


def reading(world: World, **more: Any) -> NewReading:
    usual: dict[str, Any] = {"organisation_id": world.a, "indicator": "rainwater_l", "on_day": date(2026, 6, 30)}
    return NewReading(**usual | {"value": 12.5, "includes_proposals": True, "source": " Groenblauwpeil "} | more)


def audited(world: World) -> list[tuple]:
    with world.writer.transaction() as db:
        return sorted(tuple(row) for row in db.execute(text("SELECT organisation_id, action FROM audit")))


def test_the_latest_total_that_was_not_withdrawn_counts(world: World) -> None:
    for new in (reading(world), reading(world, value=20), reading(world, on_day=date(2025, 12, 31), value=99)):
        last = tell_reading(new=new, **said(world))
    assert tell_reading(new=reading(world, organisation_id=world.b), **said(world)) == 1
    assert last == 3

    def counting() -> list[float]:
        with world.writer.transaction() as db:
            found = all_readings(db, world.a)
        assert found["source"].tolist() == ["Groenblauwpeil"] * 3
        return [float(value) for value in found.loc[found["counts"], "value"]]

    assert counting() == [20]
    withdraw_reading(organisation_id=world.a, reading_id=2, **said(world))
    assert counting() == [12.5]
    for town, number, refusal in ((world.b, 2, NotFound), (world.a, 2, InvalidInput)):
        with pytest.raises(refusal):
            withdraw_reading(organisation_id=town, reading_id=number, **said(world))
    told, withdrawn = "climate_reading_told", "climate_reading_withdrawn"
    assert audited(world) == sorted([*[(world.a, told)] * 3, (world.a, withdrawn), (world.b, told)])


@pytest.mark.parametrize(
    "more",
    [
        {"indicator": "solar_kwp"},
        {"value": -1},
        {"value": float("nan")},
        {"on_day": date(2020, 12, 31)},
        {"on_day": date(2026, 11, 23)},
        {"source": "  "},
    ],
)
def test_a_total_that_cannot_be_is_refused(world: World, more: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        tell_reading(new=reading(world, **more), **said(world))
    with pytest.raises(NotFound):
        tell_reading(new=reading(world, organisation_id=999), **said(world))
    assert audited(world) == []


def test_a_total_of_today_is_taken(world: World) -> None:
    assert tell_reading(new=reading(world, on_day=date(2026, 11, 22)), **said(world)) == 1

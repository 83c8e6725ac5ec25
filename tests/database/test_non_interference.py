"""What one organisation or service is told never depends on the data of another one: every question, enumerated."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Connection, text

import queries
from config.clock import FixedClock
from config.kinds import EventKind, MeldingKind
from dashboard.store.engine import Writer
from dashboard.store.organisations import ensure_dimension
from queries.db import Database
from queries.filters import Days, Filters, Population, Reach, Scope
from tests.world import World, at, story

K = EventKind
OWN, OTHER = 1, 2
"""Services: that of the limited scope, and one beside it."""
YEAR = Filters(date(2026, 1, 1), date(2026, 11, 22))
ASKED = (
    YEAR,
    replace(YEAR, population=Population.COHORT, days=Days.CALENDAR),
    replace(YEAR, kind=MeldingKind.VRAAG, areas=("centrum",)),
    replace(YEAR, organisations=("berg",)),
    YEAR.stood_at(at("2026-10-01 12:00")),
    YEAR.last_year(),
)


def questions() -> Iterator[tuple[str, Callable]]:
    """Every public function of `queries` that takes a scope and a connection."""
    for module in (
        importlib.import_module(f"queries.{found.name}") for found in pkgutil.iter_modules(queries.__path__)
    ):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            if ours and {"db", "scope"} <= set(inspect.signature(function).parameters):
                yield f"{module.__name__}.{name}", function


QUESTIONS = dict(questions())
NOT_ASKED = {"queries.facts.facts"}  # gives tables to ask, not an answer


def answers(db: Connection, world: World, scope: Scope) -> dict[str, Any]:
    """All answers, as values that can be compared."""
    found = {}
    for name, function in QUESTIONS.items():
        for number, filters in enumerate(ASKED):
            if name not in NOT_ASKED:
                found[f"{name} {number}"] = plain(function(**_arguments(function, db, world, scope, filters)))
    return found


def _arguments(function: Callable, db: Connection, world: World, scope: Scope, filters: Filters) -> dict[str, Any]:
    known = {"db": db, "scope": scope, "filters": filters, "now": world.clock.now(), "since": at("2026-01-01 00:00")}
    parameters = inspect.signature(function).parameters.values()
    needed = {one.name for one in parameters if one.default is inspect.Parameter.empty}
    assert needed <= set(known), f"{function.__name__} needs more than this test knows: {needed - set(known)}"
    return {name: known[name] for name in needed}


def plain(answer: Any) -> Any:
    """A frame as columns and rows, with None for nothing, so that equal answers are equal."""
    if not isinstance(answer, pd.DataFrame):
        return answer
    return list(answer.columns), answer.astype(object).where(answer.notna(), None).values.tolist()


def lives(service: int) -> Iterator[list]:
    """Meldingen of a service: open, closed, closed late, reopened, waiting, of another kind."""
    held: dict[str, Any] = {"service_id": service, "payload": {"category_id": service, "area_id": 1, "channel_id": 1}}
    for month in range(1, 11):
        received = (K.SUBMITTED, f"2026-{month:02}-03 10:00", held)
        yield story(received)
        yield story(received, (K.RESOLVED, f"2026-{month:02}-05 10:00"))
        yield story(
            received,
            (K.WAITING_ON_CITIZEN, f"2026-{month:02}-04 10:00"),
            (K.REFUSED, f"2026-{month + 1:02}-20 10:00"),
            (K.REOPENED, f"2026-{month + 1:02}-21 10:00", {"actor_role": "citizen"}),
        )
    asked = held["payload"] | {"melding_kind": "vraag"}
    yield story((K.SUBMITTED, "2026-05-05 10:00", held | {"payload": asked}), (K.RESOLVED, "2026-05-06 10:00"))
    yield story((K.SUBMITTED, "2025-05-05 10:00", held), (K.RESOLVED, "2025-07-06 10:00"))


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    """Both towns, with meldingen of one service in the first."""
    made = World(writer, clock)
    tell(made, made.a, OWN)
    return made


def tell(world: World, organisation_id: int, service: int) -> None:
    """Meldingen of a service, a note on it, and a change that the worker left."""
    own = {"o": organisation_id, "s": service, "at": at("2026-11-01 12:00") + timedelta(minutes=service)}
    with world.writer.transaction() as connection:
        for life in lives(service):
            world.add(connection, organisation_id, life)
        connection.execute(text("INSERT INTO outbox VALUES (:o, 'melding', '2026-11-01', :at)"), own)
        connection.execute(
            text(
                "INSERT INTO note VALUES (:o, gen_random_uuid(), 'on_time', :s, 'note', :at, gen_random_uuid(), "
                "'schepen')"
            ),
            own,
        )


def ask(reader: Database, world: World, scope: Scope) -> dict[str, Any]:
    with reader.read() as db:
        return answers(db, world, scope)


def test_the_questions_are_found() -> None:
    assert {"queries.counts.received", "queries.options.options", "queries.registry.measure"} <= set(QUESTIONS)
    assert set(QUESTIONS) >= NOT_ASKED


def test_a_town_is_told_the_same_whatever_its_neighbour_has(world: World, reader: Database, writer: Writer) -> None:
    scope = Scope.whole(world.a, world.predecessor)
    before = ask(reader, world, scope)
    for service in (OWN, OTHER):
        tell(world, world.b, service)
    with writer.transaction() as connection:
        ensure_dimension(connection, world.b, "area", {"elders": "Elders"})
        connection.execute(
            text("UPDATE source SET as_of = :at, name = 'Other', expected_every = 1 WHERE organisation_id = :o"),
            {"at": at("2026-02-01 00:00"), "o": world.b},
        )
        connection.execute(
            text("UPDATE organisation_version SET name = 'X' WHERE organisation_id = :o"), {"o": world.b}
        )
        connection.execute(text("UPDATE norm SET n = 99 WHERE organisation_id = :o"), {"o": world.b})
    after = ask(reader, world, scope)
    assert {name for name in before if before[name] != after[name]} == set()


def test_a_service_is_told_the_same_whatever_the_others_have(world: World, reader: Database) -> None:
    scope = Scope((Reach(world.a, frozenset({OWN})),))
    before = ask(reader, world, scope)
    tell(world, world.a, OTHER)
    after = ask(reader, world, scope)
    assert {name for name in before if before[name] != after[name]} == set()


def test_nobody_is_told_anything_without_a_scope(world: World, reader: Database) -> None:
    """And the test itself can see a difference: with a scope there are answers."""
    nothing, something = ask(reader, world, Scope(())), ask(reader, world, Scope.whole(world.a))
    assert {name for name in nothing if "counts.received 0" in name and nothing[name][1] != [[0]]} == set()
    assert [name.split()[0] for name in something if name.endswith(" 0") and something[name] == nothing[name]] == []

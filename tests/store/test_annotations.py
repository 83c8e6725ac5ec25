"""What happened is written and taken away again, each with its row in the log; a town is told of its own."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from config.clock import FixedClock
from config.errors import Forbidden, InvalidInput, NotFound
from config.kinds import AnnotationKind, Role
from dashboard.store.actions.annotations import Happened, annotate, take_annotation_away
from dashboard.store.actions.audit import Actor
from dashboard.store.engine import Writer
from queries.annotations import annotations
from queries.db import Database
from queries.filters import Filters, Scope
from queries.tables import audit
from tests.world import World

DIRECTOR = Actor(UUID(int=1), Role.ALGEMEEN_DIRECTEUR, "r1")
DAY = date(2026, 10, 17)
PLANTING = Happened(DAY, DAY, AnnotationKind.PLANTING_DAY, "  Plantdag   Dorpsbos ", "Met scholen")
NOVEMBER = Filters(date(2026, 11, 1), date(2026, 11, 22))


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    return World(writer, clock)


def held(world: World, actor: Actor = DIRECTOR) -> dict[str, Any]:
    return {"writer": world.writer, "clock": world.clock, "actor": actor}


def test_it_is_written_read_and_taken_away(world: World, reader: Database) -> None:
    def words(scope: Scope, **filters: Any) -> list[str]:
        asked = Filters(NOVEMBER.first_day, NOVEMBER.last_day, **filters)
        with reader.read() as db:
            return list(annotations(db, scope, asked)["words"])

    whole = Scope.whole(world.a)
    first = annotate(**held(world), organisation_id=world.a, happened=PLANTING)
    storm = Happened(DAY, date(2026, 11, 2), AnnotationKind.STORM, "Storm", area="haven", category="put")
    annotate(**held(world), organisation_id=world.a, happened=storm)
    later = Happened(date(2026, 11, 23), date(2026, 11, 23), AnnotationKind.RULE, "Later")
    annotate(**held(world), organisation_id=world.a, happened=later)
    assert words(whole) == ["Plantdag Dorpsbos", "Storm"]
    assert words(whole, areas=("haven",)) == ["Plantdag Dorpsbos", "Storm"]
    assert words(whole, areas=("centrum",)) == words(whole, categories=("stoep",)) == ["Plantdag Dorpsbos"]
    assert words(Scope.whole(world.b)) == []
    with pytest.raises(NotFound):
        take_annotation_away(**held(world), key=(world.b, first))
    take_annotation_away(**held(world), key=(world.a, first))
    assert words(whole) == ["Storm"]
    with world.writer.transaction() as connection:
        rows = list(connection.execute(select(audit.c.action, audit.c.detail).where(audit.c.subject_id == first)))
    assert sorted(row.action for row in rows) == ["annotation_taken_away", "annotation_written"]
    assert all(row.detail["words"] == "Plantdag Dorpsbos" for row in rows)


@pytest.mark.parametrize(
    "happened",
    [
        Happened(DAY, DAY, AnnotationKind.OTHER, "een twee drie vier vijf"),
        Happened(DAY, DAY, AnnotationKind.OTHER, "x" * 41),
        Happened(DAY, DAY, AnnotationKind.OTHER, " "),
        Happened(DAY, DAY, AnnotationKind.OTHER, "a\x00b"),
        Happened(DAY, DAY, AnnotationKind.OTHER, "a", "x" * 501),
        Happened(DAY, date(2026, 10, 16), AnnotationKind.OTHER, "a"),
    ],
)
def test_what_does_not_fit_in_a_chart_is_refused(world: World, happened: Happened) -> None:
    with pytest.raises(InvalidInput):
        annotate(**held(world), organisation_id=world.a, happened=happened)


def test_nobody_writes_without_account(world: World) -> None:
    with pytest.raises(Forbidden):
        annotate(**held(world, Actor(None, "worker")), organisation_id=world.a, happened=PLANTING)

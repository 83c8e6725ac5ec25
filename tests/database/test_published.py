"""The views of the public hold what the code says, and nothing before its time; its role reads nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.dialects import postgresql

from config.clock import FixedClock
from config.settings import with_role
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.engine import Writer
from dashboard.store.outbox import take_in
from dashboard.store.project import project
from dashboard.store.roles import PUBLIC
from queries.tables.published import VIEWS
from tests.fold import Event
from tests.world import World, story

SUBMITTED = (P.SUBMITTED, "2026-03-02 10:00", {"payload": {"title": "Plein", "estimates": {"trees": 3}}})
PUBLISHED = (P.PUBLISHED, "2026-03-04 10:00")
PUBLISHED_LATER = (P.PUBLISHED, "2026-03-06 10:00")
PHOTO = (P.PHOTO_ADDED, "2026-03-02 10:00", {"payload": {"photo": "p"}})
SHOWN = (P.PHOTO_PUBLISHED, "2026-03-04 10:00", {"payload": {"photo": "p"}})
VOTED = (P.VOTES_CAST, "2026-03-05 10:00", {"payload": {"votes": 1, "voters": ["a1"]}})
COST = (P.COST_SET, "2026-03-20 10:00", {"payload": {"cost_estimated": 900}})
CHOSEN = (P.SELECTION_MADE, "2026-04-01 10:00", {"payload": {"outcome": "selected", "motivation": "Veel steun"}})
TOLD = (P.SELECTION_PUBLISHED, "2026-04-08 10:00")
DONE = (P.REALISED, "2026-06-01 10:00", {"payload": {"cost_actual": 950}})


@pytest.fixture
def owner(database_url: str) -> Iterator[Connection]:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    return World(writer, clock)


@pytest.fixture
def public(world: World, database_url: str) -> Iterator[Connection]:
    engine = create_engine(with_role(database_url, PUBLIC))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def definition(connection: Connection, name: str) -> str:
    return str(connection.scalar(text("SELECT pg_get_viewdef(CAST(:name AS regclass))"), {"name": name}))


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_holds_what_the_code_says(owner: Connection, name: str) -> None:
    told = VIEWS[name].compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    owner.execute(text(f"CREATE TEMP VIEW told AS {told}"))
    assert definition(owner, f"published.{name}") == definition(owner, "told")


def test_the_public_reads_the_views_and_nothing_else(owner: Connection) -> None:
    found = owner.scalars(
        text(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p') AND relnamespace IN "
            "('public'::regnamespace, 'published'::regnamespace) AND has_any_column_privilege(:role, oid, 'SELECT')"
        ),
        {"role": PUBLIC},
    )
    assert set(found) == set(VIEWS)


def open_map(world: World, organisation_id: int) -> None:
    with world.writer.transaction() as connection:
        values = {"o": organisation_id}
        connection.execute(text("INSERT INTO appearance (organisation_id, public_map) VALUES (:o, true)"), values)
        connection.execute(text("INSERT INTO blob VALUES (:o, 'p', 'image/png', 1, 1, 'x', now())"), values)


def rows(public: Connection, world: World, events: list[Event], organisation_id: int) -> dict[str, list[Any]]:
    with world.writer.transaction() as connection:
        world.add(connection, organisation_id, events, topic=Topic.PROPOSAL)
    asked = ("proposal", "selection", "gain", "vote", "photo", "blob")
    return {name: [*public.execute(text(f"SELECT * FROM published.{name}")).mappings()] for name in asked}


NOT_PUBLIC = {
    "in moderation": story(SUBMITTED, PHOTO, VOTED),
    "refused": story(SUBMITTED, PHOTO, SHOWN, PUBLISHED, (P.REFUSED, "2026-03-06 10:00")),
    "withdrawn": story(SUBMITTED, PHOTO, SHOWN, PUBLISHED, CHOSEN, TOLD, (P.WITHDRAWN, "2026-05-01 10:00")),
    "refused after its choice was told": story(
        SUBMITTED, PHOTO, SHOWN, PUBLISHED, CHOSEN, TOLD, DONE, (P.REFUSED, "2026-06-06 10:00")
    ),
}


def test_what_is_not_published_stands_in_no_view(public: Connection, world: World) -> None:
    open_map(world, world.a)
    for name, events in NOT_PUBLIC.items():
        assert not any(rows(public, world, events, world.a).values()), name


def test_nothing_is_public_of_a_town_that_did_not_open_its_map(public: Connection, world: World) -> None:
    open_map(world, world.b)
    found = rows(public, world, story(SUBMITTED, PHOTO, SHOWN, PUBLISHED, CHOSEN, TOLD, DONE), world.a)
    assert not any(found.values())


def test_a_choice_that_was_not_told_shows_nowhere(public: Connection, world: World) -> None:
    open_map(world, world.a)
    found = rows(public, world, story(SUBMITTED, PHOTO, PUBLISHED, COST, CHOSEN, DONE), world.a)
    assert found["selection"] == found["photo"] == found["blob"] == []
    [told] = found["proposal"]
    assert told["stage"] == "published"
    assert told["cost_estimated"] is told["cost_actual"] is told["realised_day"] is None
    assert [row["realised"] for row in found["gain"]] == [None]


def test_a_choice_that_was_not_approved_shows_nowhere(public: Connection, world: World) -> None:
    """Whatever was told of it since: its publication, what comes next, and the start of the works."""
    open_map(world, world.a)
    waits = (P.SELECTION_MADE, "2026-04-01 10:00", {"payload": {"outcome": "selected", "needs_approval": True}})
    next_steps = (P.NEXT_STEPS_TOLD, "2026-05-01 10:00", {"payload": {"text": "In mei"}})
    found = rows(public, world, story(SUBMITTED, PUBLISHED, waits, TOLD, next_steps), world.a)
    [told] = found["proposal"]
    assert found["selection"] == []
    assert (told["stage"], told["cost_estimated"], told["next_steps"]) == ("published", None, None)
    approved = (P.SELECTION_APPROVED, "2026-04-02 10:00")
    found = rows(public, world, story(SUBMITTED, PUBLISHED, waits, approved, TOLD, next_steps), world.a)
    assert [row["outcome"] for row in found["selection"]] == ["selected"]
    assert [row["next_steps"] for row in found["proposal"]][-1] == "In mei"


def test_a_photo_of_the_works_waits_for_what_it_tells(public: Connection, world: World) -> None:
    """Of before for the choice, of after for the realisation; published by moderation as it may be."""
    open_map(world, world.a)

    def taken(moment: str) -> list[Any]:
        named = {"payload": {"photo": "p", "moment": moment}}
        return [(kind, "2026-05-01 10:00", named) for kind in (P.PHOTO_ADDED, P.PHOTO_PUBLISHED)]

    works, before = taken("after"), taken("before")
    counts = []
    for more in (
        (CHOSEN, *works),
        (CHOSEN, TOLD, *works),
        (CHOSEN, *before),
        (CHOSEN, TOLD, *before),
        (CHOSEN, TOLD, *works, DONE),
    ):
        found = rows(public, world, story(SUBMITTED, PUBLISHED, *more), world.a)
        counts.append((len(found["photo"]), len(found["blob"])))
    assert counts == [(0, 0), (0, 0), (0, 0), (1, 1), (2, 1)]


def test_an_estimate_for_a_choice_to_come_shows_nowhere(public: Connection, world: World) -> None:
    open_map(world, world.a)
    dearer = (P.COST_SET, "2026-05-01 10:00", {"payload": {"cost_estimated": 5000}})
    again = (P.SELECTION_MADE, "2026-05-02 10:00", {"payload": {"outcome": "deferred"}})
    found = rows(public, world, story(SUBMITTED, PUBLISHED, COST, CHOSEN, TOLD, dearer, again), world.a)
    assert [told["cost_estimated"] for told in found["proposal"]] == [900]
    later = story(SUBMITTED, PUBLISHED, COST, CHOSEN, TOLD, dearer, again, (P.SELECTION_PUBLISHED, "2026-05-03 10:00"))
    found = rows(public, world, later, world.a)
    assert {told["cost_estimated"] for told in found["proposal"]} == {900, 5000}


def test_what_was_published_is_told_without_what_is_internal(public: Connection, world: World) -> None:
    open_map(world, world.a)
    events = story(SUBMITTED, PHOTO, SHOWN, PUBLISHED, VOTED, COST, CHOSEN, TOLD, DONE)
    found = rows(public, world, events, world.a)
    [told], [chosen] = found["proposal"], found["selection"]
    assert (told["stage"], told["cost_estimated"], told["cost_actual"], told["support"]) == ("realised", 900, 950, 1)
    assert chosen["motivation"] == "Veel steun"
    assert len(found["photo"]) == len(found["blob"]) == len(found["vote"]) == 1
    internal = {"internal_note", "voters", "scores", "service_id", "source_id", "public_stage", "refusal_reason"}
    assert not internal & {column for name in found for row in found[name] for column in row}


def test_a_day_that_no_source_told_is_not_public(public: Connection, world: World) -> None:
    """Of a state without a date only the day of the list that told it is known."""
    open_map(world, world.a)
    told = story(SUBMITTED, PUBLISHED, CHOSEN, TOLD, (P.EXECUTION_STARTED, "2026-05-01 10:00"), DONE)
    events = [replace(event, inferred=event.kind in (P.SELECTION_PUBLISHED, P.REALISED)) for event in told]
    [shown] = rows(public, world, events, world.a)["proposal"]
    assert (shown["stage"], shown["realised_day"], shown["explained_day"]) == ("realised", None, None)
    assert (shown["published_day"], shown["started_day"]) == (date(2026, 3, 4), date(2026, 5, 1))


def test_only_what_the_public_sees_moves_its_version(public: Connection, world: World) -> None:
    open_map(world, world.a)
    noted, later = {"payload": {"message": "Waar precies?"}}, count(10)
    with world.writer.transaction() as connection:
        histories = (story(SUBMITTED, PHOTO), story(SUBMITTED, PUBLISHED))
        waiting, known = world.add(connection, world.a, *histories, topic=Topic.PROPOSAL)

    def version() -> int:
        public.rollback()
        take_in(world.writer, world.clock)
        return public.scalar(text("SELECT version FROM published.data_version")) or 0

    def happens(subject: UUID, step: tuple) -> int:
        [event] = story(step)
        with world.writer.transaction() as connection:
            world.append(connection, world.a, subject, [replace(event, seq=next(later))])
            project(connection, world.a, [subject])
        return version()

    assert version() == 1
    assert happens(waiting, (P.QUESTION_ASKED, "2026-03-03 10:00", noted)) == 1
    assert happens(waiting, (P.REFUSED, "2026-03-04 10:00")) == 1
    assert happens(known, CHOSEN) == happens(known, COST) == 1
    assert happens(known, TOLD) == 2
    assert happens(waiting, PUBLISHED_LATER) == 3

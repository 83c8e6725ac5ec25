"""A place beside those of its round and theme, as far as the reader may know of their choices."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection

from config.topics import ProposalEvent as P
from config.topics import Topic
from queries.filters import Scope
from queries.same_round import in_round
from tests.fold import Event
from tests.world import World, story


def place(votes: int, cost: float | None, ref: str = "1", *, theme: int = 1, **more: Any) -> list[Event]:
    """Chosen in a round, and published unless `told` is false."""
    born = {"theme_id": theme} | ({"cost_estimated": cost} if cost else {})
    why = {"outcome": more.get("outcome", "not_selected"), "ref": ref}
    steps: list[Any] = [
        (P.SUBMITTED, "2026-03-02 10:00", {"payload": born}),
        (P.PUBLISHED, "2026-03-04 10:00"),
        (P.VOTES_CAST, "2026-03-05 10:00", {"payload": {"votes": votes}}),
        (P.SELECTION_MADE, "2026-04-01 10:00", {"payload": why}),
    ]
    if more.get("told", True):
        steps.append((P.SELECTION_PUBLISHED, "2026-04-08 10:00", {"payload": {"ref": ref}}))
    return story(*steps)


PLACES = (
    place(5, 900),
    place(9, 400, outcome="selected"),
    place(5, None),
    place(7, 100, told=False, outcome="selected"),
    place(99, 1, theme=2),
    place(99, 1, "2"),
    place(3, 1, ""),
)


OLDER = (place(4, 700), place(99, 1, theme=2))
"""Of the town that went on in this one."""


@pytest.fixture(scope="module")
def told(world: World) -> Iterator[tuple[Connection, list[UUID]]]:
    with world.writer.engine.connect() as connection:
        subjects = world.add(connection, world.a, *PLACES, topic=Topic.PROPOSAL)
        yield connection, subjects + world.add(connection, world.predecessor, *OLDER, topic=Topic.PROPOSAL)
        connection.rollback()


def test_a_place_stands_among_those_of_its_round(world: World, told: tuple[Connection, list[UUID]]) -> None:
    db, subjects = told
    inside = in_round(db, Scope.whole(world.a), subjects[0]).values.tolist()
    council = in_round(db, replace(Scope.whole(world.a), embargoed=False), subjects[0]).values.tolist()
    assert inside == [[4, 2, 2, 1, 3, 400]]
    assert council == [[3, 1, 1, 1, 2, 400]]


def test_what_may_not_be_known_or_had_no_round_stands_beside_nothing(
    world: World, told: tuple[Connection, list[UUID]]
) -> None:
    db, subjects = told
    whole, council = Scope.whole(world.a), replace(Scope.whole(world.a), embargoed=False)
    for scope, subject in ((council, subjects[3]), (whole, subjects[6]), (whole, uuid4()), (Scope(()), subjects[0])):
        assert in_round(db, scope, subject).empty


def test_places_of_a_predecessor_stand_in_the_same_round(world: World, told: tuple[Connection, list[UUID]]) -> None:
    db, subjects = told
    both = Scope.whole(world.a, world.predecessor)
    assert in_round(db, both, subjects[0]).values.tolist() == [[5, 2, 2, 1, 4, 400]]
    assert in_round(db, both, subjects[len(PLACES)]).values.tolist() == [[5, 2, 4, 0, 4, 400]]

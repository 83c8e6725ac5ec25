"""Neighbourhoods and streets by name: only those of what a reader may know, each with the box around it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, text

from config.cells import cell_of
from config.errors import Forbidden
from config.kinds import EventKind
from config.topics import ProposalEvent as P
from config.topics import Topic
from queries.filters import Reach, Scope
from queries.places import areas_named, streets_of_meldingen, streets_of_proposals, together
from tests.world import World, story

SHAPE = '{"type": "Polygon", "coordinates": [[[4.1, 51.1], [4.3, 51.1], [4.2, 51.2], [4.1, 51.1]]]}'
SIDES = ["west", "south", "east", "north"]


def submitted(street: str, lon: float = 4.1, *, area: int = 1, title: str = "", service: int | None = None) -> Any:
    place = {"lon": lon, "lat": 51.1, "h3_10": cell_of(lon, 51.1), "street": street, "area_id": area, "title": title}
    return (P.SUBMITTED, "2026-03-02 10:00", {"service_id": service, "payload": place})


PUBLISHED = (P.PUBLISHED, "2026-03-04 10:00")


@pytest.fixture
def db(world: World) -> Iterator[Connection]:
    """Streets of proposals that are public, wait, were refused or belong to a service; of meldingen; and of others."""
    with world.writer.engine.connect() as connection, connection.begin() as transaction:
        connection.execute(text("UPDATE area_version SET geometry = CAST(:s AS jsonb) WHERE area_id = 1"), {"s": SHAPE})
        world.add(
            connection,
            world.a,
            story(submitted("Kerkstraat", 4.1), PUBLISHED),
            story(submitted("KERKSTRAAT", 4.12), PUBLISHED),
            story(submitted("Kerkstraat", 4.2, area=2), PUBLISHED),
            story(submitted("Oude Kerkdreef"), PUBLISHED),
            story(submitted("Molenweg", title="Kerk in de schaduw"), PUBLISHED),
            story(submitted("Kerkhofpad")),
            story(submitted("Kerkuilweg"), (P.REFUSED, "2026-03-04 10:00")),
            story(submitted("Kerklaan", service=2), PUBLISHED),
            topic=Topic.PROPOSAL,
        )
        held = {"service_id": 1, "payload": submitted("Kerkplein")[2]["payload"]}
        world.add(connection, world.a, story((EventKind.SUBMITTED, "2026-09-01 10:00", held)))
        world.add(connection, world.b, story(submitted("Kerkberg"), PUBLISHED), topic=Topic.PROPOSAL)
        yield connection
        transaction.rollback()


def test_streets_are_those_of_what_the_scope_may_know(world: World, db: Connection) -> None:
    public = {"Kerkstraat", "Oude Kerkdreef", "Kerklaan"}
    whole, every = Scope.whole(world.a), public | {"Kerkhofpad", "Kerkuilweg"}
    for scope, expected in (
        (whole, every),
        (replace(whole, embargoed=False), public),
        (Scope((Reach(world.a, frozenset({1})),)), every - {"Kerklaan"}),
        (Scope(()), set()),
    ):
        found = streets_of_proposals(db, scope, "kerk")["name"]
        assert {"Kerkstraat" if name.isupper() else name for name in found} == expected
    assert set(streets_of_meldingen(db, whole, "kerk")["name"]) == {"Kerkplein"}
    assert streets_of_meldingen(db, Scope((Reach(world.a, frozenset({2})),)), "kerk").empty
    with pytest.raises(Forbidden):
        streets_of_meldingen(db, replace(whole, cases=False), "kerk")


def test_a_street_stands_once_a_neighbourhood_with_the_box_around_it(world: World, db: Connection) -> None:
    found = streets_of_proposals(db, Scope.whole(world.a), "kerkstr")
    boxes = {row["area"]: [row[side] for side in SIDES] for row in found.to_dict("records")}
    assert boxes == {"Centrum": [4.1, 51.1, 4.12, 51.1], "Haven": [4.2, 51.1, 4.2, 51.1]}
    assert streets_of_proposals(db, Scope.whole(world.a), "kerkdr oud")["name"].tolist() == ["Oude Kerkdreef"]


def test_neighbourhoods_come_first_and_each_place_once(world: World, db: Connection) -> None:
    both = Scope.whole(world.a, world.predecessor)
    areas = areas_named(db, both, "cen")
    assert areas[["name", "organisation", *SIDES]].values.tolist() == [
        ["Centrum", "Aalst-aan-Zee", 4.1, 51.1, 4.3, 51.2]
    ]
    streets = streets_of_proposals(db, both, "kerkl")
    assert together(areas, streets, streets)["name"].tolist() == ["Centrum", "Kerklaan"]
    assert together(*(ask(db, both, "k") for ask in (areas_named, streets_of_proposals))).empty
    assert areas_named(db, Scope.whole(world.b), "haven").empty  # without a boundary

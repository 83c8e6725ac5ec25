"""What lies around a proposal, against a plain reading of the same meldingen and proposals."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from config.cells import Point, cell_of
from config.kinds import EventKind as K
from config.topics import ProposalEvent as P
from config.topics import Topic
from queries.filters import Reach, Scope
from queries.nearby import RADII, meldingen_nearby, proposals_nearby
from queries.neighbourhood import HERE, TOWN, meldingen_of_area, proposals_of_area
from tests.fold import Event
from tests.world import World, story

HERE_IS: Point = (4.0, 51.1)
METRE = 1 / 111_195
"""About a metre in degrees of latitude."""
CATEGORIES = {1: "Bomen", 2: "Put in de weg", 3: "Sluikstort", None: None}


@pytest.fixture
def db(world: World) -> Iterator[Connection]:
    with world.writer.engine.connect() as connection:
        yield connection
        connection.rollback()


def place(east: float, north: float) -> dict[str, Any]:
    """A payload with a place so many metres from here."""
    lon, lat = HERE_IS[0] + east * METRE / math.cos(math.radians(HERE_IS[1])), HERE_IS[1] + north * METRE
    return {"lon": lon, "lat": lat, "h3_10": cell_of(lon, lat)}


def apart(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Metres by the haversine, written plainly."""
    a, b = math.radians(one["lat"]), math.radians(other["lat"])
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other["lon"] - one["lon"]) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(half))


def melding(day: int, own: dict[str, Any], *, closed: bool = False) -> list[Event]:
    """Received on a day of October 2026 (or, below 1, too long ago)."""
    begun = f"2026-10-{day:02} 10:00" if day > 0 else "2024-11-22 10:00"
    steps: list[Any] = [(K.SUBMITTED, begun, {"service_id": own.get("service", 1), "payload": own})]
    return story(*steps, *([(K.RESOLVED, "2026-10-31 10:00")] if closed else []))


def drawn(chance: Random, count: int) -> list[dict[str, Any]]:
    """Meldingen on and around a few spots, so that many repeat another one."""
    spots = [(chance.uniform(-500, 500), chance.uniform(-500, 500)) for _ in range(4)]
    told = []
    for number in range(count):
        east, north = chance.choice(spots)
        away = place(east + chance.uniform(-25, 25), north + chance.uniform(-25, 25))
        own = away | {"category_id": chance.choice(list(CATEGORIES))}
        told.append({"day": min(number // 3, 30), "closed": chance.random() < 0.5, "payload": own})
    return told


def plainly(told: list[dict[str, Any]], distance: float) -> list[tuple[str | None, bool, bool]]:
    """(category, whether it repeats an earlier one nearby, whether it is open) of each that counts, in order."""
    here = {"lon": HERE_IS[0], "lat": HERE_IS[1]}
    counted = [one for one in told if one["day"] > 0 and apart(here, one["payload"]) <= distance]
    found = []
    for place_, one in enumerate(counted):
        category = one["payload"]["category_id"]
        before = [other["payload"] for other in counted[:place_] if other["payload"]["category_id"] == category]
        again = category is not None and any(apart(one["payload"], other) <= 25 for other in before)
        found.append((CATEGORIES[category], again, not one["closed"]))
    return found


@settings(max_examples=8, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.integers(0, 10_000), st.sampled_from(RADII))
def test_meldingen_around_a_place_are_counted_as_by_hand(world: World, seed: int, distance: int) -> None:
    told = drawn(Random(seed), 60)
    with world.writer.engine.connect() as connection:
        world.add(connection, world.a, *(melding(one["day"], one["payload"], closed=one["closed"]) for one in told))
        near = meldingen_nearby(connection, Scope.whole(world.a), HERE_IS, distance)
        connection.rollback()
    expected = plainly(told, distance)
    again, opened = sum(one[1] for one in expected), sum(one[2] for one in expected)
    assert (near.n, near.repeated, near.open) == (len(expected), again, opened)
    named = near.categories["category"].astype(object).where(near.categories["category"].notna(), None)
    parts = dict(zip(named, near.categories[["n", "repeated"]].itertuples(index=False, name=None), strict=True))
    whole, repeats = Counter(one[0] for one in expected), Counter(one[0] for one in expected if one[1])
    assert parts == {name: (n, repeats[name]) for name, n in whole.items()}
    assert (near.first_day, near.last_day) == (date(2024, 11, 23), date(2026, 11, 22))
    assert len(near.places) == len(expected)


def test_who_may_not_see_single_meldingen_is_told_no_small_number(db: Connection, world: World) -> None:
    own = place(10, 0)
    many = [melding(day, own | {"category_id": 1}, closed=day > 6) for day in range(1, 13)]
    few = [melding(day, own | {"category_id": 2}) for day in (13, 14)]
    others = [melding(day, own | {"category_id": 3}) for day in range(1, 9)]
    world.add(db, world.a, *many, *few, *others)
    everybody, council = Scope.whole(world.a), replace(Scope.whole(world.a), cases=False)
    told, kept = (meldingen_nearby(db, scope, HERE_IS, 100) for scope in (everybody, council))
    assert (told.n, told.repeated, told.open, told.last) == (22, 19, 16, date(2026, 10, 14))
    assert told.latest["received_day"].tolist()[:2] == [date(2026, 10, 14), date(2026, 10, 13)]
    assert {round(away) for away in told.latest["distance"]} == {10}
    # of two and eight the larger is withheld with the smaller; 19 of 22 would tell that three do not repeat
    assert kept.categories["n"].fillna(0).tolist() == [12, 0, 0]
    assert (kept.n, kept.repeated, kept.open, kept.last) == (22, None, 16, None)
    assert kept.categories["repeated"].isna().all()
    assert (len(told.places), len(kept.places)) == (22, 0)
    assert kept.latest.empty
    service = Scope((Reach(world.a, frozenset({3})),))
    assert meldingen_nearby(db, service, HERE_IS, 100).n == 0


def proposal(*, own: dict[str, Any], published: bool = True, chosen: bool = False) -> list[Event]:
    steps: list[Any] = [(P.SUBMITTED, "2026-03-02 10:00", {"payload": own})]
    steps += [(P.PUBLISHED, "2026-03-04 10:00")] if published else []
    steps += [(P.SELECTION_MADE, "2026-04-02 10:00", {"payload": {"outcome": "selected"}})] if chosen else []
    return story(*steps)


def test_the_nearest_proposals_of_which_the_reader_may_know(db: Connection, world: World) -> None:
    told = [
        proposal(own=place(0, 200) | {"title": "ver"}),
        proposal(own=place(30, 0) | {"title": "dicht"}, chosen=True),
        proposal(own=place(0, 40) | {"title": "in moderatie"}, published=False),
        proposal(own=place(0, 900) | {"title": "te ver"}),
        proposal(own=place(1, 1) | {"title": "zelf"}),
    ]
    *_, own = world.add(db, world.a, *told, topic=Topic.PROPOSAL)
    all_, public = Scope.whole(world.a), replace(Scope.whole(world.a), embargoed=False)
    found = proposals_nearby(db, all_, HERE_IS, 250, but=own)
    assert found[["title", "stage"]].values.tolist() == [["dicht", "selected"], ["ver", "published"]]
    assert [round(away) for away in found["distance"]] == [30, 200]
    assert proposals_nearby(db, public, HERE_IS, 250, but=own)["stage"].tolist() == ["published", "published"]
    assert proposals_nearby(db, Scope.whole(world.b), HERE_IS, 250).empty


def test_a_neighbourhood_beside_the_whole_town(db: Connection, world: World) -> None:
    people = "UPDATE area_version SET population = :n WHERE organisation_id = :o AND area_id = :a"
    for area, n in ((1, 2_000), (2, 6_000)):
        db.execute(text(people), {"n": n, "o": world.a, "a": area})
    there = [proposal(own={"area_id": 1}, chosen=True), proposal(own={"area_id": 1}), proposal(own={"area_id": 2})]
    hidden = [proposal(own={"area_id": 1}, published=False), proposal(own={})]
    world.add(db, world.a, *there, *hidden, topic=Topic.PROPOSAL)
    world.add(db, world.a, *(melding(day, {"area_id": 1}) for day in range(0, 5)), melding(9, {"area_id": 2}))
    own, council = Scope.whole(world.a), replace(Scope.whole(world.a), embargoed=False, cases=False)
    told = proposals_of_area(db, own, world.a, 1)
    assert told.loc[[HERE, TOWN]].values.tolist() == [[2_000, 2, 1, 0, 1.0], [8_000, 3, 1, 0, 0.375]]
    assert proposals_of_area(db, council, world.a, 1)["chosen"].tolist() == [0, 0]
    received = meldingen_of_area(db, own, world.a, 1)
    assert received[["n", "rate"]].values.tolist() == [[4, 2.0], [5, 0.625]]
    assert meldingen_of_area(db, council, world.a, 1)["n"].isna().tolist() == [True, False]
    assert proposals_of_area(db, own, world.b, 1).empty


def test_a_neighbourhood_counts_what_came_before_a_merger_and_only_the_areas_of_today(
    db: Connection, world: World
) -> None:
    for area, n in ((1, 2_000), (2, 6_000)):
        people = "UPDATE area_version SET population = :n WHERE organisation_id IN (:o, :before) AND area_id = :a"
        db.execute(text(people), {"n": n, "o": world.a, "before": world.predecessor, "a": area})
    gone = "UPDATE area_version SET valid_to = '2026-06-30' WHERE organisation_id = :o AND area_id = 2"
    db.execute(text(gone), {"o": world.a})
    for town in (world.a, world.predecessor):
        world.add(db, town, proposal(own={"area_id": 1}), proposal(own={"area_id": 2}), topic=Topic.PROPOSAL)
        world.add(db, town, melding(3, {"area_id": 1}))
    scope = Scope.whole(world.a, world.predecessor, world.b)
    for town in (world.a, world.predecessor):
        told = proposals_of_area(db, scope, town, 1)
        assert told[["inhabitants", "n"]].values.tolist() == [[2_000, 2], [2_000, 2]]
        assert meldingen_of_area(db, scope, town, 1)["n"].tolist() == [2, 2]

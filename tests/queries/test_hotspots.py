"""Hot spots of a drawn town, against what was put in."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from numpy.random import default_rng
from sqlalchemy import Connection, text

from config.cells import beside, cell_of, centre, key_of, keys_within
from queries import hotspots
from queries.filters import Filters, Reach, Scope
from queries.hot import Course
from queries.registry import measure
from tests.world import World

WEST, SOUTH, EAST, NORTH = 3.70, 51.03, 3.76, 51.06
MONTH = Filters(date(2026, 10, 1), date(2026, 10, 31))
MIDDLES = [date(2026, month, 15) for month in (10, 9, 8, 7)]
HOT = (3.73, 51.045)
_ROWS = """
INSERT INTO melding (organisation_id, subject_id, source_id, melding_kind, category_id, area_id, service_id, stage,
    stage_since, received_at, received_day, open, closings, reopenings, deadline_moves, lon, lat, h3_10, street)
SELECT :o, gen_random_uuid(), 1, 'melding', 1 + n % :kinds, :a, :s, 'submitted', :at, :at, :day, true, 0, 0, false,
    place.lon, place.lat, place.cell, :street
FROM unnest(CAST(:lons AS float[]), CAST(:lats AS float[]), CAST(:cells AS bigint[]))
    WITH ORDINALITY AS place (lon, lat, cell, n)
"""


def square(west: float, south: float, east: float, north: float) -> str:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def fill(
    db: Connection, organisation: int, day: date, places: list, *, area=1, service=1, street="Kaai", kinds=1
) -> None:
    """Meldingen at these places (None: without)."""
    lons, lats = ([place and place[at] for place in places] for at in (0, 1))
    own = {"o": organisation, "a": area, "s": service, "day": day, "street": street, "kinds": kinds}
    own |= {"at": datetime(day.year, day.month, day.day, 9, tzinfo=UTC), "lons": lons, "lats": lats}
    db.execute(text(_ROWS), own | {"cells": [place and cell_of(*place) for place in places]})


def strewn(n: int, seed: int) -> list[tuple[float, float]]:
    rng = default_rng(seed)
    return list(zip(rng.uniform(WEST, EAST, n).tolist(), rng.uniform(SOUTH, NORTH, n).tolist(), strict=True))


@pytest.fixture
def db(world: World) -> Iterator[Connection]:
    """A town of two neighbourhoods with a boundary, with meldingen strewn about evenly in five months."""
    with world.writer.engine.connect() as connection:
        middle = (WEST + EAST) / 2
        for area, box in ((1, (WEST, SOUTH, middle, NORTH)), (2, (middle, SOUTH, EAST, NORTH))):
            told = "UPDATE area_version SET geometry = CAST(:g AS jsonb) WHERE organisation_id = :o AND area_id = :a"
            connection.execute(text(told), {"g": square(*box), "o": world.a, "a": area})
        for seed, day in enumerate([*MIDDLES, date(2026, 6, 15)]):
            fill(connection, world.a, day, strewn(400, seed))
        yield connection
        connection.rollback()


def found(db: Connection, scope: Scope, filters: Filters = MONTH) -> hotspots.HotSpots:
    return hotspots.found_meldingen(db, scope, filters)


def test_the_area_is_all_within_the_boundary_also_where_nothing_came_in(world: World, db: Connection) -> None:
    fill(db, world.a, MIDDLES[0], [None] * 7 + [(3.9, 51.2)] * 3)
    whole = hotspots.hotspots(db, Scope.whole(world.a), MONTH)
    assert len(whole) == 1  # strewn evenly: no hot spot
    told = whole.iloc[0]
    within = keys_within(json.loads(square(WEST, SOUTH, EAST, NORTH)), 9)
    assert (told["resolution"], told["bounded"], told["enough"]) == (9, True, True)
    assert len(within) <= told["cells"] < 1.4 * len(within)
    assert (told["n"], told["unplaced"], told["outside"], told["piled"]) == (400, 7, 3, 0)
    assert told["expected"] == pytest.approx(400 / told["cells"])


def test_a_planted_hot_spot_has_its_course_place_and_hexagons(world: World, db: Connection) -> None:
    fill(db, world.a, MIDDLES[0], [HOT] * 40, area=2, street="Brug")
    answer = found(db, Scope.whole(world.a))
    told = answer.spots.iloc[1]
    assert (told["spot"], told["course"], told["area_code"], told["street"]) == (1, "new", "haven", "Brug")
    assert told["n"] >= 40 > told["before"]
    assert told["n"] > told["expected"]
    cells = answer.cells[answer.cells["spot"] == 1]
    key = key_of(int(cell_of(*HOT) or 0), 9)
    assert key in set(cells["key"]) <= {far for near in beside(key, 9) for far in beside(near, 9)}
    assert cells["n"].sum() == told["n"]
    assert np.hypot(*(np.array([told["lon"], told["lat"]]) - centre(key, 9))) < 0.01
    assert measure(db, Scope.whole(world.a), MONTH, only=["hotspot"]).set_index("part")["value"]["new"] == 1


def test_what_was_hot_before_persists_or_fades(world: World, db: Connection) -> None:
    for day in MIDDLES:
        fill(db, world.a, day, [HOT] * 40)
    for day in MIDDLES[1:]:
        fill(db, world.a, day, [(3.745, 51.035)] * 40)
    courses = list(found(db, Scope.whole(world.a)).spots["course"][1:])
    assert courses == [Course.PERSISTENT, Course.FADING]


def test_without_earlier_periods_nothing_is_called_new(world: World, db: Connection) -> None:
    db.execute(text("DELETE FROM melding WHERE received_day < :d"), {"d": date(2026, 10, 1)})
    fill(db, world.a, MIDDLES[0], [HOT] * 40)
    told = found(db, Scope.whole(world.a)).spots.iloc[1]
    assert (told["course"], told["before"]) == (Course.HOT, None)


def test_a_point_that_stands_for_no_place_is_no_hot_spot(world: World, db: Connection) -> None:
    fill(db, world.a, MIDDLES[0], [HOT] * 60, kinds=3)
    whole = found(db, Scope.whole(world.a)).spots
    assert len(whole) == 1
    assert (whole["piled"].iloc[0], whole["n"].iloc[0]) == (60, 400)


def test_too_few_cases_or_hexagons_are_not_looked_at(world: World, db: Connection) -> None:
    few = hotspots.hotspots(db, Scope.whole(world.b), MONTH).iloc[0]
    assert (few["enough"], few["bounded"], few["n"]) == (False, False, 0)
    fill(db, world.b, MIDDLES[0], [HOT] * 49)
    assert not hotspots.hotspots(db, Scope.whole(world.b), MONTH).iloc[0]["enough"]


def test_without_boundary_what_lies_around_the_cases_is_the_area(world: World, db: Connection) -> None:
    fill(db, world.b, MIDDLES[0], strewn(80, 9))
    told = hotspots.hotspots(db, Scope.whole(world.b), MONTH).iloc[0]
    assert not told["bounded"]
    assert told["outside"] == 0
    assert told["enough"]


def test_a_reader_of_one_service_gets_the_hot_spots_of_that_service(world: World, db: Connection) -> None:
    fill(db, world.a, MIDDLES[0], [HOT] * 40, service=2)
    assert len(found(db, Scope((Reach(world.a, frozenset({1})),))).spots) == 1
    assert len(found(db, Scope.whole(world.a)).spots) == 2


def test_who_sees_no_single_cases_is_told_what_the_hexagons_of_the_map_show(world: World, db: Connection) -> None:
    fill(db, world.a, MIDDLES[0], [HOT] * 90, street="Brug")
    scope = replace(Scope.whole(world.a), cases=False)
    before = found(db, scope)
    assert before.spots["resolution"].iloc[0] <= 8
    assert before.spots["street"].isna().all()
    fill(db, world.a, MIDDLES[0], [(3.9, 51.2)] * 3)  # withheld on the map
    after = found(db, scope)
    assert before.spots.equals(after.spots)


def test_a_neighbourhood_is_an_area_of_its_own(world: World, db: Connection) -> None:
    own = found(db, Scope.whole(world.a), replace(MONTH, areas=("centrum",))).spots.iloc[0]
    both = found(db, Scope.whole(world.a)).spots.iloc[0]
    assert own["cells"] < 0.7 * both["cells"]

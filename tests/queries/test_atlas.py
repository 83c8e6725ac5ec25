"""What a map counts, the list beside it and a plain count of the same rows agree, for drawn views and filters."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from config.cells import cell_of, key_of
from config.clock import FixedClock
from config.errors import Forbidden, InvalidInput
from config.kinds import EventKind
from config.settings import with_role
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.engine import Writer
from queries import atlas
from queries.db import Database
from queries.filters import Filters, Reach, Scope
from queries.narrowing import STANDING
from queries.suppression import LEAST
from queries.viewport import MOST_HEXAGONS, Viewport, ranges_of
from tests import server
from tests.conftest import NOW
from tests.fold import Event
from tests.world import World, at

WEST, SOUTH, EAST, NORTH = 4.10, 51.10, 4.40, 51.30
TODAY = date(2026, 11, 22)
Row = dict[str, Any]


class Town:
    """A world with proposals and meldingen strewn about, and their derived rows as they are."""

    def __init__(self, world: World, database: Database) -> None:
        self.world, self.database = world, database
        chance = random.Random(20)
        with world.writer.transaction() as connection:
            world.add(connection, world.a, *(_proposal(chance) for _ in range(90)), topic=Topic.PROPOSAL)
            world.add(connection, world.a, *(_melding(chance) for _ in range(60)))
            columns = "SELECT p.*, a.code AS area, t.code AS theme FROM proposal p LEFT JOIN area a USING "
            joined = f"{columns}(organisation_id, area_id) LEFT JOIN theme t USING (organisation_id, theme_id)"
            self.proposals: list[Row] = [dict(row) for row in connection.execute(text(joined)).mappings()]
            self.meldingen = [dict(row) for row in connection.execute(text("SELECT * FROM melding")).mappings()]
            gains = connection.execute(text("SELECT subject_id, estimated FROM gain WHERE indicator = 'trees'"))
            self.trees = {row.subject_id: row.estimated for row in gains}


def _place(chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.1:
        return {}
    lon, lat = (
        round(chance.gauss((low + high) / 2, (high - low) / 6), 5) for low, high in ((WEST, EAST), (SOUTH, NORTH))
    )
    return {"lon": lon, "lat": lat, "h3_10": cell_of(lon, lat), "area_id": chance.choice((1, 2))}


def _proposal(chance: random.Random) -> list[Event]:
    day = at("2026-03-02 10:00") + timedelta(days=chance.randrange(200))
    payload = _place(chance) | {"title": "Plein", "theme_id": chance.choice((1, 2, None))}
    payload |= {"estimates": {"trees": chance.randrange(1, 9)}} if chance.random() < 0.7 else {}
    service = chance.choice((1, 2, None))
    course: list[tuple[P, dict[str, Any]]] = [
        (P.PUBLISHED, {}),
        (P.VOTES_CAST, {"votes": chance.randrange(1, 30)}),
        (P.SELECTION_MADE, {"outcome": chance.choice(("selected", "not_selected"))}),
        (P.SELECTION_PUBLISHED, {}),
        (P.REALISED, {}),
    ]
    later = course[: chance.choice((0, 1, 2, 2, 3, 4, 5))]
    if chance.random() < 0.15:
        later.append((chance.choice((P.REFUSED, P.WITHDRAWN)), {}))
    told: list[tuple[P, dict[str, Any]]] = [(P.SUBMITTED, payload), *later]
    return [
        Event(seq, kind, day + timedelta(hours=seq), payload=own, service_id=service if seq == 1 else None)
        for seq, (kind, own) in enumerate(told, 1)
    ]


def _melding(chance: random.Random) -> list[Event]:
    day = at("2026-03-02 10:00") + timedelta(days=chance.randrange(200))
    return [Event(1, EventKind.SUBMITTED, day, payload=_place(chance), service_id=chance.choice((1, 2)))]


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    name = server.create_database()
    url = server.url(name)
    writer, database = Writer(with_role(url, "heli_writer")), Database(with_role(url, "heli_reader"))
    yield Town(World(writer, FixedClock(NOW)), database)
    writer.close()
    database.close()
    server.drop_database(name)


@st.composite
def views(draw: st.DrawFn) -> Viewport:
    lon, lat = draw(st.floats(WEST, EAST)), draw(st.floats(SOUTH, NORTH))
    side = draw(st.floats(0.004, 0.3))
    return Viewport(lon - side, lat - side * 0.6, lon + side, lat + side * 0.6, draw(st.integers(9, 17)))


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    first = date(2026, 3, 1) + timedelta(days=draw(st.integers(0, 150)))
    codes = {
        "areas": ("centrum", "haven"),
        "themes": ("vergroening", "water"),
        "stages": ("published", "selected", "refused"),
    }
    chosen: dict[str, Any] = {
        name: tuple(draw(st.sets(st.sampled_from(known), max_size=2))) for name, known in codes.items()
    }
    return Filters(first, first + timedelta(days=draw(st.integers(0, 200))), **chosen)


@st.composite
def scopes(draw: st.DrawFn) -> Scope:
    """Of the first organisation of a world: all of it, a service, with or without what is not public."""
    services = draw(st.sampled_from((None, frozenset({1}))))
    return Scope((Reach(1, services),), embargoed=draw(st.booleans()))


def plainly(town: Town, scope: Scope, asked: Filters) -> list[Row]:
    """The proposals that count, one after another."""
    services = scope.reaches[0].service_ids
    stage = "stage" if scope.embargoed else "public_stage"
    return [
        row | {"shown": row[stage]}
        for row in town.proposals
        if asked.first_day <= row["submitted_day"] <= asked.last_day
        and row[stage] in (asked.stages or STANDING)
        and (not asked.areas or row["area"] in asked.areas)
        and (not asked.themes or row["theme"] in asked.themes)
        and (services is None or row["service_id"] is None or row["service_id"] in services)
    ]


def in_hexagons(rows: list[Row], view: Viewport) -> list[Row]:
    return [row for row in rows if row["h3_10"] is not None and key_of(row["h3_10"], view.resolution) in view.keys]


def in_bounds(rows: list[Row], view: Viewport) -> list[Row]:
    placed = [row for row in rows if row["lon"] is not None]
    return [row for row in placed if view.west <= row["lon"] <= view.east and view.south <= row["lat"] <= view.north]


DRAWN = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@DRAWN
@given(scope=scopes(), asked=filters(), view=views())
def test_hexagons_and_list_hold_what_a_plain_count_says(
    town: Town, scope: Scope, asked: Filters, view: Viewport
) -> None:
    expected = in_hexagons(plainly(town, scope, asked), view)
    with town.database.read() as db:
        shown = atlas.hexagons(db, scope, asked, view)
        part = atlas.Part(view)
        [total] = atlas.totals(db, scope, asked, part).to_dict("records")
        pages = [atlas.listed(db, scope, asked, part, first=first, count=40) for first in (0, 40, 80)]
    assert dict(zip(shown["key"], shown["n"], strict=True)) == Counter(
        key_of(row["h3_10"], view.resolution) for row in expected
    )
    assert total == {"n": len(expected), "support": sum(row["support"] for row in expected), "placed": len(expected)}
    listed = [(row.subject_id, row.stage, row.support) for page in pages for row in page.itertuples()]
    assert sorted(listed) == sorted((row["subject_id"], row["shown"], row["support"]) for row in expected)
    assert [row[2] for row in listed] == sorted((row["support"] for row in expected), reverse=True)


@DRAWN
@given(scope=scopes(), asked=filters(), view=views(), apart=st.booleans())
def test_points_and_list_hold_what_a_plain_count_says(
    town: Town, scope: Scope, asked: Filters, view: Viewport, apart: bool
) -> None:
    expected = in_bounds(plainly(town, scope, asked), view)
    with town.database.read() as db:
        shown = atlas.points(db, scope, asked, view, apart=apart)
        total = atlas.totals(db, scope, asked, atlas.Part(view, whole=False)).iloc[0]
    assert int(shown["n"].sum()) == int(total["n"]) == len(expected)
    assert int(shown["support"].sum()) == int(total["support"])
    single = shown[shown["n"] == 1]
    known = {row["subject_id"]: row["shown"] for row in expected}
    assert all(known[row.subject_id] == row.stage for row in single.itertuples())
    assert shown.loc[shown["n"] > 1, "subject_id"].isna().all()
    if apart:
        assert len(shown) == len({(row["lon"], row["lat"]) for row in expected})


@DRAWN
@given(scope=scopes(), asked=filters(), view=views())
def test_each_colour_adds_up_what_it_says(town: Town, scope: Scope, asked: Filters, view: Viewport) -> None:
    cells: dict[int, list[Row]] = {}
    for row in in_hexagons(plainly(town, scope, asked), view):
        cells.setdefault(key_of(row["h3_10"], view.resolution), []).append(row)
    with town.database.read() as db:
        found = {
            colour: atlas.hexagons(db, scope, asked, view, colour)
            .astype({"value": float})
            .set_index("key")["value"]
            .to_dict()
            for colour in (atlas.SUPPORT, atlas.WAITING, "trees")
        }
        own, received = (atlas.hexagons(db, scope, asked, view, colour) for colour in (atlas.COUNT, atlas.RECEIVED))
    assert found[atlas.SUPPORT] == {key: sum(row["support"] for row in rows) for key, rows in cells.items()}
    trees = {key: sum(town.trees.get(row["subject_id"], 0) for row in rows) for key, rows in cells.items()}
    assert found["trees"] == {key: amount for key, amount in trees.items() if amount}
    for key, rows in cells.items():
        days = [(TODAY - row["submitted_day"]).days for row in rows if row["shown"] in atlas.UNDECIDED]
        assert found[atlas.WAITING][key] == pytest.approx(max(days, default=float("nan")), nan_ok=True)
    meldingen = in_hexagons([row for row in town.meldingen if _counts(row, scope, asked)], view)
    spots = Counter(key_of(row["h3_10"], view.resolution) for row in meldingen)
    assert dict(zip(received["key"], received["n"], strict=True)) == spots
    beside = atlas.beside(own, received, ["key"])
    assert dict(zip(beside["key"], beside["value"], strict=True)) == {key: spots[key] for key in cells}


@DRAWN
@given(asked=filters(), view=views())
def test_who_may_not_see_single_meldingen_finds_none_on_the_map(town: Town, asked: Filters, view: Viewport) -> None:
    scope = Scope((Reach(1),), cases=False)
    seen = atlas.seen(scope, view, atlas.RECEIVED)
    meldingen = in_hexagons([row for row in town.meldingen if _counts(row, scope, asked)], seen)
    fine = Counter(key_of(row["h3_10"], atlas.WIDEST_OF_CASES) for row in meldingen)
    told = Counter[int]()
    for row in meldingen:
        if fine[key_of(row["h3_10"], atlas.WIDEST_OF_CASES)] >= LEAST:
            told[key_of(row["h3_10"], seen.resolution)] += 1
    with town.database.read() as db:
        shown = atlas.hexagons(db, scope, asked, seen, atlas.RECEIVED)
        assert dict(zip(shown["key"], shown["n"], strict=True)) == told
        assert seen == view.no_finer(atlas.WIDEST_OF_CASES)
        if view.resolution > seen.resolution:
            with pytest.raises(Forbidden):
                atlas.hexagons(db, scope, asked, view, atlas.RECEIVED)


def _counts(row: Row, scope: Scope, asked: Filters) -> bool:
    services, areas = scope.reaches[0].service_ids, {1: "centrum", 2: "haven"}
    mine = services is None or row["service_id"] in services
    inside = not asked.areas or areas.get(row["area_id"]) in asked.areas
    return mine and inside and asked.first_day <= row["received_day"] <= asked.last_day


@DRAWN
@given(scope=scopes(), asked=filters())
def test_neighbourhoods_hold_what_the_list_of_all_holds(town: Town, scope: Scope, asked: Filters) -> None:
    expected = plainly(town, scope, asked)
    with town.database.read() as db:
        shown = atlas.by_area(db, scope, asked)
        total = atlas.totals(db, scope, asked, atlas.EVERYWHERE).iloc[0]
    codes = [None if code != code else code for code in shown["code"]]  # noqa: PLR0124 - what is not itself is nothing
    assert dict(zip(codes, shown["n"], strict=True)) == Counter(row["area"] for row in expected)
    assert int(total["n"]) == len(expected)
    assert int(total["placed"]) == sum(row["h3_10"] is not None for row in expected)


def test_where_a_map_begins_tells_nothing_of_what_may_not_be_known(town: Town) -> None:
    public = [row for row in town.proposals if row["public_stage"] and row["lon"] is not None]
    with town.database.read() as db:
        [box] = atlas.extent(db, Scope((Reach(1),), embargoed=False)).to_dict("records")
        [whole] = atlas.extent(db, Scope.whole(1)).to_dict("records")
    assert (box["west"], box["north"]) == (min(row["lon"] for row in public), max(row["lat"] for row in public))
    assert whole["west"] <= box["west"]


@given(west=st.floats(-170, 100), width=st.floats(1e-7, 60), height=st.floats(1e-7, 40), zoom=st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_no_view_has_many_more_hexagons_than_a_screen_can_show(
    west: float, width: float, height: float, zoom: int
) -> None:
    view = Viewport(west, 50, west + width, 50 + min(height, 30), zoom)
    assert len(view.keys) <= 2 * MOST_HEXAGONS


@given(keys=st.sets(st.integers(0, 500)).map(sorted), most=st.integers(1, 9))
def test_a_few_ranges_hold_all_keys(keys: list[int], most: int) -> None:
    ranges = ranges_of(keys, most)
    assert len(ranges) <= most
    assert all(any(first <= key <= last for first, last in ranges) for key in keys)
    assert all(before[1] < after[0] for before, after in pairwise(ranges))


@pytest.mark.parametrize(
    "bounds",
    [
        None,
        "x",
        [],
        [[1, 2]],
        [[51, 4], [50, 5]],
        [[51, 4], [51, 5]],
        [[None, 4], [52, 5]],
        [["a", 4], [52, 5]],
        [[0, 0], [float("nan"), 1]],
    ],
)
def test_what_is_no_view_is_refused(bounds: Any) -> None:
    with pytest.raises(InvalidInput):
        Viewport.of(bounds, 11)
    with pytest.raises(InvalidInput):
        Viewport.of([[51, 4], [52, 5]], "far")

"""What the list and the map of the public count is what a plain reading of the proposals counts."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from config.clock import FixedClock
from config.settings import with_role
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.engine import Writer
from queries.db import Database
from queries.public import points as mapped
from queries.public.asked import STATES, Asked, Bounds, Order, state_of
from queries.public.export import export, exported
from queries.public.listed import counts, listed
from queries.public.points import points
from queries.public.towns import boundaries, find_town, towns
from tests.publishing import BEGUN, CHOSEN, PUBLISHED, TOLD, open_map
from tests.world import World, story

MANY = 60
THEMES, AREAS, STREETS = ("vergroening", "water"), ("centrum", "haven"), ("Kerkstraat", "Kaai", "Lange Kerkweg")


def draft(number: int, chance: Random) -> dict:
    """What is plainly known of one proposal."""
    told = {"number": f"P-{number:02}", "title": f"Groen plein {number}", "street": chance.choice(STREETS)}
    place = {"lon": 4 + chance.random(), "lat": 51 + chance.random()}
    coded = {"theme_id": chance.choice((1, 2)), "area_id": chance.choice((1, 2, None))}
    return told | (place if number % 7 else {}) | coded | {"stage": chance.choice(("published", *SELECTED))}


SELECTED = ("selected", "not_selected", "deferred")


def events_of(known: dict) -> list:
    """The same as events."""
    payload = {key: value for key, value in known.items() if key != "stage" and value is not None}
    begun = ((P.SUBMITTED, BEGUN, {"payload": payload}), (P.PUBLISHED, PUBLISHED))
    if known["stage"] == "published":
        return story(*begun)
    why = {"payload": {"outcome": known["stage"], "motivation": "Daarom"}}
    return story(*begun, (P.SELECTION_MADE, CHOSEN, why), (P.SELECTION_PUBLISHED, TOLD))


@pytest.fixture
def known(writer: Writer, clock: FixedClock) -> list[dict]:
    chance, world = Random(3), World(writer, clock)
    drafts = [draft(number, chance) for number in range(MANY)]
    with writer.transaction() as connection:
        open_map(connection, world.a)
        world.add(connection, world.a, *(events_of(one) for one in drafts), topic=Topic.PROPOSAL)
        world.add(connection, world.b, events_of(drafts[0]), topic=Topic.PROPOSAL)
    return drafts


@pytest.fixture
def public(database_url: str) -> Iterator[Connection]:
    side = Database(with_role(database_url, "heli_public"))
    with side.read() as connection:
        yield connection
    side.close()


def some(*codes: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), unique=True, max_size=2).map(tuple)


ASKED = st.builds(
    Asked, some(*THEMES), some(*AREAS), some(*STATES), st.sampled_from(("", "kerk", "plein 1", "p-0", "x"))
)
CORNERS = st.tuples(*[st.floats(0, 1)] * 4)


def matches(one: dict, asked: Asked) -> bool:
    words = f"{one['title']} {one['street']}".lower().split()
    found = all(any(word.startswith(part) for word in words) for part in asked.text.lower().split())
    return (
        (not asked.themes or THEMES[one["theme_id"] - 1] in asked.themes)
        and (not asked.areas or (one["area_id"] is not None and AREAS[one["area_id"] - 1] in asked.areas))
        and (not asked.states or one["stage"] in asked.states)
        and (len(asked.text) < 2 or found or one["number"].lower().startswith(asked.text))
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=ASKED, corners=CORNERS, zoom=st.integers(0, 19), few=st.sampled_from((0, 1_000)))
def test_counts_list_and_map_agree_with_a_plain_reading(
    public: Connection,
    known: list[dict],
    monkeypatch: pytest.MonkeyPatch,
    asked: Asked,
    corners: tuple[float, ...],
    zoom: int,
    few: int,
) -> None:
    monkeypatch.setattr(mapped, "FEW", few)
    town = find_town(public, "aalst-aan-zee")
    assert town is not None
    expected = [one for one in known if matches(one, asked)]
    assert counts(public, town.organisation_id, asked)["n"].sum() == len(expected)
    shown = listed(public, town.organisation_id, asked, order=Order.SUPPORT, most=MANY)
    assert sorted(shown["number"]) == [one["number"] for one in expected]
    west, east = sorted((4 + corners[0], 4 + corners[1]))
    south, north = sorted((51 + corners[2], 51 + corners[3]))
    drawn = points(public, town.organisation_id, asked, Bounds(west, south, east, north), zoom)
    here = [one for one in expected if "lon" in one and west <= one["lon"] <= east and south <= one["lat"] <= north]
    assert drawn["n"].sum() == len(here)
    assert (drawn["subject_id"].notna() == (drawn["n"] == 1)).all()


def test_pages_of_a_list_and_of_an_export_hold_each_once(public: Connection, known: list[dict]) -> None:
    [town] = towns(public)
    number = town.organisation_id
    pages = [
        listed(public, number, Asked(), order=Order.LATEST, skip=skip, most=25)["number"] for skip in range(0, MANY, 25)
    ]
    assert sorted(one for page in pages for one in page) == [one["number"] for one in known]
    found, after = [], None
    while len(page := export(public, number, bounds=None, after=after, most=17)):
        found += list(page["number"])
        after = page["subject_id"].iloc[-1]
    assert sorted(found) == [one["number"] for one in known]
    assert exported(public, number, None) == MANY


def test_every_stage_that_is_public_has_its_state() -> None:
    stages = {stage for several in STATES.values() for stage in several}
    assert {state_of(stage) for stage in stages} == set(STATES)


def test_the_map_draws_only_the_areas_that_decide(writer: Writer, clock: FixedClock, public: Connection) -> None:
    number, drawn = World(writer, clock).a, []
    bounded = "UPDATE area_version SET geometry = '{}' WHERE organisation_id = :o"
    kind = "UPDATE area SET kind = :kind WHERE organisation_id = :o AND code = :code"
    with writer.transaction() as connection:
        open_map(connection, number)
        connection.execute(text(bounded), {"o": number})
    for code, other in (("haven", "statistical_sector"), ("centrum", "municipality")):
        with writer.transaction() as connection:
            connection.execute(text(kind), {"kind": other, "o": number, "code": code})
        drawn.append(boundaries(public, number)["code"].tolist())
    assert drawn == [["centrum"], ["centrum"]], "the whole town where nothing decides"

"""The climate pact: against the plain recomputation for drawn courses, and worked out on paper with readings."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from config.climate import lekp_targets
from config.topics import ProposalEvent as P
from config.topics import Topic
from queries.climate import BEHIND, ON_PACE, UNKNOWN, climate
from queries.climate_readings import climate_readings
from queries.climate_yields import climate_missing, depaved_by_area
from queries.filters import Filters, Reach, Scope
from queries.registry import measure
from tests.fold import Event
from tests.queries.plain_climate import check_climate
from tests.queries.plain_proposals import PlainProposals
from tests.queries.test_proposal_measures import UNSHRUNK, settle
from tests.world import World, at, story

ALWAYS = Filters(date(2026, 8, 31), date(2026, 11, 22))
TODAY = date(2026, 11, 22)
PEOPLE = 2_000
ON_22_NOVEMBER = 2_152 / 3_652
"""The days from 1 January 2021 up to and including today, of those up to the end of 2030."""


@pytest.mark.parametrize(
    ("day", "share"),
    [(date(2020, 12, 31), 0), (date(2021, 1, 1), 1 / 3_652), (TODAY, ON_22_NOVEMBER), (date(2030, 12, 31), 1)],
)
def test_a_steady_pace_begins_in_2021_and_ends_with_2030(day: date, share: float) -> None:
    assert lekp_targets()["trees"].share_by(day) == pytest.approx(share)
    assert lekp_targets()["trees"].share_by(date(2031, 6, 1)) == 1


# --- drawn -------------------------------------------------------------------------------------------------------
@st.composite
def courses(draw: st.DrawFn) -> list[Event]:
    """A proposal that goes its way, as far as it goes, with what it is estimated to yield and yields."""
    codes = draw(st.lists(st.sampled_from(["depaving_m2", "rainwater_l", "trees", "solar_kwp"]), unique=True))
    estimates = {code: draw(st.integers(1, 90)) for code in codes}
    told = {"title": "Plein", "theme_id": 1, "area_id": draw(st.sampled_from([None, 1, 2])), "estimates": estimates}
    outcome = draw(st.sampled_from(["selected", "selected", "selected", "deferred", "not_selected"]))
    measured = [
        (P.OUTCOME_MEASURED, {"payload": {"indicator": one, "value": 7}}) for one in codes if draw(st.booleans())
    ]
    late = {"inferred": draw(st.booleans())}
    steps: list[tuple[P, dict]] = [
        (P.SUBMITTED, {"service_id": draw(st.sampled_from([None, 1, 2])), "payload": told}),
        (P.PUBLISHED, {}),
        (P.SELECTION_MADE, {"payload": {"outcome": outcome, "ref": "1", "motivation": "x"}}),
        *([(P.SELECTION_PUBLISHED, {"payload": {"ref": "1"}})] if draw(st.booleans()) else []),
        (P.EXECUTION_STARTED, {}),
        (P.REALISED, late),
        *measured,
        *([(P.WITHDRAWN, {})] if draw(st.integers(0, 9)) == 0 else []),
    ]
    begin, kept = date(2019, 6, 1) + timedelta(days=draw(st.integers(0, 1_500))), draw(st.integers(2, len(steps)))
    days = (begin + timedelta(days=100 * place) for place in range(kept))
    return story(*((kind, f"{day} 10:00", more) for (kind, more), day in zip(steps[:kept], days, strict=True)))


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")  # a town that fails is long to tell
@settings(max_examples=8, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(
    st.lists(courses(), min_size=10, max_size=25),
    st.sampled_from([None, None, frozenset({1, 3})]),
    st.booleans(),
    st.sampled_from([{}, {"themes": ("water",)}, {"areas": ("centrum", "-")}, {"as_of": at("2023-01-01 00:00")}]),
    st.sampled_from([0, 0, 700]),
)
def test_drawn_courses_yield_what_the_plain_recomputation_says(
    world: World, drawn: list[list[Event]], services: Any, embargoed: bool, narrow: dict[str, Any], lag: int
) -> None:
    with world.writer.engine.connect() as connection:
        settle(connection, world)
        world.add(connection, world.a, *drawn, topic=Topic.PROPOSAL)
        world.add(connection, world.b, drawn[0], topic=Topic.PROPOSAL)  # a neighbour that must not be counted
        scope = Scope((Reach(world.a, services),), embargoed=embargoed)
        filters = replace(ALWAYS, lag=lag, **narrow)
        check_climate(connection, scope, PlainProposals(drawn, scope, filters), drawn)
        connection.rollback()


# --- by hand -----------------------------------------------------------------------------------------------------
def built(amount: float, day: str = "2026-06-01", **more: Any) -> list[Event]:
    """De-paved and measured."""
    told = {"title": "Plein", "theme_id": 1, "area_id": 1, "estimates": {"depaving_m2": 500}} | more
    return story(
        (P.SUBMITTED, "2019-03-02 10:00", {"payload": told}),
        (P.PUBLISHED, "2019-03-04 10:00"),
        (P.REALISED, f"{day} 10:00"),
        (P.OUTCOME_MEASURED, f"{day} 11:00", {"payload": {"indicator": "depaving_m2", "value": amount}}),
    )


@pytest.fixture
def town(world: World) -> Any:
    """An open transaction in which the town has 2 000 inhabitants; it is rolled back."""
    with world.writer.engine.connect() as connection:
        counted = "UPDATE organisation_version SET population = :n WHERE organisation_id = :o"
        connection.execute(text(counted), {"n": PEOPLE, "o": world.a})
        yield connection
        connection.rollback()


def tell(db: Connection, town: int, value: float, day: str, number: int = 1, **more: Any) -> None:
    """A reading of de-paving."""
    usual = {"indicator": "depaving_m2", "includes": False, "withdrawn": None, "source": "Groenblauwpeil"}
    row = {"o": town, "r": number, "value": value, "day": day} | usual | more
    columns = ":o, :r, :indicator, :day, :value, :includes, :source, now(), :withdrawn"
    db.execute(text(f"INSERT INTO climate_reading VALUES ({columns})"), row)


def of_depaving(db: Connection, world: World, filters: Filters = ALWAYS, **scope: Any) -> dict[Any, Any]:
    found = climate(db, replace(Scope.whole(world.a, world.predecessor), **scope), filters)
    plain = found.astype(object).where(found.notna(), None)
    row: dict[Any, Any] = plain[plain["code"] == "depaving_m2"].to_dict("records")[0]
    return row


def test_what_nobody_measured_is_in_no_amount(world: World, town: Connection) -> None:
    unmeasured = built(0)[:3]
    before = built(40, "2020-12-31")
    world.add(town, world.a, built(80), built(20), unmeasured, before, topic=Topic.PROPOSAL)
    found = of_depaving(town, world)
    told = [found[name] for name in ("realised", "realised_n", "unmeasured", "committed", "potential")]
    assert told == [100, 2, 1, 0, 0]
    assert (found["inhabitants"], found["target"], found["elsewhere"]) == (PEOPLE, 2_000, None)
    assert found["share_realised"] == found["share_potential"] == pytest.approx(0.05)
    assert found["expected"] == pytest.approx(2_000 * ON_22_NOVEMBER)
    # 1 900 m2 in what is left of ten years, and more may be there than is known here
    assert found["yearly"] == pytest.approx(1_900 / (1_500 / 365.25))
    assert found["pace"] == UNKNOWN
    lacks = climate_missing(town, Scope.whole(world.a), ALWAYS)
    assert lacks.values.tolist() == [["realised", 3, 1], ["committed", 0, 0], ["potential", 0, 0]]


def test_a_choice_that_is_not_public_counts_as_potential_for_who_may_not_know_it(
    world: World, town: Connection
) -> None:
    chosen = (P.SELECTION_MADE, "2026-05-04 10:00", {"payload": {"outcome": "selected", "ref": "1", "motivation": "x"}})
    begun = built(0)[:2]
    secret = [*begun, *(replace(one, seq=3) for one in story(chosen))]
    waiting = begun[:1]
    world.add(town, world.a, secret, waiting, begun, topic=Topic.PROPOSAL)
    parts = ("committed", "committed_n", "potential", "potential_n")
    assert [of_depaving(town, world)[name] for name in parts] == [500, 1, 500, 1]
    council = of_depaving(town, world, embargoed=False)
    assert [council[name] for name in parts] == [0, 0, 1_000, 2]
    assert council["only_public"]


@pytest.mark.parametrize(
    ("value", "includes", "elsewhere", "contradicted"),
    [(900, False, 900, False), (900, True, 820, False), (80, True, 0, False), (60, True, 0, True)],
)
def test_nothing_counts_twice(
    world: World, town: Connection, value: float, includes: bool, elsewhere: float, contradicted: bool
) -> None:
    """80 m2 lie before the day of the reading, 20 after it."""
    world.add(town, world.a, built(80, "2025-12-31"), built(20, "2026-01-01"), topic=Topic.PROPOSAL)
    tell(town, world.a, value, "2025-12-31", includes=includes)
    found = of_depaving(town, world)
    assert (found["realised"], found["elsewhere"], found["contradicted"]) == (100, elsewhere, contradicted)
    assert found["share_realised"] == pytest.approx(100 / 2_000)
    assert found["share_known"] == pytest.approx((100 + elsewhere) / 2_000)
    assert (found["read_on"], found["read_source"]) == (date(2025, 12, 31), "Groenblauwpeil")


def test_a_town_is_behind_only_where_a_fresh_source_says_so(world: World, town: Connection) -> None:
    for number, (day, pace) in enumerate([("2025-01-01", UNKNOWN), ("2026-06-30", BEHIND)], 1):
        tell(town, world.a, 1_000, day, number)
        assert of_depaving(town, world)["pace"] == pace
    tell(town, world.a, 2_000 * ON_22_NOVEMBER + 0.01, "2026-10-01", 3)
    assert of_depaving(town, world)["pace"] == ON_PACE


def test_the_latest_reading_counts_and_of_a_merged_town_its_own(world: World, town: Connection) -> None:
    scope = Scope.whole(world.a, world.predecessor)
    tell(town, world.predecessor, 300, "2024-06-01", 1)
    world.add(town, world.predecessor, built(80, "2023-05-01"), topic=Topic.PROPOSAL)
    world.add(town, world.a, built(50, "2023-05-01"), topic=Topic.PROPOSAL)
    assert of_depaving(town, world)["elsewhere"] == 300
    town.execute(text("UPDATE climate_reading SET includes_proposals = true"))
    assert of_depaving(town, world)["elsewhere"] == 220
    tell(town, world.a, 500, "2025-12-31", 1, includes=True)
    assert of_depaving(town, world)["elsewhere"] == 500 - 130
    tell(town, world.a, 700, "2026-12-31", 2, withdrawn="2026-11-01")
    tell(town, world.b, 9_000, "2026-06-01", 1)
    assert climate_readings(town, scope, ALWAYS)["value"].tolist() == [500]
    earlier = climate_readings(town, scope, ALWAYS.stood_at(at("2025-01-01 00:00")))
    assert earlier["value"].tolist() == [300]


@pytest.mark.parametrize("narrow", [{"areas": ("centrum",)}, {"themes": ("vergroening",)}, {"services": ("groen",)}])
def test_of_a_part_no_pace_is_told_and_no_reading_counts(
    world: World, town: Connection, narrow: dict[str, Any]
) -> None:
    world.add(town, world.a, [replace(one, service_id=1) for one in built(80)], topic=Topic.PROPOSAL)
    tell(town, world.a, 1_000, "2026-06-30")
    asked: list[dict[Any, Any]] = [of_depaving(town, world, replace(ALWAYS, **narrow))]
    asked.append(of_depaving(town, world, reaches=(Reach(world.a, frozenset({1})),)))
    for found in asked:
        assert (found["realised"], found["elsewhere"], found["whole"]) == (80, None, False)
        assert found["share_known"] == pytest.approx(0.04)
        assert {found[name] for name in ("expected", "pace", "yearly", "projected")} == {None}


def test_a_year_is_foretold_from_five_proposals_of_three_years(world: World, town: Connection) -> None:
    """Twice 30 m2 a year: 1 800 m2 more take 30 years."""
    world.add(town, world.a, *[built(36, f"2026-0{month}-01") for month in range(1, 6)], topic=Topic.PROPOSAL)
    assert of_depaving(town, world)["projected"] == 2_057
    tell(town, world.a, 5, "2026-06-30")
    assert of_depaving(town, world)["projected"] is None
    town.execute(text("DELETE FROM climate_reading"))
    earlier = of_depaving(town, world, replace(ALWAYS, lag=250))
    assert (earlier["realised_n"], earlier["projected"], earlier["day"]) == (3, None, date(2026, 3, 17))


def test_without_inhabitants_there_is_no_share(world: World) -> None:
    with world.writer.engine.connect() as connection:
        world.add(connection, world.a, built(80), topic=Topic.PROPOSAL)
        found = of_depaving(connection, world)
        rows = measure(connection, Scope.whole(world.a), ALWAYS, only=["climate"])
        connection.rollback()
    assert (found["realised"], found["target"], found["share_realised"], found["pace"]) == (80, None, None, None)
    row = rows[rows["part"] == "de-paving: realised"].iloc[0]
    assert (row["value"], row["numerator"], row["n"]) == (None, 80, 1)


def test_the_registry_tells_shares_of_the_target(world: World, town: Connection) -> None:
    world.add(town, world.a, built(80), topic=Topic.PROPOSAL)
    tell(town, world.a, 500, "2026-06-30")
    rows = measure(town, Scope.whole(world.a), ALWAYS, only=["climate"]).set_index("part")
    told = rows.loc[["de-paving: realised", "de-paving: elsewhere"], ["value", "numerator", "denominator"]]
    assert told.values.tolist() == [[0.04, 80, 2_000], [0.25, 500, 2_000]]
    assert "trees: elsewhere" not in rows.index
    assert len(rows) == 9 * 3 + 1


def test_neighbourhoods_stand_beside_their_inhabitants(world: World, town: Connection) -> None:
    settle(town, world)
    world.add(town, world.a, built(80), built(40, area_id=None), topic=Topic.PROPOSAL)
    found = depaved_by_area(town, Scope.whole(world.a), ALWAYS)
    assert [row for row in found[["area", "amount", "n"]].values.tolist() if row[1]] == [
        ["Centrum", 80, 1],
        [pytest.approx(float("nan"), nan_ok=True), 40, 1],
    ]
    assert found["per_1000"].iloc[0] == pytest.approx(80 * 1_000 / 400)
    assert pd.isna(found["per_1000"].iloc[-1])

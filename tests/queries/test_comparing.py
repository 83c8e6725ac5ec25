"""Comparisons tell no more than they may: limits of chance, small numbers withheld, fixed grains, targets."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from config.clock import FixedClock
from config.kinds import Direction, EventKind, MeldingKind
from dashboard.store.engine import Writer
from dashboard.store.organisations import ensure_source
from queries.comparing import funnel_on_time, with_limits
from queries.db import Database
from queries.filters import Days, Filters, Reach, Scope
from queries.handling import side_by_side
from queries.limits import CENTRAL_998, funnel_limits
from queries.municipalities import per_inhabitants, per_inhabitants_by_month
from queries.on_time import on_time_by_service
from queries.percentiles import wilson
from queries.registry import MEASURES, measure
from queries.suppression import LEAST, published
from queries.targets import State, Target, state, target_of, targets
from tests.world import World, at, story

K = EventKind


# --- limits and intervals ----------------------------------------------------------------------------------------
def test_funnel_limits_by_hand() -> None:
    """Ten cases of one half: P(R <= 1) = 11/1024, P(R <= 2) = 56/1024, in every table of the binomial distribution.

    The lower 2.5 % lies at 2 - (56/1024 - 0.025) / (45/1024) = 1.3244, the lower 0.1 % at 1 - (11/1024 - 0.001) /
    (10/1024) = 0.0024.
    """
    assert funnel_limits(0.5, 10) == pytest.approx((0.132444, 0.867556), abs=1e-6)
    assert funnel_limits(0.5, 10, CENTRAL_998) == pytest.approx((0.00024, 0.99976), abs=1e-6)


def test_funnel_limits_at_the_ends_and_of_many() -> None:
    assert funnel_limits(0, 7) == (0, 0)
    assert funnel_limits(1, 7) == (1, 1)
    low, high = funnel_limits(0.8, 100_000)
    assert (low, high) == pytest.approx((0.8 - 1.96 * 0.4 / 100_000**0.5, 0.8 + 1.96 * 0.4 / 100_000**0.5), abs=1e-4)
    with pytest.raises(ValueError, match="cases"):
        funnel_limits(0.5, 0)


# R. G. Newcombe, 'Two-sided confidence intervals for the single proportion', Statistics in Medicine 17 (1998), 857-872,
# table I, method 3 (score without continuity correction).
@pytest.mark.parametrize(
    ("numerator", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(numerator: int, n: int, low: float, high: float) -> None:
    assert wilson(numerator, n) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) is None


def test_who_lies_outside_which_limits() -> None:
    frame = pd.DataFrame(
        {
            "label": ["a", "b", "c"],
            "code": ["a", "b", "c"],
            "numerator": [800, 720, 70],
            "denominator": [1000, 1000, 100],
        }
    )
    names = pd.Series(["a", None, "c"], dtype=object)
    assert with_limits(frame.assign(label=names))["label"].tolist() == names.tolist()
    found = with_limits(frame).set_index("label")
    assert found["overall"].tolist() == pytest.approx([1590 / 2100] * 3)
    assert found["outside"].to_dict() == {"a": "998", "b": "95", "c": ""}


# --- small numbers -----------------------------------------------------------------------------------------------
PARTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 8), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(PARTS)
def test_no_difference_of_published_numbers_tells_a_small_one(parts: dict[str, int]) -> None:
    """Of every small part at least two values remain possible, also for who knows the rule and does all the sums."""
    shown, total = published(parts)
    assert all(shown[key] in (None, n) for key, n in parts.items())
    assert total in (None, sum(parts.values()))
    possible = list(worlds(shown, total))
    assert parts in possible
    for key, n in parts.items():
        if 0 < n < LEAST:
            assert shown[key] is None
            assert len({world[key] for world in possible}) > 1, (parts, shown, total)


def worlds(shown: Mapping[str, int | None], total: int | None) -> list[dict[str, int]]:
    """Every table of counts that would have been published in just this way."""
    hidden = [key for key, n in shown.items() if n is None]
    known = {key: n for key, n in shown.items() if n is not None}
    rest = None if total is None else total - sum(known.values())
    found = []
    for values in product(range(1, 16), repeat=len(hidden)):
        if rest is None or sum(values) == rest:
            guess = {key: known.get(key, 0) for key in shown} | dict(zip(hidden, values, strict=True))
            if published(guess) == (dict(shown), total):
                found.append(guess)
    return found


# --- municipalities ----------------------------------------------------------------------------------------------
@pytest.fixture
def region(writer: Writer, clock: FixedClock) -> World:
    """Two municipalities, one with a predecessor; 1 000 and 2 000 inhabitants; two regional categories."""
    world = World(writer, clock)
    with writer.transaction() as connection:
        connection.execute(text("UPDATE category_version SET regional_code = 'R' || category_id WHERE category_id < 3"))
        for number, people in ((world.a, 1000), (world.b, 2000)):
            connection.execute(
                text("UPDATE organisation_version SET population = :p WHERE organisation_id = :o"),
                {"p": people, "o": number},
            )
        told = {(world.a, 1): 7, (world.a, 2): 3, (world.predecessor, 1): 2, (world.b, 1): 12, (world.b, 2): 5}
        for (organisation, category), n in told.items():
            held = {"service_id": 1, "payload": {"category_id": category, "area_id": 1}}
            life = story(
                (K.SUBMITTED, "2026-09-01 10:00", held),
                (K.CITIZEN_NOTIFIED, "2026-09-02 10:00", {"payload": {"moment": "ontvankelijk", "channel": "sms"}}),
                (K.RESOLVED, "2026-09-04 10:00"),
            )
            world.add(connection, organisation, *[life] * n)
        world.add(connection, world.a, *[story((K.SUBMITTED, "2026-11-03 10:00", {"payload": {"category_id": 1}}))] * 9)
    return world


AUTUMN = Filters(date(2026, 9, 15), date(2026, 11, 20))


def whole(world: World) -> Scope:
    return Scope.whole(world.a, world.b, world.predecessor)


def test_municipalities_per_inhabitants(region: World, reader: Database) -> None:
    """Whole months that are over; the predecessor counts with its successor; 3 is withheld, and 9 with it."""
    with reader.read() as db:
        cells = per_inhabitants_by_month(db, whole(region), AUTUMN)
        totals = per_inhabitants(db, whole(region), AUTUMN)
    plain = cells.astype(object).where(cells.notna(), None)
    assert list(plain[["code", "month", "category", "n"]].itertuples(index=False, name=None)) == [
        ("aalst-aan-zee", date(2026, 9, 1), None, 12),
        ("aalst-aan-zee", date(2026, 9, 1), "R1", None),
        ("aalst-aan-zee", date(2026, 9, 1), "R2", None),
        ("berg", date(2026, 9, 1), None, 17),
        ("berg", date(2026, 9, 1), "R1", 12),
        ("berg", date(2026, 9, 1), "R2", 5),
    ]
    assert totals["per_1000"].tolist() == [12.0, 8.5]


def test_no_filter_changes_a_cell(region: World, reader: Database) -> None:
    """So that the difference of two questions tells nothing."""
    narrowed = (
        replace(AUTUMN, categories=("boom",), areas=("centrum",), services=("groen",), channels=("-",)),
        replace(AUTUMN, first_day=date(2026, 9, 2), days=Days.CALENDAR, lag=40),
        AUTUMN.stood_at(at("2026-09-01 12:00")),
    )
    with reader.read() as db:
        cells = per_inhabitants_by_month(db, whole(region), AUTUMN)
        for filters in narrowed:
            pd.testing.assert_frame_equal(per_inhabitants_by_month(db, whole(region), filters), cells)
        part = Scope((Reach(region.a, frozenset({1})), Reach(region.b)))
        assert set(per_inhabitants_by_month(db, part, AUTUMN)["code"]) == {"berg"}


def test_handling_side_by_side(region: World, reader: Database) -> None:
    """A norm of 3 working days for R1 and 10 calendar days for R2; all done in 3 working days, told after 1.

    Both categories of the other municipality are withheld.
    """
    with reader.read() as db:
        found = side_by_side(db, whole(region), AUTUMN)
    columns = ["category", "code", "n", "norms", "phases", "first_answer", "lead_time", "messages"]
    rows = list(found[columns].itertuples(index=False, name=None))
    assert rows == [
        ("R1", "berg", 10, ((3, "working_day"),), ("submitted",), 1.0, 3.0, 1.0),
        ("R2", "berg", 5, ((10, "calendar_day"),), ("submitted",), 1.0, 3.0, 1.0),
    ]


def test_what_is_withheld_is_not_told_by_its_handling(region: World, reader: Database) -> None:
    """Of 12 in September 9 and 3 are withheld: what was told or closed of the 9 would tell the 3."""
    september = Filters(date(2026, 9, 1), date(2026, 9, 30))
    with reader.read() as db:
        cells = per_inhabitants_by_month(db, whole(region), september)
        found = side_by_side(db, whole(region), september)
    own = cells[(cells["code"] == "aalst-aan-zee") & cells["category"].notna()]
    assert own["n"].isna().all()
    assert set(found["code"]) == {"berg"}


def test_handling_in_a_month_that_is_not_over_is_not_told(region: World, reader: Database) -> None:
    """What came yesterday would be the difference of two days."""
    with reader.read() as db:
        assert side_by_side(db, whole(region), Filters(date(2026, 11, 1), date(2026, 11, 20))).empty
        autumn = side_by_side(db, whole(region), AUTUMN)
        until_october = side_by_side(db, whole(region), replace(AUTUMN, last_day=date(2026, 10, 31)))
    pd.testing.assert_frame_equal(autumn, until_october)


@pytest.mark.parametrize(("as_of", "rows"), [("2026-09-30 23:59", 0), ("2026-10-01 00:00", 2)])
def test_handling_waits_for_the_own_sources(
    region: World, reader: Database, writer: Writer, as_of: str, rows: int
) -> None:
    """Whatever the neighbour tells already: a month that fills day by day tells each day by subtraction."""
    with writer.transaction() as connection:
        tells_until(connection, region.b, 1, as_of)
    with reader.read() as db:
        found = side_by_side(db, whole(region), AUTUMN)
    assert found["code"].tolist() == ["berg"] * rows


@pytest.mark.parametrize(
    ("as_of", "n"), [("2026-09-30 23:59", []), ("2026-10-01 00:00", [13]), ("2025-11-01 10:00", [13])]
)
def test_a_month_counts_when_it_is_over_for_all_sources(
    region: World, reader: Database, writer: Writer, as_of: str, n: list[int]
) -> None:
    """The one of the second source would be the difference of 13 and 12; a source that stopped is not waited for."""
    with writer.transaction() as connection:
        life = story((K.SUBMITTED, "2026-09-01 10:00", {"service_id": 1, "payload": {"category_id": 1}}))
        second = ensure_source(connection, region.a, "second", "Second")
        region.add(connection, region.a, life, source=second)
        tells_until(connection, region.a, second, as_of)
    assert september_of_a(region, reader) == n


def test_a_month_counts_when_it_is_over_for_predecessors(region: World, reader: Database, writer: Writer) -> None:
    with writer.transaction() as connection:
        tells_until(connection, region.predecessor, 1, "2026-09-20 10:00")
    assert september_of_a(region, reader) == []


def test_a_source_without_meldingen_is_not_waited_for(region: World, reader: Database, writer: Writer) -> None:
    with writer.transaction() as connection:
        tells_until(connection, region.a, ensure_source(connection, region.a, "other", "Other"), "2026-03-01 10:00")
    assert september_of_a(region, reader) == [12]


def tells_until(connection: Connection, organisation: int, source: int, as_of: str) -> None:
    update = "UPDATE source SET as_of = :at WHERE organisation_id = :o AND source_id = :n"
    connection.execute(text(update), {"at": at(as_of), "o": organisation, "n": source})


def september_of_a(region: World, reader: Database) -> list[int]:
    with reader.read() as db:
        cells = per_inhabitants_by_month(db, whole(region), AUTUMN)
    return cells.loc[(cells["code"] == "aalst-aan-zee") & cells["category"].isna(), "n"].tolist()


def test_messages_of_a_source_that_tells_none_are_not_known(region: World, reader: Database, writer: Writer) -> None:
    with writer.transaction() as connection:
        connection.execute(text("UPDATE source SET notifies = false WHERE organisation_id = :o"), {"o": region.b})
    with reader.read() as db:
        found = side_by_side(db, whole(region), AUTUMN)
    assert set(found["code"]) == {"berg"}
    assert found["messages"].isna().all()


# --- targets -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "direction", "expected"),
    [
        (0.80, Direction.AT_LEAST, State.GOOD),
        (0.79, Direction.AT_LEAST, State.ATTENTION),
        (0.70, Direction.AT_LEAST, State.ATTENTION),
        (0.69, Direction.AT_LEAST, State.BAD),
        (None, Direction.AT_LEAST, State.UNKNOWN),
        (10, Direction.AT_MOST, State.GOOD),
        (10.5, Direction.AT_MOST, State.ATTENTION),
        (12.5, Direction.AT_MOST, State.BAD),
    ],
)
def test_the_state_of_a_number(value: float | None, direction: Direction, expected: State) -> None:
    limits = (0.85, 0.8, 0.7) if direction is Direction.AT_LEAST else (9, 10, 12)
    assert state(value, Target(direction, *limits)) is expected
    assert state(value, None) is State.UNKNOWN


def test_which_target_holds(region: World, reader: Database, writer: Writer) -> None:
    """Dated; of a service its own before that of all; a count of all says nothing of a part."""
    rows = (
        (1, "on_time", None, None, 0.80, date(2020, 1, 1), date(2026, 6, 30)),
        (2, "on_time", None, None, 0.85, date(2026, 7, 1), None),
        (3, "on_time", None, 2, 0.60, date(2026, 1, 1), None),
        (4, "open", None, None, 300, date(2026, 1, 1), None),
        (5, "lead_time", "calendar", None, 10, date(2026, 1, 1), None),
    )
    with writer.transaction() as connection:
        for number, measure, days, service, goal, first, last in rows:
            connection.execute(
                text(
                    "INSERT INTO target VALUES (:o, :id, :m, '', :d, :s, 'at_least', :g, :g, :g, NULL, :first, :last)"
                ),
                {"o": region.a, "id": number, "m": measure, "d": days, "s": service, "g": goal}
                | {"first": first, "last": last},
            )

    def goals(filters: Filters, scope: Scope) -> dict[str, float]:
        with reader.read() as db:
            found = targets(db, scope, filters)
        return dict(zip(found["measure"], found["goal"], strict=True))

    town, spring = Scope.whole(region.a, region.predecessor), Filters(date(2026, 4, 1), date(2026, 6, 30))
    assert goals(spring, town) == {"on_time": 0.80, "open": 300}
    assert goals(AUTUMN, town) == {"on_time": 0.85, "open": 300}
    assert goals(replace(AUTUMN, days=Days.CALENDAR), town) == {"on_time": 0.85, "open": 300, "lead_time": 10}
    assert goals(replace(AUTUMN, services=("netheid",)), town) == {"on_time": 0.60}
    assert goals(AUTUMN, Scope((Reach(region.a, frozenset({2})),))) == {"on_time": 0.60}
    assert goals(replace(AUTUMN, services=("groen",)), town) == {"on_time": 0.85}
    assert goals(AUTUMN, Scope.whole(region.b)) == {}
    with reader.read() as db:
        own = target_of(targets(db, town, AUTUMN), "on_time")
        assert own == Target(Direction.AT_LEAST, 0.85, 0.85, 0.85)
        assert target_of(targets(db, town, AUTUMN), "lead_time") is None


def test_a_target_of_a_count_holds_for_the_whole_alone(region: World, reader: Database, writer: Writer) -> None:
    """Whatever part of a measure is a count, and whether all services or one were meant; complaints have none."""
    late, unread = "open and late", "low and not processed"
    rows = ((1, "advice", "open", None), (2, "on_time", late, 1), (3, "satisfaction", unread, None))
    with writer.transaction() as connection:
        for number, measure, part, service in (*rows, (4, "on_time", "", None)):
            connection.execute(
                text(
                    "INSERT INTO target VALUES (:o, :id, :m, :p, NULL, :s, 'at_most', 5, 5, 5, NULL, '2026-01-01', "
                    "NULL)"
                ),
                {"o": region.a, "id": number, "m": measure, "p": part, "s": service},
            )

    def held(filters: Filters, scope: Scope) -> set[str]:
        with reader.read() as db:
            found = targets(db, scope, filters)
        return {part or measure for measure, part in zip(found["measure"], found["part"], strict=True)}

    town = Scope.whole(region.a, region.predecessor)
    assert held(AUTUMN, town) == {"open", unread, "on_time"}
    assert held(replace(AUTUMN, services=("groen",)), town) == {late, "on_time"}
    assert held(replace(AUTUMN, services=("groen",), areas=("haven",)), town) == {"on_time"}
    assert held(replace(AUTUMN, areas=("haven",)), town) == {"on_time"}
    assert held(AUTUMN, whole(region)) == {"on_time"}
    assert held(replace(AUTUMN, organisations=("aalst-aan-zee",)), whole(region)) == {"open", unread, "on_time"}
    assert held(replace(AUTUMN, kind=MeldingKind.KLACHT), town) == set()


def test_the_registry_knows_which_parts_are_counts(region: World, reader: Database) -> None:
    with reader.read() as db:
        frame = measure(db, whole(region), AUTUMN)
    for row in frame.itertuples():
        adds_up = row.unit == "count" or row.measure == "climate"  # shares of the target of a whole town
        assert MEASURES[str(row.measure)].grows(str(row.part)) == adds_up, (row.measure, row.part)


def test_services_of_one_code_with_two_names_are_beside_their_own_past(
    region: World, reader: Database, writer: Writer
) -> None:
    """A service that is called otherwise in a neighbour stands once for each name, with its own previous period."""
    with writer.transaction() as connection:
        renamed = "UPDATE service_version SET name = 'Dienst Groen' WHERE organisation_id = :o AND service_id = 1"
        connection.execute(text(renamed), {"o": region.b})
        life = story((K.SUBMITTED, "2026-08-03 10:00", {"service_id": 1}), (K.RESOLVED, "2026-08-04 10:00"))
        region.add(connection, region.a, life)
    with reader.read() as db:
        found = on_time_by_service(db, whole(region), Filters(date(2026, 9, 1), date(2026, 9, 30)))
    rows = found[["service", "code", "n", "previous_n"]].values.tolist()
    assert rows == [["Dienst Groen", "groen", 17, 0], ["Groendienst", "groen", 12, 1]]


def test_services_in_a_funnel(region: World, reader: Database) -> None:
    with reader.read() as db:
        found = funnel_on_time(db, Scope.whole(region.b), AUTUMN.last_year())
        september = funnel_on_time(db, Scope.whole(region.b), Filters(date(2026, 9, 1), date(2026, 9, 30)))
    assert found.empty
    assert september[["label", "numerator", "denominator", "outside"]].values.tolist() == [["Groendienst", 17, 17, ""]]

"""Every measure of the registry against a plain recomputation from the events, for drawn towns, periods and filters."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from config.clock import FixedClock
from config.errors import Forbidden
from config.grid import DAY
from config.kinds import EventKind, MeldingKind
from dashboard.store.engine import Writer
from queries import meldingen
from queries.db import Database
from queries.facts import facts
from queries.filters import WITHOUT, Days, Filters, Period, Population, Reach, Scope
from queries.registry import MEASURES, SMALLEST_N, compared, measure
from tests.conftest import NOW
from tests.fold import Event
from tests.queries.plain import AREAS, CATEGORIES, CHANNELS, SERVICES, Plain
from tests.queries.test_projection import COMMON, PAYLOADS, REFERRED
from tests.world import World, at, story

K = EventKind
FIRST, LAST = date(2025, 6, 1), date(2026, 11, 22)


def percentile(ordered: list[float], percent: int) -> float | None:
    return ordered[-(-len(ordered) * percent // 100) - 1] if len(ordered) >= SMALLEST_N else None


def expected(plain: Plain) -> dict[tuple[str, str], tuple]:
    """(measure, part) -> value, numerator, denominator, n."""
    filters = plain.filters
    cohort, still_open, total = plain.cohort()
    parts = plain.on_time()
    judged = parts["on_time"] + parts["closed_late"] + parts["open_late"]
    numbers: dict[tuple[str, str], tuple] = {
        ("received", ""): _count(plain.received()),
        ("closed", ""): _count(len(plain.closed())),
        ("reopened", ""): _count(plain.reopenings()),
        ("reopened", "within 30 days"): _share(*plain.again()),
        ("open", ""): _count(plain.open_before(filters.last_day + timedelta(days=1))),
        ("open", "at the start"): _count(plain.open_before(filters.first_day)),
        ("cohort_lead_time", "open"): _share(still_open, total),
        ("on_time", ""): _share(parts["on_time"], judged),
    }
    for name, ordered in (("lead_time", plain.durations()), ("cohort_lead_time", cohort)):
        for part, percent in (("median", 50), ("p90", 90)):
            numbers[name, part] = (percentile(ordered, percent), None, None, len(ordered))
    for part, percent in (("median", 50), ("p90", 90), ("longest", 100)):
        numbers["open_age", part] = (percentile(plain.ages(), percent), None, None, len(plain.ages()))
    return numbers


def _count(value: int) -> tuple:
    return value, None, None, value


def _share(numerator: int, denominator: int) -> tuple:
    return numerator / denominator if denominator >= SMALLEST_N else None, numerator, denominator, denominator


def found(numbers: pd.DataFrame) -> dict[tuple[str, str], tuple]:
    plain = numbers.astype(object).where(numbers.notna(), None)
    return {(str(r.measure), str(r.part)): (r.value, r.numerator, r.denominator, r.n) for r in plain.itertuples()}


# --- a drawn town ------------------------------------------------------------------------------------------------
@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """One melding within a year and a half, mostly in the order in which things happen."""
    moment = at("2025-06-01 00:00") + timedelta(days=draw(st.integers(0, 530)), seconds=draw(st.integers(0, DAY - 1)))
    events = [
        Event(1, K.SUBMITTED, moment, draw(st.sampled_from([None, 1, 2, 3])), payload=draw(PAYLOADS[K.SUBMITTED]))
    ]
    for seq in range(2, draw(st.integers(2, 9))):
        moment += timedelta(seconds=draw(st.sampled_from([0, 3_600, 20_000, DAY, 4 * DAY, 25 * DAY])))
        if moment > NOW:
            break
        kind = draw(st.sampled_from([*COMMON, K.RECLASSIFIED, K.RELOCATED, K.CLOSED_UNHANDLED]))
        payload = draw(PAYLOADS.get(kind, REFERRED))
        events.append(Event(seq, kind, moment, draw(st.sampled_from([None, 1, 2])), payload=payload))
    return events


@st.composite
def questions(draw: st.DrawFn) -> Filters:
    """Filters with any period, codes, population, unit, and now and then an earlier as-of."""
    first = FIRST + timedelta(days=draw(st.integers(0, 500)))
    filters = Filters(
        first,
        first + timedelta(days=draw(st.sampled_from([0, 6, 30, 83, 200]))),
        areas=draw(_codes(AREAS)),
        categories=draw(_codes(CATEGORIES)),
        services=draw(_codes(SERVICES)),
        channels=draw(_codes(CHANNELS)),
        kind=draw(st.sampled_from([MeldingKind.MELDING, MeldingKind.MELDING, MeldingKind.KLACHT])),
        population=draw(st.sampled_from(Population)),
        days=draw(st.sampled_from(Days)),
    )
    moved = draw(st.sampled_from([filters, filters.previous(), filters.last_year()]))
    as_of = draw(st.sampled_from([None, None, None, at("2026-03-29 04:00"), at("2026-08-15 00:00")]))
    return replace(moved, as_of=as_of)


def _codes(names: dict[int, str]) -> st.SearchStrategy[tuple[str, ...]]:
    some = st.lists(st.sampled_from([*names.values(), WITHOUT]), max_size=2, unique=True).map(tuple)
    return st.one_of(st.just(()), st.just(()), some)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(histories(), min_size=1, max_size=30),
    st.lists(questions(), min_size=2, max_size=4),
    st.sampled_from([None, frozenset({1, 3})]),
)
def test_every_measure_equals_the_plain_recomputation(
    world: World, drawn: list[list[Event]], asked: list[Filters], services: frozenset[int] | None
) -> None:
    with world.writer.engine.connect() as connection:
        world.add(connection, world.a, *drawn)
        world.add(connection, world.b, drawn[0])  # a neighbour that must not be counted
        scope = Scope((Reach(world.a, services),))
        for filters in asked:
            check_one(connection, scope, Plain(drawn, services, filters))
        connection.rollback()


def check_one(connection: Connection, scope: Scope, plain: Plain) -> None:
    filters = plain.filters
    wanted = expected(plain)
    numbers = found(measure(connection, scope, filters, only=dict.fromkeys(name for name, _ in wanted)))
    assert {key: numbers[key] for key in wanted} == wanted
    parts = meldingen.on_time(connection, scope, filters).iloc[0].to_dict()
    assert parts == plain.on_time()
    stock = meldingen.stock(connection, scope, filters).iloc[0]
    assert stock["open_start"] + stock["received"] + stock["reopened"] - stock["closed"] == stock["open_end"]
    assert stock["open_start"] == plain.open_before(filters.first_day)
    by_outcome = meldingen.closed(connection, scope, filters).dropna(subset="outcome")
    assert by_outcome["events"].sum() == len(plain.closed())
    weeks = meldingen.lead_time_by_week(connection, scope, replace(filters, population=Population.PERIOD))
    assert weeks["n"].sum() == len(plain.closed())


# --- by hand -----------------------------------------------------------------------------------------------------
@pytest.fixture
def hand(writer: Writer, clock: FixedClock) -> World:
    world = World(writer, clock)
    put, bench = {"payload": {"category_id": 1, "area_id": 1}, "service_id": 3}, {"payload": {}, "service_id": 1}
    for steps in (
        ((K.SUBMITTED, "2026-09-01 09:00", put), (K.RESOLVED, "2026-09-03 09:00")),
        ((K.SUBMITTED, "2026-09-01 09:00", put), (K.RESOLVED, "2026-09-10 09:00")),
        ((K.SUBMITTED, "2026-09-02 09:00", put), (K.RESOLVED, "2026-09-04 09:00"), (K.REOPENED, "2026-09-07 09:00")),
        ((K.SUBMITTED, "2026-09-20 09:00", bench),),
        ((K.SUBMITTED, "2026-11-20 09:00", bench),),
    ):
        world.melding(world.a, story(*steps))
    return world


def test_a_month_by_hand(hand: World, reader: Database) -> None:
    """Five meldingen: worked out on paper."""
    with reader.read() as db:
        september = Filters(date(2026, 9, 1), date(2026, 9, 30))
        stock = meldingen.stock(db, Scope.whole(hand.a), september).iloc[0]
        assert list(stock[["open_start", "received", "reopened", "closed", "open_end"]]) == [0, 4, 1, 3, 2]
        parts = meldingen.on_time(db, Scope.whole(hand.a), september).iloc[0].to_dict()
        # norm of 3 working days: Friday 4 September for the first two; 7 September for the third, closed the 4th;
        # the bench has 20 working days from Sunday 20 September: 16 October, judged in October
        assert parts == {"on_time": 2, "closed_late": 1, "open_late": 0, "too_early": 0, "without_norm": 0}
        october = Filters(date(2026, 10, 1), date(2026, 10, 31))
        assert meldingen.on_time(db, Scope.whole(hand.a), october).iloc[0]["open_late"] == 1


def test_the_oldest_open_by_hand(hand: World, reader: Database) -> None:
    with reader.read() as db:
        frame = meldingen.oldest_open(
            db, Scope.whole(hand.a), Filters.for_period(Period.LAST_12_WEEKS, date(2026, 11, 22))
        )
    assert list(frame["stage"]) == ["reopened", "submitted", "submitted"]
    assert list(frame["service"]) == ["Openbare Werken", "Groendienst", "Groendienst"]
    assert frame["deadline"].tolist()[1] == date(2026, 10, 16)
    # from Friday 16 October to Sunday 22 November: 26 weekdays less All Saints' (a Sunday), All Souls' and Armistice
    assert frame["days_over"].tolist()[1] == 25 - 2
    assert set(frame["total"]) == {3}


def test_single_meldingen_only_for_a_scope_with_cases(hand: World, reader: Database) -> None:
    filters = Filters.for_period(Period.LAST_12_WEEKS, date(2026, 11, 22))
    with reader.read() as db, pytest.raises(Forbidden):
        meldingen.oldest_open(db, replace(Scope.whole(hand.a), cases=False), filters)


def test_a_short_lead_time_is_withheld(hand: World, reader: Database) -> None:
    with reader.read() as db:
        numbers = found(measure(db, Scope.whole(hand.a), Filters(date(2026, 9, 1), date(2026, 9, 30))))
    assert numbers["lead_time", "median"] == (None, None, None, 3)
    assert numbers["on_time", ""] == (None, 2, 3, 3)


def test_a_predecessor_counts_with_its_successor(writer: Writer, clock: FixedClock, reader: Database) -> None:
    world = World(writer, clock)
    world.melding(world.predecessor, story((K.SUBMITTED, "2024-12-01 09:00")))
    filters = replace(Filters(date(2024, 12, 1), date(2024, 12, 31)), organisations=("aalst-aan-zee",))
    with reader.read() as db:
        scope = Scope.whole(world.a, world.b, world.predecessor)
        assert meldingen.received(db, scope, filters)["received"].tolist() == [1]


def test_nothing_of_a_neighbour_is_seen(hand: World, reader: Database) -> None:
    """Non-interference: every measure of A is the same with and without B's meldingen."""
    filters = Filters(date(2026, 9, 1), date(2026, 11, 22))
    with reader.read() as db:
        before = measure(db, Scope.whole(hand.a), filters)
    for moment in ("2026-09-05 09:00", "2026-10-05 09:00"):
        hand.melding(hand.b, story((K.SUBMITTED, moment, {"service_id": 1}), (K.RESOLVED, "2026-11-01 10:00")))
    with reader.read() as db:
        pd.testing.assert_frame_equal(measure(db, Scope.whole(hand.a), filters), before)
        assert measure(db, Scope.whole(hand.b), filters, only=["received"])["value"].tolist() == [2]


def test_the_registry_says_everything_about_each_number() -> None:
    for entry in MEASURES.values():
        texts = (entry.name, entry.sentence, entry.formula, entry.population, entry.censoring, entry.calendar)
        assert all(texts), entry.id
        assert all((entry.unit, entry.direction)), entry.id


def test_a_question_on_an_empty_database(reader: Database) -> None:
    filters = Filters(date(2026, 9, 1), date(2026, 9, 30))
    with reader.read() as db:
        numbers = found(measure(db, Scope.whole(1), filters))
        assert numbers["received", ""] == (0, None, None, 0)
        assert numbers["on_time", ""] == (None, 0, 0, 0)
        assert meldingen.nearest_period(db, Scope.whole(1), filters).empty
        assert meldingen.oldest_open(db, Scope.whole(1), filters).empty


def test_the_nearest_period_is_offered(hand: World, reader: Database) -> None:
    with reader.read() as db:
        row = meldingen.nearest_period(db, Scope.whole(hand.a), Filters(date(2026, 3, 1), date(2026, 3, 31))).iloc[0]
    assert (row["first_day"], row["last_day"], row["n"]) == (date(2026, 9, 1), date(2026, 9, 30), 4)


def test_late_work_never_changes_what_was_closed(hand: World, reader: Database) -> None:
    """A reopening in October leaves September's closings alone."""
    september = Filters(date(2026, 9, 1), date(2026, 9, 30))
    with reader.read() as db:
        before = meldingen.closed(db, Scope.whole(hand.a), september)
    steps = ((K.SUBMITTED, "2026-08-01 09:00"), (K.RESOLVED, "2026-08-02 09:00"), (K.REOPENED, "2026-10-02 09:00"))
    hand.melding(hand.a, story(*steps))
    with reader.read() as db:
        pd.testing.assert_frame_equal(meldingen.closed(db, Scope.whole(hand.a), september), before)


def test_as_of_belongs_to_the_data(hand: World, reader: Database, writer: Writer) -> None:
    """A source that last told on 10 September is judged there, not now."""
    with writer.transaction() as connection:
        connection.execute(text("UPDATE source SET as_of = :t"), {"t": datetime(2026, 9, 10, 4, tzinfo=UTC)})
    with reader.read() as db:
        parts = meldingen.on_time(db, Scope.whole(hand.a), Filters(date(2026, 9, 1), date(2026, 9, 30))).iloc[0]
    # the one closed on the 10th at 9:00 was open and late at 6:00
    assert (parts["on_time"], parts["closed_late"], parts["open_late"]) == (2, 0, 1)


def test_an_earlier_period_keeps_its_last_day_over_the_spring_change(
    hand: World, reader: Database, writer: Writer
) -> None:
    """Judged at the end of 31 March, the previous quarter is judged at the end of 31 December, not an hour before."""
    with writer.transaction() as connection:
        connection.execute(text("UPDATE source SET as_of = :t"), {"t": at("2027-03-31 23:59:59")})
    told = {"payload": {"deadline": "2026-12-31T22:59:59+00:00"}}
    for _ in range(SMALLEST_N):
        hand.melding(hand.a, story((K.SUBMITTED, "2026-12-01 09:00", told)))
    first_quarter = Filters(date(2027, 1, 1), date(2027, 3, 31))
    with reader.read() as db:
        previous = meldingen.on_time(db, Scope.whole(hand.a), first_quarter.previous()).iloc[0]
    assert previous["open_late"] >= SMALLEST_N
    assert previous["too_early"] == 0


def test_an_age_of_a_second_over_the_hour_takes_the_next_edge(hand: World, reader: Database, writer: Writer) -> None:
    with writer.transaction() as connection:
        connection.execute(text("UPDATE source SET as_of = :t"), {"t": at("2026-11-22 10:00:01")})
    for _ in range(SMALLEST_N):
        hand.melding(hand.a, story((K.SUBMITTED, "2026-11-22 09:00", {"payload": {"category_id": 3}})))
    filters = replace(Filters(date(2026, 11, 1), date(2026, 11, 22)), days=Days.CALENDAR, categories=("sluikstort",))
    with reader.read() as db:
        assert found(measure(db, Scope.whole(hand.a), filters))["open_age", "longest"][0] == pytest.approx(2 / 24)


def test_a_source_that_never_said_how_far_it_tells_still_counts(hand: World, reader: Database, writer: Writer) -> None:
    with writer.transaction() as connection:
        connection.execute(text("UPDATE source SET as_of = NULL"))
    with reader.read() as db:
        frame = meldingen.oldest_open(db, Scope.whole(hand.a), Filters(date(2026, 9, 1), date(2026, 9, 30)))
        parts = meldingen.on_time(db, Scope.whole(hand.a), Filters(date(2026, 9, 1), date(2026, 9, 30))).iloc[0]
    assert len(frame) == 3
    assert parts.sum() == 3


def test_the_previous_period_and_last_year_stand_beside(hand: World, reader: Database) -> None:
    """Of October: September before it, and nothing a year ago."""
    with reader.read() as db:
        frame = compared(
            db, Scope.whole(hand.a), Filters(date(2026, 10, 1), date(2026, 10, 31)), only=["received", "open"]
        )
    rows = {(row.measure, row.part): row for row in frame.itertuples()}
    assert (rows["received", ""].value, rows["received", ""].previous_value) == (0, 4)
    assert (rows["open", ""].value, rows["open", ""].previous_value) == (2, 2)
    assert rows["received", ""].last_year_value == 0


def test_of_a_period_that_runs_on_as_many_days_are_compared_as_are_known(
    hand: World, reader: Database, writer: Writer
) -> None:
    """October told up to the 20th: 11 to 30 September before it, with one receipt; not all of September, with four."""
    with writer.transaction() as connection:
        connection.execute(text("UPDATE source SET as_of = '2026-10-20 12:00+02'"))
    with reader.read() as db:
        october = Filters(date(2026, 10, 1), date(2026, 10, 31))
        row = compared(db, Scope.whole(hand.a), october, only=["received"]).iloc[0]
        unheard = facts(db, Scope.whole(hand.a), Filters(date(2026, 11, 1), date(2026, 11, 30))).known
    assert (row["previous_value"], row["last_year_value"]) == (1, 0)
    assert (unheard.first_day, unheard.last_day) == (date(2026, 11, 1), date(2026, 11, 1))

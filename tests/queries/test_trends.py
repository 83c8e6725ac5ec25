"""Weekly series, signals and growth of drawn towns, against what was put in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from numpy.random import default_rng
from sqlalchemy import Connection, text

from config.topics import ProposalEvent, Topic
from queries import growth, signals, trends
from queries.filters import By, Filters, Period, Reach, Scope
from queries.registry import measure
from tests.conftest import NOW
from tests.world import World, story

TODAY = date(2026, 11, 22)
WEEKS12 = Filters.for_period(Period.LAST_12_WEEKS, TODAY)
LAST = date(2026, 11, 9)
"""Monday of the last week that is over: today is a Sunday."""
_ROWS = """
INSERT INTO melding (organisation_id, subject_id, source_id, melding_kind, category_id, area_id, channel_id, service_id,
    stage, stage_since, received_at, received_day, open, closings, reopenings, deadline_moves)
SELECT :o, gen_random_uuid(), 1, 'melding', :c, :a, 1, :s, 'submitted', :at, :at, :day, true, 0, 0, false
FROM generate_series(1, :n)
"""


def fill(db: Connection, organisation: int, monday: date, n: int, *, category=1, area=1, service=1) -> None:
    """Meldingen in the middle of a week."""
    day = monday + timedelta(days=2)
    own = {"o": organisation, "c": category, "a": area, "s": service, "n": n, "day": day}
    db.execute(text(_ROWS), own | {"at": datetime(day.year, day.month, day.day, 9, tzinfo=UTC)})


@pytest.fixture
def db(world: World) -> Iterator[Connection]:
    """A town with three years of two categories in two neighbourhoods."""
    rng = default_rng(5)
    with world.writer.engine.connect() as connection:
        for back in range(160):
            monday = LAST - timedelta(weeks=back)
            fill(connection, world.a, monday, int(rng.poisson(18)), category=1, area=1)
            fill(connection, world.a, monday, int(rng.poisson(12)), category=2, area=2, service=2)
        yield connection
        connection.rollback()


def test_weeks_are_whole_and_add_up(world: World, db: Connection) -> None:
    fill(db, world.a, LAST + timedelta(weeks=1), 50)  # of this week, which is not over
    fill(db, world.a, LAST, 3, category=None, area=None)
    found = trends.weekly_meldingen(db, Scope.whole(world.a), WEEKS12)
    by_week = found.pivot_table(index="code", columns="week_start", values="n", fill_value=0)
    assert max(by_week.columns) == LAST
    assert by_week[LAST]["-"] == 3
    assert (by_week.loc[""] == by_week.drop(index="").sum()).all()
    earlier = replace(WEEKS12, period=None, last_day=date(2026, 10, 10))
    assert trends.weekly_meldingen(db, Scope.whole(world.a), earlier)["week_start"].max() == date(2026, 9, 28)


def test_a_week_is_over_once_every_source_that_brings_anything_says_so(world: World, db: Connection) -> None:
    def last() -> date:
        weeks: list[date] = list(trends.weekly_meldingen(db, Scope.whole(world.a), WEEKS12)["week_start"])
        return max(weeks)

    late = "INSERT INTO source (organisation_id, source_id, code, name, as_of) VALUES (:o, 7, 'x', 'X', :at)"
    db.execute(text(late), {"o": world.a, "at": NOW - timedelta(days=15)})
    assert last() == LAST  # it brought nothing
    fill(db, world.a, LAST - timedelta(weeks=4), 1)
    db.execute(text("UPDATE melding SET source_id = 7 WHERE received_day = :d"), {"d": date(2026, 10, 14)})
    assert last() == date(2026, 10, 26)
    db.execute(text("UPDATE source SET as_of = :at WHERE source_id = 7"), {"at": NOW - timedelta(days=800)})
    assert last() == LAST  # it has stopped


def test_the_dimension_is_chosen_by_the_filters(world: World, db: Connection) -> None:
    def codes(by: By) -> set[str]:
        return set(trends.weekly_meldingen(db, Scope.whole(world.a), replace(WEEKS12, by=by))["code"])

    assert len(codes(By.CATEGORY)) == len(codes(By.AREA)) == 3
    assert codes(By.CATEGORY) != codes(By.AREA)
    db.execute(text("UPDATE category_version SET theme = 'Netheid' WHERE category_id = 1"))
    assert codes(By.THEME) == {"", "Netheid", "-"}


def test_a_planted_step_is_one_clear_signal_with_its_place(world: World, db: Connection) -> None:
    scope = Scope.whole(world.a)
    before = signals.signals(db, scope, WEEKS12)
    assert not before["clear"].any()
    for back in (1, 2, 3):
        fill(db, world.a, LAST - timedelta(weeks=back), 30, category=1, area=2)
    found = signals.signals(db, scope, WEEKS12)
    first = found[found["code"] != ""].iloc[0]
    assert (first["clear"], first["first_week"], first["last_week"]) == (True, date(2026, 10, 19), date(2026, 11, 2))
    assert first["n"] > first["high"] > first["expected"]
    assert first["total"] > 3 * 30 > first["total_expected"]
    assert first["where_code"] == "haven"
    assert (first["where_n"], first["where_expected"]) == (90, 0.0)
    assert measure(db, scope, WEEKS12, only=["signal"])["value"].iloc[0] == found["clear"].sum()


def test_a_reader_of_one_service_gets_the_signals_of_that_service(world: World, db: Connection) -> None:
    for back in (1, 2, 3):
        fill(db, world.a, LAST - timedelta(weeks=back), 30, category=1, service=1)
    other = Scope((Reach(world.a, frozenset({2})),))
    found = signals.series(db, other, WEEKS12)
    assert not signals.signals(db, other, WEEKS12)["clear"].any()
    assert found.loc[(found["code"] == "") & found["judged"], "n"].max() < 30


def test_series_show_a_year_with_its_expectation(world: World, db: Connection) -> None:
    found = signals.series(db, Scope.whole(world.a), WEEKS12)
    whole = found[found["code"] == ""]
    assert len(whole) == signals.SHOWN_WEEKS
    assert whole["judged"].sum() == 13
    assert whole["week_start"].is_monotonic_increasing
    assert ((whole["low"] <= whole["expected"]) & (whole["expected"] <= whole["high"])).all()
    assert found["code"].iloc[0] == ""


def test_short_history_says_so(world: World) -> None:
    with world.writer.engine.connect() as db:
        for back in range(18):
            fill(db, world.a, LAST - timedelta(weeks=back), 20)
        found = signals.series(db, Scope.whole(world.a), WEEKS12)
        db.rollback()
    assert set(found["basis"]) == {"short"}
    assert found["expected"].isna().all()
    assert found["history"].max() == 4


def test_proposals_are_told_to_who_may_know_all_of_them(world: World) -> None:
    scope = Scope.whole(world.a)
    with world.writer.engine.connect() as db:
        submitted = (ProposalEvent.SUBMITTED, "2026-11-10 10:00", {"payload": {"title": "Bomen", "theme_id": 1}})
        published = (ProposalEvent.PUBLISHED, "2026-11-11 10:00")
        world.add(db, world.a, story(submitted, published), topic=Topic.PROPOSAL)
        assert trends.weekly_proposals(db, scope, WEEKS12)["n"].sum() == 2  # itself and in all together
        assert trends.weekly_proposals(db, replace(scope, embargoed=False), WEEKS12).empty
        assert growth.proposal_growth(db, replace(scope, embargoed=False), WEEKS12).empty
        db.rollback()


# --- growth ------------------------------------------------------------------------------------------------------
def test_growth_is_a_ratio_of_rates_with_its_interval(world: World, db: Connection) -> None:
    october = Filters(date(2026, 10, 1), date(2026, 10, 31))
    scope = Scope.whole(world.a)
    whole = growth.growth(db, scope, october).iloc[0]
    counted = "SELECT count(*) FROM melding WHERE received_day BETWEEN :a AND :b"
    n, before = (
        db.scalar(text(counted), {"a": first, "b": last})
        for first, last in ((date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 9, 1), date(2026, 9, 30)))
    )
    assert (whole["n"], whole["previous_n"]) == (n, before)
    assert whole["previous_ratio"] == pytest.approx(n / 31 / (before / 30))
    assert whole["previous_low"] < whole["previous_ratio"] < whole["previous_high"]
    least = np.exp(1.96 * np.sqrt(1 / n + 1 / before))  # no narrower than chance alone
    assert whole["previous_high"] / whole["previous_ratio"] >= least * 0.999
    assert measure(db, scope, october, only=["growth"])["value"].iloc[0] == pytest.approx(whole["previous_ratio"])


def test_growth_of_few_or_of_a_time_before_the_data_is_withheld(world: World, db: Connection) -> None:
    scope = Scope.whole(world.a)
    fill(db, world.a, date(2026, 10, 5), 9, category=3)
    fill(db, world.a, date(2026, 9, 7), 4, category=3)
    found = growth.growth(db, scope, Filters(date(2026, 10, 1), date(2026, 10, 31))).set_index("code")
    few = found[found["n"] == 9].iloc[0]
    assert (few["previous_n"], np.isnan(few["previous_ratio"])) == (4, True)
    early = growth.growth(db, scope, Filters(date(2024, 2, 1), date(2024, 2, 29))).iloc[0]
    assert not np.isnan(early["previous_ratio"])
    assert np.isnan(early["last_year_ratio"])

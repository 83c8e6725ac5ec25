import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url, text

from config.clock import FixedClock
from config.kinds import EventKind, NotificationChannel, NotificationMoment, Role, outcome_codes, stage_codes
from config.settings import with_role
from dashboard.jobs.demo import accounts, making
from dashboard.jobs.demo.accounts import DEMO_ACCOUNTS
from dashboard.jobs.demo.delivery import demo_batches
from dashboard.jobs.demo.facts import handling, town
from dashboard.jobs.demo.making import SEED, DemoRefused, ensure_demo, extend_demo
from dashboard.jobs.demo.office import DAY, Office, day_of, number_of, office_for
from dashboard.store.engine import Writer
from dashboard.store.staging import STAGED
from tests import server

END = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
START = date(2024, 11, 22)
NEVER = {EventKind.VOID, EventKind.TEXT_REMOVED}


def told(start: date, end: datetime, *, seed: int = SEED, after: datetime | None = None) -> pd.DataFrame:
    events = pd.concat([batch.events for batch in demo_batches(seed, start, end, after=after)])
    return events.sort_values("event_key").reset_index(drop=True)


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    return told(START, END)


@pytest.fixture(scope="module")
def local(events: pd.DataFrame) -> pd.Series:
    """Moment of each event on the clock of the town."""
    moments: pd.Series = events["occurred_at"].dt.tz_convert(town().time_zone)
    return moments


def test_two_years_are_some_eight_thousand_meldingen_with_every_kind_of_event(events: pd.DataFrame) -> None:
    submitted = events[events["kind"] == "submitted"]
    assert list(events.columns) == STAGED
    assert 7_500 <= len(submitted) <= 8_700
    assert submitted["number"].is_unique
    assert events["event_key"].is_unique
    assert set(events["kind"]) == set(EventKind) - NEVER
    assert set(submitted["melding_kind"]) == {"melding", "klacht", "vraag"}
    assert set(submitted["category"]) == set(handling().categories)
    assert set(submitted["channel"]) == set(handling().channels)
    assert events["occurred_at"].max() <= END


def test_what_the_kinds_need_is_there(events: pd.DataFrame) -> None:
    extra = events["extra"].fillna("{}").map(json.loads)
    by_kind = extra.groupby(events["kind"])
    assert {one["by"] for one in by_kind.get_group("assigned")} == {"system", "service"}
    assert {one["moment"] for one in by_kind.get_group("citizen_notified")} == set(NotificationMoment)
    assert {one["channel"] for one in by_kind.get_group("citizen_notified")} == set(NotificationChannel)
    assert {one["result"] for one in by_kind.get_group("decided")} == {"approved", "refused"}
    assert {one["score"] for one in by_kind.get_group("evaluated")} == {1, 2, 3, 4, 5}
    assert all(one["number"] and one["uri"] for one in by_kind.get_group("decision_published"))
    assert all(one["reason"] for one in by_kind.get_group("inadmissible"))
    assert set(events.loc[events["kind"] == "reopened", "actor_role"]) == {"citizen", "service"}
    assert events.loc[events["kind"] == "advice_requested", "partner"].notna().all()
    assert events.loc[events["kind"] == "deadline_set", "deadline"].notna().all()


def test_waiting_on_the_citizen_and_advice_repeat_within_one_melding(events: pd.DataFrame) -> None:
    counts = events.groupby(["source_key", "kind"]).size().unstack(fill_value=0)
    for kind in ("waiting_on_citizen", "advice_requested", "reopened", "task_created", "forwarded"):
        assert counts[kind].max() >= 2


def test_seasons_and_weekdays(events: pd.DataFrame, local: pd.Series) -> None:
    submitted = events["kind"] == "submitted"
    month, weekday = local[submitted].dt.month, local[submitted].dt.day_of_week
    category = events.loc[submitted, "category"]
    assert month[category == "bladval"].isin([10, 11, 12]).mean() > 0.8
    assert month[category == "wegdek"].isin([12, 1, 2, 3]).mean() > 0.45
    assert (weekday < 5).mean() * 2 / 5 > (weekday >= 5).mean() * 1.5
    assert set(local[submitted & events["channel"].eq("loket")].dt.day_of_week) <= {0, 1, 2, 3, 4}


def test_services_work_when_the_town_hall_does_and_the_college_meets_on_mondays(
    events: pd.DataFrame, local: pd.Series
) -> None:
    office = office_for(2024, 2027)
    handled = events["kind"].isin(["in_treatment", "task_done", "in_execution"])
    assert all(office.works(number_of(day)) for day in local[handled].dt.date.unique())
    college = events["extra"].str.contains('"college"', na=False) & (events["kind"] == "decision_taken")
    assert set(local[college].dt.day_of_week) == {0}
    assert date(2026, 7, 11) not in set(local[handled].dt.date)


def test_nothing_happens_within_a_change_of_the_clock(local: pd.Series) -> None:
    assert not (local.dt.hour == 2).any()


def test_places_lie_around_the_town_and_some_have_none(events: pd.DataFrame) -> None:
    submitted = events[events["kind"] == "submitted"]
    assert submitted["lon"].dropna().between(3.85, 4.1).all()
    assert submitted["lat"].dropna().between(51.03, 51.26).all()
    assert 0.05 < submitted["lon"].isna().mean() < 0.25
    assert set(submitted["area"].dropna()) == {part.code for part in town().neighbourhoods}


def test_the_same_seed_tells_the_same_and_another_seed_something_else() -> None:
    end = datetime(2026, 3, 1, 12, tzinfo=UTC)
    first = told(date(2026, 1, 1), end)
    pd.testing.assert_frame_equal(first, told(date(2026, 1, 1), end))
    assert not first.equals(told(date(2026, 1, 1), end, seed=SEED + 1))


MINUTES = st.integers(min_value=0, max_value=200 * 24 * 60)


@settings(max_examples=5, deadline=None)
@given(first=MINUTES, more=MINUTES)
def test_a_later_end_only_adds(first: int, more: int) -> None:
    start, end = date(2025, 11, 1), datetime(2025, 11, 1, tzinfo=UTC) + timedelta(minutes=first)
    later = end + timedelta(minutes=more)
    early, late = told(start, end), told(start, later)
    pd.testing.assert_frame_equal(late[late["occurred_at"] <= end].reset_index(drop=True), early)
    added = told(start, later, after=end)
    pd.testing.assert_frame_equal(late[late["occurred_at"] > end].reset_index(drop=True), added)


def test_extending_after_years_still_moves_old_meldingen_on() -> None:
    start, later = date(2024, 1, 10), datetime(2026, 1, 5, tzinfo=UTC)
    end = later - timedelta(days=3)
    late = told(start, later)
    added = told(start, later, after=end)
    pd.testing.assert_frame_equal(late[late["occurred_at"] > end].reset_index(drop=True), added)


def test_the_key_of_a_melding_does_not_depend_on_the_first_day() -> None:
    end = datetime(2026, 6, 1, tzinfo=UTC)
    late, early = told(date(2026, 5, 1), end), told(date(2025, 12, 1), end)
    assert set(late["event_key"]) <= set(early["event_key"])


def test_working_time_goes_there_and_back() -> None:
    office = office_for(2025, 2027)
    rng = Random(7)
    for _ in range(500):
        at = number_of(date(2025, 2, 1)) * DAY + int(rng.random() * 600 * DAY)
        later = office.after(at, days := rng.random() * 30)
        assert office.works(later // DAY)
        assert office.between(at, later) == pytest.approx(days, abs=0.01)


def test_the_college_does_not_meet_on_holidays_or_in_summer() -> None:
    office = Office(2026, 2027, {}, "BE")
    easter = number_of(date(2026, 4, 2)) * DAY
    assert day_of(office.college_after(easter) // DAY) == date(2026, 4, 13)
    summer = number_of(date(2026, 7, 11)) * DAY
    assert day_of(office.college_after(summer) // DAY) == date(2026, 8, 10)
    assert day_of(office.council_after(number_of(date(2026, 7, 1)) * DAY) // DAY) == date(2026, 9, 28)


# --- in a database ---


@pytest.fixture(scope="module")
def made() -> Iterator[str]:
    """The owner's address of a database with the whole demo."""
    name = server.create_database()
    writer = Writer(with_role(server.url(name), "heli_writer"))
    ensure_demo(writer, FixedClock(END), embedded=True)
    writer.close()
    yield server.url(name)
    server.drop_database(name)


def ask(url: str, question: str) -> list[tuple]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(text(question))]
    engine.dispose()
    return rows


def test_the_numbers_are_those_of_a_town_hall(made: str) -> None:
    asked = f"timestamptz '{END.isoformat()}'"
    [(n, judged, on_time, still_open, old)] = ask(
        made,
        f"SELECT count(*), count(*) FILTER (WHERE judged_at <= {asked}), "
        f"count(*) FILTER (WHERE on_time AND judged_at <= {asked}), count(*) FILTER (WHERE open), "
        f"count(*) FILTER (WHERE open AND received_at < {asked} - interval '84 days') FROM melding",
    )
    [(median, p90)] = ask(
        made,
        "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY lead_working_days), "
        "percentile_disc(0.9) WITHIN GROUP (ORDER BY lead_working_days) FROM closing",
    )
    assert 7_500 <= n <= 8_700
    assert 0.74 <= on_time / judged <= 0.81
    assert 240 <= still_open <= 400
    assert 25 <= old <= 100
    assert 5 <= median <= 10
    assert 20 <= p90 <= 45


def test_one_service_is_clearly_slower(made: str) -> None:
    rows = ask(
        made,
        "SELECT code, percentile_disc(0.5) WITHIN GROUP (ORDER BY lead_working_days) FROM closing "
        "JOIN service USING (organisation_id, service_id) WHERE code IN ('openbare_werken', 'netheid') GROUP BY code",
    )
    medians = dict(rows)
    assert medians["openbare_werken"] >= 2 * medians["netheid"]


def test_every_stage_outcome_and_child_is_derived(made: str) -> None:
    assert {stage for (stage,) in ask(made, "SELECT DISTINCT stage FROM stay")} == set(stage_codes())
    assert {outcome for (outcome,) in ask(made, "SELECT DISTINCT outcome FROM closing")} == set(outcome_codes())
    for child in ("advice", "task", "notification", "decision", "evaluation"):
        assert ask(made, f"SELECT count(*) FROM {child}")[0][0] > 100
    assert ask(made, "SELECT count(*) FROM advice WHERE received_at IS NULL")[0][0] > 0
    assert ask(made, "SELECT count(*) FROM evaluation WHERE score < 3 AND processed_at IS NULL")[0][0] > 0
    assert ask(made, "SELECT DISTINCT deadline_origin FROM melding ORDER BY 1") == [("norm",), ("source",), (None,)]
    assert {organ for (organ,) in ask(made, "SELECT DISTINCT organ FROM decision")} >= {"college", "gemeenteraad"}


def test_one_account_a_role_with_its_own_services(made: str) -> None:
    rows = ask(made, "SELECT username, role, service_ids, demo FROM account JOIN account_grant USING (account_id)")
    assert {username for username, *_ in rows} == {one.username for one in DEMO_ACCOUNTS}
    assert {role for _, role, _, _ in rows} == set(Role)
    limited = {username: len(services) for username, _, services, _ in rows if services}
    assert limited == {"schepen": 2, "diensthoofd": 1, "medewerker": 1}
    assert all(demo for *_, demo in rows)
    assert ask(made, "SELECT value FROM setting WHERE key = 'demo'") == [(True,)]


def test_the_town_is_as_its_source_says(made: str) -> None:
    rows = ask(made, "SELECT name, nis_code, population FROM organisation_version")
    assert rows == [("Lokeren", "46029", 42_044 + 6_570)]
    assert ask(made, "SELECT working FROM calendar WHERE day = '2025-07-11'") == [(False,)]


# --- small demos ---

SUBJECTS = "SELECT subject_id, source_key FROM subject ORDER BY 1"
TRUTH = (
    "SELECT subject_id, kind, occurred_at, service_id, actor_role, payload, source_event_key FROM event "
    "ORDER BY source_event_key"
)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo of three weeks, with passwords that cost nothing."""
    monkeypatch.setattr(making, "YEARS", 21 / 365)
    monkeypatch.setattr(accounts, "hash_password", lambda _: "no hash")


@pytest.mark.usefixtures("short")
def test_made_twice_changes_nothing(writer: Writer, clock: FixedClock, database_url: str) -> None:
    assert ensure_demo(writer, clock, embedded=True) is not None
    before = ask(database_url, "SELECT count(*), max(recorded_at) FROM event")
    clock.advance(timedelta(days=1))
    assert ensure_demo(writer, clock, embedded=True) is None
    assert ask(database_url, "SELECT count(*), max(recorded_at) FROM event") == before


@pytest.mark.usefixtures("short")
def test_extended_is_the_same_as_made_later(writer: Writer, clock: FixedClock, database_url: str) -> None:
    ensure_demo(writer, clock, embedded=True)
    for hours in (1, 30, 200):
        clock.advance(timedelta(hours=hours))
        report = extend_demo(writer, clock)
        assert report is not None
        assert report.unchanged == 0
    assert extend_demo(writer, clock) is None
    [(start,)] = ask(database_url, "SELECT value ->> 'start' FROM setting WHERE key = 'demo_progress'")
    expected = told(date.fromisoformat(start), clock.now())
    assert [key for *_, key in ask(database_url, TRUTH)] == sorted(expected["event_key"])


@pytest.mark.usefixtures("short")
def test_two_databases_give_the_same_ids(writer: Writer, clock: FixedClock, database_url: str) -> None:
    name = server.create_database()
    other = Writer(with_role(server.url(name), "heli_writer"))
    ensure_demo(other, FixedClock(clock.now()), embedded=True)
    other.close()
    ensure_demo(writer, clock, embedded=True)
    theirs = [ask(server.url(name), question) for question in (SUBJECTS, TRUTH)]
    server.drop_database(name)
    assert [ask(database_url, question) for question in (SUBJECTS, TRUTH)] == theirs


@pytest.mark.usefixtures("short")
def test_a_demo_that_was_broken_off_is_finished_as_it_began(
    writer: Writer, clock: FixedClock, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(making, "load", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            ensure_demo(writer, clock, embedded=True)
    assert extend_demo(writer, clock) is None
    clock.advance(timedelta(days=2))
    assert ensure_demo(writer, clock, embedded=True) is not None
    first = ask(database_url, "SELECT min(received_day) FROM melding")[0][0]
    assert first == (END - timedelta(days=21)).date()
    assert ask(database_url, "SELECT count(*) FROM account") == [(len(DEMO_ACCOUNTS),)]


@pytest.mark.usefixtures("short")
def test_not_into_a_foreign_database(writer: Writer, clock: FixedClock, database_url: str) -> None:
    name = str(make_url(database_url).database)
    for wrong in (None, "postgres", name.upper()):
        with pytest.raises(DemoRefused, match=name):
            ensure_demo(writer, clock, embedded=False, yes_into=wrong)
    assert ask(database_url, "SELECT count(*) FROM organisation") == [(0,)]
    assert ensure_demo(writer, clock, embedded=False, yes_into=name) is not None


def test_nothing_is_added_where_there_is_no_demo(writer: Writer, clock: FixedClock) -> None:
    assert extend_demo(writer, clock) is None

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, make_url, text

from config.clock import FixedClock
from config.kinds import (
    EventKind,
    MeldingKind,
    NotificationChannel,
    NotificationMoment,
    Role,
    outcome_codes,
    stage_codes,
)
from config.settings import with_role
from config.topics import ProposalEvent
from dashboard.jobs.demo import accounts, making
from dashboard.jobs.demo.accounts import DEMO_ACCOUNTS
from dashboard.jobs.demo.areas import dissolve, municipality_geometry, village_geometry
from dashboard.jobs.demo.delivery import demo_batches
from dashboard.jobs.demo.facts import handling
from dashboard.jobs.demo.halls import halls
from dashboard.jobs.demo.intake import arrivals
from dashboard.jobs.demo.making import SEED, DemoRefused, ensure_demo, extend_demo, told_until
from dashboard.jobs.demo.neighbours import neighbours
from dashboard.jobs.demo.office import DAY, Office, day_of, number_of, office_for
from dashboard.jobs.demo.pictures import ROOFS, STREETS, scenes, works
from dashboard.jobs.demo.programme.proposing import proposals
from dashboard.jobs.demo.region import region
from dashboard.store.areas.boundaries import Boundaries, Outline
from dashboard.store.engine import Writer
from dashboard.store.located import placed
from dashboard.store.staging import OPTIONAL, STAGED
from queries.counts import stock
from queries.db import Database
from queries.filters import WITHOUT, Filters, Scope
from queries.registry import measure
from tests import server

END = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
START = date(2022, 11, 22)
SCALE = 0.2
TOWN = region().town.code
SMALL = frozenset({TOWN, "schelle"})
NEVER = {EventKind.VOID, EventKind.TEXT_REMOVED}


def told(
    start: date, end: datetime, *, code: str = TOWN, seed: int = SEED, after: datetime | None = None
) -> pd.DataFrame:
    batches = demo_batches(halls()[code], seed, start, end, after=after, scale=SCALE)
    events = pd.concat([batch.events for batch in batches]).reindex(columns=[*STAGED, *OPTIONAL])
    events["topic"] = events["topic"].astype(object).where(events["topic"].notna(), "melding")
    return events.sort_values("event_key").reset_index(drop=True)


@pytest.fixture(scope="module")
def everything() -> pd.DataFrame:
    """Four years of a fifth of the whole region; `hall` and `local` (moment on the clock on the wall) are added."""
    every = pd.concat([told(START, END, code=code).assign(hall=code) for code in halls()], ignore_index=True)
    return every.assign(local=every["occurred_at"].dt.tz_convert(region().time_zone))


@pytest.fixture(scope="module")
def events(everything: pd.DataFrame) -> pd.DataFrame:
    """The meldingen of the town and of those that merged into it."""
    return everything[everything["hall"].isin(region().towns) & (everything["topic"] == "melding")]


@pytest.fixture(scope="module")
def handled(events: pd.DataFrame) -> pd.DataFrame:
    """One row a melding of the town: received, service of its category, weekdays to its first closing, late or not."""
    own = events.set_index(["hall", "source_key"])
    closed = own[own["kind"].isin(outcome_codes())].groupby(level=[0, 1])["local"].min()
    found = own.loc[own["kind"] == "submitted", ["local", "category", "channel"]].join(closed.rename("closed"))
    categories = handling().categories
    found["service"] = found["category"].map({code: one.service for code, one in categories.items()})
    found["norm"] = found["category"].map({code: one.norm for code, one in categories.items()})
    days = found["closed"].fillna(found["local"] + pd.Timedelta(days=900)) - found["local"]
    return found.assign(late=days.dt.days * 5 / 7 > found["norm"])


def test_the_region_is_some_sixty_thousand_meldingen_and_every_kind_of_event(
    everything: pd.DataFrame, events: pd.DataFrame
) -> None:
    submitted = everything[everything["kind"] == "submitted"]
    assert 57_000 <= len(submitted) / SCALE <= 65_000
    assert 21_000 <= (events["kind"] == "submitted").sum() / SCALE <= 26_000
    assert not everything.duplicated(["hall", "event_key"]).any()
    assert set(STAGED) <= set(everything.columns)
    assert set(events["kind"]) == set(EventKind) - NEVER
    assert set(events["melding_kind"].dropna()) == {"melding", "klacht", "vraag"}
    assert set(events["category"].dropna()) == set(handling().categories)
    assert set(submitted["channel"]) == set(handling().channels)
    assert everything["occurred_at"].max() <= END
    short = everything[~everything["hall"].isin(region().towns) & (everything["topic"] == "melding")]
    assert 3 < len(short) / (short["kind"] == "submitted").sum() < 6


def test_every_place_lies_in_the_area_that_is_told(everything: pd.DataFrame) -> None:
    for code, told in everything.groupby("hall"):
        villages = sorted(halls()[str(code)].place.villages, key=lambda village: village.code)
        outlines = tuple(Outline(n, one.code, village_geometry(one.code)) for n, one in enumerate(villages))
        found = placed(told, Boundaries(outlines))
        assert found.loc[found["told_area"].notna(), ["area", "told_area"]].values.tolist() == [], code


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
    assert all(one["street"] for one in by_kind.get_group("relocated"))
    assert set(events.loc[events["kind"] == "reopened", "actor_role"]) == {"citizen", "service"}
    assert events.loc[events["kind"] == "advice_requested", "partner"].notna().all()
    submitted = events[events["kind"] == "submitted"]
    for missing in ("lon", "area", "service", "category"):
        assert 0 < submitted[missing].isna().mean() < 0.25


def test_seasons_weekdays_and_the_shift_to_digital(handled: pd.DataFrame) -> None:
    month, weekday = handled["local"].dt.month, handled["local"].dt.day_of_week
    category, channel = handled["category"], handled["channel"]
    assert month[category == "bladval"].isin([10, 11, 12]).mean() > 0.8
    assert month[category == "wegdek"].isin([12, 1, 2, 3]).mean() > 0.45
    assert (weekday < 5).mean() * 2 / 5 > (weekday >= 5).mean() * 1.5
    assert set(weekday[channel == "loket"]) <= {0, 1, 2, 3, 4}
    digital = channel.isin(["web", "app"]).groupby(handled["local"].dt.year).mean()
    assert digital[2026] > digital[2023] + 0.1


def test_a_flood_and_a_campaign_stand_out(handled: pd.DataFrame, everything: pd.DataFrame) -> None:
    flood = handled["local"].dt.strftime("%G-%V") == "2025-46"
    water = handled["category"].isin(["water", "riool"])
    weeks = handled["local"].dt.strftime("%G-%V").nunique()
    assert (water & flood).sum() > 5 * (water & ~flood).sum() / weeks
    elsewhere = everything[~everything["hall"].isin(region().towns) & everything["category"].eq("water")]
    assert (elsewhere["local"].dt.strftime("%G-%V") == "2025-46").mean() > 4 / weeks
    spring = {
        year: sum(
            one.category == "sluikstort"
            for one in arrivals(
                SEED, halls()[TOWN], date(year, 3, 9), date(year, 5, 10), office_for(2025, 2027), scale=1.0
            )
        )
        for year in (2025, 2026)
    }
    assert spring[2026] > 1.5 * spring[2025]


def test_one_service_drowns_every_autumn_and_recovers(handled: pd.DataFrame) -> None:
    green = handled[handled["service"].isin(["groendienst"]) & (handled["local"] < "2026-10-20")]
    late = green["late"].groupby(green["local"].dt.month).mean()
    assert late[[10, 11]].mean() > late[[2, 3, 4]].mean() + 0.15
    others = handled[~handled["service"].isin(["groendienst"])]
    assert 0.2 < others["late"].mean() < 0.42


def test_the_police_are_slow_and_late(events: pd.DataFrame) -> None:
    asked = events[events["kind"].isin(["advice_requested", "advice_received"])]
    extra = asked["extra"].map(json.loads)
    keyed = asked.assign(ref=extra.map(lambda one: one["ref"]))
    pivot = keyed.pivot_table(
        index=["hall", "source_key", "ref", "partner"], columns="kind", values="local", aggfunc="first"
    )
    days = (pivot["advice_received"] - pivot["advice_requested"]).dt.days
    median = days.groupby("partner").median()
    assert 14 <= median["politiezone"] <= 25
    assert median["politiezone"] > 2 * median["juridische_dienst"]


def test_services_work_when_the_town_hall_does_and_the_college_meets_on_mondays(events: pd.DataFrame) -> None:
    office = office_for(2022, 2027)
    done = events[events["kind"].isin(["in_treatment", "task_done", "in_execution"])]
    assert all(office.works(number_of(day)) for day in done["local"].dt.date.unique())
    college = events["extra"].str.contains('"college"', na=False) & (events["kind"] == "decision_taken")
    assert set(events.loc[college, "local"].dt.day_of_week) == {0}


def test_nothing_happens_within_a_change_of_the_clock(everything: pd.DataFrame) -> None:
    assert not (everything["local"].dt.hour == 2).any()


def test_a_merger_and_a_service_made_of_two(events: pd.DataFrame) -> None:
    submitted = events[events["kind"] == "submitted"]
    day = submitted["local"].dt.date
    merged = submitted["hall"] == TOWN
    assert day[merged].min() == date(2025, 1, 1)
    assert day[~merged].max() == date(2024, 12, 31)
    change = handling().reorganisation
    later = events[(events["hall"] == TOWN) & (events["local"].dt.date > change.day)]
    assert change.into in set(later["service"])
    assert not change.parts & set(later["service"].dropna())
    handed = events[events["kind"].eq("forwarded") & (events["local"].dt.date == change.day)]
    assert set(handed["service"]) == {change.into}
    assert set(handed["actor_role"]) == {"system"}


def test_the_longer_it_took_the_less_content(events: pd.DataFrame, handled: pd.DataFrame) -> None:
    answered = events[events["kind"] == "evaluated"].set_index(["hall", "source_key"])
    scores = answered["extra"].map(lambda extra: json.loads(extra)["score"]).rename("score")
    mean = handled.join(scores, how="inner").groupby("late")["score"].mean()
    assert mean[False] > mean[True] + 0.7
    assert 0.2 < len(answered) / (events["kind"] == "evaluation_asked").sum() < 0.35


def test_places_lie_in_the_cell_of_their_village(events: pd.DataFrame) -> None:
    submitted = events[(events["kind"] == "submitted") & events["lon"].notna()].head(400)
    for row in submitted.itertuples():
        [ring] = village_geometry(str(row.area))["coordinates"]
        turns = [(bx - ax) * (row.lat - ay) - (by - ay) * (row.lon - ax) for (ax, ay), (bx, by) in pairwise(ring)]
        assert min(turns) > -1e-6


def test_a_municipality_is_its_villages_without_the_borders_between_them() -> None:
    def area(ring: list) -> float:
        return float(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2)

    for place in region().municipalities:
        whole = [area(ring) for [ring] in municipality_geometry(place)["coordinates"]]
        parts = [area(village_geometry(village.code)["coordinates"][0]) for village in place.villages]
        assert min(whole) > 0
        assert sum(whole) == pytest.approx(sum(parts))
    two = dissolve([[(0, 0), (1, 0), (1, 1), (0, 1)], [(1, 0), (2, 0), (2, 1), (1, 1)]])
    assert [len(ring) for ring in two] == [6]


def test_proposals_are_voted_for_chosen_with_a_motivation_and_carried_out(everything: pd.DataFrame) -> None:
    own = everything[everything["topic"] == "proposal"]
    count = own["kind"].value_counts()
    assert 2_200 <= count["proposal_submitted"] / SCALE <= 2_900
    assert set(own["kind"]) >= set(ProposalEvent) - {
        *("text_removed", "void", "proposal_reclassified", "proposal_relocated", "estimate_set", "cost_set"),
        *("proposal_merged", "proposal_withdrawn", "selection_approved", "selection_returned"),
    }
    choices = own.loc[own["kind"] == "selection_made", "extra"].map(json.loads)
    assert {one["outcome"] for one in choices} == {"selected", "not_selected", "deferred"}
    motivations = [one["motivation"] for one in choices]
    assert len(set(motivations)) > 0.9 * len(motivations)
    assert all(one["reasons"] and "{" not in one["motivation"] for one in choices)
    in_town = own["hall"].isin(region().towns)
    assert (own["kind"].eq("proposal_submitted") & in_town).sum() > 0.5 * count["proposal_submitted"]
    ratified = own[own["kind"] == "selection_ratified"]
    assert set(ratified["local"].dt.day_of_week) == {0}
    shown = own.loc[own["kind"].eq("photo_added") & own["actor_role"].eq("service"), "extra"].map(json.loads)
    known = {side: {pair[side].key for pairs in works().values() for pair in pairs} for side in (0, 1)}
    assert {one["moment"] for one in shown} == {"before", "after"}
    assert all(one["photo"] in known[one["moment"] == "after"] for one in shown)


def test_moderation_has_something_to_do_on_any_day_and_shows_pictures_that_there_are() -> None:
    first, last = date(2025, 11, 22), date(2026, 11, 22)
    office = office_for(first.year, last.year + 4)
    every = list(proposals(SEED, halls()[TOWN], first, last, office, 1.0))
    for day in (date(2026, 3, 20), date(2026, 7, 10), date(2026, 10, 20), last):
        noon = number_of(day) * DAY + DAY // 2
        told = [{event.kind for event in one.events if event.at < noon} for one in every if one.at < noon]
        waiting = [kinds for kinds in told if not kinds & {"moderation_refused", "proposal_published"}]
        assert 5 <= len(waiting) <= 50, day
    assert sum("question_asked" in kinds for kinds in waiting) >= 2
    shown = {event.extra["photo"] for one in every for event in one.events if event.kind.startswith("photo_")}
    known = {one.key: one.picture for pairs in scenes().values() for pair in pairs for one in pair}
    assert shown == set(known)
    assert len(known) == 2 * (STREETS + ROOFS)
    assert all(len(picture.content) < 30_000 for picture in known.values())


def test_the_programme_is_the_one_of_the_source(everything: pd.DataFrame) -> None:
    planned = everything[everything["kind"] == "deliverable_planned"]
    extra = planned["extra"].map(json.loads)
    assert len(planned) == 18
    assert set(planned["hall"]) == {TOWN}
    assert {one["atelier"] for one in extra} == {"I", "II", "III", "IV"}
    assert set(everything["topic"]) == {
        *("melding", "proposal", "activity", "participant", "communication", "deliverable", "contact")
    }


def test_neighbours_share_categories_and_name_and_judge_them_their_own_way() -> None:
    known, shared = neighbours(), {category.regional for category in handling().categories.values()}
    assert set(known.categories) == shared
    sluikstort = known.categories["sluikstort"]
    assert len({known.name_of(sluikstort, code) for code in known.manners}) > 2
    assert len({known.norm_of(sluikstort, code) for code in known.manners}) > 2
    assert {code for code, hall in halls().items() if not hall.full} == set(known.manners)


def test_the_same_seed_tells_the_same_and_another_seed_something_else() -> None:
    end = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for code in (TOWN, "schelle"):
        first = told(date(2026, 1, 1), end, code=code)
        pd.testing.assert_frame_equal(first, told(date(2026, 1, 1), end, code=code))
        assert not first.equals(told(date(2026, 1, 1), end, code=code, seed=SEED + 1))


MINUTES = st.integers(min_value=0, max_value=200 * 24 * 60)


def rows(events: pd.DataFrame) -> pd.DataFrame:
    """Without the lines, which only number what is told at once."""
    told = events.drop(columns="row_no").sort_values("event_key").reset_index(drop=True).astype(object)
    return told.where(told.notna(), None)


@settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(first=MINUTES, more=MINUTES)
@example(first=262_144, more=167_166)  # a round in between decides on proposals that have votes
@example(first=83_650, more=37_560)  # an activity of next year is planned before the year ends
@example(first=277_413, more=15_000)  # a shortlist is made before its round
def test_a_later_end_only_adds(first: int, more: int) -> None:
    start, end = date(2025, 11, 1), datetime(2025, 11, 1, tzinfo=UTC) + timedelta(minutes=first)
    later = end + timedelta(minutes=more)
    early, late = told(start, end), told(start, later)
    pd.testing.assert_frame_equal(rows(late[late["occurred_at"] <= end]), rows(early), check_dtype=False)
    added = told(start, later, after=end)
    pd.testing.assert_frame_equal(rows(late[late["occurred_at"] > end]), rows(added), check_dtype=False)


def test_extending_after_years_still_moves_old_meldingen_on() -> None:
    start, later = date(2024, 1, 10), datetime(2026, 1, 5, tzinfo=UTC)
    end = later - timedelta(days=3)
    for code in ("beveren", "sint_niklaas"):
        late, added = told(start, later, code=code), told(start, later, code=code, after=end)
        pd.testing.assert_frame_equal(rows(late[late["occurred_at"] > end]), rows(added), check_dtype=False)


def test_the_key_of_a_melding_does_not_depend_on_the_first_day() -> None:
    end = datetime(2026, 6, 1, tzinfo=UTC)
    late, early = told(date(2026, 5, 1), end), told(date(2025, 12, 1), end)
    assert set(late.loc[late["topic"] == "melding", "event_key"]) <= set(early["event_key"])


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


def test_neighbours_tell_once_a_day_and_one_of_them_on_working_days() -> None:
    sunday = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)
    assert told_until(halls()[TOWN], sunday) == sunday
    assert told_until(halls()["temse"], sunday) == datetime(2026, 11, 22, 5, tzinfo=UTC)
    assert told_until(halls()["niel"], sunday) == datetime(2026, 11, 20, 5, tzinfo=UTC)


# --- in a database ---


@pytest.fixture(scope="module")
def made() -> Iterator[str]:
    """The owner's address of a database with four years of a small demo of the whole region."""
    name = server.create_database()
    writer = Writer(with_role(server.url(name), "heli_writer"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "SCALE", 0.08)
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


OF_TOWN = "organisation_id IN (SELECT organisation_id FROM organisation WHERE code = ANY(ARRAY[{codes}]))".format(
    codes=", ".join(f"'{code}'" for code in sorted(region().towns))
)


def test_the_town_opens_its_public_map_and_nobody_else(made: str) -> None:
    told = ask(made, "SELECT code, licence LIKE '%gratis-hergebruik%', layers FROM published.organisation")
    assert told == [(TOWN, True, [])]
    [(n,)] = ask(made, "SELECT count(*) FROM published.proposal")
    assert n > 0


_ITEMS = """
SELECT s.organ, s.state, s.starts_at, s.agenda_until, i.kind, i.result, i.decided_at, i.late, i.added_at,
       d.result AS told, d.decided_at AS taken_at
FROM sitting_item i JOIN sitting s USING (organisation_id, sitting_id)
LEFT JOIN decision d ON d.organisation_id = i.organisation_id AND d.subject_id = i.subject_ids[1] AND i.kind = 'melding'
     AND d.organ = s.organ
"""


def check_sittings(url: str, now: datetime) -> int:
    """What was told as decided stands on the agenda of its day, with its result; nothing else has one. How many."""
    items = ask(url, _ITEMS)
    for organ, state, starts, until, kind, result, decided, late, added, told_result, taken in items:
        assert late == (added > until), (organ, starts)
        if result is None:
            assert taken is None or taken < added
            assert starts > added
        else:
            assert (state, result) == ("held", told_result or "approved"), (organ, starts, kind)
            assert timedelta(0) <= decided - starts < timedelta(hours=6)
            assert decided <= now
    return len(items)


def test_what_organs_decided_stands_on_the_agendas_of_their_sittings(made: str) -> None:
    assert check_sittings(made, END) > 0
    told = ask(made, "SELECT organ, count(*) FROM sitting WHERE state <> 'cancelled' GROUP BY organ ORDER BY organ")
    assert [organ for organ, _ in told] == ["college", "gemeenteraad"]
    assert told[0][1] > 3 * told[1][1] > 0
    [(n,)] = ask(made, f"SELECT count(*) FROM sitting WHERE NOT {OF_TOWN}")
    assert n == 0
    future = "SELECT count(*) FROM sitting JOIN calendar c USING (organisation_id) WHERE c.day = agenda_until::date "
    [(closed,)] = ask(made, f"{future} AND NOT c.working")
    assert closed == 0, "agendas close on days on which the town hall works"


def test_the_numbers_are_those_of_a_town_hall(made: str) -> None:
    asked = f"timestamptz '{END.isoformat()}'"
    [(n, judged, on_time, still_open, old)] = ask(
        made,
        f"SELECT count(*), count(*) FILTER (WHERE judged_at <= {asked}), "
        f"count(*) FILTER (WHERE on_time AND judged_at <= {asked}), count(*) FILTER (WHERE open), "
        f"count(*) FILTER (WHERE open AND received_at < {asked} - interval '84 days') FROM melding WHERE {OF_TOWN}",
    )
    [(median, p90)] = ask(
        made,
        "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY lead_working_days), "
        f"percentile_disc(0.9) WITHIN GROUP (ORDER BY lead_working_days) FROM closing WHERE {OF_TOWN}",
    )
    assert 1_600 <= n <= 2_200
    assert 0.66 <= on_time / judged <= 0.82
    assert 0.015 <= still_open / n <= 0.04
    assert old > 0
    assert 5 <= median <= 10
    assert 20 <= p90 <= 45


def test_every_stage_outcome_and_child_is_derived(made: str) -> None:
    assert {stage for (stage,) in ask(made, "SELECT DISTINCT stage FROM stay")} == set(stage_codes())
    assert {outcome for (outcome,) in ask(made, "SELECT DISTINCT outcome FROM closing")} == set(outcome_codes())
    for child in ("advice", "task", "notification", "moment", "decision", "evaluation", "proposal", "vote"):
        assert ask(made, f"SELECT count(*) FROM {child}")[0][0] > 30
    for child in ("selection", "gain", "activity", "participant", "communication", "deliverable", "contact"):
        assert ask(made, f"SELECT count(*) FROM {child}")[0][0] > 10
    assert ask(made, "SELECT count(*) FROM advice WHERE received_at IS NULL")[0][0] > 0
    assert ask(made, "SELECT count(*) FROM evaluation WHERE score < 3 AND processed_at IS NULL")[0][0] > 0
    assert ask(made, "SELECT DISTINCT deadline_origin FROM melding ORDER BY 1") == [("norm",), ("source",), (None,)]
    assert {organ for (organ,) in ask(made, "SELECT DISTINCT organ FROM decision")} >= {"college", "gemeenteraad"}


@pytest.fixture(scope="module")
def codes(made: str) -> dict[str, list[str]]:
    """What the filters of the small demo can name, 'without' included."""
    kinds = {"areas": "area", "categories": "category", "services": "service", "channels": "channel"}
    found = {key: ask(made, f"SELECT DISTINCT code FROM {kind} ORDER BY 1") for key, kind in kinds.items()}
    return {key: [WITHOUT, *(code for (code,) in rows)] for key, rows in found.items()}


@settings(max_examples=60, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_what_was_open_and_came_and_went_gives_what_is_open(
    made: str, codes: dict[str, list[str]], data: st.DataObject
) -> None:
    """For drawn periods, filters and scopes; each stock is counted by itself, not from the flows."""
    first = data.draw(st.dates(START - timedelta(days=30), END.date()))
    last = first + timedelta(days=data.draw(st.integers(0, 800)))
    narrowed: dict[str, Any] = {
        key: tuple(data.draw(st.lists(st.sampled_from(values), max_size=2, unique=True)))
        for key, values in codes.items()
        if data.draw(st.booleans())
    }
    asked = Filters(first, last, kind=data.draw(st.sampled_from(MeldingKind)), **narrowed)
    organisations = data.draw(st.lists(st.integers(1, 17), min_size=1, max_size=4, unique=True))
    reader = Database(with_role(made, "heli_reader"))
    with reader.read() as db:
        told = stock(db, Scope.whole(*organisations), asked).iloc[0]
    reader.close()
    assert told["open_start"] + told["received"] + told["reopened"] - told["closed"] == told["open_end"]


def test_every_target_is_of_a_number_that_exists(made: str) -> None:
    wanted = set(ask(made, "SELECT DISTINCT measure, part FROM target"))
    year, reader = Filters(date(2026, 1, 1), date(2026, 11, 22)), Database(with_role(made, "heli_reader"))
    with reader.read() as db:
        found = measure(db, Scope.whole(1), year, only={name for name, _ in wanted})
    reader.close()
    assert wanted <= set(zip(found["measure"], found["part"], strict=True))
    assert len(wanted) >= 8


def test_one_account_a_role_with_its_own_services(made: str) -> None:
    rows = ask(made, "SELECT username, role, service_ids, demo FROM account JOIN account_grant USING (account_id)")
    assert {username for username, *_ in rows} == {one.username for one in DEMO_ACCOUNTS}
    assert {role for _, role, _, _ in rows} == set(Role)
    limited = {username: len(services) for username, _, services, _ in rows if services}
    assert limited == {"schepen": 2, "diensthoofd": 3, "medewerker": 3}
    assert all(demo for *_, demo in rows)
    assert ask(made, "SELECT value FROM setting WHERE key = 'demo'") == [(True,)]
    assert set(ask(made, "SELECT g.role, o.kind FROM account_grant g JOIN organisation o USING (organisation_id)")) >= {
        ("regio", "region")
    }


def test_the_region_is_as_its_sources_say(made: str) -> None:
    rows = ask(
        made,
        "SELECT name, nis_code, population, valid_from::text FROM organisation_version "
        "JOIN organisation USING (organisation_id) "
        "WHERE code IN ('beveren_kruibeke_zwijndrecht', 'lokeren') ORDER BY 1",
    )
    assert rows == [
        ("Beveren-Kruibeke-Zwijndrecht", "46030", 49_047 + 16_846 + 19_154, "2025-01-01"),
        ("Lokeren", "46029", 42_044 + 6_570, "2025-01-01"),
    ]
    assert ask(made, "SELECT count(*), count(DISTINCT to_id) FROM organisation_successor") == [(5, 2)]
    members = "SELECT count(*) FROM organisation_membership JOIN organisation o ON o.organisation_id = region_id "
    assert ask(made, members + "WHERE o.kind = 'region'") == [(12,)]
    assert ask(made, "SELECT DISTINCT working FROM calendar WHERE day = '2025-07-11'") == [(False,)]
    assert ask(made, "SELECT count(*) FROM area_version WHERE geometry IS NULL OR source <> 'schematisch'") == [(0,)]
    assert ask(made, "SELECT count(*) FROM category_version WHERE regional_code IS NULL OR theme IS NULL") == [(0,)]
    assert ask(made, "SELECT count(*) > 5, bool_and(basis IS NOT NULL) FROM target") == [(True, True)]
    assert ask(made, "SELECT count(DISTINCT author_id) FROM note") == [(2,)]
    assert ask(made, "SELECT code FROM source WHERE as_of IS NULL") == [("afval_app",)]


# --- small demos ---

SUBJECTS = "SELECT subject_id, source_key FROM subject ORDER BY 1"
TRUTH = (
    "SELECT subject_id, kind, occurred_at, service_id, actor_role, payload, source_event_key FROM event "
    "WHERE source_id IS NOT NULL "
    'ORDER BY source_event_key COLLATE "C", subject_id'
)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo of three weeks in two municipalities, with passwords that cost nothing."""
    monkeypatch.setattr(making, "YEARS", 21 / 365)
    monkeypatch.setattr(making, "SCALE", SCALE)
    monkeypatch.setattr(making, "ONLY", SMALL)
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
    expected = [
        key
        for code in SMALL
        for key in told(date.fromisoformat(start), told_until(halls()[code], clock.now()), code=code)["event_key"]
    ]
    assert [key for *_, key in ask(database_url, TRUTH)] == sorted(expected)
    check_sittings(database_url, clock.now())


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

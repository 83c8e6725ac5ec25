"""The measures of proposals against a plain recomputation from the events, for drawn towns, periods and filters."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from config.topics import Topic
from queries import atlas, equity, proposal_steps, proposals
from queries.filters import WITHOUT, Days, Filters, Reach, Scope
from queries.measures.proposals import ENTRIES, EVENTS, STEPS
from queries.percentiles import byar, sidak
from queries.registry import SMALLEST_N, measure
from queries.steps import months_of, next_month
from tests.fold import Event
from tests.queries.plain import AREAS, SERVICES, grouped
from tests.queries.plain_choices import PlainChoices
from tests.queries.plain_climate import check_climate
from tests.queries.plain_proposals import CHOSEN, ENDS, PEOPLE, THEMES, PlainProposals
from tests.queries.test_projection_topics import histories
from tests.world import World, at

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A town that fails is told as it was drawn: making it smaller takes minutes."""
OURS = [entry.id for entry in ENTRIES]
YEAR = Filters(date(2026, 1, 1), date(2026, 11, 22))
NAMES = {1: "Vergroening", 2: "Water", None: None}


def codes(names: dict[int, str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.one_of(
        st.just(()), st.just(()), st.lists(st.sampled_from([*names.values(), WITHOUT]), max_size=2).map(tuple)
    )


@st.composite
def questions(draw: st.DrawFn) -> Filters:
    """Any period of 2026, codes, stages and unit, a lag, and now and then an earlier as-of."""
    first = date(2026, 3, 20) + timedelta(days=draw(st.integers(0, 240)))
    stages = st.sampled_from([(), (), (), ("submitted", "published"), ("refused",), ("selected",)])
    return Filters(
        first,
        first + timedelta(days=draw(st.sampled_from([0, 30, 200, 400]))),
        areas=draw(codes(AREAS)),
        themes=draw(codes(THEMES)),
        services=draw(codes(SERVICES)),
        stages=draw(stages),
        days=draw(st.sampled_from(Days)),
        lag=draw(st.sampled_from([0, 0, 29, 100])),
        as_of=draw(st.sampled_from([None, None, None, at("2026-03-29 04:00"), at("2026-10-25 02:30")])),
    )


def placed(events: list[Event]) -> list[Event]:
    """A hexagon for what has a place, as the loader writes it."""
    cell = {"h3_10": 622_001}
    return [replace(one, payload=one.payload | cell) if "lon" in one.payload else one for one in events]


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")  # a town that fails is long to tell
@settings(max_examples=6, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(
    st.lists(histories(Topic.PROPOSAL).map(placed), min_size=8, max_size=20),
    st.lists(questions(), min_size=2, max_size=3),
    st.sampled_from([None, None, frozenset({1, 3})]),
    st.booleans(),
)
def test_every_measure_equals_the_plain_recomputation(
    world: World, drawn: list[list[Event]], asked: list[Filters], services: frozenset[int] | None, embargoed: bool
) -> None:
    with world.writer.engine.connect() as connection:
        settle(connection, world)
        world.add(connection, world.a, *drawn, topic=Topic.PROPOSAL)
        world.add(connection, world.b, drawn[0], topic=Topic.PROPOSAL)  # a neighbour that must not be counted
        scope = Scope((Reach(world.a, services),), embargoed=embargoed)
        for filters in [YEAR, *asked]:
            plain = PlainProposals(drawn, scope, filters)
            for check in CHECKS:
                check(connection, scope, plain)
            check_climate(connection, scope, plain, drawn)
        connection.rollback()


def settle(connection: Connection, world: World) -> None:
    """Inhabitants, as they are since the year began; and of another kind of area, which does not count."""
    for area, people in PEOPLE.items():
        connection.execute(
            text("UPDATE area_version SET population = :n WHERE organisation_id = :o AND area_id = :a"),
            {"o": world.a, "a": area, "n": people},
        )


def cells(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [tuple(row) for row in plain.itertuples(index=False)]


def near(rows: list[tuple[Any, ...]]) -> list[Any]:
    return [pytest.approx(row) if None not in row else row for row in rows]


# --- one question after another ----------------------------------------------------------------------------------
def check_counts(db: Connection, scope: Scope, plain: PlainProposals) -> None:
    filters, there = plain.filters, plain.standing
    support, with_place = sum(row["support"] for row in there), sum(row["h3_10"] is not None for row in there)
    assert cells(proposals.standing(db, scope, filters)) == [(len(there), support, with_place)]
    assert cells(proposals.happened(db, scope, filters)) == [tuple(plain.happened().values())]
    assert cells(proposals.votes(db, scope, filters)) == [(sum(row["votes"] for row in plain.ballots),)]
    assert cells(proposals.voters(db, scope, filters)) == [(plain.voters(),)]


def check_months(db: Connection, scope: Scope, plain: PlainProposals) -> None:
    expected = []
    for month in months_of(plain.filters):
        last = min(next_month(month) - timedelta(days=1), plain.filters.last_day)

        def inside(day: date | None, first: date = month, last: date = last) -> bool:
            return plain.inside(day) and day is not None and first <= day <= last

        counts = plain.happened(inside)
        ballots = [row for row in plain.ballots if inside(row["day"])]
        votes = sum(row["votes"] for row in ballots), sum(row["votes"] for row in ballots if row["first_count"])
        row = (*(counts[name] for name in ("submitted", "published", "refused")), plain.waiting_after(last), *votes)
        expected.append((month, *row))
    assert cells(proposals.by_month(db, scope, plain.filters)) == expected


def check_themes(db: Connection, scope: Scope, plain: PlainProposals) -> None:
    groups = grouped(plain.standing, lambda row: row["theme_id"])
    expected = {
        (NAMES[theme], len(rows), sum(plain.stage(row) in CHOSEN for row in rows), sum(row["support"] for row in rows))
        for theme, rows in groups.items()
    }
    found = proposals.by_theme(db, scope, plain.filters)
    assert set(cells(found[["theme", "n", "chosen", "support"]])) == expected
    assert found["n"].is_monotonic_decreasing


def check_steps(db: Connection, scope: Scope, plain: PlainProposals) -> None:
    steps = ENDS if scope.embargoed else ("moderation", "first_answer")
    filters, expected = plain.filters, [(step, *plain.step(step)) for step in steps]
    in_order = ["step", "n", "median", "p90", "longest", "otherwise", "open", "age_median", "age_p90", "age_longest"]
    assert cells(proposal_steps.step_times(db, scope, filters)[in_order]) == near(expected)
    assert cells(proposal_steps.first_answer_to_proposals(db, scope, filters)[in_order]) == near(expected[1:2])
    moderation = (*expected[0], plain.within(), plain.asked())
    assert cells(proposal_steps.moderation(db, scope, filters)[[*in_order, "within", "asked"]]) == near([moderation])


def check_equity(db: Connection, scope: Scope, plain: PlainProposals) -> None:
    counts, people = plain.by_area(), plain.people()
    known = {area: counts.get(area, 0) for area in people}
    frame = equity.equity_by_area(db, scope, plain.filters).set_index("code")
    for area, n in known.items():
        rate = [edge * 1_000 / people[area] for edge in (n, *byar(n, sidak(len(people))))]
        found = frame.loc[AREAS[area]]
        assert (found["n"], found["inhabitants"]) == (n, people[area])
        assert list(found[["per_1000", "low", "high"]]) == pytest.approx(rate)
    total, everybody = sum(known.values()), sum(people.values())
    one = equity.equity(db, scope, plain.filters).iloc[0]
    assert (one["n"], one["unplaced"]) == (total, counts.get(None, 0))
    assert one["unknown"] == len(plain.standing) - total - counts.get(None, 0)
    if total and everybody:
        shares = sum(min(n / total, people[area] / everybody) for area, n in known.items())
        assert one["similarity"] == pytest.approx(shares)
    else:
        assert pd.isna(one["similarity"])


def check_map_and_list(db: Connection, scope: Scope, plain: PlainProposals) -> None:
    """The same number at every door, of what is known now."""
    if plain.filters.as_of is None:
        there = proposals.standing(db, scope, plain.filters)
        assert cells(atlas.totals(db, scope, plain.filters, atlas.EVERYWHERE)) == cells(there)
        beside = equity.equity_by_area(db, scope, plain.filters)
        on_map = atlas.by_area(db, scope, plain.filters)
        counts = [
            {None if pd.isna(code) else code: n for code, n in zip(one["code"], one["n"], strict=True) if n}
            for one in (on_map, beside)
        ]
        assert counts[0] == counts[1]


def check_registry(db: Connection, scope: Scope, plain: PlainProposals) -> None:
    found = measure(db, scope, plain.filters, only=OURS)
    shown = found.astype(object).where(found.notna(), None)
    rows = {(str(row.measure), str(row.part)): row for row in shown.itertuples()}
    expected = dict(registered(plain))
    assert {key: rows[key].value for key in expected} == {
        key: value if value is None else pytest.approx(value) for key, value in expected.items()
    }
    hidden = ("proposals_moderation", ""), ("proposals", "refused"), ("proposals", "merged into another")
    assert {key in rows for key in hidden} == {scope.embargoed}
    assert any(name == "proposal_steps" for name, _ in rows) is scope.embargoed


def registered(plain: PlainProposals) -> Iterator[tuple[tuple[str, str], Any]]:
    """(measure, part) -> value, of what the scope may know."""
    there = plain.standing
    yield ("proposals", ""), len(there)
    yield ("proposals", "support"), sum(row["support"] for row in there)
    yield ("proposals", "without place"), sum(row["h3_10"] is None for row in there)
    yield ("proposals", "votes"), sum(row["votes"] for row in plain.ballots)
    yield from chosen(PlainChoices(plain))
    yield from ((("proposals", EVENTS[what]), n) for what, n in plain.happened().items() if n is not None)
    for name, step in (("proposals_moderation", "moderation"), ("proposal_first_answer", "first_answer")):
        n, median, p90, *_, open_ones, age, _, _ = plain.step(step)
        yield (name, "median"), median if n >= SMALLEST_N else None
        yield (name, "p90"), p90 if n >= SMALLEST_N else None
        if plain.scope.embargoed:
            yield (name, "" if step == "moderation" else "without answer yet"), open_ones
        if plain.scope.embargoed and step == "moderation":
            yield (name, "age: median"), age if open_ones >= SMALLEST_N else None
    decided = len(plain.ended("moderation"))
    share = plain.within() / decided if decided >= SMALLEST_N else None
    yield ("proposals_moderation", "decided within the norm"), share
    if plain.scope.embargoed:
        for step, (part, going_on, _) in STEPS.items():
            n, median, *_, open_ones, _, _, _ = plain.step(step)
            yield ("proposal_steps", part), median if n >= SMALLEST_N else None
            yield ("proposal_steps", going_on), open_ones
    yield ("proposals_equity", "without neighbourhood"), plain.by_area().get(None, 0)


def chosen(own: PlainChoices) -> Iterator[tuple[tuple[str, str], Any]]:
    labels = ("selected", "not selected", "deferred", "realised")
    yield from ((("proposals", part), n) for part, n in zip(labels, own.by_outcome()[1:], strict=True))


CHECKS = (
    check_counts,
    check_months,
    check_themes,
    check_steps,
    check_equity,
    check_map_and_list,
    check_registry,
)

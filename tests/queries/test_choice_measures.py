"""Every question about choices equals the plain recomputation, for drawn towns in which much is chosen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.organisations import ensure_source
from queries import choices, influence, not_started, proposal_steps
from queries.filters import WITHOUT, Days, Filters, Reach, Scope
from queries.measures.choices import ENTRIES
from queries.registry import SMALLEST_N, measure
from tests.fold import Event
from tests.queries.plain import AREAS, grouped, lasted, ranks
from tests.queries.plain_choices import OUTCOMES, PlainChoices
from tests.queries.plain_proposals import PlainProposals
from tests.queries.test_proposal_measures import NAMES, UNSHRUNK, cells, near, settle
from tests.world import World, at, story

YEAR = Filters(date(2026, 1, 1), date(2026, 11, 22))
REASONS = ("support", "potential", "utilities", "later_round")


def lived(chance: Random) -> list[Event]:
    """A proposal that was mostly published, chosen about, told of, and carried out as far as that goes."""
    first = date(2026, 1, 5) + timedelta(days=chance.randrange(60))
    moments = (f"{first + timedelta(days=9 * step)} {chance.randrange(9, 17):02}:00" for step in range(40))
    about = {"theme_id": chance.choice([1, 2, None]), "area_id": chance.choice([1, 1, 2, None])}
    told = {"service_id": chance.choice([1, 3, None]), "payload": {key: one for key, one in about.items() if one}}
    steps: list[Any] = [(P.SUBMITTED, next(moments), told)]
    if chance.random() < 0.9:
        steps.append((P.PUBLISHED, next(moments)))
    for ref in range(chance.choice([0, 1, 1, 1, 2])):
        steps += chosen(chance, moments, str(ref))
    works = P.EXECUTION_PLANNED, P.EXECUTION_STARTED, P.REALISED
    steps += [(kind, next(moments)) for kind in chance.choice([(), (), works[:1], works[:2], works, works[2:]])]
    if chance.random() < 0.4:  # told again, in other words
        steps += chosen(chance, moments, "9", outcome="selected")
    if chance.random() < 0.1:
        steps.append((chance.choice([P.WITHDRAWN, P.REFUSED]), next(moments)))
    return story(*steps)


def chosen(chance: Random, moments: Iterator[str], ref: str, outcome: str = "") -> Iterator[Any]:
    words = {"motivation": chance.choice(["Veel steun", "Veel steun", " "])}
    what = {"outcome": outcome or chance.choice(["selected", "selected", *OUTCOMES]), "ref": ref}
    why = {"reasons": chance.sample(REASONS, chance.randrange(3))}
    yield P.SELECTION_MADE, next(moments), {"payload": what | words | why}
    if chance.random() < 0.75:
        yield P.SELECTION_PUBLISHED, next(moments), {"payload": {"ref": ref}}


def questions(chance: Random) -> list[Filters]:
    """A part of the year with codes, another unit and a lag; and once as known before."""
    first = date(2026, 2, 1) + timedelta(days=chance.randrange(150))
    part = Filters(first, first + timedelta(days=90), days=Days.CALENDAR, lag=chance.choice([0, 220, 240, 260]))
    areas, themes = chance.choice([(), ("centrum", WITHOUT)]), chance.choice([(), ("water",)])
    return [YEAR, replace(part, areas=areas, themes=themes), YEAR.stood_at(at("2026-05-20 10:00"))]


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")  # a town that fails is long to tell
@settings(max_examples=3, deadline=None, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6), st.sampled_from([None, frozenset({1})]))
def test_every_measure_equals_the_plain_recomputation(world: World, seed: int, services: frozenset[int] | None) -> None:
    chance = Random(seed)
    drawn = [lived(chance) for _ in range(60)]
    with world.writer.engine.connect() as connection:
        settle(connection, world)
        if chance.random() < 0.5:  # each row is then judged at the horizon of its own source
            ensure_source(connection, world.a, "late", "Late")
            late = "UPDATE source SET as_of = '2026-03-01' WHERE organisation_id = :o AND name = 'Late'"
            connection.execute(text(late), {"o": world.a})
        world.add(connection, world.a, *drawn, topic=Topic.PROPOSAL)
        world.add(connection, world.b, *drawn[:5], topic=Topic.PROPOSAL)  # a neighbour that must not be counted
        for embargoed in (True, False):
            scope = Scope((Reach(world.a, services),), embargoed=embargoed)
            for filters in questions(chance)[: 3 if embargoed else 2]:
                own = PlainChoices(PlainProposals(drawn, scope, filters))
                for check in CHECKS:
                    check(connection, scope, own)
        connection.rollback()


def check_counts(db: Connection, scope: Scope, own: PlainChoices) -> None:
    filters = own.plain.filters
    assert cells(choices.by_outcome(db, scope, filters)) == [own.by_outcome()]
    themes = choices.by_theme(db, scope, filters)
    assert themes[["decided", *OUTCOMES]].sum().tolist() == list(own.by_outcome()[:-1])


def check_coverage(db: Connection, scope: Scope, own: PlainChoices) -> None:
    filters = own.plain.filters
    expected = [(outcome, *own.motivated(outcome)) for outcome in (None, *OUTCOMES)]
    assert cells(choices.coverage(db, scope, filters)) == (expected if scope.embargoed else [])
    themes = choices.coverage_by_theme(db, scope, filters)
    assert themes[["decided", "motivated"]].sum().tolist() == (list(own.motivated()) if scope.embargoed else [0, 0])
    told = own.published()
    explained = sum(bool(one["motivation"]) for one in told)
    assert cells(choices.published_choices(db, scope, filters)) == [(len(told), explained)]


def check_reasons(db: Connection, scope: Scope, own: PlainChoices) -> None:
    filters = own.plain.filters
    found, by_place = choices.reasons(db, scope, filters), choices.reasons_by_place(db, scope, filters)
    assert {(row[0], row[1]): row[2] for row in cells(found[["outcome", "reason", "n"]])} == own.reasons()
    sums = by_place.groupby(["outcome", "reason"], dropna=False)["n"].sum().reset_index()
    assert {(row[0], row[1]): row[2] for row in cells(sums)} == own.reasons()
    for row in choices.by_theme(db, scope, filters).to_dict("records"):
        known = {NAMES[number]: number for number in NAMES}[row["theme"]]
        given = {reason: n for (outcome, reason), n in own.reasons(known).items() if outcome == "selected" and reason}
        most = min(given, key=lambda reason: (-given[reason], reason), default=None)
        assert (row["why"] if given else None) == most


def check_explanation(db: Connection, scope: Scope, own: PlainChoices) -> None:
    filters, found = own.plain.filters, proposal_steps.explanation_by_theme(db, scope, own.plain.filters)
    ended = own.plain.ended("explanation") if scope.embargoed else []
    expected = {
        NAMES[theme]: ranks(lasted(row, filters.days) for row in rows)
        for theme, rows in grouped(ended, lambda row: row["theme_id"]).items()
    }
    assert {row[0]: row[1:] for row in cells(found)} == {theme: pytest.approx(row) for theme, row in expected.items()}


def check_not_started(db: Connection, scope: Scope, own: PlainChoices) -> None:
    expected, filters = own.not_started(), own.plain.filters
    assert cells(not_started.not_started(db, scope, filters)) == near([expected])
    if expected[0] is not None:
        listed = not_started.not_started_longest(db, scope, filters)
        assert len(listed) == expected[0]
        assert listed["age"].is_monotonic_decreasing


def check_influence(db: Connection, scope: Scope, own: PlainChoices) -> None:
    filters, people = own.plain.filters, own.plain.people()
    assert cells(influence.influence(db, scope, filters)) == [own.influence()]
    themes = influence.influence_by_theme(db, scope, filters)
    assert themes[["published", "selected", "realised"]].sum().tolist() == list(own.influence())
    spread = influence.realised_by_area(db, scope, filters).set_index("code")["n"]
    assert [spread[AREAS[area]] for area in people] == [own.influence(area=area)[2] for area in people]
    assert influence.realised_spread(db, scope, filters)["n"].tolist() == [sum(spread[AREAS[one]] for one in people)]


def check_chosen_areas(db: Connection, scope: Scope, own: PlainChoices) -> None:
    filters, people = own.plain.filters, own.plain.people()
    chosen = [row["area_id"] for row, choice in own.decided() if choice["outcome"] == "selected"]
    rates = choices.chosen_by_area(db, scope, filters).set_index("code")["n"]
    assert [rates[AREAS[area]] for area in people] == [chosen.count(area) for area in people]
    whole = choices.chosen_spread(db, scope, filters)
    assert whole[["n", "unplaced"]].values.tolist() == [[sum(map(chosen.count, people)), chosen.count(None)]]


def check_registry(db: Connection, scope: Scope, own: PlainChoices) -> None:
    if own.plain.filters.as_of is None:
        found = measure(db, scope, own.plain.filters, only=[entry.id for entry in ENTRIES])
        shown = found.astype(object).where(found.notna(), None)
        rows = {(str(row.measure), str(row.part)): row.value for row in shown.itertuples()}
        expected = dict(registered(own))
        assert {key: rows[key] for key in expected} == {
            key: value if value is None else pytest.approx(value) for key, value in expected.items()
        }
        assert {("motivation_coverage", part) in rows for part in ("", "selected")} == {scope.embargoed}


def registered(own: PlainChoices) -> Iterator[tuple[tuple[str, str], Any]]:
    """(measure, part) -> value, of what the scope may know."""

    def share(n: int, whole: int) -> float | None:
        return n / whole if whole >= SMALLEST_N else None

    if own.embargoed:
        yield ("motivation_coverage", ""), share(*reversed(own.motivated()))
    if (waiting := own.not_started())[0] is not None:
        yield ("selected_not_started", ""), waiting[0]
        yield ("selected_not_started", "with works planned, not begun"), waiting[1]
        yield ("selected_not_started", "age: median"), waiting[2] if waiting[0] >= SMALLEST_N else None
    published, selected, realised = own.influence()
    yield ("influence", "chosen or further / published"), share(selected, published)
    yield ("influence", "realised / published"), share(realised, published)
    for (outcome, reason), n in own.reasons().items():
        yield ("choice_reasons", f"{outcome}: {reason or '-'}"), share(n, own.motivated(outcome)[0])


CHECKS = (
    check_counts,
    check_coverage,
    check_reasons,
    check_explanation,
    check_not_started,
    check_influence,
    check_chosen_areas,
    check_registry,
)


def test_what_is_told_here_after_the_last_delivery_counts_everywhere_alike(world: World) -> None:
    whole = Scope.whole(world.a)
    why = {"payload": {"outcome": "selected", "ref": "1", "motivation": "Veel steun"}}
    told = (
        (P.SELECTION_MADE, "2026-10-12 10:00", why),
        (P.SELECTION_PUBLISHED, "2026-10-20 10:00", {"payload": {"ref": "1"}}),
    )
    begun = (P.SUBMITTED, "2026-03-02 10:00"), (P.PUBLISHED, "2026-03-04 10:00")
    planned = (P.EXECUTION_PLANNED, "2026-11-02 10:00")
    with world.writer.engine.connect() as db:
        db.execute(text("UPDATE source SET as_of = :then"), {"then": at("2026-10-01 10:00")})
        world.add(db, world.a, story(*begun, *told), story(*begun, *told, planned), topic=Topic.PROPOSAL)
        assert cells(choices.coverage(db, whole, YEAR))[0] == (None, 2, 2)
        assert cells(influence.influence(db, whole, YEAR)) == [(2, 2, 0)]
        assert cells(not_started.not_started(db, whole, YEAR))[0][:2] == (1, 1)
        steps = proposal_steps.step_times(db, whole, YEAR)
        assert cells(steps.loc[steps["step"] == "choice", ["n", "open"]]) == [(2, 0)]
        council = replace(whole, embargoed=False)
        assert cells(influence.influence(db, council, YEAR)) == [(2, 2, 0)]
        assert cells(not_started.not_started(db, council, YEAR))[0][:2] == (1, 1)
        earlier = replace(YEAR, lag=21)  # the horizon of both moves: from the planning of the one, to 12 October
        assert cells(not_started.not_started(db, whole, earlier))[0][:2] == (2, 0)
        db.rollback()


def test_a_choice_that_is_made_again_was_made_in_the_earlier_period_too(world: World) -> None:
    why, again = ({"payload": {"outcome": "selected", "ref": ref}} for ref in "12")
    told = (P.SELECTION_MADE, "2026-04-01 10:00", why), (P.SELECTION_MADE, "2026-11-10 10:00", again)
    with world.writer.engine.connect() as db:
        place = story((P.SUBMITTED, "2026-03-02 10:00"), (P.PUBLISHED, "2026-03-04 10:00"), *told)
        world.add(db, world.a, place, topic=Topic.PROPOSAL)
        for lag, chosen_then in ((0, 1), (90, 1), (250, 0)):
            assert cells(influence.influence(db, Scope.whole(world.a), replace(YEAR, lag=lag))) == [(1, chosen_then, 0)]
        db.rollback()

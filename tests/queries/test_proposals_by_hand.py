"""Questions about proposals on towns of a few proposals, worked out on paper."""

from dataclasses import replace
from datetime import date
from math import exp, lgamma, log
from typing import Any

import pytest
from sqlalchemy import Connection, text

from config.clock import FixedClock
from config.kinds import MeldingKind
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.targets import NewTarget, set_target
from dashboard.store.engine import Writer
from dashboard.store.project import project
from queries import equity, proposal_steps, proposals
from queries.db import Database
from queries.filters import Filters, Scope
from queries.manage.norms import moderated_within
from queries.measures.proposals import WITHIN
from queries.nearest import nearest_period_of_proposals
from queries.options import PROPOSALS, options
from queries.percentiles import byar, sidak
from queries.targets import targets
from tests.queries.plain_proposals import PEOPLE
from tests.queries.test_proposal_measures import YEAR, cells, settle
from tests.world import World, at, story

MARCH = Filters(date(2026, 3, 1), date(2026, 3, 31))


def submitted(day: int, **payload: Any) -> tuple[P, str, dict]:
    return P.SUBMITTED, f"2026-03-{day:02} 10:00", {"payload": payload}


def chosen(outcome: str) -> dict:
    return {"payload": {"outcome": outcome, "ref": "1"}}


@pytest.fixture
def hand(writer: Writer, clock: FixedClock) -> World:
    """Six proposals of March: refused after publication, merged, waiting, chosen in secret, published, withdrawn."""
    world = World(writer, clock)
    published = (P.PUBLISHED, "2026-03-12 10:00")
    with writer.transaction() as connection:
        world.add(
            connection,
            world.a,
            story(
                submitted(2, theme_id=1), published, (P.REFUSED, "2026-04-02 10:00", {"payload": {"reason": "spam"}})
            ),
            story(submitted(3), (P.QUESTION_ASKED, "2026-03-05 10:00", {"payload": {"message": "Waar?"}})),
            story(submitted(4, theme_id=1), published, (P.SELECTION_MADE, "2026-05-04 10:00", chosen("selected"))),
            story(submitted(5, theme_id=1, area_id=1), published, votes(3, "a1", "b2")),
            story(submitted(6), (P.WITHDRAWN, "2026-03-29 03:30")),
            topic=Topic.PROPOSAL,
        )
        [into] = world.add(connection, world.a, story(submitted(7, area_id=1), published), topic=Topic.PROPOSAL)
        merged = (P.MERGED, "2026-03-28 23:30", {"payload": {"into_id": str(into)}})
        world.add(connection, world.a, story(submitted(8), published, votes(2, "a1"), merged), topic=Topic.PROPOSAL)
    return world


def votes(n: int, *voters: str) -> tuple[P, str, dict]:
    return P.VOTES_CAST, "2026-03-20 10:00", {"payload": {"votes": n, "voters": list(voters)}}


def test_a_month_by_hand(hand: World, reader: Database) -> None:
    """What stood then and stands no more still happened; what was merged gives its votes to what it went on in."""
    with reader.read() as db:
        scope = Scope.whole(hand.a)
        assert cells(proposals.standing(db, scope, MARCH)) == [(3, 5, 0)]
        assert cells(proposals.happened(db, scope, MARCH)) == [(7, 5, 0, 1, 1)]
        april = Filters(date(2026, 4, 1), date(2026, 4, 30))
        assert cells(proposals.happened(db, scope, april)) == [(0, 0, 1, 0, 0)]
        assert cells(proposals.votes(db, scope, MARCH)) == [(5,)]
        assert cells(proposals.voters(db, scope, MARCH)) == [(2,)]
        assert cells(proposals.by_month(db, scope, MARCH)) == [(date(2026, 3, 1), 7, 5, 0, 1, 5, 0)]
        # from Monday 2 to Thursday 12 March and four more, all on that day: 8, 6, 5, 4 and 4 working days
        found = proposal_steps.moderation(db, scope, MARCH).iloc[0]
        assert found[["n", "median", "otherwise", "open", "asked", "within"]].tolist() == [5, 5, 1, 1, 1, 3]


def test_what_went_on_without_a_step_does_not_wait_for_it(world: World) -> None:
    """Chosen unmoderated, realised without a choice, published by its source: nobody waits, and none counts as fast."""
    by_itself = (P.PUBLISHED, "2026-03-04 10:00", {"actor_role": "system"})
    realised = (P.REALISED, "2026-03-30 10:00")
    with world.writer.engine.connect() as connection:
        unmoderated = story(submitted(4), (P.SELECTION_MADE, "2026-03-20 10:00", chosen("selected")))
        world.add(connection, world.a, unmoderated, story(submitted(4), by_itself, realised), topic=Topic.PROPOSAL)
        found = proposal_steps.step_times(connection, Scope.whole(world.a), MARCH).set_index("step")
        preview = moderated_within(connection, world.a, MARCH.first_day, 5)
        connection.rollback()
    assert found[["n", "otherwise", "open"]].T.to_dict("list") == {
        "moderation": [0, 0, 0],
        "first_answer": [0, 0, 0],
        "choice": [0, 1, 0],
        "explanation": [0, 0, 1],
        "start": [0, 0, 1],
        "execution": [0, 0, 0],
    }
    assert preview == (0, 0)


def test_the_nearest_period_with_proposals_is_offered(hand: World, reader: Database) -> None:
    with reader.read() as db:
        june = Filters(date(2026, 6, 1), date(2026, 6, 30))
        found = nearest_period_of_proposals(db, Scope.whole(hand.a), june)
        none = nearest_period_of_proposals(db, Scope.whole(hand.b), june)
    assert cells(found) == [(MARCH.first_day, MARCH.last_day, 3)]
    assert none.empty


def test_a_norm_for_moderation_says_what_is_in_time(hand: World, reader: Database, writer: Writer) -> None:
    norm = "INSERT INTO norm VALUES (:o, 900, NULL, 'moderation', 8, 'working_day', '2026-03-03', NULL)"
    with writer.transaction() as connection:
        connection.execute(text(norm), {"o": hand.a})
    with reader.read() as db:
        # what came in on 2 March still falls under the usual five
        assert proposal_steps.moderation(db, Scope.whole(hand.a), MARCH)["within"].tolist() == [4]


ALL = (
    proposals.standing,
    proposals.happened,
    proposals.votes,
    proposals.voters,
    proposals.by_month,
    proposals.by_theme,
    proposal_steps.step_times,
    proposal_steps.first_answer_to_proposals,
    proposal_steps.moderation,
    equity.equity,
    equity.equity_by_area,
)


def test_a_choice_that_is_not_public_shows_nowhere(world: World) -> None:
    """To who may see only what is public every answer is the same before and after it, and not once it is published."""
    known = story(submitted(4, theme_id=1), (P.PUBLISHED, "2026-03-12 10:00"))
    secret = story(
        (P.SHORTLISTED, "2026-04-02 10:00"),
        (P.SELECTION_MADE, "2026-04-03 10:00", chosen("selected")),
        (P.EXECUTION_PLANNED, "2026-04-04 09:00", {"service_id": 1}),
        (P.EXECUTION_STARTED, "2026-04-04 10:00"),
        (P.SELECTION_PUBLISHED, "2026-04-05 10:00", {"payload": {"ref": "1"}}),
    )
    told = [replace(event, seq=place) for place, event in enumerate(secret, 3)]
    with world.writer.engine.connect() as connection:
        [subject] = world.add(connection, world.a, known, topic=Topic.PROPOSAL)
        before = asked_of_all(connection, world)
        after = []
        for events in (told[:4], told[4:]):
            world.append(connection, world.a, subject, events)
            project(connection, world.a, [subject])
            after.append(asked_of_all(connection, world))
        connection.rollback()
    assert after[0] == before
    assert after[1] != before


def asked_of_all(db: Connection, world: World) -> list[Any]:
    """What a council member is told."""
    council = replace(Scope.whole(world.a), embargoed=False)
    asked = (MARCH, YEAR, replace(YEAR, stages=("selected", "in_execution")), YEAR.stood_at(at("2026-06-01 10:00")))
    asked_too = (*asked, replace(YEAR, services=("groen",)))
    offered = cells(options(db, council, YEAR, PROPOSALS))
    return [offered, *(cells(question(db, council, one)) for one in asked_too for question in ALL)]


def test_a_merged_town_counts_its_inhabitants_once(world: World) -> None:
    """Areas of a predecessor have inhabitants of their own no more."""
    with world.writer.engine.connect() as connection:
        settle(connection, world)
        connection.execute(text("UPDATE area_version SET population = 900 WHERE organisation_id <> :o"), {"o": world.a})
        scope = Scope.whole(world.a, world.predecessor)
        found = equity.equity(connection, scope, MARCH)["inhabitants"].tolist()
        connection.rollback()
    assert found == [PEOPLE[1] + PEOPLE[2]]


def test_a_new_division_of_the_town_counts_for_earlier_periods_too(world: World) -> None:
    """Proposals of all years lie in the areas of today: so do the inhabitants beside them."""
    ended = "UPDATE area_version SET valid_to = '2026-06-30' WHERE organisation_id = :o AND area_id = 1"
    begun = "INSERT INTO area_version (organisation_id, area_id, valid_from, name, population) "
    begun += "VALUES (:o, 1, '2026-07-01', 'Nieuw centrum', 600)"
    with world.writer.engine.connect() as connection:
        settle(connection, world)
        for change in (ended, begun):
            connection.execute(text(change), {"o": world.a})
        scope = Scope.whole(world.a)
        found = [equity.equity(connection, scope, one)["inhabitants"].iloc[0] for one in (MARCH, YEAR)]
        connection.rollback()
    assert found == [600 + PEOPLE[2]] * 2


@pytest.mark.parametrize(
    ("events", "exact"), [(0, (0, 3.689)), (5, (1.624, 11.668)), (10, (4.795, 18.390)), (50, (37.111, 65.919))]
)
def test_the_interval_is_close_to_the_exact_one(events: int, exact: tuple[float, float]) -> None:
    """Against the exact interval of Poisson, from printed tables."""
    assert byar(events) == pytest.approx(exact, rel=0.01)


def test_who_votes_again_in_a_later_list_supports_once(world: World) -> None:
    again = (P.VOTES_CAST, "2026-03-22 10:00", {"payload": {"votes": 2, "voters": ["a1", "c3"]}})
    counted = (P.VOTES_COUNTED, "2026-03-21 10:00", {"payload": {"total": 9}})
    with world.writer.engine.connect() as connection:
        told = story(submitted(4), votes(1, "a1"), again), story(submitted(4), votes(1, "a1"), counted, again)
        world.add(connection, world.a, *told, topic=Topic.PROPOSAL)
        found = connection.execute(text("SELECT votes, support FROM proposal ORDER BY votes")).all()
        connection.rollback()
    assert found == [(3, 2), (11, 10)]


@pytest.mark.parametrize("areas", [1, 13, 25])
def test_equal_neighbourhoods_are_rarely_named(areas: int) -> None:
    """Of towns in which 20 are expected everywhere, about one in twenty sees any area above or below that."""
    outside = [n for n in range(80) if not byar(n, sidak(areas))[0] <= 20 <= byar(n, sidak(areas))[1]]
    named = 1 - (1 - sum(exp(n * log(20) - 20 - lgamma(n + 1)) for n in outside)) ** areas
    assert 0.02 < named < 0.06


def test_votes_of_which_nobody_is_known_have_no_number_of_voters(world: World) -> None:
    counted = (P.VOTES_COUNTED, "2026-03-20 10:00", {"payload": {"total": 9}})
    fewer = (P.VOTES_COUNTED, "2026-03-29 03:00", {"payload": {"total": 7}})
    with world.writer.engine.connect() as connection:
        world.add(connection, world.a, story(submitted(4), counted, fewer), topic=Topic.PROPOSAL)
        scope = Scope.whole(world.a)
        night = Filters(date(2026, 3, 29), date(2026, 3, 29))
        found = [cells(question(connection, scope, night)) for question in (proposals.votes, proposals.voters)]
        nothing = cells(proposals.voters(connection, scope, Filters(date(2026, 4, 1), date(2026, 4, 1))))
        connection.rollback()
    assert found == [[(-2,)], [(None,)]]
    assert nothing == [(0,)]


def test_targets_of_proposals_hold_whatever_kind_of_melding_is_asked_about(hand: World, reader: Database) -> None:
    """And those of counts only for the whole: not for one theme or stage."""
    limits = {"days": None, "service_id": None, "direction": "at_most", "goal": 5, "amber": 5, "red": 9}
    kept: dict[str, Any] = {"writer": hand.writer, "clock": hand.clock, "actor": Actor(None, "beheerder", "r1")}
    for measure, part in (("proposals_moderation", ""), ("proposals_moderation", WITHIN), ("on_time", "")):
        new = NewTarget(hand.a, measure, part, **limits, valid_from=MARCH.first_day)  # type: ignore[arg-type]
        set_target(**kept, new=new)

    def held(filters: Filters) -> set[str]:
        with reader.read() as db:
            found = targets(db, Scope.whole(hand.a), filters)
        return {part or measure for measure, part in zip(found["measure"], found["part"], strict=True)}

    assert held(MARCH) == {"proposals_moderation", WITHIN, "on_time"}
    assert held(replace(MARCH, kind=MeldingKind.KLACHT)) == {"proposals_moderation", WITHIN}
    assert held(replace(MARCH, themes=("water",))) == held(replace(MARCH, stages=("submitted",))) == {WITHIN, "on_time"}

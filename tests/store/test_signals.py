"""A signal is taken up once, answered, answered otherwise and ended; who may not see its series never reads of it."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from config.clock import FixedClock
from config.errors import InvalidInput, NotFound
from config.kinds import Role, SignalAnswer
from config.topics import Topic
from dashboard.store.actions import signals as actions
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.signals import Answer, Said, Series, change_answer, take_up, tell_result
from dashboard.store.engine import Writer
from queries.db import Database
from queries.filters import Reach, Scope
from queries.signal_answers import signal_answers
from queries.tables import audit
from tests.world import World

DIRECTOR = Actor(UUID(int=1), Role.ALGEMEEN_DIRECTEUR, "r1")
TODAY, DUE = date(2026, 11, 22), date(2026, 12, 18)
SAID = Said(date(2026, 10, 26), date(2026, 11, 2), "Dieren: 12 in w44", {"n": 12})
PLAN = Answer(SignalAnswer.WORK_PLAN, "Vallen zetten", UUID(int=2), Role.DIENSTHOOFD, DUE)
GREEN = frozenset({1})


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    return World(writer, clock)


def held(world: World) -> dict[str, Any]:
    return {"writer": world.writer, "clock": world.clock, "actor": DIRECTOR}


def of(world: World, services: frozenset[int] | None = None, **more: Any) -> Series:
    reach = (Reach(world.a, services).told(),)
    return replace(Series(world.a, Topic.MELDING, "category", "dieren", "", reach), **more)


def read(reader: Database, scope: Scope, day: date = TODAY, topic: Topic = Topic.MELDING) -> list[dict[Any, Any]]:
    with reader.read() as db:
        return signal_answers(db, scope, day, topic).to_dict("records")


def test_it_is_taken_up_answered_otherwise_and_ended(world: World, reader: Database) -> None:
    answer_id = take_up(**held(world), series=of(world), said=SAID, answer=PLAN)
    key: dict[str, Any] = {"key": (world.a, answer_id)}
    whole = Scope.whole(world.a)
    [row] = read(reader, whole)
    assert (row["answer"], row["reason"], row["owner_role"], row["due_on"]) == (
        ("werkplan", "Vallen zetten", "diensthoofd", DUE)
    )
    assert (row["open"], row["late"], row["numbers"]["n"]) == (True, False, 12)
    assert read(reader, whole, date(2026, 12, 19))[0]["late"]
    policy = replace(PLAN, answer=SignalAnswer.POLICY)
    change_answer(**held(world), **key, change_no=1, answer=policy)
    with pytest.raises(InvalidInput):  # seen before that change
        tell_result(**held(world), **key, change_no=1, result="Minder ratten", on=TODAY)
    tell_result(**held(world), **key, change_no=2, result=" Minder ratten ", on=TODAY)
    [row] = read(reader, whole)
    assert (row["open"], row["result"], row["answer"]) == (False, "Minder ratten", "beleid")
    with pytest.raises(InvalidInput):
        change_answer(**held(world), **key, change_no=3, answer=PLAN)
    with pytest.raises(NotFound):
        change_answer(**held(world), key=(world.b, answer_id), change_no=3, answer=PLAN)
    assert read(reader, whole, date(2028, 1, 1)) == []  # a year after its result
    with world.writer.transaction() as connection:
        acts = list(connection.scalars(select(audit.c.action).where(audit.c.subject_id == answer_id)))
    assert sorted(acts) == ["signal_answered", "signal_result_told", "signal_taken_up"]


def test_a_signal_is_taken_up_once_also_when_it_goes_on(world: World) -> None:
    take_up(**held(world), series=of(world), said=SAID, answer=PLAN)
    longer = replace(SAID, week=date(2026, 11, 2), last_week=date(2026, 11, 9))
    with pytest.raises(InvalidInput):
        take_up(**held(world), series=of(world), said=longer, answer=PLAN)
    later = replace(SAID, week=date(2026, 11, 9), last_week=date(2026, 11, 9))
    for series, said in ((of(world), later), (of(world, member="water"), SAID), (of(world, GREEN), SAID)):
        take_up(**held(world), series=series, said=said, answer=PLAN)


def test_of_two_at_once_one_wins(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = actions._check_free

    def look_slowly(*args: Any) -> None:
        looked(*args)
        time.sleep(0.3)  # so that the other one looks too, unless it waits

    monkeypatch.setattr(actions, "_check_free", look_slowly)

    def act(number: int) -> str:
        try:
            take_up(**held(world), series=of(world), said=SAID, answer=replace(PLAN, reason=f"{number}"))
        except InvalidInput as refused:
            return refused.text()
        return "taken"

    with ThreadPoolExecutor(2) as both:
        said = sorted(both.map(act, (1, 2)))
    assert said[1] == "taken"
    assert "taken up already" in said[0] or "al opgevolgd" in said[0]


@pytest.mark.parametrize(
    "answer",
    [
        replace(PLAN, reason=" "),
        replace(PLAN, reason="x" * 1_001),
        replace(PLAN, due_on=None),
        replace(PLAN, reason="a\x00b"),
    ],
)
def test_an_answer_says_why_and_until_when(world: World, reader: Database, answer: Answer) -> None:
    with pytest.raises(InvalidInput):
        take_up(**held(world), series=of(world), said=SAID, answer=answer)
    assert read(reader, Scope.whole(world.a)) == []


def test_where_nothing_is_done_nothing_is_waited_for(world: World, reader: Database) -> None:
    take_up(**held(world), series=of(world), said=SAID, answer=replace(PLAN, answer=SignalAnswer.NO_ACTION))
    [row] = read(reader, Scope.whole(world.a))
    assert (row["open"], row["due_on"]) == (False, None)


def test_who_may_not_see_the_series_reads_nothing_of_it(world: World, reader: Database) -> None:
    take_up(**held(world), series=of(world), said=SAID, answer=PLAN)
    take_up(**held(world), series=of(world, GREEN), said=SAID, answer=PLAN)
    take_up(**held(world), series=of(world, topic=Topic.PROPOSAL), said=SAID, answer=PLAN)
    assert len(read(reader, Scope.whole(world.a))) == 2
    assert len(read(reader, Scope((Reach(world.a, GREEN),)))) == 1
    assert read(reader, Scope((Reach(world.a, frozenset({2})),))) == []
    assert read(reader, Scope.whole(world.b)) == []
    assert len(read(reader, Scope.whole(world.a), topic=Topic.PROPOSAL)) == 1
    assert read(reader, Scope((Reach(world.a),), embargoed=False), topic=Topic.PROPOSAL) == []

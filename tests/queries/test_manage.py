"""What /beheer asks: every question of one town, enumerated, and whatever its neighbour has."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from types import GeneratorType
from typing import Any
from uuid import UUID

import pandas as pd
import pytest
from sqlalchemy import text

import queries.manage
from config.clock import FixedClock
from config.kinds import AreaKind, EventKind, NormUnit, Role
from config.retention import Keeping
from dashboard.store.actions import accounts, areas, calendar, climate, norms, retention, targets
from dashboard.store.actions.accounts import NewAccount, NewGrant
from dashboard.store.actions.areas import Description
from dashboard.store.actions.audit import COMMAND_LINE
from dashboard.store.actions.climate import NewReading
from dashboard.store.actions.norms import NewNorm
from dashboard.store.actions.targets import NewTarget
from dashboard.store.areas.files import Asked, judge_file, use_file
from dashboard.store.areas.judging import Choice
from dashboard.store.engine import Writer
from queries.manage import norms as norm_queries
from queries.manage import quality, runs
from queries.manage.log import Narrowing, log
from queries.manage.quality import Lack
from tests.store.areas import collection, feature, square
from tests.world import World, story

K = EventKind
TODAY = date(2026, 11, 22)
RUN = UUID(int=7)


def _questions() -> dict[str, Callable]:
    found: dict[str, Callable] = {}
    for module in pkgutil.iter_modules(queries.manage.__path__):
        loaded = importlib.import_module(f"queries.manage.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            asks = "organisation_id" in inspect.signature(function).parameters and not name.startswith("_")
            if function.__module__ == loaded.__name__ and asks:
                found[f"{module.name}.{name}"] = function
    return found


QUESTIONS = _questions()


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    made = World(writer, clock)
    fill(made, made.a, "aalst-aan-zee", RUN)
    return made


def fill(world: World, town: int, code: str, run: UUID) -> None:
    """Something for every question to tell."""
    said: dict[str, Any] = {"writer": world.writer, "clock": world.clock, "actor": COMMAND_LINE}
    accounts.create_account(new=NewAccount(code, code), grant=NewGrant(town, Role.BEHEERDER), **said)
    accounts.record_logout(account_id=_account(world, code), **said | {"actor": _actor(world, code)})
    norms.plan_norm(new=NewNorm(code, 3, NormUnit.WORKING_DAY, "boom", date(2026, 1, 1)), **said)
    calendar.add_day(organisation_id=town, day=date(2026, 12, 24), reason="brug", **said)
    wish = NewTarget(town, "on_time", "", None, None, "at_least", 0.8, 0.7, 0.6, date(2026, 1, 1))
    targets.set_target(new=wish, **said)
    climate.tell_reading(new=NewReading(town, "trees", date(2026, 6, 30), 120, True, "Groenblauwpeil"), **said)
    bring_boundaries(world, town)
    told = (K.CITIZEN_NOTIFIED, "2026-11-03 10:00", {"payload": {"moment": "ontvankelijk", "channel": "e-mail"}})
    world.melding(town, story((K.SUBMITTED, "2026-11-02 10:00"), told))
    with world.writer.transaction() as connection:
        for statement in (_RUN, _ERASED):
            connection.execute(text(statement), {"o": town, "r": run, "now": world.clock.now()})
    retention.set_rule(organisation_id=town, kind=Keeping.DRAFT, days=14, **said)


def bring_boundaries(world: World, town: int) -> None:
    """One file in use, and one that waits."""
    said: dict[str, Any] = {"writer": world.writer, "clock": world.clock, "actor": COMMAND_LINE}
    for waits in (False, True):
        content = collection(feature("w", square(3, 51)))
        file_id = areas.keep_file(organisation_id=town, file_name="w.json", content=content, **said)
        choice, day = Choice("code", "naam"), date(2026, 1, 1)
        told = Description(town, file_id, AreaKind.NEIGHBOURHOOD, choice, "test", day)
        with world.writer.transaction() as connection:
            areas.write_description(connection, world.clock, told)
        asked = Asked(town, file_id, COMMAND_LINE)
        judge_file(world.writer, world.clock, asked)
        if not waits:
            use_file(world.writer, world.clock, asked)


def _account(world: World, name: str) -> UUID:
    with world.writer.transaction() as connection:
        return UUID(str(connection.scalar(text("SELECT account_id FROM account WHERE username = :n"), {"n": name})))


def _actor(world: World, name: str) -> Any:
    from dashboard.store.actions.audit import Actor

    return Actor(_account(world, name), "beheerder")


_RUN = """
INSERT INTO import_run (organisation_id, run_id, source_id, state, started_at, finished_at, report)
VALUES (:o, :r, 1, 'merged', :now, :now,
        '{"read": 9, "loaded": 5, "reasons": {"a": 3, "b": 1}, "remarks": {"c": 2}, "refused": []}')
"""
_ERASED = """
INSERT INTO retention_run (organisation_id, run_id, begun_at, actor_role, counts)
VALUES (:o, :r, :now, 'worker', '{"melding": 3}')
"""


def ask(world: World) -> dict[str, Any]:
    known = {"today": TODAY, "since": TODAY - timedelta(days=90), "n": 5, "first_answer": False}
    known |= {"now": world.clock.now(), "run_id": RUN}
    found: dict[str, Callable] = {}
    with world.writer.transaction() as db:
        for name, function in QUESTIONS.items():
            needed = set(inspect.signature(function).parameters) & set(known)
            found[name] = plain(function(db, organisation_id=world.a, **{key: known[key] for key in needed}))
    return found


def plain(answer: Any) -> Any:
    if isinstance(answer, GeneratorType):
        return [plain(frame) for frame in answer]
    if not isinstance(answer, pd.DataFrame):
        return answer
    return answer.astype(object).where(answer.notna(), None).values.tolist()


def test_every_question_tells_something_and_nothing_of_a_neighbour(world: World) -> None:
    before = ask(world)
    assert {name for name, answer in before.items() if not answer} == {"norms.without_norm"}
    fill(world, world.b, "berg", UUID(int=8))
    assert ask(world) == before


def test_runs_and_sources_count_what_their_reports_say(world: World) -> None:
    with world.writer.transaction() as db:
        (run,) = runs.runs(db, world.a).itertuples()
        (source,) = runs.sources(db, world.a, world.clock.now()).itertuples()
        assert runs.report_of(db, world.b, RUN) is None
        assert runs.run_of(db, world.b, RUN).empty
    assert (run.read, run.loaded, run.refused, run.remarks, run.updated) == (9, 5, 4, 2, 0)
    assert (source.refused, source.remarks, source.late) == (4, 2, False)


def test_what_lacks_is_counted_and_leads_to_its_numbers(world: World) -> None:
    with world.writer.transaction() as db:
        (row,) = quality.lacking(db, world.a).to_dict("records")
        expected = {"place": 1, "service": 1, "category": 1, "channel": 1, "norm": 0, "point": 1}
        assert {lack: row[lack] for lack in expected} == expected
        for lack in Lack:
            assert len(quality.dossiers(db, world.a, lack)) == row[lack], lack
        assert list(quality.dossiers(db, world.a, Lack.PLACE).columns) == ["number", "received_day", "open"]


def test_a_category_without_any_norm_is_counted(world: World) -> None:
    with world.writer.transaction() as db:
        db.execute(text("DELETE FROM norm WHERE category_id IS NULL OR category_id = 2"))
        assert norm_queries.without_norm(db, world.a, TODAY) == 1


def test_the_log_is_narrowed(world: World) -> None:
    with world.writer.transaction() as db:
        everything = log(db, world.a)
        assert set(everything["action"]) >= {"account_created", "norm_set", "logout", "target_set"}
        assert set(log(db, world.a, Narrowing(action="norm_set"))["action"]) == {"norm_set"}
        now = world.clock.now()
        assert log(db, world.a, Narrowing(before=now)).empty
        assert len(log(db, world.a, Narrowing(since=now))) == len(everything)
        mine = log(db, world.a, Narrowing(actor_id=_account(world, "aalst-aan-zee")))
        assert list(mine["action"]) == ["logout"]
        assert len(log(db, world.a, limit=2, offset=1)) == 2

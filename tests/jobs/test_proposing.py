"""The worker looks for a best set: what it takes from the candidates and from what was said, and what it tells."""

import json
from typing import Any

import pandas as pd
import pytest

from config.kinds import Role
from dashboard.jobs.best_set import best_set
from dashboard.jobs.proposing import candidate, kinds_of, told, wishes_of
from dashboard.store.actions.accounts import NewAccount, NewGrant, create_account
from dashboard.store.actions.audit import COMMAND_LINE, Actor
from dashboard.store.actions.choosing.best_sets import Wishes, ask_best_set
from dashboard.store.actions.proposal_turn import Acting
from dashboard.store.engine import Writer
from dashboard.store.requests import do_next
from queries.best_sets import best_set_work
from queries.db import Database
from queries.filters import Reach, Scope
from tests.desk import CLEAN, GREEN
from tests.store.test_choosing import Office

WISHES: dict[str, Any] = {"budget": 20, "most": None, "least": 1, "most_per_area": None, "said": True}


def rows(*told_rows: dict[str, Any]) -> pd.DataFrame:
    usual = {"score": 10.0, "cost": 10.0, "area_code": "a", "made": False, "choice_published": False}
    usual |= {"choice_outcome": None, "draft_outcome": None}
    return pd.DataFrame([{"subject_id": chr(97 + n)} | usual | row for n, row in enumerate(told_rows)])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"score": 12.345678}, (1235, 10, "a")),
        ({"cost": 10.01}, (1000, 11, "a")),
        ({"cost": None, "area_code": None}, (1000, None, None)),
        ({"cost": float("nan")}, (1000, None, "a")),
        ({"cost": -5.0}, (1000, 0, "a")),
    ],
)
def test_a_candidate_is_worth_its_points_and_costs_whole_euro(row: dict[str, Any], expected: Any) -> None:
    found = candidate(rows(row).to_dict("records")[0])
    assert (found.key, found.value, found.cost, found.area) == ("a", *expected)


def test_what_was_decided_stays_and_what_a_draft_says_where_that_was_asked() -> None:
    frame = rows(
        {"made": True, "choice_outcome": "selected", "draft_outcome": "deferred"},
        {"choice_published": True, "choice_outcome": "not_selected"},
        {"draft_outcome": "selected", "area_code": "b"},
        {"draft_outcome": "deferred"},
        {"choice_outcome": "selected"},  # sent back: not decided any more
    )
    kept, forgotten = (wishes_of(frame, WISHES | {"said": said}) for said in (True, False))
    assert (set(kept.must), set(kept.must_not)) == ({"a", "c"}, {"b", "d"})
    assert (set(forgotten.must), set(forgotten.must_not)) == ({"a"}, {"b"})
    assert kept.least_in == {"a": 1, "b": 1}
    assert wishes_of(frame, WISHES | {"least": 0}).least_in == {}


def test_the_answer_is_json_with_a_reason_for_every_place() -> None:
    frame = rows({"score": 9.0}, {"score": 8.0}, {"score": 7.0, "draft_outcome": "not_selected"})
    found = best_set([candidate(row) for row in frame.to_dict("records")], wishes_of(frame, WISHES))
    answer = json.loads(json.dumps(told(found)))
    assert (answer["chosen"], answer["value"], answer["cost"], answer["best"]) == (["a", "b"], 1700, 20, True)
    assert {one["key"]: one["why"] for one in answer["reasons"]} == {"a": "value", "b": "value", "c": "must_not"}
    impossible = best_set(
        [candidate(row) for row in frame.to_dict("records")], wishes_of(frame, WISHES | {"budget": 5})
    )
    assert told(impossible)["clashes"][0]["conflict"] == "cheapest_over_budget"


def test_a_set_is_told_to_who_reaches_all_that_it_was_looked_for_in(writer: Writer, reader: Database) -> None:
    """Its number of places, points and cost are those of choices that are not public."""
    office = Office(writer)
    for service in (GREEN, CLEAN):
        office.place(service=service)
    towns = office.world.a, office.world.predecessor
    scopes = [Scope(tuple(Reach(town, limit) for town in towns)) for limit in (frozenset({GREEN}), None)]
    asked: dict[str, Any] = {"round_id": office.round, "wishes": Wishes({"support": 100})}
    shown = []
    for name, services in (("groen", (GREEN,)), ("alle", None)):
        grant = NewGrant(office.world.a, Role.MEDEWERKER, services, all_services=services is None)
        account = create_account(**office.held, actor=COMMAND_LINE, new=NewAccount(name, name), grant=grant)
        by = Acting(Actor(account, Role.MEDEWERKER, name), office.world.a)
        ask_best_set(**office.held, by=by, **asked)
        assert do_next(writer, office.clock, kinds_of(reader))
        with reader.read() as db:
            works = [best_set_work(db, scope, office.round) for scope in scopes]
        shown.append([len(work["result"]["reasons"]) for work in works if work])
    assert shown == [[1, 1], [1, 2]]

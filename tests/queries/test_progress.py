"""Which chosen places are not started, planned, going on or realised, and what they yielded against the estimate."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pandas as pd
import pytest
from sqlalchemy import Connection

from config.errors import Forbidden, NotFound
from config.kinds import NormUnit
from config.topics import ProposalEvent as P
from config.topics import Topic
from dashboard.store.organisations import set_norm
from queries.filters import Filters, Period, Reach, Scope
from queries.not_started import not_started_longest
from queries.progress import (
    START,
    Standing,
    followed,
    progress,
    progress_choices,
    progress_counts,
    to_follow_up,
    yields,
)
from tests.world import World, story

TODAY = date(2026, 11, 22)
EVERYTHING = Filters.for_period(Period.THIS_YEAR, TODAY)
PLANNED = (P.EXECUTION_PLANNED, "2026-09-01 10:00", {"payload": {"due": "2026-11-01"}})
BEGUN = (P.EXECUTION_STARTED, "2026-09-14 10:00")


def chosen(on: str, *more: tuple, **told: Any) -> list:
    """A place that was chosen on a day of which the hour does not matter."""
    begun = {"service_id": 1, "payload": {"theme_id": 1, "area_id": 1, "cost_estimated": 100.0} | told}
    choice = {"payload": {"outcome": "selected", "ref": "1"}}
    made = (P.SUBMITTED, "2026-03-02 10:00", begun), (P.PUBLISHED, "2026-03-04 10:00")
    return story(*made, (P.SELECTION_MADE, f"{on} 10:00", choice), *more)


def paid(euro: float | None) -> tuple:
    return (P.REALISED, "2026-10-01 10:00", {"payload": {} if euro is None else {"cost_actual": euro}})


def measured(indicator: str, value: float) -> tuple:
    return (P.OUTCOME_MEASURED, "2026-10-12 10:00", {"payload": {"indicator": indicator, "value": value}})


def photo(moment: str, *more: tuple) -> tuple[tuple, ...]:
    named = {"payload": {"photo": moment, "moment": moment}}
    return (P.PHOTO_ADDED, "2026-10-13 10:00", named), *more


HIDDEN = (P.PHOTO_HIDDEN, "2026-10-14 10:00", {"payload": {"photo": "after"}})
TREES = {"estimates": {"trees": 10, "green_m2": 50}}
ALL = (measured("trees", 8.0), measured("green_m2", 60.0))
PLACES: dict[str, list] = {
    "waits": chosen("2026-08-24"),
    "waits too long": chosen("2026-08-23"),
    "waits longest": chosen("2026-05-01", theme_id=2),
    "planned": chosen("2026-08-01", (*PLANNED[:2], {"payload": {"due": "2026-11-22"}})),
    "overdue": chosen("2026-08-01", PLANNED),
    "begun": chosen("2026-08-01", PLANNED, BEGUN),
    "without cost": chosen("2026-08-01", BEGUN, paid(None), *ALL, *photo("after"), **TREES),
    "without photo": chosen("2026-08-01", BEGUN, paid(90.0), *ALL, *photo("after", HIDDEN), **TREES),
    "half measured": chosen("2026-08-01", BEGUN, paid(120.0), ALL[0], *photo("after"), **TREES),
    "done": chosen("2026-08-01", BEGUN, paid(130.0), *photo("before"), *photo("after"), area_id=2),
    "not chosen": chosen("2026-08-01", (P.WITHDRAWN, "2026-08-02 10:00")),
}


@pytest.fixture
def places(world: World) -> Iterator[tuple[Connection, dict[UUID, str]]]:
    with world.writer.engine.connect() as connection, connection.begin() as transaction:
        subjects = world.add(connection, world.a, *PLACES.values(), topic=Topic.PROPOSAL)
        yield connection, dict(zip(subjects, PLACES, strict=True))
        transaction.rollback()


def rows(found: pd.DataFrame, names: dict[Any, str]) -> dict[str, Any]:
    return {names[row.subject_id]: row for row in found.itertuples()}


def test_each_place_stands_where_its_events_say(world: World, places: Any) -> None:
    connection, names = places
    found = progress(connection, Scope.whole(world.a), TODAY, EVERYTHING)
    by_name = rows(found, names)
    assert {name: row.standing for name, row in by_name.items()} == {
        **dict.fromkeys(("waits longest", "waits too long", "waits"), Standing.NOT_STARTED),
        **dict.fromkeys(("overdue", "planned"), Standing.PLANNED),
        "begun": Standing.IN_EXECUTION,
        **dict.fromkeys(("without cost", "without photo", "half measured"), Standing.INCOMPLETE),
        "done": Standing.DONE,
    }
    assert list(by_name)[:6] == ["waits longest", "waits too long", "waits", "overdue", "planned", "begun"]
    assert [name for name, row in by_name.items() if row.late] == ["waits longest", "waits too long"]
    assert [name for name, row in by_name.items() if row.overdue] == ["overdue", "begun"]
    assert (by_name["waits"].age, by_name["waits"].age_working, by_name["waits"].norm) == (90, 62, 0)
    misses = {name: (row.unmeasured, row.before, row.after) for name, row in by_name.items() if row.cost_actual}
    assert [misses[name] for name in ("without photo", "half measured", "done")] == [(0, 0, 0), (1, 0, 1), (0, 1, 1)]
    only = progress(connection, Scope.whole(world.a), TODAY, EVERYTHING, Standing.DONE)
    assert [names[one] for one in only["subject_id"]] == ["done"]


def test_a_choice_that_is_made_again_does_not_begin_anew(world: World) -> None:
    again = {"payload": {"outcome": "selected", "ref": "2"}}
    with world.writer.engine.connect() as connection:
        told = chosen("2026-08-01", (P.SELECTION_MADE, "2026-11-16 10:00", again))
        world.add(connection, world.a, told, topic=Topic.PROPOSAL)
        found = progress(connection, Scope.whole(world.a), TODAY, EVERYTHING).iloc[0]
        measured = not_started_longest(connection, Scope.whole(world.a), EVERYTHING).iloc[0]
        assert (found["since"], bool(found["late"])) == (measured["chosen_day"], True) == (date(2026, 8, 1), True)
        connection.rollback()


def test_a_norm_goes_before_the_usual_days(world: World, places: Any) -> None:
    connection, names = places
    rule: dict[str, Any] = {"category_id": None, "unit": NormUnit.WORKING_DAY, "valid_from": date(2026, 8, 1)}
    set_norm(connection, world.a, n=61, phase=START, **rule)
    found = rows(progress(connection, Scope.whole(world.a), TODAY, EVERYTHING), names)
    assert {name: row.norm for name, row in found.items() if row.late} == {
        **{"waits": 61, "waits too long": 61, "waits longest": 0}
    }
    counts = progress_counts(connection, Scope.whole(world.a), TODAY, EVERYTHING).set_index("standing")
    assert pd.isna(counts["norm"]["not_started"]), "two of them count in another way than the third"


def test_the_counts_are_those_of_the_list(world: World, places: Any) -> None:
    connection, names = places
    scope = Scope.whole(world.a)
    for filters in (EVERYTHING, replace(EVERYTHING, themes=("water",)), replace(EVERYTHING, areas=("haven",))):
        found = progress(connection, scope, TODAY, filters)
        counts = progress_counts(connection, scope, TODAY, filters).set_index("standing")
        assert counts["n"].to_dict() == found.groupby("standing").size().to_dict()
        assert (counts["late"].sum(), counts["overdue"].sum()) == (found["late"].sum(), found["overdue"].sum())
        waits = to_follow_up(connection, scope, replace(filters, last_day=TODAY))
        assert waits["count"].item() == (found["late"] | found["overdue"]).sum()
    assert [names[one] for one in found["subject_id"]] == ["done"]


def test_what_was_yielded_stands_against_the_estimate_of_the_same_places(world: World, places: Any) -> None:
    connection, _ = places
    found = yields(connection, Scope.whole(world.a), EVERYTHING)
    assert found.values.tolist() == [
        ["green_m2", 2, 3, 100.0, 120.0],
        ["trees", 3, 3, 30.0, 24.0],
        ["cost", 3, 4, 300.0, 340.0],
    ]


def test_one_place_is_told_to_who_may_know(world: World, places: Any) -> None:
    connection, names = places
    one = next(subject for subject, name in names.items() if name == "half measured")
    found = followed(connection, Scope.whole(world.a), one)
    assert found.choice is not None
    assert (found.choice["outcome"], found.choice["published_day"]) == ("selected", None)
    assert found.gains[["indicator", "estimated"]].values.tolist() == [["green_m2", 50.0], ["trees", 10.0]]
    assert found.gains["realised"].tolist()[1] == 8.0
    assert found.photos["moment"].tolist() == ["after"]
    assert found.events["kind"].tolist()[-1] == P.OUTCOME_MEASURED
    foreign, public = Scope((Reach(world.a, frozenset({3})),)), replace(Scope.whole(world.a), embargoed=False)
    with pytest.raises(NotFound):
        followed(connection, foreign, one)
    offered = progress_choices(connection, Scope.whole(world.a))[["dimension", "code", "n"]]
    assert offered.values.tolist() == [
        ["area", "centrum", 9],
        ["area", "haven", 1],
        ["theme", "vergroening", 9],
        ["theme", "water", 1],
    ]
    assert progress(connection, foreign, TODAY, EVERYTHING).empty
    for ask in (
        lambda: followed(connection, public, one),
        lambda: progress(connection, public, TODAY, EVERYTHING),
        lambda: progress_counts(connection, public, TODAY, EVERYTHING),
        lambda: to_follow_up(connection, public, EVERYTHING),
        lambda: yields(connection, public, EVERYTHING),
        lambda: progress_choices(connection, public),
    ):
        with pytest.raises(Forbidden):
            ask()

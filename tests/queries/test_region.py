"""What the page on municipalities tells: fixed grains, and no two answers that give a withheld number together."""

import inspect
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Connection, text

from config.clock import FixedClock
from config.kinds import EventKind, MeldingKind
from dashboard.store.engine import Writer
from queries import region
from queries.db import Database
from queries.filters import Days, Filters, Period, Reach, Scope
from queries.steps import next_month
from queries.suppression import LEAST
from tests.world import World, at, story

K = EventKind
MONTHS = (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1))
KINDS = ("R1", "R2", "R3")
COUNTS = {
    "aalst-aan-zee": ((7, 3, 0), (12, 1, 2), (5, 5, 4)),
    "berg": ((0, 4, 9), (6, 6, 1), (20, 0, 2)),
}
"""Of each municipality: by month, how many of each regional category; there are small ones on every side."""
QUESTIONS = {
    name: function
    for name, function in inspect.getmembers(region, inspect.isfunction)
    if function.__module__ == region.__name__
    and {"db", "scope", "filters"} <= set(inspect.signature(function).parameters)
}
YEAR = Filters(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    """Two municipalities; some of the meldingen of the first are of the town that became it."""
    made = World(writer, clock)
    towns = {"aalst-aan-zee": (made.a, made.predecessor), "berg": (made.b, made.b)}
    with writer.transaction() as connection:
        connection.execute(text("UPDATE category_version SET regional_code = 'R' || category_id"))
        connection.execute(text("UPDATE organisation_version SET population = 2000, source = 'Count of 2020'"))
        for town, months in COUNTS.items():
            for (month, counts), (category, _) in product(zip(MONTHS, months, strict=True), enumerate(KINDS)):
                for number in range(counts[category]):
                    life = received(month, category + 1)
                    made.add(connection, towns[town][number % 2], life)
    return made


def received(month: date, category: int) -> list:
    held = {"service_id": category, "payload": {"category_id": category, "area_id": 1}}
    return story(
        (K.SUBMITTED, f"{month + timedelta(days=2)} 10:00", held), (K.RESOLVED, f"{month + timedelta(days=5)} 10:00")
    )


def everything(world: World) -> Scope:
    return Scope.whole(world.a, world.predecessor, world.b)


def of_month(month: date, *category: str) -> Filters:
    return Filters(month, next_month(month) - timedelta(days=1), categories=category)


# --- grains ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        (YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        (Filters(date(2026, 1, 1), date(2026, 11, 22), Period.THIS_YEAR), date(2026, 1, 1), date(2026, 12, 31)),
        (Filters(date(2026, 1, 1), date(2026, 11, 22)), date(2026, 11, 1), date(2026, 11, 30)),
        (Filters(date(2026, 2, 3), date(2026, 2, 4)), date(2026, 2, 1), date(2026, 2, 28)),
        (Filters.for_period(Period.LAST_12_WEEKS, date(2026, 1, 9)), date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_an_address_becomes_a_year_or_a_month(asked: Filters, first: date, last: date) -> None:
    free = replace(
        asked, organisations=("berg",), areas=("x",), services=("y",), channels=("z",), categories=("R1", "R2")
    )
    found = region.grain(replace(free, kind=MeldingKind.VRAAG, days=Days.CALENDAR, lag=3))
    assert found == Filters(first, last, categories=("R1",))
    assert region.grain(found) == found


def test_nothing_else_that_an_address_says_changes_an_answer(world: World, reader: Database) -> None:
    asked = of_month(MONTHS[2], "R1")
    others = (
        replace(asked, first_day=date(2026, 9, 3), last_day=date(2026, 9, 4)),
        replace(asked, areas=("haven",), services=("groen",), channels=("-",), organisations=("berg",)),
        replace(asked, kind=MeldingKind.KLACHT, days=Days.CALENDAR, lag=20, as_of=at("2026-08-01 12:00")),
    )
    with reader.read() as db:
        for name, ask in QUESTIONS.items():
            answer = ask(db, everything(world), asked)
            assert all(same(ask(db, everything(world), other), answer) for other in others), name
        unknown = region.received(db, everything(world), of_month(MONTHS[2], "boom"))
        assert same(unknown, region.received(db, everything(world), of_month(MONTHS[2])))


def same(one: Any, other: Any) -> bool:
    return one.equals(other) if isinstance(one, pd.DataFrame) else one == other


def test_the_answers_by_hand(world: World, reader: Database) -> None:
    """Nothing of a row is small but 4, hidden with the two fives, so 14 in all; 0 is told, and where there is none.

    Of the handling nothing is told: of each municipality all that came in September is withheld.
    """
    with reader.read() as db:
        september = region.received(db, everything(world), of_month(MONTHS[2]))
        third = region.received(db, everything(world), of_month(MONTHS[0], "R3"))
        year = region.received(db, everything(world), YEAR)
        months = region.received_by_month(db, everything(world), of_month(MONTHS[2], "R1"))
        handled = region.handled(db, everything(world), of_month(MONTHS[2]))
    assert september[["code", "n", "per_1000", "source"]].values.tolist() == [
        ["aalst-aan-zee", 14, 7.0, "Count of 2020"],
        ["berg", 22, 11.0, "Count of 2020"],
    ]
    assert third["n"].tolist() == [0, pd.NA]
    assert year["n"].tolist() == [39, 48]
    assert [(row.code, row.month) for row in months.itertuples()] == sorted(
        product(COUNTS, MONTHS), key=lambda key: (key[1], key[0])
    )
    assert handled.empty


# --- differencing ------------------------------------------------------------------------------------------------
def test_no_answers_together_tell_a_small_number(world: World, reader: Database) -> None:
    """Every question of the page for every grain and every part of the region, as sums of unknown cells: none of those
    that are small follows from the others."""
    with reader.read() as db:
        told = list(sums(db, world))
    cells = [(town, month, kind) for town in COUNTS for month in MONTHS for kind in KINDS if actual(town, month, kind)]
    matrix = np.array([[cell in parts for cell in cells] for parts, _ in told], dtype=float)
    assert len(matrix) > len(cells)
    for parts, n in told:
        assert n == sum(actual(*cell) for cell in parts)
    known = np.linalg.matrix_rank(matrix)
    for place, cell in enumerate(cells):
        follows = np.linalg.matrix_rank(np.vstack([matrix, np.eye(len(cells))[place]])) == known
        assert not (follows and actual(*cell) < LEAST), cell


def actual(town: str, month: date, kind: str) -> int:
    return COUNTS[town][MONTHS.index(month)][KINDS.index(kind)]


def sums(db: Connection, world: World) -> Iterator[tuple[set[tuple[str, date, str]], int]]:
    """Each number that is shown, with the cells that it adds up."""
    line = (Reach(world.a), Reach(world.predecessor))
    for scope in (everything(world), Scope(line), Scope((*line, Reach(world.b, frozenset({1})))), Scope.whole(world.b)):
        for asked in (YEAR, *(of_month(month) for month in MONTHS)):
            inside = [month for month in MONTHS if asked.first_day <= month <= asked.last_day]
            for category in (None, *KINDS):
                filters = replace(asked, categories=(category,) if category else ())
                kinds = [category] if category else KINDS
                for row in shown(region.received(db, scope, filters)):
                    yield set(product([row.code], inside, kinds)), row.n
                for row in shown(region.received_by_month(db, scope, filters)):
                    yield set(product([row.code], [row.month], kinds)), row.n
            for row in shown(region.received_by_category(db, scope, asked)):
                yield set(product([row.code], inside, [row.category])), row.n


def shown(frame: pd.DataFrame) -> list[Any]:
    return list(frame[frame["n"].notna()].itertuples())


def test_no_answer_holds_a_case_or_a_small_number(world: World, reader: Database) -> None:
    with reader.read() as db:
        for name, ask in QUESTIONS.items():
            for asked in (YEAR, *(of_month(month, *kind) for month in MONTHS for kind in ((), ("R2",)))):
                answer = ask(db, everything(world), asked)
                if isinstance(answer, pd.DataFrame):
                    assert not {"subject_id", "number", "title"} & set(answer.columns), name
                    assert not [n for n in answer.get("n", pd.Series(dtype=int)).dropna() if 0 < n < LEAST], name

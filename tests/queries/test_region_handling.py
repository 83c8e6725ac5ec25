"""The handling of a category tells nothing of a withheld number, beside all else that the page tells."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Connection, text

from config.clock import FixedClock
from config.kinds import EventKind
from dashboard.store.engine import Writer
from queries import region
from queries.db import Database
from queries.filters import Filters, Scope
from queries.suppression import LEAST
from tests.fold import Event
from tests.queries.test_comparing import worlds
from tests.queries.test_region import MONTHS, QUESTIONS, YEAR, of_month
from tests.world import World, story

K = EventKind
KINDS = ("R1", "R2", "R3")
COUNTS = {
    "aalst-aan-zee": ((1, 5, 20), (0, 0, 8), (6, 0, 9), (2, 8, 9)),
    "berg": ((5, 1, 20), (0, 0, 8), (6, 0, 9), (8, 2, 9)),
}
"""By month from June, of each regional category: both towns publish the same."""
SPAN = (date(2026, 6, 1), *MONTHS)
GRAINS = (YEAR, *(of_month(month) for month in SPAN))
Counts = tuple[dict[str, int], ...]
"""Of one town, by month of `SPAN`: how many of each category."""


@pytest.fixture
def world(writer: Writer, clock: FixedClock) -> World:
    """Each melding is answered the next day and closed in its month; one of R2 is closed in the next month."""
    made = World(writer, clock)
    with writer.transaction() as connection:
        connection.execute(text("UPDATE category_version SET regional_code = 'R' || category_id"))
        connection.execute(text("UPDATE organisation_version SET population = 2000, source = 'Count of 2020'"))
        for organisation, months in zip((made.a, made.b), COUNTS.values(), strict=True):
            for month, counts in zip(SPAN, months, strict=True):
                for category, n in enumerate(counts, 1):
                    made.add(connection, organisation, *[handled(month, category)] * n)
    return made


def handled(month: date, category: int) -> list[Event]:
    held = {"service_id": 1, "payload": {"category_id": category, "area_id": 1}}
    told = {"payload": {"moment": "ontvankelijk", "channel": "sms"}}
    closed = month + timedelta(days=35 if category == 2 else 6)
    return story(
        (K.SUBMITTED, f"{month + timedelta(days=1)} 10:00", held),
        (K.CITIZEN_NOTIFIED, f"{month + timedelta(days=2)} 10:00", told),
        (K.RESOLVED, f"{closed} 10:00"),
    )


def test_each_withheld_number_keeps_two_values(world: World, reader: Database) -> None:
    """For who writes down every count that the page allows, and strikes out what the handling rules out."""
    with reader.read() as db:
        for town, numbers in COUNTS.items():
            shown = [cells(db, world, town, month) for month in SPAN]
            rows = [row for grain in GRAINS for row in told(db, world, town, grain)]
            assert rows, "nothing to learn from"
            guesses = list(product(*(worlds(*one) for one in shown)))
            possible = [guess for guess in guesses if all(fits(guess, *row) for row in rows)]
            assert tuple(full(counts, one[0]) for counts, one in zip(numbers, shown, strict=True)) in possible
            for place, (parts, _) in enumerate(shown):
                for kind, n in parts.items():
                    assert n is not None or len({guess[place][kind] for guess in possible}) > 1, (town, place, kind)


def cells(db: Connection, world: World, town: str, month: date) -> tuple[dict[str, int | None], int | None]:
    """What is published of a town and month: of each category that has any, and the sum."""
    parts = region.received_by_category(db, both(world), of_month(month))
    total = region.received(db, both(world), of_month(month))
    own = parts[parts["code"] == town]
    shown = {str(row.category): known(row.n) for row in own.itertuples()}
    return shown, known(total.loc[total["code"] == town, "n"].iloc[0])


def known(n: Any) -> int | None:
    return None if pd.isna(n) else int(n)


def full(counts: tuple[int, ...], parts: dict[str, int | None]) -> dict[str, int]:
    return {kind: n for kind, n in zip(KINDS, counts, strict=True) if kind in parts}


def told(db: Connection, world: World, town: str, grain: Filters) -> Iterator[tuple[Filters, Any]]:
    """The rows of a town in the handling of each category."""
    for kind in KINDS:
        found = region.handled(db, both(world), replace(grain, categories=(kind,)))
        for row in found[found["code"] == town].itertuples():
            yield grain, row


def fits(guess: Counts, grain: Filters, row: Any) -> bool:
    """Whether counts go with a row: what was answered or divided by was received, what was closed was received before;
    all is closed once."""
    received = {month: counts.get(row.category, 0) for month, counts in zip(SPAN, guess, strict=True)}
    inside = sum(n for month, n in received.items() if grain.first_day <= month <= grain.last_day)
    so_far = sum(n for month, n in received.items() if month <= grain.last_day)
    answered = pd.isna(row.first_answer) or inside >= LEAST
    divided = pd.notna(row.messages) == (inside >= LEAST)
    return answered and divided and max(LEAST, row.n - 2) <= so_far


def test_where_the_same_is_published_the_same_is_told(world: World, reader: Database) -> None:
    """Two towns that differ in nothing but what is withheld have the same answer to every question."""
    with reader.read() as db:
        for name, ask in QUESTIONS.items():
            for asked, kind in product(GRAINS, (None, *KINDS)):
                answer = ask(db, both(world), replace(asked, categories=(kind,) if kind else ()))
                if isinstance(answer, pd.DataFrame) and "code" in answer:
                    first, second = (of_town(answer, town) for town in COUNTS)
                    assert first.equals(second), (name, asked, kind)


def of_town(answer: pd.DataFrame, town: str) -> pd.DataFrame:
    own = answer[answer["code"] == town].drop(columns=["code", "municipality"])
    return own.reset_index(drop=True)


def test_what_is_published_is_told_by_hand(world: World, reader: Database) -> None:
    """R1 in August: 6 received, answered after a day and closed after 5. Of R2 all that came is withheld, so that what
    was closed of it a month later is not told; and a year with such a month is not."""
    with reader.read() as db:
        august = region.handled(db, both(world), of_month(MONTHS[1], "R1"))
        second = [region.handled(db, both(world), of_month(month, "R2")) for month in SPAN]
        year = [
            region.handled(db, both(world), Filters(YEAR.first_day, YEAR.last_day, categories=c)) for c in zip(KINDS)
        ]
    assert august[["code", "n", "messages"]].values.tolist() == [[town, 5, 1.0] for town in COUNTS]
    assert august["first_answer"].notna().all()
    assert all(one.empty for one in second)
    assert [len(one) for one in year] == [0, 0, 2]


def both(world: World) -> Scope:
    return Scope.whole(world.a, world.predecessor, world.b)

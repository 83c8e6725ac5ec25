"""Under which organisation of a scope another one is counted, whatever its history."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection, insert

from dashboard.store.engine import Writer
from queries.filters import Scope
from queries.organisations import _last, organisations
from queries.tables import organisation, organisation_successor
from tests.conftest import NOW

EARLY, LATE = date(2019, 1, 1), date(2025, 1, 1)


@pytest.fixture
def writing(writer: Writer) -> Iterator[Connection]:
    with writer.transaction() as connection:
        yield connection


def heirs(db: Connection, *steps: tuple[int, int, date]) -> list[int]:
    """The heirs of the organisations 1, 2 and 3 after these successions."""
    for number in (1, 2, 3):
        row = {"organisation_id": number, "code": f"o{number}", "kind": "municipality", "created_at": NOW}
        db.execute(insert(organisation).values(row | {"time_zone": "Europe/Brussels", "holiday_calendar": "BE"}))
    for before, after, on_day in steps:
        db.execute(insert(organisation_successor).values(from_id=before, to_id=after, on_day=on_day))
    return [int(number) for number in organisations(db, Scope.whole(1, 2, 3))["heir_id"]]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ((), [1, 2, 3]),
        (((1, 2, EARLY), (2, 3, LATE)), [3, 3, 3]),
        (((1, 2, EARLY), (1, 3, LATE)), [3, 2, 3]),
        (((1, 3, LATE), (1, 2, EARLY)), [3, 2, 3]),
        (((1, 2, LATE), (1, 3, LATE)), [2, 2, 3]),
        (((1, 3, LATE), (1, 2, LATE)), [2, 2, 3]),
    ],
    ids=["none", "a line", "split twice", "split twice, told otherwise", "split", "split, told otherwise"],
)
def test_each_is_counted_once_under_its_heir(writing: Connection, steps: tuple, found: list[int]) -> None:
    assert heirs(writing, *steps) == found


def test_a_circle_ends(writing: Connection) -> None:
    assert heirs(writing, (1, 2, EARLY), (2, 1, LATE), (3, 2, LATE)) == [1, 1, 1]
    assert _last(7, {7: 7}) == 7

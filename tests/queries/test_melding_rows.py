"""The meldingen as rows: those that 'received' counts, a few at a time, and no text for who does not handle them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from sqlalchemy import Connection, text

from config.errors import Forbidden
from config.kinds import EventKind
from queries.counts import received
from queries.filters import Filters, Reach, Scope
from queries.melding_rows import count_of_meldingen, meldingen_in_batches
from tests.world import World, story

K = EventKind
YEAR = Filters(date(2026, 1, 1), date(2026, 11, 22))


@pytest.fixture
def db(world: World) -> Iterator[Connection]:
    """Seven meldingen of service 1 and one of service 3, the last of them closed, in a transaction that is undone."""
    with world.writer.engine.connect() as connection:
        for n in range(7):
            told = {"number": f"M-{n}", "title": f"Put {n}", "category_id": 1, "area_id": 1, "street": "Zelestraat"}
            world.add(connection, world.a, story((K.SUBMITTED, f"2026-09-0{n + 1} 10:00", _of(1, told))))
        last = story((K.SUBMITTED, "2026-09-08 10:00", _of(3, {"number": "M-7"})), (K.RESOLVED, "2026-09-09 10:00"))
        world.add(connection, world.a, last)
        yield connection
        connection.rollback()


def _of(service: int, told: dict[str, object]) -> dict[str, object]:
    return {"service_id": service, "payload": told}


def every(db: Connection, scope: Scope, filters: Filters = YEAR, *, texts: bool = False) -> pd.DataFrame:
    return pd.concat(list(meldingen_in_batches(db, scope, filters, texts=texts, size=3)), ignore_index=True)


def test_they_are_those_that_are_counted(db: Connection, world: World) -> None:
    whole, own = Scope.whole(world.a), Scope((Reach(world.a, frozenset({3})),))
    for scope, filters in ((whole, YEAR), (own, YEAR), (whole, replace(YEAR, last_day=date(2026, 9, 2)))):
        n = int(received(db, scope, filters)["received"].iloc[0])
        assert n
        assert count_of_meldingen(db, scope, filters) == len(every(db, scope, filters)) == n
    last = every(db, own).iloc[0]
    assert (last["number"], last["open"], last["last_closed_day"]) == ("M-7", False, date(2026, 9, 9))
    first = every(db, whole).iloc[0]
    assert (first["number"], first["street"], first["received_day"]) == ("M-0", "Zelestraat", date(2026, 9, 1))
    assert first["category"]


def test_the_database_is_asked_for_a_few_at_a_time(db: Connection, world: World) -> None:
    found = meldingen_in_batches(db, Scope.whole(world.a), YEAR, size=3)
    first = next(found)
    assert len(first) == 3
    open_cursors = text("SELECT count(*) FROM pg_cursors WHERE is_scrollable IS NOT NULL AND name <> ''")
    assert db.scalar(open_cursors) == 1  # the rest still stands in the database
    assert [len(frame) for frame in found] == [3, 2]
    again = meldingen_in_batches(db, Scope.whole(world.a), YEAR, size=3)
    next(again)
    again.close()
    assert db.scalar(open_cursors) == 0


def test_words_of_citizens_are_there_only_where_asked(db: Connection, world: World) -> None:
    scope = Scope.whole(world.a)
    assert "title" not in every(db, scope)
    assert "Put 0" in set(every(db, scope, texts=True)["title"])


def test_who_may_not_see_single_ones_gets_none(db: Connection, world: World) -> None:
    blind = replace(Scope.whole(world.a), cases=False)
    with pytest.raises(Forbidden):
        count_of_meldingen(db, blind, YEAR)
    with pytest.raises(Forbidden):
        every(db, blind)

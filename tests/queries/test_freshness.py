"""Up to when the data goes, and who is late."""

from datetime import UTC, datetime, timedelta

from dashboard.store.engine import Writer
from queries import tables
from queries.filters import Scope
from queries.freshness import freshness
from tests.queries import town
from tests.queries.town import NEIGHBOUR, TOWN

NOW = datetime(2026, 11, 22, 13, 32, tzinfo=UTC)


def test_oldest_first_late_by_its_own_rhythm_and_never_another_organisation(db, writer: Writer):
    hours = {"meldpunt": (1, None), "app": (30, 24), "balie": (20, 24), "never": (None, 24), "unused": (None, None)}
    with writer.transaction() as connection:
        town.found(connection)
        connection.execute(tables.source.delete().where(tables.source.c.organisation_id == TOWN))
        for number, (code, (age, every)) in enumerate(hours.items(), start=1):
            as_of = None if age is None else NOW - timedelta(hours=age)
            row = {"source_id": number, "code": code, "name": code, "as_of": as_of, "expected_every": every}
            connection.execute(tables.source.insert().values(organisation_id=TOWN, **row))
    frame = freshness(db, Scope.whole(TOWN), NOW)
    assert list(frame["source"]) == ["never", "app", "balie", "meldpunt"]
    assert list(frame["late"]) == [True, True, False, False]
    assert freshness(db, Scope.whole(NEIGHBOUR), NOW).empty

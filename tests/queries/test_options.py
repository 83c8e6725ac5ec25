"""What the filter bar offers, and never offers."""

from datetime import date

import pytest
from sqlalchemy import text

from config.kinds import MeldingKind
from dashboard.store.engine import Writer
from queries.filters import Filters, Reach, Scope
from queries.options import matching, options
from tests.queries import town
from tests.queries.town import BEFORE, NEIGHBOUR, TOWN

FILTERS = Filters(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def meldingen(writer: Writer) -> None:
    with writer.transaction() as db:
        town.found(db)
        town.melding(db, 1)
        town.melding(db, 2, area_id=2, service_id=2)
        town.melding(db, 3, area_id=None)
        town.melding(db, 4, melding_kind="klacht")
        town.melding(db, 5, received_day=date(2026, 10, 31))
        town.melding(db, 6, organisation=BEFORE)
        town.melding(db, 7, organisation=NEIGHBOUR, area_id=3)


def found(db, scope, **filters):
    frame = options(db, scope, Filters(FILTERS.first_day, FILTERS.last_day, **filters))
    return {(row.dimension, row.code): (row.name, row.n) for row in frame.itertuples(index=False)}


@pytest.mark.usefixtures("meldingen")
def test_options_count_what_came_in_and_keep_what_did_not(db):
    seen = found(db, Scope.whole(TOWN))
    assert seen["area", "centrum"] == ("Centrum", 1)
    assert seen["area", "daknam"] == ("Daknam", 0)
    assert seen["area", "-"] == ("", 1)
    assert seen["service", "groen"] == ("Groen", 1)
    assert seen["organisation", "lokeren"] == ("Lokeren", 3)
    assert ("category", "-") not in seen


@pytest.mark.usefixtures("meldingen")
def test_a_predecessor_counts_with_its_successor(db):
    seen = found(db, Scope.whole(TOWN, BEFORE, NEIGHBOUR))
    assert {code: n for (dimension, code), (_, n) in seen.items() if dimension == "organisation"} == {
        "lokeren": 4,
        "stekene": 1,
    }
    assert seen["area", "centrum"] == ("Centrum", 2)


@pytest.mark.usefixtures("meldingen")
def test_a_chosen_organisation_narrows_the_others_but_not_itself(db):
    seen = found(db, Scope.whole(TOWN, BEFORE, NEIGHBOUR), organisations=("stekene",))
    assert seen["area", "daknam"] == ("Daknam", 1)
    assert seen["area", "centrum"] == ("Centrum", 0)
    assert seen["organisation", "lokeren"] == ("Lokeren", 4)


@pytest.mark.usefixtures("meldingen")
def test_options_stay_within_the_services_of_a_scope(db):
    seen = found(db, Scope((Reach(TOWN, frozenset({2})),)))
    assert [code for dimension, code in seen if dimension == "service"] == ["groen"]
    assert seen["area", "rozen"] == ("Rozen", 1)
    assert seen["area", "centrum"] == ("Centrum", 0)
    assert not found(db, Scope(()))


@pytest.mark.usefixtures("meldingen")
@pytest.mark.parametrize(
    ("filters", "n"),
    [
        ({}, 3),
        ({"areas": ("centrum",)}, 1),
        ({"areas": ("-",)}, 1),
        ({"areas": ("-", "rozen")}, 2),
        ({"areas": ("centrum",), "services": ("groen",)}, 0),
        ({"kind": MeldingKind.KLACHT}, 1),
        ({"channels": ("unknown",)}, 0),
        ({"organisations": ("stekene",)}, 0),
    ],
)
def test_matching_counts_what_all_filters_leave(db, filters, n):
    asked = Filters(FILTERS.first_day, FILTERS.last_day, **filters)
    assert matching(db, Scope.whole(TOWN), asked) == n


@pytest.mark.usefixtures("meldingen")
def test_choosing_an_organisation_takes_its_predecessors_along(db):
    asked = Filters(FILTERS.first_day, FILTERS.last_day, organisations=("lokeren",))
    assert matching(db, Scope.whole(TOWN, BEFORE, NEIGHBOUR), asked) == 4


@pytest.mark.usefixtures("meldingen")
def test_an_area_that_is_gone_or_of_another_kind_is_offered_while_something_lies_in_it(db, writer):
    with writer.transaction() as connection:
        connection.execute(text("UPDATE area_version SET valid_to = '2026-01-01' WHERE area_id IN (1, 3)"))
        connection.execute(text("UPDATE area SET kind = 'district' WHERE area_id = 2 AND organisation_id = 1"))
    seen = found(db, Scope.whole(TOWN))
    assert {code for dimension, code in seen if dimension == "area"} == {"centrum", "rozen", "-"}

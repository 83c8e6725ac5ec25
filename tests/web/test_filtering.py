"""Address and controls say the same, whichever changed."""

from datetime import date

import pandas as pd
import pytest

from config.errors import InvalidInput
from dashboard.charts.picks import address_of
from dashboard.components.filter_parts import FROM, TO, Name, Part, Place, part_id
from dashboard.components.filter_words import Words, grouped
from dashboard.web import filtering
from dashboard.web.filtering import apply_change, cell_class, changed_by_person, control_values
from queries.filters import Filters, Period

TODAY = date(2026, 11, 22)
USUAL = Filters.for_period(Period.LAST_12_WEEKS, TODAY)


def changed(*changes, start=USUAL):
    filters = start
    for name, value in changes:
        filters = apply_change(filters, name, value, TODAY)
    return address_of(filters)


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ([], ""),
        ([(Name.AREA, ["r", "c"])], "?area=c&area=r"),
        ([(Name.AREA, ["c"]), (Name.AREA, [])], ""),
        ([(Name.AREA, ["c"]), (Name.KIND, "klacht"), (Name.AREA, None)], "?kind=klacht"),
        ([(Name.PERIOD, "last-month")], "?period=last-month"),
        ([(Name.PERIOD, "last-month"), (FROM, "2026-10-12")], "?from=2026-10-12&to=2026-10-31"),
        ([(FROM, "2026-10-12"), (Name.PERIOD, "12w")], ""),
        ([(FROM, "2026-12-05")], "?from=2026-12-05&to=2026-12-05"),
        ([(TO, "2026-01-05")], "?from=2026-01-05&to=2026-01-05"),
        ([(TO, "")], "?from=2026-08-31&to=2026-11-22"),
        ([(TO, "2026-11-01"), (Name.PERIOD, None)], ""),
        ([(Name.DAYS, "calendar"), (Name.DAYS, "working")], ""),
    ],
)
def test_one_control_changes_its_own_part_of_the_address(changes, address):
    assert changed(*changes) == address


@pytest.mark.parametrize(
    ("name", "value"), [(Name.KIND, "x"), (FROM, "yesterday"), (Name.PERIOD, {"a": 1}), (Name.DAYS, 7)]
)
def test_a_value_that_no_control_has_is_refused(name, value):
    with pytest.raises(InvalidInput):
        changed((name, value))


def test_clearing_everything(monkeypatch):
    monkeypatch.setattr(filtering, "usual_filters", lambda: USUAL)
    start = apply_change(apply_change(USUAL, Name.AREA, ["c"], TODAY), Name.PERIOD, "year", TODAY)
    assert changed(("everything", None), start=start) == ""


def test_controls_show_what_the_address_says():
    filters = Filters.from_query({"from": "2026-10-01", "to": "2026-10-31", "area": ["c"], "kind": "vraag"}, TODAY)
    shown = control_values(filters)
    assert (shown[FROM], shown[TO], shown[Name.PERIOD]) == ("2026-10-01", "2026-10-31", "")
    assert shown[Name.AREA] == ["c"]
    assert shown[Name.KIND] == "vraag"
    assert set(shown) == set(Name) | {FROM, TO}


def controls():
    ids = [part_id(Part.CONTROL, name, place) for place in Place for name in (Name.AREA, Name.KIND)]
    return [{"id": one, "value": n} for n, one in enumerate(ids)]


def test_a_bar_that_appears_is_no_change():
    listed = controls()
    assert changed_by_person([one["id"] for one in listed], listed) == []
    assert changed_by_person([None], listed) == []
    assert changed_by_person([], []) == []


def test_a_control_brings_its_value_and_a_cross_none():
    listed = controls()
    cross = part_id(Part.CLEAR, Name.AREA, Place.BAR)
    assert changed_by_person([listed[2]["id"]], listed) == [(Name.AREA, 2)]
    assert changed_by_person([cross], listed) == [(Name.AREA, None)]


def test_options_in_the_order_of_the_alphabet_and_without_last():
    rows = [("area", "1", "Zele", 1), ("area", "-", "", 3), ("area", "2", "Étang", 2), ("area", "3", "eiland", 0)]
    frame = pd.DataFrame(rows, columns=["dimension", "code", "name", "n"])
    assert [(one.name, one.n) for one in grouped(frame)["area"]] == [
        ("eiland", 0),
        ("Étang", 2),
        ("Zele", 1),
        ("Zonder wijk", 3),
    ]


def test_the_look_of_a_filter():
    said = Words({}, frozenset({Name.AREA}), frozenset({Name.ORGANISATION}), "", "")
    assert [cell_class(name, said) for name in (Name.AREA, Name.ORGANISATION, Name.KIND)] == [
        "filter-cell filter-on",
        "filter-cell filter-absent",
        "filter-cell",
    ]

"""Rows for AG Grid: raw values to sort by, texts to read, marks beside them."""

import json
from datetime import date

import pandas as pd

from dashboard.charts.spec import Column, Kind, Table
from dashboard.components.grid import grid

COLUMNS = (
    Column("number", "Melding"),
    Column("stage", "Fase", Kind.STAGE),
    Column("since", "Sinds", Kind.DAY, essential=False),
    Column("over", "Over tijd", Kind.SIGNED, over=True),
)


def shown():
    rows = [("M-1", "waiting_on_citizen", date(2026, 11, 12), 66.0), ("M-2", "resolved", None, None)]
    frame = pd.DataFrame(rows, columns=[column.key for column in COLUMNS])
    return grid(Table(frame, COLUMNS), {"type": "grid"})


def test_values_sort_and_texts_are_read():
    first, second = shown().rowData
    assert (first["since"], first["over"]) == ("2026-11-12", 66.0)
    assert first["shown"] == {"number": "M-1", "stage": "Wacht op melder", "since": "12 nov 2026", "over": "+66"}
    assert (second["since"], second["over"]) == (None, None)
    assert second["shown"]["since"] == "–"


def test_marks_only_where_they_say_something():
    first, second = shown().rowData
    assert first["marks"] == {"stage": "icon icon-paused", "over": "over"}
    assert second["marks"] == {"stage": "icon icon-good"}


def test_columns_know_what_a_phone_keeps_and_where_numbers_stand():
    columns = shown().columnDefs
    assert [column["context"]["essential"] for column in columns] == [True, True, False, True]
    assert [column["type"] for column in columns] == [None, None, None, "rightAligned"]


def test_rows_are_plain_json():
    assert json.loads(json.dumps(shown().rowData))[0]["number"] == "M-1"

"""Files of any length: the same file as in one go, rows taken a few at a time, nothing left on the disk."""

import csv
import io
import re
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dashboard.charts.spec import Column, Kind, Table
from dashboard.reports.streaming import LINES_OF_SHEET, as_xlsx_file, csv_portions, pieces, rows_of_sheet
from dashboard.reports.tables import LONGEST_CELL, Header, as_csv, file_name, plain, safe
from tests.reports.test_tables import COLUMNS, HEADER, table

BEGINS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What no cell may begin with, whatever a spreadsheet leaves away before it."""
NASTY = st.text(st.sampled_from(";,|\t\r\n\"' =+-@\u00a0\u200b\ufeff\uff1d\uff20a1\x00\x07\ufffe"), max_size=12)
WORDS = Column("words", "Woorden"), Column("n", "Aantal", Kind.COUNT)


def frames(*sizes: int) -> list[pd.DataFrame]:
    return [pd.DataFrame({"words": [f"rij {n}" for n in range(size)], "n": range(size)}) for size in sizes]


def cells_of(text: str) -> list[str]:
    """The cells of a CSV as a spreadsheet sees them."""
    return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row]


def begins_a_formula(cell: str) -> bool:
    """Whether it does after what a spreadsheet may leave away."""
    return cell.startswith(("\t", "\r", "\n")) or cell.lstrip(' \t\r\n\u00a0\u200b\ufeff"').startswith(BEGINS)


def test_portions_together_are_the_file() -> None:
    whole = table()
    halves = [whole.frame.iloc[:1], whole.frame.iloc[1:]]
    assert b"".join(csv_portions(HEADER, COLUMNS, halves)) == as_csv(HEADER, whole)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_more_than_one_frame_is_held(form: str) -> None:
    """Each frame is let go of before the next one is asked for."""
    held: list[int] = []

    class Watched(pd.DataFrame):
        def __del__(self) -> None:
            held.pop()

    def rows() -> Any:
        for frame in frames(3, 3, 3, 3):
            watched = Watched(frame)
            held.append(1)
            assert len(held) <= 2
            yield watched
            del watched

    if form == "csv":
        assert sum(1 for _ in csv_portions(HEADER, WORDS, rows())) == 5
    else:
        as_xlsx_file(HEADER, WORDS, rows()).close()
    assert not held


def test_a_workbook_of_several_frames_holds_every_row() -> None:
    with as_xlsx_file(HEADER, WORDS, frames(2, 0, 3)) as file:
        sheet = load_workbook(io.BytesIO(b"".join(pieces(file))))["Gegevens"]
    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)]
    assert told == [["Woorden", "Aantal"], *(["rij 0", 0], ["rij 1", 1]), *(["rij 0", 0], ["rij 1", 1], ["rij 2", 2])]


def test_who_gives_up_leaves_nothing_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen: list[int] = []

    def tired() -> None:
        seen.append(len(list(tmp_path.rglob("*"))))
        if len(seen) > 1:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        as_xlsx_file(HEADER, WORDS, frames(2, 2), tired)
    assert max(seen) > 0
    assert list(tmp_path.iterdir()) == []
    with as_xlsx_file(HEADER, WORDS, frames(2)):
        assert list(tmp_path.iterdir()) == []  # open, but without a name


def test_the_lines_above_the_rows_take_their_place_in_a_sheet() -> None:
    counted = Header(*("x",) * 5, rows=7)
    assert rows_of_sheet(HEADER) == LINES_OF_SHEET - 7
    assert rows_of_sheet(counted) == LINES_OF_SHEET - 8
    assert counted.lines()[-1] == ("Rijen", "7")


@given(NASTY, NASTY, NASTY)
def test_no_cell_of_a_csv_is_a_formula(head: str, above: str, cell: str) -> None:
    columns = Column("words", head), Column("words", cell)
    told = Table(pd.DataFrame({"words": [cell]}), columns)
    text = as_csv(Header(above, cell, head, above, cell), told).decode().removeprefix("\ufeff")
    found = cells_of(text)
    assert not [one for one in found if begins_a_formula(one)]
    assert found[-2:] == [safe(cell)] * 2


@given(NASTY)
def test_no_part_of_a_text_is_a_formula_where_it_is_split(text: str) -> None:
    """As a spreadsheet does that splits at other signs than ours, or reads no quotes."""
    assert not [part for part in re.split("[;,|\t\r\n]", safe(text)) if begins_a_formula(part)]


@given(NASTY)
def test_nothing_is_said_twice(text: str) -> None:
    assert safe(text).replace("'", "") == plain(text).replace("'", "")


@settings(max_examples=20)
@given(st.text(max_size=40))
def test_a_workbook_can_hold_any_text(text: str) -> None:
    told = pd.DataFrame({"words": [text], "n": [1]})
    with as_xlsx_file(Header(*(text,) * 5), (Column("words", text), WORDS[1]), [told]) as file:
        book = load_workbook(io.BytesIO(file.read()))
    assert book.sheetnames == ["Gegevens"]
    sheet = book["Gegevens"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}


def test_a_text_longer_than_a_cell_is_cut() -> None:
    assert len(plain("x" * 40_000)) == LONGEST_CELL
    assert plain("x" * LONGEST_CELL) == "x" * LONGEST_CELL


def test_the_name_of_a_file_is_of_ours() -> None:
    assert file_name(("beheer-logboek", "log", "2026-11-22"), "csv") == "beheer-logboek-log-2026-11-22.csv"

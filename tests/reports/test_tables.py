"""Files of a chart: what a Dutch or English spreadsheet reads, and no formula in it."""

import io
from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook

from config.language import use_language
from dashboard.charts.spec import Column, Kind, Table
from dashboard.reports.tables import Header, as_csv, as_xlsx, file_name, safe

HEADER = Header("Op tijd", "Periode: 2026", "22 nov 2026 14:32", "Meldpunt", "intern")
COLUMNS = (
    Column("name", "Naam"),
    Column("n", "Aantal", Kind.COUNT),
    Column("median", "Mediaan", Kind.DECIMAL),
    Column("share", "Aandeel", Kind.SHARE),
    Column("week", "Week", Kind.WEEK),
    Column("stage", "Fase", Kind.STAGE),
)


def table():
    rows = [
        ("=1+1", 12345, 7.5, 0.749, date(2026, 11, 16), "resolved"),
        ("gewoon", 3, None, None, date(2026, 11, 9), "reopened"),
    ]
    return Table(pd.DataFrame(rows, columns=[column.key for column in COLUMNS]), COLUMNS)


def test_csv_opens_in_a_dutch_spreadsheet():
    assert as_csv(HEADER, table()).decode() == (
        "\ufeffTitel;Op tijd\r\n"
        "Filters;Periode: 2026\r\n"
        "Gegevens tot;22 nov 2026 14:32\r\n"
        "Bron;Meldpunt\r\n"
        "Gevoeligheid;intern\r\n"
        "\r\n"
        "Naam;Aantal;Mediaan;Aandeel;Week;Fase\r\n"
        "'=1+1;12345;7,5;0,749;2026-11-16;Opgelost\r\n"
        "gewoon;3;;;2026-11-09;Heropend\r\n"
    )


def test_csv_in_english_has_points():
    with use_language("en"):
        assert ";7.5;0.749;" in as_csv(HEADER, table()).decode()


def test_header_cannot_carry_a_formula():
    header = Header("@SUM(A1)", "-x", "", "+y", "intern")
    lines = as_csv(header, table()).decode().splitlines()
    assert lines[:4] == ["\ufeffTitel;'@SUM(A1)", "Filters;'-x", "Gegevens tot;", "Bron;'+y"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"])
def test_what_begins_a_formula_gets_a_quote(text):
    assert safe(text).startswith("'")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Boom;=1", "Boom;'=1"),
        ("Boom; +1", "Boom; '+1"),
        ('Boom;"=1', "Boom;\"'=1"),
        ("Boom\n=1+1", "Boom\n'=1+1"),
        ("a\r\n@x\t-1", "a\r\n'@x\t'-1"),
        ("2 + 2 = 4; groen-blauw", "2 + 2 = 4; groen-blauw"),
    ],
)
def test_what_would_begin_a_cell_of_its_own_gets_one_too(text, said):
    assert safe(text) == said


def test_other_text_stays():
    assert safe("Wegdek - herstel") == "Wegdek - herstel"


def test_xlsx_holds_real_values_and_no_formula():
    sheet = load_workbook(io.BytesIO(as_xlsx(HEADER, table()))).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0][:2]] == ["Titel", "Op tijd"]
    first, second = rows[7], rows[8]
    assert [cell.value for cell in first][:4] == ["=1+1", 12345, 7.5, 0.749]
    assert first[0].data_type == "s"
    assert first[3].number_format == "0.0%"
    assert first[4].value.date() == date(2026, 11, 16)
    assert first[5].value == "Opgelost"
    assert [cell.value for cell in second][2:4] == [None, None]


def test_a_file_is_named_after_page_chart_and_period():
    assert file_name(("meldingen", "stock", "2026-08-31"), "csv") == "meldingen-stock-2026-08-31.csv"

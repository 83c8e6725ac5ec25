"""A chart's table as a file: a header block that says what the figures are, then the same rows as on the screen."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from config.kinds import EventKind
from config.language import N_, current_language, t
from dashboard.charts.spec import NUMERIC, Kind, Table, stage_label

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM = "\ufeff"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_BEGINS_ANOTHER = re.compile(r"""([;\t\r\n][\s"]*)(?=[=+\-@])""")
_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.DECIMAL: "#,##0.0",
    Kind.SIGNED: "#,##0.0",
    Kind.SHARE: "0.0%",
    Kind.DEGREES: "0.00000",
    Kind.DAY: "yyyy-mm-dd",
}


@dataclass(frozen=True)
class Header:
    """What stands above the rows. All texts are final; `filters` are in words."""

    title: str
    filters: str
    as_of: str
    source: str
    sensitivity: str

    def lines(self) -> list[tuple[str, str]]:
        """Label and text of each line."""
        return [
            (t(N_("Title")), self.title),
            (t(N_("Filters")), self.filters),
            (t(N_("Data up to")), self.as_of),
            (t(N_("Source")), self.source),
            (t(N_("Sensitivity")), self.sensitivity),
        ]


def as_csv(header: Header, table: Table) -> bytes:
    """CSV as a Dutch spreadsheet opens it: semicolons, decimal comma, UTF-8 with BOM; English gets a decimal point."""
    text = io.StringIO()
    text.write(_BOM)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe(label), safe(value)] for label, value in header.lines())
    writer.writerow([])
    writer.writerow([safe(column.header) for column in table.columns])
    for record in table.records():
        writer.writerow([_csv_cell(record[column.key], column.kind_of(record)) for column in table.columns])
    return text.getvalue().encode()


def as_xlsx(header: Header, table: Table) -> bytes:
    """A workbook with one sheet; numbers, shares and dates are real ones."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, WORKBOOK_OPTIONS) as book:
        sheet = book.add_worksheet(t(N_("Data")))
        write_header(sheet, header)
        top = len(header.lines()) + 1
        write_rows(sheet, top, table, Styles(book))
        sheet.freeze_panes(top + 1, 0)
    return file.getvalue()


WORKBOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""No text of ours becomes a formula, a link or a number."""


class Styles:
    """The formats of a workbook: headers, and each kind of column."""

    def __init__(self, book: Any) -> None:
        self.bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.kinds = {kind: book.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}


def write_header(sheet: Any, header: Header) -> None:
    """What the figures are, from the first line of a sheet on."""
    for number, line in enumerate(header.lines()):
        sheet.write_row(number, 0, line)


def write_rows(sheet: Any, top: int, table: Table, styles: Styles) -> None:
    """Headers in line `top` of a sheet (counted from 0), rows below them."""
    sheet.write_row(top, 0, [column.header for column in table.columns], styles.bold)
    for number, record in enumerate(table.frame.to_dict("records"), start=top + 1):
        for place, column in enumerate(table.columns):
            kind = column.kind_of(record)
            _write(sheet, number, place, record[column.key], kind, styles.kinds.get(_cell_kind(kind)))
    sheet.set_column(0, max(len(table.columns) - 1, 0), 18)


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a quote before what would begin one, also where a spreadsheet that
    splits at semicolons, tabs or lines begins another cell."""
    quoted = _BEGINS_ANOTHER.sub(r"\1'", text)
    return f"'{quoted}" if quoted.startswith(_DANGEROUS) else quoted


def _cell_kind(kind: Kind) -> Kind:
    return Kind.DAY if kind is Kind.WEEK else kind


def _csv_cell(value: Any, kind: Kind) -> str:
    if value is None or pd.isna(value):
        return ""
    match _cell_kind(kind):
        case Kind.COUNT:
            return str(int(value))
        case Kind.DECIMAL | Kind.SIGNED | Kind.SHARE | Kind.DEGREES:
            text = repr(float(value))
            return text.replace(".", ",") if current_language() == "nl" else text
        case Kind.DAY:
            return _day(value).isoformat()
        case _:
            return safe(_text(value, kind))


def _write(sheet: Any, row: int, place: int, value: Any, kind: Kind, style: Any) -> None:
    if value is None or pd.isna(value):
        sheet.write_blank(row, place, None, style)
    elif kind in NUMERIC:
        sheet.write_number(row, place, float(value), style)
    elif _cell_kind(kind) is Kind.DAY:
        sheet.write_datetime(row, place, _day(value), style)
    else:
        sheet.write_string(row, place, _text(value, kind))


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def _text(value: Any, kind: Kind) -> str:
    return stage_label(EventKind(value)) if kind is Kind.STAGE else str(value)


def file_name(parts: Sequence[str], ending: str) -> str:
    """A name for a download: 'meldingen-stock-2026-08-31-2026-11-22.csv'."""
    return "-".join(parts) + f".{ending}"

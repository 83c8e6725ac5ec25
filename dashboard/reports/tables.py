"""A chart's table as a file: a header block that says what the figures are, then the same rows as on the screen."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from config.kinds import EventKind
from config.language import N_, current_language, t
from dashboard.charts.spec import NUMERIC, Column, Kind, Table, stage_label

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM = "\ufeff"
_BLANK = r"\s\u00ad\u180e\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff"
"""What a spreadsheet may leave away before it looks at a cell: spaces of all kinds, and signs that nobody sees."""
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
"""What begins a formula, also as wide as an ideograph: a Japanese spreadsheet takes those for the same."""
_DANGEROUS = re.compile(f"""[\t\r\n]|[{_BLANK}"]*[{_SIGNS}]""")
_BEGINS_ANOTHER = re.compile(f"""([;,|\t\r\n][{_BLANK}"]*)(?=[{_SIGNS}])""")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACED, _MORE = "\ufffd", "…"
LONGEST_CELL = 32_767
"""Characters that a cell of a spreadsheet holds."""
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
    """What stands above the rows. All texts are final; `filters` are in words. `rows` is how many follow, where that is
    told: so that a file that was cut short shows."""

    title: str
    filters: str
    as_of: str
    source: str
    sensitivity: str
    rows: int | None = None

    def lines(self) -> list[tuple[str, str]]:
        """Label and text of each line."""
        return [
            (t(N_("Title")), self.title),
            (t(N_("Filters")), self.filters),
            (t(N_("Data up to")), self.as_of),
            (t(N_("Source")), self.source),
            (t(N_("Sensitivity")), self.sensitivity),
            *([] if self.rows is None else [(t(N_("Rows")), str(self.rows))]),
        ]


def as_csv(header: Header, table: Table) -> bytes:
    """CSV as a Dutch spreadsheet opens it: semicolons, decimal comma, UTF-8 with BOM; English gets a decimal point."""
    return csv_head(header, table.columns) + csv_rows(table)


def csv_head(header: Header, columns: Sequence[Column]) -> bytes:
    """What stands above the rows of a CSV, with the names of its columns."""
    lines = [[safe(label), safe(value)] for label, value in header.lines()]
    return _BOM.encode() + _lines([*lines, [], [safe(column.header) for column in columns]])


def csv_rows(table: Table) -> bytes:
    """The rows of a CSV."""
    return _lines(zip(*(_csv_column(table.frame, column) for column in table.columns), strict=True))


def _csv_column(frame: pd.DataFrame, column: Column) -> list[str]:
    """The cells of a column. Most texts come again and again, so each is looked at once."""
    values = frame[column.key].tolist()
    if column.kinds:
        return [_csv_cell(value, Kind(kind)) for value, kind in zip(values, frame[column.kinds], strict=True)]
    if column.kind in NUMERIC or _cell_kind(column.kind) is Kind.DAY:
        return [_csv_cell(value, column.kind) for value in values]
    known: dict[Any, str] = {}
    return [
        known[value] if value in known else known.setdefault(value, _csv_cell(value, column.kind)) for value in values
    ]


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
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
        for place, text in enumerate(line):
            sheet.write_string(number, place, plain(text))


def write_rows(sheet: Any, top: int, table: Table, styles: Styles) -> None:
    """Headers in line `top` of a sheet (counted from 0), rows below them."""
    write_heads(sheet, top, table.columns, styles)
    for number, record in enumerate(table.records(), start=top + 1):
        write_record(sheet, number, record, table.columns, styles)


def write_heads(sheet: Any, top: int, columns: Sequence[Column], styles: Styles) -> None:
    """The headers of some columns, and how wide these are."""
    sheet.set_column(0, max(len(columns) - 1, 0), 18)
    for place, column in enumerate(columns):
        sheet.write_string(top, place, plain(column.header), styles.bold)


def write_record(sheet: Any, number: int, record: Mapping[Any, Any], columns: Sequence[Column], styles: Styles) -> None:
    """One row, in line `number` of a sheet."""
    for place, column in enumerate(columns):
        kind = column.kind_of(record)
        _write(sheet, number, place, record[column.key], kind, styles.kinds.get(_cell_kind(kind)))


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a quote before what would begin one, also where a spreadsheet that
    splits at semicolons, commas, bars, tabs or lines begins another cell. Signs that no file can hold are replaced."""
    quoted = _BEGINS_ANOTHER.sub(r"\1'", plain(text))
    return f"'{quoted}" if _DANGEROUS.match(quoted) else quoted


def plain(text: str) -> str:
    """Text without the signs that XML, and so a workbook, cannot hold, and no longer than a cell."""
    whole = _NOT_IN_XML.sub(_REPLACED, text)
    return whole if len(whole) <= LONGEST_CELL else whole[: LONGEST_CELL - 1] + _MORE


def _cell_kind(kind: Kind) -> Kind:
    return Kind.DAY if kind is Kind.WEEK else kind


def _missing(value: Any) -> bool:
    """As pandas says it of one value, and some ten times as quick: a large file asks it of each cell."""
    return value is None or value is pd.NaT or value is pd.NA or value != value  # noqa: PLR0124  # as NaN does


def _csv_cell(value: Any, kind: Kind) -> str:
    if _missing(value):
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
    if _missing(value):
        sheet.write_blank(row, place, None, style)
    elif kind in NUMERIC:
        sheet.write_number(row, place, float(value), style)
    elif _cell_kind(kind) is Kind.DAY:
        sheet.write_datetime(row, place, _day(value), style)
    else:
        sheet.write_string(row, place, plain(_text(value, kind)))


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def _text(value: Any, kind: Kind) -> str:
    return stage_label(EventKind(value)) if kind is Kind.STAGE else str(value)


def file_name(parts: Sequence[str], ending: str) -> str:
    """A name for a download: 'meldingen-stock-2026-08-31-2026-11-22.csv'."""
    return "-".join(parts) + f".{ending}"

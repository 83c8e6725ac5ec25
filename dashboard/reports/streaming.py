"""Files of any length in the memory of a few thousand rows: CSV in portions, and a workbook that is written to disk.

What stands in them is what `dashboard.reports.tables` writes of the same rows; docs/exports.md tells the limits.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

import pandas as pd

from config.language import N_, t
from dashboard.charts.spec import Column, Table
from dashboard.reports.tables import (
    WORKBOOK_OPTIONS,
    Header,
    Styles,
    csv_head,
    csv_rows,
    write_header,
    write_heads,
    write_record,
)

LINES_OF_SHEET = 1_048_576
"""Lines that a sheet of a workbook holds; no spreadsheet opens one with more."""
PIECE = 1024 * 1024
"""Bytes of a finished file that are handed on at once."""


def rows_of_sheet(header: Header) -> int:
    """How many rows find a place in a sheet, below this header and the names of the columns."""
    return LINES_OF_SHEET - len(header.lines()) - 2


def csv_portions(header: Header, columns: Sequence[Column], frames: Iterable[pd.DataFrame]) -> Iterator[bytes]:
    """A CSV in portions: first what stands above the rows, then the rows of each frame."""
    yield csv_head(header, columns)
    for frame in frames:
        yield csv_rows(Table(frame, tuple(columns)))


def as_xlsx_file(
    header: Header,
    columns: Sequence[Column],
    frames: Iterable[pd.DataFrame],
    going_on: Callable[[], None] = lambda: None,
) -> IO[bytes]:
    """A workbook with one sheet, as an open file at its begin; it is gone from the disk once it is closed.

    Rows go to the disk one by one, texts stand in their cells (as inline strings). `going_on` is called now and then
    and may raise, to give up: then nothing is left on the disk either.
    """
    import xlsxwriter

    file = TemporaryFile()  # noqa: SIM115  # who asks for it closes it
    try:
        with TemporaryDirectory() as folder:
            options = WORKBOOK_OPTIONS | {"in_memory": False, "constant_memory": True, "tmpdir": folder}
            book = xlsxwriter.Workbook(file, options)
            book.use_zip64()
            try:
                _fill(book, header, columns, frames, going_on)
                book.close()
            finally:
                for sheet in book.worksheets():  # its rows so far: closing the book does this, giving up does not
                    sheet.row_data_fh.close()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _fill(
    book: Any,
    header: Header,
    columns: Sequence[Column],
    frames: Iterable[pd.DataFrame],
    going_on: Callable[[], None],
) -> None:
    sheet, styles = book.add_worksheet(t(N_("Data"))), Styles(book)
    top = len(header.lines()) + 1
    write_header(sheet, header)
    write_heads(sheet, top, columns, styles)
    sheet.freeze_panes(top + 1, 0)
    line = top
    for frame in frames:
        going_on()
        for line, record in enumerate(frame.to_dict("records"), start=line + 1):  # noqa: B020  # goes on where it was
            write_record(sheet, line, record, columns, styles)


def as_file(portions: Iterable[bytes], going_on: Callable[[], None] = lambda: None) -> IO[bytes]:
    """Portions as an open file at its begin, in the same way: for who has to be told its length beforehand."""
    file = TemporaryFile()  # noqa: SIM115  # who asks for it closes it
    try:
        for portion in portions:
            going_on()
            file.write(portion)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """A file in pieces."""
    while piece := file.read(PIECE):
        yield piece

"""Rows of one sheet of an XLSX file, as texts; guarded against files that unpack to more than a machine can hold."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from config.errors import ImportRefused
from config.language import N_
from dashboard.store.sources.mapping_parts import FilePart
from dashboard.store.sources.rows import Chunk, Table, chunk_of

CHUNK_ROWS = 20_000
MOST_BYTES = 2 << 30
MOST_RATIO = 300
MOST_CELLS = 80_000_000
_SMALL = 10 << 20
_BLOCK = 1 << 20
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")

_NOT_XLSX = N_("{file} is not an XLSX file, or it is cut off or damaged. Fetch it again, or save it as .xlsx.")
_BOMB = N_("{file} unpacks to {megabytes} MB, more than this program accepts. Nothing was read.")
_TOO_WIDE = N_("{file} has a sheet of {rows} rows by {columns} columns, more than this program accepts.")
_LOCKED = N_("{file} is protected with a password. Save it without one.")
_SHEETS = N_('{file} has several sheets. Write sheet = "..." in the mapping, one of: {sheets}.')
_NO_SHEET = N_("{file} has no sheet {sheet}. It has: {sheets}.")
_EMPTY = N_("{file} is empty.")


@contextmanager
def open_xlsx(path: Path, options: FilePart) -> Iterator[Table]:
    """The table on a sheet of an XLSX file. Raises ImportRefused."""
    _check_size(path)
    sheet = _sheet(path, options.sheet)
    rows = sheet.iter_rows()
    header: list[Any] = []
    for _ in range(options.header_row):
        header = next(rows, [])
    if not any(header):
        raise ImportRefused(_EMPTY, file=path.name)
    done = [options.header_row]
    chunks = _chunks(rows, options.header_row + 1, done)
    yield Table([_text(cell).strip() for cell in header], chunks, lambda: done[0], max(sheet.total_height, 1))


def _check_size(path: Path) -> None:
    """Before anything is unpacked: what it would unpack to, and how large the largest sheet is."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            total = sum(member.file_size for member in members)
            squeezed = max((m.file_size / max(m.compress_size, 1) for m in members if m.file_size > _SMALL), default=0)
            if total > MOST_BYTES or squeezed > MOST_RATIO:
                raise ImportRefused(_BOMB, file=path.name, megabytes=total >> 20)
            for member in members:
                if member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml"):
                    _check_extent(archive, member, path.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise ImportRefused(_NOT_XLSX, file=path.name) from None


def _check_extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> None:
    """A sheet is held as one rectangle: two cells in far corners would fill the memory."""
    columns, rows, rest = {b"A"}, 1, b""
    with archive.open(member) as stream:
        while block := stream.read(_BLOCK):
            found = _CELL.findall(rest + block)
            columns.update(name for name, _ in found)
            rows = max(rows, max((int(row) for _, row in found), default=1))
            rest = block[-64:]
    width = max(map(_column_number, columns))
    if width * rows > MOST_CELLS:
        raise ImportRefused(_TOO_WIDE, file=file, rows=rows, columns=width)


def _column_number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _sheet(path: Path, wanted: str | None) -> CalamineSheet:
    try:
        book = CalamineWorkbook.from_path(str(path))
        name = _choose(book.sheet_names, wanted, path.name)
        return book.get_sheet_by_name(name)
    except CalamineError as error:
        locked = "password" in type(error).__name__.lower() or "password" in str(error).lower()
        raise ImportRefused(_LOCKED if locked else _NOT_XLSX, file=path.name) from None


def _choose(names: list[str], wanted: str | None, file: str) -> str:
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted is None:
        raise ImportRefused(_SHEETS, file=file, sheets=", ".join(names))
    if wanted not in names:
        raise ImportRefused(_NO_SHEET, file=file, sheet=wanted, sheets=", ".join(names))
    return wanted


def _text(cell: Any) -> str:
    """A cell as text; dates in ISO form, whole numbers without a decimal part."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def _chunks(rows: Iterator[list[Any]], line: int, done: list[int]) -> Iterator[Chunk]:
    ended = False
    while not ended:
        texts = [list(map(_text, row)) for row, _ in zip(rows, range(CHUNK_ROWS), strict=False)]
        ended = len(texts) < CHUNK_ROWS
        done[0] = line + len(texts) - 1
        yield chunk_of(texts, line, line + len(texts))
        line += len(texts)

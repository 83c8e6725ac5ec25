"""A table in a file, by mapping file: chunks of rows become batches of staged events, with everything odd said.

The main path works on whole columns; only rows that are refused or suspect are looked at one by one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import cache
from hashlib import file_digest
from pathlib import Path

from config.clock import Clock, day_end, to_utc
from config.errors import ImportRefused
from config.language import N_
from dashboard.store.sources.cells import Layout
from dashboard.store.sources.converter import Converter, Settled
from dashboard.store.sources.converters import Context, converter_of
from dashboard.store.sources.csv_rows import open_csv
from dashboard.store.sources.mapping_base import FileMapping
from dashboard.store.sources.personal import personal_columns
from dashboard.store.sources.rows import Table
from dashboard.store.sources.xlsx_rows import open_xlsx
from dashboard.store.staging import Batch, Delivery

CSV, XLSX = "csv", "xlsx"
_SHEETS = (XLSX, "openstad", "openstad-votes", "govocal")
"""Kinds of source that come as a spreadsheet; any other is a CSV file. All but the first have a preset."""
Progress = Callable[[int, int], None]
"""Called with how much of the file was read, and how much there is."""

_NO_FILE = N_("The file {file} does not exist.")
_UNREADABLE = N_("The file {file} cannot be read.")
NO_ROWS = N_("{file} has a header but no rows.")
_NO_COLUMN = N_("{file} has no column {column}, which the mapping uses for {field}. Closest: {closest}.")
_ONE_COLUMN = N_(
    "{file} has no column {column}, which the mapping uses for {field}. Its header is one single column: is the "
    "separator right? It begins with: {header}"
)
_TWICE = N_("{file} has more than one column {column}, which the mapping uses for {field}. Rename one of them.")
_PERSONAL_KEY = N_(
    "Column {column}, mapped to {field}, holds personal data and is not read. Map another column, or name it under "
    "keep if it does not."
)
_LACKING = N_("The file has no column {columns}. That is allowed; nothing is known of what would stand there.")


@contextmanager
def deliver(
    path: Path,
    mapping: FileMapping,
    *,
    kind: str,
    organisation_id: int,
    clock: Clock,
    as_of: datetime | None = None,
    progress: Progress | None = None,
    context: Context | None = None,
) -> Iterator[Delivery]:
    """The delivery of a file with one table for the loader; its batches are read while the block runs.

    `as_of` goes before the mapping's. Raises ImportRefused, here or while batches are read.
    """
    with _open(path, kind, mapping) as table:
        sha256 = cache(lambda: sha256_of(path))  # asked for more than once, read once
        origin = Origin(path.name, sha256, iso_first=kind in _SHEETS)
        yield delivery_of(
            table, mapping, origin, organisation_id, clock, as_of=as_of, progress=progress, context=context
        )


@dataclass(frozen=True)
class Origin:
    """Where a table comes from: its name in messages, its checksum, and whether it has dates in ISO form of its own."""

    name: str
    sha256: Callable[[], str]
    iso_first: bool = False
    no_rows: str = NO_ROWS


def delivery_of(
    table: Table,
    mapping: FileMapping,
    origin: Origin,
    organisation_id: int,
    clock: Clock,
    *,
    as_of: datetime | None = None,
    progress: Progress | None = None,
    context: Context | None = None,
) -> Delivery:
    """The delivery of any table for the loader. Raises ImportRefused, here or while batches are read."""
    missing = mapping.missing(table.header)
    if missing:
        mapping = mapping.without(missing)
    layout = layout_of(table, mapping, origin.name)
    told = as_of or constant_as_of(mapping, clock)
    settled = Settled(layout, clock.now(), told, origin.iso_first)
    context = context or Context()
    converter = converter_of(mapping, settled, context, origin.name)
    if missing:
        converter.findings.suspect(0, _LACKING, columns=", ".join(missing))
    return Delivery(
        organisation_id=organisation_id,
        source_code=mapping.source.code,
        source_name=mapping.source.name,
        batches=_batches(table, converter, origin, progress or (lambda _done, _size: None)),
        as_of=converter.as_of,
        made=min(told, clock.now()) if told and mapping.reads_a_moment else None,
        snapshot=mapping.snapshot,
        file_name=origin.name,
        file_sha256=origin.sha256,
        dropped_columns=lambda: (*_personal(table, mapping), *converter.dropped()),
        pictures=context.album.taken if context.album else tuple,
    )


@contextmanager
def _open(path: Path, kind: str, mapping: FileMapping) -> Iterator[Table]:
    if not path.is_file():
        raise ImportRefused(_NO_FILE, file=path.name)
    opener = open_xlsx if kind in _SHEETS else open_csv
    try:
        with opener(path, mapping.file) as table:
            yield table
    except OSError:
        raise ImportRefused(_UNREADABLE, file=path.name) from None


def sha256_of(path: Path) -> str:
    """The checksum of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def as_instant(told: date | datetime, zone: str) -> datetime:
    """A day (up to its end) or a time, in `zone` unless it has its own offset, as a UTC instant."""
    if not isinstance(told, datetime):
        return day_end(told, zone)
    return told.astimezone(UTC) if told.tzinfo else to_utc(told, zone).instant


def constant_as_of(mapping: FileMapping, clock: Clock) -> datetime | None:
    """Up to when the mapping says that its files are complete; None when it does not."""
    told = mapping.dates.as_of
    if told is None:
        return None
    return as_instant(told, mapping.zone) if isinstance(told, date) else clock.now()


def _personal(table: Table, mapping: FileMapping) -> tuple[str, ...]:
    return personal_columns(table.header, mapping.file.personal, mapping.kept)


def layout_of(table: Table, mapping: FileMapping, file: str) -> Layout:
    """Where each field stands in the row; personal columns are left out."""
    header, dropped = table.header, _personal(table, mapping)
    used = {}
    for field, column in mapping.columns_used().items():
        _check_column(header, field, column, file)
        if column not in dropped:
            used[field] = header.index(column)
        elif field in mapping.needed:
            raise ImportRefused(_PERSONAL_KEY, column=column, field=field)
    empty = frozenset(mapping.file.empty)
    columns, guarded = mapping.columns_used(), mapping.file.formula_guard
    return Layout(used, columns, len(header), empty, table.separator, mapping.loose, guarded)


def _check_column(header: list[str], field: str, column: str, file: str) -> None:
    if header.count(column) > 1:
        raise ImportRefused(_TWICE, file=file, column=column, field=field)
    if column in header:
        return
    if len(header) == 1:
        raise ImportRefused(_ONE_COLUMN, file=file, column=column, field=field, header=header[0][:80])
    lower = {name.casefold(): name for name in header if name}
    close = get_close_matches(column.casefold(), lower, n=3, cutoff=0.4) or list(lower)[:5]
    closest = ", ".join(lower[name] for name in close)
    raise ImportRefused(_NO_COLUMN, file=file, column=column, field=field, closest=closest)


def _batches(table: Table, converter: Converter, origin: Origin, progress: Progress) -> Iterator[Batch]:
    for chunk in table.chunks:
        yield converter.batch(chunk)
        progress(table.position(), table.size)
    if not converter.findings.read:
        raise ImportRefused(origin.no_rows, file=origin.name)
    yield converter.last()

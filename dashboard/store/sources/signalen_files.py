"""The CSV files of a set of Signalen: found in a folder or a zip file, read by column."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

import numpy as np

from config.errors import ImportRefused
from config.language import N_
from dashboard.store.sources.csv_rows import open_csv
from dashboard.store.sources.mapping_parts import FilePart
from dashboard.store.sources.rows import Row

SIGNALS, STATUSES, CATEGORIES = "signals.csv", "statuses.csv", "categories.csv"
LOCATIONS, ROUTING, FEEDBACK = "locations.csv", "routing_departments.csv", "kto-feedback-*.csv"
NEEDED = (SIGNALS, STATUSES, CATEGORIES)
READ = (*NEEDED, LOCATIONS, ROUTING, FEEDBACK)
PERSONAL = ("reporters.csv", "notes.csv", "signals_assigned_user.csv")
"""Files about who reported and who handles: not opened, only named."""
LARGEST_SET = 8 << 30
_NONE = {"null", '""'}  # what the export writes for an empty value of JSON

_NO_SET = N_("There is no folder or zip file {file}.")
_DAMAGED = N_("{file} is not a zip file, or is damaged. Fetch it again.")
_TOO_LARGE = N_("{file} unpacks to more than {most} GB.")
_NO_FILE = N_("{folder} has no {file}. Is it the whole CSV set of Signalen?")
_SEVERAL = N_("{folder} has more than one {file}: {found}. Keep one set in the folder.")
_NO_COLUMN = N_("{file} has no column {column}. Is it of a CSV set of Signalen?")


@dataclass(frozen=True)
class Sheet:
    """Texts of one file by column, each with its line; `odd` lines have another width, `cut` has no line end."""

    name: str
    header: list[str]
    lines: np.ndarray
    columns: dict[str, np.ndarray]
    odd: tuple[tuple[int, int], ...] = ()
    cut: int | None = None

    def get(self, column: str) -> np.ndarray:
        """A column; empty texts when the file has none of this name."""
        none = np.full(len(self.lines), "", dtype=object)
        return self.columns.get(column, none)


def empty_sheet(name: str) -> Sheet:
    """A file that the set does not have."""
    return Sheet(name, [], np.empty(0, dtype=np.int64), {})


@contextmanager
def open_set(location: Path) -> Iterator[Path]:
    """The folder of a set, that of a zip file unpacked while the block runs. Raises ImportRefused."""
    if location.is_dir():
        yield location
        return
    if not location.is_file():
        raise ImportRefused(_NO_SET, file=location.name)
    with TemporaryDirectory() as folder:
        try:
            _unpack(location, Path(folder))
        except (BadZipFile, OSError, NotImplementedError, RuntimeError):
            raise ImportRefused(_DAMAGED, file=location.name) from None
        yield Path(folder)


def _unpack(location: Path, folder: Path) -> None:
    with ZipFile(location) as packed:
        members = [member for member in packed.infolist() if member.filename.endswith(".csv")]
        if sum(member.file_size for member in members) > LARGEST_SET:
            raise ImportRefused(_TOO_LARGE, file=location.name, most=LARGEST_SET >> 30)
        for member in members:
            with packed.open(member) as source, (folder / Path(member.filename).name).open("wb") as target:
                shutil.copyfileobj(source, target)


def find(folder: Path, name: str, shown: str) -> Path | None:
    """A file of the set: by its name, or with the time before it (`060000UTC_signals.csv`). Raises ImportRefused."""
    found = sorted({*folder.glob(name), *folder.glob(f"*[0-9]*_{name}")})
    if len(found) > 1:
        raise ImportRefused(_SEVERAL, folder=shown, file=name, found=", ".join(path.name for path in found))
    if not found and name in NEEDED:
        raise ImportRefused(_NO_FILE, folder=shown, file=name)
    return found[0] if found else None


def read_sheet(path: Path, wanted: Iterable[str], needed: Iterable[str], options: FilePart) -> Sheet:
    """The wanted columns of a file, as far as it has them. Raises ImportRefused."""
    with open_csv(path, options) as table:
        header = table.header
        for column in needed:
            if column not in header:
                raise ImportRefused(_NO_COLUMN, file=path.name, column=column)
        places = {name: header.index(name) for name in wanted if name in header}
        columns: dict[str, list[str]] = {name: [] for name in places}
        lines, odd, cut = [], [], None
        for chunk in table.chunks:
            for line, row in zip(chunk.lines.tolist(), chunk.rows, strict=True):
                if len(row) != len(header):
                    odd.append((line, len(row)))
                    continue
                lines.append(line)
                _take(row, places, columns)
            cut = chunk.cut
        texts = {name: np.array(values, dtype=object) for name, values in columns.items()}
        return Sheet(path.name, header, np.array(lines, dtype=np.int64), texts, tuple(odd), cut)


def _take(row: Row, places: dict[str, int], columns: dict[str, list[str]]) -> None:
    for name, place in places.items():
        text = row[place].strip()
        columns[name].append("" if text in _NONE else text)

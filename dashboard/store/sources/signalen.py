"""The CSV set of Signalen (the melding system of Amsterdam and other Dutch municipalities) as a delivery.

signals.csv goes the way of every table, with the first category and place of each melding beside it; the other files
give its steps. These are events of the source itself, so none is inferred.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from config.clock import Clock
from config.errors import ImportRefused
from config.language import N_
from dashboard.store.sources.cells import Cells
from dashboard.store.sources.chunks import MeldingConverter
from dashboard.store.sources.converter import Settled
from dashboard.store.sources.csv_rows import CHUNK_ROWS
from dashboard.store.sources.findings import Judge
from dashboard.store.sources.mapping import TableMapping
from dashboard.store.sources.personal import personal_columns
from dashboard.store.sources.rows import Chunk, Table
from dashboard.store.sources.signalen_files import (
    CATEGORIES,
    FEEDBACK,
    LOCATIONS,
    PERSONAL,
    READ,
    ROUTING,
    SIGNALS,
    STATUSES,
    Sheet,
    empty_sheet,
    find,
    open_set,
    read_sheet,
)
from dashboard.store.sources.signalen_rows import ABOUT, Reader, Reason, answers, with_made
from dashboard.store.sources.signalen_steps import (
    SPLIT,
    Told,
    category_steps,
    evaluation_steps,
    place_steps,
    routing_steps,
    split_closing,
    staged_steps,
    status_steps,
)
from dashboard.store.sources.tabular import NO_ROWS, Progress, constant_as_of, layout_of, sha256_of
from dashboard.store.staging import Batch, Delivery

SIGNALEN = "signalen"
_ODD = N_("{file}: this line has {found} columns instead of {expected}.")
_CUT = N_("{file}: its last line has no line end; the file may be cut off.")
_ELSEWHERE = N_("{count} rows of {file} are about meldingen that signals.csv does not have; they are not used.")
_PARTS = N_("{count} parts of split meldingen are not counted apart: the melding that was split is. The first is here.")
_STRUCTURE = {
    SIGNALS: ("id", "created_at"),
    STATUSES: ("id", ABOUT, "state", "created_at"),
    CATEGORIES: ("id", ABOUT, "created_at", "main", "sub"),
    LOCATIONS: ("id", ABOUT, "created_at", "lat", "lng"),
    ROUTING: ("id", ABOUT, "created_at", "departments"),
    FEEDBACK: (ABOUT, "created_at", "submitted_at", "is_satisfied"),
}
_OF_CATEGORY = ("main", "sub", "main_slug", "sub_slug", "departments", "deadline")
_OF_PLACE = ("lat", "lng", "stadsdeel", "buurt_code", "area_code", "area_name")
_MADE = ("category", "area", "source", "type")
_OPTIONAL = ("parent", *_OF_CATEGORY, *_OF_PLACE)


@contextmanager
def deliver_signalen(
    location: Path,
    mapping: TableMapping,
    *,
    organisation_id: int,
    clock: Clock,
    as_of: datetime | None = None,
    progress: Progress | None = None,
) -> Iterator[Delivery]:
    """The delivery of a set in a folder or zip file. Raises ImportRefused, here or while batches are read."""
    with open_set(location) as folder:
        paths = {name: find(folder, name, location.name) for name in (*READ, *PERSONAL)}
        told = as_of or constant_as_of(mapping, clock)
        reading = _Reading(mapping, _sheets(paths, mapping), clock.now(), told)
        yield Delivery(
            organisation_id=organisation_id,
            source_code=mapping.source.code,
            source_name=mapping.source.name,
            batches=reading.batches(progress or (lambda _done, _size: None)),
            as_of=reading.as_of,
            snapshot=mapping.source.snapshot,
            file_name=location.name,
            file_sha256=cache(lambda: _digest(path for path in paths.values() if path)),
            dropped_columns=tuple(_dropped(reading.sheets.values(), mapping))
            + tuple(path.name for name, path in paths.items() if path and name in PERSONAL),
        )


def _digest(paths: Iterable[Path]) -> str:
    return sha256("".join(map(sha256_of, paths)).encode()).hexdigest()


def _sheets(paths: Mapping[str, Path | None], mapping: TableMapping) -> dict[str, Sheet]:
    mapped = mapping.columns_used().values()
    sheets = {}
    for name, needed in _STRUCTURE.items():
        path = paths[name]
        wanted = dict.fromkeys((*needed, *_OPTIONAL, *mapped))
        sheets[name] = with_made(read_sheet(path, wanted, needed, mapping.file)) if path else empty_sheet(name)
    return sheets


def _dropped(sheets: Iterable[Sheet], mapping: TableMapping) -> Iterator[str]:
    for sheet in sheets:
        if columns := personal_columns(sheet.header, mapping.file.personal, mapping.file.keep):
            yield f"{sheet.name}: {', '.join(columns)}"


class _Reading:
    """One reading of a set: what belongs to each melding, and the batches."""

    def __init__(self, mapping: TableMapping, sheets: dict[str, Sheet], now: datetime, told: datetime | None) -> None:
        self.sheets, self.signals = sheets, sheets[SIGNALS]
        self.now, self.told = now, told
        self.meanings = {state.casefold(): kind for state, kind in mapping.values.status.items()}
        self.header = list(dict.fromkeys([*self.signals.header, *_OF_CATEGORY, *_OF_PLACE, *_MADE]))
        layout = layout_of(Table(self.header, iter(()), lambda: 0, 0), mapping, self.signals.name)
        self.converter = MeldingConverter(mapping, Settled(layout, now), also=self._refuse)
        keys = self.signals.get("id").tolist()
        self.parts = _parts(keys, self.signals.get("parent").tolist())
        self.parts_of: defaultdict[str, list[str]] = defaultdict(list)
        for part, whole in self.parts.items():
            self.parts_of[whole].append(part)
        self.reader = Reader(mapping, self.converter.dates, self.converter.dimensions, frozenset(keys))
        self._read()

    def _read(self) -> None:
        reader, sheets = self.reader, self.sheets
        self.statuses = reader.rows(sheets[STATUSES], *reader.states(sheets[STATUSES], self.meanings))
        self.categories = reader.rows(sheets[CATEGORIES], *reader.categories(sheets[CATEGORIES]))
        self.locations = reader.rows(sheets[LOCATIONS], reader.places(sheets[LOCATIONS]), {})
        self.routing = reader.rows(sheets[ROUTING], {"service": reader.codes("service", sheets[ROUTING])}, {})
        asked = answers(sheets[FEEDBACK])
        self.feedback = reader.rows(asked, {"resolved": asked.get("resolved")}, {}, "submitted_at")
        self.files = (self.statuses, self.categories, self.locations, self.routing, self.feedback)
        self.wrong: dict[str, Reason] = {}
        for rows in self.files:
            self.wrong = rows.wrong | self.wrong

    def as_of(self) -> datetime | None:
        """Up to when the set is complete: as told, else the latest date of anything in it."""
        if self.told is not None:
            return self.told
        received = self.converter.as_of()
        latest = np.fmax.reduce([rows.latest for rows in self.files])
        known = [] if np.isnat(latest) else [latest.astype(object).replace(tzinfo=UTC)]
        return min(max([*known, *([received] if received else [])], default=self.now), self.now)

    def batches(self, progress: Progress) -> Iterator[Batch]:
        """Raises ImportRefused when signals.csv has no rows."""
        size = len(self.signals.lines)
        if not size:
            raise ImportRefused(NO_ROWS, file=self.signals.name)
        self._tell_odd()
        keys = self.signals.get("id")
        whole = [at for at in range(size) if keys[at] not in self.parts]
        beside = size - len(whole) + sum(len(sheet.odd) for sheet in self.sheets.values())
        for begin in range(0, len(whole), CHUNK_ROWS):
            batch = self._batch(whole[begin : begin + CHUNK_ROWS])
            yield replace(batch, read=batch.read + (0 if begin else beside))
            progress(begin, len(whole))
        yield self.converter.last()

    def _tell_odd(self) -> None:
        findings = self.converter.findings
        for sheet in self.sheets.values():
            for line, found in sheet.odd:
                findings.refuse(line, _ODD, file=sheet.name, found=found, expected=len(sheet.header))
            if sheet.cut:
                findings.suspect(sheet.cut, _CUT, file=sheet.name)
        for sheet, rows in zip(list(self.sheets.values())[1:], self.files, strict=True):
            if rows.strange:
                findings.suspect(0, _ELSEWHERE, count=rows.strange, file=sheet.name)
        if self.parts:
            keys = self.signals.get("id").tolist()
            first = next(at for at, key in enumerate(keys) if key in self.parts)
            findings.suspect(int(self.signals.lines[first]), _PARTS, count=len(self.parts))

    def _batch(self, places: list[int]) -> Batch:
        """The meldingen in these places of signals.csv, with all that the other files tell of them."""
        keys = self.signals.get("id")
        batch = self.converter.batch(Chunk([self._row(at, keys[at]) for at in places], self.signals.lines[places]))
        accepted = batch.events["source_key"].tolist()
        batch.events["inferred"] = False
        steps = staged_steps((key, step) for key in accepted for step in self._steps(key))
        events = pd.concat([batch.events, steps], ignore_index=True) if len(steps) else batch.events
        return replace(batch, events=events)

    def _row(self, at: int, key: str) -> list[str]:
        """A row of signals.csv with its first category and place."""
        told = {name: values[at] for name, values in self.signals.columns.items()}
        for rows, sheet, names in (
            (self.categories, self.sheets[CATEGORIES], (*_OF_CATEGORY, "category")),
            (self.locations, self.sheets[LOCATIONS], (*_OF_PLACE, "area")),
        ):
            if key in rows.first:
                first = rows.first[key]
                told |= {name: values[first] for name, values in sheet.columns.items() if name in names}
        return [told.get(name, "") for name in self.header]

    def _refuse(self, cells: Cells, judge: Judge) -> None:
        """Refuse the meldingen of which another file tells what cannot be read."""
        found: dict[int, Reason] = {
            at: self.wrong[key] for at, key in enumerate(cells.get("source_key").tolist()) if key in self.wrong
        }
        for reason in {reason for reason, _ in found.values()}:
            rows = np.array([at in found and found[at][0] == reason for at in range(len(judge.ok))])
            judge.refuse(rows, reason, lambda at: found[at][1])

    def _steps(self, key: str) -> Iterator[Told]:
        steps = self._status_steps(key)
        routing = self.routing.of.get(key, [])
        yield from steps
        yield from category_steps(self.categories.of.get(key, []), routed=bool(routing))
        yield from routing_steps(routing, steps)
        yield from place_steps(self.locations.of.get(key, []))
        yield from evaluation_steps(self.feedback.of.get(key, []))

    def _status_steps(self, key: str) -> list[Told]:
        rows = self.statuses.of.get(key, [])
        steps = status_steps(rows, self.meanings)
        if rows and rows[-1].told["state"] == SPLIT:
            parts = [status_steps(self.statuses.of.get(part, []), self.meanings) for part in self.parts_of[key]]
            closing = split_closing(parts)
            steps += [closing] if closing else []
        return steps


def _parts(keys: Sequence[str], parents: Sequence[str]) -> dict[str, str]:
    """The melding that was split, by part, as far as the set has it."""
    known = set(keys)
    return {key: parent for key, parent in zip(keys, parents, strict=True) if parent in known and parent != key}

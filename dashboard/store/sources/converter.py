"""One chunk of rows to one batch of staged events: what is the same whatever the rows are."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from config.language import N_
from dashboard.store.sources.cells import Cells, Layout, read_cells
from dashboard.store.sources.dates import NAT
from dashboard.store.sources.dimensions import Dimensions
from dashboard.store.sources.events import nothing
from dashboard.store.sources.findings import Findings, Judge
from dashboard.store.sources.mapping_base import FileMapping
from dashboard.store.sources.moments import Dates
from dashboard.store.sources.rows import Chunk, many_objects
from dashboard.store.staging import Batch

_ALIKE = N_("In {field}, {first} and {other} were taken as one, as they differ in capitals, accents or signs only.")
_CUT = N_("The last line of the file has no line end: the file may be cut off.")
_PERSONAL_NAME = N_("In {field}, a value holds personal data and was left empty.")


@dataclass(frozen=True)
class Settled:
    """What is settled before the first row is read: where its cells are, the moment, up to when the file is complete
    (None: as its dates tell), and whether dates in ISO form may stand anywhere, as those of spreadsheets do."""

    layout: Layout
    now: datetime
    as_of: datetime | None = None
    iso_first: bool = False


class Converter(ABC):
    """Turns the chunks of one file into batches, remembering what it must over the chunks."""

    def __init__(self, mapping: FileMapping, settled: Settled) -> None:
        self.layout, self.now = settled.layout, settled.now
        self.findings = Findings(mapping.checks.most_refused)
        self.dimensions = Dimensions(mapping)
        self.dates = Dates(mapping, settled.now, iso_first=settled.iso_first)
        self._told_as_of, self._latest = settled.as_of, NAT

    def batch(self, chunk: Chunk) -> Batch:
        """The events of a chunk. Raises ImportRefused when the file as a whole cannot be right."""
        judge = Judge(chunk.lines, self.findings)
        with many_objects():
            cells = read_cells(chunk, self.layout, judge)
        events = self._events(cells, judge)
        if chunk.cut:
            self.findings.suspect(chunk.cut, _CUT)
        refusals, suspicions = self.findings.take(len(chunk.rows))
        return Batch(events, len(chunk.rows), refusals, suspicions, self.dimensions.names())

    @abstractmethod
    def _events(self, cells: Cells, judge: Judge) -> pd.DataFrame:
        """Judge the rows; the events of those that are accepted."""

    @abstractmethod
    def dropped(self) -> tuple[str, ...]:
        """Mapped columns that turned out to hold personal data."""

    def last(self) -> Batch:
        """After all chunks: what only shows over the whole file. Raises TooManyRefused when nothing was accepted."""
        events = self._last_events()
        self.findings.end()
        refusals, suspicions = self.findings.take(0)
        return Batch(events, 0, refusals, suspicions)

    def _last_events(self) -> pd.DataFrame:
        """What is told once all rows are known, with the remarks on the whole file."""
        return nothing()

    def as_of(self) -> datetime | None:
        """Up to when the file is complete: as told, else its latest date."""
        if self._told_as_of is not None or np.isnat(self._latest):
            return self._told_as_of
        latest: datetime = self._latest.astype(object)
        return min(latest.replace(tzinfo=UTC), self.now)

    def _note_latest(self, instants: Iterable[np.ndarray]) -> None:
        """Keep the latest date so far."""
        for values in instants:
            self._latest = np.fmax(self._latest, np.fmax.reduce(values, initial=NAT))

    def _tell_names(self, judge: Judge) -> None:
        """List names of dimensions that became one code, or were left out."""
        line = int(judge.lines[0]) if len(judge.lines) else 1
        for field, first, other in self.dimensions.alike:
            self.findings.suspect(line, _ALIKE, field=field, first=first, other=other)
        for field in self.dimensions.personal:
            self.findings.suspect(line, _PERSONAL_NAME, field=field)
        self.dimensions.alike.clear()
        self.dimensions.personal.clear()

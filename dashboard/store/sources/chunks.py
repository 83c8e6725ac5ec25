"""One chunk of rows to one batch of staged events: read the columns, judge each row, make the events."""

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from config.kinds import MeldingKind
from config.language import N_
from dashboard.store.sources.cells import Cells, Layout, read_cells
from dashboard.store.sources.dates import NAT
from dashboard.store.sources.dimensions import Dimensions
from dashboard.store.sources.events import Accepted, Step, nothing, staged
from dashboard.store.sources.findings import Findings, Judge
from dashboard.store.sources.mapping import DIMENSIONS, TableMapping
from dashboard.store.sources.moments import Dates
from dashboard.store.sources.places import PlaceReader
from dashboard.store.sources.rows import Chunk, many_objects
from dashboard.store.sources.seen import Seen, hashes
from dashboard.store.sources.steps import Steps
from dashboard.store.sources.texts import TextReader
from dashboard.store.staging import Batch

LONGEST_KEY = 200
_NO_KEY = N_("There is no key in column {column}.")
_LONG_KEY = N_("The key in column {column} is longer than {most} characters.")
_DUPLICATE = N_("The key {value} stands on line {first} already, with other data; the first one is kept.")
_REPEATED = N_("The same row stands on line {first} already; counted once.")
_KIND = N_("{column}: {value} is not a kind of melding. Add it to values.melding_kind as melding, klacht or vraag.")
_ALIKE = N_("In {field}, {first} and {other} were taken as one, as they differ in capitals, accents or signs only.")
_CUT = N_("The last line of the file has no line end: the file may be cut off.")
_PERSONAL_NAME = N_("In {field}, a value holds personal data and was left empty.")


Also = Callable[[Cells, Judge], None]
"""Judges rows by what their file does not tell itself."""


def _no_more(_cells: Cells, _judge: Judge) -> None:
    """Nothing else to judge by."""


class Converter:
    """Turns the chunks of one file into batches, remembering what it must over the chunks."""

    def __init__(
        self,
        mapping: TableMapping,
        layout: Layout,
        now: datetime,
        as_of: datetime | None,
        *,
        iso_first: bool,
        also: Also = _no_more,
    ) -> None:
        self.mapping, self.layout, self.now = mapping, layout, now
        self.findings = Findings(mapping.checks.most_refused)
        self.dimensions = Dimensions(mapping)
        self.dates = Dates(mapping, now, iso_first=iso_first)
        self.steps = Steps(mapping, self.dates)
        self.texts = TextReader(mapping)
        self.places = PlaceReader(mapping)
        self._also, self._keys = also, Seen()
        self._told_as_of, self._latest = as_of, NAT

    def batch(self, chunk: Chunk) -> Batch:
        """The events of a chunk. Raises ImportRefused when the file as a whole cannot be right."""
        judge = Judge(chunk.lines, self.findings)
        with many_objects():
            cells = read_cells(chunk, self.layout, judge)
        accepted, steps = self._rows(cells, judge)
        if chunk.cut:
            self.findings.suspect(chunk.cut, _CUT)
        refusals, suspicions = self.findings.take(len(chunk.rows))
        return Batch(staged(accepted, steps), len(chunk.rows), refusals, suspicions, self.dimensions.names())

    def _rows(self, cells: Cells, judge: Judge) -> tuple[Accepted, list[Step]]:
        self._judge_keys(cells, judge)
        self._also(cells, judge)
        received = self.dates.read("received", cells, judge, needed=True)
        deadline = self.dates.read("deadline", cells, judge)
        steps = self.steps.read(cells, received, judge)
        kinds = self._kinds(cells, judge)
        self._judge_repeats(cells, judge)
        self.steps.judge_deadline(deadline.instant, cells, received, judge)
        texts = {name: self.dimensions.codes(name, cells.texts, len(judge.ok)) for name in DIMENSIONS}
        texts |= {"melding_kind": kinds} | self.texts.read(cells, judge)
        self._tell_names(judge)
        lon, lat = self.places.read(cells, texts["category"], received.instant, judge)
        self._note_latest(cells, judge.ok, [received.instant, *(step.at for step in steps)])
        ok = judge.ok
        rows = Accepted(
            line=judge.lines[ok],
            key=cells.get("source_key")[ok],
            received=received.instant[ok],
            deadline=deadline.instant[ok],
            lon=lon[ok],
            lat=lat[ok],
            texts={name: values[ok] for name, values in texts.items()},
        )
        return rows, [step.of(ok) for step in steps]

    def _judge_keys(self, cells: Cells, judge: Judge) -> None:
        keys = cells.get("source_key")
        self.texts.check_key(keys)
        lengths = np.fromiter(map(len, keys), dtype=np.int64, count=len(keys))
        judge.refuse(lengths == 0, _NO_KEY, lambda at: cells.about("source_key", at))
        params = {"most": LONGEST_KEY}
        judge.refuse(lengths > LONGEST_KEY, _LONG_KEY, lambda at: cells.about("source_key", at) | params)

    def _judge_repeats(self, cells: Cells, judge: Judge) -> None:
        """Keys told twice: the same row counts once, another row is refused. Rows refused before do not count."""
        rows = np.flatnonzero(judge.ok)
        keys = hashes(cells.get("source_key")[rows].tolist())
        first, same = self._keys.meet(keys, judge.lines[rows], cells.checks[rows])
        lines, repeated, other = np.zeros((3, len(judge.ok)), dtype=np.int64)
        lines[rows], repeated[rows], other[rows] = first, (first > 0) & same, (first > 0) & ~same
        judge.suspect(repeated > 0, _REPEATED, lambda at: {"first": int(lines[at])})
        judge.refuse(other > 0, _DUPLICATE, lambda at: cells.about("source_key", at) | {"first": int(lines[at])})
        judge.ok &= repeated == 0

    def _kinds(self, cells: Cells, judge: Judge) -> np.ndarray:
        numbers, distinct = pd.factorize(cells.get("melding_kind"))
        found = np.array([self._kind(text) for text in distinct], dtype=object)[numbers]
        judge.refuse(found == "?", _KIND, lambda at: cells.about("melding_kind", at))
        return found

    def _kind(self, text: str) -> str:
        told = self.mapping.values.melding_kind.get(text)
        if told or not text:
            return (told or self.mapping.constants.melding_kind).value
        return text.casefold() if text.casefold() in set(MeldingKind) else "?"

    def _tell_names(self, judge: Judge) -> None:
        line = int(judge.lines[0]) if len(judge.lines) else 1
        for field, first, other in self.dimensions.alike:
            self.findings.suspect(line, _ALIKE, field=field, first=first, other=other)
        for field in self.dimensions.personal:
            self.findings.suspect(line, _PERSONAL_NAME, field=field)
        self.dimensions.alike.clear()
        self.dimensions.personal.clear()

    def _note_latest(self, cells: Cells, ok: np.ndarray, instants: list[np.ndarray]) -> None:
        """Keep the latest date so far: of the column as_of where there is one, else of all that happened."""
        if "as_of" in cells.texts:
            instants = [self.dates.as_of(cells.texts["as_of"][ok])]
            ok = np.ones(len(instants[0]), dtype=bool)
        for values in instants:
            self._latest = np.fmax(self._latest, np.fmax.reduce(values[ok], initial=NAT))

    def as_of(self) -> datetime | None:
        """Up to when the file is complete: as told, else its latest date."""
        if self._told_as_of is not None or np.isnat(self._latest):
            return self._told_as_of
        latest: datetime = self._latest.astype(object)
        return min(latest.replace(tzinfo=UTC), self.now)

    def dropped(self) -> tuple[str, ...]:
        """Mapped columns that turned out to hold personal data."""
        return tuple(sorted(self.texts.dropped))

    def last(self) -> Batch:
        """After all chunks: what only shows over the whole file. Raises TooManyRefused when nothing was accepted."""
        self.places.end(self.findings)
        self.findings.end()
        refusals, suspicions = self.findings.take(0)
        return Batch(nothing(), 0, refusals, suspicions)

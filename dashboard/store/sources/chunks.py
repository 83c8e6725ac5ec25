"""Rows that are meldingen to staged events: read the columns, judge each row, make the events."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from config.kinds import MeldingKind
from config.language import N_
from dashboard.store.sources.cells import Cells
from dashboard.store.sources.converter import Converter, Settled
from dashboard.store.sources.events import Accepted, Step, nothing, staged
from dashboard.store.sources.findings import Judge
from dashboard.store.sources.keys import Repeats, judge_keys
from dashboard.store.sources.mapping import TableMapping
from dashboard.store.sources.places import PlaceReader
from dashboard.store.sources.steps import Steps
from dashboard.store.sources.texts import TextReader

_KIND = N_("{column}: {value} is not a kind of melding. Add it to values.melding_kind as melding, klacht or vraag.")

Also = Callable[[Cells, Judge], None]
"""Judges rows by what their file does not tell itself."""


def _no_more(_cells: Cells, _judge: Judge) -> None:
    """Nothing else to judge by."""


class MeldingConverter(Converter):
    """Turns the chunks of a file of meldingen into batches."""

    def __init__(self, mapping: TableMapping, settled: Settled, also: Also = _no_more) -> None:
        super().__init__(mapping, settled)
        self.mapping = mapping
        self.steps = Steps(mapping, self.dates)
        self.texts = TextReader(mapping)
        self.places = PlaceReader(mapping)
        self._also, self._repeats = also, Repeats()

    def _events(self, cells: Cells, judge: Judge) -> pd.DataFrame:
        return staged(*self._rows(cells, judge))

    def _rows(self, cells: Cells, judge: Judge) -> tuple[Accepted, list[Step]]:
        self.texts.check_key(cells.get("source_key"))
        judge_keys(cells, judge)
        self._also(cells, judge)
        received = self.dates.read("received", cells, judge, needed=True)
        deadline = self.dates.read("deadline", cells, judge)
        steps = self.steps.read(cells, received, judge)
        kinds = self._kinds(cells, judge)
        self._repeats.judge(cells, judge)
        self.steps.judge_deadline(deadline.instant, cells, received, judge)
        names = self.mapping.dimensions
        texts = {name: self.dimensions.codes(name, cells.texts, len(judge.ok)) for name in names}
        texts |= {"melding_kind": kinds} | self.texts.read(cells, judge)
        self._tell_names(judge)
        lon, lat = self.places.read(cells, texts["category"], received.instant, judge)
        ok = judge.ok
        self._note(cells, ok, [received.instant, *(step.at for step in steps)])
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

    def _note(self, cells: Cells, ok: np.ndarray, instants: list[np.ndarray]) -> None:
        """Keep the latest date: of the column as_of where there is one, else of all that happened."""
        told = cells.texts.get("as_of")
        if told is not None:
            self._note_latest([self.dates.as_of(told[ok])])
        else:
            self._note_latest(values[ok] for values in instants)

    def dropped(self) -> tuple[str, ...]:
        """Mapped columns that turned out to hold personal data."""
        return tuple(sorted(self.texts.dropped))

    def _last_events(self) -> pd.DataFrame:
        self.places.end(self.findings)
        return nothing()

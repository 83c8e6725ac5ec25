"""Rows that are proposals to staged events: what was proposed and where, its steps, and its votes so far."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from math import isnan
from typing import Any

import numpy as np
import pandas as pd

from config.language import N_
from config.topics import ProposalEvent, Topic
from dashboard.store.sources.album import Album
from dashboard.store.sources.amounts import amounts
from dashboard.store.sources.cells import Cells
from dashboard.store.sources.converter import Converter, Settled
from dashboard.store.sources.dates import NAT
from dashboard.store.sources.events import Step, event_keys, joined, nothing, step_events
from dashboard.store.sources.findings import Judge
from dashboard.store.sources.free_texts import free_text
from dashboard.store.sources.keys import Repeats, judge_keys
from dashboard.store.sources.lists import firsts, pictures
from dashboard.store.sources.mapping_proposals import ProposalMapping
from dashboard.store.sources.moments import Moments
from dashboard.store.sources.photos import PhotoReader
from dashboard.store.sources.places import PlaceReader
from dashboard.store.sources.proposal_states import States
from dashboard.store.sources.proposal_steps import ProposalSteps
from dashboard.store.sources.texts import TextReader
from dashboard.store.told_before import Before

_DAY = np.timedelta64(1, "D")
_MORE = N_("{count} rows have more than one {field}; the first of each counts. The first such row is here.")
_AFTER = N_("{column}: {value} is after {as_of} (UTC), when the file is said to be made.")


@dataclass(frozen=True)
class Proposals:
    """The proposals of a chunk, one value a row; `pictures` holds the names or addresses of each."""

    line: np.ndarray
    key: np.ndarray
    submitted: np.ndarray
    columns: dict[str, np.ndarray]
    """Columns of the submission: number, title, theme, area, service, lon, lat, and details as JSON in extra."""
    pictures: np.ndarray

    def of(self, rows: np.ndarray) -> "Proposals":
        """Some of the rows."""
        columns = {name: values[rows] for name, values in self.columns.items()}
        return Proposals(self.line[rows], self.key[rows], self.submitted[rows], columns, self.pictures[rows])

    def events(self) -> dict[str, np.ndarray]:
        """The columns of the events of submission."""
        size = len(self.key)
        return {
            "row_no": self.line,
            "source_key": self.key,
            "event_key": event_keys(self.key, "submitted"),
            "kind": np.full(size, str(ProposalEvent.SUBMITTED), dtype=object),
            "occurred_at": self.submitted,
            "actor_role": np.full(size, "citizen", dtype=object),
            **self.columns,
        }


class ProposalConverter(Converter):
    """Turns the chunks of a list of proposals, made at a moment, into batches."""

    def __init__(
        self,
        mapping: ProposalMapping,
        settled: Settled,
        made: datetime,
        before: Before,
        album: Album | None = None,
    ) -> None:
        super().__init__(mapping, settled)
        self.mapping, self.before = mapping, before
        self.made, now = _instant(made), _instant(settled.now)
        self.steps = ProposalSteps(mapping, self.dates, States(before.states, self.made), now)
        self.places = PlaceReader(mapping)
        self.texts = TextReader(mapping, ("number",))
        self._repeats = Repeats()
        self._more: dict[str, tuple[int, int]] = {}
        self.photos = PhotoReader(album, before.photos, self.findings)

    def _events(self, cells: Cells, judge: Judge) -> pd.DataFrame:
        self.texts.check_key(cells.get("source_key"))
        judge_keys(cells, judge)
        submitted = self._to_the_hour(self.dates.read("submitted", cells, judge, needed=True), cells)
        steps = self.steps.read(cells, submitted, judge)
        self._repeats.judge(cells, judge)
        self._judge_made(submitted.instant, cells, judge)
        steps.append(self._votes(cells, judge))
        found = self._proposals(cells, submitted.instant, judge).of(judge.ok)
        kept = [step.of(judge.ok) for step in steps]
        self._note_latest([found.submitted, *(step.at for step in kept)])
        photos = self.photos.read(found.line, found.key, found.submitted, found.pictures)
        each = (step_events(found.line, found.key, step) for step in kept)
        return joined([found.events(), *each, photos], Topic.PROPOSAL, inferred=False)

    def _to_the_hour(self, submitted: Moments, cells: Cells) -> Moments:
        """The moments of submission; one told as a day only keeps the moment of that day that was told before."""
        before = self.before.submitted
        if not (before and submitted.day_only.any()):
            return submitted
        known = np.array([before.get(key, NAT) for key in cells.get("source_key").tolist()], dtype="datetime64[s]")
        same = submitted.day_only & (known >= submitted.instant) & (known < submitted.instant + _DAY)
        return replace(submitted, instant=np.where(same, known, submitted.instant))

    def _proposals(self, cells: Cells, submitted: np.ndarray, judge: Judge) -> Proposals:
        columns = {name: self._codes(name, cells, judge) for name in self.mapping.dimensions}
        columns |= self.texts.read(cells, judge)
        columns["title"] = self._text("title", cells, judge)
        columns["lon"], columns["lat"] = self.places.read(cells, columns["theme"], submitted, judge)
        columns["extra"] = self._details(cells, judge)
        self._tell_names(judge)
        separator = self.mapping.file.list_separator
        images = np.empty(len(judge.ok), dtype=object)
        images[:] = [pictures(text, separator) for text in cells.get("images").tolist()]
        return Proposals(judge.lines, cells.get("source_key"), submitted, columns, images)

    def _codes(self, dimension: str, cells: Cells, judge: Judge) -> np.ndarray:
        """Codes of a dimension; of a list, the first."""
        told, several = dict(cells.texts), np.zeros(len(judge.ok), dtype=bool)
        for field in (dimension, f"{dimension}_code"):
            if field in told:
                told[field], more = firsts(told[field], self.mapping.file.list_separator)
                several |= more & judge.ok
        if several.any():
            count, line = self._more.get(dimension, (0, int(judge.lines[several.argmax()])))
            self._more[dimension] = (count + int(several.sum()), line)
        return self.dimensions.codes(dimension, told, len(judge.ok))

    def _text(self, field: str, cells: Cells, judge: Judge, *, lines: bool = False) -> np.ndarray:
        keep = cells.columns.get(field) in self.mapping.file.keep
        return free_text(field, cells, judge, keep=keep, lines=lines)

    def _details(self, cells: Cells, judge: Judge) -> np.ndarray:
        """What the submission tells beside its columns, as JSON texts; None where it tells nothing."""
        decimal = self.mapping.file.decimal
        told: dict[str, np.ndarray] = {
            "text": self._text("text", cells, judge, lines=True),
            "street": self._text("street", cells, judge),
            "cost_estimated": _known(amounts("cost_estimated", cells, decimal, judge)),
        }
        yields = {code: amounts(f"estimate:{code}", cells, decimal, judge) for code in self.mapping.estimates}
        if yields:
            told["estimates"] = _by_code(yields)
        return _json(told)

    def _votes(self, cells: Cells, judge: Judge) -> Step:
        """The running totals, as far as they differ from what was read last."""
        totals = amounts("votes", cells, self.mapping.file.decimal, judge, whole=True)
        before = self.before.totals
        last = np.array([before.get(key, 0) for key in cells.get("source_key").tolist()], dtype=float)
        at = np.where(np.isnan(totals) | (totals == last), NAT, self.made)
        extra = np.full(len(at), None, dtype=object)
        for row in np.flatnonzero(~np.isnat(at)).tolist():
            extra[row] = f'{{"total": {int(totals[row])}}}'
        return Step(f"votes/{self.made}Z", ProposalEvent.VOTES_COUNTED, at, extra=extra)

    def _judge_made(self, submitted: np.ndarray, cells: Cells, judge: Judge) -> None:
        late = (submitted > self.made) & np.bool_(self.mapping.reads_a_moment)
        made = {"as_of": str(self.made).replace("T", " ")}
        judge.suspect(late, _AFTER, lambda at: cells.about("submitted", at) | made)

    def dropped(self) -> tuple[str, ...]:
        """Mapped columns that turned out to hold personal data."""
        return tuple(sorted(self.texts.dropped))

    def _last_events(self) -> pd.DataFrame:
        self.places.end(self.findings)
        for field, (count, line) in self._more.items():
            self.findings.suspect(line, _MORE, count=count, field=field)
        self.photos.end()
        return nothing()


def _instant(moment: datetime) -> np.datetime64:
    return np.datetime64(moment.replace(tzinfo=None, microsecond=0), "s")


def _known(values: np.ndarray) -> np.ndarray:
    """Numbers as objects, None where there is none."""
    found = values.astype(object)
    found[np.isnan(values)] = None
    return found


def _by_code(values: dict[str, np.ndarray]) -> np.ndarray:
    """What each row yields by indicator; None where it tells nothing."""
    found = np.empty(len(next(iter(values.values()))), dtype=object)
    each = zip(*(column.tolist() for column in values.values()), strict=True)
    found[:] = [{code: n for code, n in zip(values, row, strict=True) if not isnan(n)} or None for row in each]
    return found


def _json(told: dict[str, np.ndarray]) -> np.ndarray:
    size = len(next(iter(told.values())))
    found = np.empty(size, dtype=object)
    each: Any = zip(*(column.tolist() for column in told.values()), strict=True)
    details = ({name: value for name, value in zip(told, row, strict=True) if value is not None} for row in each)
    found[:] = [json.dumps(one, ensure_ascii=False, sort_keys=True) if one else None for one in details]
    return found

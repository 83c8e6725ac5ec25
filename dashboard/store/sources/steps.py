"""From states and dates to the steps of each row, with what does not agree between them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from config.kinds import EventKind, outcome_codes
from config.language import N_
from dashboard.store.sources.cells import Cells
from dashboard.store.sources.dates import NAT
from dashboard.store.sources.events import Step
from dashboard.store.sources.findings import Judge
from dashboard.store.sources.mapping import OPEN, TableMapping
from dashboard.store.sources.moments import Dates, Moments, after_receipt

UNKNOWN = N_("{column}: the state {value} is not in the mapping; add it to values.status.")
_OPEN_YET_CLOSED = N_("{value} means open, but there is a closing date in column {closed}; counted as open.")
_NOT_REOPENED = N_("{value} means reopened, but there is no closing date; counted as open, not as reopened.")
_CLOSED_NO_DATE = N_("{value} means closed, but there is no closing date; counted as open.")
_STAGE_NO_DATE = N_("{value} has no date of its own, so rows with it count as open without this step; listed once.")
_CLOSED_EARLY = N_("{column}: {value} is before receipt; it counts as closed at receipt.")
_STEP_EARLY = N_("{column}: {value} is before receipt; it counts as done at receipt.")
_DEADLINE_EARLY = N_("{column}: {value} is before receipt.")
_UNKNOWN_STATE = "?"


@dataclass
class Steps:
    """Reads the state and the dated steps of the rows of one file, chunk by chunk."""

    mapping: TableMapping
    dates: Dates
    _undated: set[str] = field(default_factory=set)

    def states(self, cells: Cells, judge: Judge) -> np.ndarray:
        """`open`, a stage, an outcome, or '' (not told) for each row; a state that the mapping lacks is refused."""
        texts = cells.get("status")
        numbers, distinct = pd.factorize(texts)
        found = np.array([self._state(text) for text in distinct], dtype=object)[numbers]
        judge.refuse(found == _UNKNOWN_STATE, UNKNOWN, lambda at: cells.about("status", at))
        return found

    def _state(self, text: str) -> str:
        known = self.mapping.values.status
        lower = {name.casefold(): state for name, state in known.items()}
        return known.get(text) or lower.get(text.casefold()) or ("" if not text else _UNKNOWN_STATE)

    def read(self, cells: Cells, received: Moments, judge: Judge) -> list[Step]:
        """All dated steps; the closing has the kind that the state tells."""
        states = self.states(cells, judge)
        outcome = np.isin(states, outcome_codes())
        numbers = range(len(self.mapping.events))
        told = {f"event:{number}": self._column(number, cells, received, judge) for number in numbers}
        since = self._moments("status_date", cells, received, judge)
        closing = self._closing(states, outcome, cells, received, judge)
        closings = {name: step for name, step in told.items() if step.kind in outcome_codes()} | {"closed": closing}
        self._keep_closings(closings, states, outcome, self._reopened(states, since, told), cells, judge)
        self._close_by_state(closing, list(closings.values()), states, outcome, since)
        undated = outcome & ~_any_dated(closings.values(), len(states))
        judge.suspect(undated, _CLOSED_NO_DATE, lambda row: cells.about("status", row, known=True))
        for name, step in (told | {"closed": closing}).items():
            self._judge_order(name, step.at, cells, received, judge)
        return [*told.values(), *self._stages(cells, states, since, list(told.values()), judge), closing]

    def _closing(self, states: np.ndarray, outcome: np.ndarray, cells: Cells, received: Moments, judge: Judge) -> Step:
        """The closing at the date in its own column."""
        kinds = np.where(outcome, states, str(self.mapping.values.closed)).astype(object)
        return Step("closed", kinds, self._moments("closed", cells, received, judge))

    def _reopened(self, states: np.ndarray, since: np.ndarray, told: dict[str, Step]) -> np.ndarray:
        """When each row was reopened last, NaT when it was not: up to then it may have been closed."""
        dates = [step.at for step in told.values() if step.kind is EventKind.REOPENED]
        column = np.fmax.reduce([np.full(len(states), NAT), *dates])
        return np.where(np.isnat(column) & (states == EventKind.REOPENED), since, column)

    def _keep_closings(
        self,
        closings: dict[str, Step],
        states: np.ndarray,
        outcome: np.ndarray,
        reopened: np.ndarray,
        cells: Cells,
        judge: Judge,
    ) -> None:
        """Take out the closing dates of what is open, but for those before it was reopened."""
        still = ~outcome & (states != "")
        missing = (states == EventKind.REOPENED) & ~_any_dated(closings.values(), len(states))
        judge.suspect(missing, _NOT_REOPENED, lambda row: cells.about("status", row, known=True))
        for name, step in closings.items():
            against = still & ~np.isnat(step.at) & ~(step.at <= reopened)
            told = {"closed": cells.columns.get(name, name)}
            judge.suspect(against, _OPEN_YET_CLOSED, partial(_about_status, cells, told))
            step.at = np.where(against, NAT, step.at)

    def _close_by_state(
        self, closing: Step, closings: list[Step], states: np.ndarray, outcome: np.ndarray, since: np.ndarray
    ) -> None:
        """Without a closing date, what has an outcome was closed at the date of its state."""
        without = outcome & np.isnat(closing.at)
        for step in closings:
            without &= np.isnat(step.at) | (states != step.kind)
        closing.at = np.where(without, since, closing.at)

    def _moments(self, name: str, cells: Cells, received: Moments, judge: Judge) -> np.ndarray:
        if name not in cells.texts:
            return np.full(len(judge.lines), NAT)
        return after_receipt(self.dates.read(name, cells, judge), received)

    def _column(self, number: int, cells: Cells, received: Moments, judge: Judge) -> Step:
        """The step of an [[events]] table."""
        part, name = self.mapping.events[number], f"event:{number}"
        at = self._moments(name, cells, received, judge)
        before = sum(other.kind is part.kind for other in self.mapping.events[:number])
        details = dict(part.details)
        parallel = part.kind is not EventKind.FORWARDED_EXTERNAL
        return Step(
            suffix=part.kind.value + (f"-{before + 1}" if before else ""),
            kind=part.kind,
            at=at,
            actor_role=details.pop("actor", None),
            partner=details.pop("partner", None) if parallel else None,
            extra=details,
        )

    def _judge_order(self, name: str, at: np.ndarray, cells: Cells, received: Moments, judge: Judge) -> None:
        early = at < received.instant
        if early.any():
            shown_in = name if name in cells.texts else "status_date"
            kind = _CLOSED_EARLY if name == "closed" else _STEP_EARLY
            judge.suspect(early, kind, lambda row: cells.about(shown_in, row))

    def judge_deadline(self, deadline: np.ndarray, cells: Cells, received: Moments, judge: Judge) -> None:
        """List deadlines before receipt."""
        judge.suspect(deadline < received.instant, _DEADLINE_EARLY, lambda row: cells.about("deadline", row))

    def _stages(
        self, cells: Cells, states: np.ndarray, since: np.ndarray, told: list[Step], judge: Judge
    ) -> list[Step]:
        """The present stage as a step, from the date of the state, unless a column of its own tells it."""
        steps = []
        for state in sorted(set(states.tolist()) - {"", OPEN, _UNKNOWN_STATE, *outcome_codes()}):
            dated = [step.at for step in told if step.kind == state]
            without = (states == state) & np.all([np.isnat(at) for at in dated], axis=0) if dated else states == state
            steps.append(Step(state, EventKind(state), np.where(without, since, NAT)))
            self._tell_undated(without & np.isnat(since), cells, judge)
        return steps

    def _tell_undated(self, rows: np.ndarray, cells: Cells, judge: Judge) -> None:
        first = np.flatnonzero(rows & judge.ok)[:1]
        for at in first.tolist():
            text = cells.texts["status"][at]
            if text not in self._undated:
                self._undated.add(text)
                judge.findings.suspect(judge.lines[at], _STAGE_NO_DATE, **cells.about("status", at, known=True))


def _about_status(cells: Cells, more: dict[str, str], row: int) -> dict[str, Any]:
    return cells.about("status", row, known=True) | more


def _any_dated(steps: Iterable[Step], size: int) -> np.ndarray:
    """Which rows have a date for at least one of these steps."""
    found = np.zeros(size, dtype=bool)
    for step in steps:
        found |= ~np.isnat(step.at)
    return found

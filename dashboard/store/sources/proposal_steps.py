"""From states and dates to the steps of each proposal: publication, stages with their date, and others."""

import json
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from config.language import N_
from config.topics import PUBLICATIONS, ProposalEvent
from config.vocabularies import Vocabulary, proposal_stages, vocabularies
from dashboard.store.sources.cells import Cells
from dashboard.store.sources.dates import NAT
from dashboard.store.sources.events import Step
from dashboard.store.sources.findings import Judge
from dashboard.store.sources.free_texts import free_text
from dashboard.store.sources.lists import firsts
from dashboard.store.sources.mapping_proposals import (
    MERGED,
    PUBLISHED,
    REFUSED,
    SUBMITTED,
    ProposalMapping,
    ProposalStep,
)
from dashboard.store.sources.moments import Dates, Moments, after_receipt
from dashboard.store.sources.proposal_states import States
from dashboard.store.sources.steps import UNKNOWN

_EARLY = N_("{column}: {value} is before the proposal was submitted; it counts as done then.")
_AHEAD = N_("A publication that is still to come: not public yet.")
_NO_REASON = N_("{column}: {value} means refused, but not why. Add it to values.reason, or give constants.reason.")
_NOT_MERGED = N_("It is merged, but not told with which other proposal; loaded as if it were not.")
_UNKNOWN_STATE = "?"
_CHOICES = frozenset(code for code, stage in proposal_stages().items() if stage.event == ProposalEvent.SELECTION_MADE)


@dataclass(frozen=True)
class Facts:
    """What the rows tell beside dates: state ('' not told), why it is refused, into which key it is merged."""

    states: np.ndarray
    why: np.ndarray
    into: np.ndarray

    def details(self, code: str, row: int) -> str | None:
        """What a step of this code tells of a row, as JSON text."""
        if code == REFUSED:
            return json.dumps({"reason": self.why[row]})
        if code == MERGED:
            return json.dumps({"into": self.into[row]}, ensure_ascii=False)
        return json.dumps({"outcome": code}) if code in _CHOICES else None


class ProposalSteps:
    """Reads the state and the dated steps of proposals, chunk by chunk; `now` in UTC."""

    def __init__(self, mapping: ProposalMapping, dates: Dates, states: States, now: np.datetime64) -> None:
        self.mapping, self.dates, self.states, self.now = mapping, dates, states, now
        self._meanings = {text.casefold(): code for text, code in mapping.values.status.items()}
        own = {code: code for code in vocabularies()[Vocabulary.MODERATION_REASON]}
        self._reasons = own | {text.casefold(): code for text, code in mapping.values.reason.items()}

    def read(self, cells: Cells, submitted: Moments, judge: Judge) -> list[Step]:
        """All steps after submission."""
        facts = Facts(self._states(cells, judge), self._why(cells), self._into(cells))
        told = [(part.kind, self._column(n, facts, cells, submitted, judge)) for n, part in self._parts()]
        told.append((PUBLISHED, self._public(facts, cells, submitted, judge)))
        told += self._since(facts, told, self._moments("status_date", cells, submitted, judge))
        self._judge_facts(facts, told, cells, judge)
        undated = _has_state(facts) & ~_dated(facts.states, told) & ((facts.states != MERGED) | (facts.into != ""))
        read = self.states.read(cells.get("source_key"), facts.states, undated, facts.details)
        steps = [*(self._not_ahead(step, judge) for _, step in told), *read]
        return [*steps, *(self._not_ahead(step, judge) for step in self._published(steps))]

    def _parts(self) -> list[tuple[int, ProposalStep]]:
        return list(enumerate(self.mapping.events))

    def _states(self, cells: Cells, judge: Judge) -> np.ndarray:
        """The stage that each row tells, '' when it tells none; one that the mapping lacks is refused."""
        first, _ = firsts(cells.get("status"), self.mapping.file.list_separator)
        numbers, distinct = pd.factorize(first)
        absent = self.mapping.constants.status or ""
        found = [self._meanings.get(text.casefold(), _UNKNOWN_STATE) if text else absent for text in distinct]
        states = np.array(found, dtype=object)[numbers]
        judge.refuse(states == _UNKNOWN_STATE, UNKNOWN, lambda at: cells.about("status", at))
        return np.where(states == _UNKNOWN_STATE, "", states)

    def _why(self, cells: Cells) -> np.ndarray:
        numbers, distinct = pd.factorize(cells.get("reason"))
        absent = self.mapping.constants.reason or ""
        return np.array([self._reasons.get(text.casefold(), absent) for text in distinct], dtype=object)[numbers]

    def _into(self, cells: Cells) -> np.ndarray:
        told = cells.get("merged_into")
        return np.where(told == cells.get("source_key"), "", told)

    def _moments(self, field: str, cells: Cells, submitted: Moments, judge: Judge) -> np.ndarray:
        if field not in cells.texts:
            return np.full(len(judge.lines), NAT)
        at = after_receipt(self.dates.read(field, cells, judge), submitted)
        judge.suspect(at < submitted.instant, _EARLY, lambda row: cells.about(field, row))
        return at

    def _column(self, number: int, facts: Facts, cells: Cells, submitted: Moments, judge: Judge) -> Step:
        """The step of an [[events]] table."""
        part = self.mapping.events[number]
        at = self._moments(f"event:{number}", cells, submitted, judge)
        before = sum(other.kind == part.kind for other in self.mapping.events[:number])
        suffix = part.kind + (f"-{before + 1}" if before else "")
        if part.kind in (REFUSED, MERGED) and "reason" not in part.details:
            return Step(suffix, part.event, at, extra=_each(part.kind, facts, at))
        if part.event is ProposalEvent.QUESTION_ANSWERED:
            return Step(suffix, part.event, at, extra=self._answers(part, cells, judge))
        own = {"outcome": part.kind} if part.kind in _CHOICES else {}
        return Step(suffix, part.event, at, extra=part.details | own)

    def _answers(self, part: ProposalStep, cells: Cells, judge: Judge) -> np.ndarray:
        """What who proposed it answered to a question of moderation, as JSON texts."""
        keep = cells.columns.get("answer") in self.mapping.file.keep
        found = np.full(len(judge.lines), None, dtype=object)
        for row, message in enumerate(free_text("answer", cells, judge, keep=keep, lines=True).tolist()):
            told = part.details | ({"message": message} if message else {})
            found[row] = json.dumps(told, ensure_ascii=False) if told else None
        return found

    def _public(self, facts: Facts, cells: Cells, submitted: Moments, judge: Judge) -> Step:
        """The publication, at its own date or at once; by the system itself when the source publishes."""
        at, publishes = self._moments("published", cells, submitted, judge), self.mapping.source.publishes
        if "published" not in cells.texts and publishes:
            at = np.where(np.isin(facts.states, (SUBMITTED, REFUSED)), NAT, submitted.instant)
        return Step(PUBLISHED, ProposalEvent.PUBLISHED, at, actor_role="system" if publishes else None)

    def _since(self, facts: Facts, told: list[tuple[str, Step]], since: np.ndarray) -> list[tuple[str, Step]]:
        """The state as a step at the date of the state, unless a column of its own dates it."""
        open_, found = ~_dated(facts.states, told), []
        for code in sorted(set(facts.states[_has_state(facts)].tolist())):
            at = np.where(open_ & (facts.states == code), since, NAT)
            found.append((code, Step(code, proposal_stages()[code].event, at, extra=_each(code, facts, at))))
        return found

    def _judge_facts(self, facts: Facts, told: list[tuple[str, Step]], cells: Cells, judge: Judge) -> None:
        """Refuse rows that are refused for no known reason; list those merged with nothing, and forget that step."""
        refused, merged = facts.states == REFUSED, facts.states == MERGED
        for code, step in told:
            if code == REFUSED and isinstance(step.extra, np.ndarray):
                refused |= ~np.isnat(step.at)
            if code == MERGED:
                merged |= ~np.isnat(step.at)
                step.at = np.where(facts.into == "", NAT, step.at)
        shown_in = "reason" if "reason" in cells.texts else "status"
        judge.refuse(refused & (facts.why == ""), _NO_REASON, lambda at: cells.about(shown_in, at))
        judge.suspect(merged & (facts.into == ""), _NOT_MERGED, lambda _at: {})

    def _not_ahead(self, step: Step, judge: Judge) -> Step:
        """The step without publications that are still to come: what is told as published is so at once."""
        if step.kind not in PUBLICATIONS:
            return step
        ahead = step.at > self.now
        judge.suspect(ahead, _AHEAD, lambda _at: {})
        return replace(step, at=np.where(ahead, NAT, step.at))

    def _published(self, steps: list[Step]) -> list[Step]:
        """The publication of each choice, when the source shows choices itself and has no date of its own for that."""
        told = any(part.event == ProposalEvent.SELECTION_PUBLISHED for part in self.mapping.events)
        if told or not self.mapping.source.publishes:
            return []
        made = [(step, np.asarray(step.kind == ProposalEvent.SELECTION_MADE)) for step in steps]
        return [_publication(step, choice) for step, choice in made if choice.any()]


def _publication(step: Step, choice: np.ndarray) -> Step:
    ref = {name: step.extra[name] for name in ("ref",) if isinstance(step.extra, dict) and name in step.extra}
    at = np.where(choice, step.at, NAT)
    return Step(f"{step.suffix}/published", ProposalEvent.SELECTION_PUBLISHED, at, extra=ref, dated=step.dated)


def _each(code: str, facts: Facts, at: np.ndarray) -> np.ndarray:
    """The details of a step, one JSON text for each row where it happened."""
    found = np.full(len(at), None, dtype=object)
    for row in np.flatnonzero(~np.isnat(at)).tolist():
        found[row] = facts.details(code, row)
    return found


def _has_state(facts: Facts) -> np.ndarray:
    """Which rows have a state beyond having been submitted."""
    return np.asarray((facts.states != "") & (facts.states != SUBMITTED))


def _dated(states: np.ndarray, told: list[tuple[str, Step]]) -> np.ndarray:
    """Which rows have a step with a date for the very state that they tell."""
    found = np.zeros(len(states), dtype=bool)
    for code, step in told:
        found |= (states == code) & ~np.isnat(step.at)
    return found

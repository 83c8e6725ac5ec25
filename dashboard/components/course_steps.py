"""The way of a chosen place in four steps: chosen, planned, in execution, realised; for colleagues and public alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import html

from config.language import N_, current_language, day, t
from config.vocabularies import proposal_stages
from dashboard.components.aria import aria

DONE, NOW, LATER = "done", "now", "later"
STATES = {DONE: N_("done"), NOW: N_("under way"), LATER: N_("still to come")}
STAGES = ("selected", "planned", "in_execution", "realised")
_PLANNED = N_("Planned")
"""Shorter than the word for that stage."""


@dataclass(frozen=True)
class Step:
    """One step of a way: `state` is done, now or later; `when` is in words."""

    label: str
    when: str
    state: str


def course_steps(
    stage: str,
    *,
    chosen: str,
    due: date | None,
    started: date | None,
    realised: date | None,
    planned: date | None = None,
) -> list[Step]:
    """The steps of a place in one of `STAGES`: `chosen` says when that was, the days are those that may be told."""
    here = STAGES.index(stage)
    when = (chosen, _planned(stage, due, planned), _started(stage, started), _realised(stage, due, realised))
    told = zip(_labels(), when, strict=True)
    return [Step(label, said, _state(place, here)) for place, (label, said) in enumerate(told)]


def steps_to_come() -> list[Step]:
    """What follows a choice that is not made yet."""
    return [Step(label, "", LATER) for label in _labels()[1:]]


def _labels() -> list[str]:
    known = proposal_stages()
    return [t(_PLANNED) if code == "planned" else known[code].label(current_language()) for code in STAGES]


def _state(place: int, here: int) -> str:
    """What was chosen, and what is realised, is done; what was planned or begun goes on."""
    if place < here or (place == here and place in (0, len(STAGES) - 1)):
        return DONE
    return NOW if place == here else LATER


def _planned(stage: str, due: date | None, planned: date | None) -> str:
    if planned is not None and stage != "selected":
        return day(planned)
    return t(N_("no date yet")) if stage in ("selected", "planned") and due is None else ""


def _started(stage: str, started: date | None) -> str:
    if started is None or stage not in ("in_execution", "realised"):
        return ""
    return t(N_("since {day}"), day=day(started)) if stage == "in_execution" else day(started)


def _realised(stage: str, due: date | None, realised: date | None) -> str:
    if stage == "realised":
        return "" if realised is None else day(realised)
    return t(N_("expected {day}"), day=day(due)) if due is not None and stage != "selected" else ""


def steps_line(steps: Sequence[Step]) -> html.Ol:
    """The steps side by side; below each other on a phone (`assets/45-progress.css`)."""
    return html.Ol([_step(one) for one in steps], className="steps", **aria(label=t(N_("Progress"))))


def _step(one: Step) -> html.Li:
    state = html.Span(f" ({t(STATES[one.state])})", className="visually-hidden")
    return html.Li([html.B(one.label), " ", html.Span(one.when), state], className=f"step-{one.state}")

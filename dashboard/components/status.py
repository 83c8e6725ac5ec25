"""States and stages: an icon and a word, never a colour alone."""

from enum import StrEnum

from dash import html

from config.kinds import EventKind
from dashboard.charts.spec import stage_label
from dashboard.components.icon import Icon, icon


class State(StrEnum):
    """How something stands; only the exceptions get a wash."""

    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"
    NEUTRAL = "neutral"


_STATE_ICONS = {
    State.GOOD: Icon.GOOD,
    State.ATTENTION: Icon.ATTENTION,
    State.BAD: Icon.BAD,
    State.NEUTRAL: Icon.CLOCK,
}

STAGE_ICONS: dict[EventKind, Icon] = {
    EventKind.SUBMITTED: Icon.RUNNING,
    EventKind.ADMISSIBLE: Icon.RUNNING,
    EventKind.ASSIGNED: Icon.RUNNING,
    EventKind.FORWARDED: Icon.RUNNING,
    EventKind.IN_TREATMENT: Icon.RUNNING,
    EventKind.WAITING_ON_CITIZEN: Icon.PAUSED,
    EventKind.DECISION_PENDING: Icon.WAITING,
    EventKind.DECIDED: Icon.RUNNING,
    EventKind.IN_EXECUTION: Icon.RUNNING,
    EventKind.RESOLVED: Icon.GOOD,
    EventKind.CLOSED_UNHANDLED: Icon.ENDED,
    EventKind.INADMISSIBLE: Icon.ENDED,
    EventKind.REFUSED: Icon.ENDED,
    EventKind.WITHDRAWN: Icon.ENDED,
    EventKind.FORWARDED_EXTERNAL: Icon.ENDED,
    EventKind.BARRED: Icon.ENDED,
    EventKind.REOPENED: Icon.REOPENED,
    EventKind.EVALUATED: Icon.GOOD,
}
"""Dot: our clock runs. Hourglass: waits for a decision. Pause: stopped. Tick: ended well. Dash: ended otherwise."""


def status(state: State, text: str) -> html.Span:
    """A state in words with its icon."""
    return html.Span([icon(_STATE_ICONS[state]), text], className=f"status status-{state}")


def stage(code: EventKind) -> html.Span:
    """A stage or outcome of a melding with its icon."""
    return html.Span([icon(STAGE_ICONS[code]), stage_label(code)], className="stage")

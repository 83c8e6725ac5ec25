"""States and stages: an icon and a word, never a colour alone."""

from enum import StrEnum

from dash import html

from config.kinds import EventKind
from config.language import current_language
from config.vocabularies import proposal_stages
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

PROPOSAL_ICONS: dict[str, Icon] = {
    "submitted": Icon.STAGE_MODERATION,
    "refused": Icon.STAGE_ENDED,
    "published": Icon.STAGE_PUBLISHED,
    "shortlisted": Icon.STAGE_SHORTLISTED,
    "selected": Icon.STAGE_SELECTED,
    "not_selected": Icon.STAGE_NOT_SELECTED,
    "deferred": Icon.STAGE_DEFERRED,
    "planned": Icon.STAGE_PLANNED,
    "in_execution": Icon.STAGE_IN_EXECUTION,
    "realised": Icon.STAGE_REALISED,
    "withdrawn": Icon.STAGE_ENDED,
    "merged": Icon.STAGE_ENDED,
}
"""Ring: on the shortlist. Circle with tick: chosen. Diamond: deferred. Square with dash: not chosen. Hexagon: being, or
dark with tick, carried out. The same marks on map, list and print."""


def proposal_stage(code: str) -> html.Span:
    """Where a proposal stands, with its mark."""
    words = proposal_stages()[code].label(current_language())
    return html.Span([icon(PROPOSAL_ICONS[code]), words], className="stage")


def status(state: State, text: str) -> html.Span:
    """A state in words with its icon."""
    return html.Span([icon(_STATE_ICONS[state]), text], className=f"status status-{state}")


def stage(code: EventKind) -> html.Span:
    """A stage or outcome of a melding with its icon."""
    return html.Span([icon(STAGE_ICONS[code]), stage_label(code)], className="stage")

"""Icons: vendored marks drawn by `assets/20-icons.css`, always beside a word and hidden from screen readers."""

from enum import StrEnum

from dash import html

from dashboard.components.aria import aria


class Icon(StrEnum):
    """Every icon; the value is the name of the file in `assets/icons` and of the CSS class."""

    GOOD = "good"
    ATTENTION = "attention"
    BAD = "bad"
    CLOCK = "clock"
    RUNNING = "running"
    WAITING = "waiting"
    PAUSED = "paused"
    ENDED = "ended"
    REOPENED = "reopened"
    SIGNAL = "signal"
    STAGE_MODERATION = "stage-moderation"
    STAGE_PUBLISHED = "stage-published"
    STAGE_SHORTLISTED = "stage-shortlisted"
    STAGE_SELECTED = "stage-selected"
    STAGE_DEFERRED = "stage-deferred"
    STAGE_NOT_SELECTED = "stage-not-selected"
    STAGE_PLANNED = "stage-planned"
    STAGE_IN_EXECUTION = "stage-in-execution"
    STAGE_REALISED = "stage-realised"
    STAGE_ENDED = "stage-ended"
    DATA = "data"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_DOWN = "chevron-down"
    ARROW_RIGHT = "arrow-right"
    ARROW_UP = "arrow-up"
    ARROW_DOWN = "arrow-down"
    CROSS = "cross"
    INFO = "info"
    BURGER = "burger"
    HOME = "home"
    MESSAGE = "message"
    PLACE = "place"
    LIST = "list"
    MORE = "more"
    PADLOCK = "padlock"
    CREST = "crest"


def icon(name: Icon, *, size: str = "") -> html.Span:
    """The mark `name`; `size` is '', 'large' (18 px) or 'tab' (20 px)."""
    return html.Span(className=icon_class(name) + (f" icon-{size}" if size else ""), **aria(hidden="true"))


def icon_class(name: Icon) -> str:
    """The CSS classes of a mark, for places that are not made of components."""
    return f"icon icon-{name}"

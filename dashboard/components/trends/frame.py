"""The page on trends without data, and the ids of its parts."""

from enum import StrEnum

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.manage.frame import said_id, turn_id

PAGE, PATH = "trends", "/trends"
NAME = N_("Trends")
SIGNAL, ANSWER, ANNOTATION = "signal", "answer", "annotation"
"""The keys in the address of a signal that is being taken up, of one that was, and of an annotation (or ANEW)."""
ANEW = "new"


class Part(StrEnum):
    """Ids of the parts that callbacks fill."""

    BY = "trends-by"
    SIGNALS = "trends-signals"
    ANSWERS = "trends-answers"
    FORMS = "trends-forms"
    HOT = "trends-hot"
    ANNOTATIONS = "trends-annotations"
    ASKED_OF = "trends-asked-of"
    """What the forms are about: they stay, with what was typed, until they are about something else."""


class Form(StrEnum):
    """Everything that has buttons on this page."""

    TAKE_UP = "take-up"
    CHANGE = "change"
    RESULT = "result"
    ANNOTATE = "annotate"
    TAKE_AWAY = "take-away"


def signals_section() -> html.Section:
    """Room for the signals, what is done about them, and the form of the chosen one."""
    heading = "trends-signals-title"
    children = [
        html.H2(t(N_("Signals")), id=heading),
        html.Div(id=said_id(PAGE), className="said", role="status", tabIndex=-1),
        dcc.Store(id=turn_id(PAGE)),
        dcc.Store(id=Part.ASKED_OF),
        html.Div(html.Div(className="skeleton-chart manage-skeleton"), id=Part.SIGNALS),
        html.Div(id=Part.FORMS),
        html.Div(id=Part.ANSWERS),
        html.Div(id=Part.ANNOTATIONS),
    ]
    return html.Section(children, className="block trends-signals", **aria(labelledby=heading))


def whole(head: list[Component], hot: Component, cards: list[Component]) -> html.Div:
    """The parts in their order: the signals and hot spots stand between the news and the charts."""
    return html.Div([*head, html.Div(id=Part.BY), signals_section(), hot, *cards])

"""What /beheer shows: each part with what asks for attention there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.icon import Icon, icon
from dashboard.components.manage.frame import block
from dashboard.components.rows import way

PAGE = "beheer"
Search = Callable[..., str]


@dataclass(frozen=True)
class Line:
    """One part: its address and name (a msgid), a sentence on how it stands, and how many things ask for attention."""

    path: str
    name: str
    sentence: str
    asks: int = 0
    bad: bool = False


def lead(lines: Sequence[Line]) -> str:
    """How many parts ask for attention."""
    asking = sum(bool(line.asks) for line in lines)
    if not asking:
        return t(N_("Nothing asks for attention."))
    if asking == 1:
        return t(N_("One part asks for attention."))
    return t(N_("{n} parts ask for attention."), n=number(asking))


def listed(lines: Sequence[Line], search: Search) -> Component:
    """All parts in their usual order, each leading further."""
    return block(t(N_("Parts")), html.Ul([_line(line, search) for line in lines], className="index-lines"))


def _line(line: Line, search: Search) -> html.Li:
    mark = icon(Icon.BAD if line.bad else Icon.ATTENTION if line.asks else Icon.GOOD, size="large")
    count = html.Span(number(line.asks) if line.asks else "", className="index-count")
    words = html.Div([way(t(line.name), line.path, search()), html.Span(line.sentence, className="secondary")])
    state = html.Span(t(N_("asks for attention") if line.asks else N_("in order")), className="visually-hidden")
    return html.Li([html.Span([mark, state]), count, words])

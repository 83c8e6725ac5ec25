"""The signals as a list, each with the way to its rows and to what is done about it; and how the series are chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.icon import Icon, icon

SHOWN = 5


@dataclass(frozen=True)
class SignalLine:
    """One signal: its words, whether it is clear, the way to its rows and to taking it up ('' without), and in words
    what was answered already ('' nothing)."""

    sentence: str
    detail: str
    clear: bool
    cases: str
    take_up: str = ""
    answered: str = ""


def signal_list(lines: Sequence[SignalLine]) -> list[Component]:
    """The clear ones; the others open."""
    clear, others = ([line for line in lines if line.clear is sure] for sure in (True, False))
    parts: list[Component] = [_list(clear)] if clear else []
    if others:
        n = len(others)
        words = N_("1 signal that may be chance") if n == 1 else N_("{n} signals that may be chance")
        summary = html.Summary(t(words, n=number(n)), className="foot-link")
        parts.append(html.Details([summary, _list(others)], className="trends-maybe"))
    return parts


def _list(lines: Sequence[SignalLine]) -> html.Ul:
    return html.Ul([html.Li(_line(line), className="trends-line") for line in lines], role="list")


def _line(line: SignalLine) -> list[Component]:
    said = [html.B(line.sentence), html.Span(line.detail, className="attention-detail")]
    if line.answered:
        said.append(html.Span(line.answered, className="trends-answered"))
    ways = [dcc.Link(t(N_("Show what came in")), href=line.cases, className="foot-link")] if line.cases else []
    if line.take_up:
        ways.append(dcc.Link(t(N_("Take up")), href=line.take_up, className="button"))
    mark = icon(Icon.SIGNAL, size="large")
    return [mark, html.Div(said, className="trends-words"), html.Div(ways, className="trends-ways")]

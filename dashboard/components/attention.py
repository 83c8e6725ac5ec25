"""What asks for attention, and what changed: the two lists of the overview."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.attention_parts import AttentionLine, Day, Development, Urgency
from dashboard.components.icon import Icon, icon

_MARKS: dict[Urgency, tuple[Icon, str]] = {
    Urgency.BAD: (Icon.BAD, N_("Urgent")),
    Urgency.ATTENTION: (Icon.ATTENTION, N_("Attention")),
    Urgency.SIGNAL: (Icon.SIGNAL, N_("Signal")),
    Urgency.DATA: (Icon.DATA, N_("Data quality")),
}


def attention_list(lines: Sequence[AttentionLine]) -> Component:
    """The lines, most urgent first; a line without cases is left out. The whole row is the link."""
    order = list(Urgency)
    shown = sorted((line for line in lines if line.count), key=lambda line: order.index(line.urgency))
    if not shown:
        return html.P(t(N_("Nothing asks for attention.")), className="attention-none")
    return html.Ul([html.Li(_line(line)) for line in shown], className="attention", role="list")


def _line(line: AttentionLine) -> dcc.Link:
    mark, word = _MARKS[line.urgency]
    words = [html.B(line.sentence), *([html.Span(line.detail, className="attention-detail")] if line.detail else [])]
    parts = [
        icon(mark, size="large"),
        html.Span(f"{t(word)}: ", className="visually-hidden"),
        html.Span(number(line.count), className="attention-count"),
        html.Span(words, className="attention-words"),
        html.Span(line.owner, className="attention-owner"),
        icon(Icon.CHEVRON_RIGHT),
    ]
    return dcc.Link(parts, href=line.href, className="attention-line")


def developments(days: Sequence[Day]) -> Component:
    """What changed, by day."""
    filled = [day for day in days if day.developments]
    if not filled:
        return html.P(t(N_("Nothing changed.")), className="attention-none")
    parts = [part for day in filled for part in (html.H3(day.heading), _day(day))]
    return html.Div(parts, className="developments")


def _day(day: Day) -> html.Ul:
    rows = [html.Li([html.Span(one.time, className="developments-time"), _text(one)]) for one in day.developments]
    return html.Ul(rows, role="list")


def _text(one: Development) -> Component:
    before, strong, after = one.text.partition(one.strong) if one.strong else (one.text, "", "")
    words = [part for part in (before, html.B(strong) if strong else "", after) if part]
    return dcc.Link(words, href=one.href) if one.href else html.Span(words)

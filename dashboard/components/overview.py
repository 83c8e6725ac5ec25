"""The parts of the overview that are not cards: its sections, recent news, and the menu to write notes."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.aria import aria
from dashboard.components.attention import developments
from dashboard.components.attention_parts import Day, Development
from dashboard.components.card import skeleton
from dashboard.components.note_dialog import note_opener

SHOWN, MOST = 8, 80
"""Developments that show at once, and those that show at all."""


def section(part: str, title: str, *, span: int, height: int = 232) -> html.Section:
    """A block of the overview; what is in it comes by callback as the children of `part`."""
    heading = f"{part}-title"
    children = [html.H2(title, id=heading), html.Div(skeleton(height), id=part, className="block-fill")]
    return html.Section(children, className=f"block span-{span}", **aria(labelledby=heading))


def conclusion(sentence: str) -> html.P:
    """The one computed sentence of a block."""
    return html.P(sentence, className="conclusion")


def recent(days: Sequence[Day]) -> list[Component]:
    """The latest developments; what came before them opens."""
    rows = [(day.heading, one) for day in days for one in day.developments]
    parts = [developments(_by_day(rows[:SHOWN]))]
    if rest := rows[SHOWN:MOST]:
        words = t(N_("{n} earlier changes"), n=number(len(rest)))
        parts.append(html.Details([html.Summary(words, className="foot-link"), developments(_by_day(rest))]))
    return parts


def _by_day(rows: Sequence[tuple[str, Development]]) -> list[Day]:
    headings = list(dict.fromkeys(heading for heading, _ in rows))
    return [Day(heading, tuple(one for own, one in rows if own == heading)) for heading in headings]


def note_menu(numbers: Sequence[tuple[str, int, str]]) -> html.Details:
    """The numbers (measure, service or 0, name) beside which the reader may write."""
    openers = [html.Li(note_opener(measure, name, service, name)) for measure, service, name in numbers]
    summary = html.Summary(t(N_("Write a note beside a number")), className="foot-link")
    return html.Details([summary, html.Ul(openers)], className="menu note-menu no-print")

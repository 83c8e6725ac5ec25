"""A note beside a number, by who answers for it; earlier notes stay readable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from config.language import N_, day, number, t


@dataclass(frozen=True)
class Note:
    """What somebody wrote: `number` is the name of the figure, `author` a role or function, never just a name."""

    number: str
    author: str
    written: date
    text: str


def note(latest: Note, earlier: Sequence[Note] = ()) -> html.Div:
    """The latest note about a number, with the earlier ones behind it, latest first."""
    parts: list[Component] = [html.P([html.B(_heading(latest)), " ", latest.text])]
    if earlier:
        parts.append(_history(earlier))
    return html.Div(parts, className="note")


def _heading(one: Note) -> str:
    return t(N_("Note on ‘{number}’, {author}, {day}:"), number=one.number, author=one.author, day=day(one.written))


def _history(earlier: Sequence[Note]) -> html.Details:
    summary = t(N_("1 earlier note")) if len(earlier) == 1 else t(N_("{n} earlier notes"), n=number(len(earlier)))
    rows = [html.Li([html.B(f"{one.author}, {day(one.written)}:"), " ", one.text]) for one in earlier]
    return html.Details([html.Summary(summary), html.Ul(rows, role="list")])

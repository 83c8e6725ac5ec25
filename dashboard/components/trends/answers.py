"""The signals that were taken up, as a list; the forms to take one up, to answer otherwise, and to tell the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from config.kinds import SignalAnswer
from config.language import N_, day, number, t
from dashboard.components.form import SAVE, Button, Field, Kind, Option, form
from dashboard.components.icon import Icon, icon
from dashboard.components.status import State, status
from dashboard.components.trends.frame import PAGE, Form
from dashboard.components.trends.words import ANSWERS

DUE_IN_WEEKS = 4
"""What the form proposes."""


@dataclass(frozen=True)
class AnswerLine:
    """One signal that was taken up: what it said, the answer with its reason, who sees to it (in words), the day by
    which there should be a result and that result; `change` is the way to its forms, '' without."""

    sentence: str
    taken: str
    answer: SignalAnswer
    reason: str
    owner: str
    due_on: date | None
    late: bool
    result: str
    result_on: date | None
    change: str = ""


def answer_list(lines: Sequence[AnswerLine]) -> list[Component]:
    """What is open first; what has a result opens."""
    if not lines:
        return []
    waiting = [line for line in lines if line.due_on is not None and not line.result]
    over = [line for line in lines if line not in waiting]
    parts: list[Component] = [html.H3(t(N_("Signals that were taken up")))]
    parts += [_list(waiting)] if waiting else []
    if over:
        summary = html.Summary(t(N_("Answered or closed: {n}"), n=number(len(over))), className="foot-link")
        parts.append(html.Details([summary, _list(over)], className="trends-maybe", open=not waiting))
    return parts


def _list(lines: Sequence[AnswerLine]) -> html.Ul:
    return html.Ul([html.Li(_line(line), className="trends-line") for line in lines], role="list")


def _line(line: AnswerLine) -> list[Component]:
    answer = f"{t(ANSWERS[line.answer])}. {line.reason}"
    said = [html.B(line.sentence), html.Span(answer), html.Span(line.taken, className="attention-detail")]
    if line.owner:
        said.append(html.Span(t(N_("Owner: {owner}."), owner=line.owner), className="attention-detail"))
    ways = [dcc.Link(t(N_("Change, or tell the result")), href=line.change, className="foot-link")]
    mark = icon(Icon.GOOD if line.result else Icon.SIGNAL, size="large")
    words = html.Div([*said, *_stands(line)], className="trends-words")
    return [mark, words, html.Div(ways if line.change else [], className="trends-ways")]


def _stands(line: AnswerLine) -> list[Component]:
    """Up to when it waits, or what came of it."""
    if line.result and line.result_on:
        return [html.Span([html.B(t(N_("Result, {day}:"), day=day(line.result_on))), f" {line.result}"])]
    if line.due_on is None:
        return []
    if line.late:
        return [status(State.BAD, t(N_("Past its day: {day}"), day=day(line.due_on)))]
    return [html.Span(t(N_("Result expected by {day}."), day=day(line.due_on)))]


def take_up_form(sentence: str, owners: Sequence[Option], due: date, subject: str, close: str) -> list[Component]:
    """The form to take one signal up."""
    title = t(N_("Take up: {signal}"), signal=sentence)
    fields = _fields(owners, SignalAnswer.WORK_PLAN, "", None, due)
    buttons = [Button(SAVE, N_("Take up"), primary=True)]
    made = form(PAGE, Form.TAKE_UP, title=title, fields=fields, buttons=buttons, subject=subject)
    return [made, _close(close)]


def answer_forms(
    line: AnswerLine, owners: Sequence[Option], owner: str | None, today: date, subject: str, close: str
) -> list[Component]:
    """The forms of a signal that was taken up and has no result yet."""
    fields = _fields(owners, line.answer, line.reason, owner, line.due_on)
    result = (
        Field("result", N_("What came of it"), Kind.LONG),
        Field("result_on", N_("Day of the result"), Kind.DAY, value=today.isoformat()),
    )
    return [
        form(
            PAGE,
            Form.RESULT,
            title=t(N_("Result: {signal}"), signal=line.sentence),
            fields=result,
            buttons=[Button(SAVE, N_("Save the result"), primary=True)],
            subject=subject,
        ),
        form(
            PAGE,
            Form.CHANGE,
            title=t(N_("Answer otherwise")),
            fields=fields,
            buttons=[Button(SAVE, N_("Save the answer"))],
            subject=subject,
        ),
        _close(close),
    ]


def _close(href: str) -> Component:
    return html.P(dcc.Link(t(N_("Close without saving")), href=href, className="foot-link"))


def _fields(
    owners: Sequence[Option], answer: SignalAnswer, reason: str, owner: str | None, due: date | None
) -> tuple[Field, ...]:
    choices = [Option(str(one), t(words)) for one, words in ANSWERS.items()]
    help_due = N_("Not needed when nothing is done.")
    return (
        Field("answer", N_("What is done about it"), Kind.CHOICE, options=choices, value=str(answer)),
        Field("reason", N_("Why"), Kind.LONG, value=reason),
        Field("owner", N_("Who sees to it"), Kind.CHOICE, options=owners, value=owner, optional=True),
        Field("due", N_("Result expected by"), Kind.DAY, help_due, value=due.isoformat() if due else None),
    )

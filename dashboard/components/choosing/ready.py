"""Whether a round is ready to be decided, in four lines, and what can be done for all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from config.language import N_, number, t
from dashboard.components.choosing.frame import PAGE, Form
from dashboard.components.choosing.listed import OUTCOMES, outcome_words
from dashboard.components.form import Button, Field, Kind, Option, button, questions, result
from dashboard.components.icon import Icon, icon

_SHARED = N_("Comes before the motivation of each place; their own part stays.")


@dataclass(frozen=True)
class Counts:
    """How far a round is.

    n candidates; of these `said` with an outcome, of which without motivation or reason; drafts that are complete;
    choices made, of which waiting for approval, of which to approve by who asks; and public ones.
    """

    n: int
    said: int
    unwritten: int
    unreasoned: int
    complete: int
    made: int
    pending: int
    to_approve: int
    public: int


def panel(counts: Counts, round_id: str, *, may_make: bool, may_approve: bool) -> list[Component]:
    """The lines and the buttons."""
    return [
        html.H2(t(N_("Ready for the decision?")), className="block-label"),
        html.P(_conclusion(counts), className="conclusion"),
        html.Ul([_line(good, words) for good, words in _lines(counts)], className="choosing-checks"),
        *_buttons(counts, round_id, may_make=may_make, may_approve=may_approve),
    ]


def _conclusion(counts: Counts) -> str:
    done = counts.made - counts.pending + counts.public
    if not counts.said:
        return t(N_("No place has an outcome yet."))
    return t(N_("{done} of {said} decisions are complete."), done=number(done), said=number(counts.said))


def _lines(counts: Counts) -> Sequence[tuple[bool, str]]:
    told = {"said": number(counts.said), "n": number(counts.n)}
    return [
        (counts.said == counts.n, t(N_("{said} of {n} places have an outcome"), **told)),
        (
            not counts.unwritten,
            _many(
                counts.unwritten,
                N_("Every outcome has a motivation"),
                N_("1 motivation is missing"),
                N_("{n} motivations are missing"),
            ),
        ),
        (
            not counts.unreasoned,
            _many(
                counts.unreasoned,
                N_("Every outcome has a reason"),
                N_("1 outcome has no reason"),
                N_("{n} outcomes have no reason"),
            ),
        ),
        (
            not counts.pending,
            _many(
                counts.pending,
                N_("Nothing waits for a second reader"),
                N_("1 choice waits for a second reader"),
                N_("{n} choices wait for a second reader"),
            ),
        ),
    ]


def _many(n: int, none: str, one: str, many: str) -> str:
    return t(none) if not n else t(one) if n == 1 else t(many, n=number(n))


def _line(good: bool, words: str) -> html.Li:
    return html.Li([icon(Icon.GOOD if good else Icon.ATTENTION), html.Span(words)])


def _buttons(counts: Counts, round_id: str, *, may_make: bool, may_approve: bool) -> list[Component]:
    parts: list[Component] = []
    if may_make and counts.complete:
        words = N_("Make the complete choice") if counts.complete == 1 else N_("Make the complete choices")
        parts.append(_all(Form.MAKE, words, counts.complete, round_id))
    if may_approve and counts.to_approve:
        words = N_("Approve the choice that waits") if counts.to_approve == 1 else N_("Approve the choices that wait")
        parts.append(_all(Form.APPROVE, words, counts.to_approve, round_id))
    return parts


def _all(form: Form, words: str, n: int, round_id: str) -> Component:
    act = button(PAGE, form, Button("all", words), round_id)
    if n > 1:
        act.children = f"{act.children} ({number(n)})"
    return html.Div(act, className="form-buttons")


def several(reasons: Sequence[Option]) -> Component:
    """What can be said of the ticked places together."""
    outcomes = [Option(code, outcome_words(code)) for code in OUTCOMES]
    fields = [
        Field("outcome", N_("Outcome"), Kind.CHOICE, options=outcomes),
        Field("reasons", N_("Reasons"), Kind.SEVERAL, options=reasons, optional=True),
        Field("shared", N_("Part shared with other places"), Kind.LONG, help=_SHARED, optional=True),
    ]
    save = Button("save", N_("Say this of the ticked places"), primary=True)
    parts = [questions(PAGE, Form.SEVERAL, fields), button(PAGE, Form.SEVERAL, save), result(PAGE, Form.SEVERAL)]
    summary = html.Summary(t(N_("Say the same of several places")))
    return html.Details([summary, *parts], className="choosing-more choosing-several")

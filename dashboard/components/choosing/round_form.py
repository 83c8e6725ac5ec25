"""Opening a round and changing its rules."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.choosing.frame import PAGE, Form
from dashboard.components.choosing.look import Look, Panel
from dashboard.components.form import Button, Field, Kind, Option, button, questions, result
from queries.rounds import Round

OPEN, CHANGE = Button("open", N_("Open the round"), primary=True), Button("save", N_("Keep these rules"), primary=True)
CLOSE = Button("close", N_("Close the round"), grave=True)
_APPROVAL = (N_("A second person approves each choice"), N_("A choice counts at once"))


def first_round(themes: Sequence[Option], organisation: str) -> list[Component]:
    """What stands on the workbench when there is no round yet."""
    words = t(N_("A round gathers the places among which you choose: give it a name, and say what it is about."))
    return [
        html.H2(t(N_("Open a first round")), className="block-label"),
        html.P(words),
        _form(None, themes, organisation),
    ]


def rules(own: Round, themes: Sequence[Option], organisation: str, *, another: bool) -> list[Component]:
    """The rules of the round, to change; or (`another`) a form for a new one."""
    title = t(N_("New round")) if another else t(N_("Rules of the round {name}"), name=own.name)
    made = _form(None if another else own, themes, organisation)
    return [html.Section([html.H2(title, className="block-label"), made], className="sheet")]


def ways(look: Look) -> html.Div:
    """The ways to the rules and to a new round."""
    panels = ((Panel.RULES, N_("Rules of the round")), (Panel.NEW, N_("New round")))
    links = [
        dcc.Link(t(words), href=look.address(panel=Panel.NONE if look.panel is panel else panel))
        for panel, words in panels
    ]
    return html.Div(links, className="choosing-ways")


def _form(own: Round | None, themes: Sequence[Option], organisation: str) -> html.Div:
    fields = [
        Field("name", N_("Name"), help=N_("For example: autumn round 2026."), value=own.name if own else None),
        Field(
            "themes",
            N_("Themes"),
            Kind.SEVERAL,
            options=themes,
            value=[str(one) for one in own.theme_ids] if own else [],
            help=N_("None ticked: all themes."),
        ),
        Field("budget", N_("Budget, in euro"), Kind.NUMBER, value=_number(own.budget) if own else None, optional=True),
        Field(
            "least", N_("Places for each neighbourhood, at least"), Kind.NUMBER, value=own.least_per_area if own else 0
        ),
        Field(
            "most",
            N_("Places for each neighbourhood, at most"),
            Kind.NUMBER,
            value=own.most_per_area if own else None,
            optional=True,
        ),
        Field(
            "approval",
            N_("Approval"),
            Kind.CHOICE,
            options=[Option("yes", t(_APPROVAL[0])), Option("no", t(_APPROVAL[1]))],
            value="no" if own and not own.needs_approval else "yes",
        ),
    ]
    subject = str(own.round_id) if own else organisation
    closes = [button(PAGE, Form.ROUND, CLOSE, subject)] if own and own.closed_at is None else []
    buttons = [button(PAGE, Form.ROUND, CHANGE if own else OPEN, subject), *closes]
    return html.Div(
        [questions(PAGE, Form.ROUND, fields), html.Div(buttons, className="form-buttons"), result(PAGE, Form.ROUND)],
        className="choosing-round",
    )


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.0f}"

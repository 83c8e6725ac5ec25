"""What /abonnementen shows: where mail goes, what somebody gets, and the form for more of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from config.cadence import Cadence
from config.kinds import MeldingKind
from config.language import N_, moment, number, t, weekday
from config.mail import OPEN, TROUBLE, Kind, State
from dashboard.components.aria import aria
from dashboard.components.form import Button, Field, Option, button, form, result
from dashboard.components.form import Kind as FieldKind
from dashboard.components.key_figures import figure_name
from dashboard.components.manage.frame import block, content_id, nothing, notice, said_id, turn_id
from dashboard.components.page_head import lead_id
from dashboard.components.rows import lines, records, rows_table
from dashboard.reports.kinds import name_of

PAGE = "abonnementen"
PATH = "/abonnementen"
USUAL_HOUR = 8
_MONDAY = date(2024, 1, 1)
OFF = N_("This installation sends no mail yet. What you choose here begins once your administrator sets a mail server.")
NO_ADDRESS = N_("Fill in your e-mail address first: without one nothing is sent to you.")
CADENCES = {
    Cadence.DAILY: N_("Every day from Monday to Friday"),
    Cadence.WEEKLY: N_("Every week"),
    Cadence.MONTHLY: N_("Every month, on the first such day"),
}
STATES = {
    State.WAITING: N_("is on its way"),
    State.SENDING: N_("is on its way"),
    State.HANDING: N_("is on its way"),
    State.SENT: N_("sent"),
    State.NOTHING: N_("not sent: there was nothing to tell"),
    State.LEFT_OUT: N_("not sent"),
    State.FAILED: N_("refused by the mail server"),
    State.GIVEN_UP: N_("given up after three days"),
    State.UNCERTAIN: N_("perhaps sent: the mail server did not answer"),
}


class Form(StrEnum):
    """The forms of this page."""

    ADDRESS = "address"
    NEW = "new"
    STOP = "stop"
    GO_ON = "go-on"
    REMOVE = "remove"
    AGAIN = "again"


@dataclass(frozen=True)
class Choices:
    """What somebody can ask: views of their own (id and name), numbers that can be watched, and kinds of reports (none:
    no reports at all)."""

    views: Sequence[tuple[str, str]]
    measures: Sequence[str]
    reports: Sequence[str]


def frame() -> Component:
    """The page without data."""
    lead = html.P(id=lead_id(PAGE), className="lead", **aria(live="polite"))
    words = html.Div([html.H1(t(N_("Subscriptions"))), lead], className="page-words")
    return html.Div(
        [
            html.Div(words, className="page-head"),
            html.Div(id=said_id(PAGE), className="said", role="status", tabIndex=-1),
            dcc.Store(id=turn_id(PAGE)),
            html.Div(html.Div(className="skeleton-chart manage-skeleton"), id=content_id(PAGE), className="manage"),
        ]
    )


def lead(rows: pd.DataFrame) -> str:
    """How much somebody gets."""
    active = int(rows["active"].astype(bool).sum())
    if not active:
        return t(N_("You get no mail."))
    return (
        t(N_("You get 1 mail regularly.")) if active == 1 else t(N_("You get {n} mails regularly."), n=number(active))
    )


def content(
    rows: pd.DataFrame, address: str | None, choices: Choices, *, sends: bool, chosen: str = ""
) -> list[Component]:
    """All of the page; `chosen`: what the form for more begins with."""
    told = [] if sends else [notice(t(OFF))]
    told += [notice(t(NO_ADDRESS))] if sends and not address else []
    forms = html.Div([_new(choices, chosen), _address(address)], className="manage-columns")
    return [*told, _listed(rows), forms]


def _address(address: str | None) -> Component:
    mail = Field("mail", N_("E-mail address"), help=N_("Empty: no mail at all."), value=address or "", optional=True)
    words = t(N_("Mail holds numbers of your organisation: use the address that you work with."))
    save = Button("save", N_("Save"))
    return form(PAGE, Form.ADDRESS, title=t(N_("Your address")), intro=words, fields=[mail], buttons=[save])


def choice_of(kind: Kind, key: str = "") -> str:
    """What a form calls a thing that can be asked."""
    return f"{kind}:{key}" if key else str(kind)


def _new(choices: Choices, chosen: str) -> Component:
    options = [Option(choice_of(Kind.DIGEST), kind_words(Kind.DIGEST))]
    options += [Option(choice_of(Kind.VIEW, key), kind_words(Kind.VIEW, name)) for key, name in choices.views]
    every = ["", *choices.reports] if choices.reports else []
    options += [Option(choice_of(Kind.REPORT, one), kind_words(Kind.REPORT, report=one)) for one in every]
    options += [Option(choice_of(Kind.ALERT, one), kind_words(Kind.ALERT, measure=one)) for one in choices.measures]
    known = chosen if chosen in {option.value for option in options} else choice_of(Kind.DIGEST)
    hours = [Option(str(hour), f"{hour}:00") for hour in range(24)]
    days = [Option(str(n), day_name(n)) for n in range(7)]
    cadences = [Option(str(cadence), t(words)) for cadence, words in CADENCES.items()]
    grace = N_("So many checks in a row must find it beyond its target, or within it again, before you get mail.")
    fields = [
        Field("what", N_("What"), FieldKind.CHOICE, options=options, value=known),
        Field("cadence", N_("How often"), FieldKind.CHOICE, options=cadences, value=str(Cadence.WEEKLY)),
        Field(
            "weekday", N_("Day of the week"), FieldKind.CHOICE, options=days, value="0", help=N_("Not for every day.")
        ),
        Field("hour", N_("Hour"), FieldKind.CHOICE, options=hours, value=str(USUAL_HOUR)),
        Field("grace", N_("For an alert: checks"), FieldKind.NUMBER, value="2", help=grace),
    ]
    words = t(N_("You get what your role lets you see at the moment of sending, and nothing when there is nothing."))
    save = Button("save", N_("Subscribe"), primary=True)
    return form(PAGE, Form.NEW, title=t(N_("Get something by mail")), intro=words, fields=fields, buttons=[save])


def kind_words(kind: Kind, view: str | None = None, measure: str | None = None, report: str | None = None) -> str:
    """What a subscription tells of."""
    if kind is Kind.DIGEST:
        return t(N_("What needs you and what changed"))
    if kind is Kind.VIEW:
        return t(N_("View: {name}"), name=view) if view else t(N_("A view that was removed"))
    if kind is Kind.REPORT:
        return t(N_("Published: {name}"), name=name_of(report)) if report else t(N_("All published reports"))
    return t(N_("Alert: {name} against its target"), name=figure_name(measure or "", MeldingKind.MELDING))


def day_name(number_of_day: int) -> str:
    """The name of a day of the week; Monday is 0."""
    return weekday(_MONDAY + timedelta(days=number_of_day)).partition(" ")[0]


def when_words(cadence: str, weekday_no: int, hour: int) -> str:
    """How often and when."""
    at = f"{hour}:00"
    match Cadence(cadence):
        case Cadence.DAILY:
            return t(N_("Monday to Friday at {hour}"), hour=at)
        case Cadence.WEEKLY:
            return t(N_("every {day} at {hour}"), day=day_name(weekday_no), hour=at)
        case Cadence.MONTHLY:
            return t(N_("first {day} of the month at {hour}"), day=day_name(weekday_no), hour=at)


def _listed(rows: pd.DataFrame) -> Component:
    title = t(N_("What you get"))
    if rows.empty:
        return block(title, nothing(t(N_("Nothing yet. Choose something below."))))
    heads = [t(head) for head in (N_("What"), N_("When"), N_("Next"), N_("Last mail"), N_("Actions"))]
    cells = [
        [
            kind_words(Kind(row.kind), row.view, row.measure, row.report_kind),
            when_words(row.cadence, row.weekday, row.hour),
            moment(row.next_at, row.zone) if row.active else t(N_("stopped")),
            _last(row),
            _acts(row),
        ]
        for row in records(rows)
    ]
    return block(title, rows_table(heads, cells, label=title), *(result(PAGE, one) for one in _IN_ROWS))


_IN_ROWS = (Form.STOP, Form.GO_ON, Form.REMOVE, Form.AGAIN)


def _last(row: Any) -> Any:
    if row.state is None:
        return t(N_("none yet"))
    said = [f"{moment(row.due_at, row.zone)}: {t(STATES[State(row.state)])}"]
    shown = row.why and (row.state in OPEN or row.state in (*TROUBLE, State.LEFT_OUT))
    again = f"{row.organisation_id}.{row.mail_id}"
    acts = [button(PAGE, Form.AGAIN, Button("save", N_("Send again")), again)] if row.state in TROUBLE else []
    return [*lines([*said, *([t(row.why)] if shown else [])]), *acts]


def _acts(row: Any) -> list[Component | str]:
    key = str(row.subscription_id)
    turn = (Form.STOP, Button("save", N_("Stop"))) if row.active else (Form.GO_ON, Button("save", N_("Go on")))
    parts: list[Component | str] = [button(PAGE, turn[0], turn[1], key), " "]
    parts.append(button(PAGE, Form.REMOVE, Button("ask", N_("Remove"), grave=True), key))
    return parts

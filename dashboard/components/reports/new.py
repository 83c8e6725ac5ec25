"""Asking for a report: each kind with its purpose, what it is about, and its period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dash import html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.form import SAVE, Button, Field, Option, button, questions, result
from dashboard.components.form import Kind as Asks
from dashboard.components.reports.frame import PAGE, Form
from dashboard.components.reports.periods import spans
from dashboard.reports.kinds import About, Kind

MAKE = Button(SAVE, N_("Make the report"), primary=True)
_MEMBERS = {About.SERVICE: N_("Service"), About.AREA: N_("Neighbourhood")}


def form_of(organisation_id: int, kind: Kind) -> str:
    """The name of the form for one kind."""
    return f"{Form.NEW}/{organisation_id}/{kind.id}"


@dataclass(frozen=True)
class Offer:
    """What can be made of one organisation: kinds, and the services and areas to choose from."""

    organisation_id: int
    town: str
    kinds: Sequence[Kind]
    members: Mapping[About, Sequence[Option]]


def block(offers: Sequence[Offer], today: date) -> list[Component]:
    """The kinds to choose from, of each organisation in which the reader makes reports."""
    parts: list[Component] = []
    for offer in offers:
        items = [html.Li(_kind(offer, kind, today)) for kind in offer.kinds]
        head = t(N_("New report")) if len(offers) == 1 else t(N_("New report of {name}"), name=offer.town)
        parts += [html.H2(head, className="block-label"), html.Ul(items, className="reports-new")] if items else []
    return parts


def _kind(offer: Offer, kind: Kind, today: date) -> Component:
    name = form_of(offer.organisation_id, kind)
    periods = [Option(span.code, span.name) for span in spans(kind.period, today)]
    fields = [Field("period", N_("Period"), Asks.CHOICE, options=periods, value=periods[0].value)]
    if kind.about is not About.ORGANISATION:
        fields.insert(0, Field("member", _MEMBERS[kind.about], Asks.CHOICE, options=offer.members[kind.about]))
    return html.Details(
        [
            html.Summary(str(kind.name)),
            html.P(str(kind.purpose), className="secondary"),
            questions(PAGE, name, fields),
            html.Div(button(PAGE, name, MAKE), className="form-buttons"),
            result(PAGE, name),
        ],
        className="choosing-more",
    )


def asked_words() -> str:
    """What is said once it was asked."""
    return t(N_("The report is asked. It appears here once it is made, mostly within a minute."))

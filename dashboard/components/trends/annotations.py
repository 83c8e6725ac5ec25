"""What happened and stands in the charts: the list, the form to add something, and the one to take something away."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from config.kinds import AnnotationKind
from config.language import N_, t
from dashboard.components.form import SAVE, Button, Field, Kind, Option, form
from dashboard.components.trends.frame import PAGE, Form

KINDS: dict[AnnotationKind, str] = {
    AnnotationKind.CAMPAIGN: N_("Campaign"),
    AnnotationKind.PLANTING_DAY: N_("Planting day"),
    AnnotationKind.RULE: N_("New rule"),
    AnnotationKind.STORM: N_("Storm"),
    AnnotationKind.OTHER: N_("Something else"),
}


@dataclass(frozen=True)
class Happening:
    """One annotation in words, what kind it is and by whom, and the way to take it away ('' without)."""

    words: str
    aside: str
    away: str = ""


def happenings(lines: Sequence[Happening], add: str) -> list[Component]:
    """The annotations of the period and the year before; `add` is the way to the form, '' for who may not."""
    way = [html.P(dcc.Link(t(N_("Add what happened")), href=add, className="button"))] if add else []
    if not lines and not way:
        return []
    listed = html.Ul([html.Li(_line(line), className="trends-line") for line in lines], role="list")
    return [html.H3(t(N_("What happened, in the charts"))), *([listed] if lines else []), *way]


def _line(line: Happening) -> list[Component]:
    words = [html.B(line.words), html.Span(line.aside, className="attention-detail")]
    ways = [dcc.Link(t(N_("Take away")), href=line.away, className="foot-link")] if line.away else []
    return [html.Div(words, className="trends-words"), html.Div(ways, className="trends-ways")]


def annotate_form(
    areas: Sequence[Option], categories: Sequence[Option], themes: Sequence[Option], today: str, close: str
) -> list[Component]:
    """The form to add what happened."""
    kinds = [Option(str(one), t(words)) for one, words in KINDS.items()]
    everywhere = N_("Empty: all.")
    fields = (
        Field("words", N_("In a few words"), help=N_("At most four words; they stand in the charts.")),
        Field("kind", N_("Kind"), Kind.CHOICE, options=kinds, value=str(AnnotationKind.CAMPAIGN)),
        Field("first_day", N_("First day"), Kind.DAY, value=today),
        Field("last_day", N_("Last day"), Kind.DAY, N_("Empty: one day."), optional=True),
        Field("text", N_("More about it"), Kind.LONG, optional=True),
        Field("area", N_("Neighbourhood"), Kind.CHOICE, everywhere, areas, optional=True),
        Field("category", N_("Category of meldingen"), Kind.CHOICE, everywhere, categories, optional=True),
        Field("theme", N_("Theme of proposals"), Kind.CHOICE, everywhere, themes, optional=True),
    )
    buttons = [Button(SAVE, N_("Add"), primary=True)]
    title = t(N_("Add what happened"))
    return [form(PAGE, Form.ANNOTATE, title=title, fields=fields, buttons=buttons), _close(close)]


def take_away_form(words: str, subject: str, close: str) -> list[Component]:
    """The question before something is taken away."""
    title = t(N_("Take away: {words}"), words=words)
    intro = t(N_("It goes out of the charts. Reports that were made keep it."))
    buttons = [Button(SAVE, N_("Take away"), grave=True)]
    return [form(PAGE, Form.TAKE_AWAY, title=title, intro=intro, buttons=buttons, subject=subject), _close(close)]


def _close(href: str) -> Component:
    return html.P(dcc.Link(t(N_("Close without saving")), href=href, className="foot-link"))

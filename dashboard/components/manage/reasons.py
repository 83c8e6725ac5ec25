"""What /beheer/redenen shows: common reasons and own ones, what each is used for, and where its motivation begins."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from config.language import N_, current_language, number, t
from config.vocabularies import Vocabulary, vocabularies
from config.wording import FACTS, parts
from dashboard.charts.phrases import joined
from dashboard.components.choosing.words import fact_label
from dashboard.components.form import Button, Field, Kind, Option, form
from dashboard.components.manage.frame import block, nothing
from dashboard.components.manage.norms import SAVE
from dashboard.components.rows import records, rows_table, way

PAGE, PATH = "beheer-redenen", "/beheer/redenen"
EXAMPLE: Mapping[str, str] = {
    **{"stemmen": "62", "meldingen": "14", "kost": "18.500", "wachttijd": "210", "rang": "3", "kandidaten": "41"},
    **{"score": "78", "straat": "Kerkstraat", "wijk": "Centrum"},
    **{"thema": "Vergroening", "ontharding": "240", "vergroening": "180", "bomen": "6", "haag": "35"},
    **{"natuurgroen": "1", "regenwater": "5.000", "fietspad": "120", "deelmobiliteit": "1", "laadpunten": "2"},
    **{"zonnepanelen": "12", "co2": "900"},
}
"""A place that does not exist, for a preview."""
PREVIEW = Button("preview", N_("Show with an example"))
END = Button("ask", N_("Offer it no more"), grave=True)
AGAIN = Button("save", N_("Offer it again"))
_WHERE = N_("The name is also that of choices that named it before.")
_ENGLISH = N_("For who reads in English.")
_FACTS = N_("Facts stand between braces; each place gets its own figure.")
_BEGIN = N_("Text with which a motivation begins")
Search = Callable[..., str]


class Form(StrEnum):
    """The forms of this page."""

    NEW = "new"
    CHANGE = "change"
    END = "end"
    AGAIN = "again"
    TEMPLATE = "template"


def lead(reasons: pd.DataFrame) -> str:
    """How many own reasons are offered, and how many reasons have a text to begin with."""
    offered = reasons[reasons["active"].astype(bool)]
    words = {"own": number(offered["own"].sum()), "common": number((~offered["own"].astype(bool)).sum())}
    written = number((offered["template"] != "").sum())
    return t(N_("Common reasons: {common}; own ones: {own}. Texts to begin with: {n}."), **words, n=written)


def name_of(row: Any) -> str:
    """What a reason is called in the reader's language."""
    return str(row.label_nl if current_language() == "nl" else row.label_en)


def outcome_words(codes: Sequence[str]) -> str:
    """The outcomes for which a reason is offered."""
    known = vocabularies()[Vocabulary.SELECTION_OUTCOME]
    words = joined([known[code].label(current_language()).lower() for code in known if code in codes])
    return words[:1].upper() + words[1:]


def listed(reasons: pd.DataFrame, search: Search) -> list[Component]:
    """Own reasons first, then the common ones; apart what is offered no more."""
    own, active = reasons["own"].astype(bool), reasons["active"].astype(bool)
    blocks = [_block(t(N_("Own reasons")), reasons[own & active], search)]
    if (own & ~active).any():
        blocks.append(_block(t(N_("Offered no more")), reasons[own & ~active], search))
    return [*blocks, _block(t(N_("Common reasons")), reasons[~own], search)]


def _block(title: str, reasons: pd.DataFrame, search: Search) -> Component:
    if reasons.empty:
        return block(title, nothing(t(N_("There is no own reason yet."))))
    heads = [t(N_("Reason")), t(N_("Offered for")), t(N_("Public choices")), t(N_("Text to begin with"))]
    return block(title, rows_table(heads, [_cells(row, search) for row in records(reasons)], label=title))


def _cells(row: Any, search: Search) -> list[Any]:
    name = way(name_of(row), PATH, search(reason=row.code))
    return [name, outcome_words(row.outcomes), number(row.n), _short(row.template)]


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) < 60 else f"{line[:57].rstrip()} …"


def new_form() -> Component:
    """The form for a reason of one's own."""
    intro = t(N_("For a reason that comes back and is not in the list. It is offered to who prepares choices."))
    return form(PAGE, Form.NEW, title=t(N_("Add a reason")), intro=intro, fields=_fields(None), buttons=[SAVE])


def _fields(row: Any) -> list[Field]:
    known = vocabularies()[Vocabulary.SELECTION_OUTCOME].values()
    options = [Option(term.code, term.label(current_language())) for term in known]
    example = N_("Such as: fits the school environment.")
    return [
        Field("label_nl", N_("Name in Dutch"), help=_WHERE if row else example, value=row and row.label_nl),
        Field("label_en", N_("Name in English"), help=_ENGLISH, value=row and row.label_en),
        Field("outcomes", N_("Offered for"), Kind.SEVERAL, options=options, value=list(row.outcomes) if row else []),
    ]


def one(row: Any, search: Search) -> list[Component]:
    """One reason: what it is used for, its text to begin with, and of an own one its name and its end."""
    back = way(t(N_("All reasons")), PATH, search())
    kind = t(N_("Own reason")) if row.own else t(N_("Common reason: every organisation has it, with the same name"))
    state = "" if row.active else t(N_("Offered no more; what was chosen with it keeps it."))
    used = t(N_("1 public choice names it.")) if row.n == 1 else t(N_("{n} public choices name it."), n=number(row.n))
    about = t(N_("{kind}. Offered for: {outcomes}."), kind=kind, outcomes=outcome_words(row.outcomes).lower())
    told = [html.P(words) for words in (about, used, state) if words]
    return [block(name_of(row), *told, side=back), _template(row), *(_own(row) if row.own else [])]


def _template(row: Any) -> Component:
    """The text to begin with, as it would be read, and the form to change it."""
    names = ", ".join(f"{{{name}}} ({fact_label(name)})" for name in FACTS)
    facts = html.Details([html.Summary(t(N_("All facts"))), html.P(names, className="secondary")])
    field = Field("template", _BEGIN, Kind.LONG, help=_FACTS, value=row.template, optional=True)
    intro = t(N_("Who chooses this reason can begin with this text, and goes on writing in it. Empty: no text."))
    shape = form(
        PAGE,
        Form.TEMPLATE,
        title=t(N_("Text to begin with")),
        intro=intro,
        fields=[field],
        buttons=[SAVE, PREVIEW],
        subject=row.code,
    )
    shown = read_so(row.template) if row.template else []
    return html.Div([shape, html.Div([*shown, facts], className="reason-text")], className="reason-words")


def read_so(template: str) -> list[Component]:
    """A text with the facts of an example."""
    words: list[Any] = [html.Mark(said) if fact else said for said, fact in parts(template, EXAMPLE)]
    label = html.P(t(N_("Read so for an example")), className="secondary")
    return [html.Div([label, html.P(words, className="reason-example")], className="preview")]


def _own(row: Any) -> list[Component]:
    change = form(PAGE, Form.CHANGE, title=t(N_("Name and use")), fields=_fields(row), buttons=[SAVE], subject=row.code)
    if not row.active:
        return [change, form(PAGE, Form.AGAIN, title=t(N_("Offer again")), buttons=[AGAIN], subject=row.code)]
    intro = t(N_("It goes out of the list of who prepares choices. What was chosen with it keeps it, with its name."))
    return [change, form(PAGE, Form.END, title=t(N_("End")), intro=intro, buttons=[END], subject=row.code)]

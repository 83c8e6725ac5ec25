"""The form for an activity of a working group: to enter one, or to correct the one that was chosen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.language import N_, current_language, day, t
from config.vocabularies import Vocabulary, vocabularies
from dashboard.components.choosing.frame import PAGE, Form
from dashboard.components.form import Button, Field, Kind, Option, button, questions, result

_NO_NAMES = N_("Never write the name of a person here: not of who guides, nor of who came.")
_SAVE = Button("save", N_("Save and choose this activity"), primary=True)
_CORRECT = Button("save", N_("Save the correction"), primary=True)
_ELSEWHERE = N_("A source told this activity. Correct it there as well: its next delivery may tell it again as it was.")
Row = Mapping[Any, Any]


def activity_words(row: Row) -> str:
    """What people call an activity: its title, or its kind with its number; and its day."""
    named = kind_words(row["activity_kind"], row["sequence_no"])
    told = [row["title"] or named, day(row["on_day"]) if row["on_day"] else ""]
    return ", ".join(filter(None, told))


def kind_words(code: Any, sequence_no: Any) -> str:
    """'Werkgroep 3'; '' for a kind that nobody knows."""
    found = vocabularies()[Vocabulary.ACTIVITY_KIND].get(str(code))
    name = found.label(current_language()) if found else ""
    return f"{name} {int(sequence_no)}".strip() if sequence_no else name


def new(subject: str, today: date) -> Component:
    """The form to enter one; it is chosen for a place (`subject`) once it is saved."""
    usual = {"activity_kind": "working_group", "phase": "mee_beslissen", "state": "held", "on_day": today}
    parts = [*_asked(Form.ACTIVITY, usual), *_buttons(Form.ACTIVITY, _SAVE, subject)]
    return html.Details([html.Summary(t(N_("Enter a new activity"))), *parts], className="choosing-more")


def correct(row: Row) -> list[Component]:
    """The form to correct one. `row`: as of `queries.activities.activity_told`."""
    told = [] if row["own"] else [html.P(t(_ELSEWHERE), className="secondary")]
    parts = [
        *told,
        *_asked(Form.CORRECT, row),
        *_buttons(Form.CORRECT, _CORRECT, f"{row['subject_id']}/{row['seq']}"),
    ]
    title = t(N_("Correct: {activity}"), activity=activity_words(row))
    return [html.Details([html.Summary(title), *parts], className="choosing-more")]


def _asked(form: Form, row: Row) -> list[Component]:
    return [html.P(t(_NO_NAMES), className="secondary"), questions(PAGE, form, _fields(row))]


def _buttons(form: Form, one: Button, subject: str) -> list[Component]:
    return [html.Div(button(PAGE, form, one, subject), className="form-buttons"), result(PAGE, form)]


def _fields(row: Row) -> Sequence[Field]:
    """The questions, with what is known."""
    return [
        _choice("activity_kind", N_("Kind"), Vocabulary.ACTIVITY_KIND, row),
        Field("sequence_no", N_("Sequence number"), Kind.NUMBER, value=row.get("sequence_no"), optional=True),
        Field("title", N_("Title"), value=row.get("title")),
        Field("on_day", N_("Day"), Kind.DAY, value=row["on_day"].isoformat() if row["on_day"] else None),
        _choice("state", N_("How it stands"), Vocabulary.ACTIVITY_STATE, row),
        _choice("phase", N_("How far citizens decide"), Vocabulary.PHASE, row),
        _choice("guide", N_("Guided by"), Vocabulary.GUIDE, row, optional=True),
        _choice("venue", N_("Where"), Vocabulary.VENUE, row, optional=True),
        Field("invited", N_("People invited"), Kind.NUMBER, value=row.get("invited"), optional=True),
        Field("attended", N_("People who came"), Kind.NUMBER, value=row.get("attended"), optional=True),
        Field("report", N_("Report"), Kind.LONG, value=row.get("report"), optional=True),
        Field("next_steps", N_("Next steps"), Kind.LONG, value=row.get("next_steps"), optional=True),
    ]


def _choice(name: str, label: str, vocabulary: Vocabulary, row: Row, *, optional: bool = False) -> Field:
    options = [Option(term.code, term.label(current_language())) for term in vocabularies()[vocabulary].values()]
    return Field(name, label, Kind.CHOICE, options=options, value=row.get(name), optional=optional)

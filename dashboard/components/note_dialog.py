"""The dialog in which a note beside a number is written, replaced or taken away, with what was said before.

A page that shows notes puts `note_dialog()` on itself once and a `note_opener` beside each number; it reads its notes
again when `CHANGED` moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria

DIALOG, TARGET, TEXT, SAVE, REMOVE, PROBLEM, HISTORY, CHANGED = (
    "note-dialog",
    "note-target",
    "note-text",
    "note-save",
    "note-remove",
    "note-problem",
    "note-history",
    "notes-changed",
)
OPEN = "note-open"
ALL_SERVICES = 0
"""Stands in an id for a note on all services together."""


@dataclass(frozen=True)
class Said:
    """One note of the history: by which role (in the reader's language), when (in words), and what; '' took it away."""

    role: str
    day: str
    text: str


def note_opener(measure: str, name: str, service_id: int = ALL_SERVICES, text: str = "") -> html.Button:
    """The button that opens the dialog for a number: a measure of the registry, called `name` in the reader's
    language. `text` stands on the button; without it 'Write a note'."""
    words = t(N_("Note beside {name}"), name=name)
    button_id = {"type": OPEN, "measure": measure, "service": service_id}
    return html.Button(
        text or t(N_("Write a note")),
        id=button_id,
        type="button",
        className="link-button no-print",
        **aria(label=words, haspopup="dialog"),
    )


def note_dialog() -> Component:
    """The dialog, closed and empty; what it is about comes by callback."""
    field = dmc.Textarea(id=TEXT, label=t(N_("Note")), value="", autosize=True, minRows=3, maxRows=8)
    save = html.Button(t(N_("Save the note")), id=SAVE, type="button", className="button button-primary")
    remove = html.Button(t(N_("Take it away")), id=REMOVE, type="button", className="button")
    modal = dmc.Modal(
        [
            field,
            html.Div(id=PROBLEM, role="alert"),
            html.Div([save, remove], className="dialog-foot"),
            html.Div(id=HISTORY),
        ],
        id=DIALOG,
        title=t(N_("Note")),
        size="lg",
        transitionProps={"transition": "fade", "duration": 120},
        closeButtonProps={"aria-label": t(N_("Close"))},
    )
    return html.Div([dcc.Store(id=TARGET), dcc.Store(id=CHANGED), modal])


def history_list(said: Sequence[Said]) -> list[Component]:
    """What was said before, latest first; nothing when nobody said anything yet."""
    if not said:
        return []
    rows = [html.Li([html.B(f"{one.role}, {one.day}"), " ", one.text or t(N_("taken away"))]) for one in said]
    return [html.H3(t(N_("Earlier"))), html.Ul(rows, className="note-history")]

"""The dialog of saved views: open, change or remove one, save the present one, copy the link to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria
from dashboard.components.filter_parts import Place
from dashboard.components.subscriptions import PATH as SUBSCRIPTIONS

DIALOG, NAME, SAVE, LIST, PROBLEM, LINK, COPY, COPIED = (
    "views",
    "view-new-name",
    "view-save",
    "view-list",
    "view-problem",
    "view-link",
    "view-copy",
    "view-copied",
)


class Part(StrEnum):
    """The parts of the dialog that exist several times: the `type` of their ids."""

    OPEN = "views-open"
    NAME = "view-name"
    FIRST = "view-first"
    REMOVE = "view-remove"


@dataclass(frozen=True)
class View:
    """One saved view: its id, name, address, what it shows in words, and whether it opens after logging in."""

    id: str
    name: str
    href: str
    words: str
    first: bool
    mailable: bool = False
    """Whether a mail can tell of it."""


def views_button(place: Place, look: str) -> html.Button:
    """The button beside the filters that opens the dialog."""
    words = t(N_("Save this view"))
    return html.Button(
        words, id={"type": Part.OPEN, "place": place}, type="button", className=look, **aria(haspopup="dialog")
    )


def views_dialog() -> Component:
    """The dialog without views; they come by callback."""
    parts = [html.Div(id=PROBLEM, role="alert"), _form(), html.Div(id=LIST), _link()]
    return dmc.Modal(
        parts,
        id=DIALOG,
        title=t(N_("Views")),
        size="lg",
        keepMounted=True,
        transitionProps={"transition": "fade", "duration": 120},
        closeButtonProps={"aria-label": t(N_("Close"))},
    )


def _form() -> Component:
    field = dmc.TextInput(
        id=NAME,
        label=t(N_("Name of this view")),
        description=t(N_("Keeps this page with its filters, for you alone.")),
        value="",
    )
    save = html.Button(t(N_("Save")), id=SAVE, type="button", className="button button-primary")
    return html.Div([field, save], className="dialog-row")


def _link() -> Component:
    """The address itself: nobody sees more by it than their own role lets them see."""
    field = dmc.TextInput(
        id=LINK,
        label=t(N_("Link to this view")),
        description=t(N_("Whoever opens it sees what their own role allows.")),
        value="",
        readOnly=True,
    )
    copy = html.Button(t(N_("Copy link")), id=COPY, type="button", className="button")
    done = html.Span(t(N_("Copied")), id=COPIED, className="view-copied", hidden=True)
    return html.Div([field, copy, html.Span(done, role="status")], className="dialog-row")


def views_list(views: Sequence[View], changing: str = "") -> list[Component]:
    """The views of the reader, each with what can be changed of it; that of the view `changing` (an id) stays open."""
    if not views:
        return []
    return [
        html.H3(t(N_("My views"))),
        html.Ul([_item(view, view.id == changing) for view in views], className="view-list"),
    ]


def _item(view: View, changing: bool) -> html.Li:
    words = [dcc.Link(view.name, href=view.href), html.Span(view.words, className="view-words")]
    if view.first:
        words.append(html.Span(t(N_("opens after logging in")), className="view-mark"))
    summary = html.Summary(t(N_("Change")), **aria(label=t(N_("Change {name}"), name=view.name)))
    return html.Li([html.Div(words, className="view-row"), html.Details([summary, _change(view)], open=changing)])


def _change(view: View) -> html.Div:
    name = dmc.TextInput(
        id={"type": Part.NAME, "view": view.id}, label=t(N_("Name")), value=view.name, debounce=True, size="sm"
    )
    first = dmc.Checkbox(
        id={"type": Part.FIRST, "view": view.id}, label=t(N_("Open after logging in")), checked=view.first
    )
    remove = html.Button(
        t(N_("Remove")),
        id={"type": Part.REMOVE, "view": view.id},
        type="button",
        className="button",
        **aria(label=t(N_("Remove {name}"), name=view.name)),
    )
    mail = dmc.Anchor(
        t(N_("Get by mail")),
        href=f"{SUBSCRIPTIONS}?view={view.id}",
        className="button",
        underline="never",
        unstyled=True,
        **aria(label=t(N_("Get {name} by mail"), name=view.name)),
    )
    return html.Div([name, first, *([mail] if view.mailable else []), remove], className="view-change")

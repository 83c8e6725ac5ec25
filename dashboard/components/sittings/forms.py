"""The forms of /zitting: plan sittings, change and cancel one, put on its agenda, record what it decided."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.clock import local_day
from config.kinds import Organ, SittingState
from config.language import N_, t
from dashboard.components.form import ASK, SAVE, Button, Field, Kind, Option, button, questions, result
from dashboard.components.sittings.frame import PAGE, Form
from dashboard.components.sittings.words import RESULTS, Row, first_up, hour, name_of, organ_name, organ_words, short

LATE = "late"
USUAL_HOUR, USUAL_CLOSING = "14:00", "12:00"
WEEKS = {1: N_("every week"), 2: N_("every two weeks"), 4: N_("every four weeks")}


def _organs() -> list[Option]:
    return [Option(str(one), first_up(organ_name(one))) for one in Organ]


def _when(row: Row | None = None) -> list[Field]:
    """Who sits and when; of a sitting that is there with what it has."""
    zone = row["zone"] if row else ""
    closes = row["agenda_until"] if row else None
    return [
        Field("organ", N_("Organ"), Kind.CHOICE, options=_organs(), value=row["organ"] if row else str(Organ.COLLEGE)),
        Field(
            "organ_name",
            N_("Name of another organ"),
            help=N_("Only for an organ that is not in the list."),
            value=row["organ_name"] if row else "",
            optional=True,
        ),
        Field("day", N_("Day"), Kind.DAY, value=row["day"].isoformat() if row else None),
        Field("hour", N_("Hour"), value=hour(row["starts_at"], zone) if row else USUAL_HOUR),
        Field(
            "closes",
            N_("Agenda closes on"),
            Kind.DAY,
            help=N_("Empty: until the sitting begins."),
            value=local_day(closes, zone).isoformat() if closes else None,
            optional=True,
        ),
        Field("closing", N_("Closing hour"), value=hour(closes, zone) if closes else USUAL_CLOSING, optional=True),
    ]


def plan_form() -> list[Component]:
    """One sitting, or one each so many weeks."""
    options = [Option(str(weeks), t(words)) for weeks, words in WEEKS.items()]
    fields = [
        *_when(),
        Field(
            "until",
            N_("Repeat until"),
            Kind.DAY,
            help=N_("Empty: only once. Closing days are passed over."),
            optional=True,
        ),
        Field("weeks", N_("Repeat"), Kind.CHOICE, options=options, value="1"),
    ]
    return _way(N_("Plan a sitting"), Form.PLAN, fields, [Button(SAVE, N_("Plan it"), primary=True)])


def change_form(row: Row) -> list[Component]:
    """Another moment, organ or deadline; the address of the sitting, and a note."""
    fields = [
        *_when(row),
        Field("uri", N_("Address of the sitting"), value=row["uri"], optional=True),
        Field("note", N_("Note"), Kind.LONG, value=row["note"], optional=True),
    ]
    return _way(N_("Change this sitting"), Form.CHANGE, fields, [Button(SAVE, N_("Save"), primary=True)])


def cancel_form(row: Row) -> list[Component]:
    """Cancelling, which asks once more."""
    button_ = Button(ASK, N_("Call this sitting off"), grave=True)
    said = html.P(t(N_("What stands on its agenda waits again.")), className="form-intro")
    opened = html.Div(
        [said, html.Div(button(PAGE, Form.CANCEL, button_), className="form-buttons"), result(PAGE, Form.CANCEL)]
    )
    return [html.Details([html.Summary(t(N_("Call off")), className="button"), opened], className="moderation-way")]


def record_form(row: Row, item: Row | None) -> list[Component]:
    """What was decided: of one item, else of those that are ticked."""
    own = item or {}
    options = [Option(str(code), t(words)) for code, words in RESULTS.items()]
    fields = [
        Field("result", N_("Result"), Kind.CHOICE, options=options, value=own.get("result") or own.get("told_result")),
        Field("number", N_("Number of the decision"), value=_told(own, "number"), optional=True),
        Field("uri", N_("Address of the decision"), value=_told(own, "uri"), optional=True),
        Field("signed_on", N_("Signed on"), Kind.DAY, value=_day(own.get("signed_on")), optional=True),
        Field("published_on", N_("Published on"), Kind.DAY, value=_day(own.get("published_on")), optional=True),
    ]
    title = t(N_("Result of: {title}"), title=name_of(item)) if item else t(N_("Result of the ticked items"))
    intro = t(N_("Organ and day come from the sitting: {organ}, {day}."), organ=organ_words(row), day=short(row["day"]))
    save = Button(SAVE, N_("Record it"), primary=True)
    said = html.P([html.B(title), f" {intro}"], className="form-intro")
    opens = item is not None or bool(row["open_items"])
    return _way(
        N_("Record results"), Form.RECORD, fields, [save], said, subject=str(own.get("item_id") or ""), opens=opens
    )


def forms(row: Row, items: Sequence[Row], item: Row | None) -> list[Component]:
    """What can be done with a sitting in its state."""
    if row["state"] == SittingState.CANCELLED:
        return []
    record = record_form(row, item) if row["begun"] and items else []
    ways = [*record, *change_form(row), *(cancel_form(row) if row["state"] == SittingState.PLANNED else [])]
    return [html.Div(ways, className="moderation-ways", role="group")]


def put_form(row: Row | None) -> list[Component]:
    """The button that puts what is ticked on the agenda of the chosen sitting; none without one."""
    if row is None or row["state"] == SittingState.CANCELLED:
        return []
    words = t(N_("Put on the agenda: {organ}, {day}"), organ=organ_words(row), day=short(row["day"]))
    made = button(PAGE, Form.PUT, Button(SAVE, N_("Put on the agenda"), primary=True))
    made.children = words
    return [html.Div(made, className="form-buttons"), result(PAGE, Form.PUT)]


def late_question(words: str) -> Component:
    """The agenda is closed: the question whether to go on, with the button that does."""
    go_on = button(PAGE, Form.PUT, Button(LATE, N_("Put on it all the same")))
    return html.Div([html.P(words), go_on], className="confirm", role="alert")


def _way(
    name: str,
    form: Form,
    fields: Sequence[Field],
    buttons: Sequence[Button],
    *intro: Component,
    subject: str = "",
    opens: bool = False,
) -> list[Component]:
    """A form that opens in place."""
    made = html.Div([button(PAGE, form, one, subject) for one in buttons], className="form-buttons")
    asked = [questions(PAGE, form, fields)] if fields else []
    opened = html.Div([*intro, *asked, made, result(PAGE, form)], className="moderation-open")
    return [html.Details([html.Summary(t(name), className="button"), opened], className="moderation-way", open=opens)]


def _told(own: Row, name: str) -> Any:
    return own.get(name) or own.get(f"told_{name}")


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None

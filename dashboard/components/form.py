"""A form in the house style: label, help and error belong to their field; what was typed stays when it is refused.

A page holds any number of forms. `dashboard.web.manage.forms` answers their buttons; the ids below are what both share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from config.language import N_, t
from dashboard.components.aria import aria


class Part(StrEnum):
    """The parts of a form that callbacks speak to: the `type` of their ids."""

    FIELD = "form-field"
    ACT = "form-act"
    RESULT = "form-result"


class Kind(StrEnum):
    """What a field asks for."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    SEVERAL = "several"
    COLOUR = "colour"
    LINES = "lines"


@dataclass(frozen=True)
class Option:
    """One thing to choose, in the reader's language."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """One question. `label` and `help` are msgids; `value` is what it shows at first."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    help: str = ""
    options: Sequence[Option] = ()
    value: Any = None
    optional: bool = False


SAVE, PREVIEW, ASK = "save", "preview", "ask"
"""Acts that several forms have: `ASK` is that of a grave button, which asks once more before `SAVE`."""


@dataclass(frozen=True)
class Button:
    """What can be done with a form; `label` is a msgid, `grave` is for what is hard to undo."""

    act: str
    label: str
    primary: bool = False
    grave: bool = False


def part_id(part: Part, page: str, form: str, **more: str) -> dict[str, str]:
    """The id of one part of a form."""
    return {"type": part, "page": page, "form": form, **more}


def form(
    page: str,
    name: str,
    *,
    title: str,
    fields: Sequence[Field] = (),
    buttons: Sequence[Button],
    intro: str = "",
    subject: str = "",
) -> html.Section:
    """Title, questions, buttons, and below them room for what comes of it.

    `title` and `intro` are in the reader's language already. `subject` comes back with the button that is pressed.
    """
    heading = f"{page}-{name}-title"
    parts: list[Component] = [html.H2(title, id=heading)]
    if intro:
        parts.append(html.P(intro, className="form-intro"))
    if fields:
        parts.append(questions(page, name, fields))
    parts.append(html.Div([button(page, name, one, subject) for one in buttons], className="form-buttons"))
    parts.append(result(page, name))
    return html.Section(parts, className="sheet form", **aria(labelledby=heading))


def questions(page: str, name: str, fields: Sequence[Field]) -> html.Div:
    """The questions of a form."""
    return html.Div([_field(page, name, field) for field in fields], className="form-fields")


def result(page: str, name: str) -> html.Div:
    """Where a preview or a problem of the whole form is told."""
    return html.Div(id=part_id(Part.RESULT, page, name), className="form-result", **aria(live="polite"))


def confirmation(page: str, name: str, subject: str) -> html.Div:
    """The question before what is hard to undo, with the button that does it."""
    words = html.P(t(N_("This takes effect at once. Go on?")))
    return html.Div(
        [words, button(page, name, Button(SAVE, N_("Yes, go on"), grave=True), subject)], className="confirm"
    )


def button(page: str, name: str, one: Button, subject: str = "") -> html.Button:
    """A button of a form; also usable in a row of a table."""
    look = "button button-primary" if one.primary else "button button-grave" if one.grave else "button"
    return html.Button(
        t(one.label), id=part_id(Part.ACT, page, name, act=one.act, subject=subject), type="button", className=look
    )


def _field(page: str, form_name: str, field: Field) -> Component:
    words: Mapping[str, Any] = {
        "id": part_id(Part.FIELD, page, form_name, name=field.name),
        "label": t(field.label),
        "description": t(field.help) if field.help else None,
        "error": None,
    }
    return html.Div(_control(field, words), className=f"form-field form-{field.kind}")


def _control(field: Field, words: Mapping[str, Any]) -> Component:
    if field.kind is Kind.SEVERAL:
        boxes = [dmc.Checkbox(value=option.value, label=option.label) for option in field.options]
        return dmc.CheckboxGroup(html.Div(boxes, className="form-boxes"), value=field.value or [], **words)
    if field.kind is Kind.CHOICE:
        return _choice(field, words)
    if field.kind is Kind.LONG:
        return dmc.Textarea(value=field.value or "", autosize=True, minRows=3, maxRows=10, **words)
    if field.kind is Kind.COLOUR:
        return dmc.ColorInput(value=field.value or "", format="hex", withEyeDropper=False, **words)
    if field.kind is Kind.LINES:
        return dmc.Textarea(value=field.value or "", autosize=True, minRows=3, **words)
    types = {Kind.DAY: {"type": "date"}, Kind.NUMBER: {"inputMode": "decimal"}}
    value = "" if field.value is None else str(field.value)
    return dmc.TextInput(value=value, attributes={"input": types.get(field.kind, {})}, **words)


def _choice(field: Field, words: Mapping[str, Any]) -> Component:
    data = [{"value": option.value, "label": option.label} for option in field.options]
    return dmc.Select(
        data=data,
        value=field.value,
        allowDeselect=field.optional,
        clearable=field.optional,
        searchable=len(data) > 12,
        nothingFoundMessage="-",
        **words,
    )

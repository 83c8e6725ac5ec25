"""What /beheer/gebieden shows of a file with boundaries: bringing it, saying what is in it, what it would move."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from config.language import N_, day, number, t
from dashboard.components.form import Button, Field, Kind, Option, form
from dashboard.components.icon import Icon, icon
from dashboard.components.manage.area_report import changes, lost, report_parts
from dashboard.components.manage.areas import (
    KINDS,
    PAGE,
    PATH,
    Form,
    kind_words,
    picture,
    state_words,
)
from dashboard.components.manage.frame import block, nothing
from dashboard.components.rows import rows_table, way
from dashboard.components.upload import upload

UPLOAD, BROUGHT = f"{PAGE}-upload", f"{PAGE}-brought"
"""The ids of the place to bring a file, and of what is said of it."""
_CODES, _NAMES = ("code", "geoitem", "wijkcode", "nis", "id"), ("name", "naam", "wijknaam", "label", "titel")
"""Properties that most likely hold code and name."""
Search = Callable[..., str]


def bring_block() -> Component:
    """The place to bring a file."""
    intro = t(
        N_(
            "A GeoJSON file with the areas of your organisation, in WGS 84 or Belgian Lambert coordinates; at most 3 "
            "MB, packed with gzip if it is larger. Nothing changes yet: first you see what is in it and what would "
            "move."
        )
    )
    choose = upload(UPLOAD, t(N_("Choose a file")), ".geojson,.json,.gz", primary=True)
    said = html.Div(id=BROUGHT, className="form-result", role="status")
    return block(t(N_("New boundaries")), html.P(intro, className="form-intro"), choose, said)


def draft(file: Mapping[str, Any], names: Mapping[str, str], today: date, *, waits: bool) -> list[Component]:
    """The file that waits to be used: what is in it, what was found, and what it would do; `names` of areas by code."""
    parts: list[Component] = [_first_rows(file), _describe_form(file, today)]
    if file["findings"] is None or waits:
        return parts
    return [*parts, *_judged(file, names)]


def _first_rows(file: Mapping[str, Any]) -> Component:
    told = file["outline"]
    words = t(N_("{n} areas. These are the first ones, with all that the file says of them."), n=number(told["n"]))
    table = rows_table(told["keys"], told["rows"], label=t(N_("First areas"))) if told["keys"] else nothing(words)
    return block(str(file["file_name"]), html.P(words, className="secondary"), html.Div(table, className="wide-rows"))


def _describe_form(file: Mapping[str, Any], today: date) -> Component:
    keys = list(file["outline"]["keys"])
    code, name = file["code_key"] or _usual(_CODES, keys), file["name_key"] or _usual(_NAMES, keys)
    known = [Option(key, key) for key in keys]
    since = file["valid_from"] or today
    fields = [
        Field("kind", N_("What areas are these"), Kind.CHOICE, options=_kinds(), value=file["kind"] or "neighbourhood"),
        Field(
            "code",
            N_("Property with the code"),
            Kind.CHOICE,
            options=known,
            value=code,
        ),
        Field(
            "name",
            N_("Property with the name"),
            Kind.CHOICE,
            options=known,
            value=name,
        ),
        Field(
            "people",
            N_("Property with the inhabitants"),
            Kind.CHOICE,
            help=N_("Without one they stay as they are known."),
            options=known,
            value=file["population_key"],
            optional=True,
        ),
        Field("origin", N_("Where they come from"), help=N_("Such as: GIS service, 2025."), value=file["origin"]),
        Field("from", N_("They hold from"), Kind.DAY, value=since.isoformat()),
    ]
    buttons = [Button("check", N_("Check the file"), primary=file["findings"] is None)]
    title, subject = t(N_("What is in this file")), str(file["file_id"])
    return form(PAGE, Form.DESCRIBE, title=title, fields=fields, buttons=buttons, subject=subject)


def _kinds() -> list[Option]:
    return [Option(str(kind), t(words)) for kind, words in KINDS.items()]


def _usual(likely: Sequence[str], keys: Sequence[str]) -> str | None:
    """The property that most likely holds it; none when nothing looks like it."""
    lower = {key.lower(): key for key in reversed(keys)}
    return next((lower[name] for name in likely if name in lower), None)


def _judged(file: Mapping[str, Any], names: Mapping[str, str]) -> list[Component]:
    findings, report = file["findings"], file["report"].get("preview")
    grave = any(one["grave"] for one in findings)
    found = [_finding(one) for one in findings] or [_well(t(N_("Nothing is wrong with it.")))]
    shapes = [one["geometry"] for one in file["areas"] or []]
    judged = block(
        t(N_("What was found")), html.Ul(found, className="findings"), *picture(shapes, kind_words(file["kind"]))
    )
    if grave or report is None:
        return [judged]
    named = {**names, **_names(file)}
    moves = block(t(N_("What would move")), *lost(report), *report_parts(report, named))
    intro = t(N_("From then on the areas of this file hold. You can take that back."))
    buttons = [Button("ask", N_("Take into use"), grave=True)]
    subject = str(file["file_id"])
    return [
        judged,
        moves,
        form(PAGE, Form.USE, title=t(N_("Take into use")), intro=intro, buttons=buttons, subject=subject),
    ]


def _finding(one: Mapping[str, Any]) -> html.Li:
    return html.Li([icon(Icon.BAD if one["grave"] else Icon.ATTENTION), html.Span(t(one["sentence"], **one["params"]))])


def _well(sentence: str) -> html.Li:
    return html.Li([icon(Icon.GOOD), html.Span(sentence)])


def _names(file: Mapping[str, Any]) -> dict[str, str]:
    return {one["code"]: one["name"] for one in file["areas"] or []}


def one_file(file: Mapping[str, Any], names: Mapping[str, str], search: Search, *, newest: bool) -> list[Component]:
    """A file that was used: its report, and the form to take it back."""
    facts = [state_words(file["state"]), html.Span(kind_words(file["kind"])), html.Span(str(file["origin"]))]
    since = t(N_("Holds from {day}."), day=day(file["valid_from"]))
    back = way(t(N_("All areas")), PATH, search())
    head = block(str(file["file_name"]), html.P(facts, className="facts-line"), html.P(since), side=back)
    named = {**names, **_names(file)}
    used, undone = (file["report"].get(part) for part in ("use", "back"))
    shapes = [one["geometry"] for one in file["areas"] or []]
    parts = [head, block(t(N_("Boundaries")), *picture(shapes, kind_words(file["kind"])))]
    if used:
        parts.append(block(t(N_("What moved")), *changes(used), *report_parts(used, named)))
    if undone:
        parts.append(block(t(N_("What moved back")), *report_parts(undone, named)))
    return [*parts, *([_back_form(file)] if newest and file["state"] == "used" else [])]


def _back_form(file: Mapping[str, Any]) -> Component:
    intro = t(N_("The areas that this file replaced hold again, and everything counts with those once more."))
    buttons = [Button("ask", N_("Take this file back"), grave=True)]
    subject = str(file["file_id"])
    return form(PAGE, Form.BACK, title=t(N_("Take back")), intro=intro, buttons=buttons, subject=subject)

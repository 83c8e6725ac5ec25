"""One version of a report as it reads, from what is frozen, with the remarks beside its parts.

The words are those of the files, in the language in which the report was made; what the page itself says is in the
language of the reader.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from dash import html
from dash.development.base_component import Component

from config.errors import HelikopterError
from config.language import N_, moment, t, use_language
from dashboard.charts.frozen import thaw
from dashboard.charts.spec import ChartSpec, Rows
from dashboard.charts.versions import titles_of
from dashboard.components.aria import aria
from dashboard.components.card import Links, filled
from dashboard.components.card_parts import Group, Part, Place
from dashboard.components.form import SAVE, Button, Field, button, questions, result
from dashboard.components.form import Kind as Asks
from dashboard.components.labels import role_words
from dashboard.components.manage.frame import notice, trouble
from dashboard.components.note import Note, note
from dashboard.components.reports.frame import ONE, Form, beside_id
from dashboard.components.table import data_table

Json = Mapping[str, Any]
LANGUAGE = "nl"
"""In which reports are made (`dashboard/jobs/reports/freezing.py`)."""
WHOLE = ""
"""The part that is the whole report."""
REMARKED = "remark-"
"""How the mark of a turn begins that is about one remark only."""
WRITE = Button(SAVE, N_("Save the remark"), primary=True)
REMOVE = Button("remove", N_("Take it away"))


@dataclass(frozen=True)
class Standing:
    """The remark that stands beside a part now: by which role and when, in UTC."""

    remark_id: UUID
    text: str
    role: str
    at: datetime


@dataclass(frozen=True)
class Beside:
    """What stands beside the parts: what the version holds, what was written since, and whether the reader may write.

    `sees`: the reader sees what was written after the version; else only what it holds.
    """

    held: Mapping[str, Json]
    standing: Mapping[str, Standing]
    zone: str
    sees: bool = False
    writes: bool = False


def parts_of(frozen: Json) -> list[str]:
    """The parts beside which a remark can stand."""
    return [WHOLE, *titles_of(frozen)]


def title_of(frozen: Json, block: str) -> str:
    """What a part is called, in the words of the page for the whole report."""
    return titles_of(frozen).get(block) or t(N_("the whole report"))


def shown(frozen: Json, beside: Beside) -> list[Component]:
    """The whole text of a version."""
    with use_language(LANGUAGE):
        told = [*_to_note(frozen)]
    parts: list[Component] = [*told, _beside(WHOLE, title_of(frozen, WHOLE), beside)]
    # notes are about the numbers of all, which only the first part tells
    first, *rest = frozen["sections"]
    parts += [_section(first, frozen["notes"], beside), *(_section(section, (), beside) for section in rest)]
    return [*parts, _annex(frozen)]


def _to_note(frozen: Json) -> Iterator[Component]:
    if frozen["unfinished"]:
        yield notice(t(N_("The data does not reach the end of the period: these numbers can still change.")))
    if frozen["late"]:
        yield notice(t(N_("These sources are late: {names}."), names=", ".join(frozen["late"])))


def _section(section: Json, notes: Sequence[Json], beside: Beside) -> html.Section:
    heading = f"part-{section['id']}"
    words: list[Component] = [html.H2(section["title"], id=heading)]
    if section["text"]:
        words.append(html.P(section["text"], className="secondary"))
    if section["lead"]:
        lead = section["lead"]
        words.append(html.P([html.B(lead["news"]), f" {lead['more'] or ''}"], className="report-lead"))
    head = html.Div(words, lang=LANGUAGE)
    figures = f"{section['id']}/figures"
    blocks = [_block(one, notes, beside, is_figures=one["id"] == figures) for one in section["blocks"]]
    # a part that begins with its numbers is written beside these
    told = beside if figures not in {one["id"] for one in section["blocks"]} else replace(beside, writes=False)
    parts: list[Component] = [head, _beside(section["id"], section["title"], told), *blocks]
    return html.Section(parts, className="report-section", **aria(labelledby=heading))


def _block(block: Json, notes: Sequence[Json], beside: Beside, *, is_figures: bool) -> html.Div:
    place = Place(ONE, Group.ABOVE, block["id"])
    try:
        spec = thaw(block["chart"])
    except HelikopterError as error:
        return html.Div([html.H3(block["title"], lang=LANGUAGE), trouble(error.text())])
    head = [] if is_figures else [html.H3(block["title"], className="block-label")]
    with use_language(LANGUAGE):
        told = [*head, *_chart(spec, place, block["title"])]
        own = [_note(one) for one in notes if is_figures and one["measure"] in block["measures"]]
    card = html.Div([*told, *own], id=place.id(Part.CARD), className="block report-block", lang=LANGUAGE)
    return html.Div([card, _beside(block["id"], block["title"], beside)])


def _chart(spec: ChartSpec, place: Place, title: str) -> list[Component]:
    """As on a page, but for what leads elsewhere; rows as a plain table, for they are few and stay as they are."""
    if not isinstance(spec.content, Rows) and not spec.empty:
        return filled(spec, place, title=title, links=Links(), defined=False, as_table=True)
    said: list[Component] = [html.P(spec.conclusion, className="conclusion")] if spec.conclusion else []
    if spec.empty:
        return said
    return [*said, html.Div(data_table(spec.table, label=title, stacked=True), className="block-plain")]


def _note(one: Json) -> html.Div:
    """What was noted beside a number on the overview."""
    return note(Note(one["name"], one["by"], datetime.fromisoformat(one["at"]).date(), one["text"]))


def _beside(block: str, title: str, beside: Beside) -> html.Div:
    """What stands beside a part, in a place of its own, so that one can be put anew alone."""
    return html.Div(beside_parts(block, title, beside), id=beside_id(block), className="report-beside")


def beside_parts(block: str, title: str, beside: Beside) -> list[Component]:
    """The remark that the version holds, the one that stands there now where it is another, and the form."""
    held, now = beside.held.get(block), beside.standing.get(block)
    parts: list[Component] = []
    if held:
        parts.append(_remark(held["by"], datetime.fromisoformat(held["at"]), held["text"], beside.zone))
    if beside.sees and (now.text if now else None) != (held["text"] if held else None):
        parts += _since(now, beside.zone)
    if beside.writes:
        parts.append(_form(block, title, now))
    return parts


def _since(now: Standing | None, zone: str) -> list[Component]:
    """What was written after the version was made, or that its remark was taken away."""
    if now is None:
        return [notice(t(N_("This remark was taken away after this version was made.")))]
    said = notice(t(N_("Written after this version was made; a version with the remarks will hold it.")))
    return [html.Div([_remark(role_words(now.role), now.at, now.text, zone), said], className="report-since")]


def _remark(by: str, at: datetime, text: str, zone: str) -> html.Div:
    head = t(N_("Remark of the {role}, {day}"), role=by, day=moment(at, zone))
    return html.Div([html.B(head), html.P(text)], className="note report-remark")


def _form(block: str, title: str, now: Standing | None) -> html.Details:
    """The way to write, replace or take away the remark beside a part."""
    name = form_of(block)
    words = N_("Change the remark") if now else N_("Write a remark")
    look = None if block == WHOLE else "visually-hidden"
    summary = html.Summary([t(words), html.Span(f": {title}", className=look)])
    field = Field("text", N_("Remark"), Asks.LONG, value=now.text if now else "")
    ways = [WRITE, *([REMOVE] if now else [])]
    buttons = html.Div([button(ONE, name, one, block) for one in ways], className="form-buttons")
    return html.Details(
        [summary, questions(ONE, name, [field]), buttons, result(ONE, name)], className="choosing-more no-print"
    )


def form_of(block: str) -> str:
    """The name of the form of a part."""
    return f"{Form.REMARK}/{block}"


def _annex(frozen: Json) -> html.Details:
    """Where the numbers come from and what each of them means."""
    with use_language(LANGUAGE):
        pairs = [
            (t(N_("Sources")), frozen["sources"]),
            (t(N_("Filters")), frozen["filters"]),
            (t(N_("Meant for")), t(N_("what the role '{role}' may know"), role=frozen["reader"])),
        ]
        if frozen["services"] is not None:
            pairs.append((t(N_("Limited to")), ", ".join(frozen["services"]) or "–"))
    origin = [part for label, words in pairs for part in (html.Dt(label), html.Dd(words))]
    parts: list[Component] = [html.Dl(origin, className="definition")]
    for one in frozen["definitions"]:
        terms = [part for label, words in one["terms"] for part in (html.Dt(label), html.Dd(words))]
        parts += [html.H3(one["name"]), html.P(one["sentence"]), html.Dl(terms, className="definition")]
    summary = html.Summary(t(N_("Origin and definitions")))
    return html.Details([summary, html.Div(parts, lang=LANGUAGE)], className="choosing-more report-annex")

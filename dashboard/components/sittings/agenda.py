"""One sitting: when it is, how it stands, and its agenda with what became of each item."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from config.kinds import ItemKind, SittingState
from config.language import N_, number, t
from dashboard.components.aria import aria
from dashboard.components.case_parts import reference
from dashboard.components.choosing.dossiers import ANEW, check_words, file_links
from dashboard.components.choosing.look import Look
from dashboard.components.form import Button, button, result
from dashboard.components.icon import Icon, icon
from dashboard.components.sittings.frame import HEAD, MARK, PAGE, PATH, Form, address
from dashboard.components.sittings.words import (
    Row,
    changed_words,
    chosen_words,
    days_words,
    long_when,
    missing_words,
    name_of,
    organ_name,
    organ_words,
    result_mark,
    short,
    state_mark,
)
from dashboard.components.status import State, proposal_stage, status

OFF = Button("off", N_("Take off the agenda"))
UNDO = Button("undo", N_("Undo what was recorded"))


@dataclass(frozen=True)
class May:
    """What the reader may do: record, and open meldingen and proposals."""

    record: bool = False
    cases: bool = False
    proposals: bool = False


def chosen(row: Row, items: Sequence[Row], marked: Collection[str], one: str | None, may: May) -> list[Component]:
    """The sitting with its agenda; `marked` are the items whose box is ticked, `one` that of the address."""
    note = [html.P(row["note"], className="sittings-note")] if row["note"] else []
    uri = [html.P(reference(t(N_("Page of this sitting")), row["uri"]))] if row["uri"] else []
    return [
        html.P(
            dcc.Link([icon(Icon.ARROW_RIGHT), t(N_("Back to the calendar"))], href=PATH),
            className="back-link sittings-back",
        ),
        html.H2(organ_words(row), id=HEAD, tabIndex=-1, className="sittings-title"),
        html.P([html.Span(long_when(row)), state_mark(row)], className="sittings-state"),
        *note,
        *uri,
        html.H3(t(N_("Agenda"))),
        *_agenda(row, items, marked, one, may),
    ]


def _back(look: str) -> html.P:
    """To the calendar, on a phone."""
    return html.P(dcc.Link([icon(Icon.ARROW_RIGHT), t(N_("Back to the calendar"))], href=PATH), className=look)


def _agenda(row: Row, items: Sequence[Row], marked: Collection[str], one: str | None, may: May) -> list[Component]:
    if not items:
        off = row["state"] == SittingState.CANCELLED
        words = N_("Nothing stands on it.") if off or row["begun"] else N_("Nothing stands on it yet.")
        return [html.P(t(words), className="secondary")]
    writes = may.record and row["state"] != SittingState.CANCELLED
    lines = [_item(row, item, marked, one, may, writes=writes) for item in items]
    listed = html.Ol(lines, className="sittings-agenda")
    return [listed, *([_together(items)] if writes else [])]


def _together(items: Sequence[Row]) -> html.Div:
    """What can be done with the items that are ticked."""
    recorded = [item["result"] is not None for item in items]
    ways = [*([] if all(recorded) else [OFF]), *([UNDO] if any(recorded) else [])]
    buttons = [button(PAGE, Form.ITEMS, one) for one in ways]
    return html.Div([*buttons, result(PAGE, Form.ITEMS)], className="form-buttons sittings-together")


def _item(row: Row, item: Row, marked: Collection[str], one: str | None, may: May, *, writes: bool) -> html.Li:
    key = str(item["item_id"])
    box_id = {"type": MARK, "item": key}
    label = t(N_("Choose {title}"), title=name_of(item))
    box = [dmc.Checkbox(id=box_id, checked=key in marked, **aria(label=label))] if writes else []
    parts = [_name(item, may), html.Span(_what(item), className="secondary"), *_marks(row, item)]
    parts += [*_dossier(row, item, may), *_record(item)]
    ways = [_way(row, item)] if writes and row["begun"] else []
    look = "sittings-item sittings-here" if key == one else "sittings-item"
    return html.Li([html.Div(box, className="sittings-box"), html.Div([*parts, *ways])], className=look)


def _name(item: Row, may: May) -> Component:
    words = f"{item['place']}. {name_of(item)}"
    way = way_to(item, may)
    return html.B(dcc.Link(words, href=way)) if way else html.B(words)


def way_to(row: Row, may: May) -> str:
    """Where a line or item leads, as far as the reader may follow: a dossier to the round of its choices."""
    if row["subject_id"] is None:
        return Look(round_id=row["round_id"]).address() if row["round_id"] and may.proposals else ""
    if row["kind"] == ItemKind.MELDING:
        return f"/meldingen/{row['subject_id']}" if may.cases else ""
    return f"/voorstellen/{row['subject_id']}" if may.proposals else ""


def _what(item: Row) -> str:
    kinds = {ItemKind.MELDING: N_("melding"), ItemKind.PLACE: N_("place"), ItemKind.DOSSIER: N_("dossier of places")}
    return " · ".join(filter(None, (t(kinds[ItemKind(item["kind"])]), item["code"], item["about"], item["service"])))


def _marks(row: Row, item: Row) -> list[Component]:
    marks: list[Component] = []
    if item["kind"] == ItemKind.PLACE and item["stage"]:
        marks.append(proposal_stage(item["stage"]))
    elif item["kind"] == ItemKind.DOSSIER:
        marks.append(html.Span(chosen_words(item)))
    if item["late"]:
        marks.append(html.Span(t(N_("added after the agenda closed"))))
    if item["organ"] and item["organ"] != row["organ"]:
        marks.append(html.Span(t(N_("asked of: {organ}"), organ=organ_name(item["organ"]))))
    missing = (
        [*missing_words(item), *_overtaken(item)] if item["result"] is None and item["told_result"] is None else []
    )
    marks += [status(State.ATTENTION, words) for words in missing]
    return [html.Div(marks, className="sittings-marks")] if marks else []


def _overtaken(item: Row) -> list[str]:
    """What happened to a dossier since it was put on the agenda; that there is none of a round of our own."""
    if item["kind"] == ItemKind.DOSSIER and item["dossier_id"] is None and item["round_id"]:
        return [t(N_("without decision dossier"))]
    newer = item["dossier_newer"]
    said = [t(N_("version {n} of this dossier was made since"), n=number(newer))] if newer else []
    return [*said, *changed_words(item)]


def _dossier(row: Row, item: Row, may: May) -> list[Component]:
    """The dossier of an item: its version and check, and its files; of a sitting that was called off no files for who
    may not read every dossier."""
    if item["dossier_version"] is None:
        return []
    version = t(N_("Decision dossier, version {n}"), n=number(item["dossier_version"]))
    parts: list[Component] = [html.Span(version), html.Span(check_words(item["dossier_hash"]))]
    if row["state"] != SittingState.CANCELLED or may.proposals:
        parts.append(file_links(item["dossier_id"], version, item["dossier_files"]))
    anew = [] if item["dossier_files"] else [html.Span(t(ANEW))]
    return [html.Div([*parts, *anew], className="sittings-marks")]


def _record(item: Row) -> list[Component]:
    """What was recorded, or what another system told."""
    if item["result"] is None and item["told_result"] is None:
        return []
    if item["result"] is None:
        mark, number = result_mark(item["told_result"]), reference(item["told_number"], item["told_uri"])
        more = [html.Span(t(N_("as told by the source, {day}"), day=short(item["told_day"])))]
    else:
        mark, number = result_mark(item["result"]), reference(item["number"], item["uri"])
        days = days_words(item)
        more = [html.Span(days)] if days else []
    shown = [html.Span(number)] if number else []
    return [html.Div([mark, *shown, *more], className="sittings-marks sittings-result")]


def _way(row: Row, item: Row) -> Component:
    """To the form with this item alone."""
    words = N_("Record the result") if item["result"] is None else N_("Put right")
    named: list[Component | str] = [t(words), html.Span(f": {name_of(item)}", className="visually-hidden")]
    link = dcc.Link(named, href=address(row["sitting_id"], item["item_id"]))
    return html.P(link, className="secondary no-print")


def not_found(sentence: str) -> list[Component]:
    """What stands there when the address names a sitting that there is not."""
    return [_back("back-link"), html.P(status(State.BAD, sentence), role="alert")]

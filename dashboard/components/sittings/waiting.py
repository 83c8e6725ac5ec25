"""What waits for a decision and stands on no agenda, longest first; and what stands on one already."""

from collections.abc import Collection, Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from config.kinds import ItemKind
from config.language import N_, number, t
from dashboard.components.aria import aria
from dashboard.components.icon import Icon, icon
from dashboard.components.sittings.agenda import May, way_to
from dashboard.components.sittings.frame import PICK, address
from dashboard.components.sittings.words import (
    Row,
    age_words,
    before_words,
    chosen_words,
    counted,
    dossier_lacks,
    dossier_words,
    missing_words,
    name_of,
    organ_name,
    short,
)
from dashboard.components.status import State, proposal_stage, status


def listed(
    lines: Sequence[Row], choices: Sequence[Row], picked: Collection[str], may: May, *, ticks: bool
) -> list[Component]:
    """The lines on no agenda, with a box each where something can be put on one; below them how many are on one."""
    free = [line for line in lines if line["sitting_id"] is None]
    parts: list[Component] = [html.H2(t(N_("Waits for a decision")))]
    if free:
        rows = [_line(line, choices, picked, may, ticks=ticks) for line in free]
        parts.append(html.Ul(rows, className="sittings-waiting"))
    else:
        parts.append(html.P(status(State.GOOD, t(N_("Nothing waits that is not on an agenda.")))))
    placed = [line for line in lines if line["sitting_id"] is not None]
    return [*parts, *([_placed(placed)] if placed else [])]


def _line(line: Row, choices: Sequence[Row], picked: Collection[str], may: May, *, ticks: bool) -> html.Li:
    box = [_box(str(line["key"]), name_of(line), picked)] if ticks else []
    way = way_to(line, may)
    name = dcc.Link(name_of(line), href=way) if way else name_of(line)
    head = [html.B(name), html.Span(_what(line), className="secondary")]
    parts = [*head, html.Div(_marks(line), className="sittings-marks"), *_places(line, choices, picked, ticks=ticks)]
    return html.Li([html.Div(box, className="sittings-box"), html.Div(parts)], className="sittings-item")


def _box(key: str, name: str, picked: Collection[str]) -> Component:
    label = t(N_("Choose {title}"), title=name)
    return dmc.Checkbox(id={"type": PICK, "key": key}, checked=key in picked, **aria(label=label))


def _what(line: Row) -> str:
    if line["kind"] == ItemKind.MELDING:
        return " · ".join(filter(None, (line["code"], line["about"], line["service"])))
    said = t(N_("round")) if line["kind"] == ItemKind.DOSSIER else t(N_("place"))
    return " · ".join(filter(None, (said, line["code"], chosen_words(line), line["about"], line["service"])))


def _marks(line: Row) -> list[Component]:
    marks: list[Component] = [html.Span([icon(Icon.CLOCK), age_words(line)], className="stage")]
    if line["organ"]:
        marks.append(html.Span(t(N_("asked of: {organ}"), organ=organ_name(line["organ"]))))
    if line["agenda_day"] is not None:
        marks.append(html.Span(t(N_("on an agenda since {day}, says the source"), day=short(line["agenda_day"]))))
    dossier = dossier_words(line)
    marks += [html.Span(dossier)] if dossier else []
    before = before_words(line)
    marks += [status(State.ATTENTION, before)] if before else []
    return [*marks, *(status(State.ATTENTION, words) for words in (*missing_words(line), *dossier_lacks(line)))]


def _places(line: Row, choices: Sequence[Row], picked: Collection[str], *, ticks: bool) -> list[Component]:
    """The places of a round open in place; those that were chosen can be put on an agenda by themselves."""
    own = [one for one in choices if one["parent"] == line["key"]]
    if line["kind"] != ItemKind.DOSSIER or not own:
        return []
    alone = [one for one in own if one["outcome"] == "selected"]
    rows = [_place(one, picked, ticks=ticks) for one in alone]
    rest = len(own) - len(alone)
    more = counted(rest, N_("and 1 that was not chosen"), N_("and {n} that were not chosen"))
    words = counted(len(alone), N_("The place that was chosen"), N_("The {n} places that were chosen"))
    tail = [html.P(more, className="secondary")] if rest else []
    return [html.Details([html.Summary(words), html.Ul(rows), *tail], className="sittings-places")]


def _place(one: Row, picked: Collection[str], *, ticks: bool) -> html.Li:
    name = one["name"] or t(N_("Without title"))
    box = [_box(str(one["key"]), name, picked)] if ticks else []
    return html.Li([html.Div(box, className="sittings-box"), html.Div([name, " ", proposal_stage(one["stage"])])])


def _placed(placed: Sequence[Row]) -> html.Details:
    """What stands on an agenda already, with the way to it."""
    words = t(N_("On an agenda already ({n})"), n=number(len(placed)))
    rows = [
        html.Li(
            [
                html.Span(name_of(line)),
                " · ",
                dcc.Link(t(N_("sitting of {day}"), day=short(line["sitting_day"])), href=address(line["sitting_id"])),
            ]
        )
        for line in placed
    ]
    return html.Details([html.Summary(words), html.Ul(rows)], className="sittings-past")

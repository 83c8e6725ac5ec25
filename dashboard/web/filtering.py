"""The filter bar at work: the address is the state, the controls follow it, and a control that changes writes it."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import parse_qs

from dash import ALL, ClientsideFunction, Input, Output, State, callback, clientside_callback, ctx, no_update

from config.kinds import Permission
from config.language import N_, t
from dashboard.charts.picks import address_of
from dashboard.components import motivation_look
from dashboard.components.filter_panel import option_boxes
from dashboard.components.filter_parts import (
    BAR,
    DRAWER,
    EVERYTHING,
    FROM,
    LINE,
    OPEN,
    PROBLEM,
    SEEN,
    SHOW,
    TO,
    About,
    Name,
    Part,
    about_of,
)
from dashboard.components.filter_words import Options, Words, chosen_codes, grouped, words
from dashboard.components.status import State as Status
from dashboard.components.status import status
from dashboard.web.address import filters_or_usual, today, usual_filters
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from dashboard.web.map_look import look_query
from queries.climate_yields import asked
from queries.filters import Filters
from queries.narrowing import allowed
from queries.options import CHOICES, MELDINGEN, PROPOSALS, matching, options

USUAL = N_("You see the page without filters.")


def _every(part: Part) -> dict[str, Any]:
    return {"type": part, "name": ALL, "place": ALL}


@callback(
    Output(Key.URL, "search"),
    Output(_every(Part.CONTROL), "value"),
    Input(Key.URL, "search"),
    Input(_every(Part.CONTROL), "value"),
    Input(_every(Part.CLEAR), "n_clicks"),
)
def follow(search: str | None, _values: list[Any], _clicks: list[int | None]) -> tuple[Any, list[Any]]:
    """Keep address and controls the same, whichever of them changed.

    One callback for both ways: Dash does not call it again for what it returned itself. The address is always returned,
    also when it stays: what reads it waits for this callback, and is left out when this one has nothing to say.
    """
    controls = ctx.inputs_list[1]
    filters, _ = filters_or_usual(search or "")
    changes = changed_by_person(ctx.triggered_prop_ids.values(), controls)
    for name, value in changes:
        filters = apply_change(filters, name, value, today())
    shown = control_values(filters)
    about = about_of({control["id"]["name"] for control in controls})
    address = address_of(filters, kept_query(search or "", about)) if changes else search
    return address, [shown.get(control["id"]["name"]) for control in controls]


def kept_query(search: str, about: About) -> str:
    """The part of a search string that tells how a page looks or what it looks for, to keep it when filters change."""
    return motivation_look.look_query(search) if about is About.CHOICES else look_query(search)


def changed_by_person(triggered: Iterable[Any], controls: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """Name and value of each control that changed; a cross has None.

    When the bar appears Dash names all of its controls as changed: then nobody changed anything.
    """
    changed = [item for item in triggered if isinstance(item, dict)]
    if len(changed) >= len(controls):
        return []
    values = {tuple(control["id"].values()): control.get("value") for control in controls}
    return [(item["name"], values.get(tuple(item.values()))) for item in changed]


def apply_change(filters: Filters, name: str, value: Any, day: date) -> Filters:
    """The filters after one control got another value; None or nothing chosen is the usual one.

    Raises InvalidInput for a value that the control does not have.
    """
    if name == EVERYTHING:
        return usual_filters()
    query = parse_qs(filters.to_query())
    if name in (FROM, TO):
        query |= _moved_end(filters, name, str(value or ""))
    else:
        query[name] = value or []
    if name == Name.PERIOD:
        query |= {FROM: [], TO: []}
    return Filters.from_query(query, day)


def _moved_end(filters: Filters, name: str, value: str) -> dict[str, Any]:
    """One end of the period moves; the other goes along when it would be on the wrong side."""
    first, last = filters.first_day.isoformat(), filters.last_day.isoformat()
    if not value:
        return {FROM: first, TO: last}
    return {FROM: value, TO: max(value, last)} if name == FROM else {FROM: min(value, first), TO: value}


def control_values(filters: Filters) -> dict[str, Any]:
    """What each control shows for `filters`, by name."""
    return {
        Name.PERIOD: filters.period or "",
        FROM: filters.first_day.isoformat(),
        TO: filters.last_day.isoformat(),
        Name.KIND: filters.kind,
        Name.DAYS: filters.days,
        Name.POPULATION: filters.population,
    } | {name: list(codes) for name, codes in chosen_codes(filters).items()}


@callback(
    Output(_every(Part.TEXT), "children"),
    Output(_every(Part.CELL), "className"),
    Output(_every(Part.OPTIONS), "children"),
    Output(SEEN, "data"),
    Output(LINE, "children"),
    Output(SHOW, "children"),
    Output(PROBLEM, "children"),
    Output(BAR, "className"),
    Input(Key.URL, "search"),
    State(SEEN, "data"),
)
def describe(search: str | None, seen: Any) -> tuple[Any, ...]:
    """Say what is filtered, what can be chosen, and what is wrong with an address that cannot be read."""
    filters, problem = filters_or_usual(search or "")
    texts, cells, boxes = ([item["id"]["name"] for item in listed] for listed in ctx.outputs_list[:3])
    about = about_of(cells)
    filters = allowed_of(filters, about)
    choices, n = find_choices(filters, about)
    said = words(filters, choices, n, about)
    now_seen = seen_by(filters)
    return (
        [said.texts.get(name, "") for name in texts],
        [cell_class(name, said) for name in cells],
        [no_update if now_seen == seen else option_boxes(choices.get(name, [])) for name in boxes],
        now_seen,
        said.line,
        said.show,
        status(Status.BAD, f"{problem.text()} {t(USUAL)}") if problem else None,
        "filter-bar filter-any" if said.active else "filter-bar",
    )


def seen_by(filters: Filters) -> list[str]:
    """What the options depend on; as long as it stays, the boxes stay, and with them the focus."""
    return [filters.first_day.isoformat(), filters.last_day.isoformat(), filters.kind, *filters.organisations]


def cell_class(name: str, said: Words) -> str:
    """The classes of a filter: on when it narrows, absent when there is nothing to choose."""
    marks = {"filter-on": name in said.active, "filter-absent": name in said.absent}
    return " ".join(["filter-cell", *(mark for mark, holds in marks.items() if holds)])


def allowed_of(filters: Filters, about: About) -> Filters:
    """The filters that count for the person who asks."""
    if about is About.MELDINGEN:
        return filters
    return allowed(current_scope(Permission.SEE_PROPOSALS), asked(filters) if about is About.CLIMATE else filters)


def find_choices(filters: Filters, about: About = About.MELDINGEN) -> tuple[Options, int]:
    """What the person who asks can choose, by name of the filter, and how many meldingen or proposals match."""
    counting, permission = COUNTINGS[about]
    scope = current_scope(permission)
    with services().db.read() as db:
        frame, n = options(db, scope, filters, counting), matching(db, scope, filters, counting)
    return grouped(frame), n


COUNTINGS = {
    About.MELDINGEN: (MELDINGEN, Permission.SEE_MELDINGEN),
    About.PROPOSALS: (PROPOSALS, Permission.SEE_PROPOSALS),
    About.CHOICES: (CHOICES, Permission.SEE_PROPOSALS),
    About.CLIMATE: (PROPOSALS, Permission.SEE_PROPOSALS),
}
"""What a page counts, and who may know."""


clientside_callback(
    ClientsideFunction("shell", "open"),
    Output(DRAWER, "opened", allow_duplicate=True),
    Input(OPEN, "n_clicks"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("shell", "close"),
    Output(DRAWER, "opened"),
    Input(SHOW, "n_clicks"),
    prevent_initial_call=True,
)

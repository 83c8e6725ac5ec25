"""The workbench: candidates in order, what a choice means, and the motivation of each place."""

from typing import Any

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, callback, clientside_callback
from dash.development.base_component import Component

from config.kinds import Permission
from dashboard.components import atlas
from dashboard.components.choosing.editor import DRAFT
from dashboard.components.choosing.frame import FINAL, NAME, PAGE, PATH, PICK, TICK, WEIGHT, Part, frame
from dashboard.components.form import Part as FormPart
from dashboard.components.icon import Icon
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, tab_title
from dashboard.web import choosing_map as charting
from dashboard.web import choosing_page as work
from dashboard.web import choosing_proposed as proposing
from dashboard.web.keys import Key


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data; the address names round, place and weights."""
    return frame()


dash.register_page(
    __name__,
    path=PATH,
    name=NAME,
    title=title,
    order=47,
    permission=Permission.HANDLE_PROPOSALS,
    section=Section.PLACES,
    icon=Icon.LIST,
)


_DRAFTED = {"type": FormPart.FIELD, "page": PAGE, "form": DRAFT, "name": ALL}


def _every(part: FormPart, **wild: Any) -> dict[str, Any]:
    return {"type": part, "page": PAGE, "form": ALL, **wild}


@callback(
    Output(lead_id(PAGE), "children"),
    Output(Part.BAR, "children"),
    Output(Part.ROUND, "children"),
    Output(Part.CRITERIA, "children"),
    Output(Part.LIST, "children"),
    Output(Part.SEVERAL, "children"),
    Output(Part.MEANS, "children"),
    Output(Part.READY, "children"),
    Output(Part.SEEN, "data"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(Part.TURN, "data"),
    State(Part.PICKED, "data"),
    State(Part.SEEN, "data"),
)
def show(search: str | None, _version: int | None, turn: str | None, picked: Any, seen: Any) -> tuple[Any, ...]:
    """The candidates in order, and all that stands around them."""
    return work.shown(search, turn, picked, seen)


@callback(
    Output(Part.MAP, "children"),
    Output(Part.CHARTED, "data"),
    Input(Key.URL, "search"),
    State(Part.CHARTED, "data"),
)
def chart(search: str | None, before: Any) -> tuple[Any, Any]:
    """The map of the candidates instead of the list, once somebody asks for it."""
    return charting.framed(search, before)


@callback(
    Output(atlas.part_id(atlas.Part.SHOWN, PAGE), "data"),
    Output(atlas.part_id(atlas.Part.LEGEND, PAGE), "children"),
    Output(atlas.part_id(atlas.Part.STATUS, PAGE), "children"),
    Input(atlas.part_id(atlas.Part.SEEN, PAGE), "data"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(Part.TURN, "data"),
    Input(Part.PICKED, "data"),
)
def draw(viewed: Any, search: str | None, _version: int | None, turn: str | None, picked: Any) -> tuple[Any, Any, Any]:
    """What lies in the view of the map."""
    return charting.drawn(viewed, search, turn, picked)


@callback(
    Output(Part.TICKED, "children"),
    Input(Part.PICKED, "data"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(Part.TURN, "data"),
)
def tell_ticked(picked: Any, search: str | None, _version: int | None, turn: str | None) -> list[Any]:
    """What is ticked, and what it means together."""
    return charting.ticked(picked, search, turn)


@callback(
    Output(Part.PICKED, "data", allow_duplicate=True),
    Output(Part.INSIDE, "children"),
    Input(Part.DRAWN, "data"),
    Input({"type": TICK, "act": ALL}, "n_clicks"),
    State(Part.PICKED, "data"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def tick(drawing: Any, _clicks: list[int | None], picked: Any, search: str | None) -> tuple[Any, str]:
    """Tick what lies in an area, all of the list, or nothing."""
    return charting.tick(drawing, picked, search)


@callback(
    Output(Part.WISHES, "children"),
    Output(Part.WISHED, "data"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(Part.TURN, "data"),
    State(Part.WISHED, "data"),
)
def wish(search: str | None, _version: int | None, turn: str | None, before: Any) -> tuple[Any, Any]:
    """What a best set has to respect."""
    return proposing.wishes(search, turn, before)


@callback(
    Output(Part.PROPOSED, "children"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(Part.TURN, "data"),
)
def propose(search: str | None, _version: int | None, turn: str | None) -> list[Any]:
    """The best set that was asked last, with the reason why each place is in or out."""
    return proposing.answered(search, turn)


@callback(
    Output(Part.EDITOR, "children"),
    Output(Part.EDITED, "data"),
    Output(Part.BESIDE, "children", allow_duplicate=True),
    Input(Key.URL, "search"),
    Input(Part.TURN, "data"),
    State(Part.EDITED, "data"),
    prevent_initial_call="initial_duplicate",
)
def write(search: str | None, turn: str | None, about: Any) -> work.Edited:
    """The editor of the chosen place; it stays as it is as long as it is about the same one."""
    return work.edited(search, turn, about)


@callback(
    Output(Part.SAVED, "children"),
    Output(Part.EDITED, "data", allow_duplicate=True),
    Output(Part.BESIDE, "children"),
    Output(Part.TURN, "data", allow_duplicate=True),
    Input(Part.TYPED, "data"),
    State(Part.EDITED, "data"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def save(typed: Any, about: Any, search: str | None) -> work.Saved:
    """Keep what was typed."""
    return work.saved(typed, about, search)


@callback(
    Output(Part.ACTIVITY, "children"),
    Input({**_DRAFTED, "name": "activity"}, "value"),
)
def correct(value: Any) -> list[Component]:
    """The form to correct the activity that is chosen."""
    return work.chosen_activity(value)


@callback(
    Output(_every(FormPart.FIELD, name=ALL), "error"),
    Output(_every(FormPart.RESULT), "children"),
    Output(Part.SAID, "children"),
    Output(Part.TURN, "data"),
    Output(Part.EDITED, "data", allow_duplicate=True),
    Output(Key.URL, "search", allow_duplicate=True),
    Output(Part.PICKED, "data", allow_duplicate=True),
    Input(_every(FormPart.ACT, act=ALL, subject=ALL), "n_clicks"),
    Input(Part.MARKED, "data"),
    State(_every(FormPart.FIELD, name=ALL), "value"),
    State(Part.SEEN, "data"),
    State(Part.PICKED, "data"),
    State(Part.EDITED, "data"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def act(
    _clicks: list[int | None],
    _marked: Any,
    _values: list[Any],
    seen: Any,
    picked: Any,
    about: Any,
    search: str | None,
) -> work.Answer:
    """What a button does, of the page or of a mark of the map."""
    return work.answer(seen, picked, about, search)


clientside_callback(
    ClientsideFunction("choosing", "typed"),
    Output(Part.SAVED, "className"),
    Input(_DRAFTED, "value"),
    Input(Part.EDITED, "data"),
    State(_DRAFTED, "id"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("choosing", "tick"),
    Output(Part.PICKED, "data"),
    Output({"type": PICK, "subject": ALL}, "checked"),
    Input({"type": PICK, "subject": ALL}, "checked"),
    Input(Part.PICKED, "data"),
    State({"type": PICK, "subject": ALL}, "id"),
    State(Part.SEEN, "data"),
)
clientside_callback(
    ClientsideFunction("choosing", "begin"),
    Output(atlas.part_id(atlas.Part.MAP, PAGE), "viewport"),
    Input(atlas.part_id(atlas.Part.MAP, PAGE), "id"),
    State(Part.CHARTED, "data"),
)
clientside_callback(
    ClientsideFunction("atlas", "seen"),
    Output(atlas.part_id(atlas.Part.SEEN, PAGE), "data"),
    Input(atlas.part_id(atlas.Part.MAP, PAGE), "bounds"),
    Input(atlas.part_id(atlas.Part.MAP, PAGE), "zoom"),
    State(atlas.part_id(atlas.Part.MAP, PAGE), "viewport"),
)
clientside_callback(
    ClientsideFunction("choosing", "place"),
    Output({"type": FINAL, "name": ALL}, "error"),
    Input({"type": FINAL, "name": ALL}, "value"),
    State({"type": FINAL, "name": ALL}, "id"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("choosing", "weigh"),
    Output(Key.URL, "search", allow_duplicate=True),
    Input({"type": WEIGHT, "code": ALL}, "value"),
    State({"type": WEIGHT, "code": ALL}, "id"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("choosing", "arrive"),
    Output(Part.SAID, "className"),
    Input(Part.TURN, "data"),
    Input(Part.EDITED, "data"),
    prevent_initial_call=True,
)

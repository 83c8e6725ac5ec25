"""Publication: which choices can be made public, now or later, and what is planned."""

from typing import Any

import dash
from dash import ALL, Input, Output, State, callback
from dash.development.base_component import Component

from config.kinds import Permission
from config.language import N_
from dashboard.components.form import Part as FormPart
from dashboard.components.navigation import Section
from dashboard.components.page_head import lead_id, tab_title
from dashboard.components.publishing.frame import NAME, PAGE, PATH, PICK, Part, frame
from dashboard.web import publishing_page as work
from dashboard.web.keys import Key
from queries.publishing import choices_to_publish


def title(**_path: str) -> str:
    """Title of the browser's tab."""
    return tab_title(NAME)


def layout(**_query: object) -> Component:
    """The page without data."""
    return frame()


dash.register_page(
    __name__,
    path=PATH,
    name=NAME,
    title=title,
    order=48,
    permission=Permission.PUBLISH_CHOICES,
    section=Section.PLACES,
    waiting=(choices_to_publish, N_("{n} to publish"), Permission.PUBLISH_CHOICES),
)
_PICKED = {"type": PICK, "subject": ALL}


def _every(part: FormPart, **wild: Any) -> dict[str, Any]:
    return {"type": part, "page": PAGE, "form": ALL, **wild}


@callback(
    Output(lead_id(PAGE), "children"),
    Output(Part.LIST, "children"),
    Output(Part.BESIDE, "children"),
    Output(Part.PACKS, "children"),
    Output(Part.SEEN, "data"),
    Input(Key.URL, "search"),
    Input(Key.VERSION, "data"),
    Input(Part.TURN, "data"),
    State(_PICKED, "checked"),
)
def show(_search: str | None, _version: int | None, _turn: str | None, ticks: list[Any]) -> work.Shown:
    """What can be made public, what is planned, what became public, and the packs."""
    return work.shown(dash.ctx.states_list[0] if ticks else [])


@callback(
    Output(_every(FormPart.FIELD, name=ALL), "error"),
    Output(_every(FormPart.RESULT), "children"),
    Output(Part.SAID, "children"),
    Output(Part.TURN, "data"),
    Input(_every(FormPart.ACT, act=ALL, subject=ALL), "n_clicks"),
    State(_every(FormPart.FIELD, name=ALL), "value"),
    State(_PICKED, "checked"),
    State(Part.SEEN, "data"),
    prevent_initial_call=True,
)
def act(_clicks: list[int | None], _values: list[Any], _ticks: list[Any], seen: Any) -> work.Answer:
    """What a button does."""
    return work.answer(seen)

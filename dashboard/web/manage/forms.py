"""The one way a button of /beheer is answered: who asks and where, what was filled in, then one act.

A page declares its acts by form and name, and registers one callback with `wiring`:

    @callback(*forms.wiring(PAGE), prevent_initial_call=True)
    def act(_clicks: list[int | None], _values: list[Any], search: str | None) -> forms.Answer:
        return forms.answer(ACTS, search)

    forms.say(PAGE)
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import ALL, ClientsideFunction, Input, Output, State, clientside_callback, ctx, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from config.errors import Forbidden, HelikopterError, InvalidInput, Unauthenticated
from config.logs import request_id
from dashboard.components.form import ASK, PREVIEW, SAVE, Part, confirmation
from dashboard.components.manage.frame import said_id, said_well, trouble, turn_id
from dashboard.web.keys import Key
from dashboard.web.manage.desk import Desk, desk_of
from dashboard.web.manage.values import Refused, Values


@dataclass(frozen=True)
class Told:
    """What is shown in the form itself, such as a preview; nothing was changed."""

    content: Sequence[Component]


@dataclass(frozen=True)
class Done:
    """What was done, in a sentence, with what belongs to it; the page is read again."""

    sentence: str
    more: Sequence[Component] = ()


@dataclass(frozen=True)
class Asked:
    """What an act gets: where, what was filled in, and on what."""

    desk: Desk
    values: Values
    subject: str


Act = Callable[[Asked], Told | Done]
Acts = Mapping[tuple[str, str], Act]
Answer = tuple[list[Any], list[Any], Any, Any]


def wiring(page: str) -> tuple[Any, ...]:
    """Outputs, inputs and states of a page's one callback for all of its forms."""

    def every(part: Part, **wild: Any) -> dict[str, Any]:
        return {"type": part, "page": page, "form": ALL, **wild}

    return (
        Output(every(Part.FIELD, name=ALL), "error"),
        Output(every(Part.RESULT), "children"),
        Output(said_id(page), "children"),
        Output(turn_id(page), "data"),
        Input(every(Part.ACT, act=ALL, subject=ALL), "n_clicks"),
        State(every(Part.FIELD, name=ALL), "value"),
        State(Key.URL, "search"),
    )


def say(page: str) -> None:
    """Bring what was just done into view, and say it no longer once the address changes.

    A page calls this while it is imported.
    """
    clientside_callback(
        ClientsideFunction("manage", "show"),
        Output(said_id(page), "className"),
        Input(turn_id(page), "data"),
        State(said_id(page), "id"),
        prevent_initial_call=True,
    )
    clientside_callback(
        ClientsideFunction("manage", "forget"),
        Output(said_id(page), "children", allow_duplicate=True),
        Input(Key.URL, "search"),
        State(said_id(page), "children"),
        prevent_initial_call=True,
    )


def answer(acts: Acts, search: str | None, desk_at: Callable[[str | None], Any] = desk_of) -> Answer:
    """Do what was asked by the button that was pressed; without one nothing. A page that is not about managing an
    organisation has another `desk_at`: that of its acts."""
    pressed, clicks = ctx.triggered_id, ctx.triggered[0]["value"] if ctx.triggered else None
    if not isinstance(pressed, dict) or not clicks:
        raise PreventUpdate
    fields, results = ctx.outputs_list[0], ctx.outputs_list[1]
    form, name = str(pressed.get("form")), str(pressed.get("act"))
    act = _confirmation(acts, str(pressed.get("page")), form) if name == ASK else acts.get((form, name))
    if act is None:
        raise InvalidInput()
    values = Values(
        {item["id"]["name"]: item.get("value") for item in ctx.states_list[0] if item["id"]["form"] == form}
    )
    problems, told, said, turn = _outcome(act, Asked(desk_at(search), values, str(pressed.get("subject") or "")))
    errors = [problems.get(item["id"]["name"]) if item["id"]["form"] == form else no_update for item in fields]
    return errors, [told if item["id"]["form"] == form else None for item in results], said, turn


def _confirmation(acts: Acts, page: str, form: str) -> Act | None:
    """What a grave button does first: it tells what would follow, where that is known, and asks once more."""
    if (form, SAVE) not in acts:
        return None

    def ask(asked: Asked) -> Told:
        known = acts.get((form, PREVIEW))
        told = known(asked) if known else None
        return Told([*(told.content if isinstance(told, Told) else []), confirmation(page, form, asked.subject)])

    return ask


def _outcome(act: Act, asked: Asked) -> tuple[dict[str, str], Any, Any, Any]:
    """Problems by field, what the form tells, what the page says, and a new mark when it must be read again."""
    try:
        outcome = act(asked)
    except Refused as error:
        return error.problems, [trouble(error.text())], None, no_update
    except (Unauthenticated, Forbidden):
        raise
    except HelikopterError as error:
        return {}, [trouble(error.text())], None, no_update
    if isinstance(outcome, Done):
        return {}, None, [said_well(outcome.sentence), *outcome.more], request_id.get()
    return {}, list(outcome.content), None, no_update

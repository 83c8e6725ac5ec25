"""Writing a note beside a number: who may, about what, and the callbacks of the dialog (`components.note_dialog`)."""

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from dash import ALL, Input, Output, State, callback, ctx, no_update

from config.clock import ZONE, local_day
from config.errors import Forbidden, HelikopterError, InvalidInput
from config.kinds import PERMISSIONS, Permission, Role
from config.language import day, t
from dashboard.components.labels import ROLES
from dashboard.components.note_dialog import (
    ALL_SERVICES,
    CHANGED,
    DIALOG,
    HISTORY,
    OPEN,
    PROBLEM,
    REMOVE,
    SAVE,
    TARGET,
    TEXT,
    Said,
    history_list,
)
from dashboard.components.status import State as Status
from dashboard.components.status import status
from dashboard.store.actions import notes as actions
from dashboard.store.actions.audit import Actor
from dashboard.store.actions.notes import Beside
from dashboard.web.auth import current_actor, require
from dashboard.web.context import services
from queries.accounts import Person
from queries.filters import Scope
from queries.notes import note_history
from queries.registry import MEASURES

STAYS = no_update, no_update, no_update


@dataclass(frozen=True)
class Writer:
    """Somebody who may write notes: in which organisation, how far, and as whom."""

    organisation_id: int
    scope: Scope
    actor: Actor

    @classmethod
    def of(cls, person: Person, actor: Actor) -> "Writer":
        """From the first role that may write notes."""
        grant = next(one for one in person.grants if Permission.WRITE_NOTES in PERMISSIONS[one.role])
        scope = person.scope(Permission.WRITE_NOTES)
        return cls(grant.organisation_id, scope, replace(actor, role=str(grant.role)))


def current_writer() -> Writer:
    """The person who asks. Raises Forbidden when they may not write notes."""
    return Writer.of(require(Permission.WRITE_NOTES), current_actor())


def beside(writer: Writer, target: Any) -> Beside:
    """The number that a browser names. Raises InvalidInput, or Forbidden outside the writer's own services."""
    measure, number = (target.get("measure"), target.get("service")) if isinstance(target, dict) else (None, None)
    if not isinstance(measure, str) or measure not in MEASURES:
        raise InvalidInput()
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**31:
        raise InvalidInput()
    service_id = None if number == ALL_SERVICES else number
    reach = next(one for one in writer.scope.reaches if one.organisation_id == writer.organisation_id)
    if reach.service_ids is not None and service_id not in reach.service_ids:
        raise Forbidden()
    return Beside(writer.organisation_id, measure, service_id)


def of_number(history: pd.DataFrame, about: Beside) -> pd.DataFrame:
    """The rows of `queries.notes.note_history` that are beside one number."""
    own = history[history["organisation_id"] == about.organisation_id]
    numbers = own["service_id"]
    return own[numbers.isna() if about.service_id is None else numbers == about.service_id]


def said(history: pd.DataFrame) -> list[Said]:
    """The history in words."""
    return [
        Said(t(ROLES[Role(row["author_role"])]), day(local_day(row["written_at"], ZONE)), row["text"])
        for row in history.to_dict("records")
    ]


@callback(
    Output(DIALOG, "opened"),
    Output(DIALOG, "title"),
    Output(TARGET, "data"),
    Output(TEXT, "value"),
    Output(HISTORY, "children"),
    Output(PROBLEM, "children"),
    Input({"type": OPEN, "measure": ALL, "service": ALL}, "n_clicks"),
    prevent_initial_call=True,
)
def open_dialog(clicks: list[int | None]) -> tuple[Any, ...]:
    """Show the present note of a number, and those before it."""
    if not any(clicks) or not isinstance(ctx.triggered_id, dict):
        return (no_update,) * 6
    about = beside(current_writer(), ctx.triggered_id)
    with services().db.read() as db:
        told = of_number(note_history(db, current_writer().scope, about.measure), about)
    text = told["text"].iloc[0] if len(told) else ""
    title = t(MEASURES[about.measure].name)
    return True, title, target_of(about), text, history_list(said(told.iloc[1 if text else 0 :])), None


def target_of(about: Beside) -> dict[str, Any]:
    """What the dialog keeps of the number that it is about; parsed again by `beside`."""
    return {"measure": about.measure, "service": about.service_id or ALL_SERVICES}


@callback(
    Output(DIALOG, "opened", allow_duplicate=True),
    Output(CHANGED, "data"),
    Output(PROBLEM, "children", allow_duplicate=True),
    Input(SAVE, "n_clicks"),
    Input(REMOVE, "n_clicks"),
    State(TARGET, "data"),
    State(TEXT, "value"),
    State(CHANGED, "data"),
    prevent_initial_call=True,
)
def change_note(
    saves: int | None, removals: int | None, target: Any, text: str | None, changed: int | None
) -> tuple[Any, ...]:
    """Write the note or take it away; what is wrong is said in the dialog, which then stays."""
    if not (saves or removals):
        return STAYS
    writer = current_writer()
    try:
        write(writer, beside(writer, target), "" if ctx.triggered_id == REMOVE else text or " ")
    except HelikopterError as error:
        return no_update, no_update, status(Status.BAD, error.text())
    return False, (changed or 0) + 1, None


def write(writer: Writer, about: Beside, text: str) -> None:
    """Put `text` beside a number; without text take away what stands there."""
    side, clock = services().writer, services().clock
    if text:
        actions.write_note(writer=side, clock=clock, actor=writer.actor, beside=about, text=text)
    else:
        actions.take_note_away(writer=side, clock=clock, actor=writer.actor, beside=about)

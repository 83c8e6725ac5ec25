"""Saved views at work. A stored address is data from outside: only pages that exist and filters that can be read are
stored, and both are looked at again, with the rights of the moment, before one is opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dash import ALL, ClientsideFunction, Input, Output, State, callback, clientside_callback, ctx, no_update

from config.errors import Forbidden, HelikopterError, InvalidInput, NotFound
from config.language import N_, t
from dashboard.cards.ways import CARDS_OF_PATHS
from dashboard.charts.picks import address_of
from dashboard.components.filter_parts import DRAWER
from dashboard.components.filter_words import line_words
from dashboard.components.status import State as Status
from dashboard.components.status import status
from dashboard.components.views import (
    COPIED,
    COPY,
    DIALOG,
    LINK,
    LIST,
    NAME,
    PROBLEM,
    SAVE,
    Part,
    View,
    views_list,
)
from dashboard.store.actions import views as actions
from dashboard.web import pages
from dashboard.web.address import filters_of
from dashboard.web.auth import current_user
from dashboard.web.context import services
from dashboard.web.keys import Key
from dashboard.web.map_look import look_query
from queries.accounts import Person
from queries.filters import Filters
from queries.views import saved_views

NOTHING = no_update, no_update, no_update
_NO_PAGE = N_("This page cannot be saved as a view.")


@dataclass(frozen=True)
class Address:
    """A page of ours, filters that can be read, and how a map on it looks."""

    path: str
    filters: Filters
    look: str = ""

    @property
    def query(self) -> str:
        """What of the address is kept."""
        return address_of(self.filters, self.look).removeprefix("?")

    @property
    def href(self) -> str:
        """The address to open."""
        return f"{self.path}?{self.query}" if self.query else self.path


def checked(path: str, search: str, person: Person) -> Address:
    """The address, if it is one of ours. Raises NotFound, Forbidden, InvalidInput."""
    page = pages.page_at(path)
    if page is None:
        raise NotFound()
    if not pages.allows(page, person):
        raise Forbidden()
    if page["path_template"]:
        raise InvalidInput(_NO_PAGE)
    return Address(str(page["path"]), filters_of(search), look_query(search))


def opening_address(person: Person) -> str | None:
    """Where somebody who just logged in wants to arrive; None without a view for that, or when it leads nowhere now."""
    with services().writer.transaction() as db:
        mine = saved_views(db, person.account_id)
    first = mine[mine["opens_first"].astype(bool)]
    if first.empty:
        return None
    try:
        return checked(first["path"].iloc[0], first["query"].iloc[0], person).href
    except HelikopterError:
        return None


def views_of(person: Person) -> list[View]:
    """The views of a person that lead somewhere, in words."""
    with services().writer.transaction() as db:
        rows = saved_views(db, person.account_id).to_dict("records")
    return [view_of(row, person) for row in rows]


def view_of(row: Mapping[Any, Any], person: Person) -> View:
    """One view; what no longer leads anywhere says so, and can be removed."""
    about: dict[str, Any] = {"id": str(row["view_id"]), "name": row["name"], "first": bool(row["opens_first"])}
    try:
        address = checked(row["path"], row["query"], person)
    except HelikopterError as error:
        return View(**about, href="/", words=error.text())
    page = pages.page_at(address.path)
    name = t(page["name"]) if page else ""
    words = f"{name}, {line_words(address.filters)}"
    return View(**about, href=address.href, words=words, mailable=address.path in CARDS_OF_PATHS)


def _every(part: Part, key: str = "view") -> dict[str, Any]:
    return {"type": part, key: ALL}


@callback(
    Output(LIST, "children"),
    Output(NAME, "value"),
    Output(PROBLEM, "children"),
    Input(_every(Part.OPEN, "place"), "n_clicks"),
    Input(SAVE, "n_clicks"),
    Input(_every(Part.NAME), "value"),
    Input(_every(Part.FIRST), "checked"),
    Input(_every(Part.REMOVE), "n_clicks"),
    State(NAME, "value"),
    State(Key.URL, "pathname"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def change_views(
    _opened: list[int | None],
    _saved: int | None,
    _names: list[str | None],
    _firsts: list[bool | None],
    _removed: list[int | None],
    name: str | None,
    path: str | None,
    search: str | None,
) -> tuple[Any, ...]:
    """Do the one thing that the reader did, and show the views as they are then."""
    asked = the_one_change(ctx.triggered_prop_ids, ctx.triggered)
    if asked is None:
        return NOTHING
    person, (what, value) = current_user(), asked
    try:
        emptied = carry_out(person, what, value, NewName(name or "", path or "", search or ""))
        problem = None
    except HelikopterError as error:
        emptied, problem = no_update, status(Status.BAD, error.text())
    changing = str(what.get("view", "")) if isinstance(what, dict) else ""
    return views_list(views_of(person), changing), emptied, problem


@dataclass(frozen=True)
class NewName:
    """What a browser says of the view to save."""

    name: str
    path: str
    search: str


def the_one_change(ids: Mapping[str, Any], triggered: list[dict[str, Any]]) -> tuple[Any, Any] | None:
    """Id and value of the control that somebody used. When the list appears Dash names all of its controls: nobody
    used them, and a button without a click was not used either."""
    if len(ids) != 1 or triggered[0]["value"] is None:
        return None
    return next(iter(ids.values())), triggered[0]["value"]


def carry_out(person: Person, what: Any, value: Any, new: NewName) -> Any:
    """Save, rename, choose or remove; returns what the field for a new name holds afterwards."""
    held, account_id = services(), person.account_id
    part = what.get("type") if isinstance(what, dict) else what
    if part == SAVE:
        address = checked(new.path, new.search, person)
        view = actions.NewView(account_id, new.name, address.path, address.query)
        actions.save_view(writer=held.writer, clock=held.clock, new=view)
        return ""
    if part == Part.NAME:
        actions.rename_view(writer=held.writer, account_id=account_id, view_id=_view_id(what), name=str(value))
    elif part == Part.FIRST:
        view_id = _view_id(what)
        actions.choose_first(writer=held.writer, account_id=account_id, view_id=view_id, first=value is True)
    elif part == Part.REMOVE:
        actions.remove_view(writer=held.writer, account_id=account_id, view_id=_view_id(what))
    return no_update


def _view_id(what: Mapping[str, Any]) -> UUID:
    try:
        return UUID(str(what.get("view")))
    except ValueError:
        raise InvalidInput() from None


clientside_callback(
    ClientsideFunction("shell", "openViews"),
    Output(DIALOG, "opened"),
    Output(DRAWER, "opened", allow_duplicate=True),
    Output(LINK, "value"),
    Output(COPIED, "hidden"),
    Input(_every(Part.OPEN, "place"), "n_clicks"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("shell", "leave"),
    Output(DIALOG, "opened", allow_duplicate=True),
    Input(Key.URL, "pathname"),
    Input(Key.URL, "search"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("shell", "copy"),
    Output(COPIED, "hidden", allow_duplicate=True),
    Input(COPY, "n_clicks"),
    State(LINK, "id"),
    prevent_initial_call=True,
)
clientside_callback(ClientsideFunction("shell", "refocus"), Input(LIST, "children"), prevent_initial_call=True)

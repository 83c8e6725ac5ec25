"""The list beside a map at work: it holds what the map shows, and asks for its rows as they come into sight."""

from typing import Any

import pandas as pd
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback
from dash.development.base_component import Component
from sqlalchemy import Connection

from config.errors import InvalidInput
from dashboard.components.atlas import Part, part_id
from dashboard.components.filter_parts import About
from dashboard.components.proposal_list import BLOCK, list_heading, list_rows, proposal_list
from dashboard.web.address import filters_or_usual
from dashboard.web.atlas import part_of, view_of
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from dashboard.web.map_look import Look
from dashboard.web.map_sight import PERMISSIONS
from dashboard.web.proposal_links import links
from queries import atlas
from queries.filters import Scope
from queries.names import named, names

GRID, HEADING = "atlas-grid", "atlas-heading"
_NOTHING: dict[str, Any] = {"rowData": [], "rowCount": 0}


def _id(part: str, page: str) -> dict[str, str]:
    return {"type": part, "page": page}


def list_layout(page: str) -> Component:
    """The list of a page, without rows."""
    return proposal_list(_id(GRID, page), _id(HEADING, page))


def declare(page: str) -> None:
    """Register the callbacks of the list of a page with a map of proposals."""
    seen = (Input(part_id(Part.SEEN, page), "data"), Input(Key.URL, "search"), Input(Key.VERSION, "data"))
    callback(Output(_id(HEADING, page), "children"), *seen)(show_heading)
    clientside_callback(
        ClientsideFunction("atlas", "again"),
        Output(_id(GRID, page), "className"),
        *seen,
        State(_id(GRID, page), "id"),
        prevent_initial_call=True,
    )
    callback(
        Output(_id(GRID, page), "getRowsResponse"),
        Input(_id(GRID, page), "getRowsRequest"),
        State(part_id(Part.SEEN, page), "data"),
        State(Key.URL, "search"),
    )(give_rows)


def show_heading(seen: Any, search: str | None, _version: int | None) -> list[Any]:
    """How many proposals the map and the list hold. Raises Forbidden, InvalidInput."""
    scope = current_scope(PERMISSIONS[About.PROPOSALS])
    if seen is None:
        return []
    part, filters = _part(seen, search), filters_or_usual(search or "")[0]
    with services().db.read() as db:
        found = atlas.totals(db, scope, filters, part).iloc[0]
    files = links(filters, Look.of(search or "", About.PROPOSALS), view_of(seen))
    return list_heading(int(found["n"]), int(found["placed"]), files)


def give_rows(request: Any, seen: Any, search: str | None) -> dict[str, Any]:
    """The rows from one number to another, in the order asked for. Raises Forbidden, InvalidInput."""
    scope = current_scope(PERMISSIONS[About.PROPOSALS])
    if request is None or seen is None:
        return _NOTHING
    first, sort, descending = asked(request)
    part, filters = _part(seen, search), filters_or_usual(search or "")[0]
    with services().db.read() as db:
        rows = atlas.listed(db, scope, filters, part, sort=sort, descending=descending, first=first, count=BLOCK)
        n = int(atlas.totals(db, scope, filters, part)["n"].iloc[0])
        rows = with_names(db, scope, rows)
    return {"rowData": list_rows(rows, search or ""), "rowCount": n}


def with_names(db: Connection, scope: Scope, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of `queries.atlas.listed` with the names of area and theme (null without)."""
    for name in ("area", "theme"):
        rows = named(rows, names(db, scope, name), f"{name}_id", **{name: "name"})
    return rows


def asked(request: Any) -> tuple[int, str, bool]:
    """First row, column to sort by and whether from high to low, as AG Grid asks. Raises InvalidInput."""
    try:
        first, order = int(request["startRow"]), request.get("sortModel") or []
        sort, descending = (order[0]["colId"], order[0]["sort"] == "desc") if order else (atlas.SORTS[0], True)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise InvalidInput() from None
    if sort not in atlas.SORTS or not 0 <= first < 10_000_000:
        raise InvalidInput()
    return first, sort, descending


def _part(seen: Any, search: str | None) -> atlas.Part:
    return part_of(view_of(seen), Look.of(search or "", About.PROPOSALS))

"""The search over a map at work: what somebody types leads to neighbourhoods and streets within their reach."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from dash import Input, Output, callback
from dash.development.base_component import Component

from config.errors import InvalidInput
from config.kinds import Permission
from config.plain import is_storable
from dashboard.components.place_search import FOUND, TEXT, Found, places_found
from dashboard.components.search import search_hint
from dashboard.web.auth import current_scope, current_user
from dashboard.web.context import services
from queries.places import MOST, areas_named, streets_of_meldingen, streets_of_proposals, together
from queries.search import SHORTEST
from queries.viewport import bounds_of

_STREETS = {Permission.SEE_PROPOSALS: streets_of_proposals, Permission.SEE_CASES: streets_of_meldingen}
"""Where streets are known from, for whom."""


def declare(page: str, permission: Permission) -> None:
    """Register the callback of the search over the map of a page; `permission` is that of the map."""
    callback(
        Output({"type": FOUND, "page": page}, "children"),
        Input({"type": TEXT, "page": page}, "value"),
        prevent_initial_call=True,
    )(_find(page, permission))


def _find(page: str, permission: Permission) -> Callable[[str | None], list[Component]]:
    def find(text: str | None) -> list[Component]:
        """What was found, each a button that the map goes to. Raises Forbidden, InvalidInput."""
        scope = current_scope(permission)
        wanted = (text or "").strip()
        if not is_storable(wanted):
            raise InvalidInput()
        if len(wanted) < SHORTEST:
            return search_hint(SHORTEST) if wanted else []
        person = current_user()
        with services().db.read() as db:
            streets = [ask(db, person.scope(own), wanted) for own, ask in _STREETS.items() if person.may(own)]
            places = together(areas_named(db, scope, wanted), *streets)
        return places_found(page, found_in(places), MOST)

    return find


def found_in(places: pd.DataFrame) -> list[Found]:
    """The rows of `queries.places.together`; the organisation is told where there are several."""
    several = places["organisation_id"].nunique() > 1
    return [_found(row, several) for row in places.to_dict("records")]


def _found(row: dict[Any, Any], several: bool) -> Found:
    told = (row["area"], row["organisation"] if several else None)
    return Found(row["name"], " · ".join(part for part in told if isinstance(part, str)), bounds_of(row))

"""The search at work: what somebody types leads to single meldingen, for who may see those."""

from typing import Any

import dash
from dash import MATCH, Input, Output, State, callback

from config.errors import InvalidInput
from config.kinds import EventKind, Permission
from config.language import N_, t
from config.plain import is_storable
from dashboard.components.navigation import Place
from dashboard.components.search import Hit, Part, search_field, search_found, search_hint
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries.accounts import Person
from queries.search import MOST, SHORTEST, search


def field_for(person: Person, place: Place) -> Any:
    """The search, for who may see single meldingen."""
    return search_field(place) if person.may(Permission.SEE_CASES) else None


@callback(
    Output({"type": Part.FOUND, "place": MATCH}, "children"),
    Input({"type": Part.TEXT, "place": MATCH}, "value"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def find(text: str | None, address: str | None) -> list[Any]:
    """What was found, as links that keep the filters. Raises Forbidden, InvalidInput."""
    scope = current_scope(Permission.SEE_CASES)
    wanted = (text or "").strip()
    if not is_storable(wanted):
        raise InvalidInput()
    if len(wanted) < SHORTEST:
        return search_hint(SHORTEST) if wanted else []
    with services().db.read() as db:
        rows = search(db, scope, wanted).to_dict("records")
    return search_found([_hit(row, address or "") for row in rows], MOST)


def _hit(row: dict[Any, Any], address: str) -> Hit:
    told = {name: row[name] if isinstance(row[name], str) else "" for name in ("number", "title", "street", "category")}
    more = " · ".join(filter(None, (told["title"], told["street"], told["category"])))
    href = dash.get_relative_path(f"/meldingen/{row['subject_id']}") + address
    return Hit(href, told["number"] or t(N_("without number")), EventKind(row["stage"]), more)

"""The search at work: what somebody types leads to single meldingen and to proposals, for who may see those."""

from typing import Any

import dash
from dash import MATCH, Input, Output, State, callback

from config.errors import Forbidden, InvalidInput
from config.kinds import EventKind, Permission
from config.language import N_, t
from config.plain import is_storable
from dashboard.components.navigation import Place
from dashboard.components.search import About, Found, Hit, Part, search_field, search_found, search_hint
from dashboard.components.status import proposal_stage, stage
from dashboard.web.auth import current_user
from dashboard.web.context import services
from dashboard.web.keys import Key
from queries.accounts import Person
from queries.search import MOST, SHORTEST, search, search_proposals

PERMISSIONS = {About.MELDINGEN: Permission.SEE_CASES, About.PROPOSALS: Permission.SEE_PROPOSALS}
MOST_OF_EACH = 8
"""Shown of each kind where several are looked for, so that none hides the other."""
_QUESTIONS = {About.MELDINGEN: search, About.PROPOSALS: search_proposals}
_LABELS = {
    (About.MELDINGEN,): N_("Find a melding"),
    (About.PROPOSALS,): N_("Find a proposal"),
    (About.MELDINGEN, About.PROPOSALS): N_("Find a melding or a proposal"),
}


def field_for(person: Person, place: Place) -> Any:
    """The search, for who may see single meldingen or proposals."""
    reached = _reached(person)
    return search_field(place, t(_LABELS[reached])) if reached else None


def _reached(person: Person) -> tuple[About, ...]:
    """What this person can find."""
    return tuple(about for about, permission in PERMISSIONS.items() if person.may(permission))


@callback(
    Output({"type": Part.FOUND, "place": MATCH}, "children"),
    Input({"type": Part.TEXT, "place": MATCH}, "value"),
    State(Key.URL, "search"),
    prevent_initial_call=True,
)
def find(text: str | None, address: str | None) -> list[Any]:
    """What was found, as links that keep the filters. Raises Forbidden, InvalidInput."""
    person = current_user()
    if not (reached := _reached(person)):
        raise Forbidden()
    wanted = (text or "").strip()
    if not is_storable(wanted):
        raise InvalidInput()
    if len(wanted) < SHORTEST:
        return search_hint(SHORTEST) if wanted else []
    most = MOST if len(reached) == 1 else MOST_OF_EACH
    return search_found([_found(person, about, wanted, address or "", most) for about in reached], most)


def _found(person: Person, about: About, wanted: str, address: str, most: int) -> Found:
    with services().db.read() as db:
        rows = _QUESTIONS[about](db, person.scope(PERMISSIONS[about]), wanted).to_dict("records")
    make = _melding if about is About.MELDINGEN else _proposal
    return Found(about, [make(row, address) for row in rows[:most]])


def _melding(row: dict[Any, Any], address: str) -> Hit:
    href = dash.get_relative_path(f"/meldingen/{row['subject_id']}") + address
    return _hit(row, href, stage(EventKind(row["stage"])), ("title", "street", "category"))


def _proposal(row: dict[Any, Any], address: str) -> Hit:
    href = dash.get_relative_path(f"/voorstellen/{row['subject_id']}") + address
    return _hit(row, href, proposal_stage(row["stage"]), ("title", "street", "theme"))


def _hit(row: dict[Any, Any], href: str, mark: Any, names: tuple[str, ...]) -> Hit:
    told = [row[name] for name in names if isinstance(row[name], str) and row[name]]
    number = row["number"] if isinstance(row["number"], str) and row["number"] else t(N_("without number"))
    return Hit(href, number, mark, " · ".join(told))

"""One proposal at work: looked up with the rights of who asks, with what lies around it as far as they may see that."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

import dash
import pandas as pd
from sqlalchemy import Connection

from config.cells import Point
from config.clock import local_day
from config.errors import NotFound
from config.kinds import Permission
from dashboard.charts.atlas import proposal
from dashboard.charts.spot import spot
from dashboard.components.proposal_nearby import Around
from dashboard.components.proposal_parts import Ways
from dashboard.components.spot import Spot
from dashboard.web.auth import current_user, require
from dashboard.web.spot import spot_of
from queries.filters import Filters, Scope
from queries.nearby import RADII, meldingen_nearby, proposals_nearby
from queries.neighbourhood import meldingen_of_area, proposals_of_area
from queries.proposal_case import ProposalCase

LIST, FOLLOW_UP = "/voorstellen", "/opvolging"
DISTANCE = "straal"
"""What the address calls the metres around the proposal."""
USUAL = 250
T = TypeVar("T")


def subject_of(text: str | None) -> UUID:
    """The id in an address. Raises NotFound for what is none: nothing stands there."""
    try:
        return UUID(str(text))
    except ValueError:
        raise NotFound() from None


def looked_up(db: Connection, subject_id: UUID, look: Callable[[Connection, Scope, UUID], T]) -> tuple[T, Scope]:
    """What a question tells of a proposal, in the role of who asks that may know most of it; and the scope of that.

    Raises NotFound when it is known in none of them, as for one that does not exist.
    """
    person = require(Permission.SEE_PROPOSALS)
    for permission in filter(person.may, (Permission.HANDLE_PROPOSALS, Permission.SEE_PROPOSALS)):
        scope = person.scope(permission)
        try:
            return look(db, scope, subject_id), scope
        except NotFound:
            continue
    raise NotFound()


def distance_in(search: str) -> int:
    """How far around the proposal an address asks, in metres; the usual distance when it names no other known one."""
    parts = search.removeprefix("?").split("&")
    return next((one for one in RADII if f"{DISTANCE}={one}" in parts), USUAL)


def filters_in(search: str) -> str:
    """The search string without the distance, which only this page knows; empty without filters."""
    kept = [part for part in search.removeprefix("?").split("&") if part and not part.startswith(f"{DISTANCE}=")]
    return f"?{'&'.join(kept)}" if kept else ""


def around(db: Connection, scope: Scope, case: ProposalCase, search: str) -> Around:
    """What lies around a proposal, as an address asks; meldingen only for who may see them, in their own scope."""
    distance = distance_in(search)
    header, person = case.header, current_user()
    seen = person.scope(Permission.SEE_MELDINGEN) if person.may(Permission.SEE_MELDINGEN) else None
    area = (int(header["organisation_id"]), int(header["area_id"])) if pd.notna(header["area_id"]) else None
    place = (float(header["lon"]), float(header["lat"])) if pd.notna(header["lon"]) else None
    found = Around(
        distance,
        meldingen=meldingen_nearby(db, seen, place, distance) if place and seen else None,
        proposals=proposals_nearby(db, scope, place, distance, but=header["subject_id"]) if place else None,
        proposals_of_area=proposals_of_area(db, scope, *area) if area else None,
        meldingen_of_area=meldingen_of_area(db, seen, *area) if area and seen else None,
    )
    return replace(found, spot=_spot(db, scope, place, header["stage"], found, search)) if place else found


def _spot(db: Connection, scope: Scope, place: Point, stage: str, found: Around, search: str) -> Spot:
    """The map of what was found around a place."""
    rows = [] if found.proposals is None else found.proposals.to_dict("records")
    way = dash.get_relative_path(LIST), filters_in(search)
    others = [proposal(row, f"{way[0]}/{row['subject_id']}{way[1]}") for row in rows]
    dots = found.meldingen.places if found.meldingen else None
    return spot_of(
        db, scope, place, found.distance, spot(place, found.distance, stage, dots=dots, others=others), search
    )


def ways_from(case: ProposalCase, search: str) -> Ways:
    """Where the links of a page lead, with the filters that it has."""
    filters = filters_in(search)
    own = f"{dash.get_relative_path(LIST)}/{case.header['subject_id']}{filters}{'&' if filters else '?'}"
    return Ways(
        proposals=dash.get_relative_path(LIST),
        meldingen=dash.get_relative_path("/meldingen"),
        search=filters,
        around=f"{dash.get_relative_path(LIST)}?{_neighbours(case.header)}",
        radii={one: f"{own}{DISTANCE}={one}" for one in RADII},
        follow_up=dash.get_relative_path(FOLLOW_UP) if current_user().may(Permission.HANDLE_PROPOSALS) else "",
    )


def _neighbours(header: pd.Series) -> str:
    """The filters that leave the proposals of the same neighbourhood, from the first day of this one on."""
    last = max(local_day(header["as_of"], header["zone"]), header["submitted_day"])
    areas = (header["area_code"],) if header["area_code"] else ()
    return Filters(header["submitted_day"], last, areas=areas).to_query()

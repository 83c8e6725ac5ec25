"""Putting proposals right: place, theme and estimates of one, and merging one into another."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Table, select

from config.cells import cell_of
from config.clock import Clock
from config.errors import InvalidInput, NotFound
from config.language import N_
from config.plain import has_control
from config.topics import ProposalEvent as Kind
from dashboard.store.actions.proposal_turn import Acting, Seen, Turn, turn
from dashboard.store.actions.proposals import (
    PUBLISHED,
    REFUSED,
    SHORTLISTED,
    SUBMITTED,
    Done,
    check_alive,
    check_stage,
)
from dashboard.store.actions.writing import Writing
from dashboard.store.areas.boundaries import area_at
from queries.tables import area, service, theme

LONGEST_STREET = 200
MOST = 1e9
"""More than any proposal yields, of whatever is counted."""
_MERGEABLE = {SUBMITTED, PUBLISHED, SHORTLISTED}
_NO_PLACE = N_("This is no place: latitude lies between -90 and 90, longitude between -180 and 180.")
_STREET = N_("The name of a street has at most {n} characters.")
_AMOUNT = N_("An estimate is a number that is not below nought.")
_ITSELF = N_("A proposal cannot be merged into itself.")
_INTO_REFUSED = N_("The other proposal was refused; publish it first. Nothing was changed.")
_INTO_MERGED = N_("The other proposal was merged itself; choose the one that it went into. Nothing was changed.")
_INTO_WITHDRAWN = N_("The other proposal was withdrawn; it cannot go on for this one. Nothing was changed.")
_NOT_INTO = {REFUSED: _INTO_REFUSED, "merged": _INTO_MERGED, "withdrawn": _INTO_WITHDRAWN}


@dataclass(frozen=True)
class Place:
    """Where a proposal is: degrees in WGS 84, and the number of its area within the organisation (the boundary, where
    there are any, goes before that)."""

    lon: float
    lat: float
    street: str = ""
    area_id: int | None = None


def relocate(*, writer: Writing, clock: Clock, by: Acting, seen: Seen, place: Place) -> Done:
    """Put a proposal in another place. Raises InvalidInput, NotFound, Overtaken."""
    street = " ".join(place.street.split())
    if cell_of(place.lon, place.lat) is None:
        raise InvalidInput(_NO_PLACE)
    if len(street) > LONGEST_STREET or has_control(street):
        raise InvalidInput(_STREET, n=LONGEST_STREET)
    with turn(writer, clock, by, [seen]) as held:
        check_alive(held, seen.subject_id)
        check_known(held, area, place.area_id)
        there = area_at(held.connection, by.organisation_id, place.lon, place.lat, told=place.area_id)
        columns = {"lon": place.lon, "lat": place.lat, "area_id": there}
        seq = held.tell(seen.subject_id, Kind.RELOCATED, {"street": street or None}, columns=columns)
        held.record(seen.subject_id, action="proposal_relocated")
    return Done((Seen(seen.subject_id, seq),))


def reclassify(
    *, writer: Writing, clock: Clock, by: Acting, seen: Seen, theme_id: int, service_id: int | None = None
) -> Done:
    """Give a proposal another theme, and with a service another service. Raises InvalidInput, NotFound, Overtaken."""
    with turn(writer, clock, by, [seen]) as held:
        check_alive(held, seen.subject_id)
        check_known(held, theme, theme_id)
        check_known(held, service, service_id)
        columns = {"theme_id": theme_id}
        seq = held.tell(seen.subject_id, Kind.RECLASSIFIED, columns=columns, service_id=service_id)
        held.record(seen.subject_id, action="proposal_reclassified", theme_id=theme_id, service_id=service_id)
    return Done((Seen(seen.subject_id, seq),))


def estimate(*, writer: Writing, clock: Clock, by: Acting, seen: Seen, indicator: str, value: float) -> Done:
    """Say what a proposal would yield of one indicator. Raises InvalidInput, NotFound, Overtaken."""
    if not 0 <= value <= MOST:
        raise InvalidInput(_AMOUNT)
    with turn(writer, clock, by, [seen]) as held:
        check_alive(held, seen.subject_id)
        seq = held.tell(seen.subject_id, Kind.ESTIMATE_SET, {"indicator": indicator, "value": value})
        held.record(seen.subject_id, action="proposal_estimated", indicator=indicator, value=value)
    return Done((Seen(seen.subject_id, seq),))


def merge(*, writer: Writing, clock: Clock, by: Acting, seen: Seen, into: UUID) -> Done:
    """Let a proposal go on in another one of the same organisation; `take_back` undoes it.

    Raises InvalidInput, NotFound, Overtaken.
    """
    if into == seen.subject_id:
        raise InvalidInput(_ITSELF)
    with turn(writer, clock, by, [seen], beside=[into]) as held:
        check_stage(held.proposals[seen.subject_id].stage, _MERGEABLE)
        other = held.proposals[into]
        if other.stage in _NOT_INTO:
            raise InvalidInput(_NOT_INTO[other.stage])
        seq = held.tell(seen.subject_id, Kind.MERGED, {"into": str(into)})
        held.record(seen.subject_id, action="proposal_merged", into=other.number or "-")
    return Done((Seen(seen.subject_id, seq),))


def check_known(held: Turn, dimension: Table, number: int | None) -> None:
    """Raise NotFound for an area, theme or service that the organisation does not have."""
    own = dimension.c
    known = select(own.code).where(
        own.organisation_id == held.by.organisation_id, own[f"{dimension.name}_id"] == number
    )
    if number is not None and held.connection.scalar(known) is None:
        raise NotFound()

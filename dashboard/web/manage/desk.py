"""The organisation that the person who asks manages now: from their grants, chosen by the address among those only."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import parse_qs, urlencode

from dash.development.base_component import Component

from config.clock import local_day
from config.errors import Forbidden, NotFound
from config.kinds import Permission
from dashboard.components.manage.frame import towns
from dashboard.components.rows import records
from dashboard.store.actions.audit import Actor
from dashboard.web.auth import current_actor, require
from dashboard.web.context import services
from queries.filters import Scope
from queries.organisations import organisations

LONGEST = 200


@dataclass(frozen=True)
class Town:
    """One organisation to manage."""

    number: int
    code: str
    name: str
    zone: str


@dataclass(frozen=True)
class Desk:
    """Who manages what. `within` holds every organisation where this person may manage, `town` the one at hand."""

    town: Town
    towns: tuple[Town, ...]
    within: frozenset[int]
    actor: Actor
    now: datetime
    asked: dict[str, str]

    @property
    def today(self) -> date:
        """The local day in the organisation."""
        return local_day(self.now, self.town.zone)

    def search(self, **asked: str | int | None) -> str:
        """The search string of an address about the same organisation, with what is asked there."""
        chosen = {"organisation": self.town.code} if self.town is not self.towns[0] else {}
        query = urlencode(chosen | {key: str(value) for key, value in asked.items() if value is not None})
        return f"?{query}" if query else ""


def desk_of(search: str | None) -> Desk:
    """The desk of an address. Raises Forbidden without an organisation to manage, NotFound for another's."""
    person = require(Permission.MANAGE)
    asked = asked_in(search)
    reaches = person.scope(Permission.MANAGE).reaches
    whole = Scope.whole(*(reach.organisation_id for reach in reaches if reach.service_ids is None))
    with services().db.read() as db:
        frame = organisations(db, whole)
    known = [Town(int(row.organisation_id), row.code, row.name, row.time_zone) for row in records(frame)]
    first = [grant.organisation_id for grant in person.grants]
    towns = tuple(sorted(known, key=lambda town: first.index(town.number) if town.number in first else len(first)))
    if not towns:
        raise Forbidden()
    within = frozenset(town.number for town in towns)
    return Desk(
        _chosen(towns, asked.get("organisation")), towns, within, current_actor(), services().clock.now(), asked
    )


def asked_in(search: str | None) -> dict[str, str]:
    """The last value of each key in '?a=b&c=d', cut to a length that no address of ours exceeds."""
    pairs = parse_qs((search or "").removeprefix("?"))
    return {key: values[-1][:LONGEST] for key, values in pairs.items()}


def _chosen(towns: tuple[Town, ...], code: str | None) -> Town:
    if code is None:
        return towns[0]
    found = next((town for town in towns if town.code == code), None)
    if found is None:
        raise NotFound()
    return found


def towns_of(desk: Desk) -> list[Component]:
    """The choice of organisation, for who manages several."""
    choices = [(town.name, replace(desk, town=town).search() or "?", town is desk.town) for town in desk.towns]
    return towns(choices)

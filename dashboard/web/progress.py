"""What /opvolging asks: the list and the chosen place, as far as the person who asks may see and act."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection

from config.errors import NotFound
from config.geometry import centre
from config.kinds import Permission
from dashboard.charts.spot import spot as drawing
from dashboard.components.form import Option
from dashboard.components.progress.frame import STANDING, Look
from dashboard.components.spot import Spot
from dashboard.web.address import filters_or_usual, today, usual_filters
from dashboard.web.auth import current_scope, current_user
from dashboard.web.context import services
from dashboard.web.moderation import Rows, asked_in, plain, subject_or_none
from dashboard.web.spot import spot_of
from queries import distance
from queries import progress as asking
from queries.filters import Filters, Scope
from queries.moderation_case import known_of
from queries.names import names
from queries.progress import Followed, Standing

NEAR = 150.0
"""Metres around a place on its small map."""
_BEYOND = 1.5
_SHOWN = Permission.HANDLE_PROPOSALS


@dataclass(frozen=True)
class View:
    """What the page shows at one moment: the list and what is above it, and the chosen place (None: there is none)."""

    look: Look
    named: bool
    """Whether the address names the place; else it is the first of the list."""
    counts: pd.DataFrame
    yielded: pd.DataFrame
    choices: Mapping[str, list[Option]]
    rows: Rows
    found: Followed | None
    spot: Spot | None
    acts: bool
    """Whether the person may tell anything of the place."""
    publishes: bool
    """Whether a photo of theirs may be public at once."""
    services: list[Option]


def look_in(search: str | None) -> Look:
    """What an address asks for; what it names that does not exist counts as nothing."""
    filters, _ = filters_or_usual(search or "")
    standing = parse_qs((search or "").removeprefix("?")).get(STANDING, [""])[-1]
    subject = asked_in(search)
    return Look(
        standing if standing in set(Standing) else "",
        next(iter(filters.areas), ""),
        next(iter(filters.themes), ""),
        str(subject) if subject else "",
    )


def view_of(search: str | None, before: Any = None) -> View:
    """What an address shows; one that names no place the one that was shown `before`, else the first of the list."""
    scope, look, now = current_scope(_SHOWN), look_in(search), today()
    stays = subject_or_none(before.get("subject")) if isinstance(before, dict) else None
    with services().db.read() as db:
        rows = plain(
            asking.progress(db, scope, now, filters_of(look), Standing(look.standing) if look.standing else None)
        )
        subject = subject_or_none(look.subject) or stays or (rows[0]["subject_id"] if rows else None)
        found = _found(db, scope, subject)
        shown = replace(look, subject=str(subject or ""))
        return View(
            shown,
            bool(look.subject),
            asking.progress_counts(db, scope, now, filters_of(look)),
            asking.yields(db, scope, filters_of(look)),
            _choices(db, scope),
            rows,
            found,
            _spot(db, scope, found) if found else None,
            found is not None and _may(db, Permission.FOLLOW_UP, subject),
            found is not None and _may(db, Permission.MODERATE, subject),
            _services(db, scope, found),
        )


def filters_of(look: Look) -> Filters:
    """The filters of a list, whatever its period."""
    areas, themes = ((code,) if code else () for code in (look.area, look.theme))
    return replace(usual_filters(), areas=areas, themes=themes)


def _found(db: Connection, scope: Scope, subject: UUID | None) -> Followed | None:
    try:
        return asking.followed(db, scope, subject) if subject else None
    except NotFound:
        return None


def may(subject: UUID, permission: Permission) -> bool:
    """Whether the person who asks has a right on a place."""
    with services().db.read() as db:
        return _may(db, permission, subject)


def _may(db: Connection, permission: Permission, subject: UUID | None) -> bool:
    person = current_user()
    if subject is None or not person.may(permission):
        return False
    return known_of(db, person.scope(permission), subject) is not None


def _choices(db: Connection, scope: Scope) -> dict[str, list[Option]]:
    found = asking.progress_choices(db, scope)
    return {
        str(dimension): [Option(str(row.code), f"{row.name} ({row.n})") for row in own.itertuples()]
        for dimension, own in found.groupby("dimension")
    }


def services_in(organisation_id: int) -> list[str]:
    """The numbers of the services that can carry out a place of an organisation."""
    with services().db.read() as db:
        return [one.value for one in _of_organisation(db, current_scope(_SHOWN), organisation_id)]


def _services(db: Connection, scope: Scope, found: Followed | None) -> list[Option]:
    return _of_organisation(db, scope, int(found.header["organisation_id"])) if found else []


def _of_organisation(db: Connection, scope: Scope, organisation_id: int) -> list[Option]:
    known = names(db, scope, "service")
    own = known[known["organisation_id"] == organisation_id].sort_values("name", key=lambda words: words.str.casefold())
    return [Option(str(key), str(name)) for key, name in zip(own["key"], own["name"], strict=True)]


def _spot(db: Connection, scope: Scope, found: Followed) -> Spot | None:
    """The place as it was proposed, with the one that was drawn at the choice where there is one."""
    header, choice = found.header, found.choice
    drawn = None if choice is None or choice["geometry"] is None else dict(choice["geometry"])
    own = None if pd.isna(header["lon"]) else (float(header["lon"]), float(header["lat"]))
    middle = centre(drawn) if drawn else None
    place = own or middle
    if place is None:
        return None
    apart = float(distance.metres(place, [middle[0]], [middle[1]])[0]) if middle else 0.0
    metres = max(NEAR, apart * _BEYOND)
    return spot_of(db, scope, place, metres, drawing(place, metres, header["stage"], final=drawn))

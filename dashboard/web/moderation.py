"""What /moderatie asks, and whose act a button is: rights come from the grants, never from what a browser sends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection

from config.errors import InvalidInput, NotFound
from config.kinds import Permission
from dashboard.charts.atlas import proposal
from dashboard.charts.spot import spot as drawing
from dashboard.components.form import Option
from dashboard.components.moderation.beside import MOST_ALIKE
from dashboard.components.moderation.frame import ONE, address
from dashboard.components.spot import Spot
from dashboard.store.actions.proposal_turn import Acting, Seen
from dashboard.web.acting import acting
from dashboard.web.auth import current_scope
from dashboard.web.context import services
from dashboard.web.dispatch import UNKNOWN
from dashboard.web.spot import spot_of
from queries.atlas import has_boundaries
from queries.duplicates import WITHIN, duplicates
from queries.filters import Scope
from queries.moderation import queue, waiting_counts
from queries.moderation_case import Judged, Known, judged, known_of
from queries.names import names

LARGEST_SEQ = 2**31 - 1
Rows = list[dict[Any, Any]]


@dataclass(frozen=True)
class View:
    """What the page shows at one moment: the queue, and the chosen proposal (None: there is none to choose)."""

    counts: pd.DataFrame
    rows: Rows
    subject_id: UUID | None
    named: bool
    """Whether the address names it; else it is the first of the queue."""
    found: Judged | None
    alike: Rows
    spot: Spot | None = None
    """The map of its place; None without one."""


def view_of(search: str | None, before: Any = None) -> View:
    """What an address shows; one that names no proposal the one that was shown `before`, else the first of the queue.

    A proposal that there is not, or not for this person, gives `found` None.
    """
    scope, now = current_scope(Permission.MODERATE), services().clock.now()
    named = asked_in(search)
    stays = subject_or_none(before.get("subject")) if isinstance(before, dict) else None
    with services().db.read() as db:
        counts, rows = waiting_counts(db, scope, now), plain(queue(db, scope, now))
        subject = named or stays or (rows[0]["subject_id"] if rows else None)
        found = _found(db, scope, subject)
        alike = plain(duplicates(db, scope, [subject])) if subject and found else []
        spot = _spot(db, scope, header_of(found), alike) if found else None
    return View(counts, rows, subject, named is not None, found, alike, spot)


def _spot(db: Connection, scope: Scope, header: Mapping[Any, Any], alike: Rows) -> Spot | None:
    """The place with those of the proposals that are listed as perhaps the same."""
    if header["lon"] is None:
        return None
    place = float(header["lon"]), float(header["lat"])
    others = [proposal(row, address(row["other_id"])) for row in alike[:MOST_ALIKE]]
    return spot_of(db, scope, place, WITHIN, drawing(place, WITHIN, header["stage"], others=others))


def _found(db: Connection, scope: Scope, subject: UUID | None) -> Judged | None:
    try:
        return judged(db, scope, subject) if subject else None
    except NotFound:
        return None


def choices_in(organisation_id: int) -> dict[str, list[Option]]:
    """What a theme, service and area can be changed into, by their numbers; no area where boundaries decide."""
    scope = current_scope(Permission.MODERATE)
    with services().db.read() as db:
        chosen = ("theme", "service") if has_boundaries(db, organisation_id) else ("theme", "service", "area")
        known = {dimension: names(db, scope, dimension) for dimension in chosen}
    return {
        dimension: _options(frame[frame["organisation_id"] == organisation_id]) for dimension, frame in known.items()
    }


def _options(members: pd.DataFrame) -> list[Option]:
    ordered = members.sort_values("name", key=lambda names: names.str.casefold())
    return [Option(str(key), str(name)) for key, name in zip(ordered["key"], ordered["name"], strict=True)]


def plain(frame: pd.DataFrame) -> Rows:
    """The rows of a frame, with None where there is nothing."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def header_of(found: Judged) -> Mapping[Any, Any]:
    """The one row that a proposal is, with None where there is nothing."""
    return plain(found.header.to_frame().T)[0]


def asked_in(search: str | None) -> UUID | None:
    """The proposal that an address names; None for none, and for what is no id."""
    return subject_or_none(parse_qs((search or "").removeprefix("?")).get(ONE, [""])[-1])


def subject_or_none(text: Any) -> UUID | None:
    """The id in a text; None for what is none."""
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def subject_in(text: str) -> UUID:
    """The id that a button names. Raises NotFound for what is none."""
    found = subject_or_none(text)
    if found is None:
        raise NotFound()
    return found


def seen_in(data: Any, subject_id: UUID) -> Seen:
    """What the page showed of a proposal when the button was pressed. Raises InvalidInput for another one."""
    seq = data.get("seq") if isinstance(data, dict) and data.get("subject") == str(subject_id) else None
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 < seq <= LARGEST_SEQ:
        raise InvalidInput(UNKNOWN)
    return Seen(subject_id, seq)


@dataclass(frozen=True)
class Own:
    """A proposal that the person who asks may act on, and as whom."""

    by: Acting
    known: Known


def own(subject_id: UUID, permission: Permission = Permission.MODERATE) -> Own:
    """The proposal, and the person by their right to act on it. Raises Forbidden, and NotFound outside their reach."""
    with services().db.read() as db:
        found = known_of(db, current_scope(permission), subject_id)
    if found is None:
        raise NotFound()
    return Own(acting(permission, found.organisation_id), found)

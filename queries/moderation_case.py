"""One proposal with what somebody needs to judge it: text, place, photos, estimates, and what happened so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pandas as pd
from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from config.errors import Forbidden, NotFound
from config.topics import ProposalEvent as Kind
from queries.db import fetch
from queries.filters import Scope
from queries.names import named, names
from queries.narrowing import known
from queries.tables import blob, event, gain, organisation, photo, proposal

SHOWN = tuple(
    str(kind)
    for kind in Kind
    if kind not in (Kind.VOTES_CAST, Kind.VOTES_COUNTED, Kind.PHOTO_ADDED, Kind.TEXT_REMOVED, Kind.VOID)
)
_TOLD = (
    *("message", "reason", "ref", "street", "indicator", "value", "into_id", "theme_id", "photo", "outcome", "due"),
    *("cost_actual", "text", "moment"),
)


@dataclass(frozen=True)
class Judged:
    """A proposal: `header` is one row, the others a row a photo, estimate, event, and proposal merged into it."""

    header: pd.Series
    photos: pd.DataFrame
    gains: pd.DataFrame
    events: pd.DataFrame
    merged: pd.DataFrame


def judged(db: Connection, scope: Scope, subject_id: UUID) -> Judged:
    """The proposal with this public id, for who may know what is not public.

    header: the columns of table proposal, theme, area and service (names, null without), zone, seq (of its last event)
    and into (number of what it was merged into). photos: photo (key), alt, state, width, height (null where the picture
    is not there), moment (before, after, or null). gains: indicator, estimated. events: seq, kind, occurred_at,
    actor_role, here (done here, not told by a source) and what was told; what was taken back is left out. merged:
    subject_id, number, title.

    Raises Forbidden to a scope that sees only what is public, NotFound when there is none or it lies outside.
    """
    if not scope.embargoed:
        raise Forbidden()
    header = _header(db, scope, subject_id)
    key = int(header["organisation_id"]), subject_id
    return Judged(header, _photos(db, key), _gains(db, key), _events(db, scope, key), _merged(db, scope, subject_id))


@dataclass(frozen=True)
class Known:
    """A proposal that somebody may know of: whose it is, how people call it, and the time zone there."""

    subject_id: UUID
    organisation_id: int
    name: str
    zone: str


def known_of(db: Connection, scope: Scope, subject_id: UUID) -> Known | None:
    """The proposal with this id; None when this scope knows of none."""
    return next(_known(db, scope, proposal.c.subject_id == subject_id), None)


def numbered(db: Connection, scope: Scope, organisation_id: int, text: str) -> Known | None:
    """The proposal of an organisation with the number `text`; None when this scope knows of none, or of several."""
    found = list(_known(db, scope, proposal.c.organisation_id == organisation_id, proposal.c.number == text))
    return found[0] if len(found) == 1 else None


def _known(db: Connection, scope: Scope, *conditions: ColumnElement[bool]) -> Iterator[Known]:
    own = proposal.c
    name = func.coalesce(own.title, own.number, "-")
    joined = proposal.join(organisation, organisation.c.organisation_id == own.organisation_id)
    found = select(own.subject_id, own.organisation_id, name, organisation.c.time_zone).select_from(joined)
    yield from (Known(*row) for row in db.execute(found.where(*conditions, *known(proposal, scope)).limit(2)))


Key = tuple[int, UUID]


def _header(db: Connection, scope: Scope, subject_id: UUID) -> pd.Series:
    own, other = proposal.c, proposal.alias("other").c
    into = select(func.coalesce(other.number, other.title)).where(
        other.organisation_id == own.organisation_id, other.subject_id == own.merged_into_id
    )
    last = select(func.max(event.c.seq)).where(
        event.c.organisation_id == own.organisation_id, event.c.subject_id == own.subject_id
    )
    more = into.scalar_subquery().label("into"), last.scalar_subquery().label("seq")
    zone = organisation.c.time_zone.label("zone")
    joined = proposal.join(organisation, organisation.c.organisation_id == own.organisation_id)
    one = select(proposal, zone, *more).select_from(joined)
    found = fetch(db, one.where(own.subject_id == subject_id, *known(proposal, scope)))
    if found.empty:
        raise NotFound()
    for dimension in ("theme", "area", "service"):
        found = named(found, names(db, scope, dimension), f"{dimension}_id", **{dimension: "name"})
    return found.iloc[0]


def _photos(db: Connection, key: Key) -> pd.DataFrame:
    own = photo.c
    joined = photo.outerjoin(blob, (blob.c.organisation_id == own.organisation_id) & (blob.c.key == own.photo))
    shown = select(own.photo, own.alt, own.state, blob.c.width, blob.c.height, own.moment).select_from(joined)
    ours = own.organisation_id == key[0], own.subject_id == key[1]
    return fetch(db, shown.where(*ours).order_by(own.photo_no))


def _gains(db: Connection, key: Key) -> pd.DataFrame:
    own = gain.c
    ours = own.organisation_id == key[0], own.subject_id == key[1], own.estimated.is_not(None)
    return fetch(db, select(own.indicator, own.estimated).where(*ours).order_by(own.gain_no))


def _events(db: Connection, scope: Scope, key: Key) -> pd.DataFrame:
    own, void = event.c, event.alias("void").c
    taken_back = exists().where(void.organisation_id == key[0], void.subject_id == key[1], void.voids_seq == own.seq)
    told = [own.payload[name].astext.label(name) for name in _TOLD]
    columns = (own.seq, own.kind, own.occurred_at, own.actor_role, own.source_id.is_(None).label("here"))
    rows = select(*columns, *told).where(own.organisation_id == key[0], own.subject_id == key[1], ~taken_back)
    added_here = and_(own.kind == str(Kind.PHOTO_ADDED), own.source_id.is_(None))
    found = fetch(db, rows.where(or_(own.kind.in_(SHOWN), added_here)).order_by(own.occurred_at, own.seq))
    themes = names(db, scope, "theme")
    own_themes = themes[themes["organisation_id"] == key[0]]
    by_number = dict(zip(own_themes["key"].astype(str), own_themes["name"], strict=True))
    given = [by_number.get(str(number)) for number in found["theme_id"]]
    return found.assign(theme=pd.Series(given, index=found.index, dtype=object))


def _merged(db: Connection, scope: Scope, subject_id: UUID) -> pd.DataFrame:
    own = proposal.c
    into = select(own.subject_id, own.number, own.title).where(
        own.merged_into_id == subject_id, *known(proposal, scope)
    )
    return fetch(db, into.order_by(own.submitted_at, own.subject_id))

"""What the communication service makes known of a round, and the publication packs that were made of it.

A pack tells the outcome of every place about which a choice of the round counts and waits for publication, or became
public in the 30 days before; of nothing else. It tells of all that who asked for it could see, so only who publishes
choices and reaches all of that may know of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, and_, case, or_, select

from config.clock import local_day
from config.errors import Forbidden, InvalidInput, NotFound
from config.language import N_
from queries.appearance import appearance_of
from queries.atlas import boundaries
from queries.db import fetch
from queries.dossiers import reached, reaches
from queries.filters import Reach, Scope
from queries.names import named, names
from queries.narrowing import known
from queries.organisations import line_of, organisations
from queries.publishing import LATELY, MOST
from queries.tables import gain, proposal, publication_pack, reason, selection, selection_round, work_request

PACK = "publication_pack"
"""The kind of the work that makes one (`dashboard.store.actions.requests.Work`)."""
_TOO_MANY = N_("A pack holds at most {n} places; this round has more.")
_OWN, _CHOICE = proposal.c, selection.c
_SHOWN = ("organisation_id", "subject_id", "number", "title", "theme_id", "area_id", "lon", "lat", "support")
_TOLD = ("outcome", "reasons", "motivation", "organ", "ratified_day", "made_day", "published_day", "geometry")
_LISTED = ("organisation_id", "pack_id", "ref", "made_at", "made_role", "places", "public", "reach")


@dataclass(frozen=True)
class Told:
    """What a pack tells of a round.

    town: name, code and zone; public_map: whether the public can open its map. reaches: what of the organisation and
    its predecessors it tells of. name: that of the round. places: subject_id, organisation_id, number, title, theme and
    area (names or null), lon, lat, support, cost (estimated, as the public knows it or will; null when not known),
    outcome, reasons, motivation, organ, ratified_day, made_day, published_day (null: not public yet), geometry; those
    with most support first. gains: subject_id, indicator, estimated. borders: code, name, geometry (GeoJSON, null
    without), source. reasons: the organisation's own words by code.
    """

    town: Mapping[str, str]
    public_map: bool
    reaches: tuple[Reach, ...]
    name: str
    places: pd.DataFrame
    gains: pd.DataFrame
    borders: pd.DataFrame
    reasons: Mapping[str, str]

    @property
    def public(self) -> bool:
        """Whether all of it is public."""
        return bool(self.places["published_day"].notna().all())


def told_for_publication(db: Connection, scope: Scope, organisation_id: int, ref: str, now: datetime) -> Told:
    """What a pack of a round of an organisation tells now.

    Raises Forbidden to a scope that publishes nothing, NotFound for an organisation outside it, InvalidInput for more
    places than a pack holds.
    """
    _check(scope)
    towns = organisations(db, scope)
    here = _narrowed(scope, towns, organisation_id)
    town = _town(db, towns, organisation_id)
    day = local_day(now, town["zone"])
    found = fetch(db, _choices(here, day).where(_CHOICE.ref == ref).limit(MOST + 1))
    if len(found) > MOST:
        raise InvalidInput(_TOO_MANY, n=MOST)
    places = _named(db, here, found)
    borders = boundaries(db, here)
    ours = borders[borders["organisation_id"] == organisation_id]
    return Told(
        town=town,
        public_map=bool(appearance_of(db, organisation_id)["public_map"]),
        reaches=here.reaches,
        name=_names(db, here, [ref])[ref],
        places=places,
        gains=_gains(db, here, list(places["subject_id"])),
        borders=ours[["code", "name", "geometry", "source"]].sort_values("name", ignore_index=True),
        reasons=_reasons(db, here, organisation_id),
    )


def pack_rounds(db: Connection, scope: Scope, day: date) -> pd.DataFrame:
    """The rounds of which a pack can be made on `day`, the last choice first.

    Columns: organisation_id (the one that goes on today), ref, name (the ref of a round of a source), n (places),
    waiting (of these not public). Raises Forbidden to a scope that publishes nothing.
    """
    _check(scope)
    found = fetch(db, _choices(scope, day))
    heirs = organisations(db, scope).set_index("organisation_id")["heir_id"]
    found = found.assign(organisation_id=found["organisation_id"].map(heirs), waits=found["published_day"].isna())
    by_round = found.groupby(["organisation_id", "ref"], sort=False)
    rounds = by_round.agg(n=("waits", "size"), waiting=("waits", "sum"), last=("made_day", "max")).reset_index()
    told = _names(db, scope, list(rounds["ref"]))
    return (
        rounds.assign(name=rounds["ref"].map(told))
        .sort_values("last", ascending=False, ignore_index=True)
        .drop(columns="last")
    )


def packs(db: Connection, scope: Scope) -> pd.DataFrame:
    """The packs that a scope may know of, the last one first.

    Columns: organisation_id, pack_id, ref, made_at, made_role, places, public. Raises Forbidden to a scope that
    publishes nothing.
    """
    _check(scope)
    own = publication_pack.c
    here = own.organisation_id.in_(scope.organisation_ids)
    found = fetch(db, select(*(own[name] for name in _LISTED)).where(here).order_by(own.made_at.desc(), own.pack_id))
    return reached(scope, found).reset_index(drop=True)


@dataclass(frozen=True)
class Pack:
    """A pack as it leaves: `ref` of its round, whether all of it was public when it was made, and its content."""

    ref: str
    public: bool
    content: bytes


def pack_of(db: Connection, scope: Scope, pack_id: UUID) -> Pack:
    """A pack as ZIP. Raises NotFound for one that a scope may not know of, Forbidden as `packs`."""
    _check(scope)
    own = publication_pack.c
    this = own.organisation_id.in_(scope.organisation_ids), own.pack_id == pack_id
    row = db.execute(select(own.ref, own.public, own.reach, own.content).where(*this)).first()
    if row is None or not reaches(scope, row.reach):
        raise NotFound()
    return Pack(row.ref, row.public, bytes(row.content))


def pack_work(db: Connection, scope: Scope) -> pd.DataFrame:
    """Of each round the last pack that was asked, as far as it is not made. Columns: organisation_id, ref, ended_at
    (null: under way), problem, params. Raises Forbidden as `packs`."""
    _check(scope)
    own = work_request.c
    ref = own.asked["ref"].astext.label("ref")
    columns = own.organisation_id, ref, own.ended_at, own.problem, own.params
    asked = select(*columns).where(own.organisation_id.in_(scope.organisation_ids), own.kind == PACK)
    found = fetch(db, asked.order_by(own.asked_at.desc(), own.request_id.desc()))
    last = found.drop_duplicates(["organisation_id", "ref"])
    return last[last["ended_at"].isna() | last["problem"].notna()].reset_index(drop=True)


def _check(scope: Scope) -> None:
    if not scope.publishes:
        raise Forbidden()


def _narrowed(scope: Scope, towns: pd.DataFrame, organisation_id: int) -> Scope:
    """Of a scope only this organisation, and those that went on in it."""
    line = line_of(towns, organisation_id)
    if organisation_id not in line:
        raise NotFound()
    return scope.of(line)


def _town(db: Connection, towns: pd.DataFrame, organisation_id: int) -> dict[str, str]:
    row = towns[towns["organisation_id"] == organisation_id].iloc[0]
    shown = appearance_of(db, organisation_id)["name"]
    return {"name": shown or row["name"], "code": row["code"], "zone": row["time_zone"]}


def _choices(scope: Scope, day: date) -> Select:
    """The last choice that counts of each place: not public yet, or public since shortly; chosen ones first.

    Public, or about to be, are place, votes and estimate too; a proposal that the public may not know of is left out.
    """
    same = and_(_OWN.organisation_id == _CHOICE.organisation_id, _OWN.subject_id == _CHOICE.subject_id)
    lately = and_(_CHOICE.published_day > day - LATELY, _CHOICE.published_day <= day)
    columns: list[ColumnElement] = [
        *(_OWN[name] for name in _SHOWN),
        case((_CHOICE.published_at.is_(None), _OWN.cost_estimated), else_=_OWN.cost_public).label("cost"),
        _CHOICE.ref,
        *(_CHOICE[name] for name in _TOLD),
    ]
    ready = _CHOICE.current, _OWN.public_stage.is_not(None), or_(_CHOICE.published_at.is_(None), lately)
    found = select(*columns).select_from(selection.join(proposal, same)).where(*known(proposal, scope), *ready)
    return found.order_by(_OWN.support.desc(), _OWN.number, _OWN.subject_id)


def _named(db: Connection, scope: Scope, found: pd.DataFrame) -> pd.DataFrame:
    told = named(found, names(db, scope, "theme"), "theme_id", theme="name")
    return named(told, names(db, scope, "area"), "area_id", area="name").drop(columns=["theme_id", "area_id", "ref"])


def _gains(db: Connection, scope: Scope, subjects: list[UUID]) -> pd.DataFrame:
    own = gain.c
    found = select(own.subject_id, own.indicator, own.estimated)
    here = own.organisation_id.in_(scope.organisation_ids), own.subject_id.in_(subjects), own.estimated > 0
    return fetch(db, found.where(*here).order_by(own.indicator, own.subject_id))


def _names(db: Connection, scope: Scope, refs: Sequence[str]) -> dict[str, str]:
    """What rounds are called, by ref: the one opened last of several; a round of a source by its ref."""
    own = selection_round.c
    here = own.organisation_id.in_(scope.organisation_ids), own.ref.in_(refs)
    found = db.execute(select(own.ref, own.name).where(*here).order_by(own.opened_at))
    return {ref: ref for ref in refs} | {row.ref: row.name or row.ref for row in found}


def _reasons(db: Connection, scope: Scope, organisation_id: int) -> dict[str, str]:
    here = reason.c.organisation_id == organisation_id, reason.c.organisation_id.in_(scope.organisation_ids)
    return {row.code: row.label_nl for row in db.execute(select(reason.c.code, reason.c.label_nl).where(*here))}

"""The decision dossiers that were made of a round: what versions there are, and each as a file.

A dossier tells of all that who asked for it could see. So only who reaches all of that may know of it: who handles
proposals of each, who may only know what an agenda names of what stands on one, never of a draft.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from config.errors import Forbidden, NotFound
from config.kinds import SittingState
from queries.db import fetch
from queries.filters import Scope
from queries.tables import dossier, dossier_file, dossier_part, sitting, sitting_item, work_request

DOSSIER = "dossier"
"""The kind of the work that makes one (`dashboard.store.actions.requests.Work`)."""
_LISTED = ("dossier_id", "version", "draft", "places", "reach", "made_at", "made_role", "hash")


@dataclass(frozen=True)
class DossierFile:
    """A dossier as it leaves: `ref` of its round, version, content; None while the file is being made."""

    ref: str
    version: int
    content: bytes | None


def dossiers(db: Connection, scope: Scope, round_id: UUID) -> pd.DataFrame:
    """The dossiers of a round that a scope may know of, the last version first.

    Columns: dossier_id, version, draft, places, made_at, made_role, hash, formats (how many files there are), removed
    (parts that were erased). Raises Forbidden to a scope that sees only what is public.
    """
    own, part, file = dossier.c, dossier_part.c, dossier_file.c
    same = part.organisation_id == own.organisation_id, part.dossier_id == own.dossier_id
    removed = select(func.count()).where(*same, part.removed_at.is_not(None)).scalar_subquery().label("removed")
    of_it = file.organisation_id == own.organisation_id, file.dossier_id == own.dossier_id
    formats = select(func.count()).where(*of_it).scalar_subquery().label("formats")
    here = _here(scope), own.round_id == round_id
    found = fetch(db, select(*(own[name] for name in _LISTED), formats, removed).where(*here))
    return reached(scope, found).sort_values("version", ascending=False, ignore_index=True)


def dossier_file_of(db: Connection, scope: Scope, dossier_id: UUID, ending: str) -> DossierFile:
    """A dossier as 'pdf' or 'docx': whichever for who handles proposals, what stands on an agenda for who may only know
    what that names. Raises NotFound for one that a scope may not know of, Forbidden to one that may do neither."""
    own, file = dossier.c, dossier_file.c
    same = (file.organisation_id == own.organisation_id) & (file.dossier_id == own.dossier_id) & (file.format == ending)
    found = select(own.ref, own.version, own.reach, file.content).select_from(dossier.outerjoin(dossier_file, same))
    row = db.execute(found.where(_may_have(scope), own.dossier_id == dossier_id)).first()
    if row is None or not reaches(scope, row.reach):
        raise NotFound()
    return DossierFile(row.ref, row.version, None if row.content is None else bytes(row.content))


def dossier_places(db: Connection, scope: Scope, dossier_id: UUID) -> pd.DataFrame:
    """The places that a dossier has a decision of, in its order, for what goes on an agenda with it.

    Columns: organisation_id, subject_id, outcome. Who may only know what an agenda names is told so before it stands on
    one, but never of a draft. Raises NotFound and Forbidden as `dossier_file_of`.
    """
    found = select(dossier.c.reach, dossier.c.frozen["places"].label("places"))
    row = db.execute(found.where(_may_name(scope), dossier.c.dossier_id == dossier_id)).first()
    if row is None or not reaches(scope, row.reach):
        raise NotFound()
    told = [(place["organisation"], UUID(place["subject"]), place["outcome"]) for place in row.places or ()]
    return pd.DataFrame(told, columns=["organisation_id", "subject_id", "outcome"])


def dossier_work(db: Connection, scope: Scope, round_id: UUID) -> Mapping[str, Any] | None:
    """The last dossier of a round that was asked, while it is not made: asked_at, ended_at (null: under way), problem,
    params. None when all was made. Raises Forbidden as `dossiers`."""
    own = work_request.c
    if not scope.embargoed:
        raise Forbidden()
    asked = own.organisation_id.in_(scope.organisation_ids), own.kind == DOSSIER, own.subject_id == round_id
    last = select(own.asked_at, own.ended_at, own.problem, own.params).where(*asked)
    row = db.execute(last.order_by(own.asked_at.desc(), own.request_id.desc()).limit(1)).mappings().first()
    return None if row is None or (row["ended_at"] and row["problem"] is None) else dict(row)


def reaches(scope: Scope, reach: list[list[Any]]) -> bool:
    """Whether a scope reaches all that a dossier tells of (column `reach`)."""
    own = {one.organisation_id: one.service_ids for one in scope.reaches}
    return all(number in own and _within(services, own[number]) for number, services in reach)


def reached(scope: Scope, rows: pd.DataFrame) -> pd.DataFrame:
    """Of rows with a column `reach` those of which a scope reaches all, without that column."""
    may = pd.Series([reaches(scope, reach) for reach in rows["reach"]], rows.index, dtype=bool)
    return rows[may].drop(columns="reach")


def _within(services: list[int] | None, limit: frozenset[int] | None) -> bool:
    return limit is None or (services is not None and set(services) <= limit)


def _here(scope: Scope) -> ColumnElement[bool]:
    if not scope.embargoed:
        raise Forbidden()
    return dossier.c.organisation_id.in_(scope.organisation_ids)


def _may_name(scope: Scope) -> ColumnElement[bool]:
    """Dossiers that may be named to a scope: to who prepares agendas those that are no draft."""
    if scope.embargoed or not scope.agenda:
        return _here(scope)
    return and_(dossier.c.organisation_id.in_(scope.organisation_ids), dossier.c.draft.is_(False))


def _may_have(scope: Scope) -> ColumnElement[bool]:
    """Dossiers that a scope may read: without the right to handle proposals only what stands on an agenda."""
    return _may_name(scope) if scope.embargoed else and_(_may_name(scope), _stands_on_agenda())


def _stands_on_agenda() -> ColumnElement[bool]:
    item, held = sitting_item.c, sitting.c
    same = and_(held.organisation_id == item.organisation_id, held.sitting_id == item.sitting_id)
    this = item.organisation_id == dossier.c.organisation_id, item.dossier_id == dossier.c.dossier_id
    found = exists().select_from(sitting_item.join(sitting, same)).where(*this)
    return found.where(held.state != str(SittingState.CANCELLED))

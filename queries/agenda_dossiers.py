"""Decision dossiers beside the agendas of sittings: which version of a round can be put on one, and how that of an
agenda stands by now. For whoever may know what an agenda names (`Scope.agenda`); drafts never go to an organ."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, Uuid, and_, cast, false, func, select
from sqlalchemy.dialects.postgresql import JSONB

from queries.db import fetch
from queries.decided_about import check
from queries.dossiers import dossier_places, reached
from queries.filters import Scope
from queries.tables import dossier, dossier_file, selection

ON_AGENDA = ("dossier_version", "dossier_hash", "dossier_files", "dossier_newer", "dossier_changed")
"""What an item of an agenda tells of its dossier."""


@dataclass(frozen=True)
class Last:
    """The last dossier of a round that is no draft, with the places that it has a decision of, and how many of their
    choices are others by now; `draft`: there are only drafts, of which this is the last."""

    dossier_id: UUID
    version: int
    places: int
    subjects: tuple[UUID, ...] = ()
    changed: int = 0
    draft: bool = False


def last_of_rounds(db: Connection, scope: Scope, round_ids: Collection[UUID]) -> dict[UUID, Last]:
    """The last dossier of each of some rounds that has one of which the scope reaches all. Raises Forbidden."""
    rows = _versions(db, scope, round_ids)
    found = {row["round_id"]: row for row in _last(rows)}
    changed = changes(db, scope, [row["dossier_id"] for row in found.values()])
    return {key: _told(db, scope, row, changed) for key, row in found.items()}


def on_agenda(db: Connection, scope: Scope, dossier_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """What agendas tell of their dossiers, columns ON_AGENDA, by dossier; those of which the scope reaches all.

    dossier_version, dossier_hash, dossier_files (how many there are: 0 while they are made anew), dossier_newer (the
    last version of its round that is no draft; null: this one), dossier_changed (places whose choice is another by
    now). Raises Forbidden.
    """
    own = dossier.c
    rounds = db.scalars(select(own.round_id).distinct().where(own.dossier_id.in_(dossier_ids))).all()
    rows = _versions(db, scope, rounds)
    last = {row["round_id"]: row["version"] for row in _last(rows)}
    changed = changes(db, scope, dossier_ids)
    ours = [row for row in rows.to_dict("records") if row["dossier_id"] in dossier_ids]
    return {row["dossier_id"]: _standing(row, last[row["round_id"]], changed) for row in ours}


def changes(db: Connection, scope: Scope, dossier_ids: Collection[UUID]) -> dict[UUID, int]:
    """Of how many places of each dossier the choice that counts is no longer the one that the dossier tells of.

    Raises Forbidden.
    """
    check(scope)
    own, made = dossier.c, selection.c
    here = own.organisation_id.in_(scope.organisation_ids), own.dossier_id.in_(dossier_ids)
    each = func.jsonb_array_elements(own.frozen["places"], type_=JSONB).label("place")
    told = select(own.dossier_id, own.ref, own.made_at, each).where(*here).subquery()
    place = told.c.place
    counts = and_(
        made.organisation_id == place["organisation"].as_integer(),
        made.subject_id == cast(place["subject"].as_string(), Uuid),
        made.current,
        made.standing == "counts",
    )
    # what was undone and made anew has the same number
    same = and_(made.ref == told.c.ref, made.version == place["version"].as_integer(), made.made_at <= told.c.made_at)
    other = func.count().filter(func.coalesce(same, false()).is_(False))
    found = select(told.c.dossier_id, other).select_from(told.outerjoin(selection, counts))
    return {row[0]: int(row[1]) for row in db.execute(found.group_by(told.c.dossier_id))}


def _versions(db: Connection, scope: Scope, round_ids: Collection[UUID]) -> pd.DataFrame:
    """Every version of some rounds that a scope reaches, the last first."""
    check(scope)
    own, file = dossier.c, dossier_file.c
    of_it = file.organisation_id == own.organisation_id, file.dossier_id == own.dossier_id
    files = select(func.count()).where(*of_it).scalar_subquery().label("files")
    columns = own.round_id, own.dossier_id, own.version, own.draft, own.places, own.hash, own.reach, files
    here = own.organisation_id.in_(scope.organisation_ids), own.round_id.in_(round_ids)
    return reached(scope, fetch(db, select(*columns).where(*here).order_by(own.version.desc())))


def _last(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    """One version of each round: the last that is no draft, else the last."""
    found: list[dict[Any, Any]] = (
        rows.sort_values(["draft", "version"], ascending=[True, False]).drop_duplicates("round_id").to_dict("records")
    )
    return found


def _told(db: Connection, scope: Scope, row: Mapping[Any, Any], changed: Mapping[UUID, int]) -> Last:
    key = row["dossier_id"], int(row["version"]), int(row["places"])
    if row["draft"]:
        return Last(*key, draft=True)
    subjects = dossier_places(db, scope, row["dossier_id"])["subject_id"]
    return Last(*key, tuple(subjects), changed.get(row["dossier_id"], 0))


def _standing(row: Mapping[Any, Any], last: int, changed: Mapping[UUID, int]) -> dict[str, Any]:
    newer = int(last) if last > row["version"] else None
    told = (int(row["version"]), row["hash"], int(row["files"]), newer, changed.get(row["dossier_id"], 0))
    return dict(zip(ON_AGENDA, told, strict=True))

"""The areas of an organisation with their boundaries, and the files that these came from."""

from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, Integer, Subquery, func, literal, select, union_all

from config.language import N_
from queries.db import fetch
from queries.tables import activity, area, area_version, boundary_file, melding, organisation, proposal

_PLACED = {"melding": melding, "proposal": proposal, "activity": activity}
STATES = {
    "kept": N_("Not checked"),
    "judged": N_("Checked, not in use"),
    "used": N_("In use"),
    "taken_back": N_("Taken back"),
}
TOPICS = {"melding": N_("Meldingen"), "proposal": N_("Proposals"), "activity": N_("Activities")}
OPEN_STATES = ("kept", "judged")
"""States of a file that was not taken into use."""


def areas(db: Connection, organisation_id: int) -> pd.DataFrame:
    """All versions of areas, by kind, name and day.

    Columns: code, kind, name, population, valid_from, valid_to, source, file_id, bounded (bool), n (meldingen that lie
    in the area now), n_proposals.
    """
    base, dated = area.c, area_version.c
    meldingen, proposals = _counts("melding", organisation_id), _counts("proposal", organisation_id)
    counts = (func.coalesce(meldingen.c.n, 0).label("n"), func.coalesce(proposals.c.n, 0).label("n_proposals"))
    told = (dated.name, dated.population, dated.valid_from, dated.valid_to, dated.source, dated.file_id)
    joined = (
        area.join(area_version)
        .outerjoin(meldingen, meldingen.c.area_id == base.area_id)
        .outerjoin(proposals, proposals.c.area_id == base.area_id)
    )
    rows = select(base.code, base.kind, *told, dated.geometry.is_not(None).label("bounded"), *counts)
    ours = rows.select_from(joined).where(base.organisation_id == organisation_id)
    return fetch(db, ours.order_by(base.kind, dated.name, base.code, dated.valid_from))


def _counts(topic: str, organisation_id: int) -> Subquery:
    table = _PLACED[topic]
    found = select(table.c.area_id, func.count().label("n")).where(table.c.organisation_id == organisation_id)
    return found.where(table.c.area_id.is_not(None)).group_by(table.c.area_id).subquery()


def outlines(db: Connection, organisation_id: int) -> pd.DataFrame:
    """The boundaries that hold now. Columns: kind, code, name, geometry (GeoJSON, WGS 84)."""
    base, dated = area.c, area_version.c
    rows = select(base.kind, base.code, dated.name, dated.geometry).select_from(area.join(area_version))
    held = rows.where(base.organisation_id == organisation_id, dated.valid_to.is_(None), dated.geometry.is_not(None))
    return fetch(db, held.order_by(base.kind, base.code))


def deciding_kind(db: Connection, organisation_id: int) -> str:
    """The kind of areas that decides where something lies."""
    own = organisation.c
    return str(db.execute(select(own.area_kind).where(own.organisation_id == organisation_id)).scalar_one())


def placeless(db: Connection, organisation_id: int) -> pd.DataFrame:
    """How much lies in no area. Columns: topic, n (all), no_place, outside (a place, but in no area)."""
    return fetch(db, union_all(*(_placeless(topic, organisation_id) for topic in _PLACED)))


def _placeless(topic: str, organisation_id: int) -> Any:
    own = _PLACED[topic].c
    there, nowhere = own.lon.is_not(None), own.area_id.is_(None)
    counted = (func.count().label("n"), func.count().filter(own.lon.is_(None)).label("no_place"))
    outside = func.count().filter(there & nowhere).label("outside")
    return select(literal(topic).label("topic"), *counted, outside).where(own.organisation_id == organisation_id)


def files(db: Connection, organisation_id: int) -> pd.DataFrame:
    """The files with boundaries, newest first. Columns: file_id, state, file_name, kept_at, kind, origin, valid_from,
    n (areas), used_at, taken_back_at."""
    own = boundary_file.c
    columns = (own.file_id, own.state, own.file_name, own.kept_at, own.kind, own.origin, own.valid_from)
    n = func.coalesce(own.outline["n"].astext.cast(Integer), 0).label("n")
    ours = select(*columns, n, own.used_at, own.taken_back_at).where(own.organisation_id == organisation_id)
    return fetch(db, ours.order_by(own.kept_at.desc(), own.file_id))


def file_of(db: Connection, organisation_id: int, file_id: UUID | None = None) -> dict[str, Any] | None:
    """One file with everything but its content; without a number the one that waits to be used. None without one."""
    own = boundary_file.c
    columns = [column for column in own if column.name != "content"]
    which = own.file_id == file_id if file_id is not None else own.state.in_(OPEN_STATES)
    found = db.execute(select(*columns).where(own.organisation_id == organisation_id, which)).mappings().first()
    return None if found is None else dict(found)

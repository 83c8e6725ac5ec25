"""The organisations whose public map is open, and how each shows itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, select

from config.kinds import AreaKind
from queries.db import fetch
from queries.tables.published import view


@dataclass(frozen=True)
class Town:
    """An organisation with an open map. `version` moves with its data, `changed_at` says when it last did."""

    organisation_id: int
    code: str
    time_zone: str
    name: str
    logo: str | None
    accent: str | None
    website: str | None
    licence: str | None
    frame_ancestors: Sequence[str]
    layers: Sequence[Mapping[str, Any]]
    accessibility_contact: str | None
    version: int
    changed_at: datetime | None


def towns(db: Connection) -> list[Town]:
    """All of them, by name."""
    return [Town(**row._mapping) for row in db.execute(_open().order_by(view("organisation").c.name))]


def find_town(db: Connection, code: str) -> Town | None:
    """The organisation with this code; None when there is none, or its map is closed."""
    row = db.execute(_open().where(view("organisation").c.code == code)).first()
    return None if row is None else Town(**row._mapping)


def _open() -> Select:
    known, moved = view("organisation"), view("data_version")
    found = known.outerjoin(moved, moved.c.organisation_id == known.c.organisation_id)
    return select(*known.c, moved.c.version, moved.c.changed_at).select_from(found)


def boundaries(db: Connection, organisation_id: int) -> pd.DataFrame:
    """The areas of the kind that decides with a boundary; the whole municipality where there are none.

    Columns: code, name, kind, geometry (GeoJSON geometry in WGS 84, as a dictionary).
    """
    area = view("area").c
    found = select(area.code, area.name, area.kind, area.geometry, area.decides)
    frame = fetch(db, found.where(area.organisation_id == organisation_id, area.geometry.is_not(None)))
    shown = frame["decides"] if frame["decides"].any() else frame["kind"] == AreaKind.MUNICIPALITY
    return frame[shown].drop(columns="decides").sort_values("code").reset_index(drop=True)


def picture(db: Connection, organisation_id: int, key: str) -> tuple[str, bytes] | None:
    """Media type and content of a published photo or of the logo."""
    blob = view("blob").c
    found = select(blob.media_type, blob.content).where(blob.organisation_id == organisation_id, blob.key == key)
    row = db.execute(found).first()
    return None if row is None else (row.media_type, bytes(row.content))

"""How organisations show themselves: names, logos, colours and layers of tiles."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from queries.db import fetch
from queries.tables import appearance, blob

EMPTY: dict[str, Any] = {
    "name": None,
    "logo": None,
    "accent": None,
    "website": None,
    "public_map": False,
    "licence": None,
    "frame_ancestors": [],
    "layers": [],
}
"""What holds for an organisation that has chosen nothing."""


def looks(db: Connection) -> pd.DataFrame:
    """Of every organisation that chose something. Columns: organisation_id, name, logo, accent, layers."""
    own = appearance.c
    return fetch(db, select(own.organisation_id, own.name, own.logo, own.accent, own.layers))


def appearance_of(db: Connection, organisation_id: int) -> dict[str, Any]:
    """All that one organisation chose, as the columns of the table; EMPTY where it chose nothing."""
    found = db.execute(select(appearance).where(appearance.c.organisation_id == organisation_id)).mappings().first()
    chosen = {} if found is None else {name: found[name] for name in EMPTY}
    return EMPTY | chosen


def logo(db: Connection, organisation_id: int) -> tuple[bytes, str] | None:
    """The logo of an organisation: content and media type; None without one."""
    key = select(appearance.c.logo).where(appearance.c.organisation_id == organisation_id).scalar_subquery()
    found = select(blob.c.content, blob.c.media_type).where(
        blob.c.organisation_id == organisation_id, blob.c.key == key
    )
    row = db.execute(found).first()
    return None if row is None else (bytes(row.content), str(row.media_type))

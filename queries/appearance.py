"""How organisations show themselves: names, logos, colours and layers of tiles."""

from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from config.errors import Forbidden
from queries.db import fetch
from queries.filters import Scope
from queries.organisations import organisations
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


def public_maps(db: Connection, scope: Scope) -> pd.DataFrame:
    """Whether the organisations of a scope opened their public map, and to which websites.

    Columns: organisation_id, code, name, public_map, frame_ancestors (list of origins), licence (null without).
    """
    own = appearance.c
    columns = (own.organisation_id, own.public_map, own.frame_ancestors, own.licence)
    told = fetch(db, select(*columns).where(own.organisation_id.in_(scope.organisation_ids)))
    known = organisations(db, scope)[["organisation_id", "code", "name"]]
    found = known.merge(told, on="organisation_id", how="left")
    websites = pd.Series(
        [one if isinstance(one, list) else [] for one in found["frame_ancestors"]], found.index, object
    )
    return found.assign(public_map=found["public_map"].eq(other=True), frame_ancestors=websites)


def town_of(db: Connection, towns: pd.DataFrame, organisation_id: int) -> dict[str, str]:
    """How an organisation of `queries.organisations.organisations` is named on paper: name, code, zone.

    Raises Forbidden for one that is not among them.
    """
    found = towns[towns["organisation_id"] == organisation_id]
    if found.empty:
        raise Forbidden()
    row, shown = found.iloc[0], appearance_of(db, organisation_id)["name"]
    return {"name": shown or row["name"], "code": row["code"], "zone": row["time_zone"]}

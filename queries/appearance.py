"""How organisations show themselves, as far as their own people need to know it."""

import pandas as pd
from sqlalchemy import Connection, select

from queries.db import fetch
from queries.filters import Scope
from queries.organisations import organisations
from queries.tables import appearance


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

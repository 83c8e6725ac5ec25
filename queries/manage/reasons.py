"""The reasons of an organisation, with how many public choices name each."""

import pandas as pd
from sqlalchemy import Connection, func, select

from queries.db import fetch
from queries.filters import Scope
from queries.reasons import reasons_of
from queries.tables import selection
from queries.tables.published import ONLY_PROPOSED


def all_reasons(db: Connection, organisation_id: int) -> pd.DataFrame:
    """The columns of `queries.reasons.reasons_of`, and n: places of which the public choice names it. What is not
    public yet does not count, since who manages may not know of it."""
    frame = reasons_of(db, Scope.whole(organisation_id), organisation_id)
    own = selection.c
    code = func.unnest(own.reasons).label("code")
    known = own.organisation_id == organisation_id, own.shown, own.public_stage.is_not(None)
    named = select(code).where(*known, own.public_stage != ONLY_PROPOSED).subquery("named")
    counts = fetch(db, select(named.c.code, func.count().label("n")).group_by(named.c.code)).set_index("code")["n"]
    return frame.assign(n=frame["code"].map(counts.to_dict()).fillna(0).astype(int))

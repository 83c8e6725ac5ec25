"""One published proposal with everything that the public may know of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, Select, select

from config.vocabularies import Term
from queries.db import fetch
from queries.public.listed import named
from queries.public.reasons import told
from queries.tables.published import view

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """`proposal`: the columns of the view with the names of theme and area; `choice`: why it was (not) chosen, None
    when nothing was told; `reasons`: those of the choice, with their words; `gains`: indicator, estimated, realised;
    `photos`: photo (its key), alt, moment."""

    proposal: Row
    choice: Row | None
    reasons: Sequence[Term]
    gains: pd.DataFrame
    photos: pd.DataFrame


def find_place(db: Connection, organisation_id: int, subject_id: UUID) -> Place | None:
    """The proposal; None when there is none, or the public knows nothing of it."""
    known = view("proposal")
    named_too = select(*known.c, named("theme"), named("area"))
    own = (known.c.organisation_id == organisation_id, known.c.subject_id == subject_id)
    proposal = db.execute(named_too.where(*own)).mappings().first()
    if proposal is None:
        return None
    choice = db.execute(_of("selection", organisation_id, subject_id)).mappings().first()
    gains, photos = (fetch(db, _of(name, organisation_id, subject_id)) for name in ("gain", "photo"))
    return Place(
        dict(proposal),
        None if choice is None else dict(choice),
        told(db, organisation_id, choice["reasons"]) if choice else (),
        gains.sort_values("indicator"),
        photos.sort_values("photo_no"),
    )


def _of(name: str, organisation_id: int, subject_id: UUID) -> Select:
    known = view(name)
    return select(known).where(known.c.organisation_id == organisation_id, known.c.subject_id == subject_id)

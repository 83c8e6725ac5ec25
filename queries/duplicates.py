"""Proposals that may be the same one twice: near each other and alike, each with its reasons."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, Select, select

from config.cells import around, metres
from queries.filters import Scope
from queries.likeness import likeness
from queries.narrowing import STANDING, known
from queries.tables import proposal

WITHIN = 100
"""Metres; people point at the same square some tens of metres apart."""
RINGS = 2
"""Cells around a place that hold everything within that distance: a cell is 130 metres across."""
LIKE_TITLE, LIKE_TEXT, NEAR, SAME_SPOT = 0.5, 0.6, 50, 25
"""From here on titles and texts look alike; so near a text is enough, and even nearer the same theme."""
COLUMNS = ["subject_id", "other_id", "number", "title", "stage", "support", "metres", "same_theme", "title_like"]
COLUMNS += ["text_like", "lon", "lat"]
_TWICE = ("submitted", *STANDING)
"""Stages of which a proposal can be told once more."""
_KEYS = ("organisation_id", "subject_id", "number", "title", "text", "theme_id", "stage", "support", "lon", "lat")


def duplicates(db: Connection, scope: Scope, subject_ids: Sequence[UUID]) -> pd.DataFrame:
    """What each of some proposals may tell once more: others of the same organisation, within 100 m, that look alike.

    Columns: subject_id, other_id, number, title, stage and support of the other, metres (whole), same_theme, title_like
    and text_like (0 to 1), lon and lat of the other (degrees). Most suspicious first for each; none without a place.
    """
    own = db.execute(_placed(scope).where(proposal.c.subject_id.in_(subject_ids))).all()
    cells = {cell for centre in {row.h3_10 for row in own} for cell in around(centre, RINGS)}
    near = _placed(scope).where(proposal.c.h3_10.in_(cells), proposal.c.stage.in_(_TWICE))
    by_cell: dict[int, list[Any]] = {}
    for row in db.execute(near.where(proposal.c.organisation_id.in_({row.organisation_id for row in own}))):
        by_cell.setdefault(row.h3_10, []).append(row)
    return pd.DataFrame([found for one in own for found in _alike(one, by_cell)], columns=COLUMNS)


def _placed(scope: Scope) -> Select:
    columns = (proposal.c[name] for name in (*_KEYS, "h3_10"))
    return select(*columns).where(*known(proposal, scope), proposal.c.h3_10.is_not(None))


def _alike(one: Any, by_cell: dict[int, list[Any]]) -> list[tuple]:
    beside = [other for cell in around(one.h3_10, RINGS) for other in by_cell.get(cell, ())]
    found = [row for other in beside if (row := _compared(one, other)) is not None]
    return sorted(found, key=_suspicion)


def _suspicion(row: tuple) -> tuple[float, int, str]:
    """What orders the pairs of one proposal: most alike first, then nearest."""
    same_theme, title, text = row[7:10]
    return -(title + text + same_theme / 2), row[6], str(row[1])


def _compared(one: Any, other: Any) -> tuple | None:
    """The row of a pair, None when the two are not alike."""
    if one.subject_id == other.subject_id or one.organisation_id != other.organisation_id:
        return None
    apart = metres((one.lon, one.lat), (other.lon, other.lat))
    same_theme = one.theme_id is not None and one.theme_id == other.theme_id
    title, text = likeness(one.title, other.title), likeness(one.text, other.text)
    near_text, same_spot = text >= LIKE_TEXT and apart <= NEAR, same_theme and apart <= SAME_SPOT
    alike = title >= LIKE_TITLE or near_text or same_spot
    if apart > WITHIN or not alike:
        return None
    told = (other.number, other.title, other.stage, other.support)
    return one.subject_id, other.subject_id, *told, round(apart), same_theme, title, text, other.lon, other.lat

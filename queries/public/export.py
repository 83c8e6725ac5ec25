"""The published proposals as open data, page by page in the order of their ids, so that no page shifts meanwhile."""

from uuid import UUID

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, false, func, select

from queries.db import fetch
from queries.public.asked import Asked, Bounds, matching
from queries.tables.published import view

MOST = 5_000
"""Proposals a page."""


def export(
    db: Connection, organisation_id: int, *, bounds: Bounds | None, after: UUID | None, most: int
) -> pd.DataFrame:
    """A page of the proposals, of a part of the map or all; with `bounds` only those that have a place.

    Columns: subject_id, number, title, text, text_removed_day, theme, theme_code, area, area_code, street, lon, lat,
    stage, submitted_day, published_day, support, outcome, reasons (list), motivation, chosen_by, organ,
    decision_number, decision_uri, ratified_day, explained_day, due_on, started_day, realised_day, cost_estimated,
    cost_actual (euro), next_steps, geometry (GeoJSON of the place that was chosen, where it is not the one that was
    proposed).
    """
    proposal = view("proposal")
    here = matching(organisation_id, Asked(), bounds=bounds)
    later = [] if after is None else [proposal.c.subject_id > after]
    return fetch(db, _told().where(*here, *later).order_by(proposal.c.subject_id).limit(most))


def exported(db: Connection, organisation_id: int, bounds: Bounds | None) -> int:
    """How many proposals all pages together hold."""
    here = matching(organisation_id, Asked(), bounds=bounds)
    return int(db.execute(select(func.count()).select_from(view("proposal")).where(*here)).scalar_one())


def gains_of(db: Connection, organisation_id: int, page: pd.DataFrame) -> pd.DataFrame:
    """What proposals of a page (and between them) yield. Columns: subject_id, indicator, estimated, realised."""
    return _children(db, organisation_id, page, "gain", "indicator", "estimated", "realised")


def photos_of(db: Connection, organisation_id: int, page: pd.DataFrame) -> pd.DataFrame:
    """The published photos of the same. Columns: subject_id, photo (its key), alt."""
    return _children(db, organisation_id, page, "photo", "photo", "alt")


def _children(db: Connection, organisation_id: int, page: pd.DataFrame, name: str, *columns: str) -> pd.DataFrame:
    known = view(name).c
    ids = page["subject_id"]
    between = known.subject_id.between(ids.iloc[0], ids.iloc[-1]) if len(ids) else false()
    found = select(known.subject_id, *(known[column] for column in columns))
    found = found.where(known.organisation_id == organisation_id, between)
    return fetch(db, found.order_by(known.subject_id, known[columns[0]]))


def _told() -> Select:
    proposal, theme, area, choice = (view(name) for name in ("proposal", "theme", "area", "selection"))
    own = ("subject_id", "number", "title", "text", "text_removed_day", "street", "lon", "lat", "stage")
    days, costs = ("submitted_day", "published_day"), ("cost_estimated", "cost_actual", "next_steps")
    course = ("support", "explained_day", "due_on", "started_day", "realised_day", *costs)
    decided = ("outcome", "reasons", "motivation", "chosen_by", "organ", "decision_number", "decision_uri")
    columns: list[ColumnElement] = [
        *(proposal.c[name] for name in (*own, *days, *course)),
        *(choice.c[name] for name in (*decided, "ratified_day", "geometry")),
        *_named(theme, "theme"),
        *_named(area, "area"),
    ]
    joined: FromClause = proposal
    for other, key in ((theme, "theme_id"), (area, "area_id"), (choice, "subject_id")):
        same = (other.c.organisation_id == proposal.c.organisation_id) & (other.c[key] == proposal.c[key])
        joined = joined.outerjoin(other, same)
    return select(*columns).select_from(joined)


def _named(dimension: FromClause, name: str) -> list[ColumnElement]:
    return [dimension.c.name.label(name), dimension.c.code.label(f"{name}_code")]

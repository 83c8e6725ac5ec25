"""Services and categories of an organisation with all their versions, and how many meldingen carry them."""

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Subquery, func, select

from queries.db import fetch
from queries.tables import melding, metadata

KINDS = ("service", "category")


def latest_name(kind: str) -> ColumnElement[str]:
    """The latest name of the member of a row of `kind`; its code where there is none."""
    base, dated = metadata.tables[kind], metadata.tables[f"{kind}_version"].alias("latest")
    same = (dated.c.organisation_id == base.c.organisation_id) & (dated.c[f"{kind}_id"] == base.c[f"{kind}_id"])
    latest = select(dated.c.name).where(same).order_by(dated.c.valid_from.desc()).limit(1).scalar_subquery()
    return func.coalesce(latest, base.c.code)


def members(db: Connection, organisation_id: int, kind: str = "service") -> pd.DataFrame:
    """All versions of the services or categories of an organisation, by latest name and day.

    Columns: id, code, latest_name, valid_from, valid_to, name, theme, regional_code (both None for services), n (all
    meldingen that carry it now), n_open.
    """
    base, dated = metadata.tables[kind], metadata.tables[f"{kind}_version"]
    key, name = base.c[f"{kind}_id"], latest_name(kind)
    counts = _counts(organisation_id, kind)
    more = [dated.c[column].label(column) for column in ("theme", "regional_code") if column in dated.c]
    own = (dated.c.valid_from, dated.c.valid_to, dated.c.name, *more)
    carried = (func.coalesce(counts.c.n, 0).label("n"), func.coalesce(counts.c.n_open, 0).label("n_open"))
    joined = base.outerjoin(
        dated, (dated.c.organisation_id == base.c.organisation_id) & (dated.c[f"{kind}_id"] == key)
    ).outerjoin(counts, counts.c.id == key)
    rows = select(key.label("id"), base.c.code, name.label("latest_name"), *own, *carried).select_from(joined)
    ours = rows.where(base.c.organisation_id == organisation_id).order_by(name, key, dated.c.valid_from)
    found = fetch(db, ours)
    return found if more else found.assign(theme=None, regional_code=None)


def _counts(organisation_id: int, kind: str) -> Subquery:
    key = melding.c[f"{kind}_id"]
    found = select(key.label("id"), func.count().label("n"), func.count().filter(melding.c.open).label("n_open"))
    return found.where(melding.c.organisation_id == organisation_id, key.is_not(None)).group_by(key).subquery()

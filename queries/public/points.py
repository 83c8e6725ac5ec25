"""The points of the public map: single places where few are in view, else one point for those near each other."""

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Integer, Select, case, func, literal, select

from config.cells import FINEST, bits_below
from queries.db import fetch
from queries.public.asked import Asked, Bounds, matching
from queries.tables.published import view

MOST = 5_000
"""Points in one answer."""
FEW = 150
"""Places in view that are all drawn apart."""
CLOSE = 16
"""The zoom from which on nothing is drawn together."""
_COARSEST = 3


def resolution(zoom: int) -> int:
    """The H3 resolution of which a hexagon is some 40 to 100 pixels wide at this zoom of a web map."""
    return max(_COARSEST, min(FINEST, round(zoom * 0.7 - 0.6)))


def points(db: Connection, organisation_id: int, asked: Asked, bounds: Bounds, zoom: int) -> pd.DataFrame:
    """What is drawn of the proposals that are asked for, at most `MOST` rows.

    Columns: lon, lat (degrees), n, and where n is 1 subject_id, title and stage (else null).
    """
    proposal = view("proposal").c
    here = matching(organisation_id, asked, bounds=bounds)
    n = db.execute(select(func.count()).where(*here)).scalar_one()
    if n > FEW and zoom < CLOSE:
        return fetch(db, _together(here, zoom))
    columns = (proposal.lon, proposal.lat, literal(1).label("n"), proposal.subject_id, proposal.title)
    return fetch(db, select(*columns, proposal.stage).where(*here).order_by(proposal.subject_id).limit(MOST))


def _together(here: list[ColumnElement[bool]], zoom: int) -> Select:
    """One row a hexagon, at the middle of its places."""
    proposal = view("proposal").c
    cell = proposal.h3_10.op(">>")(literal(bits_below(resolution(zoom)), Integer))
    n = func.count()
    of_one = {
        "subject_id": func.array_agg(proposal.subject_id)[1],
        "title": func.min(proposal.title),
        "stage": func.min(proposal.stage),
    }
    alone = [case((n == 1, value)).label(name) for name, value in of_one.items()]
    middle = (func.avg(proposal.lon).label("lon"), func.avg(proposal.lat).label("lat"))
    found = select(*middle, n.label("n"), *alone).where(*here)
    return found.group_by(cell).order_by(n.desc(), cell).limit(MOST)

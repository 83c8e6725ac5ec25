"""What is missing or strange in the data, by source, and which dossiers that are: their numbers only."""

from enum import StrEnum

import pandas as pd
from sqlalchemy import ColumnElement, Connection, func, select

from queries.db import fetch
from queries.tables import melding, source

MOST = 100
"""So many dossier numbers are listed."""


class Lack(StrEnum):
    """What a melding can lack."""

    PLACE = "place"
    SERVICE = "service"
    CATEGORY = "category"
    CHANNEL = "channel"
    NORM = "norm"
    POINT = "point"


_LACKS: dict[Lack, ColumnElement[bool]] = {
    Lack.PLACE: melding.c.area_id.is_(None),
    Lack.SERVICE: melding.c.service_id.is_(None),
    Lack.CATEGORY: melding.c.category_id.is_(None),
    Lack.CHANNEL: melding.c.channel_id.is_(None),
    Lack.NORM: melding.c.deadline_origin.is_(None),
    Lack.POINT: melding.c.lon.is_(None),
}


def lacking(db: Connection, organisation_id: int) -> pd.DataFrame:
    """How many meldingen lack what, a row a source that has meldingen.

    Columns: source_id, source (name), n (all meldingen), and one for each member of `Lack`.
    """
    counts = [func.count().filter(lacks).label(str(lack)) for lack, lacks in _LACKS.items()]
    own = melding.c
    grouped = (
        select(own.source_id, func.count().label("n"), *counts)
        .where(own.organisation_id == organisation_id)
        .group_by(own.source_id)
        .subquery()
    )
    joined = grouped.join(
        source, (source.c.organisation_id == organisation_id) & (source.c.source_id == grouped.c.source_id)
    )
    columns = [column for column in grouped.c if column.name != "source_id"]
    return fetch(
        db,
        select(source.c.source_id, source.c.name.label("source"), *columns).select_from(joined).order_by(source.c.name),
    )


def dossiers(
    db: Connection, organisation_id: int, lack: Lack = Lack.PLACE, source_id: int | None = None
) -> pd.DataFrame:
    """The latest meldingen that lack something, of one source or of all; at most MOST.

    Columns: number (as the source gives it, None without), received_day, open. Nothing that tells what it is about.
    """
    own = melding.c
    ours = select(own.number, own.received_day, own.open).where(own.organisation_id == organisation_id, _LACKS[lack])
    if source_id is not None:
        ours = ours.where(own.source_id == source_id)
    return fetch(db, ours.order_by(own.received_day.desc(), own.number).limit(MOST))

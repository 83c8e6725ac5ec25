"""What director, mayor and aldermen say beside the numbers: by role, never by name.

A reader limited to some services sees the notes on those services: a note on all together is about another number.
"""

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, and_, select
from sqlalchemy.dialects.postgresql import distinct_on

from queries.db import fetch
from queries.filters import Scope
from queries.narrowing import within
from queries.tables import note, service_version


def notes(db: Connection, scope: Scope) -> pd.DataFrame:
    """The notes that stand now, one a number, latest first.

    Columns: organisation_id, measure (id of the registry), service_id (missing: all together), service (its name),
    text, written_at (aware UTC), author_role (`config.kinds.Role`).
    """
    own = note.c
    number = own.organisation_id, own.measure, own.service_id
    newest = _told(scope).ext(distinct_on(*number)).order_by(*number, own.written_at.desc(), own.note_id.desc())
    latest = newest.subquery()
    standing = select(latest).where(latest.c.text != "")
    return fetch(db, standing.order_by(latest.c.written_at.desc(), latest.c.measure))


def note_history(db: Connection, scope: Scope, measure: str | None = None) -> pd.DataFrame:
    """All that was ever said beside the numbers, or beside one; latest first, with an empty text where one was taken
    away. Columns as in `notes`."""
    own = _told(scope) if measure is None else _told(scope).where(note.c.measure == measure)
    return fetch(db, own.order_by(note.c.written_at.desc(), note.c.note_id.desc()))


def _told(scope: Scope) -> Select:
    own = note.c
    columns = own.organisation_id, own.measure, own.service_id, _service(), own.text, own.written_at, own.author_role
    return select(*columns).where(within(note, scope))


def _service() -> ColumnElement:
    """The latest name of the service."""
    same = and_(
        service_version.c.organisation_id == note.c.organisation_id, service_version.c.service_id == note.c.service_id
    )
    latest = select(service_version.c.name).where(same).order_by(service_version.c.valid_from.desc()).limit(1)
    return latest.scalar_subquery().label("service")

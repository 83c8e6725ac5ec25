"""The own closing days of an organisation, and how far its calendar reaches."""

from datetime import date

import pandas as pd
from sqlalchemy import Connection, func, select

from queries.db import fetch
from queries.tables import calendar, closing_day


def closing_days(db: Connection, organisation_id: int) -> pd.DataFrame:
    """All own closing days. Columns: day, reason."""
    own = closing_day.c
    return fetch(db, select(own.day, own.reason).where(own.organisation_id == organisation_id).order_by(own.day))


def last_known_day(db: Connection, organisation_id: int) -> date | None:
    """The last day of which it is known whether the offices work; None before the first import."""
    found: date | None = db.scalar(
        select(func.max(calendar.c.day)).where(calendar.c.organisation_id == organisation_id)
    )
    return found

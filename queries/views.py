"""The saved views of one person. Not scoped: they hold addresses, on a connection of the writing side."""

from uuid import UUID

import pandas as pd
from sqlalchemy import Connection, func, select

from queries.db import fetch
from queries.tables import saved_view


def saved_views(db: Connection, account_id: UUID) -> pd.DataFrame:
    """The views of an account by name. Columns: view_id, name, path, query, opens_first (bool; one at most)."""
    own = saved_view.c
    mine = select(own.view_id, own.name, own.path, own.query, own.opens_first).where(own.account_id == account_id)
    return fetch(db, mine.order_by(func.lower(own.name), own.name))

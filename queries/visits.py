"""When somebody was here before. Not scoped: it is about the person who asks, on a connection of the writing side."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from queries.tables import account_visit


def visit_before(db: Connection, account_id: UUID) -> datetime | None:
    """The end of the visit before the present one; None at a first visit."""
    return db.execute(select(account_visit.c.before_at).where(account_visit.c.account_id == account_id)).scalar()

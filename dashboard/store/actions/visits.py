"""When somebody was here: so that the overview can say what happened since the visit before. Leaves no audit row
(docs/adr/0017-own-things-leave-no-audit-row.md)."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import case, func, literal
from sqlalchemy.dialects.postgresql import insert

from config.clock import Clock
from dashboard.store.actions.writing import Writing
from queries.tables import Instant, account_visit

ENDS_AFTER = timedelta(minutes=30)
"""Without a page for this long a visit is over, and the next page begins another one."""


def visit(*, writer: Writing, clock: Clock, account_id: UUID) -> None:
    """Somebody opens a page: the visit goes on, or another one begins and the end of the last one is kept."""
    now, known = literal(clock.now(), Instant), account_visit.c
    row = {"account_id": account_id, "began_at": now, "last_at": now}
    is_over = known.last_at < literal(clock.now() - ENDS_AFTER, Instant)
    goes_on = {
        "began_at": case((is_over, now), else_=known.began_at),
        "before_at": case((is_over, known.last_at), else_=known.before_at),
        "last_at": func.greatest(known.last_at, now),
    }
    with writer.transaction() as connection:
        connection.execute(
            insert(account_visit).values(row).on_conflict_do_update(index_elements=["account_id"], set_=goes_on)
        )
